"""An archive on PostgreSQL: how it is reached, what is refused, and a server that goes away."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import make_url

from crawler.config import Config
from crawler.errors import NewerStoreError, StoreError
from crawler.store import Store
from crawler.store.database import HEAD, Database, open_database
from crawler.store.tables import metadata
from tests import postgresql
from tests.own_server import own_server
from tests.visits import IDENTITY, URL, article, hour, visit


def opened(served: Config, *, read_only: bool = False, patience: float = 30.0) -> Database:
    return open_database(served.data, served.database_url, read_only=read_only, patience=patience)


def changed(served: Config, **parts: object) -> Config:
    """With another host, user, database or query in the URL."""
    url = make_url(served.database_url)
    query = parts.pop("query", {})
    assert isinstance(query, dict)
    return replace(
        served,
        database_url=postgresql.rendered(url.set(**parts).update_query_dict(query)),  # type: ignore[arg-type]
    )


def complaint(served: Config, *, read_only: bool = False) -> str:
    """The one sentence with which an archive is not opened."""
    with pytest.raises(StoreError) as caught:
        Store.open(served, read_only=read_only)
    assert "\n" not in str(caught.value)
    return str(caught.value)


# ------------------------------------------------------------------ making one


def test_the_first_opening_makes_the_archive_and_no_folder(served: Config):
    with Store.open(served) as store:
        store.keep([visit(article())])
    with Store.open(served, read_only=True) as store:
        assert store.article(IDENTITY) == article()
        assert store.place.startswith("postgresql://")

    assert not served.data.exists()


def test_the_migrations_make_what_the_tables_say_there_too(served: Config):
    database = opened(served)
    with database.reading() as connection:
        drawn = {"include_name": lambda name, kind, _: (kind, name) != ("table", "search")}
        context = MigrationContext.configure(connection, opts={"compare_type": True, **drawn})
        differences = compare_metadata(context, metadata)
        partial = connection.exec_driver_sql(
            "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()"
            " AND indexdef LIKE '%% WHERE %%' ORDER BY 1"
        )
        partial_ones = [row[0] for row in partial]
    database.engine.dispose()

    assert differences == []
    assert partial_ones == sorted(
        str(index.name)
        for table in metadata.tables.values()
        for index in table.indexes
        if index.dialect_options["sqlite"]["where"] is not None
    )


def test_text_with_an_index_has_the_order_of_its_bytes(served: Config):
    """Else it changes with the server's system, under indexes that were built before."""
    database = opened(served)
    with database.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT relname, attname, collname FROM pg_index JOIN pg_class ON oid = indrelid"
            " JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)"
            " LEFT JOIN pg_collation ON pg_collation.oid = attcollation"
            " WHERE relnamespace = current_schema()::regnamespace AND atttypid = 'text'::regtype"
        )
        found = {(row.relname, row.attname): row.collname for row in rows}
    database.engine.dispose()

    assert {("watch", "identity"), ("watch", "url"), ("report", "key")} <= set(found)
    assert set(found.values()) == {"C"}


def test_a_reader_does_not_migrate(served: Config):
    Store.open(served).close()
    postgresql.said("UPDATE alembic_version SET version_num = '0000'", url=served.database_url)

    assert "of an older Stet: any command that writes" in complaint(served, read_only=True)


def test_an_archive_of_a_newer_stet_is_refused(served: Config):
    Store.open(served).close()
    postgresql.said("UPDATE alembic_version SET version_num = '9999'", url=served.database_url)

    with pytest.raises(NewerStoreError, match=rf"revision 9999, this one knows {HEAD}"):
        Store.open(served)


def test_a_database_of_another_program_is_refused_and_untouched(served: Config):
    postgresql.said("CREATE TABLE bookmarks (url text)", url=served.database_url)

    assert "database of another program (it holds 'bookmarks')" in complaint(served)
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
    assert [tuple(row) for row in postgresql.said(tables, url=served.database_url)] == [
        ("bookmarks",)
    ]


def test_a_reader_makes_nothing(served: Config):
    said = complaint(served, read_only=True)

    assert said.endswith("yet: start one with `stet add URL`")
    tables = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"
    [row] = postgresql.said(tables, url=served.database_url)
    assert row[0] == 0


def test_a_reader_cannot_write(served: Config):
    Store.open(served).close()
    with (
        Store.open(served, read_only=True) as store,
        pytest.raises(StoreError, match="cannot be written: it is a standby, or was opened"),
    ):
        store.keep([visit(article())])


