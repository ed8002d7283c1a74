"""The reader of one archive: its faces, how it tells errors, and the guard before both."""

from datetime import datetime
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from crawler import clock
from crawler.config import Config
from crawler.errors import NotFoundError, StetError, StoreError, UsageError
from scheduler.web import documents, entry, face, fresh, guard
from scheduler.web.documents import Error
from scheduler.web.presence import Presence
from scheduler.web.reader import Reader, environment
from scheduler.web.worded import WordedError

STATUS = ((NotFoundError, 404), (UsageError, 400), (StoreError, 503))
"""What an error of ours is in HTTP; any other is 500."""


def app(config: Config, host: str = "127.0.0.1", *, started: datetime | None = None) -> Starlette:
    """Every face found in `scheduler/web/faces`; answers to this machine's own names and `host`.

    `started`: since when this code has answered, if not from now on.
    """
    templates = environment()
    presence = Presence(config)
    known = guard.names(host)
    since = started or clock.now()
    # Whoever has the token may call us by a name that we cannot know.
    is_anywhere = bool(config.token) and entry.is_anywhere(host)

    def reader(request: Request) -> Reader:
        query = f"?{request.url.query}" if request.url.query else ""
        here = request.scope["path"] + query
        return Reader(config, presence, templates, request.headers, here, since)

    def failed(request: Request, error: Exception) -> Response:
        made = reader(request)
        status, message = _told(error, made)
        for_programs = request.scope["path"].startswith("/api/")
        answer = _refusal(status, message) if for_programs else made.error(status, message)
        answer.headers.update(guard.HEADERS)  # a bug is answered outside of the guard
        if isinstance(error, HTTPException):
            answer.headers.update(error.headers or {})  # which methods are allowed
        return answer

    def refusal(path: str, headers: Headers) -> Response | None:
        made, for_programs = Reader(config, presence, templates, headers), path.startswith("/api/")
        if not (is_anywhere or guard.is_called(headers, known)):
            return made.error(421, made.words("error.host", names=", ".join(sorted(known))))
        if entry.is_admitted(path, headers, config.token):
            return None
        answer = (
            _refusal(401, "send the token as `Authorization: Bearer TOKEN`")
            if for_programs
            else made.page("enter.html", status=401, title=made.words("web.enter"), is_wrong=False)
        )
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer

    site = Starlette(
        routes=face.routes(reader),
        exception_handlers={
            HTTPException: failed,
            StetError: failed,
            Exception: failed,
        },
        middleware=[
            Middleware(guard.Guard, refusal=refusal),
            Middleware(fresh.Fresh),
        ],
    )
    site.state.is_leaving = lambda: False
    return site


def _refusal(status: int, message: str) -> Response:
    said = Error(status=status, error=message or HTTPStatus(status).phrase)
    return Response(documents.to_json(said), status, media_type="application/json")


def _told(error: Exception, reader: Reader) -> tuple[int, str]:
    """Status and message of an error; of a bug no more than that there is one."""
    if isinstance(error, HTTPException):
        return error.status_code, ""
    if not isinstance(error, StetError):
        return 500, reader.words("error.bug")
    message = error.said(reader.words) if isinstance(error, WordedError) else str(error)
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500), message
