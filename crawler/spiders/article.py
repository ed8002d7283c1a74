"""Fetches articles by their URLs, and the articles related to them."""

from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import datetime
from functools import cached_property, partial
from typing import Any, ClassVar

from scrapy import Request, Spider, signals
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from crawler import clock, sites
from crawler.downloader import LetGo
from crawler.errors import UsageError
from crawler.items import Draft, RelatedLink
from crawler.middlewares import unchanged
from crawler.place import opened
from crawler.spiders import arguments, visits
from crawler.spiders.allowance import Allowance
from crawler.spiders.seen import Seen
from crawler.urls import canonical

AHEAD = 2_000
"""Requests that stand in line, at most, before more of what is asked for is put there."""


class ArticleSpider(Spider):
    """`scrapy crawl article -a url=URL [-a urls=FILE] [-a related=0..3]`: pages of any site."""

    name = "article"
    known: ClassVar[tuple[str, ...]] = ("url", "urls", "related")
    related = 1
    """Links away from the asked pages that are fetched too."""

    def __init__(self, **given: str) -> None:
        super().__init__()
        self.given = given
        self.seen = Seen()
        """Identities asked for in this crawl: an article has many URLs and is fetched once."""

    @cached_property
    def allowance(self) -> Allowance:
        """How many new articles may be watched because others link to them."""
        most = self.settings.getint("STET_MOST_RELATED_A_DAY")
        return Allowance(partial(opened, self.settings), most)

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Let answers of every status through: a 404 is a visit too."""
        super().update_settings(settings)
        settings.set("HTTPERROR_ALLOW_ALL", True, priority="spider")

    async def start(self) -> AsyncIterator[Any]:
        """The first requests; wrong arguments close the crawl with one clear line."""
        for file, error in sites.broken().items():
            self.logger.warning("crawler/sites/%s is left out: %s", file, error)
        try:
            arguments.refuse_unknown(self.given, self.known)
            self.related = self.number("related", self.related, arguments.MOST_RELATED)
            async for request in self.begin():
                yield request
        except UsageError as wrong:
            self.logger.error("%s", wrong)  # noqa: TRY400  a sentence for people
            self.crawler.stats.set_value("stet/error", str(wrong))
            raise CloseSpider("usage") from None

    async def begin(self) -> AsyncIterator[Request]:
        """What the arguments ask for. Raises `UsageError`."""
        for request in self.looks(self.asked(), self.related):
            await self._turn()
            yield request

    async def _turn(self) -> None:
        """Wait while enough requests are made: Scrapy would make all at once, 200,000 in 180 MB.

        So many are made ahead that one slow host does not keep the others waiting.
        """
        scheduler: Any = self.crawler.engine.scheduler
        while scheduler is not None and len(scheduler) >= AHEAD:
            await self.crawler.signals.wait_for(signals.request_left_downloader)

    def asked(self) -> Iterable[str]:
        """The URLs that the arguments name. Raises `UsageError`."""
        return arguments.pages(self.given.get("url", ""), self.given.get("urls", ""))

    def number(self, name: str, default: int, most: int) -> int:
        """The whole number from 0 to `most` of `-a NAME=`. Raises `UsageError`."""
        return arguments.number(name, self.given.get(name, str(default)), 0, most)

    async def parse(
        self, response: Response, asked: str = "", left: int | None = None, reached_from: str = ""
    ) -> AsyncIterator[Any]:
        """The Visit of one answer, then the related articles while `left` steps remain."""
        visit = visits.answered(response, asked or response.url, reached_from, self.now())
        yield visit
        if isinstance(visit.found, Draft):
            steps = self.related if left is None else left
            for request in self.follow(linked(visit.found.related), steps, visit.identity):
                yield request

    async def failed(self, failure: Failure) -> AsyncIterator[Any]:
        """The Visit of a request that brought no answer; none where we did not wait for it."""
        if isinstance(failure.value, LetGo):
            return
        known = failure.request.cb_kwargs  # type: ignore[attr-defined]  # Scrapy sets it
        yield visits.failed(failure, known["asked"], known["reached_from"], self.now())

    def follow(self, links: Iterable[str], left: int, reached_from: str) -> Iterator[Request]:
        """Requests for related articles, as `linked` names them."""
        if left <= 0:
            return
        wanted = [url for url in links if self.wants(url)]
        most = self.settings.getint("STET_MOST_RELATED")
        if len(wanted) > most:
            self.logger.warning(
                "%s names %d related pages: the first %d are followed ([crawl] max_related)",
                *(reached_from, len(wanted), most),
            )
        followed = self.allowance.of(wanted[:most], self.now()) if wanted else []
        yield from self.looks(followed, left - 1, reached_from)

    def wants(self, url: str) -> bool:
        """Whether a related link is followed at all; a spider of one site stays there."""
        return bool(url)

    def looks(self, urls: Iterable[str], left: int, reached_from: str = "") -> Iterator[Request]:
        """A request for each article not yet asked for in this crawl."""
        for url in urls:
            if self.seen.add(sites.identity(url)):
                yield self._request(url, left, reached_from)

    def now(self) -> datetime:
        """The moment of this visit."""
        return clock.now(self.settings.get("STET_NOW") or "")

    def _request(self, url: str, left: int, reached_from: str) -> Request:
        return Request(
            url,
            callback=self.parse,
            errback=self.failed,
            dont_filter=True,  # our `seen` goes by identity; Scrapy's would drop redirects unsaid
            cb_kwargs={"asked": url, "left": left, "reached_from": reached_from},
            # A page whose links are to be followed is read, changed or not.
            meta={} if left else {unchanged.ASK: sites.identity(url)},
        )


def linked(related: Iterable[RelatedLink]) -> list[str]:
    """The URLs of related articles; what the site shows on every page is left alone."""
    return [canonical(link.url) for link in related if link.url and not link.sitewide]
