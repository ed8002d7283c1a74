"""robots.txt is kept: real crawls of hosts that answer for it in every way, twelve pages each."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler.store import Store
from scheduler.newsroom import Hit, Newsroom
from tests.children import crawl, scrapy

pytestmark = [pytest.mark.slow, pytest.mark.no_cover]

PAGES = 12
"""More than Scrapy's own middleware keeps in line: it lets the third waiter of a host go."""
BODY = ["氣象站表示，今晨測得規模5.2的地震，2人輕傷。", "各地沒有災情傳出。"]
BARRED = "User-agent: *\nDisallow: /\n"


@dataclass(frozen=True)
class Crawled:
    """What came of one crawl of many hosts."""

    hits: tuple[Hit, ...]
    faults: Mapping[str, tuple[str, str]]
    """URL -> kind and message, of the pages that brought no article."""
    stats: Mapping[str, object]
    log: str

    def asked(self, host: str) -> list[str]:
        """Paths asked for at this host, in order."""
        return [urlsplit(hit.url).path for hit in self.hits if urlsplit(hit.url).netloc == host]

    def told(self, host: str) -> set[tuple[str, str]]:
        """The faults of its pages; twelve of the same are one."""
        return {fault for url, fault in self.faults.items() if urlsplit(url).netloc == host}


def publish(newsroom: Newsroom, *hosts: str) -> list[str]:
    """Twelve stories at each host."""
    urls = [f"https://{host}/story/{number}" for host in hosts for number in range(PAGES)]
    for url in urls:
        newsroom.publish("地震搖醒清晨", BODY, url=url, dress="jsonld")
    return urls


def crawled(newsroom: Newsroom, data: Path, urls: list[str], *arguments: str) -> Crawled:
    """Crawl them all in one go."""
    done = crawl(newsroom, data, "article", "-a", f"url={' '.join(urls)}", *arguments)
    with Store.open(data, read_only=True) as archive:
        looks = [shot for watch in archive.watches() for shot in archive.snapshots(watch.identity)]
        [run] = archive.runs(1)
    faults = {shot.url: (shot.fault, shot.message) for shot in looks if shot.fault}
    return Crawled(newsroom.hits, faults, run.stats, done.stderr)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """One crawl of every kind of host, as each is alone with its robots.txt."""
    data = tmp_path_factory.mktemp("robots") / "data"
    with Newsroom() as newsroom:
        urls = publish(
            newsroom,
            *("open.example", "barred.example", "named.example", "part.example"),
            *("missing.example",),
            *("refusing.example", "busy.example", "broken.example", "reset.example"),
            *("moved.example", "round.example", "inward.example", "many.example"),
        )
        newsroom.robots("barred.example", BARRED)
        newsroom.robots(
            "named.example", "User-agent: *\nAllow: /\n\nUser-agent: Stet\nDisallow: /\n"
        )
        newsroom.robots("part.example", "User-agent: *\nDisallow: /story/1\n")
        newsroom.robots("missing.example", BARRED, status=404)
        newsroom.robots("refusing.example", BARRED, status=403)
        newsroom.robots("busy.example", "", status=429)
        newsroom.robots("broken.example", "", status=503)
        newsroom.fail("https://reset.example/robots.txt", "reset")
        redirects = {
            "moved.example": "https://elsewhere.example/robots-of-moved.txt",
            "round.example": "/robots.txt",
            "inward.example": "http://10.0.0.1/robots.txt",
            "many.example": "/robots.txt?1",
        }
        for host, location in redirects.items():
            url = f"https://{host}/robots.txt"
            newsroom.put(url, status=301, headers={"Location": location})
        for hop in range(1, 5):
            newsroom.put(
                f"https://many.example/robots.txt?{hop}",
                status=302,
                headers={"Location": f"?{hop + 1}"},
            )
        newsroom.put("https://many.example/robots.txt?5", BARRED)
        newsroom.put("https://elsewhere.example/robots-of-moved.txt", BARRED)
        yield crawled(newsroom, data, urls)


