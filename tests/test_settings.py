"""Every setting that keeps us safe or civil is seen to work: crawls of hosts that behave badly.

Each test fails where its setting is taken out of `crawler/settings.py`.
"""

import gzip
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from scrapy.settings import default_settings
from scrapy.utils.project import get_project_settings

from crawler import sites
from crawler.store import Store
from scheduler.newsroom import Hit, Newsroom
from tests.children import BODY, ROOT, crawl, environment, progress, running, scrapy
from tests.terminal import eventually

pytestmark = [pytest.mark.slow, pytest.mark.no_cover]

PRIVATE = "http://169.254.169.254/latest/meta-data/"
BROKEN = "https://broken.example/1"
BOMB = 256 * 2**20
"""Bytes of a page that arrives as 255 KB."""


@dataclass(frozen=True)
class Crawled:
    """What came of a crawl: requests by host, faults by URL, and what it cost."""

    hits: tuple[Hit, ...]
    faults: Mapping[str, tuple[str, str]]
    memory: int
    """The most that the child held at a time, in MiB."""
    log: str

    def at(self, host: str) -> list[Hit]:
        """The requests that a host got, robots.txt apart."""
        here = [hit for hit in self.hits if urlsplit(hit.url).hostname == host]
        return [hit for hit in here if urlsplit(hit.url).path != "/robots.txt"]


def faults(data: Path) -> dict[str, tuple[str, str]]:
    """URL -> kind and message, of the looks that brought no article."""
    with Store.open(data, read_only=True) as archive:
        looks = [shot for watch in archive.watches() for shot in archive.snapshots(watch.identity)]
    return {look.url: (look.fault, look.message) for look in looks if look.fault}


WEIGH = """
import os, subprocess, sys
child = subprocess.Popen(sys.argv[1:])
_, status, usage = os.wait4(child.pid, 0)
with open("weight", "w") as weight:
    weight.write(str(usage.ru_maxrss))
raise SystemExit(os.waitstatus_to_exitcode(status))
"""
"""To Linux a child's peak is at least its parent's size when it was started: a small parent."""


