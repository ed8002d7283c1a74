"""Answers who has a page already with no more than that: ETag, If-Modified-Since, 304."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SETTLED = timedelta(seconds=2)
"""So long ago a change must be to be dated: two of one second have one date in HTTP."""
KEPT = {
    "cache-control", "content-location", "etag", "last-modified", "link", "memento-datetime",
    "vary",
}  # fmt: skip
"""Headers that a 304 has like the 200 it stands for (RFC 9110, section 15.4.5)."""


class Fresh:
    """Gives each whole answer its ETag, and leaves its body out where that is known."""

    def __init__(self, app: ASGIApp) -> None:
        """`app` may have set an ETag, or a Last-Modified, of its own."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Only GET and HEAD with status 200; a stream goes through as it comes."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        held: list[Message] = []

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                held.append(message)  # until the body is known
                return
            if held:
                started = held.pop()
                if not message.get("more_body"):
                    started, message = _marked(started, message, asked)
                await send(started)
            await send(message)

        await self._app(scope, receive, marked)


def _marked(started: Message, body: Message, asked: Headers) -> tuple[Message, Message]:
    headers = MutableHeaders(raw=list(started["headers"]))
    if "etag" not in headers:
        headers["ETag"] = tag(body.get("body", b""))
    if not _is_known(asked, headers):
        return {**started, "headers": headers.raw}, body
    kept = [(name, value) for name, value in headers.raw if name.decode("latin-1") in KEPT]
    return {**started, "status": 304, "headers": kept}, {**body, "body": b""}


def tag(body: bytes) -> str:
    """The ETag of a body."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def _is_known(asked: Headers, answer: Headers) -> bool:
    """RFC 9110, section 13.2.2: beside If-None-Match nobody asks for the date."""
    if "if-none-match" in asked:
        known = [tag.strip().removeprefix("W/") for tag in asked["if-none-match"].split(",")]
        return "*" in known or answer["etag"].removeprefix("W/") in known
    if "if-modified-since" not in asked or "last-modified" not in answer:
        return False
    try:
        since = parsedate_to_datetime(asked["if-modified-since"])
    except ValueError:
        return False
    return since.tzinfo is not None and since >= parsedate_to_datetime(answer["last-modified"])


@dataclass(frozen=True, slots=True)
class State:
    """An archive's file and its journal, as the file system tells of them."""

    changed: datetime
    """When either was written last."""
    files: tuple[tuple[int, int, int], ...]
    """Of each which one it is, its bytes, and when it was written, in ns."""


def state(archive: Path, now: datetime) -> State | None:
    """How the file of an archive is: another state for whatever is written after this.

    None where it was written too short a while ago for that, or where there is no file.
    """
    try:
        stats = [archive.stat()]
        journal = archive.with_name(f"{archive.name}-wal")
        stats += [journal.stat()] if journal.exists() else []
    except OSError:
        return None
    # A journal without anything in it was made by who only reads.
    files = tuple((each.st_ino, each.st_size, each.st_mtime_ns) for each in stats if each.st_size)
    if not files:
        return None
    changed = datetime.fromtimestamp(max(written for *_, written in files) / 1e9, UTC)
    return None if changed + SETTLED > now else State(changed, files)


def last_modified(archive: Path, started: datetime, now: datetime) -> str:
    """Since when the file of an archive, and we who show it, have been as they are.

    Empty where that is too short a while ago to be told from now, or where there is no file.
    """
    known = state(archive, now)
    if known is None or started + SETTLED > now:
        return ""
    return format_datetime(max(started, known.changed), usegmt=True)
