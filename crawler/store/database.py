"""Opening the database, its transactions, and what its errors mean to a person."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    IntegrityError,
    NoSuchModuleError,
    OperationalError,
    ProgrammingError,
)
from sqlalchemy.pool import NullPool, QueuePool

from crawler.errors import BusyError, FolderError, NewerStoreError, StetError, StoreError

FILE = "stet.db"
"""The archive's file in a data folder."""
HEAD = "0007"
"""The newest migration that this Stet knows: the name of the last file in `migrations/versions`."""
PATIENCE = 30.0
"""Seconds that a writer waits for another one."""


@dataclass(frozen=True, slots=True)
class Database:
    """An open archive of the right revision."""

    engine: Engine
    """SQLAlchemy's, its pool open."""
    place: str
    """The file or the server, as errors name it."""

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A short transaction that sees one moment of the archive and blocks nobody."""
        with told(self.place), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that alone may write: all of it is kept, or nothing.

        It takes its turn at the start (BEGIN IMMEDIATE): a reader that turns writer in mid-way
        would be refused at once where two do it, whatever the timeout.
        """
        with (
            told(self.place),
            self.engine.execution_options(stet_writing=True).begin() as connection,
        ):
            yield connection

    @contextmanager
    def together(self, *, keep: bool) -> "Iterator[Database]":
        """One transaction for all that is read and written; without `keep` it is taken back."""
        with self.writing() as connection:
            yield Joined(self.engine, self.place, connection)
            if not keep:
                connection.rollback()


