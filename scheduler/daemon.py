"""The daemon: looks at what is due, for as long as it is left on. The only use of APScheduler.

Due times live in the archive, not in APScheduler: its jobs are kept in memory, so that nothing
is remembered in two places and a kill -9 forgets nothing.
"""

import fcntl
import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC
from functools import partial
from pathlib import Path
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from crawler import clock
from crawler.config import Config
from crawler.errors import BusyError, ConfigError, StetError, StoreError
from crawler.interruption import heard_by
from crawler.store import Store
from scheduler import rounds, runner, supervisor
from scheduler.quarantine import Quarantine

log = logging.getLogger(__name__)

TICK = 30
"""Seconds between two looks at what is due; also bounds how long a sleeping machine oversleeps."""

CRAWLS = "crawls"
"""Of the two threads, the one in which one crawl runs at a time; the other tells that we live."""
SOURCE = "source:"
RUNS = 1_000
"""Crawls that are searched for the latest look at a source."""

STUCK = runner.SILENCE + 900
"""Seconds without a sign of life after which a round hangs: a crawl is ended long before, and the
reports of what it brought take some minutes at most."""


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


def holder(data: Path) -> str:
    """The process that watches a data folder; empty where none does."""
    try:
        with (data / "daemon.lock").open(encoding="ascii") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return file.read().strip() or "unknown"
    except OSError:
        return ""
    return ""


class Daemon:
    """Ticks until it is told to stop; a tick crawls what is due and writes the reports."""

    def __init__(self, config: Config, reread: Callable[[], Config], tick: float = TICK) -> None:
        """`reread` gives the settings as they are now, on SIGHUP; `tick` in seconds."""
        self.config = config
        self.reread = reread
        self.tick = tick
        self.stopping = threading.Event()
        self.woken = threading.Event()
        self.quarantine = Quarantine()
        self.has_terminal = _has_terminal()
        self.active = time.monotonic()
        """When something last went on."""

    def run(self) -> int:
        """Block until SIGTERM or SIGINT, then let the running crawl flush what it has; 0.

        SIGHUP reads the settings again, but where we have a terminal, which went. Raises
        `BusyError` where another instance holds the data folder, or watches the same archive on a
        server.
        """
        with self._alone() as (store, make_sure):
            ticker = self._ticker(make_sure)
            self._plan_sources(ticker, store, make_sure)
            ticker.start()
            log.info("watching %s, a look every %s s at what is due", store.place, self.tick)
            supervisor.tell(supervisor.READY, supervisor.status(f"watching {store.place}"))
            while not self.stopping.is_set():
                self.woken.wait()
                self.woken.clear()
                if not self.stopping.is_set():
                    self._reread()
                    self._plan_sources(ticker, store, make_sure)
            log.info("stopping: the running crawl stores what it has")
            supervisor.tell(supervisor.STOPPING)
            ticker.shutdown(wait=True)
        return 0

    def once(self) -> int:
        """Look once at what is due, for who has a timer of his own; the worst crawl's exit code.

        Raises `BusyError` as `run` does, and the round's `StetError`.
        """
        with self._alone() as (_, make_sure):
            make_sure()
            done = rounds.due(self.config, stop=self.stopping)
            self._tell(done)
        return done.exit_code

    @contextmanager
    def _alone(self) -> Iterator[tuple[Store, Callable[[], None]]]:
        """The archive, and what makes sure that it is still ours; signals are heard meanwhile."""
        with (
            only_instance(self.config.data),
            heard_by(self._hear),
            Store.open(self.config) as store,
            store.lease() as make_sure,
        ):
            yield store, make_sure

    def _hear(self, number: int, frame: FrameType | None) -> None:
        if number != signal.SIGHUP or self.has_terminal:
            self.stopping.set()
        self.woken.set()

    def _ticker(self, make_sure: Callable[[], None]) -> BackgroundScheduler:
        ticker = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(1), CRAWLS: ThreadPoolExecutor(1)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        now = clock.now()

        def look() -> None:
            self._crawl(make_sure, partial(rounds.due, quarantine=self.quarantine))

        ticker.add_job(
            look, "interval", id="tick", seconds=self.tick, next_run_time=now, executor=CRAWLS
        )
        if patience := supervisor.patience():
            every = patience / 3
            ticker.add_job(self._beat, "interval", id="heartbeat", seconds=every, next_run_time=now)
        return ticker

    def _plan_sources(
        self, ticker: BackgroundScheduler, store: Store, make_sure: Callable[[], None]
    ) -> None:
        """A job for each source, due so long after the latest look that the archive knows."""
        for job in ticker.get_jobs():
            if job.id.startswith(SOURCE):
                job.remove()
        now = clock.now()
        latest = {
            run.arguments.get("url"): run.started_at
            for run in reversed(store.runs(RUNS))
            if run.spider == "discover"
        }
        for source in self.config.source:
            due = latest[source.url] + source.every if source.url in latest else now
            seconds = source.every.total_seconds()
            ticker.add_job(
                self._crawl,
                "interval",
                args=[make_sure, partial(rounds.discover, source=source)],
                id=SOURCE + source.url,
                seconds=seconds,
                jitter=seconds / 10,
                next_run_time=max(due, now),
                executor=CRAWLS,
            )

    def _beat(self) -> None:
        """A round that has told nothing for longer than any crawl may take hangs."""
        if time.monotonic() - self.active < STUCK:
            supervisor.tell(supervisor.ALIVE)

    def _go_on(self, line: Mapping[str, object]) -> None:
        self.active = time.monotonic()

    def _crawl(self, make_sure: Callable[[], None], go: Callable[..., rounds.Round]) -> None:
        if self.stopping.is_set():
            return
        self.active = time.monotonic()
        try:
            make_sure()
            self._tell(go(self.config, stop=self.stopping, on_progress=self._go_on))
        except StetError as error:  # said, and tried again at the next tick: a daemon goes on
            log.error("%s", error)  # noqa: TRY400  the sentence is for people, the trace for nobody

    def _tell(self, done: rounds.Round) -> None:
        if done.pages:
            log.info("%s", done.sentence())
            supervisor.tell(supervisor.status(f"last round: {done.sentence()}"))
        for failure in done.failures:
            log.error("%s", failure)

    def _reread(self) -> None:
        supervisor.tell(*supervisor.reloading())
        try:
            fresh = self.reread()
        except ConfigError as error:
            log.error("%s; the settings stay what they were", error)  # noqa: TRY400  as above
        else:
            if (fresh.data, fresh.database_url) != (self.config.data, self.config.database_url):
                log.error("the settings name another archive: stop and start to watch that one")
            else:
                self.config = fresh
                log.info("the settings were read again")
        supervisor.tell(supervisor.READY)


def _has_terminal() -> bool:
    """Whether SIGHUP may say that ours went; to be asked before it does."""
    try:
        os.close(os.open(os.ctermid(), os.O_RDONLY | os.O_NOCTTY))
    except OSError:
        return False
    return True
