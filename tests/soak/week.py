"""A week in minutes: `uv run python -m tests.soak.week [ARTICLES] [DAYS] [STEP HOURS] [SEED]`.

A newsroom publishes, edits and takes down stories by a script; rounds as the daemon does them run
on its clock, with faults at random: a host that fails, breaks off or hangs, a crawl that is killed.
At the end the archive is held against a perfect poller, who had looked at the same times and had
seen what the pages said then: every edit that he saw is told once, and nothing else is.
"""

import os
import random
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from crawler.config import Config
from crawler.entries import Source
from crawler.store import Store
from crawler.store.database import FILE
from scheduler import rounds
from scheduler.demo.left_on import web
from scheduler.newsroom import Newsroom, Story
from scheduler.quarantine import Quarantine
from tests.children import offspring, url_of

BODY = ["氣象站今晨測得規模5.2的地震，2人輕傷。", "本站第0次更新這則消息。"]
HOST = "www.cna.com.tw"
LIST = f"https://{HOST}/sitemap.xml"
FAULTS = (503, 429, "reset", "hang", "kill")
FAULTY = 0.25
"""Share of the rounds in which something fails."""
LATER = 0.3
"""Share of the stories that are published during the week, and found by their list."""
GONE = 0.02
"""Share of the stories that are taken down."""


@dataclass
class Script:
    """What the newsroom did to one story."""

    story: Story
    at: list[datetime]
    """When each edition began; the first is its publication."""
    gone: datetime | None = None

    def edition(self, moment: datetime) -> int:
        return sum(each <= moment for each in self.at) - 1


@dataclass(frozen=True)
class Figures:
    """What came of it."""

    rounds: int
    looks: int
    edits: int
    seen: int
    """Edits that were seen: of several between two looks, one."""
    faults: Counter[str]
    delays: tuple[float, float]
    """Hours from an edit to the look that saw it: median and 95th percentile."""
    memory: tuple[float, float]
    """MB of this process after a quarter of the rounds, and at the end."""
    child: float
    """MB that the largest crawl took."""
    size: float
    """MB of the archive."""

    def lines(self) -> Iterator[str]:
        yield f"{self.rounds} rounds, {self.looks} looks, {sum(self.faults.values())} faulty rounds"
        yield ", ".join(f"{count} x {name}" for name, count in sorted(self.faults.items()))
        yield f"{self.edits} edits; {self.seen} as a perfect poller sees them, each told once"
        yield "from an edit to its look: median {:.1f} h, 95th percentile {:.1f} h".format(
            *self.delays
        )
        yield "memory of the process that watches: {:.0f} MB, then {:.0f} MB".format(*self.memory)
        yield f"largest crawl {self.child:.0f} MB, archive {self.size:.1f} MB"


