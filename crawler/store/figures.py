"""Figures of sites: what is watched, how the last looks went, how long articles stay unchanged.

Each is of bounded cost: what is not kept in sums is counted so far, and no farther.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import CTE, Connection, ScalarSelect, Select, bindparam, case, func, select, text

from crawler.items import Article
from crawler.store import prepared, records, room, standings, tallies
from crawler.store.browsing import MANY, SITES, each_site
from crawler.store.database import Database
from crawler.store.tables import DUE, article, report, snapshot, standing, version, watch
from crawler.store.tallies import Tally

COUNTED = 20_000
"""Articles of a site that wait for a look are counted so far."""
LOOKS = 5_000
"""Looks at all sites together that tell how a site is reached: the last ones."""
LIVES = 200
"""Articles of a site whose lives are told: the latest ones. Each stands on pages of its own."""


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A site in a list of them."""

    name: str
    """As identities begin."""
    articles: int
    """How many are watched."""
    gone: int
    """Of these, taken down."""
    changes: list[int]
    """In each span of time that was asked for; `MANY` for so many or more."""


@dataclass(frozen=True, slots=True)
class Reached:
    """How the last looks at a site went."""

    looks: int
    """Among the last `LOOKS` at all sites."""
    faults: int
    """Of these, those that brought no article."""
    gone: int
    """Of these, those that found it taken down: that is news, and no error."""
    last: datetime
    """The latest of them."""
    well: datetime | None = None
    """The latest that was no fault; None where all were."""


@dataclass(frozen=True, slots=True)
class Life:
    """How long one article stood as it was first seen."""

    hours: float
    """From its first version to its second, or to the last look that found the first."""
    is_edited: bool
    """Whether there was a second; else it may still come."""


