from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import accumulate, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.agenda import (
    CEILING,
    CONFIRMATION,
    FLOOR,
    NEVER,
    RESTING,
    THETA,
    Curve,
    Habits,
    History,
    believed,
    is_live,
    next_due,
    next_look,
    overdue,
    pause_after,
    worth,
)
from scheduler.agenda.bounds import LONGEST, SHORTEST

NOON = datetime(2026, 1, 9, 12, tzinfo=UTC)


def quiet_for(pause: timedelta, state: str = "active") -> History:
    return History(looked=NOON, changed=NOON - pause, state=state)


def test_a_page_quiet_for_a_day_is_looked_at_every_few_hours():
    assert pause_after(quiet_for(timedelta(hours=24))) == timedelta(hours=4, minutes=48)


def test_a_page_that_just_changed_is_looked_at_again_soon():
    assert next_due(quiet_for(timedelta(0)), NOON) == NOON + FLOOR


def test_what_was_published_long_before_it_was_found_is_no_young_page():
    found = replace(quiet_for(timedelta(0)), published=NOON - timedelta(hours=10))

    assert pause_after(found) == timedelta(hours=2)
    assert pause_after(replace(found, published=NOON - timedelta(days=300))) == CEILING
    declared = replace(found, declared=NOON - timedelta(hours=5))
    assert pause_after(declared) == timedelta(hours=1)
    edited = replace(found, changes=((NOON - timedelta(hours=1), NOON),))
    assert pause_after(edited) == FLOOR


def test_a_page_quiet_for_weeks_is_still_looked_at_daily():
    assert pause_after(quiet_for(timedelta(days=29))) == CEILING


@pytest.mark.parametrize(
    ("quiet", "pause"),
    [(30, timedelta(days=7)), (120, timedelta(days=30)), (400, RESTING * 30 / 7)],
)
def test_a_watch_draws_to_an_end(quiet: int, pause: timedelta):
    assert pause_after(quiet_for(timedelta(days=quiet))) == pause


def test_what_nobody_asked_for_rests_in_the_end():
    reached = replace(quiet_for(timedelta(days=365)), is_own=False)

    assert next_look(reached).why == "rest"
    assert next_due(reached, NOON) == NEVER
    assert next_due(reached, NOON + timedelta(days=90)) == NEVER
    assert NEVER.astimezone(timezone(timedelta(hours=14))).year == 9999


def test_a_list_that_tells_of_a_change_is_believed():
    history = replace(quiet_for(timedelta(days=500)), is_own=False)
    told = replace(history, hinted=NOON + timedelta(hours=1))
    long_ago = replace(history, hinted=NOON - timedelta(hours=1))

    assert next_look(told).why == "hint"
    assert next_due(told, NOON + timedelta(hours=2)) == NOON + timedelta(hours=2)
    assert next_look(long_ago).why == "rest"


def test_a_page_that_seems_gone_is_looked_at_until_it_is_certain():
    assert pause_after(quiet_for(timedelta(0), "gone-suspected")) == CONFIRMATION


def test_a_page_that_is_gone_may_come_back():
    assert pause_after(quiet_for(timedelta(0), "gone")) == CEILING
    assert pause_after(quiet_for(timedelta(0), "expired")) == RESTING


def test_a_change_in_the_future_is_no_reason_to_look_without_a_pause():
    assert pause_after(quiet_for(timedelta(hours=-5))) == FLOOR


@pytest.mark.parametrize(
    "title",
    [
        "【不斷更新】強震襲海角鎮",
        "（更新）海角鎮停電",
        "海角鎮開票 持續更新",
        "Live: storm",
        "Storm live updates",
    ],
)
def test_a_headline_says_that_it_is_live(title: str):
    assert is_live(title)


@pytest.mark.parametrize(
    "title", ["都市更新案通過", "軟體更新後當機", "How we live now", "Delivery: late"]
)
def test_a_headline_that_only_has_the_word_says_nothing(title: str):
    assert not is_live(title)


def test_what_waits_for_ten_minutes_is_not_put_behind_what_waits_for_days():
    now = NOON + timedelta(hours=1)

    assert overdue(NOON, NOON + timedelta(minutes=10), now) == 6
    assert overdue(NOON - timedelta(days=7), NOON, now) == pytest.approx(1, abs=0.01)
    assert overdue(None, NOON, now) == overdue(NOON, None, now) == float("inf")


# ------------------------------------------------------------------ once there is something learnt

CURVE = Curve(Habits(sites={"wire": 3.0, "stone": 0.05}, edits=0.6, articles=1000))


def read_at(*hours: float, changed: tuple[float, ...] = (), **fields: Any) -> History:
    """Published at noon, looked at at these hours, of which some showed a change."""
    looks = [NOON + timedelta(hours=hour) for hour in hours]
    changes = tuple(
        (before, at)
        for before, at in pairwise(looks)
        if (at - NOON) / timedelta(hours=1) in changed
    )
    latest = changes[-1][1] if changes else NOON
    history = History(looks[-1], latest, published=NOON, first=looks[0], changes=changes)
    return replace(history, **fields)


