"""SQLite: opening an archive's file, to write in it or to read it."""

import os
import sqlite3
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool, QueuePool


def engine(path: Path, patience: float, *, read_only: bool) -> Engine:
    """SQLAlchemy's, for the file at `path`, which a writer makes where there is none.

    Transactions with the option `stet_writing` wait for their turn, `patience` in seconds.
    """
    # Questions are compiled once an engine: pages share theirs, in which nothing stays open.
    return (_shared if read_only else _made)(path.absolute(), patience, read_only)


def _made(path: Path, patience: float, read_only: bool) -> Engine:
    def connect() -> sqlite3.Connection:
        file = f"file:{quote(str(path))}"
        connection = sqlite3.connect(
            f"{file}?{'immutable=1' if is_frozen(path) else 'mode=ro'}" if read_only else file,
            uri=True,
            timeout=patience,
            isolation_level=None,
            check_same_thread=False,
        )
        connection.execute("PRAGMA foreign_keys = ON")
        if not read_only:
            if not connection.execute("PRAGMA page_count").fetchone()[0]:
                # Of a new file room is given back in steps. Of any other this would take the turn
                # of whoever writes, to say again what the file says.
                connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
            connection.execute("PRAGMA journal_mode = WAL")
            # In WAL, NORMAL loses nothing to a killed process; only to a power cut, and whole.
            connection.execute("PRAGMA synchronous = NORMAL")
        return connection

    # A reader opens the file anew each time: what is right for it depends on who is writing.
    pool = NullPool if read_only else QueuePool
    engine = create_engine("sqlite://", creator=connect, poolclass=pool)

    # sqlite3 would begin transactions by itself, and deferred ones: two writers then meet with
    # "database is locked" although both are willing to wait (research/scale.md B3).
    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("stet_writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


_shared = lru_cache(maxsize=8)(_made)


def is_frozen(path: Path) -> bool:
    """Whether it is read as if nobody wrote, as it may not be watched: who can, is to look anew.

    Without a writer the WAL is empty, and where the reader may not open one none is needed.
    """
    try:
        is_at_rest = path.with_name(f"{path.name}-wal").stat().st_size == 0
    except FileNotFoundError:
        is_at_rest = True
    return is_at_rest and not os.access(path.parent, os.W_OK)
