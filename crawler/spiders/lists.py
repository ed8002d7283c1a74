"""Reads lists only to know what they name: nothing of it is fetched."""

from collections.abc import AsyncIterator
from typing import Any, ClassVar

from scrapy.http import Response

from crawler.pipelines import list_read
from crawler.spiders.discover import DiscoverSpider, articles_of


class ListsSpider(DiscoverSpider):
    """`scrapy crawl lists -a url=LIST-FEED-OR-SITEMAP [-a urls=FILE] [-a max_age=2d]`.

    With STET_PROGRESS each article that the lists name is a JSON object on standard output.
    """

    name = "lists"
    known: ClassVar[tuple[str, ...]] = ("url", "urls", "max_age", "only", "skip")

    async def parse_list(
        self, response: Response, source: str = "", nested: bool = False, page: int = 0
    ) -> AsyncIterator[Any]:
        """Requests for the sitemaps that an index names."""
        listing = self.read_list(response)
        for url in [] if nested else self.further(listing):
            yield self.ask_for(url, source, nested=True)
        wanted = [each for each in articles_of(listing) if self.takes(each)]
        self.logger.info("%s names %d articles", response.url, len(wanted))
        self.crawler.signals.send_catch_log(list_read, url=response.url, entries=wanted)