def test_two_schemas_are_two_archives(served: Config):
    with (
        postgresql.schema() as url,
        Store.open(served) as one,
        Store.open(replace(served, database_url=url)) as other,
    ):
        one.keep([visit(article())])

        assert one.place != other.place
        assert other.watches() == []


# ------------------------------------------------------------------ refused


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"port": 9}, "does not answer (Connection refused): see that the PostgreSQL server runs"),
        ({"host": "nowhere.invalid"}, "does not answer ("),
        ({"database": "no_such"}, 'has no such database (database "no_such" does not exist): make'),
        ({"username": "no_such"}, 'does not let us in (role "no_such" does not exist): check'),
        ({"query": {"sslmode": "verify-full"}}, "does not answer ("),
        ({"query": {"nonsense": "1"}}, 'does not answer (invalid connection option "nonsense")'),
        ({"query": {"options": "-csearch_path=no_such"}}, "has no schema for an archive: make the"),
    ],
)
@pytest.mark.parametrize("read_only", [True, False])
def test_what_is_in_the_way_is_said_without_the_password(
    served: Config, parts: dict[str, object], said: str, read_only: bool
):
    told = complaint(changed(served, password="sesame", **parts), read_only=read_only)

    assert told.startswith("postgresql://")
    assert said in told
    assert "sesame" not in told


def test_a_password_in_the_query_is_not_said_either(served: Config):
    told = complaint(changed(served, port=9, query={"password": "sesame"}))

    assert "sesame" not in told


@contextmanager
def user() -> Iterator[str]:
    """A user who may do nothing but connect."""
    postgresql.said("CREATE ROLE stet_test_guest LOGIN")
    try:
        yield "stet_test_guest"
    finally:
        postgresql.said("DROP OWNED BY stet_test_guest")
        postgresql.said("DROP ROLE stet_test_guest")


def test_a_user_who_may_not_is_told_what_is_missing(served: Config):
    Store.open(served).close()
    [[schema]] = postgresql.said("SELECT current_schema()", url=served.database_url)
    with user() as guest:
        theirs = changed(served, username=guest)
        postgresql.said(f"GRANT USAGE ON SCHEMA {schema} TO {guest}")
        told = complaint(theirs, read_only=True)
        assert "does not let this user do it (permission denied for table alembic_ver" in told
        postgresql.said(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {guest}")
        with Store.open(theirs, read_only=True) as store:
            assert store.watches() == []


def test_a_database_that_cannot_hold_chinese_is_refused(config: Config):
    with own_server(encoding="LATIN1") as server:
        told = complaint(replace(config, database_url=server.url))

    assert "keeps text as LATIN1, which cannot hold all of it: make a database with" in told


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (
            "postgresql+asyncpg://x",
            "names postgresql+asyncpg, which is no database that Stet knows",
        ),
        ("postgresql//me:sesame@host/db", "is no database: it looks like postgresql+psycopg://"),
        ("postgresql://me:sesame@host:port/db", "is no database: it looks like postgresql+psyc"),
    ],
)
def test_a_wrong_url_is_said_without_its_password(config: Config, url: str, said: str):
    told = complaint(replace(config, database_url=url))

    assert told.startswith("[store] url")
    assert said in told
    assert "sesame" not in told


# ------------------------------------------------------------------ what only a page can write


def test_what_sqlite_would_keep_is_kept(store: Store):
    """A hostile page: a NUL in a header, a status of five digits, an address of 8,000 letters."""
    long = f"{URL}?{'x' * 8_000}"
    headers = (("ETag", '"a\0b"'),)
    store.keep([visit(article(url=long), url=long, headers=headers, status=99_999)])

    [watch] = store.watches()
    assert watch.etag == '"a\ufffdb"'
    assert store.find(long) == watch
    assert store.snapshots(IDENTITY)[0].status == 999


def test_times_come_back_in_utc_from_a_server_elsewhere(served: Config):
    with Store.open(
        changed(served, query={"options": _of(served, "timezone=Asia/Taipei")})
    ) as store:
        store.keep([visit(article())])
        [watch] = store.watches()

    assert watch.looked_at == hour(0)
    assert str(watch.looked_at) == "2026-03-01 08:00:00+00:00"


def _of(served: Config, setting: str) -> str:
    """The options of the URL, and one more."""
    return f"{make_url(served.database_url).query['options']} -c{setting}"
