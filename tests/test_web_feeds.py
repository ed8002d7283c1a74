"""The reader's feeds, and what who has a page already is told."""

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import urlsplit

import httpx
import pytest

from crawler.config import Config
from crawler.store import Store
from scheduler import web
from scheduler.diff.records import ChangeReport
from scheduler.web import addresses
from tests.browser import SLASHED, Browser, keep, opened, tell, text
from tests.feeds import valid
from tests.reports.invented import FERRY, NOISE, QUAKE, REPORTS, SECOND_LOOK, change

ENDINGS = ("atom", "json")


def read(answer: httpx.Response) -> list[str]:
    """The ids of a feed's entries, once it is known to be one."""
    assert answer.status_code == 200
    if "atom" in answer.headers["Content-Type"]:
        return [entry.id for entry in valid.atom(answer.text).entries]
    assert answer.headers["Content-Type"].startswith("application/feed+json")
    return [item["id"] for item in valid.json_feed(answer.text)["items"]]


def edits(count: int, score: int = 50) -> list[ChangeReport]:
    return [
        FERRY.report(
            change("title", "edited", f"[-{n}-]{{+{n + 1}+}}"),
            score=score,
            reasons=(),
            versions=(n, n + 1),
        )
        for n in range(1, count + 1)
    ]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_feed_of_all_links_to_pages_that_are_there(config: Config, browser: Browser, ending: str):
    keep(config, QUAKE.article, *(text(f"強震{n}", "甲。") for n in range(3)))
    tell(config, *REPORTS)
    answer = browser.get(f"/feed.{ending}")

    assert len(read(answer)) == len(REPORTS)
    linked = set(re.findall(r'http://127.0.0.1:8000(/(?:article|reports)/[^"&<]+)', answer.text))
    assert len([path for path in linked if path.startswith("/reports/")]) == len(REPORTS)
    ours = [path for path in linked if QUAKE.article in path] + ["/"]
    assert {browser.get(path).status_code for path in ours} == {200}


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("?site=cna", 5),
        ("?site=cna&min_score=60", 3),
        ("?kind=deleted", 1),
        ("?q=追問", 1),
    ],
)
def test_a_feed_is_asked_for_as_the_first_page_is(
    config: Config, browser: Browser, ending: str, question: str, count: int
):
    tell(config, *REPORTS)
    answer = browser.get(f"/feed.{ending}{question}")

    assert len(read(answer)) == count
    named = answer.text.replace("&amp;", "&")
    asked = urlsplit(str(answer.url)).query
    assert f"http://127.0.0.1:8000/feed.{ending}?{asked}" in named
    assert f"http://127.0.0.1:8000/?{asked}" in named


def test_both_formats_of_one_question_are_one_feed(config: Config, browser: Browser):
    tell(config, *REPORTS)

    assert "<id>tag:stet,2026:/feed?site=cna</id>" in browser.get("/feed.atom?site=cna").text
    assert read(browser.get("/feed.atom")) == read(browser.get("/feed.json"))


def test_the_id_of_a_feed_is_quoted_once(config: Config, browser: Browser):
    tell(config, *REPORTS)

    [found] = re.findall("<id>(tag:[^<]*)</id>", browser.get("/feed.atom?q=渡輪").text)[:1]
    assert found == "tag:stet,2026:/feed?q=%E6%B8%A1%E8%BC%AA"


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_article_has_a_feed_of_its_own(config: Config, browser: Browser, ending: str):
    tell(config, *REPORTS)
    answer = browser.get(f"{addresses.article(QUAKE.article)}/feed.{ending}")

    assert len(read(answer)) == 2
    assert QUAKE.title in answer.text


def next_of(answer: httpx.Response) -> str:
    found = re.search(r'(?:rel="next"[^>]*href="|"next_url":")([^"]+)', answer.text)
    return found[1].replace("&amp;", "&") if found else ""


@pytest.mark.parametrize(
    "path", ["/feed.atom?site=example.org", f"{addresses.article(FERRY.article)}/feed.json"]
)
def test_a_long_feed_goes_on_to_its_end(config: Config, browser: Browser, path: str):
    tell(config, *edits(95))
    seen: list[str] = []
    while path:
        answer = browser.get(path)
        seen += read(answer)
        path = next_of(answer)

    assert len(seen) == len(set(seen)) == 95


@pytest.mark.parametrize("ending", ENDINGS)
def test_before_there_is_an_archive_a_feed_is_empty(browser: Browser, ending: str):
    assert read(browser.get(f"/feed.{ending}")) == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/feed.atom?before=tag:x", 400),
        ("/feed.json?kind=x", 400),
        ("/feed.rss", 404),
        ("/article/cna:1/feed.atom", 404),
    ],
)
def test_what_is_no_feed_says_so(config: Config, browser: Browser, path: str, status: int):
    tell(config, NOISE)

    assert browser.get(path).status_code == status


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_feed_of_a_name_that_the_archive_does_not_know_is_not_there(
    config: Config, browser: Browser, ending: str
):
    keep(config, SLASHED, text("渡輪", "甲。"))
    tell(config, NOISE)
    answer = browser.get(f"/feed.{ending}?site=example.orgs")

    assert answer.status_code == 404
    assert "Did you mean example.org?" in answer.json()["detail"]
    assert browser.get(f"/feed.{ending}?publisher=nobody").status_code == 404
    assert read(browser.get(f"/feed.{ending}?site=example.org&q=nothing")) == []


