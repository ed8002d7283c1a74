"""The daemon as a process: it looks at what is due, is alone, and stops when told."""

import json
import os
import pty
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from threading import Timer
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest

from crawler import seeds
from crawler.items import Article
from crawler.store import Store, WatchRow
from scheduler.newsroom import Newsroom
from tests.terminal import Inside, eventually

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

pytestmark = pytest.mark.no_cover

BODY = ["海角鎮公所今天宣布，堤防全長3.2公里，保護兩岸居民。", "第二期工程預定明年4月動工。"]
PATIENCE = 60.0
STARTED: "list[subprocess.Popen[str]]" = []


@pytest.fixture(autouse=True)
def nothing_stays_on() -> "Iterator[None]":
    """Whatever becomes of a test, what it started ends with it."""
    yield
    while STARTED:
        process = STARTED.pop()
        process.kill()
        process.wait()
        if process.stderr:
            process.stderr.close()


@pytest.fixture
def due(newsroom: Newsroom, tmp_path: Path) -> Path:
    """A data folder in which one article, known from a seed document, was never fetched."""
    story = newsroom.publish("海角鎮堤防完工", BODY)
    newsroom.correct(story, "3.2公里", "2.3公里")
    seed = Article(url=story.url, title="海角鎮堤防完工", body=tuple(BODY), author="中央社")
    posts = tmp_path / "posts"
    posts.mkdir()
    (posts / "one.md").write_bytes(seeds.render(seed, "jekyll"))
    added = Inside(tmp_path)("add", "--seeds", posts)
    assert (added.returncode, added.stderr) == (0, "")
    return tmp_path / "data"


@pytest.fixture
def running(due: Path, newsroom: Newsroom) -> "Iterator[subprocess.Popen[str]]":
    process = stet(due.parent, newsroom, "run", "--tick", "0.2")
    yield process
    process.kill()
    process.communicate()


def stet(
    folder: Path,
    newsroom: Newsroom,
    *words: str,
    terminal: int | None = None,
    more: "Mapping[str, str]" = MappingProxyType({}),
) -> "subprocess.Popen[str]":
    """Without a terminal, as a service, or with the one that is open as this file.

    It hears SIGHUP, also where these tests were started with `nohup`.
    """
    own = ["env", "--default-signal=HUP", *(["setsid", "--ctty"] if terminal else [])]
    process = subprocess.Popen(
        [*own, sys.executable, "-m", "scheduler", *words],
        cwd=folder,
        env={**os.environ, **newsroom.environment(), **more},
        stdin=terminal or subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=not terminal,
    )
    STARTED.append(process)
    return process


def until(process: "subprocess.Popen[str]", words: str) -> str:
    """The next line it writes that has these words in it."""
    assert process.stderr
    too_late = Timer(PATIENCE, process.kill)
    too_late.start()
    try:
        return next(line for line in process.stderr if words in line)
    finally:
        too_late.cancel()


def reports(data: Path) -> int:
    with Store.open(data, read_only=True) as store:
        return len(store.reports())


def the_watch(data: Path) -> WatchRow:
    with Store.open(data, read_only=True) as store:
        [watch] = store.watches()
    return watch


@pytest.mark.slow
def test_what_is_due_is_looked_at_and_reported(due: Path, running: "subprocess.Popen[str]"):
    eventually(lambda: the_watch(due).next_due)  # planned after the reports are written

    watch = the_watch(due)
    assert (watch.versions, reports(due)) == (2, 1)
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
@pytest.mark.parametrize("lost", ["", "stet.db"], ids=["folder", "file"])
def test_it_ends_where_its_archive_goes(due: Path, running: "subprocess.Popen[str]", lost: str):
    eventually(lambda: (due / "daemon.lock").is_file() and reports(due) == 1)
    moved = due.with_name("elsewhere")
    (due / lost).rename(moved)
    said = until(running, "was removed or replaced")

    assert f"{due / lost} was removed or replaced while `stet run` watched it" in said
    assert running.wait(PATIENCE) == 2


