"""The daemon as a process: it looks at what is due, is alone, and stops when told."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crawler import seeds
from crawler.items import Article
from crawler.store import Store
from scheduler.newsroom import Newsroom
from tests.terminal import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator

BODY = ["海角鎮公所今天宣布，堤防全長3.2公里，保護兩岸居民。", "第二期工程預定明年4月動工。"]
PATIENCE = 60.0


@pytest.fixture
def due(newsroom: Newsroom, tmp_path: Path) -> Path:
    """A data folder in which one article, known from a seed document, was never fetched."""
    story = newsroom.publish("海角鎮堤防完工", BODY)
    newsroom.correct(story, "3.2公里", "2.3公里")
    seed = Article(url=story.url, title="海角鎮堤防完工", body=tuple(BODY), author="中央社")
    posts = tmp_path / "posts"
    posts.mkdir()
    (posts / "one.md").write_bytes(seeds.render(seed, "jekyll"))
    added = stet(tmp_path, newsroom, "add", "--seeds", str(posts))
    _, said = added.communicate(timeout=PATIENCE)
    assert (added.returncode, said) == (0, "")
    return tmp_path / "data"


@pytest.fixture
def running(due: Path, newsroom: Newsroom) -> "Iterator[subprocess.Popen[str]]":
    process = stet(due.parent, newsroom, "run", "--tick", "0.2")
    yield process
    process.kill()
    process.communicate()


def stet(folder: Path, newsroom: Newsroom, *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "scheduler", *words],
        cwd=folder,
        env={**os.environ, **newsroom.environment()},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def reports(data: Path) -> int:
    with Store.open(data, read_only=True) as store:
        return len(store.reports())


@pytest.mark.slow
def test_what_is_due_is_looked_at_and_reported(due: Path, running: "subprocess.Popen[str]"):
    eventually(lambda: reports(due) == 1)

    with Store.open(due, read_only=True) as store:
        [watch] = store.watches()
        assert watch.versions == 2
        assert watch.next_due is not None
        assert watch.looked_at is not None
        assert watch.next_due > watch.looked_at


@pytest.mark.slow
def test_a_second_daemon_is_turned_away(
    due: Path, running: "subprocess.Popen[str]", newsroom: Newsroom
):
    eventually(lambda: (due / "daemon.lock").is_file() and bool((due / "daemon.lock").read_text()))
    second = stet(due.parent, newsroom, "run")
    _, said = second.communicate(timeout=PATIENCE)

    assert second.returncode == 75
    assert f"process {running.pid}" in said


@pytest.mark.slow
def test_it_stops_in_good_order_when_its_terminal_goes(due: Path, running: "subprocess.Popen[str]"):
    eventually(lambda: reports(due) == 1)
    running.send_signal(signal.SIGHUP)

    assert running.wait(PATIENCE) == 0


@pytest.mark.slow
def test_it_stops_when_told_and_can_be_started_again(
    due: Path, running: "subprocess.Popen[str]", newsroom: Newsroom
):
    eventually(lambda: reports(due) == 1)
    running.send_signal(signal.SIGTERM)

    assert running.wait(PATIENCE) == 0
    again = stet(due.parent, newsroom, "run", "--tick", "0.2")
    eventually(lambda: (due / "daemon.lock").read_text() == str(again.pid))
    again.send_signal(signal.SIGINT)
    assert again.wait(PATIENCE) == 0
    again.communicate()


@pytest.mark.slow
def test_a_round_that_fails_is_said(due: Path, newsroom: Newsroom):
    newsroom.fail("www.cna.com.tw", "reset")
    process = stet(due.parent, newsroom, "run", "--tick", "0.2")
    assert process.stderr
    try:
        assert any("ERROR none of the 1 page could be reached" in line for line in process.stderr)
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)
