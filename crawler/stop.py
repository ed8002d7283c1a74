"""Ends a crawl in good order, whoever asks for it, however early and however often."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, cast

from scrapy import signals
from scrapy.crawler import Crawler

from crawler.downloader import Downloader
from crawler.extensions import RunRecord
from crawler.interruption import heeded
from crawler.pipelines import KeepPipeline
from crawler.store import TURN_OVER

log = logging.getLogger(__name__)

PATIENCE = 5.0
"""Seconds from the second request to stop until the crawl is left as it stands."""

ORPHANED = 5.0
"""Seconds that a crawl waits for pages on their way once the program that started it is gone: the
next one may have begun."""


class Stop:
    """Listens for what asks a crawl to stop: SIGTERM, SIGINT, SIGHUP, the end of its input, and
    that of its turn (STET_TURN), after which what was not sent yet is left to others.

    Asked once, the crawl sends no further request, waits for those on their way and keeps what
    they bring. Asked twice, it does not wait. In both cases what has been read is kept, and the
    spider closes as it does at its natural end. Scrapy's own answer to a second signal is to
    drop everything; that is why its handlers are not installed.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.asked = 0
        self.reason = "shutdown"
        self.is_started = False
        self.closing: asyncio.Task[None] | None = None
        self.loop = asyncio.get_event_loop()
        crawler.signals.connect(self._started, signals.engine_started)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """While the reactor runs; after it nothing is left to stop, and signals are ignored."""
        heard = [*heeded()]
        for number in heard:
            signal.signal(number, self._signalled)
        yield
        for number in heard:
            signal.signal(number, signal.SIG_IGN)

    def ask(self, who: str, reason: str = "shutdown") -> None:
        """Stop, for `reason`; called from the reactor's thread."""
        self.asked += 1
        if self.asked == 1:
            log.info("%s: stopping; what is on its way is waited for, unless told again", who)
            self.reason = reason
            self._close()
        elif self.asked == 2:
            log.info("%s again: stopping without what is on its way", who)
            self._let_go(sent=True)
            self.loop.call_later(PATIENCE, self._leave)

    def _signalled(self, number: int, frame: FrameType | None) -> None:
        # A handler runs in the middle of anything, a transaction or a log line among them.
        self.loop.call_soon_threadsafe(self.ask, signal.Signals(number).name)

    async def _started(self) -> None:
        self.is_started = True
        if self.crawler.settings.getbool("STET_STOP_AT_EOF"):
            self.loop.add_reader(sys.stdin.fileno(), self._read)
        if turn := self.crawler.settings.getfloat("STET_TURN"):
            self.loop.call_later(turn, self._end_turn)
        if self.asked:  # while the archive was opened: Scrapy would stop without closing it
            await self.crawler.engine.close_spider_async(reason=self.reason)

    def _read(self) -> None:
        """Standard input can be read: at its end, the program that started the crawl is gone."""
        if not os.read(sys.stdin.fileno(), 4096):
            self.loop.remove_reader(sys.stdin.fileno())
            self.ask("end of input", "orphaned")
            self.loop.call_later(ORPHANED, self.ask, "end of input")

    def _end_turn(self) -> None:
        if not self.asked:
            self.ask("the end of its turn", TURN_OVER)

    def _close(self) -> None:
        if self.is_started and self.crawler.engine.spider is not None:
            self._let_go(sent=False)
            closed = self.crawler.engine.close_spider_async(reason=self.reason)
            self.closing = self.loop.create_task(closed)

    def _let_go(self, *, sent: bool) -> None:
        if self.is_started:
            cast(Downloader, self.crawler.engine.downloader).let_go(sent=sent)

    def _leave(self) -> None:
        """Something that is none of ours holds the crawl: keep what was read, and end it."""
        from twisted.internet import reactor

        log.error("the crawl does not close: it is left as it stands")
        keep = self.crawler.get_item_pipeline(KeepPipeline)
        record = self.crawler.get_extension(RunRecord)
        slot = self.crawler.engine.scraper.slot
        if unread := len(slot.queue) + len(slot.active) if slot else 0:
            self.crawler.stats.inc_value("stet/lost", unread)
        if keep and record:
            keep.close_spider()
            record.closed(self.reason)
        self.crawler.crawling = False  # or Scrapy waits once more for what holds it
        cast(Any, reactor).stop()
