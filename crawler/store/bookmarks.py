"""How far readers were told what changed: a place in the archive for each question."""

from dataclasses import replace

from sqlalchemy import Connection, Table, func, select, text

from crawler.store import records, reports
from crawler.store.database import Database
from crawler.store.reports import Wanted
from crawler.store.rows import Bookmark, ReportRow
from crawler.store.statements import upsert
from crawler.store.tables import UNCOMPARED_EVENT, UNCOMPARED_VERSION, bookmark, event, version


class Bookmarks:
    """The part of the door to the archive that knows what was told: see `Store.bookmarks`."""

    def __init__(self, database: Database) -> None:
        """Made by the store."""
        self._database = database

    def untold(self, question: str, wanted: Wanted) -> tuple[list[ReportRow], Bookmark]:
        """What was not told before to who asks this, and the place to put once it is told.

        Of what is `wanted`, the latest change first; all of it where nobody ever asked.
        """
        with self._database.reading() as connection:
            place = _now(connection)  # what is stored meanwhile is for the next time
            told = _of(connection, question)
            rows = reports.newest(connection, replace(wanted, told=told))
        return [row for row in rows if place.covers(row.version, row.event)], place

    def put(self, question: str, place: Bookmark) -> None:
        """All up to this place was told to who asks this."""
        with self._database.writing() as connection:
            put(connection, question, place)


def put(connection: Connection, question: str, place: Bookmark) -> None:
    """As a part of what else is to be true at the same time."""
    row = {"question": question, "record": records.pack(place)}
    connection.execute(upsert(connection, bookmark, ("question",), ("record",)), row)


def _of(connection: Connection, question: str) -> Bookmark:
    chosen = select(bookmark.c.record).where(bookmark.c.question == question)
    record = connection.scalar(chosen)
    return records.unpack(record, Bookmark) if record else Bookmark()


def _now(connection: Connection) -> Bookmark:
    return Bookmark(
        connection.scalar(select(func.max(version.c.id))) or 0,
        connection.scalar(select(func.max(event.c.id))) or 0,
        _waiting(connection, version, UNCOMPARED_VERSION),
        _waiting(connection, event, UNCOMPARED_EVENT),
    )


def _waiting(connection: Connection, table: Table, condition: str) -> frozenset[int]:
    chosen = select(table.c.id).where(text(condition), table.c.id > 0)  # by the partial index
    return frozenset(connection.scalars(chosen))
