"""The reader of one archive: its faces, how it tells errors, and the guard before both."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import datetime
from functools import partial

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from crawler import clock
from crawler.config import Config
from crawler.errors import DamagedError, NotFoundError, StetError, StoreError, UsageError
from crawler.store import Moments
from scheduler.reports.view.catalogue import Words
from scheduler.reports.view.harmless import head, visible
from scheduler.reports.view.shown import TITLE
from scheduler.web import documents, entry, face, fresh, guard, shared
from scheduler.web.cards import Cards
from scheduler.web.presence import Presence
from scheduler.web.questions import QuestionError
from scheduler.web.reader import Reader, environment
from scheduler.web.recent import Recent
from scheduler.web.worded import WordedError

ENGLISH = Words("en")
"""Programs are told in it, as by every command."""
LOST = (DamagedError, StoreError)
"""What the archive itself says in English alone; a page says what it means."""
STATUS = ((NotFoundError, 404), (UsageError, 400), (StoreError, 503))
"""What an error of ours is in HTTP; any other is 500."""


def app(
    config: Config,
    host: str = "127.0.0.1",
    *,
    started: datetime | None = None,
    stale: float | None = None,
) -> Starlette:
    """Every face found in `scheduler/web/faces`; answers to this machine's own names and `host`.

    `started`: since when this code has answered, if not from now on. `stale`: seconds for which an
    answer may be given again although the archive has changed, if not those that each page says.
    """
    templates, archive = environment(), Moments(config)
    presence = Presence(config)
    whose = partial(Reader, config, archive, presence, templates, Cards(templates), Recent())
    known = guard.names(host)
    since = started or clock.now()
    # Whoever has the token may call us by a name that we cannot know.
    is_anywhere = bool(config.token) and entry.is_anywhere(host)

    def reader(request: Request) -> Reader:
        query = f"?{request.url.query}" if request.url.query else ""
        here = request.scope["path"] + query
        return whose(request.headers, here, started=since)

    def failed(request: Request, error: Exception) -> Response:
        made = reader(request)
        to_programs = face.is_to_programs(site.routes, request.scope)
        status, message = _told(error, ENGLISH if to_programs else made.words)
        instead = error.instead if isinstance(error, QuestionError) else None
        answer = _problem(status, message) if to_programs else made.error(status, message, instead)
        answer.headers.update(guard.HEADERS)  # a bug is answered outside of the guard
        if isinstance(error, HTTPException):
            answer.headers.update(error.headers or {})  # which methods are allowed
        return answer

    def refusal(scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        made = whose(headers)
        to_programs = face.is_to_programs(site.routes, scope)
        words = ENGLISH if to_programs else made.words
        if not (is_anywhere or guard.is_called(headers, known)):
            message = words("error.host", names=", ".join(sorted(known)))
            return _problem(421, message) if to_programs else made.error(421, message)
        if entry.is_admitted(scope["path"], headers, config.token, to_programs=to_programs):
            return None
        answer = (
            _problem(
                401,
                "send the token as `Authorization: Bearer TOKEN`, or as the password of any user",
            )
            if to_programs
            else made.page("enter.html", status=401, title=made.words("web.enter"), is_wrong=False)
        )
        answer.headers["WWW-Authenticate"] = "Bearer"
        if to_programs:
            answer.headers.append("WWW-Authenticate", 'Basic realm="Stet", charset="UTF-8"')
        return answer

    def state() -> fresh.State | None:
        return fresh.state(archive.path, clock.now()) if archive.path else None

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        with closing(archive):
            yield

    site = Starlette(
        lifespan=lifespan,
        routes=face.routes(reader, shared.Answers(state), stale),
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
    site.state.templates = templates
    return site


def _problem(status: int, message: str) -> Response:
    said = documents.problem(status, message.replace("\u00a0", " "))
    return Response(documents.to_json(said), status, media_type=documents.PROBLEM)


def _told(error: Exception, words: Words) -> tuple[int, str]:
    """Status and message of an error; of a bug no more than that there is one."""
    if isinstance(error, HTTPException):
        return error.status_code, _refused(error, words)
    if not isinstance(error, StetError):
        return 500, words("error.bug")
    status = next((status for kind, status in STATUS if isinstance(error, kind)), 500)
    return status, _said(error, words)


def _refused(error: HTTPException, words: Words) -> str:
    if error.status_code == 405:
        allowed = (error.headers or {}).get("Allow", "").split(", ")
        return words("error.methods", methods=", ".join(sorted(allowed)))
    return words("error.nowhere") if error.status_code == 404 else ""


def _said(error: StetError, words: Words) -> str:
    """The sentence of an error in the reader's language, as far as we have it there."""
    if isinstance(error, WordedError):
        return error.said(words)
    if error.label:
        values = {name: _harmless(value) for name, value in error.values.items()}
        return words(f"error.{error.label}", **values)
    kind = "damage" if isinstance(error, DamagedError) else "store"
    return words(f"error.{kind}", said=error) if isinstance(error, LOST) else str(error)


def _harmless(value: object) -> object:
    return visible(head(value, TITLE)) if isinstance(value, str) else value
