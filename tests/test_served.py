"""An archive on PostgreSQL, from the command line to the browser: the same story as on SQLite."""

import json
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import Popen

import pytest

from crawler.config import Config
from crawler.store import Store
from scheduler import web
from scheduler.newsroom import Newsroom
from tests import postgresql
from tests.browser import opened, shown
from tests.children import crawl, progress, running, stories
from tests.own_server import own_server
from tests.terminal import BODY, TITLE, Terminal, complaint, eventually, left_on, lines

pytestmark = pytest.mark.no_cover


@pytest.fixture
def served(data: Path, stet: Terminal) -> Iterator[Config]:
    """The settings of one whose stet.toml names a server; it lies where `stet` is typed."""
    with postgresql.schema() as url:
        stet.configure(f'[store]\nurl = "{url}"\n[crawl]\ndelay = 0\n')
        yield Config(data=data, database_url=url)


@pytest.mark.slow
def test_an_edit_is_found_reported_and_shown(newsroom: Newsroom, stet: Terminal, served: Config):
    story = newsroom.publish(TITLE, BODY)
    added = lines(stet("add", story.url))
    newsroom.correct(story, "3.2公里", "2.3公里")
    looked = lines(stet("crawl"))
    newsroom.retract(story)
    by_scrapy = crawl(newsroom, served.data, "article", "-a", f"url={story.url}")

    assert added[1].startswith("  new article, version 1")
    assert looked[0] == "1 page: 1 new version; 1 report"
    assert by_scrapy.returncode == 0
    assert "1 not read (1 gone)" in by_scrapy.stderr
    [told] = map(json.loads, lines(stet("report", "--format", "jsonl")))
    assert (told["from"]["version"], told["to"]["version"]) == (1, 2)
    assert "gone-suspected" in lines(stet("list"))[1]
    assert [line.split()[0] for line in lines(stet("history", story.url))[2:4]] == ["v1", "v2"]
    assert lines(stet("status"))[0].startswith("archive   postgresql://")
    with opened(web.app(served)) as browser:
        assert "3.2公里" in shown(browser.get("/"))
    assert [path.name for path in served.data.iterdir()] == ["logs"]


@pytest.mark.slow
def test_one_daemon_watches_a_server_from_whatever_folder(
    newsroom: Newsroom, stet: Terminal, served: Config, tmp_path: Path
):
    story = newsroom.publish(TITLE, BODY)
    stet("add", story.url)
    newsroom.correct(story, "3.2公里", "2.3公里")
    with Store.open(served) as store, left_on(stet, "run", "--tick", "0.2") as daemon:
        [watch] = store.watches()
        assert watch.looked_at
        store.set_due({watch.identity: watch.looked_at})
        eventually(lambda: len(store.reports()) == 1)
        second = stet("run", STET_DATA=str(tmp_path / "elsewhere"))

    assert second.returncode == 75
    assert f"another `stet run` (stet {daemon.pid} on " in complaint(second)


# ------------------------------------------------------------------ a server that goes away


def reported(data: Path) -> list[str]:
    """The articles that the crawl has said to have stored."""
    told = map(json.loads, progress(data).read_text(encoding="utf-8").splitlines())
    return [line["identity"] for line in told if line["event"] == "page"]


def crawled_through(
    newsroom: Newsroom, served: Config, disturb: Callable[[Popen[bytes]], None]
) -> None:
    """Crawl 250 articles, disturbed once the first are stored, and see what is there afterwards."""
    published = stories(newsroom, *(f"第{number}則" for number in range(250)))
    urls = served.data.parent / "urls.txt"
    urls.write_text("\n".join(story.url for story in published), encoding="utf-8")
    with running(newsroom, served.data, "article", "-a", f"urls={urls}") as child:
        eventually(lambda: reported(served.data))
        disturb(child)
        child.wait(120)
    with Store.open(served, read_only=True) as archive:
        [run] = archive.runs()
        stored = {watch.identity for watch in archive.watches() if watch.versions}
        looks = (look for each in archive.watches() for look in archive.snapshots(each.identity))
        assert {look.message for look in looks} == {""}, "no page was at fault"
        for identity in stored:
            assert [row.checks for row in archive.versions(identity)] == [1]
            assert [look.version for look in archive.snapshots(identity)] == [1]
            assert archive.article(identity).title
    assert set(reported(served.data)) <= stored, "what was reported as stored is there"
    if child.returncode == 0:
        assert (run.reason, len(stored)) == ("finished", 250)
    else:
        assert "broke the connection off" in str(run.stats["stet/error"])
        assert run.stats["stet/lost"]


@pytest.mark.slow
def test_a_crawl_goes_on_when_the_server_throws_it_out(
    newsroom: Newsroom, stet: Terminal, served: Config
):
    chance = random.Random(5)
    kicks = 0

    def throw_out(child: Popen[bytes]) -> None:
        nonlocal kicks
        while child.poll() is None:
            ended = postgresql.said(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name LIKE %s",
                f"stet {child.pid} on %",  # as Stet names itself
            )
            kicks += len(ended)
            time.sleep(chance.uniform(0.01, 0.2))

    crawled_through(newsroom, served, throw_out)

    assert kicks > 1


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_a_crawl_goes_on_when_the_server_is_restarted(
    newsroom: Newsroom, stet: Terminal, data: Path, mode: str
):
    with own_server() as server:
        stet.configure(f'[store]\nurl = "{server.url}"\n')
        served = Config(data=data, database_url=server.url)
        crawled_through(newsroom, served, lambda child: server.restart(mode))
