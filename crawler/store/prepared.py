"""Statements that every batch or page runs, put together once.

SQLAlchemy goes through a statement anew each time that it is run, and for each row that it is run
with, which takes longer than the database takes to do what it says. Here it says once what the
driver is to be told, how each value is told to it, and what each value means that comes back.
"""

from collections import namedtuple
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Select, Table, Update, insert
from sqlalchemy.types import LargeBinary, TypeEngine

from crawler.store.columns import Instant

Statement = Insert | Update

_Told = Callable[[Any], Any] | None
_MOST = 500
"""Values that a remembered query names at most."""
_MOMENTS = 128
_named: Any = namedtuple  # of names that only a query tells, which mypy does not know


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A statement as a driver gets it."""

    sql: str
    names: Sequence[str]
    """Of the values, in the order of the statement."""
    told: Sequence[_Told]
    """What turns each of them into the driver's."""
    fixed: Mapping[str, object]
    """Values that stand in the statement itself."""
    is_positional: bool

    def rows(self, given: Sequence[Mapping[str, object]]) -> list[Any]:
        """These rows, as the driver gets them."""
        if self.fixed:
            given = [{**self.fixed, **row} for row in given]
        told = _turned(self.told, ([row[name] for row in given] for name in self.names))
        return told if self.is_positional else [dict(zip(self.names, row)) for row in told]  # noqa: B905 - of one length


@dataclass(frozen=True, slots=True)
class _Answers:
    """What a driver says to a query."""

    row: Callable[[Iterable[Any]], Any]
    """What is made of the values of a row."""
    meant: Sequence[_Told]
    """What turns each of them into ours."""

    @classmethod
    def to(cls, chosen: Select[Any], dialect: Dialect) -> "_Answers":
        """Those to one query."""
        columns = chosen.selected_columns
        row = _named("Row", [column.name for column in columns])
        return cls(row._make, [_meaning(column.type, dialect) for column in columns])

    def rows(self, said: Sequence[Sequence[Any]]) -> list[Any]:
        """The rows as ours."""
        return list(map(self.row, _turned(self.meant, zip(*said, strict=True)))) if said else []


@dataclass(frozen=True, slots=True)
class _Question:
    """A query as a driver gets it."""

    sql: str
    told: _Told
    """What turns each of the values that it names into the driver's."""
    keys: Sequence[str]
    """What the driver calls these values; none where it counts them."""
    answers: _Answers

    def values(self, some: Sequence[Any]) -> Any:
        """The values that are named, as the driver gets them."""
        told = tuple(map(self.told, some)) if self.told else tuple(some)
        return dict(zip(self.keys, told, strict=True)) if self.keys else told


def run(connection: Connection, statement: Statement, rows: Iterable[Mapping[str, object]]) -> None:
    """Run a statement with each of these rows, all of the same columns; nothing without any.

    The statement is remembered: make it once, and not for each batch.
    """
    given = list(rows)
    if given:
        prepared = _prepared(statement, connection.dialect, tuple(given[0]))
        connection.exec_driver_sql(prepared.sql, prepared.rows(given))


def ask(connection: Connection, chosen: Select[Any], some: Collection[Any]) -> Sequence[Any]:
    """The rows of a query whose one expanding parameter, `some`, has these values; none without.

    The query is remembered: make it once, and not for each batch.
    """
    values = list(some)
    if not values:
        return []
    if len(values) > _MOST:
        return connection.execute(chosen, {"some": values}).all()
    question = _question(chosen, connection.dialect, len(values))
    found = connection.exec_driver_sql(question.sql, question.values(values)).all()
    return question.answers.rows(found)


def read(connection: Connection, chosen: Select[Any], **named: object) -> list[Any]:
    """The rows of a query, each of whose parameters is named.

    The query is remembered: make it once, and not for each page.
    """
    asked, answers = _answered(chosen, connection.dialect, tuple(named))
    [values] = asked.rows([named])
    return answers.rows(connection.exec_driver_sql(asked.sql, values).all())


def _turned(turns: Sequence[_Told], columns: Iterable[Sequence[Any]]) -> list[tuple[Any, ...]]:
    """Columns as rows, each value turned as those of its column are.

    By columns, as that is a loop of the interpreter's own.
    """
    turned = [
        map(turn, column) if turn else column for turn, column in zip(turns, columns, strict=False)
    ]
    return list(zip(*turned, strict=True))


@lru_cache
def into(table: Table) -> Insert:
    """The statement that inserts into a table."""
    return insert(table)


@lru_cache
def _prepared(
    statement: Statement | Select[Any], dialect: Dialect, names: tuple[str, ...]
) -> _Prepared:
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    binds = {name: bind for bind, name in compiled.bind_names.items()}
    order = (compiled.positiontup if compiled.positional else list(binds)) or ()
    told = [_telling(binds[name].type, dialect) for name in order]
    fixed = {name: bind.value for name, bind in binds.items() if name not in names}
    return _Prepared(str(compiled), order, told, fixed, compiled.positional)


@lru_cache(1_024)
def _question(chosen: Select[Any], dialect: Dialect, count: int) -> _Question:
    compiled = chosen.compile(dialect=dialect)
    [bind] = compiled.bind_names
    expanded = compiled.construct_expanded_state({"some": [None] * count})
    return _Question(
        expanded.statement,
        _telling(bind.type, dialect),
        () if compiled.positional else list(expanded.parameters),
        _Answers.to(chosen, dialect),
    )


@lru_cache(1_024)
def _answered(
    chosen: Select[Any], dialect: Dialect, names: tuple[str, ...]
) -> tuple[_Prepared, _Answers]:
    return _prepared(chosen, dialect, names), _Answers.to(chosen, dialect)


def _telling(kind: TypeEngine[Any], dialect: Dialect) -> _Told:
    """What turns a value of ours into the driver's; None where it is the same."""
    if isinstance(kind, LargeBinary):
        return None  # the driver of either database takes bytes: wrapped, each is one object more
    turn = kind.dialect_impl(dialect).bind_processor(dialect)
    return _remembering(kind, turn)


def _meaning(kind: TypeEngine[Any], dialect: Dialect) -> _Told:
    """What turns a value of the driver's into ours; None where it is the same."""
    return _remembering(kind, kind.dialect_impl(dialect).result_processor(dialect, None))


def _remembering(kind: TypeEngine[Any], turn: _Told) -> _Told:
    """Of one look the same moment stands in many rows, and costs most of what is turned."""
    return lru_cache(_MOMENTS)(turn) if turn and isinstance(kind, Instant) else turn
