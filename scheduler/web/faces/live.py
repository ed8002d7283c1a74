"""Tells an open page that there are new changes, as server-sent events."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from crawler.errors import StoreError
from crawler.store import Sieve
from scheduler.web.face import Plain
from scheduler.web.questions import SinceAsked
from scheduler.web.reader import Reader

EVERY = 5.0
"""Seconds between two looks at the archive."""
LONGEST = 300.0
"""Seconds after which a stream ends; browsers open another by themselves."""
MOST = 50
"""New changes that are counted."""
LISTENERS = 100
"""Open streams; whoever comes later is told to come back."""
_STEP = 0.5
"""Seconds in which a stream notices that the reader is being stopped."""


async def live(request: Request, reader: Reader) -> Response:
    """A stream of `{"n": 3}`: so many changes are newer than `?since=ID`."""
    state = request.app.state
    if getattr(state, "listeners", 0) >= LISTENERS:
        return Response(status_code=503, headers={"Retry-After": "60"})
    question: SinceAsked = reader.asked
    return StreamingResponse(
        _stream(request, reader, question.since), media_type="text/event-stream"
    )


async def _stream(request: Request, reader: Reader, since: str) -> AsyncIterator[str]:
    state = request.app.state
    state.listeners = getattr(state, "listeners", 0) + 1
    told = 0
    try:
        yield f"retry: {int(EVERY * 2000)}\n\n"
        for _ in range(int(LONGEST / EVERY)):
            new = await asyncio.to_thread(_newer, reader, since)
            if new != told:
                told = new
                yield f"data: {json.dumps({'n': new})}\n\n"
            if await _stopped(state.is_leaving):
                break
    finally:
        state.listeners -= 1


async def _stopped(is_leaving: Callable[[], bool]) -> bool:
    """After `EVERY` seconds, or as soon as the reader is being stopped: whether it is."""
    for _ in range(int(EVERY / _STEP)):
        if is_leaving():
            return True
        await asyncio.sleep(_STEP)
    return False


def _newer(reader: Reader, since: str) -> int:
    """How many told changes stand before `since`; none while the archive cannot be read."""
    try:
        with reader.archive.now() as store:
            rows = store.leaf(Sieve(), limit=MOST).rows
    except StoreError:
        return 0
    ids = [row.id for row in rows]
    newer = rows[: ids.index(since)] if since in ids else rows
    return sum(row.is_told for row in newer)


ADDRESSES = (Plain("/live", live, asks=SinceAsked, to_programs=True),)