def weighed(newsroom: Newsroom, data: Path, urls: list[str]) -> Crawled:
    """Crawl as everyone does, and ask the system what the child needed."""
    command = [sys.executable, "-m", "scrapy", "crawl", "article", "-s", "DOWNLOAD_DELAY=0"]
    with (data.parent / "log").open("wb") as log:
        child = subprocess.Popen(
            [sys.executable, "-c", WEIGH, *command, "-a", f"url={' '.join(urls)}"],
            env=environment(newsroom, data),
            cwd=data.parent,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    guard = threading.Timer(120, os.killpg, (child.pid, signal.SIGKILL))
    guard.start()
    code = child.wait()
    guard.cancel()
    said = (data.parent / "log").read_text(encoding="utf-8")
    assert code == 0, said
    weight = int((data.parent / "weight").read_text(encoding="ascii"))
    return Crawled(newsroom.hits, faults(data), weight // 1024, said)


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """One crawl of one host for each kind of bad behaviour."""
    data = tmp_path_factory.mktemp("bad") / "data"
    with Newsroom() as newsroom:
        urls = [f"https://{host}.example/1" for host in ("baker", "refresher", "endless", "packed")]
        baker, refresher, endless, packed = urls
        newsroom.put(baker, status=301, headers={"Set-Cookie": "a=1", "Location": "/2"})
        newsroom.publish("甲", BODY, url="https://baker.example/2", dress="jsonld")
        moved = '<meta http-equiv="refresh" content="0; url=https://refreshed.example/">'
        newsroom.put(refresher, moved)
        newsroom.fail(endless, "endless")
        bomb = gzip.compress(bytes(BOMB), compresslevel=9)
        newsroom.put(packed, bomb, headers={"Content-Encoding": "gzip"})
        for hop in range(1, 9):
            headers = {"Location": f"/{hop + 1}"}
            newsroom.put(f"https://hopper.example/{hop}", status=302, headers=headers)
        newsroom.put("https://inward.example/1", status=302, headers={"Location": PRIVATE})
        newsroom.put("https://busy.example/1", status=503, headers={"Retry-After": "2"})
        newsroom.publish("乙", BODY, url="https://busy.example/2", dress="jsonld")
        newsroom.put("https://closed.example/1", status=429, headers={"Retry-After": "3600"})
        newsroom.fail(BROKEN, 500)
        others = ("hopper", "inward", "busy", "closed")
        urls += [f"https://{host}.example/1" for host in others]
        long = f"https://long.example/{'x' * 4_000}"
        neighbour = newsroom.publish("丁", BODY, url="https://neighbour.example/1", dress="jsonld")
        portal = newsroom.publish("丙", BODY, dress="yahoo", related=[neighbour])
        yield weighed(newsroom, data, [*urls, "https://busy.example/2", BROKEN, long, portal.url])


def test_no_cookie_is_sent_back(bad: Crawled):
    first, second = bad.at("baker.example")

    assert urlsplit(second.url).path == "/2"
    assert "cookie" not in first.headers.keys() | second.headers.keys()


def test_a_page_that_says_refresh_is_the_page(bad: Crawled):
    assert len(bad.at("refresher.example")) == 1
    assert bad.at("refreshed.example") == []


def test_five_redirects_are_followed(bad: Crawled):
    assert [urlsplit(hit.url).path for hit in bad.at("hopper.example")] == [
        f"/{hop}" for hop in range(1, 7)
    ]
    assert "redirected too often" in bad.faults["https://hopper.example/1"][1]


def test_a_redirect_does_not_lead_us_to_a_private_address(bad: Crawled):
    assert bad.at("169.254.169.254") == []
    assert bad.faults["https://inward.example/1"] == (
        "blocked",
        f"refused to fetch {PRIVATE}: 169.254.169.254 is not a public address",
    )


def test_a_page_beyond_eight_mebibytes_is_not_taken_in(bad: Crawled):
    larger = ("unreadable", "the page is larger than we read")

    assert bad.faults["https://endless.example/1"] == larger
    assert bad.faults["https://packed.example/1"] == larger
    assert bad.memory < BOMB // 2**20


def test_a_header_line_of_34_kilobytes_is_read(bad: Crawled):
    [portal] = bad.at("tw.news.yahoo.com")  # whose Content-Security-Policy it is

    assert portal.status == 200
    assert portal.url not in bad.faults


def test_a_host_that_asks_for_rest_gets_it(bad: Crawled):
    pages = bad.at("busy.example")
    [first, *again] = [hit.moment for hit in pages if hit.url.endswith("/1")]

    assert len(again) == 2
    assert again[0] - first > 1.9
    assert again[1] - first > 3.9
    assert not [hit for hit in pages if first + 0.5 < hit.moment < first + 1.5]


def test_a_host_that_asks_for_an_hour_is_left_alone(bad: Crawled):
    assert len(bad.at("closed.example")) == 1
    assert bad.faults["https://closed.example/1"] == ("unreachable", "HTTP 429")


def test_a_broken_page_is_tried_three_times_and_given_up_without_alarm(bad: Crawled):
    [gave_up] = [
        line for line in bad.log.splitlines() if "Gave up retrying" in line and BROKEN in line
    ]

    assert len(bad.at("broken.example")) == 3
    assert " INFO: " in gave_up


def test_a_long_url_is_asked_for(bad: Crawled):
    assert len(bad.at("long.example")) == 1


def test_we_say_who_we_are_and_what_we_read(bad: Crawled):
    for hit in bad.hits:
        assert hit.agent.startswith("Stet/")
        assert hit.headers["accept-language"].startswith("zh-TW")
        assert "text/html" in hit.headers["accept"]


def test_no_host_is_told_which_other_one_led_to_it(bad: Crawled):
    [neighbour] = bad.at("neighbour.example")

    assert "referer" not in neighbour.headers


# ---------------------------------------------------------------- one door each


def test_what_stet_toml_says_is_what_a_host_sees(newsroom: Newsroom, data: Path):
    settings = "contact = 'desk@watch.example'\ndelay = 0.8\nconcurrent = 1\ntimeout = 1.5\n"
    (data.parent / "stet.toml").write_text(f"[crawl]\n{settings}")
    urls = [f"https://slow.example/{number}" for number in range(3)]
    for url in urls:
        newsroom.publish("甲", BODY, url=url, dress="jsonld")
    newsroom.fail(urls[0], "hang")

    scrapy(
        newsroom,
        data,
        *("crawl", "article", "-a", f"url={' '.join(urls)}", "-s", "RETRY_TIMES=0"),
    )

    robots, first, second, third = newsroom.hits
    assert robots.agent.endswith("(+desk@watch.example)")
    assert faults(data) == {urls[0]: ("unreachable", "slow.example gave no answer in time")}
    assert second.moment - first.moment > 1.2  # one at a time: the first has to be given up
    assert third.moment - second.moment > 0.2  # 0.8 s, varied by half


def test_a_host_whose_certificate_nobody_signed_is_refused(newsroom: Newsroom, data: Path):
    newsroom.publish("甲", BODY, url="https://forged.example/1", dress="jsonld")

    with Newsroom() as other:
        crawl(
            newsroom,
            data,
            "article",
            *("-a", "url=https://forged.example/1"),
            SSL_CERT_FILE=str(other.authority_file),
        )

    [(kind, message)] = faults(data).values()
    assert newsroom.hits == ()
    assert kind == "unreachable"
    assert "certificate verify failed" in message


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="asks Linux who listens")
def test_a_crawl_listens_to_nobody(newsroom: Newsroom, data: Path):
    newsroom.fail("waiting.example", "hang")

    with running(newsroom, data, "article", "-a", "url=https://waiting.example/1") as child:
        eventually(lambda: newsroom.hits)
        assert progress(data).exists()
        assert listening(child.pid) == set()


def listening(process: int) -> set[str]:
    """Addresses at which a process waits for connections: Telnet's, the remote control's."""
    own = {str(handle.readlink()) for handle in Path(f"/proc/{process}/fd").iterdir()}
    rows = [
        line.split()
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/{process}/net/{table}").read_text().splitlines()[1:]
    ]
    return {row[1] for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in own}


SPIDER = """\
import scrapy

class Doors(scrapy.Spider):
    name = "doors"

    async def start(self):
        for url in self.urls.split(" "):
            yield scrapy.Request(url, errback=self.refused)

    async def parse(self, response):
        yield {"url": response.url, "read": response.text}

    async def refused(self, failure):
        yield {"url": failure.request.url, "refused": str(failure.value)}
"""


def test_files_data_ftp_and_s3_have_no_door_even_without_the_guard(data: Path, tmp_path: Path):
    (tmp_path / "secret").write_text("a secret")
    (tmp_path / "doors.py").write_text(SPIDER)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        urls = [
            f"file://{tmp_path}/secret",
            "data:,a%20secret",
            f"ftp://127.0.0.1:{server.getsockname()[1]}/secret",
            "s3://bucket/secret",
        ]
        scrapy(
            None,
            data,
            *("runspider", "doors.py", "-a", f"urls={' '.join(urls)}", "-O", "out.json:json"),
            *("-s", "ITEM_PIPELINES={}", "-s", "ROBOTSTXT_OBEY=0", "-s", "FEED_EXPORTERS={}"),
            *("-s", "FEED_EXPORT_FIELDS=url,refused,read", "-s", "DOWNLOADER_MIDDLEWARES={}"),
        )
        with pytest.raises(BlockingIOError):
            server.accept()

    found = {one["url"]: one for one in json.loads((tmp_path / "out.json").read_text())}
    assert set(found) == set(urls)
    for url, one in found.items():
        scheme = urlsplit(url).scheme
        assert one["refused"].startswith(f"Unsupported URL scheme '{scheme}': no handler")


def test_a_name_that_leads_to_this_machine_is_not_connected_to(newsroom: Newsroom, data: Path):
    """Straight to the newsroom, with no proxy between: only then is a name looked up by us."""
    port = newsroom.address.rpartition(":")[2]
    here, inward = (f"http://{host}:{port}/1" for host in ("127.0.0.1", "localhost"))
    newsroom.put(here, status=301, headers={"Location": inward})
    ours = get_project_settings().getdict("DOWNLOADER_MIDDLEWARES")
    unguarded = json.dumps(ours | {"crawler.middlewares.guard.AddressGuard": None})

    crawl(
        newsroom,
        data,
        "article",
        *("-a", f"url={here}", "-s", f"DOWNLOADER_MIDDLEWARES={unguarded}"),
        no_proxy="*",
        STET_ALLOWED_HOSTS="127.0.0.1",
    )

    assert list(newsroom.requests) == [f"{newsroom.address}/robots.txt", here]
    [(kind, message)] = faults(data).values()
    assert kind == "blocked"
    assert message.endswith("localhost stands at 127.0.0.1, which is not a public address")


def test_a_broken_spider_file_costs_its_own_spiders_only(data: Path, tmp_path: Path):
    shutil.copytree(ROOT / "crawler", tmp_path / "crawler")
    (tmp_path / "crawler" / "spiders" / "broken.py").write_text("import nowhere\n")

    listed = scrapy(None, data, "list", PYTHONPATH=str(tmp_path))

    whole = {"article", "discover", "lists", "seeds", *(site.name for site in sites.every())}
    assert listed.stdout.split() == sorted(whole)
    assert "No module named 'nowhere'" in listed.stderr


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("CONCURRENT_ITEMS", 2, "costs time only, which is measured and not tested"),
        ("WARN_ON_GENERATOR_RETURN_VALUE", False, "costs time only"),
        ("DNS_TIMEOUT", 10, "no name server on loopback can be made to hang"),
    ],
    ids=lambda given: given if str(given).isupper() else "",
)
def test_a_setting_that_cannot_be_seen_to_work_has_its_value(name: str, value: object, reason: str):
    assert get_project_settings()[name] == value, reason


def test_only_what_is_closed_is_taken_off_scrapys_own_lists():
    """A part that Scrapy calls by another name one day would come back unseen."""
    taken = {
        part
        for parts in ("EXTENSIONS_BASE", "DOWNLOADER_MIDDLEWARES_BASE")
        for part in getattr(default_settings, parts).keys() - get_project_settings()[parts].keys()
    }

    assert sorted(part.rpartition(".")[2] for part in taken) == [
        "CookiesMiddleware",
        "MemoryDebugger",
        "MetaRefreshMiddleware",
        "RemoteControl",
        "TelnetConsole",
    ]