EVERY_PAGE = [f"/story/{number}" for number in range(PAGES)]


@pytest.mark.parametrize("host", ["open", "missing", "refusing"])
def test_no_robots_txt_and_an_open_one_forbid_nothing(kept: Crawled, host: str):
    first, *pages = kept.asked(f"{host}.example")

    assert first == "/robots.txt"
    assert sorted(pages) == sorted(EVERY_PAGE)
    assert kept.told(f"{host}.example") == set()


@pytest.mark.parametrize("host", ["barred.example", "named.example"])
def test_what_is_forbidden_to_all_or_to_us_is_not_fetched_whoever_waits(kept: Crawled, host: str):
    assert kept.asked(host) == ["/robots.txt"]
    assert kept.told(host) == {("blocked", f"the robots.txt of {host} forbids this page")}


def test_what_is_forbidden_in_part_is_fetched_in_part(kept: Crawled):
    forbidden = [path for path in EVERY_PAGE if path.startswith("/story/1")]

    assert set(kept.asked("part.example")) == {"/robots.txt", *EVERY_PAGE} - set(forbidden)
    assert len([url for url in kept.faults if "part.example" in url]) == len(forbidden)


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        ("busy", "HTTP 429"),
        ("broken", "HTTP 503"),
        ("reset", "reset.example broke the connection off"),
    ],
)
def test_a_robots_txt_out_of_reach_forbids_everything_and_is_an_outage(
    kept: Crawled, host: str, reason: str
):
    host = f"{host}.example"
    [(kind, message)] = kept.told(host)

    assert set(kept.asked(host)) == {"/robots.txt"}
    assert kind == "unreachable"
    assert message.startswith(f"the robots.txt of {host} is out of reach ({reason}")


@pytest.mark.parametrize("host", ["moved", "many"])
def test_a_robots_txt_is_followed_to_where_it_moved(kept: Crawled, host: str):
    assert set(kept.asked(f"{host}.example")) == {"/robots.txt"}
    assert {kind for kind, _ in kept.told(f"{host}.example")} == {"blocked"}
    assert kept.asked("elsewhere.example") == ["/robots-of-moved.txt"]


def test_a_robots_txt_behind_more_than_five_redirects_is_none(kept: Crawled):
    asked = kept.asked("round.example")

    assert asked[:6] == ["/robots.txt"] * 6
    assert sorted(asked[6:]) == sorted(EVERY_PAGE)


def test_a_robots_txt_does_not_lead_us_to_a_private_address(kept: Crawled):
    [(kind, message)] = kept.told("inward.example")

    assert kept.asked("inward.example") == ["/robots.txt"]
    assert kept.asked("10.0.0.1") == []
    assert kind == "blocked"
    assert "10.0.0.1 is not a public address" in message


def test_robots_txt_is_asked_for_once_by_all_who_wait(kept: Crawled):
    asked = Counter(hit.url for hit in kept.hits if hit.url.endswith("/robots.txt"))
    hosts = {urlsplit(hit.url).netloc for hit in kept.hits} - {"elsewhere.example"}

    assert asked.pop("https://round.example/robots.txt") == 6
    assert asked.pop("https://reset.example/robots.txt") == 3  # what broke off is tried again
    assert set(asked.values()) == {1}
    assert len(asked) == len(hosts) - 2 == 11
    assert "Traceback" not in kept.log


def test_what_is_asked_and_what_is_forbidden_is_counted(kept: Crawled):
    told = [message for _, message in kept.faults.values()]
    answered = [hit for hit in kept.hits if hit.status and "/robots" in hit.url]

    assert kept.stats["robotstxt/response_count"] == len(answered)
    assert kept.stats["robotstxt/request_count"] == len(answered) + 2  # reset, and refused by us
    assert kept.stats["robotstxt/forbidden"] == sum("forbids" in message for message in told)


SPIDER = """\
import scrapy

class Own(scrapy.Spider):
    name = "own"
    allowed_domains = ["own.example"]
    start_urls = ["https://own.example/open", "https://own.example/closed"]

    async def parse(self, response):
        for item in ():
            yield item
"""


