"""Stored reports, and what is still without one."""

import operator
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    bindparam,
    delete,
    insert,
    literal_column,
    select,
    text,
    tuple_,
    union,
    update,
)

from crawler.errors import NotFoundError, UsageError
from crawler.store import events, likeness, lookup, prepared, records, report_seals, versions
from crawler.store.columns import Instant, Text
from crawler.store.database import Database
from crawler.store.pages import paged
from crawler.store.rows import Bookmark, ReportRow, Unreported, VersionRow, WatchRow
from crawler.store.statements import Row as AnyRow
from crawler.store.statements import streamed
from crawler.store.tables import UNCOMPARED_EVENT, UNCOMPARED_VERSION, event, report, version, watch
from crawler.store.tables import likeness as alike
from crawler.store.tallies import Sums

PAGE = 200
"""How many are read at a time where a long list is streamed."""
_FEW = 500
"""So many at most are read at once."""


def save(
    connection: Connection,
    rows: Sequence[ReportRow],
    without: Sequence[Unreported],
    now: datetime,
) -> None:
    """Store reports; a known id changes nothing. `without`: compared, and nothing to tell."""
    known = select(report.c.key).where(report.c.key.in_([row.id for row in rows]))
    here = set(connection.scalars(known)) if rows else set()
    if new := {row.id: row for row in rows if row.id not in here}:
        _insert(connection, list(new.values()))
        report_seals.add(connection, report.c.key.in_(new), now)
    told = {row.version for row in rows} | {each.new.id for each in without if each.new}
    _mark(connection, version, told)
    told = {row.event for row in rows} | {each.event.id for each in without if each.event}
    _mark(connection, event, told)


def _insert(connection: Connection, rows: Sequence[ReportRow]) -> None:
    names = {row.identity for row in rows}
    found = select(watch.c.identity, watch.c.id).where(watch.c.identity.in_(names))
    owners = {row.identity: row.id for row in connection.execute(found)}
    stored = [
        {
            "key": row.id,
            "watch_id": owners[row.identity],
            "version_id": row.version,
            "event_id": row.event,
            "site": row.site,
            "kind": row.kind,
            "score": row.score,
            "significant": row.significant,
            "changed_at": row.changed_at,
            "record": records.compress(row.record),
        }
        for row in rows
    ]
    connection.execute(insert(report), stored)
    likeness.add(connection, {row.id: row.way for row in rows if row.way})
    sums = Sums()
    for row in rows:
        sums.add("changes", row.kind, row.site, row.changed_at)
    sums.write(connection)


def _mark(connection: Connection, table: Table, told: Collection[int | None]) -> None:
    done = update(table).where(table.c.id == bindparam("done")).values(compared=True)
    rows = [{"done": number} for number in told if number is not None]
    if rows:
        connection.execute(done, rows)


def forget(connection: Connection, watches: Collection[int], now: datetime) -> None:
    """Take the reports of these watches back: their versions were renumbered, all is told anew."""
    report_seals.withdraw(connection, report.c.watch_id.in_(watches), now)
    likeness.forget(connection, watches)
    connection.execute(delete(report).where(report.c.watch_id.in_(watches)))
    for table in (version, event):
        again = update(table).where(table.c.watch_id.in_(watches))
        connection.execute(again.values(compared=False))


def forget_versions(
    connection: Connection, versions: Collection[int | None], now: datetime
) -> None:
    """Take back the reports whose newer version is one of these: they are to be told anew."""
    theirs = report.c.version_id.in_(versions)
    report_seals.withdraw(connection, theirs, now)
    ids = select(report.c.id).where(theirs)
    connection.execute(delete(alike).where(alike.c.report_id.in_(ids)))
    connection.execute(delete(report).where(theirs))
    connection.execute(update(version).where(version.c.id.in_(versions)).values(compared=False))


# ------------------------------------------------------------------ reading


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which reports are asked for; None leaves a question open."""

    since: datetime | None = None
    """Changes first seen at this moment or later."""
    site: str | None = None
    """The site's name, as identities begin: `cna`."""
    identity: str | None = None
    """Of one article."""
    min_score: int = 0
    """0 for all."""
    limit: int | None = None
    """At most so many."""
    before: str | None = None
    """The id of the last report of the page before."""
    told: Bookmark | None = None
    """What was told before is left out."""

    @property
    def named(self) -> dict[str, object]:
        """What the rows themselves answer, by the names of `CONDITIONS`."""
        asked = {"since": self.since, "site": self.site, "identity": self.identity}
        named: dict[str, object] = {name: at for name, at in asked.items() if at is not None}
        return named | ({"min_score": self.min_score} if self.min_score > 0 else {})


