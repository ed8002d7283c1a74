"""What is found on lists, and what lists say of articles that are known, as stories."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.config import Config
from crawler.store import Store
from crawler.store.hints import Weighed
from scheduler import plans
from scheduler.newsroom import Newsroom
from tests.children import BODY, crawl

CNA, YAHOO = "https://www.cna.com.tw", "https://tw.news.yahoo.com"


def discover(newsroom: Newsroom, data: Path, url: str, **arguments: object) -> Counter[str]:
    """Look at a list by the newsroom's clock; what was asked for, robots.txt apart."""
    before = len(newsroom.hits)
    given = [f"{name}={value}" for name, value in {"url": url, **arguments}.items()]
    words = [word for each in given for word in ("-a", each)]
    crawl(newsroom, data, "discover", *words, STET_NOW=newsroom.now.isoformat())
    asked = (hit.url for hit in newsroom.hits[before:])
    return Counter(url for url in asked if not url.endswith("/robots.txt"))


@pytest.mark.slow
def test_a_list_that_names_nothing_known_is_asked_for_more(newsroom: Newsroom, data: Path):
    for number in range(30):
        newsroom.publish(f"第{number}則", BODY, section="政治" if number % 3 else "運動")
        newsroom.advance(minutes=10)
    newsroom.publish("體育", BODY, section="運動", published=newsroom.now - timedelta(days=9))

    asked = discover(newsroom, data, f"{CNA}/list/aall.aspx", limit=25, only="/a(i|s)p[lt]/")

    assert asked[f"{CNA}/cna2018api/api/WNewsList"] == 1
    with Store.open(data) as archive:
        watches = archive.watches()
    assert len(watches) == 25
    assert {watch.title for watch in watches} >= {"第29則", "第6則"}
    assert {watch.reached_from for watch in watches} == {f"{CNA}/list/aall.aspx"}

    again = discover(newsroom, data, f"{CNA}/list/aall.aspx", skip="/aspt/")
    assert again == {f"{CNA}/list/aall.aspx": 1}


@pytest.mark.slow
def test_sitemaps_of_days_and_of_news_name_what_is_young_enough(newsroom: Newsroom, data: Path):
    old, yesterday, today = (
        newsroom.publish(title, BODY, dress="yahoo", published=newsroom.now - timedelta(days=days))
        for title, days in (("大前天", 3), ("昨天", 1), ("今天", 0))
    )
    discover(newsroom, data, f"{YAHOO}/sitemap-{{day}}.xml")
    with Store.open(data) as archive:
        assert {watch.title for watch in archive.watches()} == {"昨天", "今天"}

    newsroom.advance(hours=1)
    other = newsroom.publish("一小時後", BODY, dress="yahoo")
    asked = discover(newsroom, data, f"{YAHOO}/news-sitemap-index.xml", max_age="2d")
    assert other.url in asked
    assert not {old.url, yesterday.url, today.url} & asked.keys()
    with Store.open(data) as archive:
        assert archive.versions(archive.find(other.url).identity)[0].number == 1
        assert list(archive.unreported()) == []


@pytest.mark.slow
def test_what_moved_and_is_listed_where_it_is_now_is_one_article(newsroom: Newsroom, data: Path):
    story = newsroom.publish("渡輪復航", BODY, url="https://news.example/story/1.html")
    now_at = newsroom.publish("渡輪復航", BODY, url="https://news.example/archive/1.html")
    newsroom.redirect(story, now_at.url)
    crawl(newsroom, data, "article", "-a", f"url={story.url}")
    newsroom.advance(hours=1)
    other = newsroom.publish("渡輪停航", BODY, url="https://news.example/archive/2.html")

    asked = discover(newsroom, data, "https://news.example/sitemap.xml")

    assert asked == {"https://news.example/sitemap.xml": 1, other.url: 1}
    with Store.open(data) as archive:
        assert [each.url for each in archive.watches()] == [story.url, other.url]
        assert archive.find(now_at.url).url == story.url


