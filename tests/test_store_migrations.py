"""Archives of an older Stet, on either database: brought up to date where they stand, once."""

from alembic import command
from sqlalchemy import create_engine

from crawler.config import Config
from crawler.store import Store
from crawler.store.database import FILE
from crawler.store.migrate import configuration
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
