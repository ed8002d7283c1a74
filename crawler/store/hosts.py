"""Hosts that are left alone, as they did not answer of late or want a pause, and until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from crawler import urls
from crawler.store.database import Database
from crawler.store.statements import upsert
from crawler.store.tables import host


@dataclass(frozen=True, slots=True)
class Resting:
    """A host that is left alone, or that one request is to try again."""

    failures: int
    """How often in a row it was left alone as it did not answer; 0 where it wants a pause."""
    until: datetime
    """Aware, UTC; from then on one request tries it."""
    why: str
    """For people: `HTTP 503`."""


def left_alone(url: str, resting: Mapping[str, Resting], now: datetime) -> Resting | None:
    """Until when the host of `url` is left alone, and why; None where it may be asked now."""
    known = resting.get(urls.host(url))
    return known if known and now < known.until else None


class Hosts:
    """The part of the door to the archive through which hosts go: see `Store.hosts`."""

    def __init__(self, database: Database) -> None:
        """Made by the store."""
        self._database = database

    def resting(self) -> dict[str, Resting]:
        """Every host that did not answer when it was asked last, or wants a pause, by its name."""
        with self._database.reading() as connection:
            rows = connection.execute(select(host).where(host.c.name > "").order_by(host.c.name))
            return {row.name: Resting(row.failures, row.rests_until, row.why) for row in rows}

    def note(self, name: str, state: Resting | None) -> None:
        """Leave a host alone; None: it answers again."""
        self._database.write(lambda writer: _note(writer, name, state), is_repeatable=True)


def _note(connection: Connection, name: str, state: Resting | None) -> None:
    if state is None:
        connection.execute(delete(host).where(host.c.name == name))
        return
    row = {
        "name": name,
        "failures": state.failures,
        "rests_until": state.until,
        "why": state.why,
    }
    connection.execute(upsert(connection, host, ("name",), ("failures", "rests_until", "why")), row)
