"""Leaves a host alone that does not answer, says that it has too much to do, or asks for longer
pauses than a crawl makes, crawl after crawl.

As a fuse does: closed, every request goes; open, none does until a time; half open, one request
tries, and all others wait for what it brings. What is open stands in the archive, so that the next
crawl, a process of its own, knows.
"""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Self, cast
from weakref import WeakKeyDictionary

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
)
from scrapy.http import Response
from scrapy.utils.spider import DefaultSpider

from crawler import clock, urls
from crawler.downloader import Downloader
from crawler.errors import StetError
from crawler.items import POSTPONED
from crawler.middlewares.retry import LONGEST_REST, seconds_of_rest
from crawler.middlewares.robots import Postponed
from crawler.place import opened, place_of
from crawler.store import Resting, Store

log = logging.getLogger(__name__)

BUSY = frozenset({429, 502, 503, 504})
"""Statuses by which a host, and not a page, says that it cannot answer."""
IN_A_ROW, SILENT_IN_A_ROW = 5, 3
"""Failures without an answer between them after which a host is left alone; fewer where it has said
nothing at all yet: one page of it may be asked for three times in a crawl, each until the timeout.
"""
SHORTEST, LONGEST = timedelta(minutes=2), timedelta(hours=6)
"""For how long, doubled each time that it fails again; a Retry-After may ask for more."""
FARTHEST = timedelta(days=1)
"""But not for more than this."""

_BROKEN = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
)


def rested(before: int, now: datetime, asked: float | None, why: str) -> Resting:
    """How long a host is left alone that was left alone `before` times in a row already.

    `asked` are the seconds of its Retry-After.
    """
    pause = min(SHORTEST * 2 ** min(before, 10), LONGEST)
    wanted = timedelta(seconds=min(asked or 0.0, FARTHEST.total_seconds()))
    return Resting(before + 1, now + max(pause, wanted), why)


@dataclass(slots=True)
class Fuse:
    """One host in one crawl."""

    resting: Resting | None = None
    """None: closed."""
    failures: int = 0
    """In a row, in this crawl."""
    has_answered: bool = False
    """Whether a page of it has brought an answer in this crawl."""
    tried: asyncio.Event | None = None
    """Set once what tries a half open host has come back; None: nothing tries."""


@dataclass(slots=True)
class Fuses:
    """Every host of a crawl."""

    known: dict[str, Fuse] = field(default_factory=dict)
    """By name."""

    def of(self, name: str) -> Fuse:
        """The fuse of a host."""
        return self.known.setdefault(name, Fuse())


class Circuit:
    """Downloader middleware: before robots.txt, which is not asked for either."""

    def __init__(self, fuses: Fuses, crawler: Crawler) -> None:
        self.fuses = fuses
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        middleware = cls(_fuses_of(crawler), crawler)
        crawler.signals.connect(middleware.opened, signals.spider_opened)
        return middleware

    def opened(self) -> None:
        """Read which hosts are left alone; without an archive, of none is it known."""
        place = place_of(self.crawler.settings)
        with suppress(StetError), Store.open(place, read_only=True) as store:
            for name, resting in store.hosts.resting().items():
                self.fuses.of(name).resting = resting

    async def process_request(self, request: Request) -> None:
        """Wait for what tries a half open host. Raises `Postponed` for one that is left alone."""
        fuse = self.fuses.of(urls.host(request.url))
        while fuse.resting and not (_is_of_robots(request) or _is_its_page(request, fuse.resting)):
            if _now(self.crawler) < fuse.resting.until:
                raise _postponed(fuse.resting, request)
            if fuse.tried is None:
                fuse.tried = asyncio.Event()
                return
            await fuse.tried.wait()


