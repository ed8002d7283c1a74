"""Verbs that stay, `stet run`, `stet serve`, `stet demo --serve`; and `stet init`."""

import http.client
import os
import signal
import socket
import tomllib
import urllib.request
from pathlib import Path
from subprocess import Popen
from typing import cast
from urllib.error import HTTPError
from zoneinfo import ZoneInfo

import pytest

from crawler import config, seeds
from crawler.items import Article
from crawler.store import Store
from crawler.store.database import FILE
from scheduler.demo import PAGE, played
from scheduler.demo.stage import MARK
from scheduler.newsroom import Newsroom
from tests.archives import filled
from tests.children import is_running, offspring
from tests.terminal import (
    BODY,
    TITLE,
    Inside,
    Terminal,
    complaint,
    eventually,
    left_on,
    lines,
)

pytestmark = pytest.mark.no_cover


def address(process: Popen[str]) -> str:
    """Where it says that it listens."""
    assert process.stdout
    return next(line.split()[0] for line in process.stdout if line.startswith("http://"))


TOKEN = "a-secret-of-readers"


def opened(url: str, token: str = "") -> http.client.HTTPResponse:
    """What it answers, of a stream no more than its beginning."""
    straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    straight.addheaders = [("Authorization", f"Bearer {token}")]
    return cast(http.client.HTTPResponse, straight.open(url, timeout=30))


def page(url: str, token: str = "") -> str:
    with opened(url, token) as answer:
        return answer.read().decode()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def test_the_reader_listens_where_it_is_told_to(stet: Terminal):
    filled(stet.folder / "data")
    port = free_port()

    with left_on(stet, "serve", "--host", "127.0.0.2", "--port", port) as process:
        assert address(process) == f"http://127.0.0.2:{port}/"
        assert "渡輪擦撞" in page(f"http://127.0.0.2:{port}/")


def test_a_reader_begins_an_archive_and_says_how_to_go_on(stet: Terminal):
    with left_on(stet, "serve", "--port", 0) as process:
        assert "stet add" in page(address(process))
    assert (stet.folder / "data" / FILE).exists()


def test_several_processes_answer_at_one_port_and_end_together(stet: Terminal):
    filled(stet.folder / "data")
    stet.environment["STET_TOKEN"] = TOKEN
    port = free_port()
    url = f"http://127.0.0.1:{port}/"

    with left_on(stet, "serve", "--processes", 3, "--port", port) as process:
        assert address(process) == url
        eventually(lambda: len(offspring(process.pid)) == 2)
        killed, _ = offspring(process.pid)
        os.kill(killed, signal.SIGKILL)
        assert "渡輪擦撞" in page(url, TOKEN)
        eventually(lambda: len({*offspring(process.pid)} - {killed}) == 2)
        os.kill(process.pid, signal.SIGSTOP)
        assert "渡輪擦撞" in page(url, TOKEN), "the others answer"
        for token in ("", "another-secret-of-readers"):
            with pytest.raises(HTTPError, match="401"):
                opened(url, token)
        with opened(f"{url}live", TOKEN) as news:
            assert news.readline() == b"retry: 10000\n"
        os.kill(process.pid, signal.SIGCONT)
        others = offspring(process.pid)
    socket.create_server(("127.0.0.1", port)).close()

    assert process.returncode == 0
    assert not [each for each in others if is_running(each)]


def test_those_that_a_reader_started_end_when_it_is_killed(stet: Terminal):
    filled(stet.folder / "data")
    port = free_port()
    with left_on(stet, "serve", "--processes", 2, "--port", port) as process:
        address(process)
        eventually(lambda: len(offspring(process.pid)) == 1)
        [other] = offspring(process.pid)
        process.kill()
        eventually(lambda: not is_running(other))
    socket.create_server(("127.0.0.1", port)).close()


