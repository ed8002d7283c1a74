"""A week in minutes: `uv run python -m tests.soak.week [ARTICLES] [DAYS] [MINUTES] [SEED]`.

The real daemon runs as a process of its own, with APScheduler's loop and all its jobs, on a clock
that goes so fast that the days take those minutes. A newsroom publishes, edits and takes down
stories by a script on the same clock. Faults come at random: a host or a page that fails, breaks
off or hangs, a crawl that is killed, the daemon killed, stopped, told to read its settings again.

At the end the archive is held against a perfect poller, who had looked at the same times and had
seen what the pages said then: every edit that he saw is told once, in the archive and in the
letters that were delivered, and nothing else is.
"""

import json
import math
import os
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path

from apscheduler.triggers.base import BaseTrigger

from crawler import clock, config
from crawler.clock import Faster
from crawler.config import Config
from crawler.store import Store
from crawler.store.database import FILE
from crawler.store.states import GONE, Rule
from scheduler import lock, notify, rounds
from scheduler.daemon.timetable import of_delivery, of_upkeep
from scheduler.demo.left_on import web
from scheduler.newsroom import Newsroom
from tests.children import is_running, offspring
from tests.soak.script import HOST, Desk

TICK = 120.0
"""Seconds of that clock between two looks at what is due."""
BEAT = 0.02
"""Seconds between two steps of the newsroom's clock."""
SETTINGS = f"""\
[crawl]
delay = 0
concurrent = 16
timeout = 2
[[source]]
url = "https://{HOST}/sitemap.xml"
every = "1h"
limit = 1000
[[deliver]]
name = "desk"
to = "letters"
format = "jsonl"
cron = "5 * * * *"
[[deliver]]
name = "morning"
to = "letters"
digest = true
"""
FAULTS = (503, 429, "reset", "hang", "crawl killed", "daemon killed", "stopped", "reloaded")
PAUSE = timedelta(hours=4)
"""Between two faults, on average."""
LAST_START = 0.4
"""Share of the time after which the daemon is left on: to see what memory it takes."""
FIRED = re.compile(r'Running job "(\S+) ')


@dataclass(frozen=True)
class Figures:
    """What came of it."""

    hours: float
    looks: int
    requests: int
    edits: int
    seen: int
    """Edits that were seen: of several between two looks, one."""
    faults: Counter[str]
    fired: Counter[str]
    """How often APScheduler fired each job."""
    delays: tuple[float, float]
    """Minutes from an edit to the look that saw it: median and 95th percentile."""
    memory: tuple[float, float]
    """MB of the daemon, a while after its last start and at the end."""
    silent: float
    """Seconds that it gave no sign of life, at most."""
    ended: float
    """Seconds that it took to stop at the end."""
    child: float
    """MB that the largest process took that it started."""
    size: float
    """MB of the archive."""

    def lines(self) -> Iterator[str]:
        yield f"{self.hours:.0f} hours, {self.looks} looks, {self.requests} requests"
        yield "faults: " + ", ".join(f"{n} x {name}" for name, n in sorted(self.faults.items()))
        yield "fired: " + ", ".join(f"{n} x {name}" for name, n in sorted(self.fired.items()))
        yield f"{self.edits} edits; {self.seen} as a perfect poller sees them, each told once"
        yield "from an edit to its look: median {:.0f} min, 95th percentile {:.0f} min".format(
            *self.delays
        )
        yield "memory of the daemon: {:.0f} MB, then {:.0f} MB".format(*self.memory)
        yield f"no sign of life for {self.silent:.0f} s at most; stopped in {self.ended:.1f} s"
        yield f"largest process beside {self.child:.0f} MB, archive {self.size:.1f} MB"


@dataclass
class LeftOn:
    """The daemon as a process."""

    folder: Path
    faster: Faster
    process: subprocess.Popen[bytes] = field(init=False)
    ending: list[int] = field(default_factory=list)
    """While it is ended: itself, and the crawls that it had started."""

    @property
    def log(self) -> Path:
        return self.folder / "daemon.log"

    def start(self) -> None:
        faster = self.faster
        moments = faster.start.isoformat(), str(faster.factor), faster.began.isoformat()
        command = [sys.executable, "-m", "tests.soak.hurried", str(self.folder), str(TICK)]
        with self.log.open("ab") as said:
            self.process = subprocess.Popen([*command, *moments], stderr=said)

    def end(self, how: signal.Signals) -> None:
        """Begin to end it."""
        self.ending = [self.process.pid, *offspring(self.process.pid)]
        self.process.send_signal(how)

    def start_again(self) -> None:
        """Once it has ended, and nothing that it had started reads pages any more."""
        if self.process.poll() is not None and not any(map(is_running, self.ending)):
            assert self.process.returncode in {0, -signal.SIGKILL}, self.process.returncode
            self.ending = []
            self.start()

    def is_up(self) -> bool:
        """Whether it hears signals: it locks its folder once it does."""
        return not self.ending and lock.holder(self.folder / "data") == str(self.process.pid)

    def memory(self) -> float:
        """MB."""
        pages = Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * resource.getpagesize() / 1e6

    def fired(self) -> Counter[str]:
        return Counter(FIRED.findall(self.log.read_text(encoding="utf-8")))


