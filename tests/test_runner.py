"""One crawl as a child process: its outcome, its deadline, its end."""

import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler import config
from crawler.config import Config
from crawler.errors import CrawlError
from scheduler import runner
from scheduler.newsroom import Newsroom
from scheduler.runner import Batch

pytestmark = pytest.mark.slow
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Config:
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
    assert (outcome.pages, outcome.first, outcome.new, outcome.faults) == (2, 2, 0, 0)
    assert outcome.run.started_at == outcome.run.finished_at == NOW
    assert [line["event"] for line in lines] == ["run", "page", "page"]
    assert {line["title"] for line in lines[1:]} == {"一", "二"}
    assert outcome.log.parent == settings.data / "logs"
    assert "Next: stet report" in outcome.log.read_text(encoding="utf-8")


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

    outcome = runner.run(
        Batch(
            "article",
            environment=newsroom.environment(),
            urls=[quick.url, slow.url],
            settings={"DOWNLOAD_TIMEOUT": "3"},
        ),
        settings,
        on_progress=lambda line: stop.set() if line["event"] == "page" else None,
        stop=stop,
    )

    assert (outcome.exit_code, outcome.run.reason, outcome.first) == (1, "shutdown", 1)
    assert "told to stop" in outcome.message


def test_a_crawl_that_hangs_is_killed_and_its_run_is_closed(newsroom: Newsroom, settings: Config):
    slow = newsroom.publish("慢", ["第一段。", "第二段。"])
    newsroom.fail(slow, "hang")

    outcome = runner.run(
        Batch("article", environment=newsroom.environment(), urls=[slow.url], grace=0.2),
        settings,
        deadline=5,
    )

    assert (outcome.exit_code, outcome.run.reason) == (1, "killed")
    assert "longer than 5 s" in outcome.message
    assert outcome.run.finished_at is not None


def test_a_log_that_cannot_be_written_is_told(settings: Config):
    settings.data.mkdir()
    (settings.data / "logs").write_text("a file where the folder should be")

    with pytest.raises(CrawlError, match=r"cannot write the crawl's log .*: File exists"):
        runner.run(Batch("article"), settings)
