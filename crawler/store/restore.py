"""Puts a copy in an archive's place; what was there is set aside, and never deleted."""

import fcntl
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from crawler.errors import BusyError, UsageError
from crawler.store import backup, held
from crawler.store.backup import SIDES, Examined, Follow
from crawler.store.complaints import trouble
from crawler.store.database import check_writable, look_at

PATIENCE = 3 * held.SECONDS
"""Seconds that we wait for readers to let go."""
_SHARED = (510, 0x40000002)
"""The bytes, and where they begin, that whoever has an SQLite file open holds a lock on.

Source: https://www.sqlite.org/fileformat2.html#the_lock_byte_page, and os.h of SQLite.
"""


@dataclass(frozen=True, slots=True)
class Restored:
    """What stands in an archive's place now."""

    found: Examined
    """The copy, where it stands now."""
    aside: Path | None
    """Where the archive lies that was there; None where there was none."""


def restore(source: Path, target: Path, follow: Follow, now: datetime) -> Restored:
    """Put a whole copy of `source` in the place of `target`, which is set aside as of `now`.

    `check` comes first. Whenever this is cut short, `target` is the archive as it was, or as it is
    to be. Raises `BusyError` while another process has `target` open, and what `examine` raises.
    """
    with backup.partial(target) as beside:
        found = backup.copied(source, beside, follow)
        aside = _swap(beside, target, now)
    return Restored(replace(found, path=target), aside)


def check(source: Path, target: Path) -> None:
    """Refuse at once what cannot come to a good end; makes the folder of `target`.

    Raises `UsageError` where `source` is no file or `target` itself, `FolderError` where `target`
    may not be written, `StoreError` where `source` is no archive of ours or of a newer Stet.
    """
    backup.check_file(source)
    if target.exists() and source.samefile(target):
        raise UsageError(f"{source} is the archive itself: name a copy of it")
    look_at(source)
    check_writable(target)


def _swap(beside: Path, target: Path, now: datetime) -> Path | None:
    """Let `target` be what `beside` is; where the archive lies that was there."""
    aside = _free_name(target, now)
    if not target.exists():
        _set_aside(target, aside, SIDES)  # a log without its archive would be read into ours
        backup.settle(beside, target, force=False)
        return None
    with _alone_with(target):
        try:
            aside.hardlink_to(target)  # so that `target` is there at every moment
        except OSError:  # a file system that knows no second name for a file
            target.rename(aside)
        _set_aside(target, aside, SIDES)  # there are some where it is too damaged to be closed
        backup.settle(beside, target, force=True)
    return aside


def _free_name(target: Path, now: datetime) -> Path:
    """`stet-before-2026-01-31T080000Z.db`, or with a number where that is taken."""
    stem = f"{target.stem}-before-{now.astimezone(UTC):%Y-%m-%dT%H%M%SZ}"
    names = (f"{stem}{f'-{number}' if number > 1 else ''}{target.suffix}" for number in count(1))
    return next(path for path in map(target.with_name, names) if not path.exists())


def _set_aside(target: Path, aside: Path, ends: Sequence[str]) -> None:
    for end in ends:
        remains = Path(f"{target}{end}")
        if remains.exists():
            remains.rename(f"{aside}{end}")


@contextmanager
def _alone_with(target: Path) -> Iterator[None]:
    """Nobody else has the archive open, and nobody can open it, for a moment. Raises `BusyError`.

    Who asked for it meanwhile has the old file, finds that it was renamed, and may not write it
    (SQLITE_READONLY_DBMOVED): that is so because the old file is no longer in WAL mode by then.
    """
    with closing(sqlite3.connect(target, timeout=PATIENCE, isolation_level=None)) as connection:
        try:
            _leave_wal(connection)
            connection.execute("BEGIN EXCLUSIVE")
            is_ours = connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        except sqlite3.DatabaseError as error:
            if "locked" in str(error):
                raise _busy(target) from None
            damage = str(error)
        else:
            if not is_ours:
                raise _busy(target)  # somebody was quicker
            yield
            return
    with _locked(target, damage):
        yield


def _leave_wal(connection: sqlite3.Connection) -> None:
    """As soon as nobody else has the file open, which SQLite itself does not wait for."""
    latest = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > latest:
                raise
        else:
            return
        time.sleep(PATIENCE / 50)


@contextmanager
def _locked(target: Path, damage: str) -> Iterator[None]:
    """The same for a file that SQLite does not open any more, so that we lock it as it would."""
    if "readonly" in damage:
        raise trouble(str(target), damage)
    with backup.filing(target), target.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, *_SHARED)
        except BlockingIOError:
            raise _busy(target) from None
        yield


def _busy(target: Path) -> BusyError:
    return BusyError(
        f"{target} is open in another process: stop what crawls or writes, then run it again"
    )
