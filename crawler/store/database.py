"""Opening the database, its transactions, and what its errors mean to a person."""

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import URL, Connection, Engine, make_url, text
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    InvalidRequestError,
    OperationalError,
    ProgrammingError,
)

from crawler.errors import FolderError, NewerStoreError, ServerError, StoreError
from crawler.store import file
from crawler.store.complaints import NO_PERMISSION, PATIENCE, told, trouble

if TYPE_CHECKING:
    from crawler.store.held import Held

T = TypeVar("T")

FILE = "stet.db"
"""The archive's file in a data folder."""
HEAD = "0019"
"""The newest migration that this Stet knows: the name of the last file in `migrations/versions`."""
CONNECTIONS = 10
"""To a server from one process at once, at most."""
ABSENCE = 15.0
"""Seconds that a writer waits for a server that went away: it may be starting anew."""
_PAUSE = 0.25
"""Seconds between two calls at its door."""


@dataclass(frozen=True, slots=True)
class Database:
    """An open archive of the right revision."""

    engine: Engine
    """SQLAlchemy's, its pool open."""
    place: str
    """The file or the server, as errors name it."""
    patience: float = PATIENCE
    """Seconds that a writer waits for another one."""

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A short transaction that sees one moment of the archive and blocks nobody."""
        with self._sound(), told(self.place), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def moment(self, held: "Held | None" = None) -> "Iterator[Database]":
        """One short transaction for all that is read; it sees one moment of the archive.

        Of a connection that is `held`, where one is told.
        """
        with told(self.place), (held or self._reader).begin() as connection:
            yield Joined(self.engine, self.place, self.patience, connection=connection)

    @contextmanager
    def _sound(self) -> Iterator[None]:
        """Tells damage from a fault of ours where a row holds what none of ours ever does.

        A page that is another's has no checksum to betray it: SQLite hands out what stands there.
        """
        try:
            yield
        except (TypeError, ValueError, InvalidRequestError) as error:
            if self._is_damaged():
                raise trouble(self.place, "malformed") from error
            raise

    def _is_damaged(self) -> bool:
        if self.is_server:
            return False
        with told(self.place), self.engine.connect() as connection:
            check = connection.exec_driver_sql("PRAGMA integrity_check(1)")
            return str(check.scalar()) != "ok"

    @property
    def _reader(self) -> Engine:
        if not self.is_server:
            return self.engine
        from crawler.store import server

        return self.engine.execution_options(**server.READING)

    @property
    def is_server(self) -> bool:
        """Whether it is PostgreSQL; else it is a file of SQLite's."""
        return self.engine.dialect.name != "sqlite"

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that alone may write: all of it is kept, or nothing.

        It takes its turn at the start (BEGIN IMMEDIATE; on PostgreSQL an advisory lock): a reader
        that turns writer in mid-way would be refused at once where two do it, whatever the timeout.
        """
        with (
            self._sound(),
            told(self.place, self.patience),
            self.engine.execution_options(stet_writing=True).begin() as connection,
        ):
            yield connection

    def write(self, act: Callable[[Connection], T], *, is_repeatable: bool = False) -> T:
        """What `act` makes of a transaction that alone may write.

        Where a server goes away before it is asked to keep anything, `act` is called again once it
        is back, for a while: it must change nothing but the database. Raises `ServerError` where
        the server stays away, or went while it kept: then nobody knows whether it did. What
        `is_repeatable`, as it may be done twice, is done again then, too.
        """
        latest = time.monotonic() + ABSENCE
        while True:
            is_done = False
            try:
                with self.writing() as connection:
                    made = act(connection)
                    is_done = True
            except ServerError as error:
                if is_done and not is_repeatable:
                    raise ServerError(
                        f"{error}; whether its last batch was, is not known"
                    ) from error
                if time.monotonic() > latest:
                    raise
                time.sleep(_PAUSE)
            else:
                return made

    @contextmanager
    def together(self, *, keep: bool) -> "Iterator[Database]":
        """One transaction for all that is read and written; without `keep` it is taken back."""
        with self.writing() as connection:
            yield Joined(self.engine, self.place, self.patience, connection=connection)
            if not keep:
                connection.rollback()


@dataclass(frozen=True, slots=True)
class Joined(Database):
    """A database whose every transaction is a part of one, which somebody else ends."""

    connection: Connection = field(kw_only=True)
    """Its transaction has begun."""

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Sees what was written before in the same transaction."""
        with self._sound(), told(self.place, self.patience):
            yield self.connection

    writing = reading

    def write(self, act: Callable[[Connection], T], *, is_repeatable: bool = False) -> T:
        """Once: where the server goes away, all of the transaction is gone with it."""
        with self.writing() as connection:
            return act(connection)


