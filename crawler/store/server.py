"""PostgreSQL: reaching it, whose turn it is to write, and who alone watches.

Loaded where a configuration names a server: who keeps an SQLite file waits for none of this.
"""

import os
import socket
from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from crawler.errors import BusyError, StoreError
from crawler.store.complaints import NO_SCHEMA, told

DRIVER = "postgresql+psycopg"
"""The one that Stet speaks through."""

READING: Mapping[str, Any] = MappingProxyType(
    {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
)
"""Of a transaction that reads: all its statements see one moment, as in SQLite."""

_ENCODING = "UTF8"

_TURN = 0x73746574
"""The word `stet`; with the schema's number it names the lock of one archive's writers."""
_WATCH = _TURN + 1
"""And that of who watches it."""
_HANDOVER = 2
"""Seconds after which who broke off is sure to hold it no more: a server notices a moment later."""
_SILENCE = 300
"""Seconds that a writer may say nothing in mid-transaction: whose machine is gone holds no lock."""

_REACHING = {
    "connect_timeout": "10",
    # A server whose machine is gone says nothing, for ever: after a minute it is taken to be.
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "60000",
}
_SHOWN = ("host", "port", "options", "service")
"""Of a URL's query, what tells one archive from another; the others may be secret."""


def _address(url: URL) -> URL:
    """What to connect to: `url`, with what it leaves open set as a daemon needs it."""
    name = f"stet {os.getpid()} on {socket.gethostname()}"
    own = _REACHING | {"fallback_application_name": name, "client_encoding": "utf8"}
    missing = {key: value for key, value in own.items() if key not in url.query}
    return url.set(drivername=DRIVER).update_query_dict(missing)


def place_of(url: URL) -> str:
    """The archive as errors name it: `postgresql://stet@db.example/news`, never a password."""
    shown = {key: value for key, value in url.query.items() if key in _SHOWN}
    plain = url.set(drivername="postgresql", query=shown)._replace(password=None)
    return plain.render_as_string()


def engine(url: URL, *, read_only: bool, patience: float, connections: int) -> Engine:
    """SQLAlchemy's, for `url`; with `read_only` the server refuses whatever would write.

    Transactions with the option `stet_writing` take turns, and wait for theirs, `patience` in
    seconds; all wait so long where as many `connections` are in use. Raises `StoreError` without a
    driver.
    """
    try:
        made = create_engine(
            _address(url),
            execution_options={"postgresql_readonly": True} if read_only else {},
            # Of who writes: each statement sees what the writer before has kept by then.
            isolation_level="READ COMMITTED",
            pool_pre_ping=True,  # the server may have been restarted since the last transaction
            pool_size=connections,
            max_overflow=0,
            pool_timeout=patience,
            use_native_hstore=False,  # else each opening asks for it
        )
    except ImportError as error:
        raise StoreError(
            f"{place_of(url)} needs the package {error.name or 'psycopg'}: "
            "pip install 'psycopg[binary]'"
        ) from None

    @event.listens_for(made, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("stet_writing", False):
            connection.exec_driver_sql(_BOUNDS, (f"{patience * 1000:.0f}ms", f"{_SILENCE}s"))
            connection.exec_driver_sql(_LOCK, (_TURN,))

    return made


_BOUNDS = (
    "SELECT set_config('lock_timeout', %s, true),"
    " set_config('idle_in_transaction_session_timeout', %s, true)"
)
_LOCK = "SELECT pg_advisory_xact_lock(%s, current_schema()::regnamespace::oid::int)"


class Lease:
    """A lock on an archive that lasts as long as the connection that holds it."""

    def __init__(self, engine: Engine, place: str) -> None:
        """Holds nothing yet; `place` is the archive's, for people."""
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._place = place
        self._connection: Connection | None = None

    def renew(self) -> None:
        """Hold it, still or again. Raises `BusyError` naming who else does, or `ServerError`."""
        with told(self._place):
            if not self._is_held():
                self._take()

    def _is_held(self) -> bool:
        """Whether the connection lives: a server that was restarted has forgotten the lock."""
        try:
            return self._connection is not None and bool(self._connection.scalar(text("SELECT 1")))
        except DBAPIError:
            self.close()
            return False

    def _take(self) -> None:
        connection = self._engine.connect()
        connection.detach()  # from the pool, which would keep it open, and so the lock
        try:
            connection.exec_driver_sql(_SHORTLY, (f"{_HANDOVER}s",))
            connection.exec_driver_sql(_HOLD, (_WATCH,))
        except DBAPIError as error:
            is_held = getattr(error.orig, "sqlstate", "") == _NOT_AVAILABLE
            holder = watcher(connection) if is_held else ""
            connection.close()
            if not is_held:
                raise
            raise BusyError(
                f"another `stet run` ({holder or 'it has just ended'}) watches {self._place}: "
                "stop it first, or name another archive in [store] url"
            ) from None
        self._connection = connection

    def close(self) -> None:
        """Let go of it."""
        held, self._connection = self._connection, None
        if held is None:
            return
        if not held.invalidated:
            with suppress(DBAPIError):  # the server would do it, too, a moment after this returns
                held.exec_driver_sql("SELECT pg_advisory_unlock_all()")
        held.close()


def watcher(connection: Connection) -> str:
    """Who watches the archive, from whichever machine, as `stet 12 on desk`; empty: nobody does."""
    return str(connection.exec_driver_sql(_HOLDER, (_WATCH,)).scalar() or "")


_SHORTLY = "SELECT set_config('lock_timeout', %s, false)"
_HOLD = "SELECT pg_advisory_lock(%s, current_schema()::regnamespace::oid::int)"
_NOT_AVAILABLE = "55P03"
_HOLDER = (
    "SELECT COALESCE(NULLIF(application_name, ''), 'a program without a name')"
    " FROM pg_locks JOIN pg_stat_activity USING (pid)"
    " WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND classid = %s::bigint::oid"
    " AND objid = current_schema()::regnamespace::oid AND datname = current_database()"
)


def check_new(connection: Connection, place: str) -> None:
    """Whether an archive may be made here. Raises `StoreError`."""
    schema, encoding = connection.exec_driver_sql(
        "SELECT current_schema(), pg_catalog.current_setting('server_encoding')"
    ).one()
    if schema is None:
        raise StoreError(f"{place} {NO_SCHEMA}")
    if encoding != _ENCODING:
        raise StoreError(
            f"{place} keeps text as {encoding}, which cannot hold all of it: make a database with "
            "`createdb --encoding=UTF8 --template=template0 NAME` and name it in [store] url"
        )
