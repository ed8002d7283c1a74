"""What both databases say of how they would answer, and which tables they would read whole."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

from crawler.store.database import Database

Statement = tuple[str, Any]
"""SQL as a driver gets it, and its parameters."""

Step = Mapping[str, Any]
"""One of PostgreSQL's, with those that it is made of under `Plans`."""

_BY_INDEX = {"Index Scan", "Index Only Scan", "Bitmap Index Scan"}
_AT_ONCE = {"Nested Loop", "Memoize", "Result", "Subquery Scan", "LockRows"}
"""They hand a row on as soon as they have it, so that a limit ends them."""
_NO_TABLE = re.compile(r"SCAN (anon_\d+|\(subquery-\d+\)|(\d+ )?CONSTANT ROWS?)\b")


@contextmanager
def noted() -> Iterator[list[Statement]]:
    """What is asked of any archive meanwhile; each statement once, when it is over."""
    asked: dict[str, Any] = {}

    def note(*given: Any) -> None:
        connection, _, sql, parameters, context, executemany = given
        if connection.dialect.name == "postgresql" and "yield_per" in context.execution_options:
            sql = f"DECLARE streamed CURSOR FOR {sql}"  # planned for its first rows
        if re.match("SELECT|UPDATE|DELETE|DECLARE|WITH", sql) and not re.search(
            r"pg_|alembic_version", sql
        ):
            asked.setdefault(sql, parameters[0] if executemany else parameters)

    statements: list[Statement] = []
    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)
        statements += asked.items()


def read_whole(database: Database, statement: Statement) -> list[str]:
    """The tables that a database would read from end to end to answer, if no limit ends it sooner.

    An index that is read from end to end is no better than its table. What is read in order for
    the first rows that fit is read whole where few do: PostgreSQL says where it sorts out.
    """
    if database.is_server:
        return list(_whole(_explained(database, statement), is_ended=False))
    found = steps(database, statement)
    is_in_order = "ORDER BY" in statement[0] and "USE TEMP B-TREE FOR ORDER BY" not in found
    is_ended = is_in_order and "LIMIT" in statement[0]
    scans = [step for step in found if step.startswith("SCAN") and not _NO_TABLE.match(step)]
    return [] if is_ended else [scan.split()[1] for scan in scans]


def steps(database: Database, statement: Statement) -> list[str]:
    """How a database would go about it, in its own words."""
    if database.is_server:
        every = _all(_explained(database, statement))
        return [f"{step['Node Type']} {step.get('Index Name', '')}".rstrip() for step in every]
    with database.reading() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement[0]}", statement[1])
        return [str(row.detail) for row in rows]


def _explained(database: Database, statement: Statement) -> Step:
    with database.reading() as connection:
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        rows = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement[0]}", statement[1])
        [explained] = rows.scalar_one()
        plan: Step = explained["Plan"]
        return plan


def _all(step: Step) -> Iterator[Step]:
    yield step
    for part in step.get("Plans", ()):
        yield from _all(part)


def _whole(step: Step, *, is_ended: bool) -> Iterator[str]:
    """`is_ended`: somebody above stops asking once he has what he wants."""
    kind = step["Node Type"]
    is_whole = kind == "Seq Scan" or (kind in _BY_INDEX and "Index Cond" not in step)
    if is_whole and not (is_ended and "Filter" not in step):
        yield step.get("Relation Name", step.get("Index Name", ""))
    is_ended = kind == "Limit" or (is_ended and kind in _AT_ONCE)
    for part in step.get("Plans", ()):
        yield from _whole(part, is_ended=is_ended)
