"""An archive that is read again and again: each time as it is at one moment."""

from contextlib import closing
from dataclasses import replace

import pytest
from sqlalchemy import make_url

from crawler.config import Config
from crawler.errors import BusyError, ServerError, StoreError
from crawler.store import Moments, Store
from crawler.store.database import FILE
from tests import postgresql
from tests.own_server import own_server
from tests.visits import IDENTITY, article, visit


def titles(moments: Moments) -> list[str]:
    with moments.now() as store:
        return [watch.title for watch in store.watches()]


def test_a_moment_stays_as_it_is_and_the_next_one_is_another(source: Config, store: Store):
    store.keep([visit(article("舊的"))])
    with closing(Moments(source)) as moments:
        with moments.now() as now:
            assert now.find(IDENTITY).versions == 1
            store.keep([visit(article("新的"), 1)])
            assert now.find(IDENTITY).versions == 1
            assert [row.number for row in now.versions(IDENTITY)] == [1]
        assert titles(moments) == ["新的"]


def test_a_moment_is_read_only(source: Config, store: Store):
    with (
        closing(Moments(source)) as moments,
        moments.now() as now,
        pytest.raises(StoreError, match="cannot be written"),
    ):
        now.keep([visit(article())])


def test_an_archive_may_come_and_go_and_come_back(config: Config):
    moments = Moments(config)
    with pytest.raises(StoreError, match=r"there is no archive at .* yet"):
        titles(moments)
    for title in ("第一個", "第二個"):
        with Store.open(config) as store:
            store.keep([visit(article(title))])
        assert titles(moments) == [title]
        for path in config.data.glob(f"{FILE}*"):
            path.unlink()


def test_an_archive_of_another_revision_says_so_until_it_is_brought_up_to_date(config: Config):
    moments = Moments(config)
    (config.data / FILE).parent.mkdir(parents=True, exist_ok=True)
    (config.data / FILE).touch()
    with pytest.raises(StoreError, match="is empty: any command that writes"):
        titles(moments)
    Store.open(config).close()
    assert titles(moments) == []


# ------------------------------------------------------------------ a server


def connections(name: str) -> int:
    [[count]] = postgresql.said(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = %s", name
    )
    return int(count)


@pytest.fixture
def named(served: Config) -> Config:
    """An archive on a server, to which we connect under a name of our own."""
    Store.open(served).close()
    url = make_url(served.database_url)
    name = f"moments of {url.query['options']}"[:60]
    return replace(
        served,
        database_url=postgresql.rendered(url.update_query_dict({"application_name": name})),
    )


def test_one_connection_serves_one_moment_after_the_other(named: Config):
    name = str(make_url(named.database_url).query["application_name"])
    with closing(Moments(named)) as moments:
        for _ in range(5):
            assert titles(moments) == []
        assert connections(name) == 1
        with moments.now() as one, moments.now() as other:
            assert one.watches() == other.watches()
            assert connections(name) == 2


def test_who_finds_every_connection_taken_is_told(named: Config):
    url = make_url(named.database_url)
    with (
        closing(Moments(named, connections=1, patience=0.1)) as moments,
        moments.now(),
        pytest.raises(BusyError, match="asked by too many at once") as caught,
    ):
        titles(moments)
    assert str(url.host) in str(caught.value)


@pytest.mark.slow
def test_a_server_that_was_restarted_is_read_on():
    with own_server() as server:
        config = Config(database_url=server.url)
        Store.open(config).close()
        with closing(Moments(config)) as moments:
            for mode in ("fast", "immediate"):
                assert titles(moments) == []
                server.restart(mode)
            assert titles(moments) == []
            server.stop()
            with pytest.raises(ServerError):
                titles(moments)
