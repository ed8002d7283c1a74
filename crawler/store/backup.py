"""Copies of an archive's file: made while others write, looked at page by page, then put in place.

A copy is written under the name `FILE.partial` and gets its own when all of it is on the disk and
was found whole: what is called FILE is a whole archive, whenever the power went or the process was
killed. The next copy to FILE takes the place of a partial one.
"""

import errno
import fcntl
import os
import re
import shlex
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Connection, func, make_url, select

from crawler.config import Config
from crawler.errors import BusyError, FolderError, StoreError, UsageError
from crawler.store.archive import Store
from crawler.store.complaints import trouble
from crawler.store.database import check_place, file_of, file_to_read, look_at
from crawler.store.tables import version, watch

STEP = 1_000
"""Pages copied between two words on how far it is: 4 MB."""
SIDES = ("-wal", "-shm", "-journal")
"""What SQLite may keep beside a file, by the end of its name."""

Follow = Callable[[str, float], object]
"""Takes what is being done, and the share of it that is done: 0 to 1."""


@dataclass(frozen=True, slots=True)
class Examined:
    """An archive in one file that was found whole: every page, every reference, its revision."""

    path: Path
    """Where it lies."""
    revision: str
    """The migration that it stands at; an older one is brought up to date when it is opened."""
    size: int
    """Bytes of the file."""
    articles: int
    """How many are watched, or were."""
    versions: int
    """How many there are of all of them."""
    looked_at: datetime | None
    """The last look at any of them; None where there was none."""


def parts_of(archive: Path) -> list[Path]:
    """An archive's file and what SQLite keeps beside it, whether that is there now or not."""
    place = archive.resolve()
    return [place, *(Path(f"{place}{side}") for side in SIDES)]


def is_among(path: Path, files: Iterable[Path]) -> bool:
    """Whether `path` is one of these files, by whatever name, link or second name."""
    place = path.resolve()
    return any(
        place == each.resolve() or (place.exists() and each.exists() and place.samefile(each))
        for each in files
    )


def source_of(config: Config, target: Path) -> Path:
    """The file to be copied. Raises `UsageError` with the very command for one on a server."""
    source = file_of(config.data, config.database_url)
    if source is None:
        raise UsageError(
            "the archive is on a server, whose own tool copies it whole while everything runs: "
            f"{_dump(config.database_url, target)}"
        )
    check_place(source)
    if not source.exists():
        raise StoreError(f"there is no archive at {source} yet: start one with `stet add URL`")
    return source


def refuse_dump(path: Path) -> None:
    """Raises `UsageError`, saying how it is looked at, for what `pg_dump` wrote."""
    with suppress(OSError), path.open("rb") as file:
        if file.read(len(_DUMP)) == _DUMP:
            raise UsageError(
                f"{path} is what pg_dump wrote: `pg_restore --list` looks at it, and `stet verify` "
                "at what is in it, once it was put into a database of its own"
            )


_DUMP = b"PGDMP"


def target_of(config: Config, source: Path) -> Path:
    """The file to be put back. Raises `UsageError` with the very command for one on a server."""
    target = file_of(config.data, config.database_url)
    if target is None:
        raise UsageError(
            "the archive is on a server, whose own tool puts a copy back: "
            f"{_undump(config.database_url, source)}"
        )
    check_place(target)
    return target


def _dump(url: str, target: Path) -> str:
    file = shlex.quote(str(target))
    return f"pg_dump --format=custom{_schema(url)} --file={file} {_plain(url)}"


def _undump(url: str, source: Path) -> str:
    place, file = _plain(url), shlex.quote(str(source))
    return f"pg_restore --clean --if-exists{_schema(url)} --dbname={place} {file}"


def _schema(url: str) -> str:
    """What keeps these tools to the schema that a URL names, if it does: others have theirs."""
    options = make_url(url).query.get("options", "")
    found = _SEARCH_PATH.search(" ".join(options) if isinstance(options, tuple) else options)
    return f" --schema={shlex.quote(found[1])}" if found else ""


_SEARCH_PATH = re.compile(r"search_path\s*=\s*\"?([^\s,\"]+)")


def _plain(url: str) -> str:
    """The address as PostgreSQL's tools take it. They ask for the password, or have ~/.pgpass."""
    address = make_url(url)
    user, host, port = address.username, address.host, address.port
    bare = URL.create("postgresql", user, None, host, port, address.database, address.query)
    return shlex.quote(bare.render_as_string())


# ------------------------------------------------------------------ making one


def back_up(source: Path, target: Path, follow: Follow, *, force: bool = False) -> Examined:
    """Copy the archive in `source` as it is at this moment to `target`, while others write it.

    With `force` over a file that is there; of a link it is what the link leads to. Raises
    `UsageError` for a target that may not be, `StoreError` where the archive is damaged or there
    is no room, `BusyError` where another backup is writing to `target`; there is nothing new at
    `target` then.
    """
    _check_target(source, target, force=force)
    place = target.resolve() if target.is_symlink() else target
    with partial(place) as beside:
        found = copied(source, beside, follow)
        settle(beside, place, force=force)
    return replace(found, path=target)


def _check_target(source: Path, target: Path, *, force: bool) -> None:
    if target.is_dir():
        raise UsageError(f"{target} is a folder: name a file in it")
    if is_among(target, parts_of(source)):
        raise UsageError(f"{target} is the archive itself: name another file")
    if target.exists() and not target.is_file():
        raise UsageError(f"{target} is a device or a pipe: name an ordinary file")
    if target.exists() and not force:
        raise is_there(target)


