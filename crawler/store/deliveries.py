"""Letters to readers: what was delivered to whom and when, how often it was tried, what was wrong.

A bookmark says what a reader was told; it is put in the transaction that says that the letter was
taken which tells it. A letter keeps up to where it tells: so it is made again of the same changes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, delete, insert, select, update

from crawler.store import bookmarks, records
from crawler.store.database import Database
from crawler.store.rows import Bookmark
from crawler.store.tables import delivery

KEPT = timedelta(days=400)
"""How long it is known of a letter that it was; the latest of each reader is always known."""

State = Literal["under-way", "delivered", "given-up", "nothing"]
"""`nothing`: there was nothing to tell then, and no letter; of these only the latest is kept."""


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One letter, and how it went."""

    name: str
    """Of the delivery, as in the settings."""
    at: datetime
    """For when it was made: it is called after that."""
    since: datetime | None
    """From when on it tells; None: from where the one before ended."""
    place: Bookmark
    """Up to where it tells."""
    changes: int
    """How many it tells."""
    tries: int
    """How often it was given to the channel, this time included."""
    tried_at: datetime
    """The last time."""
    state: State = "under-way"
    """What became of it."""
    said: str = ""
    """What was wrong at the last try; empty where it was taken, or nobody knows."""


class Deliveries:
    """The part of the door to the archive that knows of letters: see `Store.deliveries`."""

    def __init__(self, database: Database) -> None:
        """Made by the store."""
        self._database = database

    def latest(self, name: str) -> DeliveryRow | None:
        """The last letter of a delivery, or that there was nothing to tell; None: none ever was."""
        with self._database.reading() as connection:
            chosen = select(delivery).where(delivery.c.name == name)
            row = connection.execute(chosen.order_by(delivery.c.id.desc()).limit(1)).one_or_none()
        if row is None:
            return None
        place = records.unpack(row.place, Bookmark)
        return DeliveryRow(row.name, row.at, row.since, place, *row[5:])

    def note(self, letter: DeliveryRow, told: str = "") -> None:
        """What is known of the letter that is under way, or of a new one.

        With `told`, the question that its reader asks, he was told all up to its place.
        """
        with self._database.writing() as connection:
            _note(connection, letter)
            if told:
                bookmarks.put(connection, told, letter.place)


def _note(connection: Connection, letter: DeliveryRow) -> None:
    row = {
        "name": letter.name,
        "at": letter.at,
        "since": letter.since,
        "place": records.pack(letter.place),
        "changes": letter.changes,
        "tries": letter.tries,
        "tried_at": letter.tried_at,
        "state": letter.state,
        "said": letter.said,
    }
    own = delivery.c.name == letter.name
    last = select(delivery.c.id, delivery.c.state).where(own).order_by(delivery.c.id.desc())
    known = connection.execute(last.limit(1)).one_or_none()
    if known and known.state in {"under-way", "nothing"}:
        connection.execute(update(delivery).where(delivery.c.id == known.id).values(row))
        return
    connection.execute(insert(delivery).values(row))
    connection.execute(delete(delivery).where(own, delivery.c.at < letter.at - KEPT))
