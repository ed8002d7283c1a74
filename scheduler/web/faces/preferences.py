"""Notes the language or the theme that a reader prefers, in a cookie, and leads back."""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from scheduler.web import questions
from scheduler.web.face import Plain
from scheduler.web.questions import Preferred
from scheduler.web.reader import Reader

YEAR = 365 * 24 * 3600


def preferences(request: Request, _: Reader) -> Response:
    """Raises `QuestionError` for what no switch of ours sends."""
    preferred = questions.read(request.query_params.multi_items(), Preferred)
    answer = RedirectResponse(_back(preferred.back), status_code=303)
    for name, chosen in (("lang", preferred.lang), ("theme", preferred.theme)):
        if chosen:
            answer.set_cookie(name, chosen, max_age=YEAR, samesite="lax", httponly=True)
        elif chosen is not None:
            answer.delete_cookie(name, samesite="lax", httponly=True)
    return answer


def _back(asked: str) -> str:
    """A page of ours: never the address of another host, however it is written."""
    parts = urlsplit(asked)
    is_ours = not parts.scheme and not parts.netloc and asked.startswith("/")
    return asked if is_ours and not asked.startswith(("//", "/\\")) else "/"


ADDRESSES = (Plain("/preferences", preferences, asks=None),)
