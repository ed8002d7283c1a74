"""What the reports are asked for: by verbs, and by pages, each of bounded cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select, tuple_

from crawler.store import likeness, lookup, reports
from crawler.store.database import Database
from crawler.store.rows import ReportRow, WatchRow
from crawler.store.tables import report, watch

LOOKED_THROUGH = 5_000
"""Reports that one page looks through where it leaves some of them out."""
MANY = 1_000
"""Reports of a day are counted so far."""
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

    def leaf(self, sieve: Sieve, *, before: str = "", limit: int = 40) -> Leaf:
        """A page of the reports; `before` is where the last one ended.

        Raises `NotFoundError` for a wrong `before`.
        """
        with self._database.reading() as connection:
            return _leaf(connection, sieve, before, limit)

    def counted(self, spans: Sequence[tuple[datetime, datetime]], site: str = "") -> list[int]:
        """How many changes were first seen in each span of time; `MANY` for so many or more."""
        with self._database.reading() as connection:
            return [_count(connection, Sieve(since, until, site)) for since, until in spans]

    def articles(self, site: str = "", *, after: str = "", limit: int = 40) -> list[WatchRow]:
        """Watches in the order they were added, removed ones too, of a site or of all.

        `after` is the identity of the last one already read. Raises `NotFoundError` for a wrong
        one.
        """
        with self._database.reading() as connection:
            return lookup.page(connection, site, after, limit)

    def sites(self) -> list[str]:
        """The names of all sites that are watched, in order."""
        with self._database.reading() as connection:
            return _sites(connection)


def _leaf(connection: Connection, sieve: Sieve, before: str, limit: int) -> Leaf:
    looked = LOOKED_THROUGH if sieve.is_fine else limit
    place = select(report.c.id, report.c.key)
    chosen = _newest(_within(place, sieve), connection, before).limit(looked + 1)
    found = connection.execute(chosen).all()
    page, more = found[:looked], len(found) > looked
    rows = _fitting(connection, sieve, [row.id for row in page], limit)
    if len(rows) > limit:
        rows, more = rows[:limit], True
        last = rows[-1].id
    else:
        last = page[-1].key if page else ""
    fits = partial(_fits, sieve)
    return Leaf(likeness.with_events(connection, rows, fits), last if more else "")


def _newest(
    chosen: Select[*tuple[Any, ...]], connection: Connection, before: str
) -> Select[*tuple[Any, ...]]:
    if before:
        last = reports.one(connection, before)
        # By key and never by OFFSET, which reads all that it leaves out.
        place = tuple_(report.c.changed_at, report.c.key)
        chosen = chosen.where(place < tuple_(last.changed_at, last.id))
    return chosen.order_by(report.c.changed_at.desc(), report.c.key.desc())


def _within(chosen: Select[*tuple[Any, ...]], sieve: Sieve) -> Select[*tuple[Any, ...]]:
    """What an index answers."""
    if sieve.since is not None:
        chosen = chosen.where(report.c.changed_at >= sieve.since)
    if sieve.until is not None:
        chosen = chosen.where(report.c.changed_at < sieve.until)
    return chosen.where(report.c.site == sieve.site) if sieve.site else chosen


def _fitting(
    connection: Connection, sieve: Sieve, numbers: Sequence[int], limit: int
) -> list[ReportRow]:
    """Those of these reports that are asked for, one more than `limit` if there are."""
    found: list[ReportRow] = []
    for start in range(0, len(numbers), 500):
        chosen = reports.selected().where(report.c.id.in_(numbers[start : start + 500]))
        if sieve.publisher:
            chosen = chosen.where(watch.c.publisher == sieve.publisher)
        if sieve.kind:
            chosen = chosen.where(report.c.kind == sieve.kind)
        if sieve.min_score:
            chosen = chosen.where(report.c.score >= sieve.min_score)
        newest = chosen.order_by(report.c.changed_at.desc(), report.c.key.desc())
        rows: Sequence[Row[Any]] = connection.execute(newest.limit(limit + 1 - len(found))).all()
        found += map(reports.row_of, rows)
        if len(found) > limit:
            break
    return found


def _fits(sieve: Sieve, member: likeness.Member) -> bool:
    """Whether a report of a site-wide event is one of those that are asked for."""
    return (
        (sieve.since is None or member.changed_at >= sieve.since)
        and (sieve.until is None or member.changed_at < sieve.until)
        and member.score >= sieve.min_score
    )


def _count(connection: Connection, sieve: Sieve) -> int:
    some = _within(select(report.c.id), sieve).limit(MANY).subquery()
    return connection.scalar(select(func.count()).select_from(some)) or 0


def _sites(connection: Connection) -> list[str]:
    """From one to the next by the index: what is between is never read."""
    found: list[str] = []
    while len(found) < SITES:
        beyond = select(func.min(watch.c.site))
        if found:
            beyond = beyond.where(watch.c.site > found[-1])
        site = connection.scalar(beyond)
        if site is None:
            break
        found.append(site)
    return found