class Answers:
    """Downloader middleware: counts what each request brings, before it is tried again or leads on.

    What tries a half open host would else wait for its own end.
    """

    def __init__(self, fuses: Fuses, crawler: Crawler) -> None:
        self.fuses = fuses
        self.crawler = crawler
        self.downloader: Downloader | None = None
        """None before anything is asked for."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        middleware = cls(_fuses_of(crawler), crawler)
        crawler.signals.connect(middleware.started, signals.engine_started)
        return middleware

    def started(self) -> None:
        """Know what sends, from now on."""
        self.downloader = cast(Downloader, self.crawler.engine.downloader)

    def process_response(self, request: Request, response: Response) -> Response:
        """Count an answer; none of a busy host is one, nor is a robots.txt, which another server
        may give.
        """
        if response.status in BUSY:
            asked = seconds_of_rest((response.headers.get("Retry-After") or b"").decode("latin-1"))
            self._failed(request, f"HTTP {response.status}", IN_A_ROW, asked)
        elif not _is_of_robots(request):
            self._answered(request)
        self._pause(request)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Count a host that did not answer; what we refused ourselves says nothing of it."""
        if isinstance(exception, _BROKEN):
            why = type(exception).__name__.removesuffix("Error")
            has_answered = self.fuses.of(urls.host(request.url)).has_answered
            self._failed(request, why, IN_A_ROW if has_answered else SILENT_IN_A_ROW)
        elif tried := self.fuses.of(urls.host(request.url)).tried:
            self.fuses.of(urls.host(request.url)).tried = None
            tried.set()  # it was never sent: another one is to try
        self._pause(request)

    def _answered(self, request: Request) -> None:
        name = urls.host(request.url)
        fuse = self.fuses.of(name)
        fuse.failures, fuse.has_answered = 0, True
        if fuse.resting:
            fuse.resting = None
            self._keep(name, None)
        self._let_go(fuse)

    def _pause(self, request: Request) -> None:
        """Leave a host alone that gave the one page of its robots.txt, for as long as that says;
        wherever the page led.
        """
        name = urls.host(request.meta.get("robots_page", ""))
        if name and not self.fuses.of(name).resting:
            seconds = request.meta["robots_pause"]
            until = _now(self.crawler) + min(timedelta(seconds=seconds), FARTHEST)
            resting = Resting(0, until, f"it asks for {seconds:g} s between pages")
            self.fuses.of(name).resting = resting
            self._keep(name, resting)

    def _failed(self, request: Request, why: str, most: int, asked: float | None = None) -> None:
        name = urls.host(request.url)
        fuse = self.fuses.of(name)
        if fuse.resting and not fuse.tried:
            return  # it was on its way when the fuse went
        fuse.failures += 1
        is_asked = asked is not None and asked > LONGEST_REST
        if fuse.tried or is_asked or fuse.failures >= most:
            before = fuse.resting.failures if fuse.resting else 0
            fuse.resting, fuse.failures = rested(before, _now(self.crawler), asked, why), 0
            log.warning("%s is left alone until %s: %s", name, fuse.resting.until, why)
            self._keep(name, fuse.resting)
            self.crawler.stats.inc_value("stet/hosts-resting")
            self._hold_back(name, fuse.resting)
        self._let_go(fuse)

    def _hold_back(self, name: str, resting: Resting) -> None:
        """What has passed by us, and waits for its turn, is postponed as well."""
        if self.downloader:
            self.downloader.leave_alone(name, partial(_postponed, resting))

    @staticmethod
    def _let_go(fuse: Fuse) -> None:
        """What waited goes on, or is postponed."""
        if fuse.tried:
            fuse.tried.set()
            fuse.tried = None

    def _keep(self, name: str, resting: Resting | None) -> None:
        """For the next crawl; this one knows without."""
        if isinstance(self.crawler.spider, DefaultSpider):
            return  # `scrapy shell` and `scrapy fetch` keep nothing
        try:
            with opened(self.crawler.settings) as store:
                store.hosts.note(name, resting)
        except StetError as error:
            log.warning("the next crawl will not know how %s answered: %s", name, error)


_KNOWN: WeakKeyDictionary[Crawler, Fuses] = WeakKeyDictionary()


def _fuses_of(crawler: Crawler) -> Fuses:
    """Those that both of a crawl's middlewares go by."""
    return _KNOWN.setdefault(crawler, Fuses())


def _now(crawler: Crawler) -> datetime:
    return clock.now(crawler.settings.get("STET_NOW") or "")


def _postponed(resting: Resting, request: Request) -> Postponed:
    """What is said of a page whose host is left alone, maybe since it was asked for in vain."""
    name, until = urls.host(request.url), f"{resting.until:%Y-%m-%d %H:%M} UTC"
    said = "no answer came" if request.meta.get("retry_times") else POSTPONED
    return Postponed(f"{said}: {name} is left alone until {until} ({resting.why})")


def _is_of_robots(request: Request) -> bool:
    """Whether it asks for a robots.txt, for which a page waits that was let through."""
    return bool(request.meta.get("dont_obey_robotstxt"))


def _is_its_page(request: Request, resting: Resting) -> bool:
    """Whether it goes on to the page for which a host that wants a pause is left alone."""
    page = urls.host(request.meta.get("robots_page", ""))
    return not resting.failures and page == urls.host(request.url)
