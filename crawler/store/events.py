"""Events: what happened to an article as a whole."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, Select, insert, select

from crawler.store import records
from crawler.store.rows import EventDetail, EventKind, EventRow
from crawler.store.statements import streamed
from crawler.store.tables import event, version, watch


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event that a batch made certain."""

    watch: int
    """Row id."""
    version: int | None
    """Row id of the latest version before it; None where the article was never read."""
    snapshot: int
    """Row id of the fetch that made it certain."""
    kind: EventKind
    """What happened."""
    at: datetime
    """The look that made it certain."""
    since: datetime
    """The first look that showed it."""
    detail: EventDetail
    """What it shows."""


def add(connection: Connection, new: Sequence[NewEvent]) -> None:
    """Store what happened."""
    if not new:
        return
    rows = [
        {
            "watch_id": each.watch,
            "version_id": each.version,
            "snapshot_id": each.snapshot,
            "kind": each.kind,
            "at": each.at,
            "since": each.since,
            "detail": records.to_json(each.detail).decode(),
            "compared": False,
        }
        for each in new
    ]
    connection.execute(insert(event), rows)


def selected() -> Select[tuple[object, ...]]:
    """Events with identity and version number, for `row_of`."""
    return (
        select(event, watch.c.identity, version.c.number)
        .join(watch, event.c.watch_id == watch.c.id)
        .outerjoin(version, event.c.version_id == version.c.id)
    )


def row_of(row: Row[tuple[object, ...]]) -> EventRow:
    """One row of `selected`."""
    detail = records.from_json(row.detail, EventDetail)
    return EventRow(
        row.id,
        row.identity,
        row.kind,
        row.at,
        row.since,
        row.number,
        row.snapshot_id,
        **asdict(detail),
    )


def of(connection: Connection, identity: str | None) -> list[EventRow]:
    """The events of an article, or of all, oldest first."""
    chosen = streamed(selected()).order_by(event.c.id)
    if identity is not None:
        chosen = chosen.where(watch.c.identity == identity)
    return [row_of(row) for row in connection.execute(chosen)]
