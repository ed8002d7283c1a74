"""Rows whose numbers are asked for as they are stored."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Table, insert

from crawler.store import prepared


def added(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> list[int]:
    """Insert rows; their ids, in order. The transaction has to be one that alone may write."""
    if not rows:
        return []
    if connection.dialect.name == "postgresql":
        inserted = insert(table).returning(table.c.id, sort_by_parameter_order=True)
        return list(connection.scalars(inserted, rows))
    # SQLite returns rows in no certain order, so SQLAlchemy would insert them one by one, which
    # takes five times as long. It numbers a row one above the highest: so can its only writer.
    [[highest]] = connection.exec_driver_sql(f"SELECT coalesce(max(id), 0) FROM {table.name}")  # noqa: S608 - a table of ours
    numbers = [highest + place for place in range(1, len(rows) + 1)]
    numbered = [{**row, "id": number} for row, number in zip(rows, numbers, strict=True)]
    prepared.run(connection, prepared.into(table), numbered)
    return numbers
