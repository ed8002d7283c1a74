"""Schemas of a PostgreSQL server for tests: one of its own, or an empty archive for one by one."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from sqlalchemy import URL, create_engine, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from crawler.store import tables

NAMED = "STET_TEST_POSTGRESQL"
"""The environment variable that names another server, as an SQLAlchemy URL."""
SERVER = os.environ.get(NAMED, "postgresql+psycopg://postgres@127.0.0.1:5432/test")


@cache
def missing() -> str:
    """Why there is no server to test with; empty where there is one."""
    try:
        said("SELECT 1")
    except DBAPIError as error:
        return f"no PostgreSQL for tests, ${NAMED} names one: {str(error.orig).splitlines()[0]}"
    return ""


def needed() -> None:
    """Skip the test where no server answers, and say so; where there must be one, it fails."""
    if reason := missing():
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


def said(sql: str, *parameters: object, url: str = SERVER) -> list[Any]:
    """The rows that a statement of ours brings; it is kept at once."""
    options: dict[str, Any] = {"isolation_level": "AUTOCOMMIT", "poolclass": NullPool}
    engine = create_engine(url, connect_args={"connect_timeout": 5}, **options)
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(sql, parameters)
        return list(rows) if rows.returns_rows else []


@contextmanager
def schema() -> Iterator[str]:
    """The URL of an empty schema of its own; what is kept there need not reach the disk at once."""
    needed()
    name = f"stet_test_{secrets.token_hex(8)}"
    said(f"CREATE SCHEMA {name}")
    try:
        options = f"-csearch_path={name} -csynchronous_commit=off"
        yield rendered(make_url(SERVER).update_query_dict({"options": options}))
    finally:
        said(f"DROP SCHEMA {name} CASCADE")


def empty(url: str) -> None:
    """Take away all that an archive holds, and count from 1 anew: a twentieth of making one."""
    names = ["search", *(table.name for table in reversed(tables.metadata.sorted_tables))]
    said("; ".join(f"DELETE FROM {name}" for name in names), url=url)  # noqa: S608 - of ours
    for [name] in said(_COUNTED, url=url):
        said(f"ALTER SEQUENCE {name} RESTART", url=url)


_COUNTED = """
SELECT sequencename FROM pg_sequences
WHERE schemaname = current_schema AND last_value IS NOT NULL
"""


def rendered(url: URL) -> str:
    """A URL as it stands in stet.toml."""
    return url.render_as_string(hide_password=False)
