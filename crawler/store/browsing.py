"""What the reports are asked for: by verbs, and by pages, each of bounded cost."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any

from sqlalchemy import CTE, Connection, Select, bindparam, func, select, tuple_

from crawler.store import fulltext, likeness, lookup, prepared, reports, snapshots
from crawler.store.database import Database
from crawler.store.rows import ReportRow, SnapshotRow, VersionRow, WatchRow
from crawler.store.tables import report, watch

LOOKED_THROUGH = 2_500
"""Reports that one page looks through where it leaves some of them out."""
MANY = 1_000
"""Reports of a day are counted so far."""
_NEWEST = 500
"""Watches whose outlets may have been meant by a name that none bears."""
_ALIKE = 1_000
"""Articles of outlets that are named alike, as far as blanks and width go, looked through for one
of exactly that name."""
SITES = 1_000
"""Sites that are listed, at most."""


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
        `UsageError` for a wrong `before`.
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
            [counts] = prepared.read(connection, _counts(len(spans), bool(site)), **named)
            return list(counts)

    def articles(self, site: str = "", *, after: str = "", limit: int = 40) -> list[WatchRow]:
        """Watches in the order they were added, removed ones too, of a site or of all.

        `after` is the identity of the last one already read. Raises `UsageError` for a wrong one.
        """
        with self._database.reading() as connection:
            return lookup.page(connection, site, after, limit)

    def older(self, keys: Sequence[str]) -> dict[str, int]:
        """Of each report, by its id, how many of the same article are older."""
        if not keys:
            return {}
        with self._database.reading() as connection:
            return {row.key: row.older for row in prepared.ask(connection, _older(), keys)}

    def strangers(self, site: str = "", publisher: str = "") -> list[Stranger]:
        """Which of these names no article bears: for a sentence where nothing was found.

        None where nothing is watched at all: that is what is to be said then.
        """
        if not (site or publisher):
            return []
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
            return [row.site for row in prepared.read(connection, _sites())]


def _is_borne(connection: Connection, what: str, name: str) -> bool:
    chosen = select(watch.c.id).where(watch.c[what] == name).limit(1)
    if what == "publisher":
        chosen = chosen.where(watch.c.id.in_(_written_by(connection, name)))
    return connection.scalar(chosen) is not None


def _written_by(connection: Connection, outlet: str) -> Select[int]:
    """Articles of an outlet whose name is alike, as the index of words knows them."""
    index = fulltext.index(connection)
    index.ready(connection)
    marked = fulltext.mark("publisher", fulltext.plain_name(outlet))
    chosen = select(index.key).select_from(index.source).where(index.having([marked]))
    return chosen.limit(_ALIKE)


def _nearest(name: str, known: Iterable[str | None]) -> str:
    return next(iter(difflib.get_close_matches(name, {*filter(None, known)}, n=1)), "")


def _leaf(connection: Connection, sieve: Sieve, before: str, bounds: tuple[int, int]) -> Leaf:
    limit, looked = bounds
    named, end = _within(sieve) | (reports.place(connection, before) if before else {}), ""
    if sieve.is_fine:
        # Where the last one stands that is looked through, and whether there is another.
        far = prepared.read(connection, _ends(frozenset(named)), **named, looked=looked - 1)
        named |= _fitting(sieve)
        if len(far) > 1:
            end = far[0].key
            named |= {"end": end, "end_at": far[0].changed_at}
    found = prepared.read(connection, reports.few(frozenset(named)), **named, limit=limit + 1)
    rows = [reports.row_of(row) for row in found]
    last = rows[limit - 1].id if len(rows) > limit else end
    return Leaf(likeness.with_events(connection, rows[:limit], partial(_fits, sieve)), last)


@cache
def _ends(names: frozenset[str]) -> Select[Any]:
    chosen = reports.in_order(select(report.c.changed_at, report.c.key), names)
    return chosen.offset(bindparam("looked")).limit(2)


def _within(sieve: Sieve) -> dict[str, object]:
    """What an index answers, by the names of the conditions."""
    asked = {
        "since": sieve.since,
        "until": sieve.until,
        "site": sieve.site,
        "is_of_event": sieve.kind not in {"", "edited"},
    }
    return {name: value for name, value in asked.items() if value}


def _fitting(sieve: Sieve) -> dict[str, object]:
    """What no index answers."""
    asked = {"publisher": sieve.publisher, "kind": sieve.kind, "min_score": sieve.min_score}
    return {name: value for name, value in asked.items() if value}


def _fits(sieve: Sieve, member: likeness.Member) -> bool:
    """Whether a report of a site-wide event is one of those that are asked for."""
    return (
        (sieve.since is None or member.changed_at >= sieve.since)
        and (sieve.until is None or member.changed_at < sieve.until)
        and member.score >= sieve.min_score
    )


@cache
def _older() -> Select[Any]:
    own, other = report.alias(), report.alias()
    before = tuple_(other.c.changed_at, other.c.key) < tuple_(own.c.changed_at, own.c.key)
    counted = select(func.count()).where(other.c.watch_id == own.c.watch_id, before)
    chosen = select(own.c.key, counted.scalar_subquery().label("older"))
    return chosen.where(own.c.key.in_(bindparam("some", expanding=True)))


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
