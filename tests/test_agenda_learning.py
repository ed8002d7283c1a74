"""What an archive's own looks tell of its publishers."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.agenda import HABITS, Habits, History, learnt
from scheduler.agenda.curve import BANDS, WINDOW, Curve
from scheduler.agenda.learning import LEAST, Sample, learnt_from, sample
from scheduler.simulation.worlds import Falling

pytestmark = pytest.mark.no_cover

NOON = datetime(2026, 1, 9, 12, tzinfo=UTC)


def press(
    count: int, falling: Falling, seed: int = 1, sites: tuple[float, ...] = (1.0,)
) -> list[Sample]:
    """Articles of sites with so many edits each, looked at every half an hour at first."""
    random = Random(seed)
    samples = []
    for number in range(count):
        place = number % len(sites)
        rate = sites[place] * random.gammavariate(0.55, 1 / 0.55)
        edits = sorted(falling.age(random.random()) for _ in range(int(rate + random.random())))
        looks, age = [0.05], 0.05
        while age < WINDOW:
            age = min(WINDOW, age + max(0.5, age / 8))
            looks.append(age)
        changes = [
            (before, after)
            for before, after in pairwise(looks)
            if any(before < edit <= after for edit in edits)
        ]
        samples.append(Sample(f"s{place}", number % 24, 0.05, WINDOW, changes))
    return samples


def days(samples: list[Sample], known: Habits = HABITS, count: int = 2) -> Habits:
    """The same articles on some days: each goes on from the day before."""
    for _ in range(count):
        known = learnt_from(samples, known) or known
    return known


def test_from_too_few_articles_nothing_is_learnt():
    few = press(LEAST - 1, Falling())

    assert learnt_from(few) is None
    assert learnt([]) is None
    old = [Sample("a", 0, WINDOW, WINDOW, ())] * 1_000
    assert learnt_from([*few, *old]) is None


def test_a_press_as_published_is_learnt_as_published():
    found = days(press(500, Falling()))

    assert found.articles == 500
    assert all(0.6 < each < 1.6 for each in found.ages)
    assert all(0.6 < each < 1.6 for each in found.hours)
    assert found.echo < 0.1


def test_a_press_that_edits_late_is_learnt_to():
    found = days(press(500, Falling(1.1, 12.0)))
    early, late = found.ages[0], found.ages[BANDS.index(32.0)]

    assert early < 0.5
    assert late > 1.5


def test_the_curve_of_a_fast_press_is_steeper_and_of_a_slow_one_flatter():
    fast, slow = (days(press(500, Falling(alpha))).ages for alpha in (1.4, 0.8))

    assert fast[0] > slow[0]
    assert fast[-1] < slow[-1]


def test_sites_are_told_apart_and_little_is_believed_of_a_small_one():
    samples = press(400, Falling(), sites=(3.0, 0.2))
    rare = Sample("rare", 0, 0.05, WINDOW, [(1.0, 1.5), (2.0, 2.5), (3.0, 3.5)])
    found = days([*samples, rare])

    assert found.sites["s0"] > 5 * found.sites["s1"]
    assert found.edits < found.sites["rare"] < 3


def test_hours_of_the_day_are_learnt():
    by_day = [
        one
        for one in press(900, Falling())
        if all(8 <= (one.hour + after) % 24 < 20 for _, after in one.changes)
    ]
    hours = days(by_day).hours

    assert sum(hours[9:19]) > 1.2 * (sum(hours[21:24]) + sum(hours[0:7]))


def test_bursts_are_learnt():
    one = Sample("a", 12, 0.05, 300.0, [(50.0, 50.2), (50.2, 50.6), (50.6, 51.0)])
    none = Sample("a", 12, 0.05, 300.0, [])
    apart = Sample("a", 12, 0.05, 300.0, [(1.0, 1.2), (40.0, 41.0), (90.0, 92.0)])

    assert days([one, none, none, none] * 100).echo > 0.3
    assert days([apart] * 100).echo < HABITS.echo


def test_a_fit_keeps_its_whole():
    found = days(press(500, Falling(0.8)))
    curve = Curve(Habits(ages=found.ages))

    assert curve.share(curve.table(0), WINDOW) == pytest.approx(1)
    assert sum(found.hours) == pytest.approx(24)


@settings(max_examples=25)
@given(
    changes=st.lists(st.tuples(st.floats(0, 200), st.floats(0.01, 50)), max_size=6),
    last=st.floats(0.1, WINDOW),
)
def test_any_history_can_be_learnt_from(changes: list[tuple[float, float]], last: float):
    spans, at = [], 0.0
    for gap, width in changes:
        spans.append((at + gap, at + gap + width))
        at = spans[-1][1]
    history = History(
        looked=NOON + timedelta(hours=max(at, last)),
        changed=NOON,
        first=NOON,
        changes=tuple(
            (NOON + timedelta(hours=low), NOON + timedelta(hours=high)) for low, high in spans
        ),
        site="a",
    )
    found = learnt([history] * LEAST)

    assert found is not None
    assert all(each > 0 for each in (*found.ages, *found.hours, *found.sites.values()))
    assert 0 < found.echo <= 0.9


def test_what_came_after_the_window_or_before_the_first_look_is_no_sample():
    history = History(
        looked=NOON + timedelta(days=40),
        changed=NOON,
        published=NOON - timedelta(hours=2),
        first=NOON,
        changes=(
            (NOON - timedelta(hours=3), NOON - timedelta(hours=1)),
            (NOON, NOON + timedelta(hours=1)),
            (NOON + timedelta(days=20), NOON + timedelta(days=21)),
        ),
    )
    taken = sample(history)

    assert (taken.first, taken.last) == (2.0, WINDOW)
    assert taken.changes == [(2.0, 3.0)]