def test_a_spider_that_may_not_leave_its_site_reads_a_robots_txt_elsewhere(
    newsroom: Newsroom, tmp_path: Path
):
    (tmp_path / "own.py").write_text(SPIDER)
    elsewhere = "https://elsewhere.example/robots.txt"
    newsroom.put("https://own.example/robots.txt", status=301, headers={"Location": elsewhere})
    newsroom.robots("elsewhere.example", "User-agent: *\nDisallow: /closed\n")

    scrapy(newsroom, tmp_path / "data", "runspider", tmp_path / "own.py")

    assert list(newsroom.requests) == [
        *("https://own.example/robots.txt", elsewhere, "https://own.example/open"),
    ]


# ---------------------------------------------------------------- pace

DELAY = 0.3
SLACK = 0.25
"""Seconds by which the newsroom may note the first request late."""


@pytest.fixture(scope="module")
def paced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """One crawl of hosts that each ask for a pace of their own; our own is none, or any."""
    data = tmp_path_factory.mktemp("paced") / "data"
    with Newsroom() as newsroom:
        urls = publish(newsroom, "slow.example", "usual.example", "patient.example")
        newsroom.robots("slow.example", crawl_delay=DELAY)
        newsroom.robots("usual.example", crawl_delay=DELAY / 3)
        newsroom.robots("patient.example", crawl_delay=3600)
        newsroom.robots("arrival.example", crawl_delay=DELAY)
        publish(newsroom, "arrival.example")
        for number, url in enumerate(publish(newsroom, "departure.example")):
            newsroom.put(
                url,
                status=301,
                headers={"Location": f"https://arrival.example/story/{number}"},
            )
            urls.append(url)
        newsroom.robots("wandering.example", crawl_delay=3600)
        first, second = [f"https://wandering.example/story/{number}" for number in (1, 2)]
        newsroom.put(first, status=301, headers={"Location": "/story/3"})
        newsroom.publish(
            "地震搖醒清晨", BODY, url="https://wandering.example/story/3", dress="jsonld"
        )
        urls += [first, second]
        slots = {"usual.example": {"delay": DELAY, "jitter": 0}}
        yield crawled(
            newsroom,
            data,
            urls,
            *("-s", f"DOWNLOAD_SLOTS={json.dumps(slots)}", "-s", "DOWNLOAD_DELAY_JITTER=1"),
        )


@pytest.mark.parametrize(
    "host",
    [
        pytest.param("slow.example", id="as the host asks, from the first page on"),
        pytest.param("usual.example", id="as we are told, where that is slower"),
        pytest.param("arrival.example", id="as the host asks that a redirect leads to"),
    ],
)
def test_a_host_is_read_at_its_pace(paced: Crawled, host: str):
    first, *others = [hit.moment for hit in paced.hits if f"//{host}/" in hit.url]

    assert len(others) == PAGES
    early = [
        (number, round(moment - first, 2))
        for number, moment in enumerate(others, 1)
        if moment - first < number * DELAY - SLACK
    ]
    assert early == []
    gaps = sorted(later - moment for moment, later in pairwise([first, *others]))
    assert gaps[2] > DELAY - 0.1, gaps


def test_a_host_that_asks_for_an_hour_between_pages_gives_one(paced: Crawled):
    assert len(paced.asked("patient.example")) == 2
    assert paced.told("patient.example") == set(), "of what was left nobody knows anything"
    assert len(re.findall(r"left for a later crawl.*//patient\.example/", paced.log)) == PAGES - 1
    assert paced.log.count("patient.example asks for 3600 s between pages, and a crawl waits") == 1


def test_what_becomes_of_that_one_page_is_still_that_page(paced: Crawled):
    assert paced.asked("wandering.example") == ["/robots.txt", "/story/1", "/story/3"]
    assert paced.told("wandering.example") == set()
    assert "left for a later crawl" in paced.log
