"""What was ever done, in sums that only grow: each transaction adds what it does.

Pruning takes nothing from them, and a report that is told anew counts again. What is imported
counts as it comes; an archive of an older Stet began with what was there, see migration 0015.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    bindparam,
    case,
    func,
    literal_column,
    select,
)

from crawler.items import FaultKind
from crawler.store import prepared
from crawler.store.rows import Outcome
from crawler.store.statements import adding
from crawler.store.tables import payload, report, snapshot, tally, version, watch

Name = Literal["articles", "bytes", "changes", "fetches", "versions"]
"""Articles whose watch began; bytes of pages, as they were read; reports, by what they tell;
fetches, by what they brought; distinct texts."""
_READ = frozenset({"first", "changed", "unchanged", "not-modified"})
"""What a fetch brought that was no fault; else it is the kind of the fault."""

NOT_MODIFIED = "not-modified"
_NOT_MODIFIED = 304
_KINDS = {"first": "first", "new": "changed", "same": "unchanged"}


@dataclass(frozen=True, slots=True)
class Tally:
    """One sum."""

    name: Name
    """Of what."""
    kind: str
    """Of which kind of it; empty where there is but one."""
    site: str
    """As identities begin."""
    sum: int
    """How much there ever was."""
    latest: datetime
    """The last moment that was counted: of a fetch its own, of a text its first sight."""


class Sums:
    """What one transaction does, on its way into the table."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._counts: dict[tuple[Name, str, str], int] = {}
        self._latest: dict[tuple[Name, str, str], datetime] = {}

    def add(self, name: Name, kind: str, site: str, at: datetime, count: int = 1) -> None:
        """So much of it was done."""
        key = name, kind, site
        self._counts[key] = self._counts.get(key, 0) + count
        known = self._latest.get(key)
        if known is None or known < at:
            self._latest[key] = at

    def write(self, connection: Connection) -> None:
        """Add it to what was done before."""
        rows = [
            {"name": key[0], "kind": key[1], "site": key[2], "sum": count, "latest": latest}
            for (key, count), latest in zip(
                self._counts.items(), self._latest.values(), strict=True
            )
        ]
        dialect = connection.dialect.name
        prepared.run(connection, adding(dialect, tally, _KEY, "sum", "latest"), rows)


_KEY = ("name", "kind", "site")


def brought(outcome: Outcome, status: int, fault: FaultKind | None) -> str:
    """The kind of a fetch."""
    if fault:
        return fault
    return NOT_MODIFIED if status == _NOT_MODIFIED else _KINDS[outcome]


def every(connection: Connection) -> list[Tally]:
    """All sums there are, in order: a handful for each site."""
    rows = connection.execute(select(tally).order_by(*(tally.c[name] for name in _KEY)))
    return [Tally(*row) for row in rows]


def last_read(sums: Iterable[Tally]) -> dict[str, datetime]:
    """When each site last brought an article, or said that it is as before; however long ago."""
    last: dict[str, datetime] = {}
    for each in sums:
        if each.name == "fetches" and each.kind in _READ:
            last[each.site] = max(last.get(each.site, each.latest), each.latest)
    return last


def count(connection: Connection, watches: Collection[int]) -> None:
    """Add all that there is of these watches, which came from elsewhere."""
    sums = Sums()
    for name, chosen in _WHOLE.items():
        for row in connection.execute(chosen, {"some": list(watches)}):
            sums.add(name, row.kind, row.site, row.latest, row.sum)
    sums.write(connection)


def _whole() -> dict[Name, Select[Any]]:
    """What there is of some watches, by site and kind."""
    kind = case(
        (snapshot.c.fault.is_not(None), snapshot.c.fault),
        (snapshot.c.status == _NOT_MODIFIED, NOT_MODIFIED),
        (version.c.first_seen < snapshot.c.fetched_at, "unchanged"),
        (version.c.number > 1, "changed"),
        else_="first",
    )
    one = func.count()
    fetched = snapshot.join(watch, snapshot.c.watch_id == watch.c.id)
    shown = fetched.outerjoin(version, snapshot.c.version_id == version.c.id)
    paged = fetched.join(payload, snapshot.c.payload == payload.c.digest)
    read = version.join(watch, version.c.watch_id == watch.c.id)
    told = report.join(watch, report.c.watch_id == watch.c.id)
    return {
        "articles": _summed(watch, None, one, watch.c.added_at),
        "bytes": _summed(paged, None, func.sum(payload.c.size), snapshot.c.fetched_at),
        "changes": _summed(told, report.c.kind, one, report.c.changed_at),
        "fetches": _summed(shown, kind, one, snapshot.c.fetched_at),
        "versions": _summed(read, None, one, version.c.first_seen),
    }


def _summed(
    source: FromClause,
    kind: ColumnElement[str] | None,
    total: ColumnElement[int],
    at: ColumnElement[Any],
) -> Select[Any]:
    called: ColumnElement[str] = literal_column("''") if kind is None else kind
    columns = (called.label("kind"), total.label("sum"), func.max(at).label("latest"))
    some = watch.c.id.in_(bindparam("some", expanding=True))
    # PostgreSQL refuses to group by a constant.
    parts = [watch.c.site] if kind is None else [watch.c.site, kind]
    return select(watch.c.site, *columns).select_from(source).where(some).group_by(*parts)


_WHOLE = _whole()
