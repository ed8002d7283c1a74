"""What a reader sees before there is anything to read: the next steps."""

from starlette.requests import Request
from starlette.responses import Response

from scheduler.web.reader import Reader


def no_archive(_: Request, reader: Reader) -> Response:
    """Where there is not even an archive."""
    return nothing_yet(reader)


def nothing_yet(reader: Reader, *, watched: bool = False) -> Response:
    """What to do next where there is nothing to show; `watched`: articles are, and stay as is."""
    title = reader.words("web.waiting" if watched else "web.empty")
    return reader.page("empty.html", title=title, watched=watched)
