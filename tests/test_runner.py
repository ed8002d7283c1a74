"""One crawl as a child process: its outcome, its deadline, its end."""

import os
import signal
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler import config
from crawler.config import Config
from crawler.errors import CrawlError, StoreError
from crawler.store import Store
from crawler.store.database import FILE
from scheduler import runner
from scheduler.newsroom import Newsroom
from scheduler.runner import Batch
from tests.children import ROOT, offspring
from tests.stubborn import LINGERS

pytestmark = pytest.mark.slow
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Config:
    Store.open(tmp_path / "data").close()
    return replace(config.load(None, tmp_path / "data", {}), delay=0.0)


def test_a_crawl_reports_its_pages_and_how_it_went(newsroom: Newsroom, settings: Config):
    urls = [newsroom.publish(title, ["第一段。", "第二段。"]).url for title in ("一", "二")]
    lines: list[Any] = []

    outcome = runner.run(
        Batch("article", environment=newsroom.environment(), urls=urls),
        settings,
        now=NOW,
        on_progress=lines.append,
    )

    assert (outcome.exit_code, outcome.message) == (0, "")
    assert outcome.run.stats["stet/kept/first"] == 2
    assert outcome.run.started_at == outcome.run.finished_at == NOW
    assert [line["event"] for line in lines] == ["run", "page", "page", "closed"]
    assert {line["title"] for line in lines[1:3]} == {"一", "二"}
    assert outcome.log.parent == settings.data / "logs"
    assert "Next: stet report" in outcome.log.read_text(encoding="utf-8")
    assert outcome.run.arguments["urls"] == str(outcome.log.with_suffix(".urls"))
    assert [*outcome.log.parent.iterdir()] == [outcome.log], "and what it was to fetch is gone"


def test_no_archive_is_made_where_that_of_a_crawl_has_gone(newsroom: Newsroom, settings: Config):
    story = newsroom.publish("一", ["第一段。", "第二段。"])
    batch = Batch("article", environment=newsroom.environment(), urls=[story.url])
    (settings.data / FILE).unlink()

    with pytest.raises(StoreError, match=f"no archive at {settings.data / FILE}"):
        runner.run(batch, settings)

    assert not any(settings.data.iterdir())


def test_a_wrong_argument_is_the_outcome(newsroom: Newsroom, settings: Config):
    outcome = runner.run(Batch("article", {"related": "9"}, newsroom.environment()), settings)

    assert outcome.exit_code == 2
    assert "from 0 to 3" in outcome.message


def test_a_spider_that_does_not_exist_is_an_error_with_its_log(settings: Config):
    with pytest.raises(CrawlError, match=r"nobody.*did not start"):
        runner.run(Batch("nobody"), settings)


def test_a_crawl_that_is_told_to_stop_keeps_what_it_has(newsroom: Newsroom, settings: Config):
    quick = newsroom.publish("快", ["第一段。", "第二段。"])
    slow = newsroom.publish("慢", ["第一段。", "第二段。"])
    newsroom.fail(slow, "hang")
    stop = threading.Event()
    lines: list[Any] = []

    def follow(line: Mapping[str, Any]) -> None:
        lines.append(line)
        if line["event"] == "page":
            stop.set()

    outcome = runner.run(
        Batch(
            "article",
            environment=newsroom.environment(),
            urls=[quick.url, slow.url],
            grace=0.5,  # the slow page is waited for as long, and then let go
        ),
        settings,
        on_progress=follow,
        stop=stop,
    )

    assert (outcome.exit_code, outcome.run.reason) == (1, "shutdown")
    assert outcome.run.stats["stet/kept/first"] == 1
    assert "it was told to stop" in outcome.message
    assert {"event": "stopping", "reason": "it was told to stop", "grace": 0.5} in lines


def test_a_crawl_is_ended_at_its_deadline(newsroom: Newsroom, settings: Config):
    with pytest.raises(CrawlError, match="it took longer than 0 s"):
        runner.run(Batch("article", environment=newsroom.environment()), settings, deadline=0)

    assert offspring(os.getpid()) == []


def test_a_crawl_that_does_not_answer_is_killed_and_its_row_is_closed(
    newsroom: Newsroom, settings: Config
):
    story = newsroom.publish("一", ["第一段。", "第二段。"])
    stop = threading.Event()

    def freeze(line: Mapping[str, Any]) -> None:
        if line["event"] == "run":
            [child] = offspring(os.getpid())
            os.kill(child, signal.SIGSTOP)
            stop.set()

    outcome = runner.run(
        Batch("article", environment=newsroom.environment(), urls=[story.url], grace=0.2),
        settings,
        on_progress=freeze,
        stop=stop,
    )

    assert (outcome.exit_code, outcome.run.reason) == (1, "killed")
    assert outcome.run.finished_at is not None
    assert "it was told to stop" in outcome.message
    assert "last half second may be missing" in outcome.message
    assert offspring(os.getpid()) == []