@dataclass(frozen=True, slots=True)
class Joined(Database):
    """A database whose every transaction is a part of one, which somebody else ends."""

    connection: Connection
    """Its transaction has begun."""

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Sees what was written before in the same transaction."""
        with told(self.place):
            yield self.connection

    writing = reading


def open_database(data: Path, url: str = "", *, read_only: bool = False) -> Database:
    """The archive in the folder `data`, or at `url`; made or brought up to date where it has to be.

    With `read_only` nothing is ever created, migrated or written. Raises `StoreError` with one
    sentence for what is in the way, and `NewerStoreError` for an archive of a newer Stet.
    """
    address = _url(url) if url else URL.create("sqlite", database=str(data / FILE))
    if address.get_backend_name() != "sqlite":
        place = address.render_as_string(hide_password=True)
        return _ready(Database(_engine(address), place), read_only=read_only)
    path = Path(address.database or "")
    _check_file(path, read_only=read_only)
    if path.exists() and not read_only:  # a foreign file is not touched: it is looked at first
        _look(Database(_sqlite(path, read_only=True), str(path)))
    return _ready(Database(_sqlite(path, read_only), str(path)), read_only=read_only)


@contextmanager
def told(place: str) -> Iterator[None]:
    """Turns what a database driver raises into a `StoreError` that says where and what to do."""
    try:
        yield
    except (IntegrityError, ProgrammingError):
        raise  # ours: a wrong statement is no news for the user
    except DatabaseError as error:
        raise _told(place, error) from error


def _told(place: str, error: DatabaseError) -> StetError:
    said = str(error.orig)
    if "disk I/O error" in said and _has_no_room(place):
        said = "database or disk is full"  # SQLite does not say so of its -shm file
    for symptom, kind, sentence in _SYMPTOMS:
        if symptom in said:
            return kind(f"{place} {sentence}")
    return StoreError(f"{place}: {said}")


def _has_no_room(place: str) -> bool:
    folder = Path(place).parent
    return folder.is_dir() and shutil.disk_usage(folder).free < _ROOM_NEEDED


_ROOM_NEEDED = 64 * 1024  # bytes: the -shm file takes 32 KB
_NO_PERMISSION = (
    "cannot be written: give yourself write permission on the file and its folder, "
    "or name another folder with --data"
)
_SYMPTOMS: tuple[tuple[str, type[StoreError], str], ...] = (
    ("readonly", StoreError, _NO_PERMISSION),
    (
        "is full",
        StoreError,
        "has no room: the disk is full; make room and run it again, what was stored is kept",
    ),
    (
        "locked",
        BusyError,
        f"is being written by another process for over {PATIENCE:.0f} s: wait for it or stop it",
    ),
    (
        "unable to open",
        StoreError,
        "cannot be opened: check the permissions of the file and its folder, "
        "or name another folder with --data",
    ),
    (
        "not a database",
        StoreError,
        "is no Stet archive, or is damaged: name another folder with --data, or put a "
        "backup in its place",
    ),
    ("malformed", StoreError, "is damaged: keep a copy of it and put a backup in its place"),
    (
        "disk I/O error",
        StoreError,
        "cannot be read or written, the disk failed: check it, then run it again",
    ),
)


def _url(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError:
        raise StoreError(
            f"[store] url = {url!r} is no database: it looks like sqlite:////srv/stet/stet.db"
        ) from None


def _check_file(path: Path, *, read_only: bool) -> None:
    """Everything that can be told before SQLite is asked, which would tell it worse.

    The file itself is never opened here: closing it would let go of the locks that another
    archive of this process holds on it (sqlite.org/howtocorrupt.html, 2.2).
    """
    try:
        folder = path.parent
        nearest = next(place for place in (folder, *folder.parents) if place.exists())
        wrong = "" if nearest.is_dir() else f"{nearest} is a file, not a folder"
        wrong = f"{path} is a folder, not an archive" if path.is_dir() else wrong
    except OSError as error:  # a folder that we may not enter
        wrong = f"{error.filename}: {error.strerror}"
    if wrong:
        raise FolderError(f"{wrong}: name another folder with --data")
    if read_only and not path.exists():
        raise StoreError(f"there is no archive at {path} yet: start one with `stet add URL`")
    if not read_only:
        _check_writable(path)


def _check_writable(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderError(
            f"{error.filename}: {error.strerror}: name another folder with --data"
        ) from None
    for place in (path.parent, path):
        if place.exists() and not os.access(place, os.W_OK):
            raise FolderError(f"{place} {_NO_PERMISSION}")


def _engine(address: URL, **options: Any) -> Engine:
    try:
        return create_engine(address, **options)
    except ModuleNotFoundError as error:
        raise StoreError(
            f"[store] url names {address.drivername}, which needs the package {error.name}"
        ) from None
    except NoSuchModuleError:
        raise StoreError(
            f"[store] url names {address.drivername}, which is no database that Stet knows"
        ) from None


def _sqlite(path: Path, read_only: bool) -> Engine:
    address = f"file:{quote(str(path.absolute()))}"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{address}?{_read_mode(path)}" if read_only else address,
            uri=True,
            timeout=PATIENCE,
            isolation_level=None,
            check_same_thread=False,
        )
        connection.execute("PRAGMA foreign_keys = ON")
        if not read_only:
            connection.execute("PRAGMA journal_mode = WAL")
            # In WAL, NORMAL loses nothing to a killed process; only to a power cut, and whole.
            connection.execute("PRAGMA synchronous = NORMAL")
        return connection

    # A reader opens the file anew each time: what is right for it depends on who is writing.
    pool = NullPool if read_only else QueuePool
    engine = _engine(URL.create("sqlite", database=str(path)), creator=connect, poolclass=pool)

    # sqlite3 would begin transactions by itself, and deferred ones: two writers then meet with
    # "database is locked" although both are willing to wait (research/scale.md B3).
    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("stet_writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _read_mode(path: Path) -> str:
    """Without a writer the WAL is empty, and where the reader may not open one none is needed."""
    try:
        is_at_rest = path.with_name(f"{path.name}-wal").stat().st_size == 0
    except FileNotFoundError:
        is_at_rest = True
    return "immutable=1" if is_at_rest and not os.access(path.parent, os.W_OK) else "mode=ro"


def _look(database: Database) -> None:
    """Refuse what is not ours; nothing is written."""
    try:
        _check(database, _revision(database), read_only=False)
    finally:
        database.engine.dispose()


def _ready(database: Database, *, read_only: bool) -> Database:
    """The database, up to date."""
    try:
        found = _revision(database)
        _check(database, found, read_only=read_only)
        if found != HEAD:
            with database.writing() as connection:
                _migrate(connection)
    except BaseException:
        database.engine.dispose()
        raise
    return database


def _migrate(connection: Connection) -> None:
    from crawler.store.migrate import upgrade  # loads Alembic, which takes longer than all else

    upgrade(connection)


def _check(database: Database, found: str, *, read_only: bool) -> None:
    place = database.place
    if found and not found.isdecimal():
        raise StoreError(f"{place} is the database of another program: name another one")
    if found > HEAD:
        raise NewerStoreError(
            f"{place} was written by a newer Stet (revision {found}, this one knows {HEAD}): "
            "upgrade Stet; nothing was changed"
        )
    if found < HEAD and read_only:
        age = "is of an older Stet" if found else "is empty"
        raise StoreError(
            f"{place} {age}: any command that writes, such as `stet crawl`, brings it up to date"
        )


def _revision(database: Database) -> str:
    """The archive's revision, empty for a database without any table."""
    with database.reading() as connection:
        try:
            found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        except (OperationalError, ProgrammingError) as error:
            if "alembic_version" not in str(error.orig):
                raise
            found = None
    if found is None:
        _check_empty(database)
    return found or ""


def _check_empty(database: Database) -> None:
    with database.reading() as connection:
        tables = connection.dialect.get_table_names(connection)
    if tables:
        raise StoreError(
            f"{database.place} is the database of another program (it holds {tables[0]!r}): "
            "name another one"
        )
