"""`kill -9` of the crawl and of the daemon: `uv run python -m tests.soak.kills 50 [--server]`.

In an SQLite file, or with `--server` in a schema of its own of the PostgreSQL that tests have. So
many times stories are edited, a crawl or a daemon is started, and killed at a random moment of
its run. After each, the archive is held against what the killed one had said to have stored, and
against all that it held before. At the end one whole round has to tell every edit, once.
"""

import argparse
import json
import os
import random
import signal
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from crawler import clock
from crawler.config import Config
from crawler.store import Store
from crawler.store.database import FILE
from scheduler.compare import write_missing_reports
from scheduler.newsroom import Newsroom, Story
from tests import postgresql
from tests.children import crawl, is_running, offspring, progress, running, url_of
from tests.terminal import Terminal, eventually

STORIES = 150
EDITED = 0.3
"""Share of the stories that are edited before each run."""
BODY = ["氣象站今晨測得規模5.2的地震，2人輕傷。", "本站第0次更新這則消息。"]
AT_WORK = 0.7
"""Share of the moments that are counted from the first request on, as starting takes long."""


@dataclass
class Known:
    """What an archive was seen to hold: nothing of it may ever be missing, or other."""

    versions: dict[tuple[str, int], str] = field(default_factory=dict)
    """Digests by identity and number."""
    reports: dict[str, bytes] = field(default_factory=dict)
    """Records by id."""

    def check(self, archive: Config) -> None:
        """Hold an archive against it, and take over what is new."""
        if not archive.database_url:
            with closing(sqlite3.connect(archive.data / FILE)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        with Store.open(archive, read_only=True) as store:
            assert not [flaw for each in store.verify() for flaw in each.flaws]
            found = dict(self._whole(store))
            reports = store.reports()
        told = {row.id: row.record for row in reports}
        assert len(told) == len(reports) == len({row.version for row in reports})
        assert self.versions.items() <= found.items()
        assert self.reports.items() <= told.items()
        self.versions, self.reports = found, told

    @staticmethod
    def _whole(store: Store) -> Iterator[tuple[tuple[str, int], str]]:
        """Every version, of which no part may be missing, and none stand there twice."""
        for watch in store.watches():
            versions, looks = store.versions(watch.identity), store.snapshots(watch.identity)
            assert [row.number for row in versions] == list(range(1, watch.versions + 1))
            for row in versions:
                shown = [look for look in looks if look.version == row.number]
                assert len(shown) == row.checks
                assert store.payload(shown[0].payload or "")
                yield (watch.identity, row.number), row.digest
            digests = [row.digest for row in versions]
            assert all(one != other for one, other in pairwise(digests))


@dataclass(frozen=True)
class Moment:
    """When a run is killed."""

    seconds: float
    is_at_work: bool
    """Whether they are counted from its first request on, not from its start."""

    def __str__(self) -> str:
        return f"{self.seconds:.2f} s after its {'first request' if self.is_at_work else 'start'}"


@dataclass
class Desk:
    """A newsroom whose stories are edited, and the archive that watches it."""

    newsroom: Newsroom
    folder: Path
    random: random.Random
    count: int
    """Of stories."""
    url: str = ""
    """Of a server's database, where it is not a file that the archive is kept in."""
    stories: list[Story] = field(default_factory=list)
    editions: list[int] = field(default_factory=list)
    known: Known = field(default_factory=Known)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def archive(self) -> Config:
        return Config(data=self.data, database_url=self.url)

    @property
    def urls(self) -> Path:
        return self.folder / "urls.txt"

    def open(self) -> tuple[float, float]:
        """Publish, and crawl once from end to end; the seconds to the first request, and in all."""
        for number in range(self.count):
            self.stories.append(
                self.newsroom.publish(f"第{number}則", BODY, url=url_of(number + 1))
            )
        self.editions = [0] * self.count
        self.urls.write_text("\n".join(story.url for story in self.stories), encoding="utf-8")
        began = time.monotonic()
        with running(self.newsroom, self.data, "article", "-a", f"urls={self.urls}") as child:
            eventually(lambda: self.newsroom.hits)
            first = time.monotonic() - began
            assert child.wait(60) == 0
        return first, time.monotonic() - began

    def crawl(self) -> None:
        done = crawl(self.newsroom, self.data, "article", "-a", f"urls={self.urls}")
        assert done.returncode == 0, done.stderr[-2_000:]
        with Store.open(self.archive) as store:
            write_missing_reports(store)
        self.known.check(self.archive)

    def edit(self) -> None:
        for number in self.random.sample(range(self.count), round(self.count * EDITED)):
            before = self.editions[number]
            self.editions[number] = before + 1
            self.newsroom.correct(
                self.stories[number], f"第{before}次更新", f"第{before + 1}次更新"
            )

    def kill_crawl(self, moment: "Moment") -> int:
        """Kill a crawl; how many pages it said to have stored."""
        with running(self.newsroom, self.data, "article", "-a", f"urls={self.urls}") as child:
            self._wait(child.poll, moment)
            child.kill()
            child.wait()
        told = [line for line in _said(progress(self.data)) if line.get("event") == "page"]
        with Store.open(self.archive, read_only=True) as store:
            for line in told:
                number = line["version"]
                assert store.versions(line["identity"])[number - 1].number == number
        self.known.check(self.archive)
        return len(told)

    def kill_daemon(self, moment: "Moment") -> int:
        """Kill a daemon for which everything is due; how many looks its crawl stored."""
        with Store.open(self.archive) as store:
            # Now, not long ago: what was looked at since it was due is planned anew at the start.
            now = clock.now()
            store.set_due({watch.identity: now for watch in store.watches()})
            before = _looks(store)
        stet = Terminal(self.newsroom, self.folder)
        daemon = stet.started("run", "--tick", "0.2")
        self._wait(daemon.poll, moment)
        children = offspring(daemon.pid)
        os.kill(daemon.pid, signal.SIGKILL)
        daemon.communicate()
        eventually(lambda: not any(map(is_running, children)))
        with Store.open(self.archive, read_only=True) as store:
            after = _looks(store)
        self.known.check(self.archive)
        return after - before

    def _wait(self, is_over: Callable[[], object], moment: "Moment") -> None:
        """Until it is over, or the moment has come."""
        hits = len(self.newsroom.hits)
        while moment.is_at_work and len(self.newsroom.hits) == hits and is_over() is None:
            time.sleep(0.002)
        latest = time.monotonic() + moment.seconds
        while is_over() is None and time.monotonic() < latest:
            time.sleep(0.002)

    def close(self) -> None:
        """One whole round: then the archive says what the pages say, and tells each edit once."""
        self.crawl()
        with Store.open(self.archive) as store:
            assert not list(store.unreported())
            watches = {watch.identity: watch for watch in store.watches()}
            assert len(watches) == self.count
            for number, edition in enumerate(self.editions):
                text = store.article(f"cna:20260105{number + 1:04}")
                assert f"第{edition}次更新" in text.body[-1]
            pairs = sum(watch.versions - 1 for watch in watches.values())
            assert len(store.reports()) == pairs


def _said(path: Path) -> list[dict[str, Any]]:
    """The lines that a killed crawl had told in full."""
    whole = path.read_bytes().rpartition(b"\n")[0]
    return [json.loads(line) for line in whole.splitlines()]


def _looks(store: Store) -> int:
    return sum(len(store.snapshots(watch.identity)) for watch in store.watches())


def run(
    count: int,
    seed: int,
    folder: Path,
    say: Callable[[str], object],
    stories: int = STORIES,
    url: str = "",
) -> None:
    """So many kills, crawl and daemon in turn; raises `AssertionError` where anything is amiss."""
    say(f"seed {seed}")
    ends: Counter[str] = Counter()
    with Newsroom() as newsroom:
        desk = Desk(newsroom, folder, random.Random(seed), stories, url)
        first, whole = desk.open()
        for number in range(count):
            desk.edit()
            kind = ("crawl", "daemon")[number % 2]
            act = desk.kill_crawl if kind == "crawl" else desk.kill_daemon
            is_at_work = desk.random.random() < AT_WORK
            longest = whole - first if is_at_work else whole
            moment = Moment(desk.random.uniform(0, longest), is_at_work)
            pages = act(moment)
            part = "nothing" if not pages else "all" if pages >= stories else "a part"
            ends[f"{kind} with {part} stored"] += 1
            say(f"{number + 1:3} {kind:6} killed {moment}, {pages} pages stored")
        desk.close()
        say(f"{len(desk.known.versions)} versions, {len(desk.known.reports)} reports, none amiss")
    for what, times in sorted(ends.items()):
        say(f"{times:3} x {what}")


def main() -> None:
    """In a folder of its own, and a schema of its own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--server", action="store_true")
    options = parser.parse_args()
    server = postgresql.schema() if options.server else nullcontext("")
    with tempfile.TemporaryDirectory() as name, server as url:
        if url:
            os.environ["STET_URL"] = url  # every child is told
        say = partial(print, flush=True)
        run(options.count, options.seed, Path(name), say, url=url)


if __name__ == "__main__":
    main()