@pytest.mark.slow
def test_a_sitemap_that_tells_of_a_change_brings_the_next_look_forward(
    newsroom: Newsroom, data: Path, config: Config
):
    story = newsroom.publish("堤防完工", BODY)
    still = newsroom.publish("渡輪停航", BODY)
    sitemap = f"{CNA}/sitemap.xml"
    discover(newsroom, data, sitemap)
    with Store.open(config) as store:
        far = newsroom.now + timedelta(hours=9)
        store.set_due(dict.fromkeys((watch.identity for watch in store.watches()), far))
    newsroom.advance(minutes=30)
    newsroom.correct(story, "2人輕傷", "3人輕傷")

    discover(newsroom, data, sitemap)
    newsroom.advance(minutes=1)
    with Store.open(config) as store:
        plans.plan(store, plans.current(store), newsroom.now)
        due = [watch.url for watch in store.due(newsroom.now)]
        assert due == [story.url]
        assert store.find(still.url).next_due == far

    crawl(newsroom, data, "article", "-a", f"url={story.url}", STET_NOW=newsroom.now.isoformat())
    discover(newsroom, data, sitemap)
    with Store.open(config) as store:
        assert store.find(story.url).versions == 2
        assert store.hints.pending() == []
        assert store.hints.weighed(["cna"]) == {"cna": Weighed(changed=1)}


FEED, PAGE = "application/rss+xml", "text/html"
SAID: dict[str, tuple[str, str | bytes, str]] = {
    "rubbish": (FEED, "<html><body><p>沒有這一頁</p></body></html>", "nor a page with links"),
    "front": (PAGE, '<html><body><a href="/a/1">一</a></body></html>', "name a feed or a sitemap"),
    "json": (FEED, '{"items": ', "begins as JSON does, and is none"),
    "packed": ("application/gzip", b"\x1f\x8b\x08\x00abc", "a .gz file that cannot be unpacked"),
    "cut": (FEED, '<?xml version="1.0"?><rss version="2.0"><channel>', "its XML is broken"),
    "nothing": (FEED, "", "it is empty"),
    "bare": (FEED, '<rss version="2.0"><channel><item><link>x', "its XML is broken"),
}
EMPTY = '<?xml version="1.0"?><rss version="2.0"><channel><title>一</title></channel></rss>'


@pytest.mark.slow
def test_what_is_no_list_is_a_fault_of_the_crawl_and_an_empty_one_is_none(
    newsroom: Newsroom, data: Path
):
    for name, (kind, body, _) in SAID.items():
        newsroom.put(f"https://blog.example/{name}", body, headers={"Content-Type": kind})
    newsroom.put("https://blog.example/empty", EMPTY, headers={"Content-Type": FEED})
    item = "<item><link>https://blog.example/gone</link></item>"
    part = f'<rss version="2.0"><channel>{item}<item><link>https://blog.ex'
    newsroom.put("https://blog.example/part", part, headers={"Content-Type": FEED})
    circle = {"Location": "https://blog.example/circle"}
    newsroom.put("https://blog.example/circle", status=302, headers=circle)
    addresses = [
        f"https://blog.example/{name}" for name in (*SAID, "empty", "gone", "circle", "part")
    ]

    ended = crawl(newsroom, data, "discover", "-a", f"url={' '.join(addresses)}")

    for name, (_, _, reason) in SAID.items():
        [line] = [each for each in ended.stderr.splitlines() if f"example/{name}: " in each]
        assert reason in line
    assert "cannot read the list https://blog.example/gone: HTTP 404" in ended.stderr
    assert "the list https://blog.example/circle: redirected too often: in" in ended.stderr
    assert newsroom.requests["https://blog.example/circle"] == 6
    assert "the list https://blog.example/part: it breaks off after 1: its XML" in ended.stderr
    assert newsroom.requests["https://blog.example/bare"] == 1
    with Store.open(data) as store:
        [run] = store.runs()
    assert run.stats["stet/lists-failed"] == len(SAID) + 3
    assert run.stats["stet/lists-read"] == 2
    assert str(run.stats["stet/list-fault"]).startswith("https://blog.example/")
    assert "stet/errors" not in run.stats
