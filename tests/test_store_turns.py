"""Whose turn it is: one writer at a time, readers in one moment, and a server that goes away."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import Connection

from crawler.config import Config
from crawler.errors import BusyError, ServerError
from crawler.store import Store
from crawler.store.database import Database, open_database
from tests import postgresql
from tests.visits import IDENTITY, article, visit
from tests.wire import Wire, wire


@contextmanager
def opened(source: Config, **options: float) -> Iterator[Database]:
    database = open_database(source.data, source.database_url, **options)  # type: ignore[arg-type]  # patience alone
    try:
        yield database
    finally:
        database.engine.dispose()


def start(connection: Connection) -> None:
    """The beginning of a crawl's row, for want of anything smaller to write."""
    connection.exec_driver_sql(
        "INSERT INTO run (spider, arguments, started_at, reason, stats)"
        " VALUES ('x', '{}', '2026-03-01 08:00:00', '', '{}')"
    )


def count(connection: Connection) -> int:
    return int(connection.exec_driver_sql("SELECT count(*) FROM run").scalar_one())


def test_one_writes_at_a_time_and_the_other_waits(source: Config):
    begun = threading.Event()
    seen: list[int] = []

    def second() -> None:
        begun.set()
        with opened(source) as database, database.writing() as connection:
            seen.append(count(connection))

    with opened(source) as database:
        with database.writing() as connection:
            other = threading.Thread(target=second)
            other.start()
            begun.wait()
            other.join(0.3)
            assert seen == [], "it waits"
            start(connection)
        other.join(30)

    assert seen == [1], "and sees what the first has written"


def test_who_waits_too_long_is_told_so(source: Config):
    with opened(source) as first, first.writing(), opened(source, patience=0.2) as second:
        with (
            pytest.raises(BusyError, match=r"by another process for over 0\.2 s: wait") as caught,
            second.writing(),
        ):
            raise AssertionError("both write at once")
        assert caught.value.exit_code == 75
        with second.reading() as connection:
            assert count(connection) == 0


def test_a_reader_sees_one_moment_and_blocks_nobody(source: Config):
    with opened(source) as reader, opened(source) as writer:
        with reader.reading() as connection:
            before = count(connection)
            with writer.writing() as other:
                start(other)
            assert count(connection) == before == 0
        with reader.reading() as connection:
            assert count(connection) == 1


def test_nothing_of_a_broken_transaction_is_kept(source: Config):
    def broken(connection: Connection) -> None:
        start(connection)
        raise ZeroDivisionError

    with opened(source) as database:
        with pytest.raises(ZeroDivisionError):
            database.write(broken)
        with database.reading() as connection:
            assert count(connection) == 0


def test_writers_of_two_schemas_wait_for_nobody(served: Config):
    with (
        postgresql.schema() as url,
        opened(served) as one,
        opened(replace(served, database_url=url), patience=0.2) as other,
        one.writing(),
        other.writing() as connection,
    ):
        start(connection)


# ------------------------------------------------------------------ a server that goes away


@pytest.fixture
def cable() -> Iterator[Wire]:
    with wire() as cable:
        yield cable


@pytest.fixture
def far(served: Config, cable: Wire) -> Iterator[Store]:
    """An archive at the other end of a wire."""
    with Store.open(replace(served, database_url=cable.url(served.database_url))) as store:
        yield store


def numbers(served: Config) -> tuple[int, int, int]:
    """Versions, looks, and looks that the version counts."""
    with Store.open(served, read_only=True) as store:
        versions = store.versions(IDENTITY)
        return len(versions), len(store.snapshots(IDENTITY)), sum(row.checks for row in versions)


def test_between_two_batches_nobody_notices(far: Store, cable: Wire, served: Config):
    far.keep([visit(article("甲"))])
    cable.cut()
    [kept] = far.keep([visit(article("乙"), 1)])

    assert (kept.outcome, kept.version) == ("new", 2)
    cable.cut()
    assert len(far.versions(IDENTITY)) == 2
    assert numbers(served) == (2, 2, 2)


def test_in_mid_batch_the_batch_is_kept_again_and_once(far: Store, cable: Wire, served: Config):
    far.keep([visit(article("甲"))])
    cable.cut_at(b"INSERT INTO snapshot", heard=False)
    [kept] = far.keep([visit(article("乙"), 1)])

    assert cable.cuts == 1
    assert (kept.outcome, kept.version) == ("new", 2)
    assert numbers(served) == (2, 2, 2)


@pytest.mark.parametrize("heard", [True, False])
def test_at_the_very_end_nobody_can_know_and_it_is_said(
    far: Store, cable: Wire, served: Config, heard: bool
):
    far.keep([visit(article("甲"))])
    cable.cut_at(b"COMMIT\0", heard=heard)
    with pytest.raises(ServerError, match=r"broke the connection off .* is not known"):
        far.keep([visit(article("乙"), 1)])

    assert numbers(served) == ((2, 2, 2) if heard else (1, 1, 1)), "all of it, or nothing"
    assert far.keep([visit(article("乙"), 2)])[0].version == 2


def test_while_it_is_down_a_writer_waits(far: Store, cable: Wire, served: Config):
    kept: list[str] = []

    def keep() -> None:
        kept.extend(one.outcome for one in far.keep([visit(article())]))

    writer = threading.Thread(target=keep)
    with cable.down():
        writer.start()
        writer.join(0.5)
        assert kept == []
        with pytest.raises(ServerError, match=r"does not answer \(Connection refused\)"):
            far.versions(IDENTITY)
    writer.join(30)

    assert kept == ["first"]
    assert numbers(served) == (1, 1, 1)


# ------------------------------------------------------------------ who alone watches


def test_one_watches_a_server_from_whatever_folder(served: Config):
    with Store.open(served) as one, Store.open(served) as other, one.lease() as make_sure:
        make_sure()
        with (
            pytest.raises(BusyError, match=r"another `stet run` \(stet \d+ on .*\) watches postg"),
            other.lease(),
        ):
            raise AssertionError("both watch")
        make_sure()
    with Store.open(served) as later, later.lease() as make_sure:
        make_sure()


def test_who_watches_takes_it_up_again_when_the_server_is_back(
    far: Store, cable: Wire, served: Config
):
    with far.lease() as make_sure, Store.open(served) as near:
        with cable.down(), pytest.raises(ServerError):
            make_sure()
        make_sure()
        cable.cut()
        with near.lease() as other:
            other()
            with pytest.raises(BusyError, match="another `stet run`"):
                make_sure()
        make_sure()
