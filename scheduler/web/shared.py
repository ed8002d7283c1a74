"""One answer for all who ask the same: made once, and given again for as long as it holds.

Whoever makes an answer sees nothing of a request but its `Question`, so two readers whose questions
are equal get what each of them would have got alone. Who may ask is checked before this.
"""

import asyncio
import math
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scheduler.web import fresh
from scheduler.web.kept import Kept
from scheduler.web.reader import preferences

STALE = 1.0
"""Seconds for which an answer is given again although the archive has changed since, mostly."""
PAST = 10.0
"""The same for one that goes on where another one ended, or was looked for in all that was."""
LONGEST = 60.0
"""Seconds for which it is where the archive has not: some pages say how late a look is."""
ROOM = 32 * 1024 * 1024
"""Bytes of all the answers that are kept."""
LARGEST = 1024 * 1024
"""Bytes of one of them: a larger one is given to those who wait for it, and not kept."""
AT_ONCE = 4
"""Answers that are made at once, each in a thread: more would only wait for each other, and who
gets what is made already would wait for all of them."""
_BESIDE = 2048
"""Bytes that an answer takes beside its body, or so: its question and its headers."""
_ROUTED = {"app", "endpoint", "path_params", "root_path", "router", "starlette.exception_handlers"}
"""What Starlette has put into a scope by then."""


@dataclass(frozen=True, slots=True)
class Question:
    """All that an answer may depend on beside the archive and the clock."""

    scheme: str
    """`http`."""
    path: str
    """Decoded."""
    raw_path: bytes
    """As it was sent."""
    query: bytes
    """Without the question mark."""
    headers: tuple[tuple[bytes, bytes], ...]
    """The host, the time of the page that is wanted, and what the reader prefers."""

    @classmethod
    def of(cls, scope: Scope) -> "Question":
        """What a request asks for; HEAD asks for the same as GET."""
        asked = Headers(scope=scope)
        said = {name: asked[name] for name in ("host", "accept-datetime") if name in asked}
        said |= preferences(asked)
        return cls(
            scope["scheme"],
            scope["path"],
            scope.get("raw_path", b""),
            scope["query_string"],
            tuple((name.encode(), value.encode("latin-1")) for name, value in said.items()),
        )

    def alone(self, scope: Scope) -> Scope:
        """A request that says no more than this, on the way that `scope` has taken."""
        return {name: scope[name] for name in _ROUTED & scope.keys()} | {
            "type": "http",
            "http_version": "1.1",
            "method": "GET",
            "scheme": self.scheme,
            "path": self.path,
            "raw_path": self.raw_path,
            "query_string": self.query,
            "headers": list(self.headers),
        }


@dataclass(frozen=True, slots=True)
class _Answer:
    """What was made, and of what."""

    start: Message
    """Status and headers, as ASGI has them."""
    body: bytes
    """All of it."""
    began: float
    """When it began to be made, by the clock of the answers: what it shows is no older."""
    state: Hashable | None
    """Of the archive, then; None where nobody knows."""

    @property
    def size(self) -> int:
        return len(self.body) + _BESIDE


class Answers:
    """Those that are kept, and those that are being made; of one event loop."""

    def __init__(
        self,
        state: Callable[[], Hashable | None],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`state` tells the archive's, equal only where nothing was changed; None: nobody knows.

        `clock` tells seconds.
        """
        self._state = state
        self._clock = clock
        self._kept: Kept[Question, _Answer] = Kept(ROOM)
        self._making: dict[Question, tuple[float, asyncio.Task[_Answer]]] = {}
        self._turns = asyncio.Semaphore(AT_ONCE)

    @property
    def size(self) -> int:
        """Bytes of what is kept, or so."""
        return self._kept.size

    async def get(self, app: ASGIApp, scope: Scope, stale: float) -> tuple[Message, bytes]:
        """The beginning of an answer, and its body; `app` makes it where none is kept that holds.

        `stale` seconds it does in any case. Raises what `app` raises, for all who waited for it.
        """
        question = Question.of(scope)
        kept = self._kept.get(question)
        if kept is None or not self._holds(kept, stale):
            making = self._begun(question, stale) or self._begin(question, app, scope)
            kept = await asyncio.shield(making)  # who leaves ends nothing
        return kept.start, kept.body

    def _holds(self, kept: _Answer, stale: float) -> bool:
        age = self._clock() - kept.began
        if age < stale:
            return True
        return kept.state is not None and age < LONGEST and self._state() == kept.state

    def _begun(self, question: Question, stale: float) -> "asyncio.Task[_Answer] | None":
        """The making of an answer that will hold."""
        began, making = self._making.get(question, (0.0, None))
        return making if self._clock() - began < stale else None

    def _begin(self, question: Question, app: ASGIApp, scope: Scope) -> "asyncio.Task[_Answer]":
        making = asyncio.create_task(self._make_in_turn(question, app, scope))
        self._making[question] = math.inf, making

        def done(_: object) -> None:
            if self._making.get(question, (0.0, None))[1] is making:
                del self._making[question]

        making.add_done_callback(done)
        return making

    async def _make_in_turn(self, question: Question, app: ASGIApp, scope: Scope) -> _Answer:
        async with self._turns:
            self._making[question] = self._clock(), self._making[question][1]
            return await self._make(question, app, scope)

    async def _make(self, question: Question, app: ASGIApp, scope: Scope) -> _Answer:
        began, state = self._clock(), self._state()  # before it is read: it may be changed while
        start, body = await _said(app, question.alone(scope))
        if start["status"] == 200:
            headers = MutableHeaders(raw=list(start["headers"]))
            headers.setdefault("ETag", fresh.tag(body))
            start = {**start, "headers": headers.raw}
        made = _Answer(start, body, began, state)
        if start["status"] == 200 and made.size <= LARGEST:
            self._kept.put(question, made, made.size)
        return made


async def _said(app: ASGIApp, scope: Scope) -> tuple[Message, bytes]:
    """All that `app` answers."""
    said: list[Message] = []
    asked: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        if not asked:
            await asyncio.Event().wait()  # nobody leaves who asks for many
        return asked.pop()

    async def send(message: Message) -> None:
        said.append(message)

    await app(scope, receive, send)
    start, *bodies = said
    return start, b"".join(message.get("body", b"") for message in bodies)


def _goes_on(scope: Scope) -> bool:
    return "before" in QueryParams(scope["query_string"])


class Shared:
    """Answers GET and HEAD of an address from what others got who asked the same."""

    def __init__(self, app: ASGIApp, answers: Answers, stale: float = STALE) -> None:
        """`app` tells nothing but what follows from the question, the archive and the clock.

        What it told may be `stale`, in seconds; of the past longer, but where that is none.
        """
        self._app = app
        self._answers = answers
        self._stale = stale

    async def __call__(self, scope: Scope, _: Receive, send: Send) -> None:
        """The whole answer at once."""
        stale = max(self._stale, PAST) if self._stale and _goes_on(scope) else self._stale
        start, body = await self._answers.get(self._app, scope, stale)
        # Whoever sends it on adds headers of its own, to this request's alone.
        await send({**start, "headers": list(start["headers"])})
        await send({"type": "http.response.body", "body": body})
