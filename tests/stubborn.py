"""A spider of somebody else's, which holds its crawl: Scrapy 2.19 waits for its items for ever."""

from collections.abc import AsyncIterator
from typing import Any

from scrapy import Spider


class StubbornSpider(Spider):
    """Yields items from `start`, where it should yield requests."""

    name = "stubborn"

    async def start(self) -> AsyncIterator[Any]:
        """A thousand stories."""
        for number in range(1000):
            url = f"https://news.example/{number}"
            yield {"url": url, "title": f"第{number}則", "body": "第一段。"}