def newest(connection: Connection, wanted: Wanted) -> list[ReportRow]:
    """Reports, the latest change first. Raises `UsageError` for a wrong `before`."""
    named = wanted.named | (place(connection, wanted.before) if wanted.before is not None else {})
    found: Iterable[Any]
    if wanted.told is None and wanted.limit is not None and wanted.limit <= _FEW:
        found = prepared.read(connection, few(frozenset(named)), **named, limit=wanted.limit)
    else:
        chosen = _chosen(frozenset(named))
        chosen = chosen if wanted.told is None else _beyond(chosen, wanted.told)
        found = connection.execute(streamed(chosen, wanted.limit), named)
    rows = [row_of(row) for row in found]
    return likeness.with_events(connection, rows, partial(_fits, wanted), partial(_is_told, wanted))


def place(connection: Connection, key: str) -> dict[str, object]:
    """Where a report stands among the others, by the names of a condition.

    Raises `UsageError` where there is no such report.
    """
    for row in prepared.read(connection, _PLACE, key=key):
        return {"key": key, "at": row.changed_at}
    raise UsageError(f"no list goes on after {key!r}").labelled("cursor", given=key)


_PLACE = select(report.c.changed_at).where(report.c.key == bindparam("key"))


@cache
def few(names: frozenset[str]) -> Select[Any]:
    """The first `:limit` reports of which the `CONDITIONS` of these names hold."""
    return _chosen(names).limit(bindparam("limit"))


def _chosen(names: Collection[str]) -> Select[Any]:
    return in_order(selected(), names)


def in_order(chosen: Select[Any], names: Collection[str]) -> Select[Any]:
    """Those of which the conditions of these names hold, the latest change first."""
    held = (condition for name, condition in CONDITIONS.items() if name in names)
    return chosen.where(*held).order_by(report.c.changed_at.desc(), report.c.key.desc())


def _places(comparison: Callable[[Any, Any], Any], at: str, key: str) -> ColumnElement[bool]:
    # By key and never by OFFSET, which reads all that it leaves out.
    given = tuple_(bindparam(at, type_=Instant), bindparam(key, type_=Text))
    made: ColumnElement[bool] = comparison(tuple_(report.c.changed_at, report.c.key), given)
    return made


_own = watch.alias()
CONDITIONS: Mapping[str, ColumnElement[bool]] = {
    "since": report.c.changed_at >= bindparam("since"),
    "until": report.c.changed_at < bindparam("until"),
    "site": report.c.site == bindparam("site"),
    "identity": watch.c.identity == bindparam("identity"),
    "key": _places(operator.lt, "at", "key"),
    # Asked of each report in turn: a join might begin with all articles of the outlet.
    "publisher": select(_own.c.publisher).where(_own.c.id == report.c.watch_id).scalar_subquery()
    == bindparam("publisher"),
    "kind": report.c.kind == bindparam("kind"),
    # In the words of the indexes of these alone: a plan is made before any value is known.
    "is_of_event": report.c.kind != literal_column("'edited'"),
    "min_score": report.c.score >= bindparam("min_score"),
    "end": _places(operator.ge, "end_at", "end"),
}
"""What may be asked of reports, by the name of a value."""


def _beyond(chosen: Select[AnyRow], told: Bookmark) -> Select[AnyRow]:
    # Each of these goes by its own index; as one condition they would read the whole table.
    ways = [report.c.version_id > told.version, report.c.event_id > told.event]
    if told.waiting_versions:
        ways.append(report.c.version_id.in_(sorted(told.waiting_versions)))
    if told.waiting_events:
        ways.append(report.c.event_id.in_(sorted(told.waiting_events)))
    return chosen.where(report.c.id.in_(union(*(select(report.c.id).where(way) for way in ways))))


def _fits(wanted: Wanted, member: likeness.Member) -> bool:
    """Whether a report of a site-wide event is one of those that are asked for."""
    return (
        (wanted.since is None or member.changed_at >= wanted.since)
        and wanted.identity in {None, member.article.identity}
        and member.score >= wanted.min_score
        and not _is_covered(wanted, member)
    )


