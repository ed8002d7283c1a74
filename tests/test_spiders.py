"""Spiders, as stories: real `scrapy crawl` children that read the newsroom."""

import asyncio
import csv
import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.spiderloader import SpiderLoader
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.project import get_project_settings

from crawler.items import SeedDocument
from crawler.seeds import read_folder
from crawler.store import Store
from scheduler.newsroom import Newsroom, Story
from tests.children import crawl, environment, scrapy

BODY = ["氣象站表示，今晨測得規模5.2的地震，2人輕傷。", "各地沒有災情傳出。"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def archive(data: Path) -> Iterator[Store]:
    with Store.open(data) as store:
        yield store


def states(archive: Store) -> dict[str, str]:
    return {watch.identity: watch.state for watch in archive.watches()}


def url_of(number: int) -> str:
    return f"https://www.cna.com.tw/news/aipl/20260105{number:04}.aspx"


def stories(newsroom: Newsroom, *titles: str) -> list[Story]:
    return [
        newsroom.publish(title, BODY, url=url_of(number)) for number, title in enumerate(titles, 1)
    ]


# ---------------------------------------------------------------- commands


def test_the_spiders_are_named_after_what_they_read(data: Path):
    listed = scrapy(None, data, "list")

    assert listed.stdout.split() == ["article", "cna", "discover", "seeds", "yahoo"]
    assert listed.stderr == ""
    assert not data.exists()


def test_a_wrong_environment_is_one_clear_line(data: Path):
    listed = scrapy(None, data, "list", STET_NOW="soon")

    assert listed.returncode == 2
    assert listed.stderr.startswith("stet: STET_NOW='soon' is no instant")
    assert len(listed.stderr.splitlines()) == 1


@pytest.mark.slow
def test_check_and_parse_work(newsroom: Newsroom, data: Path):
    [story] = stories(newsroom, "地震搖醒清晨")

    checked = scrapy(newsroom, data, "check")
    parsed = scrapy(newsroom, data, "parse", "--spider", "cna", "--nocolour", story.url)

    assert (checked.returncode, parsed.returncode) == (0, 0)
    assert "地震搖醒清晨" in parsed.stdout
    assert "Traceback" not in checked.stderr + parsed.stderr


# ---------------------------------------------------------------- pages


@pytest.mark.slow
def test_a_page_is_read_with_its_related_articles(newsroom: Newsroom, data: Path):
    first, second, third, other = stories(
        newsroom, "地震搖醒清晨", "捷運一度停駛", "學校停課", "無關"
    )
    newsroom.relate(first, second)
    newsroom.relate(second, third)

    done = crawl(newsroom, data, "cna", "-a", f"url={first.url}", STET_NOW="2026-01-05T12:00:00Z")

    with Store.open(data) as archive:
        assert states(archive) == {"cna:202601050001": "active", "cna:202601050002": "active"}
        article = archive.article("cna:202601050001")
        [version] = archive.versions("cna:202601050001")
        [run] = archive.runs(5)
    assert article.title == "地震搖醒清晨"
    assert version.first_seen.isoformat() == "2026-01-05T12:00:00+00:00"
    assert (run.spider, run.reason, run.stats["stet/kept/first"]) == ("cna", "finished", 2)
    assert other.url not in newsroom.requests
    assert done.returncode == 0
    assert "2 seen for the first time" in done.stderr.splitlines()[-1]
    assert done.stderr.splitlines()[-1].endswith("Next: stet report")


@pytest.mark.slow
def test_related_says_how_far_to_follow(newsroom: Newsroom, data: Path):
    first, second, third = stories(newsroom, "一", "二", "三")
    newsroom.relate(first, second)
    newsroom.relate(second, third, first)

    crawl(newsroom, data, "article", "-a", f"url={first.url}", "-a", "related=0")
    assert newsroom.requests[second.url] == 0
    crawl(newsroom, data, "article", "-a", f"url={first.url}", "-a", "related=2")

    assert newsroom.requests[first.url] == 2
    assert newsroom.requests[third.url] == 1
    with Store.open(data) as archive:
        assert archive.find("cna:202601050003").reached_from == "cna:202601050002"


@pytest.mark.slow
def test_a_correction_makes_version_2_and_noise_makes_none(newsroom: Newsroom, data: Path):
    [story] = stories(newsroom, "地震搖醒清晨")
    crawl(newsroom, data, "article", "-a", f"url={story.url}")
    newsroom.rotate_noise()
    crawl(newsroom, data, "article", "-a", f"url={story.url}")
    newsroom.correct(story, "2人", "3人")

    done = crawl(newsroom, data, "article", "-a", f"url={story.url}")

    with Store.open(data) as archive:
        one, two = archive.versions("cna:202601050001")
        assert (one.checks, two.number) == (2, 2)
    assert "1 with a new version" in done.stderr.splitlines()[-1]


@pytest.mark.slow
def test_many_urls_go_to_json_lines_and_csv(newsroom: Newsroom, data: Path, tmp_path: Path):
    first, second = stories(newsroom, "地震搖醒清晨", "=SUM(A1)")
    third = newsroom.publish("學校停課", BODY, dress="yahoo")  # with a header of 20 KB in one line
    (tmp_path / "urls.txt").write_text(f"# 今日\n{third.url}\n", encoding="utf-8")

    done = crawl(
        newsroom,
        data,
        "article",
        *("-a", f"url={first.url}", "-a", f"url={second.url}", "-a", "urls=urls.txt"),
        *("-O", "out.jsonl", "-O", "out.csv"),
    )

    assert done.returncode == 0
    text = (tmp_path / "out.jsonl").read_text(encoding="utf-8")
    records = {record["title"]: record for record in map(json.loads, text.splitlines())}
    assert "地震搖醒清晨" in text
    assert records["地震搖醒清晨"]["from"] == first.url
    assert not {"seed", "observed", "url"} & records["學校停課"].keys()
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["title"]: row for row in csv.DictReader(file)}
    assert set(rows) == {"地震搖醒清晨", "'=SUM(A1)", "學校停課"}
    assert rows["學校停課"]["body"].splitlines()[0].endswith(BODY[0])
    assert "(" not in rows["學校停課"]["tags"]


