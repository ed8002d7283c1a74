"""What a newsroom does in a week, written beforehand, and when its pages were read."""

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from scheduler.newsroom import Newsroom, Story
from tests.children import url_of

BODY = ["氣象站今晨測得規模5.2的地震，2人輕傷。", "本站第0次更新這則消息。"]
HOST = "www.cna.com.tw"
LATER = 0.3
"""Share of the stories that are published during the week, and found by their list."""
GONE = 0.02
"""Share of the stories that are taken down."""
EDITS = (0, 0, 1, 1, 2, 3, 8)
"""How many edits a story has: one of these."""


@dataclass
class Script:
    """What the newsroom did to one story, and who saw it."""

    story: Story
    at: list[datetime]
    """When each edition began; the first is its publication."""
    read: list[datetime] = field(default_factory=list)
    """When its page was asked for and shown, or said to be the same."""
    gone: datetime | None = None

    def edition(self, moment: datetime) -> int:
        """Which one its page showed then."""
        return sum(each <= moment for each in self.at) - 1

    def seen(self, since: datetime, until: datetime) -> int:
        """Which edition who asked between the two saw last. Raises IndexError: nobody asked."""
        return self.edition([each for each in self.read if since <= each < until][-1])


@dataclass
class Desk:
    """Does what is written when its time has come; from one thread."""

    newsroom: Newsroom
    random: random.Random
    end: datetime
    scripts: dict[str, Script] = field(default_factory=dict)
    """By identity."""
    by_url: dict[str, Script] = field(default_factory=dict)
    hits: int = 0
    """Requests of any kind."""
    agenda: list[tuple[datetime, int, Callable[[], object]]] = field(default_factory=list)
    written: int = 0

    def write(self, articles: int) -> None:
        """So many stories; edits fall off with age, as they do."""
        start = self.newsroom.now
        for number in range(1, articles + 1):
            at = start
            if number > articles * (1 - LATER):
                at += (self.end - start) * self.random.uniform(0, 0.8)
            self.do(at, partial(self._publish, number))

    def do(self, at: datetime, act: Callable[[], object]) -> None:
        """Do something when that time has come."""
        self.written += 1
        heapq.heappush(self.agenda, (at, self.written, act))

    def until(self, moment: datetime) -> None:
        """All that has come by now is done now: nobody reads a page between the two."""
        with self.newsroom.lock:
            self.newsroom.now = moment
            while self.agenda and self.agenda[0][0] <= moment:
                heapq.heappop(self.agenda)[2]()
            hits = self.newsroom.hits
            self.newsroom.forget()
        self.hits += len(hits)
        for hit in hits:
            if hit.story and hit.status in {200, 304}:
                self.by_url[hit.story].read.append(hit.at)

    def any(self) -> Story:
        """One of the stories."""
        return self.scripts[self.random.choice([*self.scripts])].story

    def _publish(self, number: int) -> None:
        now = self.newsroom.now
        story = self.newsroom.publish(f"第{number}則", BODY, url=url_of(number))
        script = self.scripts[f"cna:20260105{number:04}"] = Script(story, [now])
        self.by_url[story.url] = script
        length = (self.end - now) / timedelta(hours=1)
        for _ in range(self.random.choice(EDITS)):
            hours = min(0.5 * self.random.paretovariate(0.6), length * 2)
            self.do(now + timedelta(hours=hours), partial(self._edit, script))
        if self.random.random() < GONE:
            hours = self.random.uniform(1, max(length / 2, 1))
            self.do(now + timedelta(hours=hours), partial(self._retract, script))

    def _edit(self, script: Script) -> None:
        if script.gone is None and self.newsroom.now < self.end:
            before = len(script.at) - 1
            self.newsroom.correct(script.story, f"第{before}次", f"第{before + 1}次")
            script.at.append(self.newsroom.now)

    def _retract(self, script: Script) -> None:
        if self.newsroom.now < self.end:
            script.gone = self.newsroom.now
            self.newsroom.retract(script.story)
