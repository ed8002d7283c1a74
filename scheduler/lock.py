"""One daemon to a data folder: the lock, who holds it, and when it last gave a sign of life."""

import errno
import fcntl
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from crawler.errors import BusyError, FolderError, StoreError

NAME = "daemon.lock"


@contextmanager
def only_instance(data: Path, archive: Path | None = None) -> Iterator[Callable[[], None]]:
    """Hold the lock of a data folder.

    What it yields, called later, raises `FolderError` where the folder, or the file `archive`, was
    removed or replaced meanwhile.

    Raises `BusyError`, naming the process that has it, and `StoreError` where the folder cannot be
    written.
    """
    path = data / NAME
    try:
        data.mkdir(parents=True, exist_ok=True)  # where the archive is on a server nobody has yet
        file = path.open("a+", encoding="ascii")
    except OSError as error:
        raise _unwritable(path, error) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            raise BusyError(
                f"another `stet run` (process {holder}) watches {data}: stop it first, "
                "or name another folder with --data"
            ) from None
        try:  # past the buffer, which would be written once more as the file is closed
            os.ftruncate(file.fileno(), 0)
            os.write(file.fileno(), str(os.getpid()).encode())
        except OSError as error:
            raise _unwritable(path, error) from error
        known = {path: _which(path), **({archive: _which(archive)} if archive else {})}
        yield partial(_check, known)


def _check(known: Mapping[Path, tuple[int, int] | None]) -> None:
    for path, before in known.items():
        if before and _which(path) != before:
            raise _gone(path.parent if path.name == NAME else path)


def _which(path: Path) -> tuple[int, int] | None:
    """What tells a file from another one of its name; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _gone(place: Path) -> FolderError:
    return FolderError(
        f"{place.absolute()} was removed or replaced while `stet run` watched it, which ends now: "
        "bring it back (mount the volume, or `stet restore` a backup), then start again"
    )


def _unwritable(path: Path, error: OSError) -> StoreError:
    if error.errno == errno.ENOSPC:
        return StoreError(f"{path} has no room: the disk is full; make room and run it again")
    return StoreError(f"cannot write {path}: {error.strerror}")


def holder(data: Path) -> str:
    """The process that watches a data folder; empty where none does."""
    try:
        with (data / NAME).open(encoding="ascii") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return file.read().strip() or "unknown"
    except OSError:
        return ""
    return ""


def beat(data: Path) -> None:
    """Say that who holds the lock lives; a disk that takes nothing is no reason to end."""
    with suppress(OSError):
        os.utime(data / NAME)


def beaten(data: Path) -> float | None:
    """When that was last said, in seconds since 1970; None where nobody ever watched."""
    try:
        return (data / NAME).stat().st_mtime
    except OSError:
        return None
