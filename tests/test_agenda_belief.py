"""What is believed of one article, and how edits fall off with age."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.agenda import HABITS, Belief, Curve, Habits
from scheduler.agenda.belief import FLOOR_RATE, STEADY, replayed
from scheduler.agenda.curve import BANDS, WINDOW, published

AGES = st.floats(0, 2 * WINDOW)


def fresh(site: str = "", age: float = 0.1, **habits: object) -> Belief:
    return Belief(Curve(Habits(**habits)), site, 9, age)  # type: ignore[arg-type]  # some of them


def test_the_curve_is_what_was_published():
    assert published(0) == 0
    assert published(WINDOW) == pytest.approx(1)
    assert published(24) == pytest.approx(0.673, abs=0.001)  # hence 84 % of a week's articles
    assert published(2 * WINDOW) > 1


@given(st.lists(AGES, min_size=2))
def test_the_share_of_an_age_never_falls(ages: list[float]):
    curve = Curve(HABITS)
    table = curve.table(3)
    shares = [curve.share(table, age) for age in sorted(ages)]

    assert all(before <= after + 1e-12 for before, after in pairwise(shares))
    assert curve.share(table, WINDOW) == pytest.approx(1)


@given(AGES)
def test_the_table_is_close_to_the_curve(age: float):
    curve = Curve(HABITS)

    assert curve.share(curve.table(0), age) == pytest.approx(published(age), abs=0.002)


def test_what_was_learnt_bends_the_curve_by_age_and_hour():
    late = Curve(Habits(ages=(*(0.5,) * (len(BANDS) - 1), 2.0)))
    nightly = Curve(Habits(hours=tuple(float(hour < 6) * 4 for hour in range(24))))

    assert late.share(late.table(0), 24) == pytest.approx(0.5 * published(24))
    assert late.share(late.table(0), 2 * WINDOW) - late.share(late.table(0), WINDOW) == (
        pytest.approx(2 * (published(2 * WINDOW) - 1))
    )
    assert nightly.share(nightly.table(12), 10) == 0
    assert nightly.share(nightly.table(0), 5) > published(5)


def test_a_look_that_finds_nothing_lowers_what_is_expected():
    belief = fresh()
    before = belief.fading, belief.steady
    belief.look(5, changed=False)

    assert belief.fading < before[0]
    assert belief.steady < before[1]


def test_an_edit_soon_after_publication_is_one_that_fades():
    belief = fresh()
    belief.look(1, changed=True)

    assert belief.fading > 1
    assert belief.steady < 5 * STEADY


def test_edits_that_come_daily_for_days_are_steady():
    belief = fresh(echo=0.0)
    for day in range(1, 11):
        belief.look(24 * day - 12, changed=False)
        belief.look(24 * day, changed=True)

    assert 0.4 < 24 * belief.steady < 1.5


def test_an_echo_follows_a_change_and_dies_away():
    belief = fresh(echo=0.5)
    belief.look(9.9, changed=False)
    belief.look(10, changed=True)
    _, _, soon = belief.expected(11)
    belief.look(16, changed=False)
    _, _, later = belief.expected(17)

    assert soon > 0.2
    assert later < soon / 100


def test_of_two_articles_with_one_mean_the_less_known_is_due_first():
    known, unknown = fresh("busy", sites={"busy": 40.0}), fresh()
    for age in (0.5, 1, 2, 4, 8):
        known.look(age, changed=False)
    unknown.look(8, changed=False)
    ratio = known.fading / unknown.fading
    mean = sum(known.expected(20)) / sum(unknown.expected(20))
    square = known.unseen(20) / unknown.unseen(20)

    assert ratio > 1
    assert square == pytest.approx(mean, rel=0.5)


def test_the_floor_alone_brings_a_look():
    belief = fresh("silent", sites={"silent": 0.0})
    belief.look(200, changed=False)

    assert belief.due(0.06, 1 / 12, 1_000) < 0.06 / FLOOR_RATE


@given(
    looks=st.lists(st.tuples(st.floats(0.01, 60), st.booleans()), max_size=15),
    theta=st.floats(0.001, 5),
    shortest=st.floats(0.01, 1),
    longest=st.floats(1, 400),
)
def test_the_due_time_is_where_theta_is_reached(
    looks: list[tuple[float, bool]], theta: float, shortest: float, longest: float
):
    belief = fresh()
    for gap, changed in looks:
        belief.look(belief.age + gap, changed=changed)
    pause = belief.due(theta, shortest, longest)
    unseen = belief.unseen(belief.age + pause)

    assert shortest <= pause <= longest
    if pause > shortest:
        assert unseen <= theta * 1.03
    if pause < longest:
        assert unseen >= theta * 0.97


@given(
    looks=st.lists(st.tuples(st.floats(0.01, 60), st.booleans()), max_size=15),
    at=st.floats(0.1, 300),
)
def test_a_look_that_finds_nothing_may_be_left_out(looks: list[tuple[float, bool]], at: float):
    age, told = 0.1, []
    for gap, changed in looks:
        age += gap
        told.append((age, changed))
    told.append((age + 100, False))
    # What is kept of a history: the looks around each change, and the last one.
    kept = [
        one
        for one, after in pairwise([*told, (0.0, False)])
        if one[1] or after[1] or one is told[-1]
    ]
    whole = replayed(Curve(HABITS), "", 9, 0.1, told)
    short = replayed(Curve(HABITS), "", 9, 0.1, kept)

    assert short.unseen(age + 100 + at) == pytest.approx(whole.unseen(age + 100 + at))


def test_looks_out_of_order_are_taken_as_at_once():
    belief = replayed(Curve(HABITS), "", 9, 5.0, [(3.0, True), (6.0, False)])

    assert belief.age == 6
    assert belief.fading > 0
