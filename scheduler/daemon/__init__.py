"""The daemon: looks at what is due, for as long as it is left on. The only use of APScheduler.

Due times live in the archive, not in APScheduler: its jobs are kept in memory, so that nothing
is remembered in two places and a kill -9 forgets nothing.
"""

import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from crawler import clock
from crawler.clock import Faster
from crawler.config import Config
from crawler.entries import Delivery, Source
from crawler.errors import ConfigError, FolderError
from crawler.interruption import has_terminal, heard_by
from crawler.store import Store
from crawler.store.database import file_of
from crawler.text import counted
from scheduler import (
    compare,
    housekeeping,
    leases,
    lock,
    notify,
    rounds,
    runner,
    supervisor,
    tries,
    waiting,
)
from scheduler.daemon import done, settings, timetable
from scheduler.daemon.lasting import saying_errors
from scheduler.daemon.late import Late
from scheduler.daemon.reader import Reader
from scheduler.lock import only_instance
from scheduler.quarantine import Quarantine

log = logging.getLogger(__name__)

TICK = 30
"""Seconds between two looks at what is due; also bounds how long a sleeping machine oversleeps."""

WAKE = 30.0
"""Seconds between two looks at whether somebody set the clock, at most."""
JUMP = 10.0
"""Seconds that it must have gone otherwise for that."""
AWAY = timedelta(hours=1)
"""Without a crawl for so long, it is said what came due meanwhile."""

CRAWLS, JOBS = "crawls", "jobs"
"""The thread in which one crawl runs at a time, and that of what is done beside; a third one tells
that we live."""
UPKEEP = "maintenance"

STUCK = runner.SILENCE + 900
"""Seconds without a sign of life after which a round hangs: a crawl is ended long before, and the
reports of what it brought take some minutes at most."""


