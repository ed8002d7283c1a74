"""Pages as they were, for web archives' tools: TimeGate, TimeMap and mementos (RFC 7089)."""

import re

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from crawler import urls
from crawler.errors import NotFoundError
from crawler.store import SnapshotRow, Store
from scheduler.web import inert
from scheduler.web.face import Page
from scheduler.web.reader import Reader
from scheduler.web.timemaps import LINK_FORMAT, TimeMap, accepted, http_date

LONGEST = 4_000
"""Characters of a URL."""
_OURS = re.compile(r"/(?:timegate|timemap(?:/link|/[0-9]+)?|memento/[^/]*)/")
_ONE_SLASH = re.compile(r"^(https?:)/(?!/)", re.IGNORECASE)  # some servers make one of two


def gate(request: Request, _: Reader, store: Store) -> Response:
    """Sends on to the page of the time that Accept-Datetime names."""
    found = _timemap(request, store)
    chosen = found.nearest(accepted(request.headers.get("accept-datetime")))
    answer = RedirectResponse(found.memento(chosen), 302)
    answer.headers["Vary"] = "Accept-Datetime"
    answer.headers["Link"] = found.header(chosen)
    return answer


def timemap(request: Request, _: Reader, store: Store) -> Response:
    """Every page of a URL with its time; of very many those of one list, which names the others."""
    found = _timemap(request, store)
    number = request.path_params.get("number", 1)
    return PlainTextResponse(",\n".join(found.lines(number)) + "\n", media_type=LINK_FORMAT)


def memento(request: Request, _: Reader, store: Store) -> Response:
    """A page, byte for byte as it came, in a cage."""
    found = _timemap(request, store)
    look = found.at(request.path_params["stamp"])
    if look is None or look.payload is None:
        raise NotFoundError(f"no page of this time is kept of {found.original}: see {found.here}")
    return Response(
        store.payload(look.payload),
        headers={
            **inert.HEADERS,
            "Content-Type": inert.media_type(look),
            "Memento-Datetime": http_date(look.fetched_at),
            "Link": found.header(look),
        },
    )


def _timemap(request: Request, store: Store) -> TimeMap:
    from crawler import sites  # parses pages: not loaded before it is asked for

    url = _asked(request)
    if len(url) > LONGEST or not urls.is_fetchable(url):
        raise HTTPException(404)
    identity = sites.identity(url)
    if identity not in store.watches_called([identity]):
        raise NotFoundError(f"{url} is not watched here")
    looks = [look for look in store.snapshots(identity) if _is_kept(look)]
    if not looks:
        raise NotFoundError(f"no page is kept of {url}")
    looks.sort(key=lambda look: (look.fetched_at, look.id))
    return TimeMap(f"{request.url.scheme}://{request.headers['host']}", url, looks)


def _is_kept(look: SnapshotRow) -> bool:
    return look.has_page and look.version is not None


def _asked(request: Request) -> str:
    """The URL as it was written behind our address: decoded it could be another one."""
    raw = request.scope.get("raw_path", b"").decode("ascii", "replace")
    path = _OURS.sub("", raw) if _OURS.match(raw) else request.path_params["url"]
    query = f"?{request.url.query}" if request.url.query else ""
    return _ONE_SLASH.sub(r"\1//", path + query)


ADDRESSES = tuple(
    Page(f"{path}/{{url:path}}", look, asks=None, to_programs=True)  # the question is the page's
    for path, look in (
        ("/timegate", gate),
        ("/timemap/link", timemap),
        ("/timemap/{number:int}", timemap),
        ("/timemap", timemap),
        ("/memento/{stamp}", memento),
    )
)
