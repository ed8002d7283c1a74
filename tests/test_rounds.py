"""A round is crawl, report, plan: what it counts, and what a broken crawl may cost it."""

import os
import signal
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.config import Config
from crawler.entries import Source
from crawler.sites import identity
from crawler.store import TURN_OVER, Found, Sourced, Store
from scheduler import rounds
from scheduler.newsroom import Newsroom
from scheduler.quarantine import Quarantine
from scheduler.rounds import Round
from scheduler.runner import Batch
from tests.children import offspring
from tests.terminal import BODY
from tests.visits import article, seed, visit

NOW, LATER = (datetime(2026, 3, 2, hour, tzinfo=UTC) for hour in (12, 13))

READ = {"fault": "", "postponed": False}


def test_a_round_in_a_sentence():
    done = Round()
    for number, outcome in enumerate(["first", "new", "new", "same"]):
        done.note({"event": "page", "identity": f"a:{number}", "outcome": outcome} | READ)
    for number, fault in enumerate(["blocked", "gone", "blocked"]):
        line = {"event": "page", "identity": f"b:{number}", "outcome": "fault"}
        done.note(line | READ | {"fault": fault})
    left = {"identity": "c:1", "fault": "unreachable", "postponed": True}
    done.note({"event": "page", "outcome": "fault"} | left)
    done.reports = 2

    assert done.sentence() == (
        "7 pages: 1 new article, 2 new versions, 3 without an article (2 blocked, 1 gone); "
        "2 reports; 1 postponed"
    )
    assert done.fruitless == {"b:0", "b:1", "b:2"}


@pytest.mark.parametrize(
    ("done", "sentence"),
    [
        (Round(), "0 pages: nothing new; 0 reports"),
        (Round({"a:1": "same"}), "1 page: nothing new; 0 reports"),
    ],
)
def test_what_did_not_happen_is_left_out(done: Round, sentence: str):
    assert done.sentence() == sentence


@pytest.mark.slow
def test_a_crawl_that_does_not_start_costs_the_others_nothing(newsroom: Newsroom, tmp_path: Path):
    story = newsroom.publish("堤防完工", BODY)
    config = Config(data=tmp_path, delay=0)
    batches = [
        Batch("nobody"),
        *rounds.batches([story.url], environment=newsroom.environment()),
    ]

    done = rounds.crawl(config, batches)

    assert done.outcomes == {"cna:202601051001": "first"}
    [failure] = done.failures
    assert "the nobody crawl did not start: " in failure
    assert done.exit_code == 1
    with Store.open(tmp_path) as store:
        [watch] = store.watches()
        assert watch.next_due is not None


@pytest.mark.slow
def test_an_article_that_was_read_once_stays_watched(newsroom: Newsroom, tmp_path: Path):
    story = newsroom.publish("堤防完工", BODY)
    config = Config(data=tmp_path, delay=0)
    batches = rounds.batches([story.url], environment=newsroom.environment())
    rounds.crawl(config, batches)
    newsroom.retract(story)
    again = rounds.crawl(config, batches)

    assert again.unwatched == set()
    with Store.open(tmp_path) as store:
        assert [watch.state for watch in store.watches()] == ["gone-suspected"]


@pytest.mark.slow
def test_an_article_that_ends_every_crawl_is_put_off(tmp_path: Path):
    config = Config(data=tmp_path, delay=0)
    url = "https://www.cna.com.tw/news/aipl/202601051001.aspx"
    with Store.open(tmp_path) as store:
        store.keep_seeds([seed("堤防完工", identity="cna:202601051001", url=url)])
    quarantine = Quarantine()
    for _ in range(3):
        quarantine.judge(["cna:202601051001"], [], NOW)

    def kill(line: Mapping[str, Any]) -> None:
        for child in offspring(os.getpid()):
            os.kill(child, signal.SIGKILL)

    done = rounds.due(config, on_progress=kill, quarantine=quarantine, now=NOW)

    died, put_off = done.failures
    assert "the article crawl was ended: SIGKILL ended it, which was not ours" in died
    assert put_off == f"no crawl comes to an end with {url}: left alone until {LATER}"
    assert rounds.due(config, quarantine=quarantine, now=NOW).failures == []


