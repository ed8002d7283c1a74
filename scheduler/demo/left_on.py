"""The real daemon, left on for a while: a newsroom that edits at random, a clock that hurries."""

import logging
import os
import random
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from crawler.clock import Faster
from crawler.config import Config
from crawler.entries import Source
from crawler.store import Store
from scheduler import rounds
from scheduler.daemon import Daemon
from scheduler.demo.stage import CERTIFICATES
from scheduler.newsroom import Hit, Newsroom, Story, opening_edition

FACTOR = 720.0
"""How fast the clock goes: two minutes are a day."""
TICK = 360.0
"""Seconds of that clock between two looks at what is due: half a second of the machine's."""
PAUSE = timedelta(minutes=15)
"""Between two edits, on average, by the newsroom's clock."""
BEAT = 0.02
"""Seconds between two steps of the newsroom's clock."""


@dataclass(frozen=True, slots=True)
class Made:
    """One edit: a paragraph that nothing else says."""

    at: datetime
    """By the newsroom's clock."""
    url: str
    """Of the story."""
    text: str
    """The paragraph."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of it, by the newsroom's clock and by its record of requests."""

    hours: float
    """How long it was left on."""
    made: int
    """Edits."""
    due: int
    """Those that were made before the last look at their story began."""
    seen: int
    """Those whose paragraph is in a version of the archive."""
    reports: int
    """Change reports."""
    delays: Sequence[timedelta]
    """From an edit to the first request for its story after it, in order of length."""
    requests: int
    """All of them, for lists and robots.txt too."""
    unchanged: int
    """Those that were answered with 304."""
    bytes: int
    """Of the bodies of all answers."""

    def delay(self, share: float) -> str:
        """A quantile of the delays: `12 min`."""
        if not self.delays:
            return "-"
        minutes = self.delays[int(share * (len(self.delays) - 1))] / timedelta(minutes=1)
        return f"{minutes:.0f} min"

    def rows(self) -> Iterator[tuple[str, str]]:
        """For a table."""
        yield "left on", f"{self.hours:.1f} h of the newsroom's clock"
        yield "edits made", f"{self.made}, {self.made - self.due} of them since the last look"
        yield "edits seen", f"{self.seen}, in {self.reports} reports"
        yield "delay p50 / p95", f"{self.delay(0.5)} / {self.delay(0.95)}"
        yield "requests", f"{self.requests}"
        yield "304 not modified", f"{self.unchanged}"
        yield "bytes", f"{self.bytes:,}"


def leave_on(config: Config, seconds: float, say: Callable[[str], None], seed: int = 0) -> Figures:
    """Run the daemon so long in a folder that is `prepared`, or until Ctrl-C."""
    with Newsroom(folder=config.data / CERTIFICATES) as newsroom, web(newsroom):
        newsroom.validators = True
        edition = opening_edition(newsroom)
        stories = [*edition.front.values()]
        settings = replace(
            config, delay=0.0, source=(Source(f"https://{stories[0].host}/rss.xml"),)
        )
        urls = [story.url for story in stories]
        done = rounds.crawl(settings, rounds.batches(urls), now=newsroom.now)
        say(f"The newsroom opens: {done.sentence()}.")
        faster = Faster(newsroom.now, FACTOR)
        daemon = Daemon(settings, lambda: settings, TICK, faster)
        logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a long round skips ticks
        made: list[Made] = []
        desk = threading.Thread(
            target=_edit, args=(newsroom, stories, faster, daemon, made, seconds, seed)
        )
        desk.start()
        try:
            daemon.run()
        finally:
            daemon.stopping.set()
            desk.join()
        return _judged(settings, made, newsroom.hits, newsroom.now - faster.start)


@contextmanager
def web(newsroom: Newsroom) -> Iterator[None]:
    """Let the newsroom be the web for every child process meanwhile."""
    before = dict(os.environ)
    os.environ.update(newsroom.environment())
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _edit(  # noqa: PLR0913, PLR0917  a thread's arguments
    newsroom: Newsroom,
    stories: Sequence[Story],
    faster: Faster,
    daemon: Daemon,
    made: list[Made],
    seconds: float,
    seed: int,
) -> None:
    """Move the newsroom's clock and add a paragraph now and then; tell the daemon to stop."""
    chance = random.Random(seed)  # noqa: S311  no secret
    end = faster.start + timedelta(seconds=seconds * faster.factor)
    following = faster.start + PAUSE * chance.expovariate(1)
    while newsroom.now < end and not daemon.stopping.wait(BEAT):
        newsroom.now = faster.now()
        if newsroom.now >= following:
            story = chance.choice(stories)
            text = f"本站於第{len(made) + 1}次更新時補充，詳情仍待主管單位說明。"
            newsroom.append(story, text)
            made.append(Made(newsroom.now, story.url, text))
            following = newsroom.now + PAUSE * chance.expovariate(1)
    daemon.stopping.set()
    daemon.woken.set()


def _judged(config: Config, made: Sequence[Made], hits: Sequence[Hit], time: timedelta) -> Figures:
    looks: dict[str, list[datetime]] = {}
    for hit in hits:
        if hit.story and hit.status in {200, 304}:
            looks.setdefault(hit.story, []).append(hit.at)
    waits = [
        min(after) - edit.at
        for edit in made
        if (after := [at for at in looks.get(edit.url, ()) if at >= edit.at])
    ]
    said: set[str] = set()
    with Store.open(config, read_only=True) as store:
        reports = len(store.reports())
        for watch in store.watches():
            for row in store.versions(watch.identity):
                said.update(store.article(watch.identity, row.number).body)
    return Figures(
        hours=time / timedelta(hours=1),
        made=len(made),
        due=len(waits),
        seen=sum(any(edit.text in line for line in said) for edit in made),
        reports=reports,
        delays=sorted(waits),
        requests=len(hits),
        unchanged=sum(hit.status == 304 for hit in hits),
        bytes=sum(hit.size for hit in hits),
    )
