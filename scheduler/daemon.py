"""The daemon: looks at what is due, for as long as it is left on. The only use of APScheduler.

Due times live in the archive, not in APScheduler: its jobs are kept in memory, so that nothing
is remembered in two places and a kill -9 forgets nothing.
"""

import fcntl
import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path

from apscheduler.schedulers.background import BackgroundScheduler

from crawler import clock
from crawler.config import Config
from crawler.errors import BusyError, StetError, StoreError
from crawler.interruption import heard_by
from crawler.store import Store
from scheduler import rounds

log = logging.getLogger(__name__)

TICK = 30
"""Seconds between two looks at what is due; also bounds how long a sleeping machine oversleeps."""


@contextmanager
def only_instance(data: Path) -> Iterator[None]:
    """Hold the lock of a data folder. Raises `BusyError`, naming the process that has it."""
    path = data / "daemon.lock"
    try:
        data.mkdir(parents=True, exist_ok=True)  # where the archive is on a server nobody has yet
        file = path.open("a+", encoding="ascii")
    except OSError as error:
        raise StoreError(f"cannot write {path}: {error.strerror}") from error
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
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


class Daemon:
    """Ticks until it is told to stop; a tick crawls what is due and writes the reports."""

    def __init__(self, config: Config, tick: float = TICK) -> None:
        """`tick` in seconds."""
        self.config = config
        self.tick = tick
        self.stopping = threading.Event()

    def run(self) -> int:
        """Block until SIGTERM or SIGINT, then let the running crawl flush what it has; 0.

        Raises `BusyError` where another instance holds the data folder, or watches the same archive
        on a server.
        """
        with (
            only_instance(self.config.data),
            heard_by(lambda number, frame: self.stopping.set()),
            Store.open(self.config) as store,
            store.lease() as make_sure,
        ):
            ticker = BackgroundScheduler(
                timezone=UTC,
                job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            )
            ticker.add_job(
                self._look,
                "interval",
                args=[make_sure],
                id="tick",
                seconds=self.tick,
                next_run_time=clock.now(),
            )
            ticker.start()
            log.info("watching %s, a look every %s s at what is due", store.place, self.tick)
            self.stopping.wait()
            log.info("stopping: the running crawl stores what it has")
            ticker.shutdown(wait=True)
        return 0

    def _look(self, make_sure: Callable[[], None]) -> None:
        if self.stopping.is_set():
            return
        try:
            make_sure()
            done = rounds.due(self.config, stop=self.stopping)
        except StetError as error:  # said, and tried again at the next tick: a daemon goes on
            log.error("%s", error)  # noqa: TRY400  the sentence is for people, the trace for nobody
            return
        if done.pages:
            log.info("%s", done.sentence())
        for failure in done.failures:
            log.error("%s", failure)
