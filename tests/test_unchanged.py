"""Pages that have not changed are neither sent nor read again, and no edit is missed by that."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from crawler.middlewares import unchanged
from crawler.middlewares.unchanged import SAME, Unchanged, headers_for
from crawler.spiders import visits
from crawler.store import LastSeen, Store, payload_digest
from scheduler.newsroom import Newsroom
from tests.children import BODY, crawl
from tests.visits import IDENTITY, URL, article, hour, seed, visit

PAGE = "<html><title>堤防完工</title><body><h1>堤防完工</h1><p>{}</p></body></html>"
SEEN = LastSeen(URL, 'W/"7"', "Mon, 05 Jan 2026 01:00:00 GMT", "ab", "any/3", 3, is_hinted=False)


def looks(newsroom: Newsroom, data: Path, *urls: str) -> list[int]:
    """Statuses of one crawl of these pages, robots.txt apart."""
    before = len(newsroom.hits)
    crawl(newsroom, data, "article", "-a", f"url={' '.join(urls)}", "-a", "related=0")
    hits = newsroom.hits[before:]
    return [hit.status for hit in hits if not hit.url.endswith("/robots.txt")]


@pytest.mark.slow
def test_validators_last_from_crawl_to_crawl_and_let_no_edit_by(newsroom: Newsroom, data: Path):
    newsroom.validators = True
    story = newsroom.publish("堤防完工", BODY)
    statuses = [looks(newsroom, data, story.url) for _ in range(3)]
    newsroom.correct(story, "2人輕傷", "3人輕傷")
    statuses += [looks(newsroom, data, story.url) for _ in range(2)]

    assert statuses == [[200], [304], [304], [200], [304]]
    with Store.open(data) as archive:
        [watch] = archive.watches()
        assert [each.checks for each in archive.versions(watch.identity)] == [3, 2]
        assert watch.faults == 0
        counts = Counter({"stet/kept/same": 1, "stet/not-modified": 1})
        assert counts.items() <= archive.runs(1)[0].stats.items()


@pytest.mark.slow
def test_the_very_bytes_are_not_read_again(newsroom: Newsroom, data: Path):
    url = "https://news.example/story/1.html"
    newsroom.put(url, PAGE.format("兩千三百戶居民今天起不必再擔心淹水，鎮公所這樣宣布。"))
    looks(newsroom, data, url)
    looks(newsroom, data, url)
    with Store.open(data) as archive:
        [watch] = archive.watches()
        [version] = archive.versions(watch.identity)
        assert version.checks == 2
        assert archive.runs(1)[0].stats["stet/same-bytes"] == 1

    newsroom.put(url, PAGE.format("兩千四百戶居民今天起不必再擔心淹水，鎮公所這樣宣布。"))
    looks(newsroom, data, url)
    with Store.open(data) as archive:
        assert len(archive.versions(watch.identity)) == 2


@pytest.mark.slow
def test_a_move_is_seen_at_once_though_the_bytes_are_the_same(newsroom: Newsroom, data: Path):
    here, there = "https://news.example/story/1.html", "https://news.example/archive/1.html"
    page = PAGE.format("兩千三百戶居民今天起不必再擔心淹水，鎮公所這樣宣布。")
    newsroom.put(here, page)
    newsroom.put(there, page)
    looks(newsroom, data, here)
    newsroom.put(here, status=301, headers={"Location": there})
    looks(newsroom, data, here)

    with Store.open(data) as archive:
        assert archive.runs(1)[0].stats["stet/same-bytes"] == 1
        [moved] = archive.events()
        *_, look = archive.snapshots(moved.identity)
        assert (moved.kind, moved.moved_to, moved.at) == ("moved", there, look.fetched_at)


def test_what_is_asked_for_if_it_has_changed():
    told = headers_for(SEEN, URL, "any/3")

    assert told == {
        b"If-None-Match": b'W/"7"',
        b"If-Modified-Since": b"Mon, 05 Jan 2026 01:00:00 GMT",
    }


@pytest.mark.parametrize(
    "seen",
    [
        None,
        replace(SEEN, url="https://news.example/elsewhere"),
        replace(SEEN, extractor="any/2"),
        replace(SEEN, is_hinted=True),
        replace(SEEN, checks=10),
        replace(SEEN, etag="", last_modified=""),
        replace(SEEN, etag="a\r\nCookie: b", last_modified="昨天"),
    ],
    ids=["new", "other-url", "other-parser", "hinted", "tenth", "none", "hostile"],
)
def test_when_the_whole_page_is_asked_for(seen: LastSeen | None):
    assert headers_for(seen, URL, "any/3") == {}


def test_a_crawl_that_exports_reads_every_page():
    crawler = get_crawler(settings_dict={"FEEDS": {"out.jsonl": {"format": "jsonl"}}})

    with pytest.raises(NotConfigured):
        Unchanged.from_crawler(crawler)


def test_a_304_that_nobody_asked_for_is_no_answer():
    crawler = get_crawler()
    middleware = Unchanged(crawler)
    request = Request(URL, meta={unchanged.ASK: IDENTITY, "stet_seen": None})

    answer = middleware.process_response(request, Response(URL, status=304))
    assert SAME not in answer.flags


def test_a_304_to_a_question_without_validators_is_a_fault_that_hides_no_edit(store: Store):
    middleware = Unchanged(get_crawler())
    request = Request(URL, meta={unchanged.ASK: IDENTITY, "stet_seen": SEEN})
    answer = middleware.process_response(request, Response(URL, status=304))
    look = visits.answered(answer, URL, "", hour(1))
    look.identity = IDENTITY
    [_, kept] = store.keep([visit(article()), look])

    assert (kept.outcome, kept.version) == ("fault", None)
    assert store.versions(IDENTITY)[0].last_seen == hour(0)
    said = store.snapshots(IDENTITY)[-1].message
    assert said.startswith("HTTP 304, not modified, though the whole page was asked for: ")


def test_the_archive_knows_what_the_last_answer_was(store: Store):
    page = b"<p>one</p>"
    store.keep([visit(article(), payload=page, headers=(("ETag", '"1"'),))])
    store.keep([visit(article(), 1, status=304, payload=b"", headers=(("ETag", '"2"'),))])
    seen = store.last_seen(IDENTITY)

    assert seen == LastSeen(URL, '"2"', "", payload_digest(page), "example/1", 2, is_hinted=False)
    same = visit(article(), 2, payload=page, headers=())
    same.found = same.reading = None
    assert store.keep([same])[0].outcome == "same"
    assert (store.last_seen(IDENTITY) or SEEN).etag == ""
    assert store.last_seen("example:7") is None
    store.keep_seeds([seed("港口清晨又起火", at=50)])
    assert (store.last_seen(IDENTITY) or SEEN).payload == ""
    store.keep([visit("gone", 60)])
    assert store.last_seen(IDENTITY) is None


def test_nothing_is_the_same_as_what_was_never_read(store: Store):
    same = visit(article())
    same.found = same.reading = None

    assert store.keep([same])[0].outcome == "fault"
