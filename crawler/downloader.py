"""Scrapy's downloader, which can also let requests go, so that a crawl told to stop ends soon."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from scrapy import Request, Spider
from scrapy.core.downloader import Downloader as ScrapyDownloader
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from twisted.python.failure import Failure

if TYPE_CHECKING:
    from scrapy.http import Response
    from twisted.internet.defer import Deferred

T = TypeVar("T")


class LetGo(IgnoreRequest):
    """A request given up because the crawl stops: it says nothing of its page."""


class Downloader(ScrapyDownloader):
    """As Scrapy's, but for `let_go`: Scrapy itself waits for each request until its timeout."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.fetching: dict[Request, Deferred[Response | Request]] = {}
        self.given_up: set[Request] = set()

    def fetch(
        self, request: Request, spider: Spider | None = None
    ) -> "Deferred[Response | Request]":
        """The answer to a request; fails with `LetGo` where it was let go."""
        fetched = super().fetch(request)
        self.fetching[request] = fetched
        return fetched.addBoth(self._fetched, request)

    def let_go(self, *, sent: bool) -> None:
        """Give up every request that still waits for its turn and, with `sent`, every other one."""
        transferring = {each for slot in self.slots.values() for each in slot.transferring}
        self._cancel([each for each in self.fetching if sent or each not in transferring])

    def _cancel(self, requests: Iterable[Request]) -> None:
        for slot in self.slots.values():
            slot.queue.clear()  # Scrapy would send what stands there, though nobody waits for it
        for request in requests:
            self.given_up.add(request)
            if request in self.fetching:  # one let go may have taken its robots.txt along
                self.fetching[request].cancel()

    def _fetched(self, result: T | Failure, request: Request) -> T | Failure:
        del self.fetching[request]
        if request in self.given_up:
            given_up = LetGo(f"let go: {request.url}")
            return Failure(given_up)  # type: ignore[no-untyped-call]  # Twisted's
        return result