def _is_told(wanted: Wanted, member: likeness.Member) -> bool:
    """Whether it was told before to who asks."""
    return member.score >= wanted.min_score and _is_covered(wanted, member)


def _is_covered(wanted: Wanted, member: likeness.Member) -> bool:
    return wanted.told is not None and wanted.told.covers(member.version, member.event)


def one(connection: Connection, key: str) -> ReportRow:
    """One report by its id. Raises `NotFoundError`."""
    found = [row_of(row) for row in prepared.read(connection, _called(), key=key)]
    if not found:
        raise NotFoundError(f"this archive has no report {key!r}").labelled("report", name=key)
    return likeness.with_events(connection, found, lambda member: member.key == key)[0]


@cache
def _called() -> Select[Any]:
    return selected().where(report.c.key == bindparam("key"))


def selected() -> Select[tuple[object, ...]]:
    """All that `row_of` needs."""
    return (
        select(report, watch.c.identity, alike.c.way)
        .join(watch, report.c.watch_id == watch.c.id)
        .outerjoin(alike, alike.c.report_id == report.c.id)
    )


def row_of(row: Row[tuple[object, ...]]) -> ReportRow:
    """A row of `selected`."""
    return ReportRow(
        row.key,
        row.identity,
        row.site,
        row.kind,
        row.score,
        row.significant,
        row.changed_at,
        records.decompress(row.record),
        row.version_id,
        row.event_id,
        row.way or "",
    )


# ------------------------------------------------------------------ what is missing


def unreported(database: Database) -> Iterator[Unreported]:
    """Neighbouring versions, then events, that no report tells of yet; a transaction a page."""
    for read in (unreported_versions, unreported_events):
        yield from paged(database, read, place_of, 0, PAGE)


def unreported_versions(connection: Connection, after: int) -> list[Unreported]:
    """A page of neighbouring versions without a report, beyond the version with id `after`."""
    waiting = _waiting(connection, version, UNCOMPARED_VERSION, after)
    if not waiting:
        return []  # as a rule; the statements below take a reader 10 ms to make
    older = version.alias("older")
    before = (older.c.watch_id == version.c.watch_id) & (older.c.number == version.c.number - 1)
    neighbours = select(version.c.id, version.c.watch_id, older.c.id.label("older"))
    chosen = neighbours.join(older, before).where(version.c.id.in_(waiting))
    pairs = connection.execute(chosen.order_by(version.c.id)).all()
    rows = _versions(connection, {number for pair in pairs for number in (pair.id, pair.older)})
    owners = _watches(connection, {pair.watch_id for pair in pairs})
    return [
        Unreported(owners[pair.watch_id], rows[pair.older], rows[pair.id], None) for pair in pairs
    ]


def unreported_events(connection: Connection, after: int) -> list[Unreported]:
    """A page of events without a report, beyond the event with id `after`."""
    waiting = _waiting(connection, event, UNCOMPARED_EVENT, after)
    if not waiting:
        return []
    chosen = events.selected().where(event.c.id.in_(waiting)).order_by(event.c.id)
    rows = connection.execute(chosen).all()
    before = _versions(connection, {row.version_id for row in rows})
    owners = _watches(connection, {row.watch_id for row in rows})
    return [
        Unreported(owners[row.watch_id], before.get(row.version_id), None, events.row_of(row))
        for row in rows
    ]


def _waiting(connection: Connection, table: Table, condition: str, after: int) -> list[int]:
    chosen = select(table.c.id).where(text(condition), table.c.id > after)
    return list(connection.scalars(chosen.order_by(table.c.id).limit(PAGE)))


def place_of(last: Unreported) -> int:
    """Where the page after `last` begins."""
    return last.event.id if last.event else last.new.id if last.new else 0


def _versions(connection: Connection, ids: Collection[int]) -> dict[int, VersionRow]:
    rows = connection.execute(versions.selected().where(version.c.id.in_(ids)))
    return {row.id: versions.row_of(row) for row in rows}


def _watches(connection: Connection, ids: Collection[int]) -> dict[int, WatchRow]:
    rows = connection.execute(select(watch).where(watch.c.id.in_(ids)))
    return {row.id: lookup.row_of(row) for row in rows}
