"""A mail with the document attached, over the SMTP server that $STET_SMTP names."""

import os
import smtplib
import ssl
from contextlib import closing, suppress
from email.message import EmailMessage
from email.utils import format_datetime
from hashlib import blake2b
from urllib.parse import SplitResult, unquote, urlsplit

from crawler.errors import DeliveryError, UnsetError, in_words
from scheduler.notify.letter import Letter

VARIABLE = "STET_SMTP"
EXAMPLE = "smtps://user:password@mail.example:465?from=stet@mail.example"
UNNAMED = f"${VARIABLE} names no mail server: it looks like {EXAMPLE}"
LONGEST = 900.0
"""Seconds that one letter may take in all."""
PATIENCE, TAKING, PARTING = 60.0, 600.0, 5.0
"""Seconds for the server to answer: until it is handed the mail; what it is handed, of which it may
look at every page; that we go. Who left it sooner while it takes a mail would send it another one.
Source: RFC 5321, 4.5.3.2.
"""


def check(to: str) -> None:
    """Whether there is a server for a mail to `to`. Raises `DeliveryError`, and `UnsetError`."""
    if VARIABLE not in os.environ:
        raise UnsetError(UNNAMED)
    _server()


def _server() -> tuple[SplitResult, str]:
    """Where it is, and its host."""
    parts = urlsplit(os.environ.get(VARIABLE, ""))
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise DeliveryError(UNNAMED)
    return parts, parts.hostname


def send(letter: Letter, to: str) -> None:
    """Hand it to the server; the same letter again has the same Message-ID."""
    parts, host = _server()
    sender = unquote(parts.query.removeprefix("from=")) or f"stet@{host}"
    message = written(letter, sender, to)
    try:
        with closing(_connected(parts.scheme, host, parts.port or 0)) as smtp:
            if parts.username:
                smtp.login(unquote(parts.username), unquote(parts.password or ""))
            _be_patient(smtp, TAKING)
            smtp.send_message(message)
            with suppress(OSError, smtplib.SMTPException):  # it has the mail, whatever it says now
                _be_patient(smtp, PARTING)
                smtp.quit()
    except (OSError, smtplib.SMTPException) as error:
        raise DeliveryError(f"{host} took no mail for {to}: {_said(error)}") from error


def _be_patient(smtp: smtplib.SMTP, seconds: float) -> None:
    if smtp.sock:  # none is there once the server has gone, which is told at the next word
        smtp.sock.settimeout(seconds)


def _said(error: OSError) -> str:
    """The server's own words where it answered: `451 later`."""
    answer: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, answer = error.smtp_code, error.smtp_error
    else:
        return in_words(error)
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return f"{code} {' '.join(text.split())}"


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
