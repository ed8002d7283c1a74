"""An HTTP POST of the document: for chat rooms, desks and programs that listen at a URL."""

from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from crawler.errors import DeliveryError, in_words
from scheduler.notify.letter import Letter

LONGEST = 120.0
"""Seconds that one document may take in all."""
PATIENCE = 10.0
"""Seconds for the server to answer: who stops waits for it."""


class _Still(HTTPRedirectHandler):
    """A document is handed to whom it is for, and not to whoever he names."""

    def redirect_request(self, *_: object) -> None:
        """The redirect is the answer, and no delivery."""


def check(to: str) -> str:
    """Its host; the rest of such a URL is often a secret. Raises `DeliveryError`."""
    parts = urlsplit(to)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise DeliveryError(f"{to!r} is no URL that a document can be posted to")
    return parts.hostname


def send(letter: Letter, to: str) -> None:
    """Post it; the same letter again has the same Idempotency-Key."""
    where = check(to)
    headers = {
        "Content-Type": f"{letter.media_type}; charset=utf-8",
        "Idempotency-Key": letter.file,
        "User-Agent": "Stet",
    }
    request = Request(  # noqa: S310  http or https, as just seen
        to, letter.text.encode(), headers, method="POST"
    )
    try:
        with build_opener(_Still()).open(request, timeout=PATIENCE):
            pass
    except HTTPError as error:
        error.close()
        raise DeliveryError(f"{where} did not take {letter.file}: HTTP {error.code}") from error
    except (OSError, HTTPException) as error:
        raise DeliveryError(f"{where} did not take {letter.file}: {in_words(error)}") from error
