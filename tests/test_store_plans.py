"""How SQLite answers what is asked often: never by reading a whole table."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event

from crawler.store import Sought, Store
from crawler.store.database import Database, open_database
from crawler.store.tables import metadata
from tests.visits import URL, article, hour, visit

Question = Callable[[Store], object]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = open_database(tmp_path)
    yield database
    database.engine.dispose()


def plans(database: Database, ask: Question) -> list[str]:
    """What SQLite says of each query that `ask` makes."""
    asked: list[tuple[str, Any]] = []

    @event.listens_for(database.engine, "before_cursor_execute")
    def note(_: Connection, __: object, sql: str, parameters: Any, *rest: object) -> None:
        if sql.startswith("SELECT"):
            asked.append((sql, parameters))

    ask(Store(database))
    event.remove(database.engine, "before_cursor_execute", note)
    with database.reading() as connection:
        return [
            row[3]
            for sql, parameters in asked
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", parameters)
        ]


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: store.due(hour(0)),
        lambda store: store.due(hour(0), site="a"),
        lambda store: store.watches(site="a"),
        lambda store: store.versions("a:1"),
        lambda store: store.snapshots("a:1"),
        lambda store: store.events("a:1"),
        lambda store: store.related("a:1"),
        lambda store: list(store.unreported()),
        lambda store: store.reports(since=hour(0)),
        lambda store: store.reports(site="a", limit=50),
        lambda store: store.reports(identity="a:1"),
        lambda store: list(store.seeds("a:1")),
        lambda store: store.search(Sought("渡輪", site="a", publisher="例報", before=7)),
        lambda store: store.search(Sought("渡輪", since=hour(0), until=hour(1))),
        lambda store: store.search(Sought("渡輪", kind="deleted", min_score=60)),
    ],
)
def test_what_is_asked_often_has_its_index(database: Database, ask: Question):
    tables = tuple(f"SCAN {name}" for name in metadata.tables)
    scans = [line for line in plans(database, ask) if line.startswith(tables)]

    assert scans == []


def test_the_latest_reports_are_read_in_order(database: Database):
    steps = plans(database, lambda store: store.reports(limit=50))

    assert not [step for step in steps if "TEMP B-TREE" in step]


def test_what_is_searched_for_is_read_in_the_order_of_the_index(database: Database):
    store = Store(database)
    store.keep([visit(article("渡輪停航"))])
    steps = plans(database, lambda store: store.search(Sought("渡輪", before=7)))

    assert steps[0].startswith("SCAN search VIRTUAL TABLE INDEX")
    assert not [step for step in steps if "TEMP B-TREE" in step]


def test_an_article_is_found_at_once_by_identity_and_url(database: Database):
    store = Store(database)
    store.keep([visit("unreachable", identity="a:1", url=URL)])

    for name in ("a:1", URL):
        steps = plans(database, lambda store, name=name: store.find(name))  # type: ignore[misc]
        assert not [step for step in steps if step.startswith("SCAN")]
