"""The pages of the reader and their addresses."""

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from crawler.config import Config
from crawler.errors import NotFoundError, StetError, StoreError, UsageError
from crawler.store import Store
from crawler.store.database import FILE
from scheduler.reports.view import pages
from scheduler.web import addresses, guard, looks, searching
from scheduler.web.reader import Reader, environment

Look = Callable[[Request, Reader, Store], Response]


def app(config: Config, host: str = "127.0.0.1") -> Starlette:
    """The reader of one archive; it answers to this machine's own names and to `host`."""
    templates = environment()
    known = guard.names(host)

    def reader(headers: Headers) -> Reader:
        return Reader(config, templates, headers)

    def page(path: str, look: Look) -> Route:
        # The archive is opened for each request (2 ms): so one that was started, migrated or
        # restored meanwhile is the one that is read, and no page holds it open.
        def endpoint(request: Request) -> Response:
            if look in {looks.changes, searching.search} and not _exists(config):
                return looks.nothing_yet(reader(request.headers))
            with Store.open(config, read_only=True) as store:
                return look(request, reader(request.headers), store)

        return Route(path, endpoint, name=look.__name__)

    def failed(request: Request, error: Exception) -> Response:
        status, message = _told(error, reader(request.headers))
        answer = reader(request.headers).error(status, message)
        answer.headers.update(guard.HEADERS)  # a bug is answered outside of the guard
        return answer

    def refuse(headers: Headers) -> Response:
        made = reader(headers)
        return made.error(421, made.words("error.host", names=", ".join(sorted(known))))

    def healthz(_: Request) -> Response:
        return _health(config)

    return Starlette(
        routes=[
            page("/", looks.changes),
            page("/article/{identity}", looks.article),
            page("/article/{identity}/v/{number}", looks.version),
            page("/article/{identity}/diff/{pair}", looks.difference),
            page("/reports/{key}", looks.report),
            page("/search", searching.search),
            Route("/article/{typed:path}", _typed),
            Route("/reports/{typed:path}", _typed),
            Route("/healthz", healthz),
            Route("/style.css", _style),
            Route("/icon.svg", _icon),
        ],
        exception_handlers={
            HTTPException: failed,
            StetError: failed,
            Exception: failed,
        },
        middleware=[Middleware(guard.Guard, known=known, refuse=refuse)],
    )


def _told(error: Exception, reader: Reader) -> tuple[int, str]:
    """Status and message of an error; of a bug no more than that there is one."""
    if isinstance(error, HTTPException):
        return error.status_code, ""
    if isinstance(error, NotFoundError):
        return 404, str(error)
    if isinstance(error, UsageError):
        return 400, str(error)
    if isinstance(error, StoreError):
        return 503, str(error)
    return 500, str(error) if isinstance(error, StetError) else reader.words("error.bug")


def _typed(request: Request) -> Response:
    """Sends who types an identity or a URL with its slashes to the address without."""
    _, prefix, typed = request.scope["path"].split("/", 2)
    if not typed:
        raise HTTPException(404)
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/{prefix}/{addresses.segment(typed + query)}")


def _exists(config: Config) -> bool:
    """Whether there is anything to open; a database server is taken to be there."""
    return bool(config.database_url) or (config.data / FILE).exists()


def _health(config: Config) -> Response:
    """For watchdogs: 200 where the archive can be read, or where there is none yet."""
    if not _exists(config):
        return JSONResponse({"status": "ok", "archive": "none yet"})
    try:
        with Store.open(config, read_only=True) as store:
            runs = store.runs(1)
    except StoreError as error:
        return JSONResponse({"status": "failing", "archive": str(error)}, 503)
    last = runs[0].started_at.isoformat() if runs else None
    return JSONResponse({"status": "ok", "archive": "readable", "last_crawl": last})


def _style(_: Request) -> Response:
    cached = {"Cache-Control": "public, max-age=31536000, immutable"}
    return PlainTextResponse(pages.style(), media_type="text/css", headers=cached)


def _icon(_: Request) -> Response:
    cached = {"Cache-Control": "public, max-age=86400"}
    return PlainTextResponse(ICON, media_type="image/svg+xml", headers=cached)


ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<rect width="32" height="32" rx="6" fill="#22201d"/>'
    '<path d="M7 15h18" stroke="#fffefb" stroke-width="4" stroke-linecap="round"/>'
    '<g fill="#d9835c"><circle cx="8" cy="23" r="2"/><circle cx="16" cy="23" r="2"/>'
    '<circle cx="24" cy="23" r="2"/></g></svg>'
)
