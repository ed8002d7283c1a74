"""What the reports are asked for: by verbs, and by pages, each of bounded cost."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any

from sqlalchemy import CTE, Connection, Select, bindparam, func, select, tuple_

from crawler.store import likeness, lookup, reports, snapshots
from crawler.store.database import Database
from crawler.store.rows import ReportRow, SnapshotRow, VersionRow, WatchRow
from crawler.store.tables import report, watch

LOOKED_THROUGH = 2_500
"""Reports that one page looks through where it leaves some of them out."""
MANY = 1_000
"""Reports of a day are counted so far."""
_NEWEST = 500
"""Watches whose outlets may have been meant by a name that none bears."""
SITES = 1_000
"""Sites that are listed, at most."""

_place = tuple_(report.c.changed_at, report.c.key)


@dataclass(frozen=True, slots=True)
class Sieve:
    """Which reports are asked for; what is empty or None leaves a question open."""

    since: datetime | None = None
    """Changes first seen at this moment or later."""
    until: datetime | None = None
    """Changes first seen before this moment."""
    site: str = ""
    """The site's name, as identities begin: `cna`."""
    publisher: str = ""
    """The outlet as named."""
    kind: str = ""
    """What happened: `edited`, `deleted`, ..."""
    min_score: int = 0
    """0 for all."""

    @property
    def is_fine(self) -> bool:
        """Whether it leaves out reports that no index tells from the others."""
        return bool(self.publisher or self.kind or self.min_score)


@dataclass(frozen=True, slots=True)
class Leaf:
    """Some of the reports, the latest change first."""

    rows: list[ReportRow]
    """May be fewer than asked for, even none, where there is more to look through."""
    before: str
    """The id of the last report that was looked at; empty at the end."""


@dataclass(frozen=True, slots=True)
class Stranger:
    """A name that no article in the archive bears."""

    what: str
    """`site` or `publisher`."""
    name: str
    """As it was asked for."""
    near: str
    """A known one that may have been meant; empty where none is near."""


class Browsing:
    """The part of a `Store` that tells what changed."""

    _database: Database

    def reports(
        self,
        *,
        since: datetime | None = None,
        site: str | None = None,
        identity: str | None = None,
        min_score: int = 0,
        limit: int | None = None,
        before: str | None = None,
    ) -> list[ReportRow]:
        """Reports, the latest change first; `before` is the id of the last one already read."""
        with self._database.reading() as connection:
            wanted = reports.Wanted(since, site, identity, min_score, limit, before)
            return reports.newest(connection, wanted)

    def report(self, key: str) -> ReportRow:
        """One report by its id. Raises `NotFoundError`."""
        with self._database.reading() as connection:
            return reports.one(connection, key)

    def first_look(self, version: VersionRow) -> SnapshotRow | None:
        """The first fetch that showed a version, of those whose bytes are kept."""
        with self._database.reading() as connection:
            return snapshots.that_showed(connection, version.id)

    def leaf(
        self, sieve: Sieve, *, before: str = "", limit: int = 40, looked: int = LOOKED_THROUGH
    ) -> Leaf:
        """A page of the reports; `before` is where the last one ended.

        Where the sieve leaves some out, no more than `looked` are looked through. Raises
        `NotFoundError` for a wrong `before`.
        """
        with self._database.reading() as connection:
            return _leaf(connection, sieve, before, (limit, looked))

    def counted(self, spans: Sequence[tuple[datetime, datetime]], site: str = "") -> list[int]:
        """How many changes were first seen in each span of time; `MANY` for so many or more."""
        if not spans:
            return []
        named: dict[str, object] = {"site": site} if site else {}
        for number, (since, until) in enumerate(spans):
            named |= {f"since{number}": since, f"until{number}": until}
        with self._database.reading() as connection:
            return list(connection.execute(_counts(len(spans), bool(site)), named).one())

    def articles(self, site: str = "", *, after: str = "", limit: int = 40) -> list[WatchRow]:
        """Watches in the order they were added, removed ones too, of a site or of all.

        `after` is the identity of the last one already read. Raises `NotFoundError` for a wrong
        one.
        """
        with self._database.reading() as connection:
            return lookup.page(connection, site, after, limit)

    def older(self, keys: Sequence[str]) -> dict[str, int]:
        """Of each report, by its id, how many of the same article are older."""
        if not keys:
            return {}
        own, other = report.alias(), report.alias()
        before = tuple_(other.c.changed_at, other.c.key) < tuple_(own.c.changed_at, own.c.key)
        counted = select(func.count()).where(other.c.watch_id == own.c.watch_id, before)
        chosen = select(own.c.key, counted.scalar_subquery()).where(own.c.key.in_(keys))
        with self._database.reading() as connection:
            return dict(connection.execute(chosen).all())

    def strangers(self, site: str = "", publisher: str = "") -> list[Stranger]:
        """Which of these names no article bears: for a sentence where nothing was found.

        None where nothing is watched at all: that is what is to be said then.
        """
        with self._database.reading() as connection:
            if connection.scalar(select(func.max(watch.c.id))) is None:
                return []
            newest = select(watch.c.publisher).order_by(watch.c.id.desc()).limit(_NEWEST)
            asked = (("site", site, _sites()), ("publisher", publisher, newest))
            return [
                Stranger(what, name, _nearest(name, connection.scalars(known)))
                for what, name, known in asked
                if name and not _is_borne(connection, what, name)
            ]

    def sites(self) -> list[str]:
        """The names of all sites that are watched, in order."""
        with self._database.reading() as connection:
            return list(connection.scalars(_sites()))


