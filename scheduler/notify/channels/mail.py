"""A mail with the document attached, over the SMTP server that $STET_SMTP names."""

import os
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime
from hashlib import blake2b
from urllib.parse import SplitResult, unquote, urlsplit

from crawler.errors import DeliveryError
from scheduler.notify.letter import Letter

VARIABLE = "STET_SMTP"
EXAMPLE = "smtps://user:password@mail.example:465?from=stet@mail.example"
PATIENCE = 10.0
"""Seconds for the server to answer each time: who stops waits for it."""


def check(to: str) -> None:
    """Whether there is a server for a mail to `to`. Raises `DeliveryError`."""
    _server()


def _server() -> tuple[SplitResult, str]:
    """Where it is, and its host."""
    parts = urlsplit(os.environ.get(VARIABLE, ""))
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise DeliveryError(f"${VARIABLE} names no mail server: it looks like {EXAMPLE}")
    return parts, parts.hostname


def send(letter: Letter, to: str) -> None:
    """Hand it to the server; the same letter again has the same Message-ID."""
    parts, host = _server()
    sender = unquote(parts.query.removeprefix("from=")) or f"stet@{host}"
    message = written(letter, sender, to)
    try:
        with _connected(parts.scheme, host, parts.port or 0) as smtp:
            if parts.username:
                smtp.login(unquote(parts.username), unquote(parts.password or ""))
            smtp.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise DeliveryError(f"{host} took no mail for {to}: {error}") from error


def _connected(scheme: str, host: str, port: int) -> smtplib.SMTP:
    secure = ssl.create_default_context()
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=secure)
    smtp = smtplib.SMTP(host, port, timeout=PATIENCE)
    smtp.ehlo()
    if smtp.has_extn("starttls"):
        smtp.starttls(context=secure)
    return smtp


def written(letter: Letter, sender: str, to: str) -> EmailMessage:
    """The message."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, letter.subject
    message["Date"] = format_datetime(letter.at)
    digest = blake2b(f"{letter.file} {to}".encode(), digest_size=16).hexdigest()
    message["Message-ID"] = f"<{digest}@{sender.rpartition('@')[2]}>"
    message.set_content(letter.lead)
    kind, _, subtype = letter.media_type.partition("/")
    message.add_attachment(
        letter.text.encode(), maintype=kind, subtype=subtype, filename=letter.file
    )
    return message
