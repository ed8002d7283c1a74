"""robots.txt by the letter of RFC 9309: which group is ours, which rule wins, what a line is."""

import asyncio
import time
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.core.downloader import Downloader, Slot
from scrapy.exceptions import NotConfigured
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.utils.test import get_crawler

from crawler.middlewares.robots import LARGEST, RobotsTxt, authority, product_token, tidied

ALLOWED = True
FORBIDDEN = False


def rules(robots: str | bytes) -> ProtegoRobotParser:
    body = robots.encode() if isinstance(robots, str) else robots
    return ProtegoRobotParser(tidied(body, "stet"), None)


def reads(robots: str | bytes, path: str) -> bool:
    return rules(robots).allowed(f"https://news.example{path}", "stet")


GROUPS = {  # 2.2.1
    "ours": ("User-agent: stet\nDisallow: /\n", FORBIDDEN),
    "in any case": ("USER-AGENT: STET\nDISALLOW: /\n", FORBIDDEN),
    "another's": ("User-agent: other\nDisallow: /\n", ALLOWED),
    "everyone's": ("User-agent: *\nDisallow: /\n", FORBIDDEN),
    "ours before everyone's": (
        "User-agent: stet\nDisallow: /b\n\nUser-agent: *\nDisallow: /\n",
        ALLOWED,
    ),
    "ours after everyone's": (
        "User-agent: *\nDisallow: /\n\nUser-agent: stet\nDisallow: /b\n",
        ALLOWED,
    ),
    "ours, empty": ("User-agent: *\nDisallow: /\n\nUser-agent: stet\nDisallow:\n", ALLOWED),
    "ours, empty, at the end": ("User-agent: *\nDisallow: /\n\nUser-agent: stet\n", ALLOWED),
    "a shorter name": ("User-agent: st\nDisallow: /\n", ALLOWED),
    "a letter": ("User-agent: s\nDisallow: /\n", ALLOWED),
    "a longer name": ("User-agent: stet-images\nDisallow: /\n", ALLOWED),
    "a number behind": ("User-agent: stet2\nDisallow: /\n", ALLOWED),
    "a version behind": ("User-agent: Stet/1.0\nDisallow: /\n", FORBIDDEN),
    "words behind": ("User-agent: stet (news)\nDisallow: /\n", FORBIDDEN),
    "a star before": ("User-agent: *bot\nDisallow: /\n", ALLOWED),
    "a comment behind": ("User-agent: * # all\nDisallow: / # everything\n", FORBIDDEN),
    "combined": (
        "User-agent: stet\nDisallow: /b\nUser-agent: x\nAllow: /\nUser-agent: stet\nDisallow: /a\n",
        FORBIDDEN,
    ),
    "everyone's combined": (
        "User-agent: *\nDisallow: /a\nUser-agent: x\nAllow: /\nUser-agent: *\nDisallow: /b\n",
        FORBIDDEN,
    ),
    "named with others": (
        "User-agent: a\nUser-agent: stet\nUser-agent: b\nDisallow: /\n",
        FORBIDDEN,
    ),
    "a blank line in it": ("User-agent: stet\n\nDisallow: /\n", FORBIDDEN),
    "a comment in it": ("User-agent: stet\n# why\nDisallow: /\n", FORBIDDEN),
    "a sitemap in it": ("User-agent: stet\nSitemap: https://x/s\nDisallow: /\n", FORBIDDEN),
    "a sitemap between names": (
        "User-agent: stet\nSitemap: https://x/s\nUser-agent: y\nDisallow: /\n",
        FORBIDDEN,
    ),
    "an unknown line in it": ("User-agent: *\nCrawl-delay: 5\nFoo: bar\nDisallow: /\n", FORBIDDEN),
    "none": ("Disallow: /\n", ALLOWED),
    "no colon": ("User-agent stet\nDisallow: /\n", FORBIDDEN),
}


@pytest.mark.parametrize("case", GROUPS)
def test_which_group_is_ours(case: str):
    robots, expected = GROUPS[case]

    assert reads(robots, "/a") is expected


