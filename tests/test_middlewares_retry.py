"""How long a host asks to be left alone, and that it is."""

import time
from datetime import timedelta
from email.utils import format_datetime
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from crawler import clock
from crawler.middlewares.retry import PoliteRetry, seconds_of_rest


def test_how_long_a_host_asks_to_be_left_alone():
    soon = format_datetime(clock.now() + timedelta(seconds=50), usegmt=True)
    long_ago = format_datetime(clock.now() - timedelta(days=1), usegmt=True)

    assert seconds_of_rest("120") == 120
    assert 40 < (seconds_of_rest(soon) or 0) <= 50
    assert seconds_of_rest(long_ago) == 0
    assert [seconds_of_rest(one) for one in ("", "soon", "-1", "1.5")] == [None] * 4


@pytest.mark.parametrize(("delay", "jitter"), [(0, 0.5), (10, 0), (10, 0.5), (10, 2)])
def test_a_rest_is_not_shortened_by_the_jitter_of_the_delay(delay: float, jitter: float):
    slot = Slot(concurrency=2, delay=delay, jitter=jitter)
    crawler = get_crawler()
    crawler.spider = crawler._create_spider("any")
    slots = {"news.example": slot}
    crawler.engine = SimpleNamespace(  # type: ignore[assignment]  # all that is asked of it
        downloader=SimpleNamespace(slots=slots)
    )
    request = Request("https://news.example/1", meta={"download_slot": "news.example"})
    response = Response(request.url, status=429, headers={"Retry-After": "30"})
    started = time.monotonic()

    again = PoliteRetry.from_crawler(crawler).process_response(request, response)

    waits = [slot.lastseen + slot.download_delay() - started for _ in range(200)]
    assert isinstance(again, Request)
    assert min(waits) >= 30
    assert min(waits) < 31 + 10
