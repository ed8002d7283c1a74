"""What a line of an exported archive holds: the same on the way out and on the way in.

A file is a header, the runs, then each watch with all that is its own, and an end. Nothing in it
is a row id: versions go by their numbers, runs, fetches and events by their places.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, Table

from crawler.store import records
from crawler.store.columns import Instant
from crawler.store.tables import (
    event,
    observation,
    report,
    report_seal,
    run,
    seal,
    seed,
    snapshot,
    version,
    watch,
)

HEADER, WATCH_END, END, PAYLOAD = "stet-archive", "watch-end", "end", "payload"
FORMAT = 2
READ = {1, FORMAT}
"""Formats that can be taken in; of the first one no report is sealed."""
TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (version, snapshot, seed, observation, event, report, seal, report_seal)
}
"""What a watch has of its own, in the order of the file: what is pointed to comes first."""
_LINKS = {"id", "watch_id", "version_id", "run_id", "snapshot_id", "event_id"}
_EMBEDDED = {"headers", "record", "arguments", "stats", "detail"}
"""Columns of JSON, compressed or not."""
_SOMETIMES = {"pruned_at", "declared", "hinted"}
"""Columns that a line has only where there is something to tell."""
_CALLED = {"kind": "what"}
"""Columns that go by another name in a line, whose `kind` says what it is."""


def columns(table: Table) -> list[str]:
    """The columns that a line holds as they are."""
    left_out = _LINKS | ({"payload"} if table is snapshot else set())
    return [column.name for column in table.c if column.name not in left_out]


def told(table: Table, row: Any) -> dict[str, object]:
    """The fields of a line: what `columns` names, JSON as JSON. The row begins with the table's."""
    return {
        called: _embedded(row[place]) if is_json else row[place]
        for called, place, is_json in _PLACES[table.name]
        if called not in _SOMETIMES or row[place] is not None
    }


def _embedded(value: object) -> object:
    return records.embedded(
        records.decompress(value) if isinstance(value, bytes) else str(value).encode()
    )


def taken(table: Table, fields: Mapping[str, bytes]) -> dict[str, object]:
    """The columns that a line tells. Raises KeyError, ValueError, `StoreError` for a wrong one."""
    present = {**dict.fromkeys(_SOMETIMES, b"null"), **fields}
    return {
        name: _taken(table, name, present[_CALLED.get(name, name)]) for name in _COLUMNS[table.name]
    }


def _taken(table: Table, name: str, value: bytes) -> object:
    kind = table.c[name].type
    if name in _EMBEDDED:
        return records.compress(value) if isinstance(kind, LargeBinary) else value.decode()
    plain = records.from_json(value, object)
    if isinstance(kind, Instant) and plain is not None:
        return datetime.fromisoformat(str(plain))
    return plain


_COLUMNS = {table.name: columns(table) for table in (run, watch, *TABLES.values())}
_PLACES = {
    table.name: [
        (_CALLED.get(column.name, column.name), place, column.name in _EMBEDDED)
        for place, column in enumerate(table.c)
        if column.name in _COLUMNS[table.name]
    ]
    for table in (run, watch, *TABLES.values())
}
"""Of each line its fields, where each stands in a row, and whether it is JSON."""
