"""Connections to an archive's file that serve one reader after the other, and are let go of soon.

To open a file takes longer than most questions. To hold it open keeps a copy from taking its place
(`stet restore`), so none is held for long, whoever goes on asking.
"""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine

from crawler.store.file import is_frozen

SECONDS = 0.5
"""For so long a connection serves; `restore` waits longer for its end."""


@dataclass(frozen=True, slots=True)
class _Open:
    """A connection that is open."""

    connection: Connection
    file: tuple[int, int] | None
    """Which file it was opened for: a copy may have its name by now."""
    until: float
    """When it is to be closed, by `time.monotonic`."""


class Held:
    """The open connections to one file, of any thread."""

    def __init__(self, engine: Engine, path: Path, seconds: float = SECONDS) -> None:
        """`engine` opens the file at `path` anew for each connection."""
        self._engine = engine
        self._path = path
        self._seconds = seconds
        self._lock = threading.Lock()
        self._idle: list[_Open] = []
        self._timer: threading.Timer | None = None

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction of a connection that nobody else uses meanwhile."""
        one = self._taken() or self._opened()
        try:
            with one.connection.begin():
                yield one.connection
        except BaseException:
            one.connection.close()
            raise
        self._give_back(one)

    def close(self) -> None:
        """Let go of the file, but for who reads it just now."""
        with self._lock:
            idle, self._idle = self._idle, []
            if self._timer:
                self._timer.cancel()
        _close(idle)

    def _taken(self) -> _Open | None:
        """The one that was used last, if it is of the file that is there now."""
        while True:
            with self._lock:
                one = self._idle.pop() if self._idle else None
            if one is None or self._is_of_now(one):
                return one
            one.connection.close()

    def _is_of_now(self, one: _Open) -> bool:
        # A file that is open keeps its number, so no other one can have it.
        return time.monotonic() < one.until and _number(self._path) == one.file is not None

    def _opened(self) -> _Open:
        seconds = 0.0 if is_frozen(self._path) else self._seconds
        file = _number(self._path)
        return _Open(self._engine.connect(), file, time.monotonic() + seconds)

    def _give_back(self, one: _Open) -> None:
        left = one.until - time.monotonic()
        if left <= 0:
            one.connection.close()
            return
        with self._lock:
            self._idle.append(one)
            if self._timer is None:
                self._timer = _later(left, self._let_go)

    def _let_go(self) -> None:
        """Close what has served its time; look again when the next one will have."""
        now = time.monotonic()
        with self._lock:
            old = [one for one in self._idle if one.until <= now]
            self._idle = [one for one in self._idle if one.until > now]
            left = min((one.until for one in self._idle), default=None)
            self._timer = None if left is None else _later(left - now, self._let_go)
        _close(old)


def _number(path: Path) -> tuple[int, int] | None:
    """Which file it is, whatever its name; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _close(some: Iterable[_Open]) -> None:
    for one in some:
        one.connection.close()


def _later(seconds: float, act: Callable[[], None]) -> threading.Timer:
    timer = threading.Timer(seconds, act)
    timer.daemon = True  # nobody waits for it who ends
    timer.start()
    return timer