_DUE = text(DUE)
_EVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Before any plan: a database finds a range in an index, and no mere "not null"."""


class Figures:
    """The part of a `Store` that tells of sites."""

    _database: Database

    def site_rows(
        self, spans: Sequence[tuple[datetime, datetime]], *, after: str = "", limit: int = 40
    ) -> list[SiteRow]:
        """The sites after the one of that name, in order, with what is counted of each."""
        named: dict[str, object] = {"after": after, "many": limit}
        for number, (since, until) in enumerate(spans):
            named |= {f"since{number}": since, f"until{number}": until}
        with self._database.reading() as connection:
            rows = prepared.read(connection, _site_rows(len(spans)), **named)
            return [SiteRow(row[0], row[1], row[2], list(row[3:])) for row in rows]

    def standings(self, site: str) -> dict[str, int]:
        """How many articles of a site are in which state; empty where none is watched."""
        with self._database.reading() as connection:
            return standings.of(connection, site)

    def reached(self) -> dict[str, Reached]:
        """How the last looks at each site went; a site that was not looked at lately is not in."""
        with self._database.reading() as connection:
            return _reached(connection)

    def overdue(self, site: str, now: datetime) -> tuple[int, datetime | None]:
        """How many articles of a site wait for a look since before `now`; since when the oldest.

        `MANY` for so many or more: a site of which nothing is looked at may have any number.
        """
        with self._database.reading() as connection:
            return _overdue(connection, site, now)

    def latest_told(self, site: str, count: int) -> dict[str, bytes]:
        """What the latest `count` reports of a site tell, as JSON by their ids, the latest first.

        Without the site-wide events that some belong to: who wants these asks for a leaf.
        """
        with self._database.reading() as connection:
            rows = prepared.read(connection, _latest_told(), site=site, count=count)
            return {row.key: records.decompress(row.record) for row in rows}

    def latest_texts(self, site: str, count: int, skip: int = 0) -> list[Article]:
        """What the articles of a site say now: of the latest `count`, but for the last `skip`."""
        with self._database.reading() as connection:
            return _latest_texts(connection, site, count, skip)

    def tallies(self) -> list[Tally]:
        """What was ever done, in sums; a handful for each site."""
        with self._database.reading() as connection:
            return tallies.every(connection)

    def waiting(self, now: datetime) -> dict[str, int]:
        """Of each site how many articles wait for a look since before `now`, or `COUNTED`."""
        with self._database.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(_waiting(), {"now": now})}

    def earliest_due(self) -> datetime | None:
        """When the article was due, or will be, that is due before all others; None: none is."""
        with self._database.reading() as connection:
            return connection.scalar(_earliest())

    def size(self) -> int:
        """Bytes that the archive takes on the disk, without the log of a file."""
        return room.size(self._database)

    def lives(self, site: str) -> list[Life]:
        """How long the latest articles of a site stood; seeds, which nobody looked at, are not."""
        with self._database.reading() as connection:
            return _lives(connection, site)


@cache
def _site_rows(spans: int) -> Select[*tuple[Any, ...]]:
    """One statement for all sites, made once: forty of fourteen days are many questions."""
    each = each_site()
    watched = func.coalesce(func.sum(standing.c.articles), 0)
    own = select(watched).where(standing.c.site == each.c.site).correlate(each)
    counts = [own.scalar_subquery(), own.where(standing.c.name == "gone").scalar_subquery()]
    for number in range(spans):
        some = select(report.c.id).where(
            report.c.site == each.c.site,
            report.c.changed_at >= bindparam(f"since{number}"),
            report.c.changed_at < bindparam(f"until{number}"),
        )
        counts.append(_count(some, each, MANY))
    named = (count.label(f"n{number}") for number, count in enumerate(counts))
    known = each.c.site.is_not(None)
    return select(each.c.site, *named).where(known).limit(bindparam("many"))


@cache
def _latest_told() -> Select[Any]:
    """Of the table of reports alone: what else a leaf reads of each lies somewhere else."""
    chosen = select(report.c.key, report.c.record).where(report.c.site == bindparam("site"))
    latest = chosen.order_by(report.c.changed_at.desc(), report.c.key.desc())
    return latest.limit(bindparam("count"))


@cache
def _waiting() -> Select[*tuple[Any, ...]]:
    each = each_site()
    own = select(watch.c.id).where(watch.c.site == each.c.site, _DUE)
    counted = _count(own.where(watch.c.next_due < bindparam("now")), each, COUNTED)
    known = each.c.site.is_not(None)
    return select(each.c.site, counted.label("waiting")).where(known).limit(SITES)


@cache
def _earliest() -> Select[datetime]:
    """The lowest in an index that alone holds what is due: not a table, however much is."""
    planned = select(watch.c.next_due).where(_DUE, watch.c.next_due > _EVER)
    return planned.order_by(watch.c.next_due).limit(1)


def _count(chosen: Select[int], each: CTE, most: int) -> ScalarSelect[int]:
    some = chosen.correlate(each).limit(most).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def _reached(connection: Connection) -> dict[str, Reached]:
    latest = select(snapshot.c.watch_id, snapshot.c.fault, snapshot.c.fetched_at)
    some = latest.order_by(snapshot.c.id.desc()).limit(LOOKS).subquery()
    counted = (
        select(
            watch.c.site,
            func.count(),
            func.count(some.c.fault),
            func.count(case((some.c.fault == "gone", 1))),
            func.max(some.c.fetched_at),
            func.max(case((some.c.fault.is_(None), some.c.fetched_at))),
        )
        .join(watch, some.c.watch_id == watch.c.id)
        .group_by(watch.c.site)
    )
    return {row[0]: Reached(*row[1:]) for row in connection.execute(counted)}


def _overdue(connection: Connection, site: str, now: datetime) -> tuple[int, datetime | None]:
    waiting = select(watch.c.next_due).where(_DUE, watch.c.site == site, watch.c.next_due < now)
    some = waiting.order_by(watch.c.next_due).limit(MANY).subquery()
    row = connection.execute(select(func.count(), func.min(some.c.next_due))).one()
    return row[0], row[1]


def _latest_texts(connection: Connection, site: str, count: int, skip: int) -> list[Article]:
    latest = select(watch.c.id, watch.c.versions).where(watch.c.site == site, watch.c.versions > 0)
    some = latest.order_by(watch.c.id.desc()).limit(count).offset(skip).subquery()
    chosen = (
        select(article.c.record)
        .join(version, version.c.id == article.c.version_id)
        .join(some, (some.c.id == version.c.watch_id) & (some.c.versions == version.c.number))
    )
    return [records.unpack(row.record, Article) for row in connection.execute(chosen)]


def _lives(connection: Connection, site: str) -> list[Life]:
    lives = []
    for row in prepared.read(connection, _latest_lives(), site=site):
        stood = (row.edited or row.stood) - row.began
        if stood >= timedelta():  # an older version may have been put before by a seed
            lives.append(Life(stood.total_seconds() / 3600, row.edited is not None))
    return lives


@cache
def _latest_lives() -> Select[Any]:
    """No row of `watch`: when a version that stands was last seen says the same."""
    own = select(watch.c.id).where(watch.c.site == bindparam("site"))
    some = own.order_by(watch.c.id.desc()).limit(LIVES).subquery()
    first, second = version.alias(), version.alias()
    return (
        select(
            first.c.first_seen.label("began"),
            first.c.last_seen.label("stood"),
            second.c.first_seen.label("edited"),
        )
        .select_from(some)
        .join(first, (first.c.watch_id == some.c.id) & (first.c.number == 1))
        .outerjoin(second, (second.c.watch_id == some.c.id) & (second.c.number == 2))
        .where(first.c.is_seed.is_(False))
    )