class Daemon:
    """Ticks until it is told to stop; a tick crawls what is due and writes the reports."""

    def __init__(
        self,
        config: Config,
        reread: Callable[[], Config],
        tick: float = TICK,
        faster: Faster | None = None,
        wall: Callable[[], datetime] = clock.now,
    ) -> None:
        """`reread` gives the settings as they are now, on SIGHUP; `tick` in seconds.

        With `faster` all but the heartbeat goes by that clock: for rehearsals. `wall` is the
        machine's, which somebody may set. Raises `ConfigError` where a timetable in the settings
        is none.
        """
        self.config = config
        self.reread = reread
        self.tick = tick
        self.faster = faster
        self.wall = wall
        self.stopping = threading.Event()
        self.is_crawling = False
        self.woken = threading.Event()
        self.quarantine = Quarantine()
        self.late = Late()
        self.reader: Reader | None = None
        self.lost: FolderError | None = None
        self.has_terminal = has_terminal()
        self.active = time.monotonic()
        """When something last went on."""
        settings.check(config)

    def now(self) -> datetime:
        """What the clock shows that it goes by."""
        return self.faster.now() if self.faster else clock.now()

    def run(self) -> int:
        """Block until SIGTERM or SIGINT, then let the running crawl flush what it has; 0, or the
        exit code of a `FolderError` where it was the archive that went.
        SIGHUP reads the settings again, but where we have a terminal, which went. Raises
        `BusyError` where another instance holds the data folder, or watches the same archive on a
        server.
        """
        with self._alone() as (store, check, renew):
            make_sure = partial(self._make_sure, check, renew)
            ticker = timetable.ticker(CRAWLS, JOBS)
            self._plan(ticker, store, make_sure)
            ticker.start()
            self._serve()
            log.info("watching %s, a look every %s s at what is due", store.place, self.tick)
            self._tell_missed(store)
            supervisor.tell(supervisor.READY, supervisor.status(f"watching {store.place}"))
            self._wait(partial(self._plan, ticker, store, make_sure), check)
            crawl = ": the running crawl stores what it has" if self.is_crawling else ""
            log.info("stopping%s", crawl)
            supervisor.tell(supervisor.STOPPING)
            ticker.shutdown(wait=True)
            if self.reader:
                self.reader.stop()
        return self.lost.exit_code if self.lost else 0

    def _wait(self, plan: Callable[[], None], check: Callable[[], None]) -> None:
        """Until told to stop; all is planned anew where the settings or the clock are others.

        An archive that went is seen here while a round is on, which has long waits of its own.
        """
        drift, is_stale = self._drift(), False
        while not self.stopping.is_set():
            with saying_errors(), self._ending_where_lost():
                check()
            if is_stale:  # where the archive was out of reach, the next time tries again
                with saying_errors():
                    plan()
                    is_stale = False
            if self.woken.wait(min(WAKE, self.tick)):
                self.woken.clear()
                if not self.stopping.is_set():
                    self._reread()
                    self._serve()
                    is_stale = True
            elif abs(gone := self._drift() - drift) > JUMP:
                drift += gone
                log.warning("the clock went %+.0f s: all that is due by it is looked at", gone)
                is_stale = True

    def once(self) -> int:
        """Look once at what is due, for who has a timer of his own; the worst crawl's exit code.

        Raises `BusyError` as `run` does, and the round's `StetError`.
        """
        with self._alone() as (store, check, renew):
            self._make_sure(check, renew)
            ended = rounds.due(self.config, stop=self.stopping, longest=rounds.LONGEST_SEARCH)
            self._tell(ended)
            if not (ended.pages or ended.left or ended.failures):
                log.info("%s", waiting.told(store, self.config, self.now()))
        return ended.exit_code

    @contextmanager
    def _alone(self) -> Iterator[tuple[Store, Callable[[], None], Callable[[], None]]]:
        """The archive, what checks that it is there, and what goes on holding it as ours.

        Signals are heard meanwhile.
        """
        data = self.config.data
        with (
            only_instance(data, file_of(data, self.config.database_url)) as check,
            heard_by(self._hear),
            Store.open(self.config, make=False) as store,
            store.lease() as renew,
        ):
            yield store, check, renew

    def _make_sure(self, check: Callable[[], None], renew: Callable[[], None]) -> None:
        """Before each round."""
        with self._ending_where_lost():
            check()
        renew()

    @contextmanager
    def _ending_where_lost(self) -> Iterator[None]:
        """We end where the archive went, as a new one would have no past."""
        try:
            yield
        except FolderError as error:
            self.lost = error
            self._hear(signal.SIGTERM, None)
            raise

    def _hear(self, number: int, frame: FrameType | None) -> None:
        if number != signal.SIGHUP or self.has_terminal:
            self.stopping.set()
        self.woken.set()

    def _serve(self) -> None:
        """Keep the reader up where [serve] says."""
        config = self.config
        if self.reader and self.reader.config != config:  # it shows rules, zone, who is told, too
            self.reader.stop()
            self.reader = None
        if config.serve_port and not self.reader:
            with saying_errors("the reader"):
                self.reader = Reader(config)

    def _drift(self) -> float:
        """How far the wall clock is ahead of the one that is never set, in seconds.

        It changes where somebody sets the clock, and where the machine slept.
        """
        return self.wall().timestamp() - time.monotonic()

    def _tell_missed(self, store: Store) -> None:
        """Say what came due while nobody watched: each is looked at once, however often it did."""
        latest, now = store.runs(1), self.now()
        if latest and now - latest[0].started_at > AWAY and (due := len(store.due(now))):
            since = latest[0].started_at
            log.info("nobody crawled since %s: %s due", since, counted(due, "article"))

    def _plan(
        self, ticker: BackgroundScheduler, store: Store, make_sure: Callable[[], None]
    ) -> None:
        """Every job anew, each due so long after its latest run that the archive knows.

        Where the archive cannot be asked, which raises `StoreError`, the jobs stay what they were.
        """
        now = self.now()
        store.pasts.restart(now)
        seen, kept = store.sources.known(), done.latest(store, UPKEEP)
        told = {each.name: notify.latest(store, each) for each in self.config.deliver}
        ticker.remove_all_jobs()

        def crawl(name: str, trigger: BaseTrigger, at: datetime, go: Callable[[], object]) -> None:
            act = partial(self._crawl, make_sure, go)
            self._add(ticker, name, trigger, at, act, CRAWLS)

        crawl("report", timetable.every(3600), now, self._report)
        crawl("tick", timetable.every(self.tick), now, self._due)
        beat = timetable.every((supervisor.patience() or 3 * TICK) / 3)
        named = {"id": "heartbeat", "name": "heartbeat"}
        ticker.add_job(self._beat, beat, **named, next_run_time=clock.now())
        for source in self.config.source:
            trigger = timetable.of_source(source, self.config)
            known = seen.get(source.url)
            at = timetable.first(trigger, known.tried_at if known else None, now)
            crawl(f"source:{source.url}", trigger, at, partial(self._in_turn, source))
        for delivery in self.config.deliver:
            trigger = timetable.of_delivery(delivery, self.config)
            at = timetable.first(trigger, told[delivery.name], now)
            act = partial(self._deliver, delivery)
            self._add(ticker, f"deliver:{delivery.name}", trigger, at, act, JOBS)
        if self.config.deliver:
            again = timetable.every(self.tick)
            self._add(ticker, "deliver again", again, now, self._deliver_again, JOBS)
        trigger = timetable.of_upkeep(self.config)
        at = timetable.first(trigger, kept, now)
        self._add(ticker, UPKEEP, trigger, at, partial(self._job, UPKEEP, self._maintain), JOBS)

    def _add(
        self,
        ticker: BackgroundScheduler,
        name: str,
        trigger: BaseTrigger,
        at: datetime,
        act: Callable[[], None],
        executor: str,
    ) -> None:
        if self.faster:
            trigger, at = timetable.Fast(trigger, self.faster), self.faster.real(at)
        named = {"id": name, "name": name}
        ticker.add_job(act, trigger, **named, next_run_time=at, executor=executor)

    def _beat(self) -> None:
        """A round that has told nothing for longer than any crawl may take hangs."""
        if time.monotonic() - self.active < STUCK:
            supervisor.tell(supervisor.ALIVE)
            lock.beat(self.config.data)

    def _round(self, go: Callable[..., rounds.Round], **more: object) -> rounds.Round:
        scripted = {"now": self.faster.now()} if self.faster else {}
        on = self._go_on
        try:
            ended = go(self.config, stop=self.stopping, on_progress=on, **scripted, **more)
        finally:
            self.is_crawling = False
        self._tell(ended)
        return ended

    def _due(self) -> None:
        for source in self.late.ready(self.config, self.now()):
            self._look_for(source)
        if not self.stopping.is_set():
            self._round(rounds.due, quarantine=self.quarantine)

    def _look_for(self, source: Source) -> None:
        with saying_errors():
            self.late.look_for(source, partial(self._round, rounds.discover, source=source))

    def _in_turn(self, source: Source) -> None:
        """What is due goes before a source: behind many that hang it would wait for all of them."""
        with saying_errors():
            self._due()
        if not self.stopping.is_set():
            self._look_for(source)

    def _report(self) -> None:
        """Write the reports that are missing, as after a kill between a crawl and its reports."""
        with Store.open(self.config, make=False) as store:
            missing = compare.is_missing_any(store)
        if missing and (written := rounds.settle(self.config, self.now())):
            log.info("%s written that were missing", counted(written, "report"))

    def _maintain(self) -> str:
        return housekeeping.maintain(self.config, self.now(), self.stopping)

    def _deliver(self, delivery: Delivery, *, is_time: bool = True) -> None:
        """What is under way first; what is new where `is_time`, or where its time went by then."""
        with saying_errors(delivery.name), Store.open(self.config, make=False) as store:
            row, now = store.deliveries.latest(delivery.name), self.now()
            if row and row.state == "under-way":
                if not tries.is_due(row, now):
                    return
                self._tell_reader(delivery)
                trigger = timetable.of_delivery(delivery, self.config)
                is_time |= timetable.first(trigger, row.at, now) <= now
            if is_time:
                self._tell_reader(delivery)

    def _deliver_again(self) -> None:
        """What was under way when we were killed, and what was not taken and is to be tried."""
        for delivery in self.config.deliver:
            self._deliver(delivery, is_time=False)

    def _tell_reader(self, delivery: Delivery) -> None:
        if not self.stopping.is_set():
            said = notify.deliver(self.config, delivery, self.now(), self.stopping)
            log.info("%s: %s", delivery.name, said)

    def _job(self, name: str, go: Callable[[], str]) -> None:
        """A job beside the crawls, and the note that it was done."""
        if self.stopping.is_set():
            return
        began = self.now()
        with saying_errors():
            said = go()
            log.info("%s: %s", name, said)
            if not self.stopping.is_set():
                with Store.open(self.config, make=False) as store:
                    done.note(store, name, said, began)

    def _go_on(self, line: Mapping[str, object]) -> None:
        self.active, self.is_crawling = time.monotonic(), True

    def _crawl(self, make_sure: Callable[[], None], go: Callable[[], object]) -> None:
        if self.stopping.is_set():
            return
        self.active = time.monotonic()
        with saying_errors():
            make_sure()
            go()

    def _tell(self, ended: rounds.Round) -> None:
        if ended.runs and (ended.pages or ended.postponed):
            log.info("%s", ended.sentence())
            supervisor.tell(supervisor.status(f"last round: {ended.sentence()}"))
        if ended.left:
            log.info("%s", leases.told(ended.left))
        for failure in ended.failures:  # one that was told to stop has not failed
            log.log(logging.INFO if self.stopping.is_set() else logging.ERROR, "%s", failure)

    def _reread(self) -> None:
        supervisor.tell(*supervisor.reloading())
        try:
            fresh = self.reread()
            settings.check_fresh(fresh, self.config)
        except ConfigError as error:
            log.error("%s; the settings stay what they were", error)  # noqa: TRY400  as above
        else:
            if (fresh.data, fresh.database_url) != (self.config.data, self.config.database_url):
                log.error("the settings name another archive: stop and start to watch that one")
            else:
                self.config = fresh
                log.info("the settings were read again")
        supervisor.tell(supervisor.READY)
