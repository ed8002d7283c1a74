"""Scrapy's downloader, which can also let requests go: those of a crawl that is told to stop, so
that it ends soon, and those of a host that is to be left alone.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

from scrapy import Request, Spider
from scrapy.core.downloader import Downloader as ScrapyDownloader
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from twisted.python.failure import Failure

from crawler import urls

if TYPE_CHECKING:
    from scrapy.http import Response
    from twisted.internet.defer import Deferred

T = TypeVar("T")


class LetGo(IgnoreRequest):
    """A request given up because the crawl stops: it says nothing of its page."""


class Downloader(ScrapyDownloader):
    """As Scrapy's, but for what is let go: Scrapy waits for each request until its timeout, and
    sends whatever waits for its turn.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.fetching: dict[Request, Deferred[Response | Request]] = {}
        self.given_up: dict[Request, IgnoreRequest] = {}
        """Those that were let go, with what is said of it."""

    def fetch(
        self, request: Request, spider: Spider | None = None
    ) -> "Deferred[Response | Request]":
        """The answer to a request; fails with what was said where it was let go."""
        fetched = super().fetch(request)
        self.fetching[request] = fetched
        return fetched.addBoth(self._fetched, request)

    def let_go(self, *, sent: bool) -> None:
        """Give up every request that still waits for its turn and, with `sent`, every other one."""
        transferring = {each for slot in self.slots.values() for each in slot.transferring}
        gone = [each for each in self.fetching if sent or each not in transferring]
        self._cancel(gone, lambda request: LetGo(f"let go: {request.url}"))

    def leave_alone(self, host: str, said: Callable[[Request], IgnoreRequest]) -> None:
        """Give up what waits for its turn at a host and has passed all that could hold it back."""
        queued = (request for slot in self.slots.values() for request, _ in slot.queue)
        self._cancel([each for each in queued if urls.host(each.url) == host], said)

    def _cancel(
        self, requests: Iterable[Request], said: Callable[[Request], IgnoreRequest]
    ) -> None:
        self.given_up |= {request: said(request) for request in requests}
        for slot in self.slots.values():  # Scrapy would send what stands there, though nobody waits
            kept = [each for each in slot.queue if each[0] not in self.given_up]
            slot.queue.clear()
            slot.queue.extend(kept)
        for request in requests:
            if request in self.fetching:  # one let go may have taken its robots.txt along
                self.fetching[request].cancel()

    def _fetched(self, result: T | Failure, request: Request) -> T | Failure:
        del self.fetching[request]
        if given_up := self.given_up.pop(request, None):
            return Failure(given_up)  # type: ignore[no-untyped-call]  # Twisted's
        return result