@pytest.mark.slow
def test_a_host_that_wants_long_pauses_lets_no_other_wait_for_all_of_it(
    newsroom: Newsroom, config: Config, monkeypatch: pytest.MonkeyPatch
):
    for name, value in newsroom.environment().items():
        monkeypatch.setenv(name, value)
    slow = [newsroom.publish(f"第{number}則", BODY, host="slow.example") for number in range(9)]
    quick = newsroom.publish("別處的新聞", BODY, host="quick.example")
    newsroom.robots("slow.example", crawl_delay=3)
    with Store.open(config) as store:
        urls = [story.url for story in (*slow, quick)]
        store.keep([visit(article(url=url), identity=identity(url)) for url in urls])
    quarantine = Quarantine()

    done = rounds.due(replace(config, delay=0), quarantine=quarantine, now=LATER, longest=8)

    assert done.failures == []
    assert [run.reason for run in done.runs] == [TURN_OVER]
    with Store.open(config) as store:
        left = {each.url for each in store.due(LATER)}
    assert quick.url not in left
    assert 5 <= len(left) <= 8, "of nine, each after three seconds"
    assert quarantine.judge(left, left, LATER) == {}
    again = rounds.due(replace(config, delay=0), quarantine=quarantine, now=LATER, longest=8)
    assert again.pages >= 1


@pytest.mark.slow
def test_what_a_source_of_a_patient_host_names_is_watched_and_read_in_time(
    newsroom: Newsroom, config: Config, monkeypatch: pytest.MonkeyPatch
):
    for name, value in newsroom.environment().items():
        monkeypatch.setenv(name, value)
    stories = [newsroom.publish(f"第{number}則", BODY) for number in range(2)]
    newsroom.robots(stories[0].host, crawl_delay=90)
    Store.open(config).close()
    source, hour = Source(f"https://{stories[0].host}/rss.xml"), timedelta(hours=1)

    found = rounds.discover(config, source=source, now=NOW)
    assert (found.failures, found.unwatched, found.count("first")) == ([], set(), 0)
    assert rounds.discover(config, source=source, now=NOW).pages == 0, "left alone"
    for number in range(1, 5):
        rounds.due(config, now=NOW + number * hour)

    with Store.open(config) as store:
        assert [watch.versions for watch in store.watches()] == [1, 1]


@pytest.mark.slow
def test_how_a_look_at_a_source_went_is_kept_and_told_with_its_address(
    newsroom: Newsroom, config: Config, monkeypatch: pytest.MonkeyPatch
):
    for name, value in newsroom.environment().items():
        monkeypatch.setenv(name, value)
    story = newsroom.publish("堤防完工", BODY)
    feed = f"https://{story.host}/rss.xml"
    newsroom.fail(feed, 404)
    source = Source(feed)
    Store.open(config).close()

    dead = rounds.discover(config, source=source, now=NOW)

    [failure] = dead.failures
    assert failure.startswith(f"cannot read the list {feed}: HTTP 404 (")
    assert dead.exit_code == 1
    with Store.open(config) as store:
        assert store.sources.known() == {
            feed: Sourced(NOW, fault=f"{feed}: HTTP 404", fault_at=NOW)
        }

    newsroom.heal()
    alive = rounds.discover(config, source=source, now=LATER)

    assert alive.failures == []
    with Store.open(config) as store:
        known = store.sources.known()[feed]
    assert (known.read_at, known.found) == (LATER, Found(1, 1))
    assert not known.is_failing


def test_a_crawl_that_does_not_start_is_told_with_its_source(config: Config):
    source = Source("https://news.example/feed")
    Store.open(config).close()
    (config.data / "logs").write_text("a file where the folder of logs is to be")

    done = rounds.discover(config, source=source, now=NOW)

    [failure] = done.failures
    assert failure.startswith(f"source {source.url}: cannot write the crawl's log")
    with Store.open(config) as store:
        assert store.sources.known()[source.url].is_failing
