"""Archives of an older Stet, on either database: brought up to date where they stand, once."""

from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, create_engine, insert

from crawler.config import Config
from crawler.store import Bookmark, DeliveryRow, Store, records
from crawler.store.database import FILE
from crawler.store.migrate import configuration
from crawler.store.tables import learnt
from tests import archives, postgresql
from tests.older import made_older
from tests.terminal import Terminal
from tests.visits import article, hour, visit

ROW = """
INSERT INTO watch (identity, site, url, location, state, hold, gone_looks, title, publisher,
  reached_from, added_at, versions, faults, etag, last_modified)
VALUES ('a:1234', 'a', 'https://a.example/1234', '', 'gone', '', 0, '港口清晨起火', '', '',
  '2026-03-01 08:00:00.000000', 0, 0, '', '')
"""


def made_by_an_older_stet(source: Config, revision: str) -> None:
    """An archive of that revision, with a watch in it."""
    source.data.mkdir(exist_ok=True)
    engine = create_engine(source.database_url or f"sqlite:///{source.data / FILE}")
    with engine.begin() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.exec_driver_sql(ROW)
    engine.dispose()


def test_what_is_there_is_found_by_the_new_indexes(source: Config):
    made_by_an_older_stet(source, "0002")

    with Store.open(source) as store:
        [watch] = store.watches(state="gone")
        assert store.find("123") == store.find("https://a.example/1234") == watch
        assert watch.title == "港口清晨起火"
        store.keep([visit(article(), 1, identity="a:1234")])
        assert store.due(hour(1))[0].state == "active"
    with Store.open(source, read_only=True) as store:
        assert store.watches(state="gone") == []


@pytest.mark.parametrize("is_server", [False, True], ids=["sqlite", "postgresql"])
def test_a_second_empty_archive_is_made_as_alembic_makes_one(tmp_path: Path, is_server: bool):
    with ExitStack() as stack:
        places = [
            Config(tmp_path / name, stack.enter_context(postgresql.schema()) if is_server else "")
            for name in ("by Alembic", "first", "second")
        ]
        made_by_an_older_stet(places[0], "head")
        for source in places[1:]:
            Store.open(source).close()
        by_alembic, *ours = [all_that_stands(source) for source in places]

    assert ours == [by_alembic, by_alembic]
    assert any("report" in each for each in by_alembic)


SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name"
SCHEMA_OF_A_SERVER = """
SELECT table_name, column_name, data_type, is_nullable, replace(column_default, schema || '.', '')
FROM information_schema.columns, current_schema() AS schema WHERE table_schema = schema
UNION SELECT tablename, indexname, replace(indexdef, schema || '.', ''), '', ''
FROM pg_indexes, current_schema() AS schema WHERE schemaname = schema
UNION SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), '', ''
FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
"""


def all_that_stands(source: Config) -> list[tuple[object, ...]]:
    """Tables, columns, indexes and constraints, as the database itself tells them."""
    engine = open_database_as_it_is(source)
    asked = SCHEMA_OF_A_SERVER if source.database_url else SCHEMA
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.exec_driver_sql(asked)]
    engine.dispose()
    return sorted(rows, key=repr)


def test_sums_begin_with_what_is_there(source: Config):
    archives.filled(source)
    with Store.open(source) as store:
        store.keep([visit("unreadable", 50, identity="cna:202603010001", payload=b"", status=304)])
        store.keep([visit(article(), at, identity="a:1") for at in (60, 61)])
        known = store.tallies()
    made_older(source, "0014")

    with Store.open(source) as store:
        assert store.tallies() == known
        assert {each.kind for each in known} >= {"gone", "not-modified", "unchanged", "changed"}


def test_each_step_is_said_before_it_is_made(source: Config, caplog: pytest.LogCaptureFixture):
    with Store.open(source):
        assert caplog.messages == [], "a new archive is made at once"
    steps = made_older(source, "0014")

    with Store.open(source) as store:
        said, *others = caplog.messages
    assert said.startswith(
        f"bringing {store.place} up to date, step 1 of {steps}: Sums of what was"
    )
    with Store.open(source):
        assert caplog.messages == [said, *others]


def test_who_uses_a_command_sees_the_steps(stet: Terminal, config: Config):
    archives.filled(config)
    steps = made_older(config, "0014")
    answer = stet("pause", "cna:202603010001", "--data", config.data)

    assert answer.returncode == 0
    assert answer.stderr.count(f"up to date, step 1 of {steps}") == 1


def test_a_letter_that_was_under_way_still_is(source: Config):
    archives.filled(source)
    made_older(source, "0014")
    place = {"version": 7, "event": 1, "waiting_versions": [3], "waiting_events": []}
    sent = {"at": "2026-03-02T07:00:00Z", "since": "2026-03-01T07:00:00Z", "place": place}
    done = {"at": "2026-03-02T08:00:00Z", "since": None, "place": place, "is_done": True}
    letters = {"desk": sent | {"is_done": False}, "morning": done}
    database = open_database_as_it_is(source)
    with database.begin() as connection:
        row = {"name": "deliveries", "at": hour(1), "record": records.pack({"letters": letters})}
        connection.execute(insert(learnt).values(row))
    database.dispose()

    with Store.open(source) as store:
        desk, morning = (store.deliveries.latest(name) for name in ("desk", "morning"))
        assert desk == DeliveryRow(
            "desk",
            datetime(2026, 3, 2, 7, tzinfo=UTC),
            datetime(2026, 3, 1, 7, tzinfo=UTC),
            Bookmark(7, 1, frozenset({3}), frozenset()),
            changes=0,
            tries=0,
            tried_at=datetime(2026, 3, 2, 7, tzinfo=UTC),
        )
        assert morning
        assert (morning.state, morning.since) == ("delivered", None)


def open_database_as_it_is(source: Config) -> Engine:
    return create_engine(source.database_url or f"sqlite:///{source.data / FILE}")
