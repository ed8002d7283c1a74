"""Hints that an article was changed: noted once, weighed by the next look, worth what they were."""

from datetime import timedelta
from pathlib import Path

import pytest

from crawler.items import Moment, Precision, Visit
from crawler.store import Store
from crawler.store.hints import REMEMBERED, Weighed
from scheduler import plans
from scheduler.agenda import NEVER
from tests.visits import IDENTITY, article, hour, visit

SITES = ("example", "elsewhere")


def worth_of(store: Store, site: str) -> float:
    return plans.with_hints(store, plans.current(store), SITES).worth(site)


def told(store: Store, at: float, now: float) -> int:
    return store.hints.note({IDENTITY: hour(at)}, hour(now))


def test_what_was_said_before_the_last_look_is_no_news(store: Store):
    store.keep([visit(article(), 2)])

    assert told(store, 1, now=3) == 0
    assert store.hints.pending() == []
    assert store.hints.note({}, hour(3)) == store.hints.note({"a:7": hour(4)}, hour(4)) == 0


def test_a_date_ahead_is_one_hint_and_not_one_for_ever(store: Store):
    store.keep([visit(article())])

    assert told(store, 99, now=1) == 1
    store.keep([visit(article(), 2)])
    assert told(store, 99, now=3) == 0
    assert store.hints.weighed(SITES) == {"example": Weighed(0, 1)}


def test_a_look_that_read_nothing_weighs_no_hint(store: Store):
    store.keep([visit(article())])
    told(store, 1, now=1)
    store.keep([visit("unreachable", 2)])

    assert store.hints.pending() == []
    assert store.hints.weighed(SITES) == {}


def test_a_site_is_trusted_as_far_as_its_hints_were_true(store: Store):
    store.keep([visit(article("港口", "0"))])
    for number in range(1, REMEMBERED + 2):
        told(store, number, now=number)
        store.keep([visit(article("港口", str(number // 2)), number + 0.5)])
    weighed = store.hints.weighed(["example"])["example"]

    assert weighed == Weighed(REMEMBERED // 4, REMEMBERED // 4)
    assert worth_of(store, "example") == 0.5
    assert worth_of(store, "elsewhere") == 0.5


def test_hints_that_lie_lose_their_weight(store: Store):
    store.keep([visit(article())])
    for number in range(1, 30):
        told(store, number, now=number)
        store.keep([visit(article(), number + 0.5)])
    told(store, 30, now=30)
    store.set_due({IDENTITY: hour(50)})
    plans.plan(store, plans.current(store), hour(30))

    assert worth_of(store, "example") < 0.05
    assert hour(31) < (store.watches()[0].next_due or NEVER) < hour(35)


def test_a_page_that_ticks_without_a_change_is_weighed_too(store: Store):
    for number in range(3):
        stamp = Moment(hour(number), "", "second")
        store.keep([visit(article("港口", modified=stamp), number)])
    store.keep([visit(article("起火", modified=Moment(hour(2), "", "second")), 3)])

    assert store.hints.weighed(SITES) == {"example": Weighed(0, 2)}
    assert store.watches()[0].declared == hour(2)


def declaring(said: float, at: float, text: str = "0", precision: Precision = "minute") -> Visit:
    return visit(article("港口", text, modified=Moment(hour(said), "", precision)), at)


def test_a_page_that_is_to_change_is_looked_at_then(store: Store):
    store.keep([declaring(3, 0)])
    store.set_due({IDENTITY: hour(20)})
    plans.plan(store, plans.current(store), hour(0))
    assert store.watches()[0].next_due == hour(3)

    store.keep([declaring(3, 1)])  # somebody looked before its time
    assert store.watches()[0].hinted == hour(3)
    store.keep([declaring(3, 3.1, "1")])
    assert store.watches()[0].hinted is None
    assert store.hints.weighed(SITES) == {"example": Weighed(1, 0)}


@pytest.mark.parametrize(
    ("said", "precision"), [(0.05, "minute"), (25, "minute"), (9, "day"), (-2, "minute")]
)
def test_a_clock_ahead_a_mere_day_and_another_year_are_no_hint(
    store: Store, said: float, precision: Precision
):
    store.keep([declaring(said, 0, precision=precision)])

    assert store.watches()[0].hinted is None


def test_a_time_to_come_is_one_hint_and_true_or_not(store: Store):
    for at in (0, 4, 8):
        store.keep([declaring(3, at)])

    assert store.watches()[0].hinted is None
    assert store.hints.weighed(SITES) == {"example": Weighed(0, 1)}


def test_what_rests_is_woken_by_a_hint_and_what_is_paused_is_not(store: Store):
    store.keep([visit(article(), reached_from="https://news.example/list")])
    store.set_due({IDENTITY: NEVER})
    store.pause(IDENTITY)
    assert told(store, 4, now=5) == 0

    store.resume(IDENTITY)
    assert told(store, 4, now=5) == 1
    plans.plan(store, plans.current(store), hour(5))
    assert store.watches()[0].next_due == hour(5)
    assert [watch.identity for watch in store.due(hour(5))] == [IDENTITY]


def test_what_was_declared_counts_as_a_change_while_it_is_trusted(store: Store):
    store.keep([visit(article(modified=Moment(hour(20), "", "minute")), 21)])
    [watch] = store.watches()

    trusting = plans.history(watch, None, hour(30))
    doubting = plans.history(watch, None, hour(30), 0.1)
    assert trusting.changed - doubting.changed == timedelta(0)
    store.keep([visit(article(modified=Moment(hour(29), "", "minute")), 30)])
    [watch] = store.watches()
    assert plans.history(watch, None, hour(30)).changed == hour(29)
    assert plans.history(watch, None, hour(30), 0.1).changed == hour(21)


def test_an_article_found_on_a_list_becomes_the_readers_own(store: Store):
    store.keep([visit(article(), reached_from="https://news.example/list")])
    store.adopt([IDENTITY, "a:7"])

    assert store.watches()[0].reached_from == ""


def test_what_was_declared_moves_with_the_archive(store: Store, tmp_path: Path):
    store.keep([visit(article())])
    told(store, 4, now=5)
    lines = list(store.export())

    with Store.open(tmp_path / "other") as other:
        assert [taken.is_new for taken in other.take(lines, "export")] == [True]
        [watch] = other.watches()
        assert (watch.declared, watch.hinted) == (hour(4), hour(5))
        assert list(other.export()) == lines
