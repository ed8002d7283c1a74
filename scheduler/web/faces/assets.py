"""Style sheet, script and icon: all that a page asks for beside itself."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from scheduler.web import assets
from scheduler.web.face import Plain
from scheduler.web.reader import Reader

KEPT = {"Cache-Control": "public, max-age=31536000, immutable"}
"""Their addresses change with them."""


def style(_: Request, __: Reader) -> Response:
    """Of reports, and of the reader's own pages."""
    return PlainTextResponse(assets.content("reader.css"), media_type="text/css", headers=KEPT)


def script(_: Request, __: Reader) -> Response:
    """Keys and notices; every page works without."""
    return PlainTextResponse(
        assets.content("reader.js"), media_type="text/javascript", headers=KEPT
    )


def icon(_: Request, __: Reader) -> Response:
    """The mark: dots under what shall stand."""
    cached = {"Cache-Control": "public, max-age=86400"}
    return PlainTextResponse(ICON, media_type="image/svg+xml", headers=cached)


ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<rect width="32" height="32" rx="6" fill="#22201d"/>'
    '<path d="M7 15h18" stroke="#fffefb" stroke-width="4" stroke-linecap="round"/>'
    '<g fill="#d9835c"><circle cx="8" cy="23" r="2"/><circle cx="16" cy="23" r="2"/>'
    '<circle cx="24" cy="23" r="2"/></g></svg>'
)

ADDRESSES = (
    Plain("/reader.css", style, asks=None),
    Plain("/reader.js", script, asks=None),
    Plain("/icon.svg", icon, asks=None),
)
