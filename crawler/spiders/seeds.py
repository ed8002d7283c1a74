"""Takes seed documents into the archive and fetches the pages they came from."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar

from scrapy import Request, signals
from scrapy.http import Response
from scrapy.utils.defer import maybe_deferred_to_future

from crawler import seeds, urls
from crawler.errors import SeedError, UsageError
from crawler.items import SeedDocument
from crawler.spiders.article import ArticleSpider, linked

BATCH = 50
"""Documents in the pipelines at a time: what a crawl that is told to stop still takes in."""


class SeedsSpider(ArticleSpider):
    """`scrapy crawl seeds -a path=FILE-OR-FOLDER [-a related=0..3]`."""

    name = "seeds"
    known: ClassVar[tuple[str, ...]] = ("path", "related")

    async def begin(self) -> AsyncIterator[Request]:
        """All documents first, so that each is older than what its page says today."""
        if not self.given.get("path"):
            raise UsageError("no seeds given: -a path=FOLDER, or one file")
        pages: list[str] = []
        beside: list[tuple[str, list[str]]] = []
        documents = self._documents(Path(self.given["path"]))
        while batch := list(islice(documents, BATCH)):
            await self._hand_over(batch)
            await self._room()
            for document in batch:
                article = document.article
                if not urls.is_fetchable(article.url):
                    self._say_unresolved(document)
                    continue
                pages.append(article.url)
                beside.append((document.identity, linked(article.related) if self.related else []))
        for request in self._requests(pages, beside):
            yield request
            await self._room()

    async def _hand_over(self, batch: list[SeedDocument]) -> None:
        """Take documents through the pipelines, as what a callback made of an answer.

        Scrapy 2.19 keeps no account of the items that `start` itself yields: when it closes while
        one is in the pipelines, it waits for it for ever.
        """
        request = Request("about:seeds", callback=self.take, cb_kwargs={"batch": batch})
        answer = Response(request.url, request=request)
        taken = self.crawler.engine.scraper.enqueue_scrape(answer, request)
        await asyncio.shield(maybe_deferred_to_future(taken))  # a batch begun is finished

    async def take(self, response: Response, batch: list[SeedDocument]) -> AsyncIterator[Any]:
        """The documents of one batch, for the pipelines."""
        for document in batch:
            yield document

    async def _room(self) -> None:
        """Wait until the engine takes more; while it closes it never does, and `start` ends."""
        while self.crawler.engine.needs_backout():
            await self.crawler.signals.wait_for(signals.scheduler_empty)

    def _requests(self, pages: list[str], beside: list[tuple[str, list[str]]]) -> Iterator[Request]:
        for url in pages:
            yield from self.looks([url], self.related)
        for identity, links in beside:
            yield from self.follow(links, self.related, identity)

    def _documents(self, path: Path) -> Iterator[SeedDocument]:
        for found in seeds.read_folder(path):
            if isinstance(found, SeedError):
                self.logger.warning("refused: %s", found)
                self.crawler.stats.inc_value("stet/refused/seed-document")
            else:
                yield found

    def _say_unresolved(self, document: SeedDocument) -> None:
        self.crawler.stats.inc_value("stet/unresolved")
        self.logger.info(
            "%s names no URL: kept as %s, unresolved, with %d related headlines",
            document.name,
            document.identity,
            len(document.article.related),
        )
