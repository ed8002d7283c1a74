"""The agenda of an archive: learnt once a day, and asked when each article is due."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from crawler.config import Config
from crawler.items import POSTPONED, Fault
from crawler.store import Store
from crawler.store.rows import RESTS
from scheduler import plans, rounds
from scheduler.agenda import NEVER, THETA, Steering, next_look
from scheduler.agenda.learning import LEAST
from tests.visits import article, hour, visit

pytestmark = pytest.mark.no_cover

URL = "https://a.example/{}"


def busy(store: Store, articles: int = 2 * LEAST) -> None:
    """Articles of two sites, looked at four times: one site edits, the other one never does."""
    for at in (0, 1, 4, 12):
        store.keep(
            [
                visit(
                    article("港口", f"{at if number % 2 else 0}人受傷。", url=URL.format(number)),
                    at + number / articles,
                    identity=f"{'edits' if number % 2 else 'rests'}:{number}",
                )
                for number in range(articles)
            ]
        )


def test_a_young_archive_goes_by_quiet_time(store: Store, config: Config):
    busy(store, LEAST - 2)
    known = plans.learn(store, config, hour(24))

    assert known.curve is None
    assert known == plans.current(store) == plans.Learnt()


def test_an_archive_learns_which_sites_edit(store: Store, config: Config):
    busy(store)
    known = plans.learn(store, config, hour(24))
    plans.plan(store, known, hour(13))
    due = {watch.identity: watch.next_due or hour(0) for watch in store.watches()}

    assert known.habits.articles == 2 * LEAST
    assert known.habits.sites["edits"] > 5 * known.habits.sites["rests"]
    assert plans.current(store) == known
    assert max(due[f"edits:{number}"] for number in range(1, 2 * LEAST, 2)) < min(
        due[f"rests:{number}"] for number in range(0, 2 * LEAST, 2)
    )


def test_it_learns_once_a_day(store: Store, config: Config):
    busy(store)
    first = plans.learn(store, config, hour(24))
    store.keep([visit(article("港口", "又起火。"), 30, identity="new:1")])

    assert plans.learn(store, config, hour(47)) == first
    later = plans.learn(store, config, hour(48))
    assert later.habits.articles == 2 * LEAST  # the new one was looked at only once
    assert later != first


def test_a_budget_makes_looks_rarer_or_more_frequent(store: Store, config: Config):
    busy(store)
    tight = plans.learn(store, replace(config, requests_a_day=10), hour(12.9))
    store.pasts.learn(plans.NAME, plans.Learnt(), hour(-30))
    wide = plans.learn(store, replace(config, requests_a_day=10_000), hour(12.9))
    store.pasts.learn(plans.NAME, plans.Learnt(), hour(-30))
    one = plans.learn(store, replace(config, requests_a_day_per_site=10), hour(12.9))

    assert tight.steering.theta > THETA > wide.steering.theta
    assert one.steering.theta == THETA < one.steering.of("edits")


@pytest.mark.parametrize("reached_from", ["example:0", ""])
def test_only_what_nobody_asked_for_rests(store: Store, reached_from: str):
    year = 24.0 * 366
    store.keep([visit(article(), reached_from=reached_from)])
    store.keep([visit(article(), year)])
    plans.plan(store, plans.Learnt(), hour(year))

    [watch] = store.watches()
    assert watch.next_due == (NEVER if reached_from else hour(year) + timedelta(days=30))
    assert watch.is_resting == (store.due(hour(9 * year)) == []) == bool(reached_from)
    assert NEVER == RESTS


def test_a_round_learns_and_plans(store: Store, source: Config):
    busy(store)
    rounds.settle(source, hour(13))

    assert plans.current(store).habits.articles == 2 * LEAST
    assert all(watch.next_due for watch in store.watches())


def test_a_look_without_an_article_is_no_reason_to_hurry(store: Store):
    store.keep([visit("unreachable", identity="a:1")])
    [watch] = store.watches()
    history = plans.history(watch, None, hour(1))

    assert (history.first, history.changes) == (None, ())
    assert next_look(history).at == hour(0) + timedelta(minutes=10)


def test_the_most_overdue_by_its_own_measure_comes_first(store: Store):
    for name, planned in (("weekly", 168), ("hourly", 1), ("unplanned", None)):
        store.keep([visit(article(), 0, identity=f"a:{name}")])
        if planned:
            store.set_due({f"a:{name}": hour(planned)})
    in_order = plans.in_order(store.due(hour(170)), hour(170))

    assert [watch.identity for watch in in_order] == ["a:unplanned", "a:hourly", "a:weekly"]
    assert plans.Learnt().steering == Steering()


def test_of_what_was_never_read_what_was_asked_for_comes_first(store: Store):
    left = Fault("unreachable", f"{POSTPONED}: its host is left alone")
    names = ["a:1", "a:2", "a:3"]
    store.keep([visit(left, status=0, identity=name) for name in names])
    store.set_due({"a:3": hour(1)})

    in_order = plans.in_order(store.due(hour(2)), hour(2))
    assert [watch.identity for watch in in_order] == ["a:3", "a:1", "a:2"]


OFF = 24.0 * 6
"""Hours in which nobody watched."""


def left_alone(store: Store, sizes: dict[str, int]) -> None:
    """So many articles of each site, planned for 1 to 48 hours after their first look."""
    for site, size in sizes.items():
        urls = {f"{site}:{number}": f"https://{site}.example/{number}" for number in range(size)}
        store.keep([visit(article(url=url), identity=name) for name, url in urls.items()])
        store.set_due({name: hour(1 + number % 48) for number, name in enumerate(urls)})


def rounds_from(
    store: Store, config: Config, start: float, every: float, count: int
) -> Iterator[list[str]]:
    """What each of so many rounds looks at: nothing has changed."""
    for number in range(count):
        now = start + number * every
        taken = rounds.chosen(store, config, hour(now))
        store.keep([visit(article(url=each.url), now, identity=each.identity) for each in taken])
        plans.plan(store, plans.current(store), hour(now), [each.identity for each in taken])
        yield [each.identity for each in taken]


def sites_of(names: list[str]) -> Counter[str]:
    return Counter(name.partition(":")[0] for name in names)


def test_after_days_off_no_host_gets_a_burst_and_none_waits(store: Store, source: Config):
    left_alone(store, {"large": 150, "small": 3, "middle": 40})
    slow = replace(source, delay=4.0)  # 30 looks fit into the two minutes of a round
    first, *later = rounds_from(store, slow, OFF, 1 / 30, 6)
    due = {watch.identity: watch.looked_at for watch in store.watches()}

    assert sites_of(first) == {"large": 30, "small": 3, "middle": 30}
    assert sites_of(first[:3]) == {"large": 1, "small": 1, "middle": 1}
    planned = [int(name.partition(":")[2]) % 48 for name in first if name.startswith("large")]
    assert planned == sorted(planned)  # the most overdue by their own measure
    assert planned[-1] < 10
    assert all(sites_of(names)["large"] <= 30 for names in later)
    assert all((at or hour(0)) >= hour(OFF) for at in due.values())


def test_a_site_never_gets_more_looks_a_day_than_its_budget(store: Store, source: Config):
    left_alone(store, {"large": 150, "small": 3})
    bound = replace(source, requests_a_day_per_site=40)
    hours = [sites_of(names) for names in rounds_from(store, bound, OFF, 0.5, 60)]
    days = [sum(hours[end - 47 : end + 1], Counter()) for end in range(60)]

    assert max(day["large"] for day in days) == 40
    assert max((one + two)["large"] for one, two in pairwise(hours)) == 5
    assert hours[0] == {"large": 5, "small": 3}
    assert sum(hours[-4:], Counter())["large"] > 0  # a day later there is room again


def test_what_is_new_counts_and_all_share_what_is_left(store: Store, source: Config):
    left_alone(store, {"large": 9, "small": 9})
    store.keep([visit(article(), OFF - 2, identity=f"large:new{number}") for number in range(60)])
    bound = replace(source, requests_a_day=64, requests_a_day_per_site=62)
    [names] = rounds_from(store, bound, OFF, 1, 1)
    [none] = rounds_from(store, bound, OFF + 0.1, 1, 1)

    assert sites_of(names) == {"large": 2, "small": 2}
    assert none == []
    assert plans.room_now(store, source, hour(OFF)) == plans.Room()


def test_a_page_that_seems_gone_is_confirmed_apart_from_its_turn(store: Store):
    busy(store)
    known = plans.learn(store, Config(), hour(24))
    for at, state in ((24.0, "gone-suspected"), (36.0, "gone-suspected"), (48.0, "gone")):
        store.keep([visit("gone", at, identity="edits:1")])
        plans.plan(store, known, hour(at), ["edits:1"])
        [watch] = store.watches_called(["edits:1"]).values()
        wait = timedelta(hours=12 if state == "gone-suspected" else 24)
        assert (watch.state, watch.next_due) == (state, hour(at) + wait)


def test_it_is_known_when_a_budget_has_room_again(store: Store, source: Config):
    for number, at in enumerate([0, 20, 23.5, 23.6]):
        page = article("一", url=f"https://news.example/{number}")
        store.keep([visit(page, at, identity=f"news.example:/{number}")])
    now = hour(23.7)

    def room(of_all: int, of_each: int = 0, site: str = "news.example") -> datetime | None:
        config = replace(source, requests_a_day=of_all, requests_a_day_per_site=of_each)
        return plans.room_from(store, config, now, site)

    assert room(0) is None
    assert room(40) is None
    assert room(4) == hour(24.6), "of an hour it may have one, and had two"
    assert room(16) == hour(24.5), "of an hour it may have two"
    assert room(3) == hour(24 + 20), "of a day it had one more than it may have"
    assert room(0, 16) == hour(24.5)
    assert room(0, 16, "elsewhere.example") is None
