"""States of a watch: what a series of looks comes to."""

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import FaultKind
from crawler.store import EventKind
from crawler.store.states import Look, Rule, WatchState, step

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
LOOKS: list[Look] = ["read", *get_args(FaultKind)]


def after(
    *looks: tuple[float, Look], state: WatchState | None = None, rule: Rule | None = None
) -> tuple[WatchState, list[EventKind]]:
    """The state after looks at (hour, what was seen), and the events on the way."""
    events: list[EventKind] = []
    state = state or WatchState()
    for hour, look in looks:
        state, event = step(state, look, START + timedelta(hours=hour), rule)
        if event:
            events.append(event)
    return state, events


def test_three_looks_over_a_day_make_it_deleted():
    state, events = after((0, "gone"), (12, "gone"), (24, "gone"))

    assert state.name == "gone"
    assert state.looks == 3
    assert state.since == START
    assert events == ["deleted"]


def test_two_looks_are_too_few_however_far_apart():
    state, events = after((0, "gone"), (200, "gone"))

    assert state.name == "gone-suspected"
    assert events == []


def test_many_looks_within_a_day_are_too_soon():
    state, events = after(*((hour, "gone") for hour in range(24)))

    assert state.name == "gone-suspected"
    assert events == []


def test_a_look_counts_once_by_whatever_url_it_was_made():
    state, events = after((0, "gone"), (0, "gone"), (24, "gone"), (24, "gone"))

    assert state.looks == 2
    assert events == []


def test_a_way_back_to_the_front_page_counts_as_gone():
    _, events = after((0, "front-page"), (12, "gone"), (24, "front-page"))

    assert events == ["deleted"]


def test_a_reading_in_between_starts_anew_and_silently():
    state, events = after((0, "gone"), (12, "gone"), (13, "read"), (24, "gone"), (40, "gone"))

    assert state.name == "gone-suspected"
    assert state.looks == 2
    assert events == []


@pytest.mark.parametrize(
    "look", ["unreachable", "wrong-article", "empty-body", "unreadable", "blocked", "consent"]
)
def test_a_look_that_learns_nothing_counts_neither_way(look: Look):
    state, events = after((0, "gone"), (1, look), (12, "gone"), (13, look), (24, "gone"))

    assert state.name == "gone"
    assert events == ["deleted"]


def test_an_outage_of_a_week_changes_nothing():
    state, events = after(*((hour, "unreachable") for hour in range(0, 168, 6)))

    assert state == WatchState()
    assert events == []


def test_what_is_gone_is_told_once_and_its_return_is_told():
    looks: list[tuple[float, Look]] = [(hour, "gone") for hour in (0, 12, 24, 36)]
    state, events = after(*looks, (48, "expired"), (60, "read"))

    assert state == WatchState()
    assert events == ["deleted", "restored"]


def test_expired_is_told_once_and_a_404_later_adds_nothing():
    looks: list[tuple[float, Look]] = [(0, "expired"), (1, "expired")]
    looks += [(hour, "gone") for hour in (10, 30, 50)]
    state, events = after(*looks)

    assert state.name == "expired"
    assert events == ["expired"]


def test_a_suspicion_may_turn_out_to_be_expiry():
    state, events = after((0, "gone"), (1, "expired"), (2, "read"))

    assert state == WatchState()
    assert events == ["expired", "restored"]


def test_blocked_is_left_by_a_reading_without_an_event():
    blocked, _ = after((0, "blocked"))
    state, events = after((1, "read"), state=blocked)

    assert blocked.name == "blocked"
    assert state.name == "active"
    assert events == []


def test_blocked_may_turn_out_to_be_gone():
    _, events = after((0, "consent"), (1, "gone"), (13, "gone"), (26, "gone"))

    assert events == ["deleted"]


def test_unresolved_stays_so():
    start = WatchState("unresolved")
    state, events = after((0, "gone"), (1, "read"), (2, "expired"), state=start)

    assert state == start
    assert events == []


def test_a_clock_set_back_neither_counts_nor_confirms():
    state, events = after((0, "gone"), (12, "gone"), (-48, "gone"), (-47, "gone"))

    assert state.looks == 2
    assert events == []


def test_the_rule_may_be_stricter():
    rule = Rule(looks=5, over=timedelta(hours=2))
    _, events = after(*((hour, "gone") for hour in range(4)), rule=rule)
    assert events == []

    _, events = after(*((hour, "gone") for hour in range(5)), rule=rule)
    assert events == ["deleted"]


@given(st.lists(st.tuples(st.floats(-1000, 1000), st.sampled_from(LOOKS)), max_size=30))
def test_lost_and_restored_always_alternate(looks: list[tuple[float, Look]]):
    _, events = after(*looks)
    told = ["restored" if event == "restored" else "lost" for event in events]

    assert told == ["lost", "restored"] * (len(told) // 2) + ["lost"] * (len(told) % 2)
