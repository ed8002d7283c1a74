"""The seam of the reader: what a face is, and how it is found.

A face is one file in `scheduler/web/faces`: some addresses and what answers there, for people or
for programs. There is no list to edit; the file says `ADDRESSES`, and is found by its name:

    def latest(request: Request, reader: Reader, store: Store) -> Response: ...

    ADDRESSES = (Page("/latest", latest),)

`Page` is given the archive as it is at the moment of the request, read only, and its answer goes
to all who ask the same, unless it says `stale=None`; `Plain` is given none, and answers each
alone.
An address that ends in `{name:path}` comes after all that do not, whichever file it stands in.
"""

import importlib
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from inspect import iscoroutinefunction
from pathlib import Path
from typing import Protocol, TypeAlias, cast

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Scope

from crawler.store import Store
from scheduler import shelf
from scheduler.web import questions
from scheduler.web.questions import Asked
from scheduler.web.reader import Reader
from scheduler.web.shared import STALE, Answers, Shared

FOLDER = Path(__file__).parent / "faces"

Look: TypeAlias = Callable[[Request, Reader, Store], Response]
"""Runs in a thread of its own; raises an error of ours for a page that says it."""
Answer: TypeAlias = Callable[[Request, Reader], Response | Awaitable[Response]]
"""As a Look, without an archive; a coroutine function runs in the event loop."""


@dataclass(frozen=True, slots=True)
class Page:
    """An address that shows something of the archive."""

    path: str
    """As Starlette has it: `/article/{identity}`."""
    look: Look
    """Makes the answer, from nothing but path, query, `shared.Question.headers` and archive."""
    asks: type[Asked] | None = Asked
    """What may stand behind the question mark, and is in `Reader.asked` then; None: whatever."""
    to_programs: bool = False
    """Whether programs read it: then errors are told as programs understand them."""
    without: Answer | None = None
    """Makes the answer where there is no archive yet; None: that there is none is an error.
    That it is gone always is."""
    stale: float | None = STALE
    """Seconds for which others who ask the same get the same though the archive has changed; None:
    each gets an answer of their own. See `scheduler.web.shared`."""


@dataclass(frozen=True, slots=True)
class Plain:
    """An address that needs no archive, or looks at it itself, with `Reader.archive`."""

    path: str
    """As Starlette has it."""
    answer: Answer
    """Makes the answer."""
    asks: type[Asked] | None = Asked
    """As of a Page."""
    to_programs: bool = False
    """As of a Page."""
    methods: tuple[str, ...] = ("GET",)
    """What may be asked of it; any other is answered with 405."""


Address: TypeAlias = Page | Plain


class Face(Protocol):
    """A module of `scheduler/web/faces`; its docstring says what it shows."""

    __doc__: str
    ADDRESSES: tuple[Address, ...]


class Served(Route):
    """An address, and who reads it."""

    def __init__(
        self,
        address: Address,
        reader: Callable[[Request], Reader],
        before: Sequence[Middleware] = (),
    ) -> None:
        """`reader` makes the Reader of a request, which is asked through what stands `before`."""
        super().__init__(
            address.path,
            _endpoint(address, _asking(address, reader)),
            methods=_methods(address),
            middleware=before,
        )
        self.to_programs = address.to_programs


def is_to_programs(routes: Iterable[BaseRoute], scope: Scope) -> bool:
    """Whether programs read what stands at an address; nobody does where nothing stands."""
    for route in routes:
        if route.matches(scope)[0] != Match.NONE:
            return isinstance(route, Served) and route.to_programs
    return False


def _asking(address: Address, reader: Callable[[Request], Reader]) -> Callable[[Request], Reader]:
    """Reads the question first: what is asked wrongly is answered nowhere."""
    kind = address.asks
    if kind is None:
        return reader

    def asking(request: Request) -> Reader:
        said = questions.filled(request.query_params.multi_items())
        return replace(reader(request), asked=questions.read(said, kind))

    return asking


def routes(
    reader: Callable[[Request], Reader], answers: Answers, stale: float | None = None
) -> list[Served]:
    """Every address of every face; `reader` makes the Reader of a request.

    `stale`, where it is said, stands for what the pages say of themselves.
    """
    found = sorted(_addresses(), key=lambda address: address.path.endswith(":path}"))
    return [Served(address, reader, _before(address, answers, stale)) for address in found]


def _before(address: Address, answers: Answers, stale: float | None) -> list[Middleware]:
    """What an address is asked through."""
    if isinstance(address, Plain) or address.stale is None:
        return []
    return [Middleware(Shared, answers, address.stale if stale is None else stale)]


def _addresses() -> Iterator[Address]:
    for name in shelf.listed(FOLDER):
        yield from cast(Face, importlib.import_module(f"scheduler.web.faces.{name}")).ADDRESSES


def _methods(address: Address) -> list[str]:
    return list(address.methods) if isinstance(address, Plain) else ["GET"]


def _endpoint(
    address: Address, reader: Callable[[Request], Reader]
) -> Callable[[Request], Response | Awaitable[Response]]:
    """What Starlette calls; a plain function in a thread, a coroutine function in its loop."""
    if isinstance(address, Page):
        return partial(_looked_at, address, reader)
    if iscoroutinefunction(address.answer):
        return partial(_awaited, address.answer, reader)
    return partial(_answered, address.answer, reader)


def _looked_at(
    page: Page, reader: Callable[[Request], Reader], request: Request
) -> Response | Awaitable[Response]:
    made = reader(request)
    if not made.presence.is_there() and page.without:
        return page.without(request, made)
    unchanged = made.last_modified  # before it is read: it may be changed while it is
    with made.archive.now() as store:
        answer = page.look(request, made, store)
    if unchanged and answer.status_code == 200:
        answer.headers.setdefault("Last-Modified", unchanged)
    return answer


def _answered(
    answer: Answer, reader: Callable[[Request], Reader], request: Request
) -> Response | Awaitable[Response]:
    return answer(request, reader(request))


async def _awaited(
    answer: Callable[[Request, Reader], Awaitable[Response]],
    reader: Callable[[Request], Reader],
    request: Request,
) -> Response:
    return await answer(request, reader(request))