def test_a_demo_that_was_played_is_shown_again(stet: Terminal):
    folder = stet.folder / "data" / "demo"
    filled(folder)
    (folder / MARK).touch()
    (folder / PAGE).touch()

    with left_on(stet, "serve", "--demo", "--port", 0) as process:
        assert process.stdout
        assert "is shown as it was left" in next(iter(process.stdout))
        assert "渡輪擦撞" in page(address(process))


def test_a_demo_of_another_stet_is_none(tmp_path: Path):
    zone = ZoneInfo("Asia/Taipei")
    assert played(tmp_path, zone) is None
    for name in (MARK, PAGE, FILE):
        (tmp_path / name).touch()
    assert played(tmp_path, zone) is None, "the archive cannot be read"


@pytest.mark.slow
@pytest.mark.parametrize("words", [["demo", "--serve"], ["serve", "--demo"]], ids=" ".join)
def test_the_demo_stays_up_where_it_is_told_to(stet: Terminal, words: list[str]):
    port = free_port()

    with left_on(stet, *words, "--port", port) as process:
        assert address(process) == f"http://127.0.0.1:{port}/"
        assert "霧津渡輪擦撞防波堤" in page(f"http://127.0.0.1:{port}/")
    assert (stet.folder / "data" / "demo" / "report.html").is_file()


@pytest.mark.slow
def test_what_falls_due_is_looked_at_within_a_tick(newsroom: Newsroom, stet: Terminal):
    """By default a look is half a minute away: an article that comes after the first would wait."""
    data = stet.folder / "data"
    story = newsroom.publish(TITLE, BODY)
    text = seeds.render(Article(url=story.url, title="舊標題", body=tuple(BODY)), "jekyll")
    (stet.folder / "one.md").write_bytes(text)

    with left_on(stet, "run", "--tick", "0.5") as process:
        assert process.stderr
        assert "a look every 0.5 s" in next(iter(process.stderr))
        assert stet("add", "--seeds", "one.md").returncode == 0
        eventually(lambda: reports(data) == 1, within=20)


def reports(data: Path) -> int:
    with Store.open(data, read_only=True) as store:
        return len(store.reports())


# ------------------------------------------------------------------ init


def test_a_file_of_settings_is_begun(quick: Inside):
    answer = quick("init")

    assert lines(answer) == ["wrote stet.toml: every line is a default, change what you like"]
    written = (quick.folder / "stet.toml").read_text(encoding="utf-8")
    assert written == config.template()
    assert tomllib.loads(written)["crawl"] == {}


def test_a_file_of_settings_is_begun_somewhere_else(quick: Inside):
    quick("init", "--config", "mine.toml")

    assert [path.name for path in quick.folder.iterdir()] == ["mine.toml"]


def test_settings_that_are_there_are_kept(quick: Inside):
    (quick.folder / "stet.toml").write_text("[crawl]\ndelay = 9\n", encoding="utf-8")
    answer = quick("init")

    assert answer.returncode == 2
    assert "stet.toml is there already: edit it, or name another" in complaint(answer)
    assert (quick.folder / "stet.toml").read_text(encoding="utf-8") == "[crawl]\ndelay = 9\n"


def test_settings_that_cannot_be_written_are_said(quick: Inside):
    answer = quick("init", "--config", "nowhere/stet.toml")

    assert answer.returncode == 2
    assert complaint(answer).startswith("stet: cannot write nowhere/stet.toml: No such file")


def test_an_archive_stands_where_the_settings_say(quick: Inside):
    (quick.folder / "conf").mkdir()
    (quick.folder / "conf" / "mine.toml").write_text('[store]\ndata = "kept"\n', encoding="utf-8")
    filled(quick.folder / "conf" / "kept")
    filled(quick.folder / "other")

    by_settings = quick("list", "--config", "conf/mine.toml")
    by_word = quick("list", "--config", "conf/mine.toml", "--data", "other")

    assert len(lines(by_settings)) == len(lines(by_word)) == 5
    assert quick("list").returncode == 1
