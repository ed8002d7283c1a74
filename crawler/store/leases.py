"""Who is at work on which articles: no two crawls look at the same one at the same time."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from crawler.store.database import Database
from crawler.store.statements import upsert
from crawler.store.tables import lease

LENGTH = timedelta(minutes=20)
"""How long a lease lasts that is not renewed: of who went without a word."""
_AT_ONCE = 500
"""Names in one question: a database takes only so many."""


class Leases:
    """The part of the door to the archive through which crawls keep apart: see `Store.leases`.

    Moments are those of the machine's clock, as two programs share it, whatever clock a crawl is
    said to go by.
    """

    def __init__(self, database: Database) -> None:
        """Made by the store."""
        self._database = database

    def take(
        self, names: Collection[str], holder: str, now: datetime, is_gone: Callable[[str], bool]
    ) -> dict[str, str]:
        """Hold identities and addresses of lists; who holds those that are not to be had, by name.

        `is_gone` says of another holder whether it lives no more: its leases are free, like those
        that ended, and those that end later than one of now would, as the clock was set back.
        """
        wanted = sorted(names)
        return self._database.write(
            lambda writer: _take(writer, wanted, holder, now, is_gone), is_repeatable=True
        )

    def renew(self, holder: str, now: datetime) -> None:
        """Hold all that is held for another `LENGTH`."""
        with self._database.writing() as connection:
            held = update(lease).where(lease.c.holder == holder)
            connection.execute(held.values(until=now + LENGTH))

    def give_back(self, holder: str) -> None:
        """Let go of all that is held."""
        with self._database.writing() as connection:
            connection.execute(delete(lease).where(lease.c.holder == holder))

    def at_work(self, now: datetime, is_gone: Callable[[str], bool]) -> dict[str, str]:
        """What nobody else can have just now: holder by name; `is_gone` as for `take`."""
        with self._database.reading() as connection:
            rows = connection.execute(select(lease).where(lease.c.name > ""))
            return {row.name: row.holder for row in rows if _binds(row, now, is_gone)}


def _binds(row: Row[Any], now: datetime, is_gone: Callable[[str], bool]) -> bool:
    return bool(now < row.until <= now + LENGTH and not is_gone(row.holder))


def _take(
    connection: Connection,
    names: list[str],
    holder: str,
    now: datetime,
    is_gone: Callable[[str], bool],
) -> dict[str, str]:
    others: dict[str, str] = {}
    for start in range(0, len(names), _AT_ONCE):
        known = select(lease).where(lease.c.name.in_(names[start : start + _AT_ONCE]))
        for row in connection.execute(known).all():
            if row.holder != holder and _binds(row, now, is_gone):
                others[row.name] = row.holder
    until = now + LENGTH
    rows = [
        {"name": name, "holder": holder, "until": until} for name in names if name not in others
    ]
    if rows:
        connection.execute(upsert(connection, lease, ("name",), ("holder", "until")), rows)
    return others