def test_the_pages_name_their_feeds(config: Config, browser: Browser):
    keep(config, SLASHED, text("渡輪", "甲。"))
    tell(config, NOISE)
    for path, feed in (
        ("/", "/feed.atom"),
        ("/?site=example.org", "/feed.atom?site=example.org"),
        ("/search?q=甲 乙", "/feed.atom?q=%E7%94%B2%20%E4%B9%99"),
        (addresses.article(SLASHED), f"{addresses.article(SLASHED)}/feed.atom"),
    ):
        links = re.findall(
            r'<link rel="alternate" type="([^"]+)" [^>]*href="([^"]+)"', browser.get(path).text
        )
        assert ("application/atom+xml", feed) in links
        assert ("application/feed+json", feed.replace(".atom", ".json")) in links
        assert all(read(browser.get(href)) is not None for _, href in links)


# ------------------------------------------------------------------ what one has already


@pytest.fixture
def settled(config: Config) -> Config:
    """An archive that nobody has written to for an hour."""
    keep(config, QUAKE.article, text("強震", "甲。"))
    tell(config, SECOND_LOOK, NOISE)
    age(config)
    return config


@pytest.fixture
def aged(settled: Config) -> Iterator[Browser]:
    """A browser before a reader that has run for two hours."""
    with opened(web.app(settled, started=datetime.now(UTC) - timedelta(hours=2))) as browser:
        yield browser


def age(config: Config, hours: float = 1) -> None:
    then = (datetime.now(UTC) - timedelta(hours=hours)).timestamp()
    os.utime(config.data / "stet.db", (then, then))


PATHS = (
    "/",
    "/search?q=甲。",
    addresses.article(QUAKE.article),
    addresses.version(QUAKE.article, 1),
    addresses.report(NOISE.id),
    "/feed.atom",
    "/feed.json?site=cna",
)


@pytest.mark.parametrize("path", PATHS)
def test_who_has_a_page_is_sent_no_more_than_that(settled: Config, browser: Browser, path: str):
    first = browser.get(path)
    known = {"If-None-Match": first.headers["ETag"]}
    again = browser.get(path, headers=known)

    assert (first.status_code, again.status_code) == (200, 304)
    assert again.content == b""
    for name in ("ETag", "Vary", "Cache-Control", "Content-Security-Policy"):
        assert again.headers[name] == first.headers[name]
    assert "Content-Type" not in again.headers
    assert (
        browser.get(path, headers={"If-None-Match": 'W/"x", ' + known["If-None-Match"]}).status_code
        == 304
    )
    assert browser.get(path, headers={"If-None-Match": '"x"'}).status_code == 200


def test_what_changed_is_sent(settled: Config, browser: Browser):
    known = {"If-None-Match": browser.get("/feed.atom").headers["ETag"]}
    tell(settled, REPORTS[0])

    assert browser.get("/feed.atom", headers=known).status_code == 200


def test_a_page_is_as_old_as_the_archive_and_the_code(settled: Config):
    site = web.app(settled)
    with opened(site) as browser:
        assert "Last-Modified" not in browser.get("/").headers, "the code has only begun to answer"


def test_a_date_is_as_good_as_a_mark(settled: Config, aged: Browser):
    first = aged.get("/feed.atom")
    told = parsedate_to_datetime(first.headers["Last-Modified"])
    soon = format_datetime(told + timedelta(seconds=1), usegmt=True)
    before = format_datetime(told - timedelta(seconds=1), usegmt=True)

    assert aged.get("/feed.atom", headers={"If-Modified-Since": soon}).status_code == 304
    assert aged.get("/feed.atom", headers={"If-Modified-Since": before}).status_code == 200
    assert aged.get("/feed.atom", headers={"If-Modified-Since": "yesterday"}).status_code == 200
    both = {"If-Modified-Since": soon, "If-None-Match": '"x"'}
    assert aged.get("/feed.atom", headers=both).status_code == 200, "the mark goes before the date"


def test_what_was_written_just_now_has_no_date(settled: Config, aged: Browser):
    with Store.open(settled) as store:
        store.start_run("cna", {})

    assert "Last-Modified" not in aged.get("/").headers


@pytest.mark.parametrize("path", ["/nowhere", "/feed.atom?kind=x"])
def test_an_error_has_no_mark(settled: Config, browser: Browser, path: str):
    assert "ETag" not in browser.get(path).headers
