"""A crawl that is told to stop: nothing it has read is lost, and it ends, at whatever moment."""

import json
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from crawler.store import RunRow, Store
from scheduler.newsroom import Newsroom
from tests.children import progress, running, said, stories, url_of
from tests.terminal import eventually

pytestmark = [pytest.mark.slow, pytest.mark.no_cover]

TIMEOUT = 1
"""Seconds that a page may take, and so the longest that a crawl waits for one on its way."""
SOON = 30.0
"""Seconds in which a stopped crawl has ended on a busy machine; it takes one."""

TERM, INT, HUP = signal.SIGTERM, signal.SIGINT, signal.SIGHUP
OPENING = 0
"""The moment at which the archive is being made, before anything is fetched."""


class Told(NamedTuple):
    """When a crawl is told to stop (after so many hits or documents), and how."""

    moment: int
    signals: tuple[signal.Signals, ...]

    def __str__(self) -> str:
        return f"{self.moment}-{'-'.join(each.name for each in self.signals)}"


@pytest.fixture(autouse=True)
def hang_up() -> Iterator[Callable[[signal.Handlers], object]]:
    """Sets what SIGHUP does to the children of a test: they end, also where the tests are not to.

    What a program ignores, what it starts ignores as well.
    """
    before = signal.signal(HUP, signal.SIG_DFL)
    yield lambda handler: signal.signal(HUP, handler)
    signal.signal(HUP, before)


def tell(child: subprocess.Popen[bytes], told: Told, data: Path, count: Callable[[], int]) -> None:
    """Send the signals once the moment has come, and wait for the end."""
    if told.moment == OPENING:
        eventually((data / "stet.db").exists)
    eventually(lambda: count() >= told.moment)
    for each in told.signals:
        child.send_signal(each)
        time.sleep(0.01)
    child.wait(SOON)


def ended(data: Path) -> RunRow:
    """The row of the crawl, which is closed."""
    with Store.open(data) as archive:
        [run] = archive.runs(5)
    assert run.finished_at is not None
    assert "Traceback" not in said(data).read_text(encoding="utf-8")
    return run


def number(run: RunRow, name: str) -> int:
    return int(str(run.stats.get(name, 0)))


@pytest.mark.parametrize(
    "told",
    [
        Told(OPENING, (TERM,)),
        Told(OPENING, (INT, INT)),
        Told(23, (HUP,)),
        Told(69, (TERM, TERM)),
        Told(118, (INT, INT, INT, TERM)),
        Told(151, (HUP, TERM)),
    ],
    ids=str,
)
def test_every_page_that_came_is_in_the_archive(newsroom: Newsroom, data: Path, told: Told):
    published = stories(newsroom, *(f"第{number}則" for number in range(150)))
    newsroom.fail(published[3], "hang")
    urls = ("-a", f"url={' '.join(story.url for story in published)}")
    quick = ("-s", "CONCURRENT_REQUESTS_PER_DOMAIN=8", "-s", f"DOWNLOAD_TIMEOUT={TIMEOUT}")

    with running(newsroom, data, "article", *urls, *quick) as child:
        tell(child, told, data, lambda: len(newsroom.hits))

    run = ended(data)
    with Store.open(data) as archive:
        read = [watch for watch in archive.watches() if watch.versions]
    came = number(run, "response_received_count") - number(run, "robotstxt/response_count")
    assert run.reason == "shutdown"
    assert len(read) == came == number(run, "stet/kept/first")
    assert "stet/lost" not in run.stats
    assert child.returncode == 0


@pytest.mark.parametrize(
    "told",
    [
        Told(OPENING, (TERM,)),
        Told(1, (INT,)),
        Told(333, (TERM,)),
        Told(500, (HUP, TERM, TERM)),
    ],
    ids=str,
)
def test_every_document_taken_is_in_the_archive(
    newsroom: Newsroom, data: Path, nine_hundred: Path, told: Told
):
    with running(newsroom, data, "seeds", "-a", f"path={nine_hundred}") as child:
        tell(child, told, data, lambda: progress(data).read_bytes().count(b'"seed"'))

    run = ended(data)
    with Store.open(data) as archive:
        kept = len(archive.watches())
    assert run.reason == "shutdown"
    assert told.moment <= kept <= 900
    assert kept == number(run, "stet/seeds/first") == number(run, "item_scraped_count")
    assert child.returncode == 0


def test_a_crawl_may_outlive_its_terminal(
    newsroom: Newsroom, data: Path, hang_up: Callable[[signal.Handlers], object]
):
    [story] = stories(newsroom, "讀過")
    hang_up(signal.SIG_IGN)  # as nohup does

    with running(newsroom, data, "article", "-a", f"url={story.url}") as child:
        tell(child, Told(OPENING, (HUP,)), data, lambda: len(newsroom.hits))

    assert ended(data).reason == "finished"
    assert child.returncode == 0


def test_what_waits_for_its_turn_is_not_even_asked_for(newsroom: Newsroom, data: Path):
    stories(newsroom, "一", "二", "三")
    urls = ("-a", f"url={url_of(1)} {url_of(2)} {url_of(3)}")

    with running(newsroom, data, "article", *urls, "-s", "DOWNLOAD_DELAY=90") as child:
        tell(child, Told(1, (TERM,)), data, lambda: len(newsroom.hits))

    assert ended(data).reason == "shutdown"
    assert set(newsroom.requests) == {"https://www.cna.com.tw/robots.txt"}


@pytest.mark.parametrize("signals", [(TERM,), (TERM, TERM)], ids=["once", "twice"])
def test_pages_that_wait_for_robots_txt_are_let_go_unjudged(
    newsroom: Newsroom, data: Path, signals: tuple[signal.Signals, ...]
):
    newsroom.fail("www.cna.com.tw", "hang")
    urls = ("-a", f"url={url_of(1)} {url_of(2)} {url_of(3)}")

    with running(newsroom, data, "article", *urls) as child:
        tell(child, Told(1, signals), data, lambda: len(newsroom.hits))

    assert ended(data).reason == "shutdown"
    with Store.open(data) as archive:
        assert archive.watches() == []


def test_a_crawl_stops_when_its_starter_is_gone(newsroom: Newsroom, data: Path):
    read, slow = stories(newsroom, "讀過", "等待")
    newsroom.fail(slow, "hang")
    told = ("-s", "STET_STOP_AT_EOF=1", "-s", f"DOWNLOAD_TIMEOUT={TIMEOUT}")

    with running(newsroom, data, "article", "-a", f"url={read.url} {slow.url}", *told) as child:
        eventually(lambda: newsroom.requests[slow.url])
        child.communicate(timeout=SOON)

    assert ended(data).reason == "orphaned"
    with Store.open(data) as archive:
        assert archive.article("cna:202601050001").title == "讀過"


def test_what_holds_a_crawl_is_left_on_the_second_signal(newsroom: Newsroom, data: Path):
    modules = ("-s", "SPIDER_MODULES=tests.stubborn")

    with running(newsroom, data, "stubborn", *modules) as child:
        tell(child, Told(60, (TERM, TERM)), data, lambda: progress(data).read_bytes().count(b"\n"))

    run = ended(data)
    told = [json.loads(line) for line in progress(data).read_text(encoding="utf-8").splitlines()]
    with Store.open(data) as archive:
        kept = len(archive.watches())
    assert run.reason == "shutdown"
    assert kept == number(run, "stet/kept/first") == sum(line["event"] == "page" for line in told)
    assert "does not close" in said(data).read_text(encoding="utf-8")
    assert child.returncode == 1