RULES = [  # 2.2.2, 2.2.3, and the examples of section 5
    ("Disallow: /\nAllow: /news/", "/news/1", ALLOWED),
    ("Allow: /news/\nDisallow: /", "/news/1", ALLOWED),
    ("Allow: /news/\nDisallow: /news/private/", "/news/private/1", FORBIDDEN),
    ("Disallow: /news/private/\nAllow: /news/", "/news/private/1", FORBIDDEN),
    ("Disallow: /p\nAllow: /p", "/p", ALLOWED),
    ("Allow: /p\nDisallow: /p", "/p", ALLOWED),
    ("Disallow: /b", "/a", ALLOWED),
    ("Disallow: /News", "/news", ALLOWED),
    ("Disallow: /", "/robots.txt", ALLOWED),
    ("Disallow: /", "", FORBIDDEN),
    ("Disallow: /a?id=", "/a?id=1", FORBIDDEN),
    ("Disallow: /?x", "?x=1", FORBIDDEN),
    ("Disallow:", "/a", ALLOWED),
    ("Disallow: /a\nAllow:", "/a", FORBIDDEN),
    ("Disallow: /$", "/a", ALLOWED),
    ("Disallow: /$", "/", FORBIDDEN),
    ("Disallow: /a/*/private", "/a/b/private/1", FORBIDDEN),
    ("Disallow: /a*b", "/ab", FORBIDDEN),
    ("Disallow: /a*", "/abc", FORBIDDEN),
    ("Disallow: *.gif$", "/x.gif", FORBIDDEN),
    ("Disallow: /*.gif$", "/x.gif?1", ALLOWED),
    ("Disallow: /a$b", "/a$b", FORBIDDEN),
    ("Disallow: /file-%2A.html", "/file-*.html", FORBIDDEN),
    ("Disallow: /file-%2A.html", "/file-x.html", ALLOWED),
    ("Disallow: /foo-%24", "/foo-$", FORBIDDEN),
    ("Disallow: /新聞/", "/%E6%96%B0%E8%81%9E/1", FORBIDDEN),
    ("Disallow: /新聞/", "/新聞/1", FORBIDDEN),
    ("Disallow: /%e6%96%b0/", "/%E6%96%B0/1", FORBIDDEN),
    ("Disallow: /%e6%96%b0/", "/新/1", FORBIDDEN),
    ("Disallow: /%62%61%7A", "/baz", FORBIDDEN),
    ("Disallow: /baz", "/%62%61%7A", FORBIDDEN),
    ("Disallow: /a%2Fb", "/a/b", ALLOWED),
    ("Disallow: /a/b", "/a%2Fb", ALLOWED),
    ("Disallow: /a%2fb", "/a%2Fb", FORBIDDEN),
    ("Allow: /page/\nDisallow: /page/disallowed.gif", "/page/allowed.gif", ALLOWED),
    ("Allow: /page/\nDisallow: /page/disallowed.gif", "/page/disallowed.gif", FORBIDDEN),
]


@pytest.mark.parametrize(("lines", "path", "expected"), RULES)
def test_which_rule_wins(lines: str, path: str, expected: bool):
    assert reads(f"User-agent: *\n{lines}\n", path) is expected


LINES = {  # 2.2, 2.3.1.5
    "BOM": b"\xef\xbb\xbfUser-agent: stet/1.0\nDisallow: /x\n",
    "CR LF": b"User-agent: *\r\nDisallow: /x\r\n",
    "CR": b"User-agent: *\rDisallow: /x\r",
    "no end": b"User-agent: *\nDisallow: /x",
    "blanks": b"  User-agent :  *  \n\tDisallow\t:\t/x \n",
    "rubbish": b"User-agent: *\n\x00\xff\xfe rubbish\nDisallow: /x\n",
    "a next line in a comment": "User-agent: *\n# \u0085Allow: /x\nDisallow: /x\n".encode(),
    "a line separator": "User-agent: *\nDisallow: /x\n#\u2028User-agent: stet".encode(),
}


@pytest.mark.parametrize("case", LINES)
def test_what_a_line_is(case: str):
    assert reads(LINES[case], "/x") is FORBIDDEN
    assert reads(LINES[case], "/y") is ALLOWED


def test_an_odd_character_stays_in_its_path():
    assert reads("User-agent: *\nDisallow: /a\u2028b\n", "/a%E2%80%A8b") is FORBIDDEN
    assert reads("User-agent: *\nDisallow: /a\vb\n", "/a") is ALLOWED


def test_a_page_instead_of_robots_txt_forbids_nothing():
    assert reads("<!DOCTYPE html><title>404</title>\nUser-agent: *\n<p>Disallow: /", "/") is ALLOWED


