"""The sources of new articles: when each was looked at, what it named, and what was wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection, select

from crawler.store import records
from crawler.store.database import Database
from crawler.store.statements import upsert
from crawler.store.tables import learnt

NAME = "sources"
"""Under which all of them stand in one record: there are few, and each look writes one of them."""
MOST = 1_000
"""Of so many it is known, those that were looked at last: some are in no settings any more."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one look at a source found, where it could be read."""

    named: int
    """Articles, known ones too."""
    new: int
    """Of them those that were fetched for the first time."""


@dataclass(frozen=True, slots=True)
class Sourced:
    """How it stands with one source."""

    tried_at: datetime
    """When it was looked at last, whatever that brought; aware, UTC."""
    read_at: datetime | None = None
    """When it could be read last; None: never."""
    found: Found = Found(0, 0)
    """What was found then."""
    has_named: bool = False
    """Whether it ever named an article."""
    fault: str = ""
    """What was wrong at the last look at which something was, for people; empty: nothing ever."""
    fault_at: datetime | None = None
    """When that was."""

    @property
    def is_failing(self) -> bool:
        """Whether the last look could read nothing of it."""
        return self.read_at != self.tried_at

    @property
    def is_broken_in_part(self) -> bool:
        """Whether the last look could read some of it, and some not."""
        return not self.is_failing and self.fault_at == self.tried_at

    def tried(self, now: datetime, found: Found | None, fault: str) -> "Sourced":
        """After one more look; `found` is None where nothing could be read."""
        faulty = replace(self, fault=fault, fault_at=now) if fault else self
        if found is None:
            return replace(faulty, tried_at=now)
        has_named = self.has_named or found.named > 0
        return replace(faulty, tried_at=now, read_at=now, found=found, has_named=has_named)


@dataclass(frozen=True, slots=True)
class _All:
    of: Mapping[str, Sourced] = field(default_factory=dict)


class Sources:
    """The part of the door to the archive through which sources go: see `Store.sources`."""

    def __init__(self, database: Database) -> None:
        """Made by the store."""
        self._database = database

    def known(self) -> dict[str, Sourced]:
        """Every source that was ever looked at, by its address as the settings have it."""
        with self._database.reading() as connection:
            return dict(_read(connection).of)

    def note(self, url: str, now: datetime, found: Found | None, fault: str = "") -> None:
        """Keep how a look at a source went; `found` is None where nothing could be read."""
        self._database.write(lambda writer: _note(writer, url, now, found, fault))


def _read(connection: Connection) -> _All:
    record = connection.scalar(select(learnt.c.record).where(learnt.c.name == NAME))
    return records.unpack(record, _All) if record else _All()


def _note(connection: Connection, url: str, now: datetime, found: Found | None, fault: str) -> None:
    known = dict(_read(connection).of)
    known[url] = known.get(url, Sourced(now)).tried(now, found, fault)
    latest = sorted(known, key=lambda each: known[each].tried_at)[-MOST:]
    kept = _All({each: known[each] for each in latest})
    row = {"name": NAME, "at": now, "record": records.pack(kept)}
    connection.execute(upsert(connection, learnt, ("name",), ("at", "record")), row)
