"""Statements that every batch runs with many rows, put together once.

SQLAlchemy goes through a statement anew for each row that it is run with, which takes longer than
the database takes to write that row. Here it says once what the driver is to be told, and how each
value of a row is told to it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Table, Update, insert

Statement = Insert | Update

_Told = Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A statement as a driver gets it."""

    sql: str
    values: Sequence[tuple[str, _Told]]
    """Name of each value, in the order of the statement, and what turns it into the driver's."""
    fixed: Mapping[str, object]
    """Values that stand in the statement itself."""
    is_positional: bool

    def told(self, row: Mapping[str, object]) -> Any:
        if self.fixed:
            row = {**self.fixed, **row}
        if self.is_positional:
            return tuple([told(row[name]) if told else row[name] for name, told in self.values])
        return {name: told(row[name]) if told else row[name] for name, told in self.values}


def run(connection: Connection, statement: Statement, rows: Iterable[Mapping[str, object]]) -> None:
    """Run a statement with each of these rows, all of the same columns; nothing without any.

    The statement is remembered: make it once, and not for each batch.
    """
    given = list(rows)
    if given:
        prepared = _prepared(statement, connection.dialect, tuple(given[0]))
        connection.exec_driver_sql(prepared.sql, [prepared.told(row) for row in given])


@lru_cache
def into(table: Table) -> Insert:
    """The statement that inserts into a table."""
    return insert(table)


@lru_cache
def _prepared(statement: Statement, dialect: Dialect, names: tuple[str, ...]) -> _Prepared:
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    binds = {name: bind for bind, name in compiled.bind_names.items()}
    order = compiled.positiontup if compiled.positional else list(binds)
    values = [
        (name, binds[name].type.dialect_impl(dialect).bind_processor(dialect))
        for name in order or ()
    ]
    fixed = {name: bind.value for name, bind in binds.items() if name not in names}
    return _Prepared(str(compiled), values, fixed, compiled.positional)
