"""A folder for what nobody keeps; one that a killed program left goes with the next."""

import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from crawler import clock

PREFIX = "stet-read-"
"""Of their names, in the folder for temporary files."""
IN_USE = "in-use.lock"
"""Locked as long as its program lives."""
AGE = 600.0
"""Seconds after which one that nobody has locked was left: a crawl outlives its starter a little,
and one that was made just now is not locked yet."""


@contextmanager
def folder() -> Iterator[Path]:
    """An empty folder, but for a lock, that is gone afterwards."""
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if _was_left(path):
            shutil.rmtree(path, ignore_errors=True)
    with (
        tempfile.TemporaryDirectory(prefix=PREFIX) as name,
        (Path(name) / IN_USE).open("w") as lock,
    ):
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield Path(name)


def _was_left(path: Path) -> bool:
    """Whether a folder is ours, old, and of a program that lives no more."""
    with suppress(OSError):  # another program lets it go, too
        known = path.lstat()
        if not stat.S_ISDIR(known.st_mode) or known.st_uid != os.geteuid():
            return False
        if clock.now().timestamp() - known.st_mtime < AGE:
            return False
        return not _is_locked(path / IN_USE)
    return False


def _is_locked(path: Path) -> bool:
    try:
        with path.open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False
