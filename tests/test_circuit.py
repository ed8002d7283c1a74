"""Hosts that have too much to do are left alone, by later crawls too, and then tried with care."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from crawler.middlewares.circuit import (
    FARTHEST,
    IN_A_ROW,
    LONGEST,
    SHORTEST,
    SILENT_IN_A_ROW,
    Answers,
    Circuit,
    rested,
)
from crawler.middlewares.robots import Postponed
from crawler.store import Resting, Store
from scheduler import plans
from scheduler.newsroom import Newsroom
from tests.children import BODY, crawl
from tests.visits import article, hour, visit

HOST = "www.cna.com.tw"
NOW = datetime(2026, 1, 5, 1, tzinfo=UTC)
URL = f"https://{HOST}/news/{{}}"


def asked(newsroom: Newsroom, data: Path, urls: list[str], delay: float = 0) -> list[str]:
    """Paths that one crawl asked for, with so many seconds between two of them."""
    before = len(newsroom.hits)
    words = ("-a", f"url={' '.join(urls)}", "-a", "related=0", "-s", f"DOWNLOAD_DELAY={delay}")
    crawl(newsroom, data, "article", *words, STET_NOW=newsroom.now.isoformat())
    return [hit.url.removeprefix(f"https://{HOST}") for hit in newsroom.hits[before:]]


@pytest.mark.slow
def test_a_busy_host_is_left_alone_by_later_crawls_and_tried_by_one_request(
    newsroom: Newsroom, data: Path
):
    stories = [newsroom.publish(f"第{number}則", BODY).url for number in range(4)]
    newsroom.fail(HOST, 503, retry_after=3600)
    first = asked(newsroom, data, stories)
    newsroom.advance(minutes=59)
    second = asked(newsroom, data, stories)
    newsroom.advance(minutes=2)
    third = asked(newsroom, data, stories)
    with Store.open(data) as store:
        resting = store.hosts.resting()
        faults = {watch.identity: watch.faults for watch in store.watches()}
    newsroom.heal()
    newsroom.advance(minutes=61)
    last = asked(newsroom, data, stories)

    assert (first, second, third) == (["/robots.txt"], [], ["/robots.txt"])
    assert resting[HOST].failures == 2
    assert resting[HOST].why == "HTTP 503"
    assert sorted(faults.values()) == [1, 1, 1, 2], "of those that waited nobody knows anything"
    assert len(last) == 1 + len(stories)
    with Store.open(data) as store:
        assert store.hosts.resting() == {}
        assert {watch.faults for watch in store.watches()} == {0}


@pytest.mark.slow
def test_what_waits_for_its_turn_at_a_host_that_fails_is_not_sent(newsroom: Newsroom, data: Path):
    stories = [newsroom.publish(f"第{number}則", BODY).url for number in range(30)]
    for story in stories:
        newsroom.fail(story, 503)
    first = asked(newsroom, data, stories, delay=0.3)
    with Store.open(data) as store:
        [resting] = store.hosts.resting().values()
        faults = [watch.faults for watch in store.watches()]

    assert len(first) < 1 + 2 * IN_A_ROW, "those on their way, and the robots.txt"
    assert resting == Resting(1, newsroom.now + SHORTEST, "HTTP 503")
    assert faults.count(1) == len(first) - 1, "of the others nobody knows anything"
    assert faults.count(0) == 31 - len(first)

    newsroom.advance(minutes=2)
    assert len(asked(newsroom, data, stories, delay=0.3)) == 2, (
        "the robots.txt answers, and one page tries"
    )
    with Store.open(data) as store:
        [resting] = store.hosts.resting().values()
    assert resting.failures == 2


@pytest.mark.slow
@pytest.mark.parametrize("how", ["reset", 502])
def test_what_tries_a_host_does_not_wait_for_itself(newsroom: Newsroom, data: Path, how: Any):
    stories = [newsroom.publish(f"第{number}則", BODY).url for number in range(12)]
    for story in stories:
        newsroom.fail(story, how)
    first = asked(newsroom, data, stories, delay=0.3)
    with Store.open(data) as store:
        looked = [
            look.url.removeprefix(f"https://{HOST}")
            for watch in store.watches()
            for look in store.snapshots(watch.identity)
        ]
    newsroom.advance(minutes=3)
    second = asked(newsroom, data, stories, delay=0.3)
    with Store.open(data) as store:
        [resting] = store.hosts.resting().values()

    assert len(first) < 1 + 2 * IN_A_ROW
    assert sorted(looked) == sorted(set(first) - {"/robots.txt"}), "and of these it is told"
    assert len(set(second)) == 2, "the robots.txt, and one page"
    assert len(second) <= 3, "on a connection that is left open Twisted asks once more"
    assert resting.failures == 2


@pytest.mark.slow
def test_what_tries_a_host_may_lead_on(newsroom: Newsroom, data: Path):
    old, new = (newsroom.publish(title, BODY) for title in "新舊")
    newsroom.redirect(old, new.url)
    with Store.open(data) as store:
        store.hosts.note(HOST, Resting(1, newsroom.now - timedelta(minutes=1), "HTTP 503"))

    assert len(asked(newsroom, data, [old.url])) == 3
    with Store.open(data) as store:
        assert store.hosts.resting() == {}


@pytest.mark.slow
def test_a_host_that_wants_an_hour_between_pages_gets_it_from_crawl_to_crawl(
    newsroom: Newsroom, data: Path
):
    first, other = (newsroom.publish(f"第{number}則", BODY) for number in range(2))
    newsroom.robots(HOST, crawl_delay=3600)
    newsroom.redirect(first, other.url)
    found = []
    for minutes in (0, 10, 51, 61):
        newsroom.advance(minutes=minutes)
        found.append(asked(newsroom, data, [first.url, other.url]))
    with Store.open(data) as store:
        [resting] = store.hosts.resting().values()

    pages = [[path for path in paths if path != "/robots.txt"] for paths in found]
    assert [len(each) for each in pages] == [2, 0, 2, 2]
    assert resting == Resting(
        0, newsroom.now + timedelta(hours=1), "it asks for 3600 s between pages"
    )


@pytest.mark.slow
def test_where_the_page_of_such_a_host_leads_to_nobody_is_left_alone(
    newsroom: Newsroom, data: Path
):
    patient, other = newsroom.publish("一", BODY), newsroom.publish("二", BODY, host="b.example")
    newsroom.robots(HOST, crawl_delay=3600)
    newsroom.redirect(patient, other.url)
    asked(newsroom, data, [patient.url])

    with Store.open(data) as store:
        assert list(store.hosts.resting()) == [HOST]


@given(st.integers(0, 50), st.none() | st.floats(0, 1e9))
def test_a_rest_has_its_bounds(before: int, seconds: float | None):
    pause = rested(before, NOW, seconds, "HTTP 503").until - NOW

    assert SHORTEST <= pause <= FARTHEST
    assert pause >= min(timedelta(seconds=seconds or 0), FARTHEST)
    assert seconds or pause <= LONGEST
    assert rested(before + 1, NOW, seconds, "").until - NOW >= pause


def circuit(data: Path) -> tuple[Circuit, Answers]:
    """Both sides of one that knows nothing yet."""
    crawler = get_crawler(settings_dict={"STET_DATA": str(data), "STET_NOW": NOW.isoformat()})
    return Circuit.from_crawler(crawler), Answers.from_crawler(crawler)


def page(number: int) -> Request:
    return Request(URL.format(number))


def test_failures_in_a_row_open_it_and_an_answer_between_them_does_not(data: Path):
    breaking, answers = circuit(data)
    for number in range(4 * IN_A_ROW):
        answers.process_exception(page(number), DownloadTimeoutError())
        if number % 2:
            answers.process_response(page(number), Response(URL.format(number), status=404))
    with Store.open(data) as store:
        assert store.hosts.resting() == {}
        for number in range(IN_A_ROW):
            answers.process_response(page(number), Response(URL.format(number), status=429))
        assert store.hosts.resting() == {HOST: Resting(1, NOW + SHORTEST, "HTTP 429")}
    with pytest.raises(Postponed, match=f"{HOST} is left alone until 2026-01-05 01:02 UTC"):
        asyncio.run(breaking.process_request(page(1)))
    asyncio.run(breaking.process_request(Request("https://elsewhere.example/")))


def test_a_host_that_says_nothing_is_left_alone_sooner_though_its_robots_answers(data: Path):
    silent, answers = circuit(data)
    robots = Request(f"https://{HOST}/robots.txt", meta={"dont_obey_robotstxt": True})
    for _ in range(SILENT_IN_A_ROW):
        answers.process_response(robots, Response(robots.url))
        answers.process_exception(page(1), DownloadTimeoutError())
    answers.process_exception(page(2), DownloadTimeoutError())

    with Store.open(data) as store:
        assert store.hosts.resting() == {HOST: Resting(1, NOW + SHORTEST, "DownloadTimeout")}
    with pytest.raises(Postponed):
        asyncio.run(silent.process_request(page(3)))


@pytest.mark.parametrize("ends", ["answer", "failure", "nothing"])
def test_one_request_tries_a_host_and_the_others_wait_for_it(data: Path, ends: str):
    with Store.open(data) as store:
        store.hosts.note(HOST, Resting(1, NOW - timedelta(minutes=1), "HTTP 503"))
    trying, answers = circuit(data)
    trying.opened()

    async def two() -> None:
        await trying.process_request(page(1))
        other = asyncio.create_task(trying.process_request(page(2)))
        await asyncio.sleep(0)
        assert not other.done()
        if ends == "answer":
            answers.process_response(page(1), Response(URL.format(1)))
        elif ends == "failure":
            answers.process_exception(page(1), DownloadTimeoutError())
        else:
            answers.process_exception(page(1), IgnoreRequest())
        await other

    if ends == "failure":
        with pytest.raises(Postponed, match="DownloadTimeout"):
            asyncio.run(two())
    else:
        asyncio.run(two())
    with Store.open(data) as store:
        known = store.hosts.resting()
    assert {name: each.failures for name, each in known.items()} == {
        "answer": {},
        "failure": {HOST: 2},
        "nothing": {HOST: 1},
    }[ends]


def test_no_host_waits_for_another_and_one_that_rests_is_left_out(store: Store):
    for host, count in (("a", 5), ("b", 1), ("c", 3), ("d", 3)):
        for number in range(count):
            url = f"https://{host}.example/{number}"
            store.keep([visit(article(url=url), identity=f"{host}:{number}")])
    resting = {
        "c.example": Resting(1, hour(2), "HTTP 503"),
        "d.example": Resting(1, hour(1), "HTTP 503"),
    }

    chosen = plans.shared(store.due(hour(1)), resting, hour(1), 3)
    assert [watch.identity for watch in chosen] == ["a:0", "b:0", "d:0", "a:1", "a:2"]