@pytest.mark.slow
def test_it_ends_where_its_archive_goes_in_the_middle_of_a_round(
    due: Path, newsroom: Newsroom, tmp_path: Path
):
    newsroom.fail("www.cna.com.tw", "hang")
    (tmp_path / "stet.toml").write_text("[crawl]\ntimeout = 300\n")
    process = stet(tmp_path, newsroom, "run", "--tick", "0.2")
    eventually(lambda: bool(newsroom.requests))
    due.rename(due.with_name("elsewhere"))

    said = until(process, "was removed or replaced")
    assert f"{due} was removed or replaced while `stet run` watched it" in said
    assert process.wait(PATIENCE) == 2


@pytest.mark.slow
def test_it_stops_in_good_order_when_its_terminal_goes(due: Path, newsroom: Newsroom):
    ours, its = pty.openpty()
    process = stet(due.parent, newsroom, "run", "--tick", "0.2", terminal=its)
    os.close(its)
    eventually(lambda: reports(due) == 1)
    os.close(ours)

    assert process.wait(PATIENCE) == 0
    process.communicate()


@pytest.mark.slow
def test_a_service_reads_its_settings_again(
    due: Path, running: "subprocess.Popen[str]", tmp_path: Path
):
    settings = tmp_path / "stet.toml"
    until(running, "watching")

    for text, said in (
        ("[crawl]\ndelay = 2\n", "INFO the settings were read again"),
        ("[crawl]\ndelay = -1\n", "expected"),
        ("[store]\ndata = 'other'\n", "name another archive"),
    ):
        settings.write_text(text, "utf-8")
        running.send_signal(signal.SIGHUP)
        assert said in until(running, "settings")
    settings.write_text("[crawl]\ndelay = 2\n", "utf-8")
    running.send_signal(signal.SIGHUP)
    until(running, "the settings were read again")
    settings.unlink()
    running.send_signal(signal.SIGHUP)
    assert "ERROR stet.toml is gone: put it back" in until(running, "settings stay what they were")
    assert running.poll() is None


@pytest.mark.slow
def test_one_look_is_for_those_who_have_a_timer(due: Path, newsroom: Newsroom):
    once = stet(due.parent, newsroom, "run", "--once", "--log", "json")
    _, said = once.communicate(timeout=PATIENCE)

    assert (once.returncode, reports(due)) == (0, 1)
    [told] = map(json.loads, said.splitlines())
    assert (told["level"], told["message"]) == ("INFO", "1 page: 1 new version; 1 report")
    newsroom.fail("www.cna.com.tw", "reset")
    with stet(due.parent, newsroom, "now", "cna") as now:
        assert now.communicate(timeout=PATIENCE)[1] == ""
    failed = stet(due.parent, newsroom, "run", "--once")
    assert "ERROR none of the 1 page could be reached" in failed.communicate(timeout=PATIENCE)[1]
    assert failed.returncode == 1


@pytest.mark.slow
def test_new_articles_are_found_where_the_settings_say_that_are_in_use(
    due: Path, newsroom: Newsroom, tmp_path: Path
):
    fresh = newsroom.publish("渡輪復航", BODY)
    settings = tmp_path / "stet.toml"
    feed = f"https://{fresh.host}/rss.xml"
    settings.write_text(f"[crawl]\ndelay = 0\n[[source]]\nurl = '{feed}'\nevery = '1h'\n", "utf-8")
    process = stet(due.parent, newsroom, "run", "--tick", "0.2")
    until(process, "1 page: 1 new article")
    later = newsroom.publish("渡輪停航", BODY)
    settings.write_text(
        f"[crawl]\ndelay = 0\n[[source]]\nurl = 'https://{later.host}/sitemap.xml'\n", "utf-8"
    )
    process.send_signal(signal.SIGHUP)
    until(process, "1 page: 1 new article")
    settings.write_text("[crawl", "utf-8")
    process.send_signal(signal.SIGHUP)
    until(process, "the settings stay what they were")
    with Store.open(due) as store:
        [again] = [each.identity for each in store.watches() if each.url == fresh.url]
        store.set_due({again: datetime.now(UTC)})
    until(process, "1 page: nothing new")
    process.terminate()
    process.communicate(timeout=PATIENCE)

    with Store.open(due, read_only=True) as store:
        assert {fresh.url, later.url} < {watch.url for watch in store.watches()}
        assert len(store.reports()) == 1
        looks = [run.arguments["url"] for run in store.runs() if run.spider == "discover"]
    assert looks == [f"https://{later.host}/sitemap.xml", feed]


