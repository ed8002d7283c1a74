from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scheduler.agenda import CEILING, CONFIRMATION, FLOOR, RESTING, History, next_due, pause_after

NOON = datetime(2026, 1, 9, 12, tzinfo=UTC)


def quiet_for(pause: timedelta, state: str = "active") -> History:
    return History(looked=NOON, changed=NOON - pause, state=state)


def test_a_page_quiet_for_a_day_is_looked_at_every_few_hours():
    assert pause_after(quiet_for(timedelta(hours=24))) == timedelta(hours=4, minutes=48)


def test_a_page_that_just_changed_is_looked_at_again_soon():
    assert next_due(quiet_for(timedelta(0)), NOON) == NOON + FLOOR


def test_an_old_page_is_still_looked_at_daily():
    assert pause_after(quiet_for(timedelta(days=400))) == CEILING


def test_a_page_that_seems_gone_is_looked_at_until_it_is_certain():
    assert pause_after(quiet_for(timedelta(0), "gone-suspected")) == CONFIRMATION


def test_a_page_that_is_gone_may_come_back():
    assert pause_after(quiet_for(timedelta(0), "gone")) == CEILING
    assert pause_after(quiet_for(timedelta(0), "expired")) == RESTING


def test_a_change_in_the_future_is_no_reason_to_look_without_a_pause():
    assert pause_after(quiet_for(timedelta(hours=-5))) == FLOOR


@given(
    quiet=st.timedeltas(timedelta(days=-9), timedelta(days=9000)),
    late=st.timedeltas(timedelta(0), timedelta(days=900)),
    state=st.sampled_from(["active", "gone-suspected", "gone", "expired"]),
)
def test_a_look_is_never_due_in_the_past(quiet: timedelta, late: timedelta, state: str):
    now = NOON + late
    due = next_due(quiet_for(quiet, state), now)

    assert now <= due <= now + RESTING