def open_database(
    data: Path,
    url: str = "",
    *,
    read_only: bool = False,
    make: bool = True,
    patience: float = PATIENCE,
) -> Database:
    """The archive in the folder `data`, or at `url`; made or brought up to date where it has to be.

    With `read_only` nothing is ever created, migrated or written; without `make` no file is made
    where there is none. A writer waits for another one, `patience` in seconds. Raises `StoreError`
    with one sentence for what is in the way, and `NewerStoreError` for an archive of a newer Stet.
    """
    path = file_of(data, url)
    if path is None:
        return _ready(_server(url, patience, read_only=read_only), read_only=read_only)
    check_file(path, read_only=read_only, make=make and not read_only)
    if path.exists() and not read_only:
        look_at(path)  # a foreign file is not touched
    engine = file.engine(path, patience, read_only=read_only)
    return _ready(Database(engine, str(path), patience), read_only=read_only)


def server_to_read(url: str, connections: int, patience: float) -> Database:
    """The archive at a server, whatever it holds: nothing is asked yet.

    Its engine keeps so many connections at most, and makes new ones where the server was restarted.
    """
    return _server(url, patience, read_only=True, connections=connections)


def _server(
    url: str, patience: float, *, read_only: bool, connections: int = CONNECTIONS
) -> Database:
    from crawler.store import server  # and psycopg: 150 ms that a file's readers need not wait

    address = _url(url)
    engine = server.engine(address, read_only=read_only, patience=patience, connections=connections)
    return Database(engine, server.place_of(address), patience)


def file_of(data: Path, url: str = "") -> Path | None:
    """The SQLite file in the folder `data`, or at `url`; None where a server keeps the archive.

    Raises `StoreError` where `url` is none.
    """
    if not url:
        return data / FILE
    address = _url(url)
    return Path(address.database or "") if address.get_backend_name() == "sqlite" else None


def look_at(path: Path, place: str = "") -> str:
    """The revision of the archive in a file, which stays as it is; empty for one without tables.

    Errors call it `place`. Raises `StoreError` for what is no archive of ours, `NewerStoreError`
    for one of a newer Stet.
    """
    database = file_to_read(path, place)
    try:
        found = _revision(database)
        _check(database, found, read_only=False)
    finally:
        database.engine.dispose()
    return found


def file_to_read(path: Path, place: str = "") -> Database:
    """An SQLite file that is there, whatever it holds: nothing is checked, nothing written."""
    return Database(file.engine(path, PATIENCE, read_only=True), place or str(path))


def _url(url: str) -> URL:
    shown = re.sub(":.*@", ":***@", url)  # there may be a password in it
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreError(f"[store] url = {shown!r} is no database: {_LOOKS}") from None
    if address.drivername not in _DRIVERS:
        raise StoreError(
            f"[store] url names {address.drivername}, which is no database that Stet knows: "
            f"{_LOOKS}"
        )
    return address


_DRIVERS = {"sqlite", "postgresql", "postgresql+psycopg"}
_LOOKS = "it looks like postgresql+psycopg://user@host/database or sqlite:////srv/stet/stet.db"


