"""For watchdogs: whether the archive can be read."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from crawler.errors import StoreError
from scheduler.web.face import Plain
from scheduler.web.reader import Reader


def healthz(_: Request, reader: Reader) -> Response:
    """200 where the archive can be read, or where there is none yet."""
    if not reader.has_archive:
        return JSONResponse({"status": "ok", "archive": "none yet"})
    try:
        with reader.opened() as store:
            runs = store.runs(1)
    except StoreError as error:
        return JSONResponse({"status": "failing", "archive": str(error)}, 503)
    last = runs[0].started_at.isoformat() if runs else None
    return JSONResponse({"status": "ok", "archive": "readable", "last_crawl": last})


ADDRESSES = (Plain("/healthz", healthz),)