def _is_borne(connection: Connection, what: str, name: str) -> bool:
    chosen = select(watch.c.id).where(watch.c[what] == name).limit(1)
    return connection.scalar(chosen) is not None


def _nearest(name: str, known: Iterable[str | None]) -> str:
    return next(iter(difflib.get_close_matches(name, {*filter(None, known)}, n=1)), "")


def _leaf(connection: Connection, sieve: Sieve, before: str, bounds: tuple[int, int]) -> Leaf:
    limit, looked = bounds

    def newest(chosen: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        return _newest(_within(chosen, sieve), connection, before)

    wanted, end = newest(reports.selected()), ""
    if sieve.is_fine:
        # Where the last one stands that is looked through, and whether there is another.
        ends = newest(select(report.c.changed_at, report.c.key)).offset(looked - 1)
        far = connection.execute(ends.limit(2)).all()
        wanted = _fitting(wanted, sieve)
        if len(far) > 1:
            wanted, end = wanted.where(_place >= tuple_(*far[0])), far[0].key
    rows = [reports.row_of(row) for row in connection.execute(wanted.limit(limit + 1))]
    last = rows[limit - 1].id if len(rows) > limit else end
    return Leaf(likeness.with_events(connection, rows[:limit], partial(_fits, sieve)), last)


def _newest(
    chosen: Select[*tuple[Any, ...]], connection: Connection, before: str
) -> Select[*tuple[Any, ...]]:
    if before:
        last = reports.one(connection, before)
        # By key and not by OFFSET, which reads all that it leaves out.
        chosen = chosen.where(_place < tuple_(last.changed_at, last.id))
    return chosen.order_by(report.c.changed_at.desc(), report.c.key.desc())


def _within(chosen: Select[*tuple[Any, ...]], sieve: Sieve) -> Select[*tuple[Any, ...]]:
    """What an index answers."""
    if sieve.since is not None:
        chosen = chosen.where(report.c.changed_at >= sieve.since)
    if sieve.until is not None:
        chosen = chosen.where(report.c.changed_at < sieve.until)
    return chosen.where(report.c.site == sieve.site) if sieve.site else chosen


def _fitting(chosen: Select[*tuple[Any, ...]], sieve: Sieve) -> Select[*tuple[Any, ...]]:
    """What no index answers."""
    if sieve.publisher:
        # Asked of each report in turn: a join might begin with all articles of the outlet.
        own = watch.alias()
        named = select(own.c.publisher).where(own.c.id == report.c.watch_id).scalar_subquery()
        chosen = chosen.where(named == sieve.publisher)
    if sieve.kind:
        chosen = chosen.where(report.c.kind == sieve.kind)
    return chosen.where(report.c.score >= sieve.min_score) if sieve.min_score else chosen


def _fits(sieve: Sieve, member: likeness.Member) -> bool:
    """Whether a report of a site-wide event is one of those that are asked for."""
    return (
        (sieve.since is None or member.changed_at >= sieve.since)
        and (sieve.until is None or member.changed_at < sieve.until)
        and member.score >= sieve.min_score
    )


@cache
def _counts(spans: int, is_of_site: bool) -> Select[*tuple[Any, ...]]:
    """All counts in one statement, which is made once: forty sites of fourteen days are many."""
    counts = []
    for number in range(spans):
        some = select(report.c.id).where(
            report.c.changed_at >= bindparam(f"since{number}"),
            report.c.changed_at < bindparam(f"until{number}"),
        )
        if is_of_site:
            some = some.where(report.c.site == bindparam("site"))
        counted = select(func.count()).select_from(some.limit(MANY).subquery())
        counts.append(counted.scalar_subquery().label(f"n{number}"))
    return select(*counts)


def each_site() -> CTE:
    """The sites after `:after`, in order, and NULL: found from one to the next by the index."""
    after = watch.c.site > bindparam("after", "")
    first = select(func.min(watch.c.site).label("site")).where(after).cte(recursive=True)
    beyond = select(func.min(watch.c.site)).where(watch.c.site > first.c.site).scalar_subquery()
    return first.union_all(select(beyond).where(first.c.site.is_not(None)))


@cache
def _sites() -> Select[str]:
    each = each_site()
    return select(each.c.site).where(each.c.site.is_not(None)).limit(SITES)