@dataclass
class Week:
    """The newsroom's desk, the daemon, and what befalls it."""

    desk: Desk
    daemon: LeftOn
    config: Config
    faults: Counter[str] = field(default_factory=Counter)
    memory: list[float] = field(default_factory=list)
    silent: float = 0.0

    def plan(self) -> None:
        """Write the troubles down."""
        start = moment = self.daemon.faster.start
        length = self.desk.end - start
        while (moment := moment + PAUSE * self.desk.random.expovariate(1)) < self.desk.end:
            early = moment < start + length * LAST_START
            self.desk.do(
                moment, self._trouble(self.desk.random.choice(FAULTS[: 8 if early else 5]))
            )
        self.desk.do(start + length * (LAST_START + 0.15), self._weigh)

    def _weigh(self) -> None:
        if self.daemon.is_up():
            self.memory.append(self.daemon.memory())
        else:
            self.desk.do(self.desk.newsroom.now + timedelta(minutes=5), self._weigh)

    def _trouble(self, kind: int | str) -> Callable[[], object]:
        def act() -> None:
            acts = {
                "crawl killed": self._kill_crawl,
                "daemon killed": lambda: self.daemon.end(signal.SIGKILL),
                "stopped": lambda: self.daemon.end(signal.SIGTERM),
                "reloaded": lambda: self.daemon.process.send_signal(signal.SIGHUP),
            }
            if kind in acts and not self.daemon.is_up():
                self.desk.do(self.desk.newsroom.now + timedelta(minutes=5), act)
                return
            self.faults[str(kind)] += 1
            if kind in acts:
                acts[str(kind)]()
                return
            broken = HOST if self.desk.random.random() < 0.5 else self.desk.any()
            self.desk.newsroom.fail(broken, kind)
            well = timedelta(hours=self.desk.random.uniform(0.2, 2))
            self.desk.do(self.desk.newsroom.now + well, self.desk.newsroom.heal)

        return act

    def _kill_crawl(self) -> None:
        """The one that runs, or the next."""
        crawls = offspring(self.daemon.process.pid)
        for crawl in crawls:
            os.kill(crawl, signal.SIGKILL)
        if not crawls:
            self.desk.do(self.desk.newsroom.now + timedelta(minutes=1), self._kill_crawl)

    def play(self, say: Callable[[str], object]) -> None:
        """From the first tick to the end."""
        self.daemon.start()
        told, faster = 0, self.daemon.faster
        while (now := faster.now()) < self.desk.end or not self.daemon.is_up():
            self.desk.until(now)
            if self.daemon.ending:
                self.daemon.start_again()
            else:
                self._look_in()
            if (day := (now - faster.start) // timedelta(days=1)) > told:
                told = day
                say(f"day {day}: {self.desk.hits} requests, {self.daemon.memory():.0f} MB")
            time.sleep(BEAT)

    def _look_in(self) -> None:
        """Whether it lives."""
        assert self.daemon.process.poll() is None, "the daemon ended"
        beaten = lock.beaten(self.config.data)
        self.silent = max(self.silent, clock.now().timestamp() - (beaten or math.inf))

    def stop(self) -> float:
        """In good order; how many seconds it took."""
        self._weigh()
        began = time.monotonic()
        self.daemon.end(signal.SIGTERM)
        while self.daemon.process.poll() is None:
            self.desk.until(self.daemon.faster.now())
            time.sleep(BEAT)
        assert self.daemon.process.returncode == 0
        return time.monotonic() - began


@dataclass
class Judge:
    """Holds the archive against what a perfect poller would have seen."""

    week: Week
    store: Store
    looks: int = 0
    seen: int = 0
    delays: list[float] = field(default_factory=list)

    def judge(self) -> None:
        """Raises `AssertionError` where anything is amiss."""
        scripts, watches = self.week.desk.scripts, self.store.watches()
        assert not list(self.store.unreported())
        assert {watch.identity for watch in watches} <= scripts.keys()
        reports = self.store.reports()
        told = Counter((row.identity, row.kind) for row in reports)
        began = sorted({run.started_at for run in self.store.runs(10**6)})
        for watch in watches:
            editions = self._editions(watch.identity, began)
            texts = [self.store.article(watch.identity, n + 1) for n in range(watch.versions)]
            said = [int(text.body[-1].partition("第")[2].partition("次")[0]) for text in texts]
            assert said == editions, (watch.identity, said, editions)
            assert told[watch.identity, "edited"] == len(editions) - 1, watch.identity
            self._judge_gone(watch.identity, watch.state, told[watch.identity, "deleted"])
            self.seen += len(editions) - 1
        delivered = Counter(self._delivered())
        assert delivered == Counter({row.id: 1 for row in reports}), delivered.most_common(3)

    def _editions(self, identity: str, began: list[datetime]) -> list[int]:
        """What the page showed at the looks that were kept, each once: of the crawl's moment."""
        script = self.week.desk.scripts[identity]
        looks = self.store.snapshots(identity)
        read = [look.fetched_at for look in looks if look.version is not None]
        self.looks += len(looks)
        windows = zip(began, [*began[1:], datetime.max.replace(tzinfo=UTC)], strict=True)
        until = dict(windows)
        seen = [script.seen(at, until[at]) for at in read]
        self.delays += [
            (later[0] - edit) / timedelta(minutes=1)
            for edit in script.at[1:]
            if (later := [at for at in script.read if at >= edit])
        ]
        return [edition for edition, _ in groupby(seen)]

    def _judge_gone(self, identity: str, state: str, told: int) -> None:
        """A page counts as deleted once it was found gone often enough, over long enough."""
        gone = self.week.desk.scripts[identity].gone
        found = [look.fetched_at for look in self.store.snapshots(identity) if look.fault in GONE]
        rule = Rule()
        is_sure = len({*found}) >= rule.looks and found[-1] - found[0] >= rule.over
        assert told == is_sure == (state == "gone"), (identity, state, gone, found)
        assert gone is not None or state in {"active", "blocked"}, (identity, state)

    def _delivered(self) -> Iterator[str]:
        for path in (self.week.daemon.folder / "letters").glob("desk-*"):
            for line in path.read_text(encoding="utf-8").splitlines():
                yield json.loads(line)["id"]


def run(
    folder: Path,
    say: Callable[[str], object],
    *,
    articles: int,
    days: float,
    minutes: float,
    seed: int,
) -> Figures:
    """Play it; raises `AssertionError` where anything is amiss."""
    say(f"seed {seed}")
    (folder / config.FILE).write_text(SETTINGS, encoding="utf-8")
    settings = config.load(folder / config.FILE, None, {})
    with Newsroom() as newsroom, web(newsroom):
        start = newsroom.now
        newsroom.validators = True
        desk = Desk(newsroom, random.Random(seed), start + timedelta(days=days))
        desk.write(articles)
        desk.until(start)
        rounds.crawl(settings, rounds.batches([*desk.by_url]), now=start)
        desk.until(start)
        faster = Faster(start, days * 24 * 60 / minutes)
        week = Week(desk, LeftOn(folder, faster), settings)
        week.plan()
        week.play(say)
        ended = week.stop()
        rounds.settle(settings, desk.newsroom.now)
        notify.deliver(settings, settings.deliver[0], desk.newsroom.now)
    fired = week.daemon.fired()
    morning = of_delivery(settings.deliver[1], settings)
    for job, trigger in (("maintenance", of_upkeep(settings)), ("deliver:morning", morning)):
        due = _times(trigger, start, desk.end)
        assert fired[job] >= due, (job, fired[job], due)
    with Store.open(settings, read_only=True) as store:
        judge = Judge(week, store)
        judge.judge()
    delays = sorted(judge.delays)
    return Figures(
        days * 24, judge.looks, desk.hits,
        sum(len(script.at) - 1 for script in desk.scripts.values()), judge.seen,
        week.faults, fired, (_quantile(delays, 0.5), _quantile(delays, 0.95)),
        (week.memory[0], week.memory[-1]), week.silent, ended,
        resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000,
        (settings.data / FILE).stat().st_size / 1e6,
    )  # fmt: skip


def _times(trigger: BaseTrigger, start: datetime, end: datetime) -> int:
    """How often a job is due in that time."""
    count, moment = 0, start
    while (moment := trigger.get_next_fire_time(None, moment + timedelta(seconds=1))) < end:
        count += 1
    return count


def _quantile(values: list[float], share: float) -> float:
    return values[int(share * (len(values) - 1))] if values else 0.0


def main(articles: int, days: float, minutes: float, seed: int) -> None:
    """In a folder of its own."""

    def say(line: str) -> None:
        print(line, flush=True)  # noqa: T201  a command

    with tempfile.TemporaryDirectory() as name:
        found = run(Path(name), say, articles=articles, days=days, minutes=minutes, seed=seed)
    for line in found.lines():
        say(line)


if __name__ == "__main__":
    given = [*sys.argv[1:], *("3000", "7", "35", "0")[len(sys.argv) - 1 :]]
    main(int(given[0]), float(given[1]), float(given[2]), int(given[3]))
