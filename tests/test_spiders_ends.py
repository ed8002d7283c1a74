"""How a crawl ends: told to stop, asked for nonsense, or with nowhere to write."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.spiderloader import SpiderLoader
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.project import get_project_settings

from crawler.store import Store
from crawler.store.database import FILE
from scheduler.newsroom import Newsroom
from tests.children import crawl, environment, stories, url_of

BAD = {
    "no url": ("article", {}, "-a url=https"),
    "no such file": ("article", {"urls": "none.txt"}, "none.txt: No such file"),
    "not a url": ("article", {"url": "news"}, "'news'"),
    "related": ("article", {"url": url_of(1), "related": "9"}, "from 0 to 3"),
    "unknown": ("article", {"link": url_of(1)}, "-a link="),
    "another site": ("cna", {"url": "https://news.example/1"}, "scrapy crawl article"),
    "no seeds": ("seeds", {}, "-a path="),
    "missing seeds": ("seeds", {"path": "nowhere"}, "nowhere"),
    "limit": ("discover", {"url": url_of(1), "limit": "many"}, "from 0 to 1000"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_wrong_argument_is_one_clear_line(case: str, caplog: pytest.LogCaptureFixture):
    name, arguments, said = BAD[case]
    crawler = Crawler(SpiderLoader(get_project_settings()).load(name), get_project_settings())
    crawler.stats = MemoryStatsCollector(crawler)

    async def start() -> list[object]:
        spider = crawler.spidercls.from_crawler(crawler, **arguments)
        return [one async for one in spider.start()]

    with pytest.raises(CloseSpider) as closed:
        asyncio.run(start())

    assert closed.value.reason == "usage"
    [record] = [record for record in caplog.records if record.levelname == "ERROR"]
    assert said in record.getMessage()
    assert crawler.stats.get_value("stet/error") == record.getMessage()


@pytest.mark.slow
def test_a_wrong_argument_ends_the_command_with_2(newsroom: Newsroom, data: Path):
    done = crawl(newsroom, data, "article", "-a", "url=https://news.example/1", "-a", "url=news")

    assert done.returncode == 2
    assert "'news' is no URL" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert newsroom.hits == ()


@pytest.mark.slow
def test_an_archive_that_cannot_be_written_is_one_clear_line(newsroom: Newsroom, data: Path):
    data.write_text("a file where the folder should be")

    done = crawl(newsroom, data, "article", "-a", f"url={url_of(1)}")

    assert done.returncode == 1
    assert str(data) in done.stderr
    assert "Traceback" not in done.stderr
    assert newsroom.hits == ()


@pytest.mark.slow
def test_a_crawl_that_was_started_for_an_archive_makes_none(newsroom: Newsroom, data: Path):
    """`stet` says so to those that it starts: see `crawler.place`."""
    done = crawl(newsroom, data, "article", "-a", f"url={url_of(1)}", "-s", "STET_MAKE_ARCHIVE=0")

    assert done.returncode == 1
    assert f"there is no archive at {data / FILE} yet" in done.stderr
    assert newsroom.hits == ()
    assert not data.exists()


@pytest.mark.slow
def test_a_full_disk_ends_the_crawl_and_loses_nothing_stored(newsroom: Newsroom, data: Path):
    urls = [story.url for story in stories(newsroom, *(f"第{n}則" for n in range(120)))]
    command = [sys.executable, "-m", "scrapy", "crawl", "article", "-s", "DOWNLOAD_DELAY=0"]
    limited = ["bash", "-c", 'ulimit -f 800; exec "$@"', "-"]  # KiB that a file may grow to

    done = subprocess.run(
        [*limited, *command, "-a", f"url={' '.join(urls)}"],
        env=environment(newsroom, data) | {"STET_PROGRESS": "1"},
        cwd=data.parent,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )

    told = [json.loads(line) for line in done.stdout.splitlines()]
    kept = [line["identity"] for line in told if line["event"] == "page"]
    with Store.open(data) as archive:
        assert {watch.identity for watch in archive.watches()} == set(kept)
    assert done.returncode == 1
    assert 0 < len(kept) < 120
    assert told[-1] == {"event": "closed", "reason": "store"}
    assert [line for line in done.stderr.splitlines() if "ERROR" in line]
    assert f"{len(newsroom.hits) - 1 - len(kept)} read but NOT kept" in done.stderr
    assert "Traceback" not in done.stderr
