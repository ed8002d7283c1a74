"""What the agenda asks for: when articles were seen as what, and what it has learnt of that.

Looks between two changes tell no more than their first and their last one, so no fetch is read
here: a version's row has both.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, Select, func, select, text, update

from crawler.items import Article
from crawler.store import records
from crawler.store.database import Database
from crawler.store.rows import RESTS, Past
from crawler.store.statements import upsert
from crawler.store.tables import DUE, article, learnt, snapshot, version, watch

_Record = TypeVar("_Record")

MOST_VERSIONS = 40
"""Of one article: of a live blog the latest say enough."""
_AT_ONCE = 500
"""How many watches one statement names."""


class Pasts:
    """The part of the door to the archive that the agenda goes through: see `Store.pasts`."""

    def __init__(self, database: Database) -> None:
        """Made by the store."""
        self._database = database

    def of(self, identities: Sequence[str]) -> dict[str, Past]:
        """When each of these articles was seen as what; those that were never read are left out."""
        with self._database.reading() as connection:
            return _of(connection, identities)

    def sampled(self, since: datetime, count: int) -> list[Past]:
        """The same of about `count` of the articles whose watch began since then."""
        with self._database.reading() as connection:
            return _sampled(connection, since, count)

    def looks(self, since: datetime) -> dict[str, int]:
        """How many fetches were answered since then, by site.

        What a host did not answer, and what was not asked as its robots.txt is out of reach, is
        none: a host that is down would have no other one looked at.
        """
        with self._database.reading() as connection:
            return _looks(connection, since)

    def look(self, since: datetime, number: int, site: str | None = None) -> datetime | None:
        """When the fetch was answered, of any site or of one, that came after `number` others since
        then; None: there were no more of them.
        """
        with self._database.reading() as connection:
            return _look(connection, since, number, site)

    def restart(self, now: datetime) -> None:
        """Let be due what was looked at, and so planned, by a clock that was ahead of `now`."""
        ahead = (watch.c.looked_at > now) & (watch.c.next_due > now) & (watch.c.next_due < RESTS)
        with self._database.writing() as connection:
            connection.execute(update(watch).where(text(DUE), ahead).values(next_due=None))

    def waiting(self, now: datetime) -> dict[str, int]:
        """How many watches are due by now, by site."""
        with self._database.reading() as connection:
            return _waiting(connection, now)

    def followed(self, since: datetime) -> dict[str, int]:
        """How many watches began since then because another article linked there, by site."""
        with self._database.reading() as connection:
            return _followed(connection, since)

    def learnt(self, name: str, kind: type[_Record]) -> tuple[_Record, datetime] | None:
        """What was kept by `learn`, as the dataclass `kind`, and when; None: nothing yet."""
        with self._database.reading() as connection:
            row = connection.execute(select(learnt).where(learnt.c.name == name)).one_or_none()
        return (records.unpack(row.record, kind), row.at) if row else None

    def learn(self, name: str, record: object, now: datetime) -> None:
        """Keep a dataclass, in the place of what was learnt before under this name."""
        row = {"name": name, "at": now, "record": records.pack(record)}
        with self._database.writing() as connection:
            connection.execute(upsert(connection, learnt, ("name",), ("at", "record")), row)


def _of(connection: Connection, identities: Sequence[str]) -> dict[str, Past]:
    found: dict[str, Past] = {}
    for start in range(0, len(identities), _AT_ONCE):
        some = watch.c.identity.in_(identities[start : start + _AT_ONCE])
        dates = _dates(connection, some)
        found |= {past.identity: past for past in _pasts(connection, some, dates)}
    return found


def _sampled(connection: Connection, since: datetime, count: int) -> list[Past]:
    low, high = _first(connection, watch.c.id, watch.c.added_at, since)
    step = max(1, (high - low + 1) // max(1, count))
    chosen = list(range(low, high + 1, step))
    found: list[Past] = []
    for start in range(0, len(chosen), _AT_ONCE):
        some = watch.c.id.in_(chosen[start : start + _AT_ONCE])
        found += _pasts(connection, some, _dates(connection, some))
    return found


def _looks(connection: Connection, since: datetime) -> dict[str, int]:
    low, high = _first(connection, snapshot.c.id, snapshot.c.fetched_at, since)
    chosen = (
        select(watch.c.site, func.count().label("looks"))
        .join(snapshot, snapshot.c.watch_id == watch.c.id)
        .where(snapshot.c.id.between(low, high), snapshot.c.status > 0)
        .group_by(watch.c.site)
    )
    return {row.site: row.looks for row in connection.execute(chosen)}


def _look(
    connection: Connection, since: datetime, number: int, site: str | None
) -> datetime | None:
    low, high = _first(connection, snapshot.c.id, snapshot.c.fetched_at, since)
    span = snapshot.c.id.between(low, high)
    chosen = select(snapshot.c.fetched_at).where(span, snapshot.c.status > 0)
    if site is not None:
        chosen = chosen.join(watch, snapshot.c.watch_id == watch.c.id).where(watch.c.site == site)
    return connection.scalar(chosen.order_by(snapshot.c.id).offset(number).limit(1))


def _waiting(connection: Connection, now: datetime) -> dict[str, int]:
    chosen = select(watch.c.site, func.count().label("watches")).where(
        text(DUE), watch.c.next_due.is_(None) | (watch.c.next_due <= now)
    )
    return {row.site: row.watches for row in connection.execute(chosen.group_by(watch.c.site))}


def _followed(connection: Connection, since: datetime) -> dict[str, int]:
    low, high = _first(connection, watch.c.id, watch.c.added_at, since)
    chosen = (
        select(watch.c.site, func.count().label("watches"))
        .where(watch.c.id.between(low, high), watch.c.reached_from != "")
        .where(watch.c.reached_from.not_like("http%://%"))  # the address of a list
        .group_by(watch.c.site)
    )
    return {row.site: row.watches for row in connection.execute(chosen)}


def _dates(connection: Connection, some: ColumnElement[bool]) -> dict[int, datetime]:
    chosen = (
        select(watch.c.id, article.c.record)
        .join(version, (version.c.watch_id == watch.c.id) & (version.c.number == watch.c.versions))
        .join(article, article.c.version_id == version.c.id)
        .where(some)
    )
    read = {row.id: records.unpack(row.record, Article) for row in connection.execute(chosen)}
    return {number: one.date.at for number, one in read.items() if one.date}


def _pasts(
    connection: Connection, some: ColumnElement[bool], dates: dict[int, datetime]
) -> Iterable[Past]:
    seen: dict[int, list[tuple[datetime, datetime]]] = {}
    for row in connection.execute(_seen().where(some)):
        seen.setdefault(row.watch_id, []).append((row.first_seen, row.last_seen))
    for row in connection.execute(select(watch).where(some).order_by(watch.c.id)):
        if row.id in seen and row.looked_at:
            yield Past(
                row.identity,
                row.site,
                dates.get(row.id),
                row.added_at,
                row.looked_at,
                tuple(seen[row.id]),
            )


def _seen() -> Select[tuple[int, datetime, datetime]]:
    return (
        select(version.c.watch_id, version.c.first_seen, version.c.last_seen)
        .join(watch, version.c.watch_id == watch.c.id)
        .where(version.c.number > watch.c.versions - MOST_VERSIONS)
        .order_by(version.c.watch_id, version.c.number)
    )


def _first(
    connection: Connection,
    key: ColumnElement[int],
    moment: ColumnElement[datetime],
    since: datetime,
) -> tuple[int, int]:
    """The first key whose row is not before `since`, and the last key of all.

    Rows are about in the order of their times, so that the place is found by halving, twenty rows
    of a million, and needs no index of its own. (1, 0) for an empty table.
    """
    high = connection.scalar(select(func.max(key))) or 0
    low = 1
    end = high + 1
    while low < end:
        middle = (low + end) // 2
        at = connection.execute(
            select(key, moment).where(key.between(middle, end)).order_by(key).limit(1)
        ).one_or_none()
        if at and at[1] < since:
            low = at[0] + 1
        else:  # there may be gaps in the keys
            end = middle
    return low, high