@pytest.mark.slow
def test_what_is_due_waits_for_one_source_that_hangs_and_not_for_all(
    due: Path, newsroom: Newsroom, tmp_path: Path
):
    hosts = [f"{name}.example" for name in ("one", "two", "three")]
    sources = "".join(f'[[source]]\nurl = "https://{host}/feed"\n' for host in hosts)
    (tmp_path / "stet.toml").write_text(f"[crawl]\ndelay = 0\ntimeout = 1\n{sources}")
    for host in hosts:
        newsroom.fail(host, "hang")

    def asked(host: str) -> list[int]:
        urls = [hit.url for hit in newsroom.hits]
        return [place for place, url in enumerate(urls) if host in url]

    stet(tmp_path, newsroom, "run", "--tick", "60")
    eventually(lambda: any(map(asked, hosts)))
    first = len(newsroom.hits)
    with Store.open(due) as store:
        [watch] = store.watches()
        store.set_due({watch.identity: datetime.now(UTC)})
    eventually(lambda: all(map(asked, hosts)))

    again = [place for place in asked("www.cna.com.tw") if place >= first]
    latest = max(asked(host)[0] for host in hosts)
    assert again, "it was looked at"
    assert again[0] < latest, "before the last of the sources"


@pytest.mark.slow
def test_a_source_waits_for_its_turn_after_a_new_start(
    due: Path, newsroom: Newsroom, tmp_path: Path
):
    story = newsroom.publish("渡輪復航", BODY)
    feed = f"https://{story.host}/rss.xml"
    (tmp_path / "stet.toml").write_text(f"[[source]]\nurl = '{feed}'\nevery = '1h'\n", "utf-8")
    with stet(due.parent, newsroom, "add", "--list", feed) as added:
        added.communicate(timeout=PATIENCE)
    process = stet(due.parent, newsroom, "run", "--tick", "0.2")
    eventually(lambda: reports(due) == 1)
    process.terminate()
    process.communicate(timeout=PATIENCE)

    with Store.open(due, read_only=True) as store:
        assert [run.spider for run in store.runs()].count("discover") == 1


@pytest.mark.slow
def test_a_service_manager_is_told_how_it_is(due: Path, newsroom: Newsroom, tmp_path: Path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.settimeout(PATIENCE)
        manager.bind(str(tmp_path / "notify"))
        env = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "300000"}
        service = stet(due.parent, newsroom, "run", "--tick", "0.2", more=env)
        told: list[str] = []

        def hear(words: str) -> None:
            while not any(words in line for line in told):
                told.extend(manager.recv(4096).decode().splitlines())

        for words in ("READY=1", "STATUS=watching", "STATUS=last round: 1 page", "WATCHDOG=1"):
            hear(words)
        told.clear()
        service.send_signal(signal.SIGHUP)
        hear("RELOADING=1")
        hear("MONOTONIC_USEC=")
        hear("READY=1")
        service.terminate()
        hear("STOPPING=1")
        service.communicate(timeout=PATIENCE)


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
    assert until(process, "ERROR none of the 1 page could be reached")
