"""How much room an archive takes on the disk, and giving back what is free of it."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from crawler.errors import BusyError, StoreError
from crawler.store.complaints import told, trouble
from crawler.store.database import Database

STEP = 200
"""Pages given back in one transaction, which a crawl beside it waits for."""
PATIENCE = 3.0
"""Seconds that a rewriting waits for readers to let go, who take a fraction of one."""
_INCREMENTAL = 2


@dataclass(frozen=True, slots=True)
class Room:
    """What the file of an archive takes, without its log."""

    size: int
    """Bytes of the file."""
    free: int
    """Bytes of it that hold nothing, and are written next."""
    gives_back: bool
    """Whether the free ones can be given back in steps. Those of an archive that an older Stet
    has made cannot, until it is rewritten."""


def measure(database: Database) -> Room | None:
    """How much room it takes; None for one on a server, which looks after that itself."""
    with database.reading() as connection:
        if database.is_server:
            return None
        return _room(lambda name: connection.exec_driver_sql(name).scalar_one())


def size(database: Database) -> int:
    """Bytes that it takes on the disk, on a server with its indexes; of a file without its log."""
    room = measure(database)
    if room:
        return room.size
    with database.reading() as connection:
        return int(connection.exec_driver_sql(_TAKEN).scalar_one())


_TAKEN = """
    SELECT coalesce(sum(pg_total_relation_size(oid)), 0) FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
"""


def _room(ask: Callable[[str], int]) -> Room:
    page, pages, free, mode = (
        ask(f"PRAGMA {name}")
        for name in ("page_size", "page_count", "freelist_count", "auto_vacuum")
    )
    return Room(page * pages, page * free, mode == _INCREMENTAL)


def give_back(database: Database) -> Iterator[int]:
    """Give the free pages back to the disk, some at a time; yields how many bytes are left to be.

    Others write in between. What was given back shows once the log is folded into the file, at
    the latest when nobody has the archive open any more.
    """
    while (room := measure(database)) and room.free and room.gives_back:
        yield room.free
        # A script, because `execute` stops after the first of the pages.
        _outside(database, f"PRAGMA incremental_vacuum({STEP})")


def sweep(database: Database) -> None:
    """Let a server write next where something was let go, as its autovacuum would do later.

    Others read and write meanwhile; what is at the end of a table is given back to the disk.
    """
    with told(database.place), database.engine.connect() as connection:
        outside = connection.execution_options(isolation_level="AUTOCOMMIT")
        for table in _PRUNED:
            outside.exec_driver_sql(f"VACUUM (ANALYZE) {table}")


def tend(database: Database) -> None:
    """Bring the figures by which questions are planned up to date, and the log into the file.

    A server does both by itself. Who reads or writes meanwhile leaves some of the log for later.
    """
    if not database.is_server:
        _outside(database, "PRAGMA optimize; PRAGMA wal_checkpoint(PASSIVE)")


def _outside(database: Database, script: str) -> None:
    """Run statements of SQLite outside of any transaction."""
    with database.engine.connect() as connection:
        driver = connection.connection.driver_connection
        if not isinstance(driver, sqlite3.Connection):
            raise TypeError(f"{database.place} is no SQLite file")
        try:
            driver.executescript(script)
        except sqlite3.DatabaseError as error:
            raise trouble(database.place, str(error)) from error


_PRUNED = ("payload", "article", "snapshot", "run")


def rewrite(path: Path) -> Room:
    """Write the file of an archive anew without what is free; from then on it gives back in steps.

    Nobody else may have it open: raises `BusyError`, and `StoreError` where there is no room for
    all of it twice. Where this is cut short the archive is as it was.
    """
    with closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as connection:

        def ask(pragma: str) -> int:
            return int(connection.execute(pragma).fetchone()[0])

        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("PRAGMA journal_mode = DELETE")
            _check_room(path, _room(ask))
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
            connection.execute("VACUUM")
            return _room(ask)
        except sqlite3.DatabaseError as error:
            if "locked" in str(error):
                raise BusyError(
                    f"{path} is open in another process: stop what crawls, then run it again"
                ) from None
            raise trouble(str(path), str(error)) from error


def _check_room(path: Path, before: Room) -> None:
    """SQLite writes the new file where temporary files go, then over the old, with a journal."""
    needed = {path.parent: before.size}
    scratch = _scratch()
    if scratch.stat().st_dev == path.parent.stat().st_dev:
        needed[path.parent] += before.size - before.free
    else:
        needed[scratch] = before.size - before.free
    for folder, size in needed.items():
        free = shutil.disk_usage(folder).free
        if free < size:
            raise StoreError(
                f"{folder} has no room to write {path} anew: it takes {size / 1e6:,.1f} MB, "
                f"{free / 1e6:,.1f} MB are free; what is free in the archive is used again anyway"
            )


def _scratch() -> Path:
    """Where SQLite puts its temporary files: https://www.sqlite.org/tempfiles.html, 5."""
    named = os.environ.get("SQLITE_TMPDIR") or os.environ.get("TMPDIR")
    places = [Path(place) for place in (named, "/var/tmp", "/usr/tmp") if place]  # noqa: S108  where SQLite looks
    usable = (place for place in places if place.is_dir() and os.access(place, os.W_OK | os.X_OK))
    return next(usable, Path(tempfile.gettempdir()))
