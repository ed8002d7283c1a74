"""Statements that SQLite and PostgreSQL put each in its own way."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, Insert, Select, Table, case
from sqlalchemy.dialects import sqlite

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

Row = TypeVar("Row", bound=tuple[Any, ...])


def streamed(chosen: Select[Row], limit: int | None = None) -> Select[Row]:
    """The first `limit` rows, or all; of many a server hands out pieces, and keeps the rest.

    That takes three questions for one, so that a page of few rows is asked for at once.
    """
    few = limit is not None and limit <= _AT_ONCE
    return chosen.limit(limit) if few else chosen.limit(limit).execution_options(yield_per=_AT_ONCE)


_AT_ONCE = 1_000
"""Rows; psycopg would hold the whole answer beside what is made of it, and 70 % more memory."""


def upsert(
    connection: Connection, table: Table, key: tuple[str, ...], updated: tuple[str, ...] = ()
) -> Insert:
    """INSERT that, where `key` is there already, moves the `updated` columns, or does nothing."""
    return _upsert(connection.dialect.name, table, key, updated)


@lru_cache
def _upsert(database: str, table: Table, key: tuple[str, ...], updated: tuple[str, ...]) -> Insert:
    inserted = _insert(database, table)
    if not updated:
        return inserted.on_conflict_do_nothing(index_elements=key)
    moved = {name: inserted.excluded[name] for name in updated}
    return inserted.on_conflict_do_update(index_elements=key, set_=moved)


@lru_cache
def adding(
    database: str, table: Table, key: tuple[str, ...], summed: str, latest: str = ""
) -> Insert:
    """INSERT that, where `key` is there already, adds to one column and moves `latest` ahead."""
    inserted = _insert(database, table)
    new, old = inserted.excluded, table.c
    moved = {summed: old[summed] + new[summed]}
    if latest:
        moved[latest] = case((new[latest] > old[latest], new[latest]), else_=old[latest])
    return inserted.on_conflict_do_update(index_elements=key, set_=moved)


def _insert(database: str, table: Table) -> "sqlite.Insert | postgresql.Insert":
    if database == "postgresql":
        from sqlalchemy.dialects import postgresql  # 20 ms that SQLite's users need not wait

        return postgresql.insert(table)
    return sqlite.insert(table)
