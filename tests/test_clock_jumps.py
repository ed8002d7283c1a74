"""A clock that goes wrong between two looks: nothing is lost, and nothing waits for a year."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler import clock
from crawler.config import Config
from crawler.store import Store, WatchRow
from scheduler import plans, rounds
from scheduler.diff.records import from_json
from scheduler.newsroom import Newsroom
from scheduler.verbs import _archive
from tests.terminal import Terminal, eventually
from tests.visits import START, article, visit

pytestmark = pytest.mark.no_cover

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
YEAR = timedelta(days=365)
BODY = ["海角鎮公所今天宣布，堤防全長3公里，保護兩岸居民。", "第二期工程預定明年4月動工。"]


def watch(
    looked: datetime,
    due: datetime | None,
    changed: datetime = START,
    added: datetime = START,
) -> WatchRow:
    return WatchRow(
        identity="a:1", site="a", url="", state="active", title="", publisher="", reached_from="",
        added_at=added, changed_at=changed, looked_at=looked, next_due=due, versions=1, faults=0,
        etag="", last_modified="",
    )  # fmt: skip


@pytest.mark.slow
def test_an_hour_back_and_a_year_forward_lose_no_version(newsroom: Newsroom, tmp_path: Path):
    story = newsroom.publish("堤防完工", BODY)
    config = Config(data=tmp_path, delay=0)
    batches = rounds.batches([story.url], environment=newsroom.environment())
    moments = [NOON, NOON - timedelta(hours=1), NOON + YEAR, NOON + timedelta(minutes=10)]
    for number, moment in enumerate(moments):
        if number:
            newsroom.correct(story, f"{number + 2}公里", f"{number + 3}公里")
        scripted = clock.now(moment.isoformat())
        done = rounds.crawl(config, batches, now=scripted)
        assert (done.failures, done.pages, done.reports) == ([], 1, min(number, 1))

    with Store.open(tmp_path, read_only=True) as store:
        [row] = store.watches()
        texts = [store.article(row.identity, number).body[0] for number in (1, 2, 3, 4)]
        assert [text[-17:] for text in texts] == [
            BODY[0].replace("3公里", f"{number}公里")[-17:] for number in (3, 4, 5, 6)
        ]
        assert [look.fetched_at for look in store.snapshots(row.identity)] == moments
        assert [each.first_seen for each in store.versions(row.identity)] == moments
        reports = [from_json(each.record) for each in store.reports()]
        assert {each.id.rpartition("/")[2] for each in reports} == {"1..2", "2..3", "3..4"}
        assert all("number" in each.reasons for each in reports)
        assert row.next_due is not None
        assert moments[-1] < row.next_due < moments[-1] + timedelta(days=1)
        assert [each.identity for each in store.due(moments[-1] + timedelta(days=1))]


def test_what_was_planned_by_a_clock_a_year_ahead_is_due(store: Store):
    from tests.test_store_watches import watched

    watched(store, "a:1", "a:2", "a:3", "a:4")
    store.set_due({
        "a:1": NOON + YEAR, "a:2": NOON + timedelta(days=7), "a:3": NOON, "a:4": NOON + YEAR
    })  # fmt: skip
    store.pause("a:4")

    assert [row.identity for row in store.due(NOON)] == ["a:3", "a:1"]
    config = Config()
    shown = {row.identity: _archive.next_look(row, config, NOON) for row in store.watches()}
    assert shown == {"a:1": "now", "a:2": "03-09 20:00", "a:3": "now", "a:4": "-"}


def test_what_a_clock_a_week_ahead_has_looked_at_is_due_once_it_is_right(store: Store):
    ahead, behind = (visit(article("堤防", BODY[0]), hours) for hours in (24 * 8, 1))
    store.keep([replace(ahead, identity="a:1"), replace(behind, identity="a:2")])
    store.set_due({"a:1": START + timedelta(days=9), "a:2": START + timedelta(days=9)})
    now = START + timedelta(days=1)
    assert store.due(now) == []

    store.pasts.restart(now)

    assert [row.identity for row in store.due(now)] == ["a:1"]


@pytest.mark.slow
def test_a_daemon_under_a_clock_that_is_right_again_looks_at_what_one_ahead_saw(
    newsroom: Newsroom, stet: Terminal, data: Path
):
    story = newsroom.publish("堤防完工", BODY)
    batches = rounds.batches([story.url], environment=newsroom.environment())
    done = rounds.crawl(Config(data=data, delay=0), batches, now=clock.now() + timedelta(days=8))
    assert (done.failures, done.pages) == ([], 1)
    newsroom.correct(story, "3公里", "4公里")

    with stet.started("run", "--tick", "0.2") as daemon:
        try:
            eventually(lambda: versions(data) == 2)
        finally:
            daemon.terminate()
            _, said = daemon.communicate()
    assert "1 new version; 1 report" in said


def versions(data: Path) -> int:
    with Store.open(data, read_only=True) as store:
        [row] = store.watches()
    return row.versions


def test_who_was_looked_at_is_planned_from_now_on():
    ahead = watch(NOON + YEAR, NOON + YEAR)

    [due] = plans.planned([ahead], NOON, {"a:1"}).values()
    assert NOON < due <= NOON + timedelta(days=1)


def test_who_was_asked_for_after_the_look_stays_due():
    looked, asked = NOON - timedelta(minutes=2), NOON - timedelta(minutes=1)

    assert plans.planned([watch(looked, asked)], NOON, {"a:1"}) == {}
    assert plans.planned([watch(looked, NOON + YEAR)], NOON, {"a:1"}) != {}


def test_who_was_not_looked_at_stays_due_though_the_last_look_lies_ahead():
    assert plans.planned([watch(NOON + YEAR, NOON + YEAR)], NOON) == {}
    assert plans.planned([watch(NOON + YEAR, NOON)], NOON) == {}


def test_an_article_whose_times_all_lie_ahead_is_looked_at_as_one_that_changed_a_day_ago():
    ahead = watch(NOON + YEAR, None, NOON + YEAR, NOON + YEAR)

    [due] = plans.planned([ahead], NOON).values()
    assert due == NOON + timedelta(hours=4, minutes=48)


def test_a_change_that_lies_ahead_counts_as_one_of_the_beginning():
    ahead = watch(NOON, None, NOON + YEAR)

    [due] = plans.planned([ahead], NOON).values()
    assert due == NOON + (NOON - START) * 0.2


def test_with_a_right_clock_nothing_is_otherwise():
    looked = watch(NOON, NOON - timedelta(hours=1))
    waiting = watch(NOON - timedelta(hours=2), NOON - timedelta(hours=1))

    assert plans.planned([waiting], NOON) == {}
    assert plans.planned([looked], NOON) == plans.planned([looked], NOON, {"a:1"})
