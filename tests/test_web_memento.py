"""The archive as web archives' tools see it: TimeGate, TimeMap, mementos (RFC 7089)."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from crawler.config import Config
from crawler.items import Fault
from crawler.store import Store
from scheduler.web.timemaps import TimeMap
from tests.browser import Browser
from tests.linkformat import Link, http_date, named, read
from tests.visits import article, hour, visit

URL = "https://news.example/story/1?id=7&w=%E4%B8%AD"
IDENTITY = "news.example:/story/1?id=7&w=%E4%B8%AD"
PAGES = {
    0: b"<html><script>alert(1)</script><p>\xe6\xb8\xa1\xe8\xbc\xaa</p>",
    3: b"<html><p>two</p>",
    10: b"<html><p>three</p>",
}
"""The bytes that came, by the hour."""


@pytest.fixture
def watched(config: Config) -> Config:
    with Store.open(config) as store:
        for at, page in PAGES.items():
            text = article(f"渡輪{at}", "甲。", url=URL)
            store.keep([visit(text, at, identity=IDENTITY, payload=page)])
        store.keep([visit(Fault("gone", "HTTP 404"), 12, identity=IDENTITY, url=URL)])
    return config


def gate(browser: Browser, at: datetime | str | None = None, url: str = URL) -> httpx.Response:
    headers = {}
    if at is not None:
        said = at.strftime("%a, %d %b %Y %H:%M:%S GMT") if isinstance(at, datetime) else at
        headers["Accept-Datetime"] = said
    return browser.get(f"/timegate/{url}", headers=headers, follow_redirects=False)


def links(answer: httpx.Response) -> list[Link]:
    return read(answer.headers["Link"])


@pytest.mark.parametrize(
    ("asked", "shown"),
    [(None, 10), (-99, 0), (0, 0), (1, 0), (2, 3), (6, 3), (7, 10), (6.5, 3), (9999, 10)],
)
def test_the_gate_sends_on_to_the_page_of_that_time(
    watched: Config, browser: Browser, asked: float | None, shown: int
):
    answer = gate(browser, None if asked is None else hour(asked))
    page = browser.get(answer.headers["Location"])

    assert answer.status_code == 302
    assert "accept-datetime" in answer.headers["Vary"].lower()
    assert page.content == PAGES[shown]
    assert http_date(page.headers["Memento-Datetime"]) == hour(shown)


def test_the_gate_says_where_everything_is(watched: Config, browser: Browser):
    answer = gate(browser, hour(3))
    told = links(answer)

    assert "Memento-Datetime" not in answer.headers
    assert [link.target for link in named(told, "original")] == [URL]
    [timemap] = named(told, "timemap")
    assert timemap.attributes["type"] == "application/link-format"
    assert [link.at for link in named(told, "first")] == [hour(0)]
    assert [link.at for link in named(told, "last")] == [hour(10)]
    assert [link.at for link in named(told, "memento")] == [hour(0), hour(3), hour(10)]


def test_the_map_lists_every_page_that_brought_the_article(watched: Config, browser: Browser):
    answer = browser.get(f"/timemap/{URL}")
    told = read(answer.text)

    assert answer.headers["Content-Type"].startswith("application/link-format")
    assert [link.target for link in named(told, "original")] == [URL]
    assert [link.at for link in named(told, "memento")] == [hour(at) for at in PAGES]
    [own] = named(told, "self")
    assert own.target == str(answer.url)
    assert (http_date(own.attributes["from"]), http_date(own.attributes["until"])) == (
        hour(0),
        hour(10),
    )
    assert [gate.target for gate in named(told, "timegate")] == [
        f"http://127.0.0.1:8000/timegate/{URL}"
    ]
    for link, page in zip(named(told, "memento"), PAGES.values(), strict=True):
        assert browser.get(link.target).content == page
    assert browser.get(f"/timemap/link/{URL}").text == answer.text


def test_a_memento_knows_its_neighbours(watched: Config, browser: Browser):
    [first, second, last] = named(read(browser.get(f"/timemap/{URL}").text), "memento")

    def rels(link: Link) -> list[tuple[str, ...]]:
        return [each.rels for each in links(browser.get(link.target)) if "memento" in each.rels]

    assert rels(first) == [("first", "memento"), ("next", "memento"), ("last", "memento")]
    assert rels(second) == [("first", "prev", "memento"), ("memento",), ("last", "next", "memento")]
    assert rels(last) == [("first", "memento"), ("prev", "memento"), ("last", "memento")]


def test_a_memento_is_shown_as_it_came_and_runs_nothing(watched: Config, browser: Browser):
    answer = browser.get(gate(browser, hour(0)).headers["Location"])
    policy = answer.headers["Content-Security-Policy"]

    assert answer.content == PAGES[0]
    assert answer.headers["Content-Type"] == "text/html"
    assert policy.startswith("sandbox; default-src 'none';")
    assert "script-src" not in policy
    assert "allow-" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_one_who_has_a_memento_is_sent_no_more_than_that(watched: Config, browser: Browser):
    where = gate(browser, hour(0)).headers["Location"]
    first = browser.get(where)
    again = browser.get(where, headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert again.headers["Memento-Datetime"] == first.headers["Memento-Datetime"]


def test_another_spelling_of_the_url_is_the_same_article(watched: Config, browser: Browser):
    for url in (URL.replace("https", "http"), URL + "&utm_source=x", URL.replace("//", "/")):
        assert gate(browser, url=url).status_code == 302, url


@pytest.mark.parametrize("said", ["yesterday", "2026-03-01", "", "Sun, 99 Mar 2026 08:00:00 GMT"])
def test_what_is_no_date_is_refused(watched: Config, browser: Browser, said: str):
    answer = gate(browser, said)

    assert answer.status_code == 400
    assert "Accept-Datetime" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/timegate/https://news.example/other",
        "/timemap/javascript:alert(1)",
        "/timemap/",
        f"/memento/20260301080001/{URL}",
        f"/memento/x/{URL}",
        "/memento/20260301080000/https://news.example/other",
        "/timegate/http://127.0.0.1/" + "x" * 5000,
    ],
)
def test_what_is_not_there_is_a_page_that_says_so(watched: Config, browser: Browser, path: str):
    answer = browser.get(path, follow_redirects=False)

    assert answer.status_code == 404
    assert "Memento-Datetime" not in answer.headers


def test_an_article_whose_pages_are_gone_has_no_map(config: Config, browser: Browser):
    with Store.open(config) as store:
        store.keep([visit(Fault("gone", "HTTP 404"), 1, identity=IDENTITY, url=URL)])

    assert browser.get(f"/timemap/{URL}").status_code == 404


def test_two_pages_of_one_second_are_told_apart_by_being_one(config: Config, browser: Browser):
    with Store.open(config) as store:
        for part, page in enumerate((b"<p>one", b"<p>two")):
            text = article(f"渡輪{part}", "甲。", url=URL)
            at = datetime(2026, 3, 1, 8, tzinfo=UTC) + timedelta(milliseconds=part * 300)
            store.keep([visit(text, identity=IDENTITY, payload=page, fetched_at=at)])

    assert browser.get(gate(browser).headers["Location"]).content == b"<p>two"


def test_very_many_pages_stand_in_several_lists(watched: Config, browser: Browser):
    with Store.open(watched) as store:
        looks = [look for look in store.snapshots(IDENTITY) if look.version]
    looks.sort(key=lambda look: look.fetched_at)
    whole = TimeMap("http://127.0.0.1:8000", URL, looks, longest=2)
    first, second = (read(",\n".join(whole.lines(number))) for number in (1, 2))

    assert [link.at for link in named(first, "memento")] == [hour(0), hour(3)]
    assert [link.at for link in named(second, "memento")] == [hour(10)]
    [here], [other] = named(second, "self"), named(second, "timemap")
    assert (here.target, other.target) == (whole.listed(2), whole.here)
    assert http_date(other.attributes["from"]) == hour(0)
    assert http_date(other.attributes["until"]) == hour(3)
    assert [link.target for link in named(first, "timemap")] == [whole.listed(2)]
    assert browser.get(whole.listed(1).replace("/timemap/", "/timemap/1/")).status_code == 200
    assert browser.get(whole.listed(2)).status_code == 404