def test_an_article_is_due_when_enough_edits_are_to_be_expected():
    history = read_at(0.1, 1, 5, site="wire")
    look = next_look(history, CURVE, THETA)
    belief = believed(history, CURVE)

    assert look.why == "edits"
    assert belief.unseen((look.at - NOON) / timedelta(hours=1)) == pytest.approx(THETA, rel=0.02)


def test_who_edits_more_is_looked_at_sooner():
    pauses = [
        pause_after(read_at(0.1, 5, site=site), CURVE) for site in ("wire", "unknown", "stone")
    ]

    assert pauses == sorted(pauses)
    assert len(set(pauses)) == 3


def test_an_article_that_changed_is_looked_at_sooner_and_one_that_did_not_later():
    edited = pause_after(read_at(0.1, 1, 2, 3, 4, 9, changed=(2, 3, 4)), CURVE)
    quiet = pause_after(read_at(0.1, 9), CURVE)

    assert edited < quiet / 2


def test_a_change_that_a_page_declares_and_nobody_saw_counts_as_seen():
    quiet = read_at(0.1, 1, 9, site="wire")
    seen = read_at(0.1, 1, 8, 9, changed=(9,), site="wire")
    told = replace(quiet, declared=NOON + timedelta(hours=8))
    known = replace(seen, declared=NOON + timedelta(hours=9))

    assert pause_after(told, CURVE) == pause_after(seen, CURVE) < pause_after(quiet, CURVE)
    assert pause_after(known, CURVE) == pause_after(seen, CURVE)
    assert pause_after(replace(quiet, declared=NOON), CURVE) == pause_after(quiet, CURVE)


def test_a_budget_moves_every_pause():
    history = read_at(0.1, 5)

    assert pause_after(history, CURVE, 2 * THETA) > pause_after(history, CURVE, THETA)
    assert pause_after(history, None, 2 * THETA) > pause_after(history, None, THETA)


def test_a_live_page_is_looked_at_by_the_clock_of_its_changes():
    quiet = read_at(0.1, 6, changed=(6,), site="stone")
    live = replace(quiet, is_live=True)

    assert next_look(quiet, CURVE).why == "edits"
    assert pause_after(live, CURVE) == min(FLOOR, pause_after(quiet, CURVE))
    assert next_look(read_at(0.1, 2, site="stone", is_live=True), CURVE).why == "live"


def test_without_a_date_an_article_is_as_old_as_its_first_look():
    assert read_at(3, 9).began == NOON
    assert replace(read_at(3, 9), published=None).began == NOON + timedelta(hours=3)
    assert replace(read_at(3), published=NOON + timedelta(days=1)).began == NOON + timedelta(
        hours=3
    )
    assert quiet_for(timedelta(hours=1)).began == NOON - timedelta(hours=1)


@given(
    gaps=st.lists(st.floats(0.1, 100), min_size=1, max_size=12),
    edited=st.sets(st.integers(0, 12)),
    theta=st.floats(0.001, 100),
    site=st.sampled_from(["wire", "stone", "other"]),
)
def test_a_pause_is_never_too_short_nor_too_long(
    gaps: list[float], edited: set[int], theta: float, site: str
):
    hours = [0.1, *(0.1 + each for each in accumulate(gaps))]
    changed = tuple(hour for number, hour in enumerate(hours) if number in edited)
    pause = pause_after(read_at(*hours, changed=changed, site=site), CURVE, theta)

    assert SHORTEST <= pause <= max(LONGEST, timedelta(days=7))


@given(
    quiet=st.timedeltas(timedelta(days=-9), timedelta(days=9000)),
    late=st.timedeltas(timedelta(0), timedelta(days=900)),
    state=st.sampled_from(["active", "gone-suspected", "gone", "expired"]),
)
def test_a_look_is_never_due_in_the_past(quiet: timedelta, late: timedelta, state: str):
    now = NOON + late
    due = next_due(quiet_for(quiet, state), now)

    assert now <= due <= now + timedelta(days=30)


def test_hints_that_were_false_only_bring_a_look_a_little_forward():
    history = replace(quiet_for(timedelta(hours=10)), hinted=NOON + timedelta(hours=1))
    lying = next_look(replace(history, hint_worth=worth(0, 20)))

    assert next_look(history).why == "hint"
    assert lying.why == "quiet"
    assert NOON + FLOOR < lying.at < next_look(quiet_for(timedelta(hours=10))).at
    assert worth(0, 0) == 0.5 < worth(3, 0) < 1


def test_a_page_that_could_not_be_read_is_looked_at_again_apart_from_its_turn():
    long_quiet = quiet_for(timedelta(days=200))
    pauses = [pause_after(replace(long_quiet, faults=faults)) for faults in (1, 2, 3, 8, 9)]

    assert pauses == [FLOOR, 2 * FLOOR, 4 * FLOOR, 128 * FLOOR, pause_after(long_quiet)]
    assert pauses[3] < CEILING
    assert pause_after(replace(long_quiet, state="gone-suspected", faults=2)) == CONFIRMATION
