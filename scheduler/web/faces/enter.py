"""The way in for one who has the token: a form, and the cookie that follows from it."""

import asyncio
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from scheduler.web import entry
from scheduler.web.face import Plain
from scheduler.web.reader import Reader

YEAR = 365 * 24 * 3600
LONGEST = 4_096
"""Bytes of an answer to the form."""
WAIT = 1.0
"""Seconds before a wrong token is answered: so nobody tries many."""


async def enter(request: Request, reader: Reader) -> Response:
    """The form; what was typed into it opens the first page, or is told to be wrong."""
    if request.method != "POST":
        return reader.page("enter.html", title=reader.words("web.enter"), is_wrong=False)
    given = await _given(request)
    if not entry.is_token(given, reader.config.token):
        await asyncio.sleep(WAIT)
        title = reader.words("web.enter")
        return reader.page("enter.html", status=401, title=title, is_wrong=True)
    answer = RedirectResponse("/", status_code=303)
    answer.set_cookie(
        entry.COOKIE,
        entry.pass_of(reader.config.token),
        max_age=YEAR,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return answer


async def _given(request: Request) -> str:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST:
            return ""
    return parse_qs(body.decode("ascii", errors="replace")).get("token", [""])[0].strip()


ADDRESSES = (Plain("/enter", enter, methods=("GET", "POST")),)
