"""Notes the language or the theme that a reader prefers, in a cookie, and leads back."""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from crawler.errors import UsageError
from scheduler.web.face import Plain
from scheduler.web.reader import LANGUAGES, THEMES, Reader

YEAR = 365 * 24 * 3600
CHOICES = {"lang": (*LANGUAGES, ""), "theme": (*THEMES, "")}
"""What may be preferred; empty: as the browser says."""


def preferences(request: Request, _: Reader) -> Response:
    """Raises `UsageError` for what no switch of ours sends."""
    answer = RedirectResponse(_back(request.query_params.get("back", "/")), status_code=303)
    for name, choices in CHOICES.items():
        chosen = request.query_params.get(name)
        if chosen is None:
            continue
        if chosen not in choices:
            raise UsageError(f"{name}={chosen[:20]!r}: expected one of {', '.join(choices[:-1])}")
        if chosen:
            answer.set_cookie(name, chosen, max_age=YEAR, samesite="lax", httponly=True)
        else:
            answer.delete_cookie(name, samesite="lax", httponly=True)
    return answer


def _back(asked: str) -> str:
    """A page of ours: never the address of another host, however it is written."""
    parts = urlsplit(asked)
    is_ours = not parts.scheme and not parts.netloc and asked.startswith("/")
    return asked if is_ours and not asked.startswith(("//", "/\\")) else "/"


ADDRESSES = (Plain("/preferences", preferences),)