@dataclass
class Week:
    """The newsroom, its script, and the archive that watches it."""

    newsroom: Newsroom
    config: Config
    random: random.Random
    articles: int
    end: datetime
    scripts: dict[str, Script] = field(default_factory=dict)
    quarantine: Quarantine = field(default_factory=Quarantine)
    faults: Counter[str] = field(default_factory=Counter)
    agenda: list[tuple[datetime, int, Callable[[], object]]] = field(default_factory=list)
    """What the newsroom is still to do."""

    def plan(self) -> None:
        """Write the script: edits fall off with age, as they do."""
        start = self.newsroom.now
        length = (self.end - start) / timedelta(hours=1)
        for number in range(1, self.articles + 1):
            at = start
            if number > self.articles * (1 - LATER):
                at += timedelta(hours=self.random.uniform(0, length * 0.8))
            self._do(at, partial(self._publish, number, at))
        self.agenda.sort(key=lambda each: each[:2])

    def _do(self, at: datetime, act: Callable[[], object]) -> None:
        self.agenda.append((at, len(self.agenda), act))

    def _publish(self, number: int, at: datetime) -> None:
        self.newsroom.now = at
        story = self.newsroom.publish(f"第{number}則", BODY, url=url_of(number))
        script = self.scripts[f"cna:20260105{number:04}"] = Script(story, [at])
        length = (self.end - at) / timedelta(hours=1)
        for _ in range(self.random.choice((0, 0, 1, 1, 2, 3, 8))):
            when = at + timedelta(hours=min(0.5 * self.random.paretovariate(0.6), length * 2))
            if when < self.end:
                self._do(when, partial(self._edit, script, when))
        if self.random.random() < GONE:
            when = at + timedelta(hours=self.random.uniform(1, length / 2))
            self._do(when, partial(self._retract, script, when))
        self.agenda.sort(key=lambda each: each[:2])

    def _edit(self, script: Script, when: datetime) -> None:
        if script.gone is None:
            self.newsroom.now = when
            before = len(script.at) - 1
            self.newsroom.correct(script.story, f"第{before}次", f"第{before + 1}次")
            script.at.append(when)

    def _retract(self, script: Script, when: datetime) -> None:
        self.newsroom.now = script.gone = when
        self.newsroom.retract(script.story)

    def until(self, moment: datetime) -> None:
        """Let the newsroom do what falls into this time."""
        while self.agenda and self.agenda[0][0] <= moment:
            self.agenda.pop(0)[2]()
        self.newsroom.now = moment

    def round(self, moment: datetime, *, discover: bool) -> None:
        """One round of the daemon, at this moment, with whatever fails."""
        self.until(moment)
        self.newsroom.rotate_noise()
        fault = self.random.choice(FAULTS) if self.random.random() < FAULTY else ""
        left = self.random.randrange(1, 60)

        def follow(line: Mapping[str, Any]) -> None:
            nonlocal left
            left -= line["event"] == "page"
            if fault == "kill" and left == 0:
                for child in offspring(os.getpid()):
                    os.kill(child, signal.SIGKILL)

        if fault:
            self.faults[str(fault)] += 1
        if fault and fault != "kill":
            broken = HOST if self.random.random() < 0.5 else self._any()
            self.newsroom.fail(broken, fault)
        if discover:
            source = Source(LIST, limit=1_000)
            rounds.discover(self.config, on_progress=follow, source=source, now=moment)
        rounds.due(self.config, on_progress=follow, quarantine=self.quarantine, now=moment)
        self.newsroom.heal()
        self.newsroom.forget()

    def _any(self) -> Story:
        return self.scripts[self.random.choice([*self.scripts])].story

    def judge(self) -> tuple[int, int, list[float]]:
        """Looks, edits seen and their delays. Raises `AssertionError` where anything is amiss."""
        looks = seen = 0
        delays: list[float] = []
        with Store.open(self.config) as store:
            assert not list(store.unreported())
            assert {watch.identity for watch in store.watches()} <= self.scripts.keys()
            told = Counter((row.identity, row.kind) for row in store.reports())
            for watch in store.watches():
                script = self.scripts[watch.identity]
                fetched = store.snapshots(watch.identity)
                read = [each.fetched_at for each in fetched if each.version is not None]
                editions = [edition for edition, _ in groupby(map(script.edition, read))]
                texts = [store.article(watch.identity, n + 1) for n in range(watch.versions)]
                said = [int(text.body[-1].partition("第")[2].partition("次")[0]) for text in texts]
                assert said == editions, (watch.identity, said, editions)
                assert told[watch.identity, "edited"] == len(editions) - 1, watch.identity
                self._judge_gone(watch.identity, watch.state, told)
                looks += len(fetched)
                seen += len(editions) - 1
                delays += self._delays(script, read)
        return looks, seen, sorted(delays)

    def _judge_gone(self, identity: str, state: str, told: Counter[tuple[str, str]]) -> None:
        gone = self.scripts[identity].gone
        assert told[identity, "deleted"] == (state == "gone"), identity
        assert gone is not None or state in {"active", "blocked"}, (identity, state)
        if gone is not None and self.end - gone > timedelta(days=3):
            assert state == "gone", (identity, state, gone)

    @staticmethod
    def _delays(script: Script, read: list[datetime]) -> Iterator[float]:
        """Hours from each edit to the next look, where there was one."""
        for edit in script.at[1:]:
            if later := [look for look in read if look >= edit]:
                yield (later[0] - edit) / timedelta(hours=1)


def run(
    folder: Path,
    say: Callable[[str], object],
    *,
    articles: int,
    days: float,
    step: float,
    seed: int,
) -> Figures:
    """Play it; raises `AssertionError` where anything is amiss."""
    say(f"seed {seed}")
    config = Config(data=folder / "data", delay=0, concurrent=16, timeout=2)
    memory = []
    with Newsroom() as newsroom, web(newsroom):
        start = newsroom.now
        newsroom.validators = True
        week = Week(newsroom, config, random.Random(seed), articles, start + timedelta(days=days))
        week.plan()
        week.until(start)
        first = [script.story.url for script in week.scripts.values()]
        rounds.crawl(config, rounds.batches(first), now=start)
        count = int(days * 24 / step)
        began = time.monotonic()
        for number in range(1, count + 1):
            week.round(start + timedelta(hours=step * number), discover=number % 2 == 0)
            if number in {max(count // 4, 1), count}:
                memory.append(_resident())
            if number % 10 == 0:
                say(f"round {number} of {count}, {time.monotonic() - began:.0f} s")
        looks, seen, delays = week.judge()
        edits = sum(len(script.at) - 1 for script in week.scripts.values())
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    return Figures(
        count, looks, edits, seen, week.faults,
        (_quantile(delays, 0.5), _quantile(delays, 0.95)), (memory[0], memory[-1]), largest,
        (config.data / FILE).stat().st_size / 1e6,
    )  # fmt: skip


def _resident() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6


def _quantile(values: list[float], share: float) -> float:
    return values[int(share * (len(values) - 1))] if values else 0.0


def main(articles: int, days: float, step: float, seed: int) -> None:
    """In a folder of its own."""

    def say(line: str) -> None:
        print(line, flush=True)  # noqa: T201  a command

    with tempfile.TemporaryDirectory() as name:
        found = run(Path(name), say, articles=articles, days=days, step=step, seed=seed)
    for line in found.lines():
        say(line)


if __name__ == "__main__":
    given = [*sys.argv[1:], *("1000", "7", "2", "0")[len(sys.argv) - 1 :]]
    main(int(given[0]), float(given[1]), float(given[2]), int(given[3]))