def check_file(path: Path, *, read_only: bool, make: bool) -> None:
    """Everything that can be told before SQLite is asked, which would tell it worse.

    The file itself is never opened here: closing it would let go of the locks that another
    archive of this process holds on it (sqlite.org/howtocorrupt.html, 2.2).
    """
    check_place(path)
    if not (make or path.exists()):
        raise StoreError(f"there is no archive at {path} yet: start one with `stet add URL`")
    if not read_only:
        check_writable(path)


def check_place(path: Path) -> None:
    """Raises `FolderError` where no archive can stand: a folder in the way, or a file above it."""
    try:
        folder = path.parent
        nearest = next(place for place in (folder, *folder.parents) if place.exists())
        wrong = "" if nearest.is_dir() else f"{nearest} is a file, not a folder"
        wrong = f"{path} is a folder, not an archive" if path.is_dir() else wrong
    except OSError as error:  # a folder that we may not enter
        wrong = f"{error.filename}: {error.strerror}"
    if wrong:
        raise FolderError(f"{wrong}: name another folder with --data")


def check_writable(path: Path) -> None:
    """Make the folder of an archive's file. Raises `FolderError` where one may not write there."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderError(
            f"{error.filename}: {error.strerror}: name another folder with --data"
        ) from None
    for place in (path.parent, path):
        if place.exists() and not os.access(place, os.W_OK):
            raise FolderError(f"{place} {NO_PERMISSION}")


def _ready(database: Database, *, read_only: bool) -> Database:
    """The database, up to date."""
    try:
        found = _revision(database)
        _check(database, found, read_only=read_only)
        if found != HEAD:
            with database.writing() as connection:
                _migrate(connection, found, database.place)
    except BaseException:
        database.engine.dispose()
        raise
    return database


def _migrate(connection: Connection, found: str, place: str) -> None:
    from crawler.store.migrate import upgrade  # loads Alembic, which takes longer than all else

    upgrade(connection, found, place)


def _check(database: Database, found: str, *, read_only: bool) -> None:
    place = database.place
    if found and not found.isdecimal():
        raise StoreError(f"{place} is the database of another program: name another one")
    if found > HEAD:
        raise NewerStoreError(
            f"{place} was written by a newer Stet (revision {found}, this one knows {HEAD}): "
            "upgrade Stet; nothing was changed"
        )
    if not found and database.is_server and read_only:
        raise StoreError(f"there is no archive at {place} yet: start one with `stet add URL`")
    if found < HEAD and read_only:
        age = "is of an older Stet" if found else "is empty"
        raise StoreError(
            f"{place} {age}: any command that writes, such as `stet crawl`, brings it up to date"
        )


_REVISION = text("SELECT version_num FROM alembic_version")


def is_current(database: Database) -> bool:
    """Whether it is an archive of this Stet's own revision: `open_database` says why it is not."""
    with database.reading() as connection:
        try:
            return bool(connection.execute(_REVISION).scalar() == HEAD)
        except DBAPIError as error:
            if error.connection_invalidated:
                raise
            return False


def _revision(database: Database) -> str:
    """The archive's revision, empty for a database without any table."""
    with database.reading() as connection:
        try:
            found = connection.execute(_REVISION).scalar()
        except (OperationalError, ProgrammingError) as error:
            if "alembic_version" not in str(error.orig) or _is_refused(error):
                raise
            found = None
    if found is None:
        _check_empty(database)
    return found or ""


def _is_refused(error: DBAPIError) -> bool:
    """Whether PostgreSQL says anything of the table but that it is not there."""
    return getattr(error.orig, "sqlstate", _UNDEFINED_TABLE) != _UNDEFINED_TABLE


_UNDEFINED_TABLE = "42P01"


def _check_empty(database: Database) -> None:
    with database.reading() as connection:
        if database.is_server:
            from crawler.store import server

            server.check_new(connection, database.place)
        dialect = connection.dialect
        tables = dialect.get_table_names(connection, dialect.default_schema_name)
    if tables:
        raise StoreError(
            f"{database.place} is the database of another program (it holds {tables[0]!r}): "
            "name another one"
        )