def is_there(target: Path) -> UsageError:
    """What to tell whose file would be lost."""
    return UsageError(f"{target} is there already: name another file, or replace it with --force")


@contextmanager
def partial(target: Path) -> Iterator[Path]:
    """An empty file beside `target`, ours alone, that is gone afterwards if nobody renamed it."""
    beside = target.with_name(f"{target.name}.partial")
    with filing(target), beside.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            is_ours = os.path.samestat(os.fstat(file.fileno()), beside.stat())
        except (BlockingIOError, FileNotFoundError):
            is_ours = False  # it is being written, or has just got its name
        if not is_ours:
            raise BusyError(f"{beside} is being written by another process: wait for it to end")
        try:
            file.truncate(0)
            yield beside
        finally:
            for place in (beside, *(Path(f"{beside}{side}") for side in SIDES)):
                place.unlink(missing_ok=True)


@contextmanager
def filing(path: Path) -> Iterator[None]:
    """Turns what the file system refuses into a sentence on `path`."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise StoreError(f"cannot write {path}: the disk is full, make room first") from error
        raise FolderError(f"cannot write {path}: {error.strerror}") from error


def copied(source: Path, beside: Path, follow: Follow) -> Examined:
    """Copy one moment of `source` into the empty file `beside`, look at all of it, and sync it."""
    if not look_at(source):
        raise UsageError(f"{source} is empty: it holds no archive")
    with file_to_read(source).reading() as connection:
        # All steps of the copy are made in this transaction, so that all pages are of one moment.
        # Without it SQLite begins anew whenever somebody has written in between, and under load
        # it never comes to an end.
        _check_room(beside, _size(connection))
        _copy(connection, beside, source, follow)
    found = examine(beside, follow, name=source)
    with beside.open("rb+") as file:
        os.fsync(file.fileno())
    return found


def _size(connection: Connection) -> int:
    count, page = (
        connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
        for name in ("page_count", "page_size")
    )
    return int(count) * int(page)


def _check_room(beside: Path, size: int) -> None:
    free = shutil.disk_usage(beside.parent).free
    if free < size:
        raise StoreError(
            f"{beside.parent} has no room for a copy: it takes {size / 1e6:,.1f} MB, "
            f"{free / 1e6:,.1f} MB are free; name a file on another disk, or make room"
        )


def _copy(connection: Connection, beside: Path, source: Path, follow: Follow) -> None:
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise TypeError(f"{source} is no SQLite file")

    def tell(status: int, remaining: int, total: int) -> None:
        follow("copying", 1 - remaining / total if total else 1)

    try:
        with closing(sqlite3.connect(beside, isolation_level=None)) as target:
            # Until it has its name nobody asks for it: what is not synced may be lost with it.
            target.execute("PRAGMA journal_mode = OFF")
            target.execute("PRAGMA synchronous = OFF")
            driver.backup(target, pages=STEP, progress=tell)
        with closing(sqlite3.connect(beside, isolation_level=None)) as target:
            target.execute("PRAGMA journal_mode = DELETE")  # one file, also where it is only read
    except sqlite3.DatabaseError as error:
        place = beside if "full" in str(error) else source
        raise trouble(str(place), str(error)) from error


def settle(beside: Path, target: Path, *, force: bool) -> None:
    """Give a file its name, at once or not at all; with `force` over what is there."""
    if force:
        beside.replace(target)
    else:
        try:
            target.hardlink_to(beside)
        except FileExistsError:
            raise is_there(target) from None
        except OSError:  # a file system that knows no second name for a file
            if target.exists():
                raise is_there(target) from None
            beside.rename(target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Let a power cut not undo what files are called."""
    with suppress(OSError):  # some file systems sync no folders, and need not
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


# ------------------------------------------------------------------ looking at one


def examine(path: Path, follow: Follow, *, name: Path | None = None) -> Examined:
    """Look at every page of an archive's file; nothing is written. Errors call it `name`.

    Raises `UsageError` where there is no file or another program's, `NewerStoreError` for one of
    a newer Stet, `StoreError` where it is damaged.
    """
    check_file(path)
    place = str(name or path)
    follow("checking", 0)
    revision = look_at(path, place)
    if not revision:
        raise UsageError(f"{place} is empty: it holds no archive")
    with file_to_read(path, place).reading() as connection:
        _check_pages(connection, place)
        articles, looked_at = connection.execute(
            select(func.count(), func.max(watch.c.looked_at)).select_from(watch)
        ).one()
        versions = connection.execute(select(func.count()).select_from(version)).scalar_one()
    follow("checking", 1)
    return Examined(path, revision, path.stat().st_size, articles, versions, looked_at)


def check_file(path: Path) -> None:
    """Raises `UsageError` where no file is called so that may be a backup."""
    if path.is_dir():
        raise UsageError(f"{path} is a folder: name the file in it that `stet backup` wrote")
    if not path.is_file():
        raise UsageError(f"there is no file {path}")


def opened(path: Path) -> Store:
    """What `examine` found whole, to be read where it lies.

    The file has to be of this Stet's revision: nothing is written to bring it up to date.
    """
    return Store(file_to_read(path))


def _check_pages(connection: Connection, place: str) -> None:
    damaged = f"{place} is damaged: keep a copy of it and put a backup in its place"
    for found in connection.exec_driver_sql("PRAGMA integrity_check(1)").scalars():
        if found != "ok":
            raise StoreError(f"{damaged} ({' '.join(str(found).split())[:200]})")
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        raise StoreError(f"{damaged} (a row of {row[0]} points to a row of {row[2]} that is gone)")