@pytest.mark.slow
def test_whatever_a_request_ends_with_is_a_visit(newsroom: Newsroom, data: Path):
    gone, broken, expired, _, moved, reset = stories(
        newsroom, "撤下", "故障", "過期", "禁止", "搬家", "中斷"
    )
    newsroom.retract(gone)
    newsroom.fail(broken, 503)
    newsroom.expire(expired)
    newsroom.redirect(moved, "http://169.254.169.254/latest/meta-data/")
    newsroom.fail(reset, "reset")
    newsroom.robots("barred.example", "User-agent: *\nDisallow: /\n")
    urls = [story.url for story in (gone, broken, expired, moved, reset)]

    done = crawl(
        newsroom,
        data,
        "article",
        *("-a", f"url={' '.join(urls)} https://barred.example/1 http://127.0.0.1:1/ http://[::1]/"),
    )

    with Store.open(data) as archive:
        found = states(archive)
        faults = {
            identity: (shot.fault, shot.status)
            for identity in found
            for shot in archive.snapshots(identity)
        }
    assert found["cna:202601050001"] == "gone-suspected"
    assert found["cna:202601050003"] == "expired"
    assert faults == {
        "cna:202601050001": ("gone", 404),
        "cna:202601050002": ("unreachable", 503),
        "cna:202601050003": ("expired", 200),
        "cna:202601050005": ("blocked", 0),
        "cna:202601050006": ("unreachable", 0),
        "barred.example:/1": ("blocked", 0),
        "127.0.0.1:/": ("blocked", 0),
        "::1:/": ("blocked", 0),
    }
    assert newsroom.requests[broken.url] == 1
    assert "expired: " in done.stderr
    assert BODY[0][:10] in done.stderr
    assert "8 not read" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_name_that_leads_to_this_machine_is_not_even_connected_to(data: Path):
    without_first_guard = json.dumps(
        {
            "crawler.middlewares.AddressGuard": None,
            "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
            "crawler.middlewares.PoliteRetry": 550,
        }
    )

    done = scrapy(
        None,
        data,
        *("crawl", "article", "-a", "url=http://localhost:9/"),
        *("-s", f"DOWNLOADER_MIDDLEWARES={without_first_guard}"),
        no_proxy="*",
    )

    assert "blocked: refused to fetch http://localhost:9/" in done.stderr
    assert "localhost stands at 127.0.0.1, which is not a public address" in done.stderr


@pytest.mark.slow
def test_a_host_that_asks_for_rest_gets_it(newsroom: Newsroom, data: Path):
    first, second = stories(newsroom, "一", "二")
    newsroom.fail(first, 429, retry_after=1)
    started = time.monotonic()

    crawl(newsroom, data, "article", "-a", f"url={first.url} {second.url}")

    assert newsroom.requests[first.url] == 3
    assert time.monotonic() - started > 2


# ---------------------------------------------------------------- seeds and lists

SEED = """\
---
layout: post
title: "{title}"
date: 2026-01-04T23:04:04.000Z
author: 測試社
from: {url}
tags: [ 測試社 ]
categories: [ 測試社 ]
---
<!--1767567844000-->
[{title}]({url})
------

<div>
<p>{body}</p>
</div>
"""
TEXT = " date 2026-01-05 沒有網址的新聞\n記者王小明／綜合報導\n第一段。\n其他人也在看\n另一則新聞\n"


