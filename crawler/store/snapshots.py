"""Fetches: one row each, whatever they brought."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, select

from crawler.items import Fault, Snapshot
from crawler.store import payloads, prepared, records
from crawler.store.numbering import added
from crawler.store.payloads import Page
from crawler.store.rows import SnapshotRow
from crawler.store.tables import payload, snapshot, version, watch

Headers = tuple[tuple[str, str], ...]

_HIGHEST = 999
"""What has more than three digits is no HTTP status, and may be more than the column holds."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """A fetch of a batch, on its way into the table."""

    watch: int
    """Row id."""
    site: str
    """The first part of the watch's identity."""
    version: int | None
    """Row id of the version it showed."""
    snapshot: Snapshot
    """What came."""
    fault: Fault | None
    """Why it brought no article; None where it did."""
    extractor: str
    """Which of our parsers looked: `cna/3`."""


def add(
    connection: Connection, fetches: Sequence[Fetch], run: int | None
) -> list[tuple[int, str | None]]:
    """Store fetches with their payloads; the ids of their rows and payloads, in order."""
    pages = [
        Page(each.snapshot.payload, each.watch, each.site)
        for each in fetches
        if each.snapshot.payload
    ]
    digests = payloads.add(connection, pages)
    rows = [
        {
            "watch_id": each.watch,
            "run_id": run,
            "version_id": each.version,
            "url": each.snapshot.url,
            "final_url": each.snapshot.final_url,
            "fetched_at": each.snapshot.fetched_at,
            "status": min(each.snapshot.status, _HIGHEST),
            "headers": records.pack(each.snapshot.headers),
            "payload": digests.get(each.snapshot.payload),
            "fault": each.fault.kind if each.fault else None,
            "message": each.fault.message if each.fault else "",
            "extractor": each.extractor,
        }
        for each in fetches
    ]
    ids = added(connection, snapshot, rows)
    return [
        (each, digests.get(fetch.snapshot.payload))
        for each, fetch in zip(ids, fetches, strict=True)
    ]


def of(connection: Connection, identity: str) -> list[SnapshotRow]:
    """The fetches of an article, oldest first."""
    chosen = _selected().where(watch.c.identity == identity).order_by(snapshot.c.id)
    return [_row(row) for row in connection.execute(chosen)]


def that_showed(connection: Connection, version_id: int) -> SnapshotRow | None:
    """The first fetch of a version whose bytes are kept."""
    for row in prepared.read(connection, _that_showed(), version=version_id):
        return _row(row)
    return None


@cache
def _that_showed() -> Select[Any]:
    chosen = _selected().where(
        snapshot.c.version_id == bindparam("version"),
        snapshot.c.payload.is_not(None),
        payload.c.pruned_at.is_(None),
    )
    return chosen.order_by(snapshot.c.id).limit(1)


def _selected() -> Select[tuple[object, ...]]:
    return (
        select(snapshot, watch.c.identity, version.c.number, payload.c.pruned_at)
        .join(watch, snapshot.c.watch_id == watch.c.id)
        .outerjoin(version, snapshot.c.version_id == version.c.id)
        .outerjoin(payload, snapshot.c.payload == payload.c.digest)
    )


def _row(row: Row[tuple[object, ...]]) -> SnapshotRow:
    return SnapshotRow(
        row.id,
        row.identity,
        row.url,
        row.final_url,
        row.fetched_at,
        row.status,
        records.unpack(row.headers, Headers),
        row.payload,
        row.number,
        row.fault,
        row.message,
        row.extractor,
        row.run_id,
        row.pruned_at,
    )
