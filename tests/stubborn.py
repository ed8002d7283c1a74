"""Spiders that hold their crawl."""

import threading
import time
from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request, Spider

LINGERS = 60.0
"""Seconds that a thread goes on."""


class StubbornSpider(Spider):
    """Yields items from `start`, where it should yield requests: Scrapy 2.19 waits for ever."""

    name = "stubborn"

    async def start(self) -> AsyncIterator[Any]:
        """A thousand stories."""
        for number in range(1000):
            url = f"https://news.example/{number}"
            yield {"url": url, "title": f"第{number}則", "body": "第一段。"}


class LingeringSpider(Spider):
    """Leaves a thread that hangs, as a look-up of a name may."""

    name = "lingering"

    async def start(self) -> AsyncIterator[Request]:
        """Asks for nothing."""
        threading.Thread(target=time.sleep, args=[LINGERS]).start()
        nothing: list[Request] = []
        for request in nothing:
            yield request