def test_five_hundred_kibibytes_are_read_and_no_half_rule():
    head = b"User-agent: *\nDisallow: /first\n"
    rule = b"Disallow: /abc\n"

    def padded(over: int) -> bytes:
        """A file whose last rule goes so many bytes over the limit."""
        filler = LARGEST + over - len(head) - len(rule) - 1
        return head + b"#" * filler + b"\n" + rule

    assert len(padded(0)) == LARGEST
    assert reads(padded(0), "/abc") is FORBIDDEN
    assert reads(padded(2), "/abc") is ALLOWED
    assert reads(padded(2), "/ab") is ALLOWED
    assert reads(padded(2), "/first") is FORBIDDEN


@pytest.mark.parametrize(
    ("line", "delay"),
    [("2.5", 2.5), ("0", 0), ("-1", None), ("nan", None), ("inf", None), ("soon", None)],
)
def test_a_delay_is_a_number_of_seconds(line: str, delay: float | None):
    assert rules(f"User-agent: stet\nCrawl-delay: {line}\n").crawl_delay("stet") == delay


def test_the_delay_is_that_of_our_group():
    robots = "User-agent: *\nCrawl-delay: 30\n\nUser-agent: stet\nCrawl-delay: 2\n"

    assert rules(robots).crawl_delay("stet") == 2


@pytest.mark.parametrize(
    ("agent", "token"),
    [
        ("Stet/0.1.0 (+https://desk.example/bot)", "stet"),
        ("stet", "stet"),
        ("Desk_Watch-er (news)", "desk_watch-er"),
        ("9lives", ""),
    ],
)
def test_our_product_token_is_the_name_before_the_version(agent: str, token: str):
    assert product_token(agent) == token


@pytest.mark.parametrize(
    ("url", "root"),
    [
        ("https://News.example/a", "https://news.example"),
        ("https://news.example:443/a", "https://news.example"),
        ("http://news.example:80/", "http://news.example"),
        ("http://news.example:443/", "http://news.example:443"),
        ("https://news.example:8443/", "https://news.example:8443"),
    ],
)
def test_a_robots_txt_speaks_for_scheme_host_and_port(url: str, root: str):
    assert authority(Request(url)) == root


def test_a_crawler_without_a_name_is_everyone():
    parser = ProtegoRobotParser(
        tidied(b"User-agent: a\nAllow: /\nUser-agent: *\nDisallow: /", ""), None
    )

    assert parser.allowed("https://news.example/", "") is FORBIDDEN


@given(st.binary(max_size=200))
def test_nothing_a_host_may_send_breaks_the_reading(body: bytes):
    assert isinstance(reads(body, "/a"), bool)


def test_a_pace_outlives_the_slot_that_scrapy_forgets_after_a_minute():
    handlers = dict.fromkeys(("http", "https"))  # nothing is fetched
    crawler = get_crawler(
        settings_dict={"ROBOTSTXT_OBEY": True, "DOWNLOAD_DELAY": 1, "DOWNLOAD_HANDLERS": handlers}
    )

    async def slots() -> list[Slot]:
        downloader = Downloader(crawler)
        crawler.engine = SimpleNamespace(downloader=downloader)  # type: ignore[assignment]
        hosts = [Request(f"https://{name}.example") for name in ("slow", "fast", "other")]
        RobotsTxt(crawler)._slow_down(hosts[0], 5)
        RobotsTxt(crawler)._slow_down(hosts[1], 0.5)
        made = [downloader._get_slot(host)[1] for host in hosts]
        downloader.close()
        return made

    assert [(slot.delay, slot.jitter) for slot in asyncio.run(slots())] == [
        (5, 0),
        (1, 0),
        (1, 0.5),
    ]


def test_who_does_not_obey_does_not_ask():
    with pytest.raises(NotConfigured):
        RobotsTxt(get_crawler(settings_dict={"ROBOTSTXT_OBEY": False}))


def test_a_robots_txt_made_to_cost_time_costs_little():
    """Each rule for each name: 20 s where other names are told apart."""
    names = "".join(f"User-agent: bot{number}\n" for number in range(3_000))
    robots = names + "Disallow: /*a*b*c$\n" * 3_000
    started = time.process_time()

    reads(robots, "/" + "a" * 2_000)

    assert time.process_time() - started < 5
