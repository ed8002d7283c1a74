"""Long reads in pages, a transaction each, so that no writer's log waits for the whole of one."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from sqlalchemy import Connection

from crawler.store.database import Database

_Row = TypeVar("_Row")
_Place = TypeVar("_Place", int, str)


def paged(
    database: Database,
    read: Callable[[Connection, _Place], Sequence[_Row]],
    place: Callable[[_Row], _Place],
    first: _Place,
    size: int,
) -> Iterator[_Row]:
    """What `read` finds beyond a place, so many rows at a time, from `first` to the end.

    `place` says where the page after a row begins: by key and never by OFFSET, which reads all that
    it leaves out. A page is read once the one before is done with, which may change it.
    """
    after = first
    while True:
        with database.reading() as connection:
            page = read(connection, after)
        yield from page
        if len(page) < size:
            return
        after = place(page[-1])