def test_a_crawl_that_has_told_all_and_lingers_is_sent_away_without_a_word(settings: Config):
    modules = {"SPIDER_MODULES": "tests.stubborn"}
    began = time.monotonic()

    outcome = runner.run(
        Batch("lingering", environment={"PYTHONPATH": str(ROOT)}, settings=modules, grace=1),
        settings,
    )

    assert (outcome.message, outcome.exit_code, outcome.run.reason) == ("", 0, "finished")
    assert time.monotonic() - began < LINGERS
    assert offspring(os.getpid()) == []


def test_what_a_killed_crawl_had_stored_is_counted(newsroom: Newsroom, settings: Config):
    urls = [newsroom.publish(f"第{n}則", ["第一段。", "第二段。"]).url for n in range(60)]

    def kill(line: Mapping[str, Any]) -> None:
        if line["event"] == "page":
            for child in offspring(os.getpid()):
                os.kill(child, signal.SIGKILL)

    outcome = runner.run(
        Batch("article", environment=newsroom.environment(), urls=urls), settings, on_progress=kill
    )

    with Store.open(settings, read_only=True) as store:
        stored = len(store.watches())
    assert (outcome.exit_code, outcome.run.reason) == (1, "killed")
    assert outcome.run.stats.keys() == {"stet/kept/first"}
    assert 0 < int(str(outcome.run.stats["stet/kept/first"])) <= stored


def test_a_listener_that_fails_leaves_no_child_and_no_open_row(
    newsroom: Newsroom, settings: Config
):
    slow = newsroom.publish("慢", ["第一段。", "第二段。"])
    newsroom.fail(slow, "hang")

    def fail(line: Mapping[str, Any]) -> None:
        raise BrokenPipeError(line["event"])

    with pytest.raises(BrokenPipeError, match="run"):
        runner.run(
            Batch("article", environment=newsroom.environment(), urls=[slow.url], grace=0.2),
            settings,
            on_progress=fail,
        )

    with Store.open(settings, read_only=True) as store:
        assert [run.reason for run in store.runs()] == ["shutdown"]
    assert offspring(os.getpid()) == []


def test_a_log_that_cannot_be_written_is_told(settings: Config):
    (settings.data / "logs").write_text("a file where the folder should be")

    with pytest.raises(CrawlError, match=r"cannot write the crawl's log .*: File exists"):
        runner.run(Batch("article"), settings)


def memory_of(newsroom: Newsroom, settings: Config) -> int:
    """What a crawl of one page has of its own, in bytes."""
    found: list[int] = []

    def look(line: Mapping[str, Any]) -> None:
        if line["event"] == "page":
            [child] = offspring(os.getpid())
            pages = Path(f"/proc/{child}/statm").read_text().split()[5]
            found.append(int(pages) * os.sysconf("SC_PAGESIZE"))

    urls = [newsroom.publish("小", ["第一段。", "第二段。"]).url]
    runner.run(
        Batch("article", environment=newsroom.environment(), urls=urls), settings, on_progress=look
    )
    return found[0]


def test_a_crawl_takes_no_more_memory_than_it_may(newsroom: Newsroom, settings: Config):
    base = memory_of(newsroom, settings)
    large = newsroom.publish("大", [f"{'第一段。' * 1_000}{n}" for n in range(600)])
    small = newsroom.publish("中", ["第一段。", "第二段。"])
    slow = newsroom.publish("慢", ["第一段。", "第二段。"])
    newsroom.fail(slow, "hang")

    batch = Batch("article", environment=newsroom.environment(), urls=[large.url, small.url])
    spoilt = runner.run(batch, replace(settings, max_memory=int(base / 0.75)))
    assert spoilt.run.stats["stet/kept/first"] == 1
    assert "1 page took more than the" in spoilt.message
    assert "MB that it may take ([crawl] max_memory)" in spoilt.message

    batch = replace(batch, urls=[slow.url])
    ended = runner.run(batch, replace(settings, max_memory=int(base / 0.9), timeout=3))
    assert (ended.exit_code, ended.run.reason) == (1, "memory")
    assert "was ended: it was about to take more than the" in ended.message
