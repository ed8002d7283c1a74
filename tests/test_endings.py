"""How a command of ours ends that is interrupted, killed, or out of room: always with the truth."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crawler.store import RunRow, Store
from scheduler.newsroom import Newsroom
from tests import disks
from tests.children import crawl, is_running, offspring, stories
from tests.terminal import Terminal, eventually

if TYPE_CHECKING:
    import subprocess

pytestmark = [pytest.mark.slow, pytest.mark.no_cover]
SOON = 30.0
"""Seconds in which a stopped command has ended on a busy machine; it takes one or two."""


@pytest.fixture
def quick(stet: Terminal) -> Terminal:
    """No delay, and a page that does not come is given up soon."""
    stet.configure("[crawl]\ndelay = 0\nconcurrent = 8\ntimeout = 3\n")
    return stet


@contextmanager
def started(stet: Terminal, *words: object) -> "Iterator[subprocess.Popen[str]]":
    """`stet WORDS`, while it runs."""
    process = stet.started(*words)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of its own with little room."""
    with disks.small(tmp_path / "disk", 1_280) as disk:
        yield disk


def rows(data: Path) -> list[RunRow]:
    with Store.open(data, read_only=True) as archive:
        return archive.runs()


def test_ctrl_c_says_at_once_what_it_waits_for(newsroom: Newsroom, data: Path, quick: Terminal):
    read, slow = stories(newsroom, "讀過", "等待")
    newsroom.fail(slow, "hang")

    with started(quick, "crawl", read.url, slow.url) as process:
        eventually(lambda: newsroom.requests[slow.url])
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        said = process.stderr.readline()
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        _, rest = process.communicate(timeout=SOON)

    assert said.startswith("stet: stopping, it was interrupted: ")
    assert "pages on their way have 10 s to come" in said
    assert "interrupted" in rest
    assert process.returncode == 130
    assert [row.reason for row in rows(data)] == ["shutdown"]
    with Store.open(data) as archive:
        assert archive.article("cna:202601050001").title == "讀過"


def test_a_killed_command_takes_its_crawl_along(newsroom: Newsroom, data: Path, quick: Terminal):
    published = stories(newsroom, *(f"第{n}則" for n in range(40)))
    newsroom.fail(published[20], "hang")

    with started(quick, "crawl", *(one.url for one in published)) as process:
        eventually(lambda: newsroom.requests[published[20].url])
        [child] = offspring(process.pid)
        process.kill()
        process.wait()
        eventually(lambda: not is_running(child), SOON)

    [row] = rows(data)
    with Store.open(data) as archive:
        kept = [watch for watch in archive.watches() if watch.versions]
    assert row.reason == "orphaned"
    assert len(kept) == row.stats["stet/kept/first"]


def test_pages_on_a_full_disk(newsroom: Newsroom, small: Path, quick: Terminal):
    urls = [story.url for story in stories(newsroom, *(f"第{n}則" for n in range(150)))]
    data = small / "data"

    with started(quick, "crawl", "--data", data, *urls) as process:
        _, said = process.communicate(timeout=SOON)

    [row] = rows(data)
    with Store.open(data, read_only=True) as archive:
        kept = [archive.article(watch.identity).title for watch in archive.watches()]
    assert process.returncode == 1
    assert "the disk is full" in said
    lost = row.stats.get("stet/lost", 0)  # none where the disk was full between two batches
    assert (f"{lost} pages read but not kept" in said) == bool(lost)
    assert ("read but not kept" in said) == bool(lost)
    assert (row.reason, row.stats["stet/kept/first"]) == ("store", len(kept))
    assert 0 < len(kept) < 150


def test_documents_on_a_full_disk(newsroom: Newsroom, small: Path, nine_hundred: Path):
    data = small / "data"

    done = crawl(newsroom, data, "seeds", "-a", f"path={nine_hundred}")

    [row] = rows(data)
    with Store.open(data, read_only=True) as archive:
        kept = [archive.article(watch.identity).title for watch in archive.watches()]
    assert done.returncode == 1
    assert "the disk is full" in done.stderr.splitlines()[-1]
    assert (row.reason, row.stats["stet/seeds/first"]) == ("store", len(kept))
    assert row.stats["stet/lost"] == int(str(row.stats["item_scraped_count"])) - len(kept)
    assert newsroom.hits == ()