@pytest.mark.slow
def test_seeds_are_version_1_and_their_pages_are_compared(
    newsroom: Newsroom, data: Path, tmp_path: Path
):
    first, beside, _ = stories(newsroom, "地震搖醒清晨", "捷運一度停駛", "全站輪播")
    newsroom.relate(first, beside)
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    text = SEED.format(title="地震搖醒清晨", url=first.url, body="氣象站表示，1人輕傷。")
    (seeds / "2026-01-05-one.md").write_text(text, encoding="utf-8")
    (seeds / "2026-01-05-two.txt").write_text(TEXT, encoding="utf-8")
    (seeds / "notes.md").write_text("no seed\n", encoding="utf-8")

    done = crawl(newsroom, data, "seeds", "-a", f"path={seeds}", "-a", "related=1")

    with Store.open(data) as archive:
        one, two = archive.versions("cna:202601050001")
        [unresolved] = archive.watches(state="unresolved")
        watched = states(archive)
    assert (one.is_seed, two.is_seed) == (True, False)
    assert "cna:202601050002" in watched
    assert "cna:202601050003" not in watched
    assert unresolved.identity.startswith("text:")
    assert "two.txt names no URL" in done.stderr
    assert "notes.md" in done.stderr
    last = done.stderr.splitlines()[-1]
    assert "2 seed documents (1 without a URL, unresolved)" in last
    assert "1 refused" in last
    assert last.endswith("Next: stet report")


@pytest.mark.slow
def test_the_first_real_seed_is_followed_to_its_four_related_articles(
    newsroom: Newsroom, data: Path, shared: Path
):
    documents = [one for one in read_folder(shared / "seeds") if isinstance(one, SeedDocument)]
    [seed] = [one.article for one in documents if one.article.url.startswith("https://")]
    related = [link for link in seed.related if link.url and not link.sitewide]
    page = newsroom.publish(seed.title, BODY, url=seed.url)
    beside = [newsroom.publish(link.title, BODY, url=link.url or "") for link in related]
    newsroom.relate(page, *beside)

    done = crawl(newsroom, data, "seeds", "-a", f"path={shared / 'seeds'}", "-a", "related=1")

    with Store.open(data) as archive:
        assert [row.is_seed for row in archive.versions("cna:202301140005")] == [True, False]
    assert len(beside) == 4
    assert set(newsroom.requests) == {story.url for story in (page, *beside)} | {
        "https://www.cna.com.tw/robots.txt"
    }
    assert done.stderr.splitlines()[-1].endswith("Next: stet report")


@pytest.mark.slow
def test_discover_fetches_the_articles_of_a_list_and_a_feed(newsroom: Newsroom, data: Path):
    stories(newsroom, "一", "二", "三")

    crawl(
        newsroom,
        data,
        "discover",
        *("-a", "url=https://www.cna.com.tw/rss.xml", "-a", "limit=2"),
    )
    with Store.open(data) as archive:
        assert len(archive.watches()) == 2

    crawl(newsroom, data, "discover", "-a", "url=https://www.cna.com.tw/sitemap.xml")
    with Store.open(data) as archive:
        assert len(archive.watches()) == 3


# ---------------------------------------------------------------- ends


@pytest.mark.slow
def test_a_terminated_crawl_keeps_what_it_has_read(newsroom: Newsroom, data: Path):
    read, slow = stories(newsroom, "讀過", "等待")
    newsroom.fail(slow, "hang")
    command = [sys.executable, "-m", "scrapy", "crawl", "article", "-s", "DOWNLOAD_DELAY=0"]
    child = subprocess.Popen(
        [*command, "-s", "DOWNLOAD_TIMEOUT=3", "-a", f"url={read.url} {slow.url}"],
        env=environment(newsroom, data) | {"STET_PROGRESS": "1"},
        cwd=data.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )
    assert child.stdout is not None
    with child, child.stdout as lines:
        for line in lines:
            if json.loads(line)["event"] == "page":
                break
        child.send_signal(signal.SIGTERM)
        child.wait(30)

    with Store.open(data) as archive:
        assert archive.article("cna:202601050001").title == "讀過"
        assert archive.runs(1)[0].reason == "shutdown"


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

    kept = [line["identity"] for line in map(json.loads, done.stdout.splitlines()[1:])]
    with Store.open(data) as archive:
        assert {watch.identity for watch in archive.watches()} == set(kept)
    assert done.returncode == 1
    assert 0 < len(kept) < 120
    assert [line for line in done.stderr.splitlines() if "ERROR" in line]
    assert f"{len(newsroom.hits) - 1 - len(kept)} read but NOT kept" in done.stderr
    assert "Traceback" not in done.stderr
