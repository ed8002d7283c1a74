"""How many requests a crawl has in hand while it still has others to make."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.settings import Settings
from scrapy.signalmanager import SignalManager

from crawler.spiders.article import AHEAD, ArticleSpider

PAGES = " ".join(f"https://news.example/story/{number}" for number in range(AHEAD + 2))


def test_no_more_requests_are_made_than_can_soon_be_sent():
    asyncio.run(_made_as_there_is_room())


async def _made_as_there_is_room() -> None:
    line: list[object] = []
    parts = SimpleNamespace(settings=Settings(), signals=SignalManager())
    parts.engine = SimpleNamespace(scheduler=line)
    spider = ArticleSpider(url=PAGES)
    spider._set_crawler(cast(Crawler, parts))
    made = aiter(cast(Any, spider.start()))
    while len(line) < AHEAD:
        line.append(await anext(made))

    following = asyncio.ensure_future(anext(made))
    await asyncio.sleep(0)
    assert not following.done()
    sent = line.pop(0)
    parts.signals.send_catch_log(signals.request_left_downloader, request=sent)

    assert (await following).url.endswith(f"/{AHEAD}")
