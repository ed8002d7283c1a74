"""Crawls: one row each, written when it starts and when it ends."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from crawler.errors import NotFoundError
from crawler.store import records
from crawler.store.rows import RunRow
from crawler.store.tables import run

TURN_OVER = "turn over"
"""The reason of a crawl that left what it had not sent yet to later ones, as others waited."""


def start(
    connection: Connection, spider: str, arguments: Mapping[str, object], now: datetime
) -> int:
    """The id of a new run."""
    row = {
        "spider": spider,
        "arguments": _json(arguments),
        "started_at": now,
        "reason": "",
        "stats": "{}",
    }
    number: int = connection.execute(insert(run).values(row).returning(run.c.id)).scalar_one()
    return number


def finish(
    connection: Connection, number: int, now: datetime, reason: str, stats: Mapping[str, object]
) -> None:
    """Close a run. Raises `NotFoundError`."""
    row = {"finished_at": now, "reason": reason, "stats": _json(stats)}
    if not connection.execute(update(run).where(run.c.id == number).values(row)).rowcount:
        raise NotFoundError(f"this archive has no run {number}")


def newest(connection: Connection, limit: int) -> list[RunRow]:
    """The last runs, newest first."""
    return [
        _row(row) for row in connection.execute(select(run).order_by(run.c.id.desc()).limit(limit))
    ]


def one(connection: Connection, number: int) -> RunRow:
    """One run. Raises `NotFoundError`."""
    row = connection.execute(select(run).where(run.c.id == number)).one_or_none()
    if row is None:
        raise NotFoundError(f"this archive has no run {number}")
    return _row(row)


def _row(row: Row[tuple[object, ...]]) -> RunRow:
    return RunRow(
        row.id,
        row.spider,
        records.from_json(row.arguments, dict[str, Any]),
        row.started_at,
        row.finished_at,
        row.reason,
        records.from_json(row.stats, dict[str, Any]),
    )


def _json(values: Mapping[str, object]) -> str:
    return records.to_json(dict(values)).decode()
