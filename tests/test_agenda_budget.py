"""What a look must be worth, moved until the budget is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.agenda import ANY, THETA, Steering, room, steered
from scheduler.agenda.budget import LEAST, MOST


@given(
    theta=st.floats(LEAST, MOST),
    used=st.floats(0, 1e9),
    budget=st.floats(1, 1e9),
    days=st.floats(0.01, 1),
)
def test_theta_moves_towards_the_budget_and_stays_in_its_bounds(
    theta: float, used: float, budget: float, days: float
):
    moved = steered(theta, used, budget, days)

    assert LEAST <= moved <= MOST
    assert (moved >= theta * 0.999) if used >= budget else (moved <= theta * 1.001)


@pytest.mark.parametrize("wanted", [100, 1_000, 20_000])
def test_where_looks_follow_from_theta_the_budget_is_met(wanted: float):
    theta, used = THETA, 0.0
    for _ in range(30):
        used = 300 / theta**0.9
        theta = steered(theta, used, wanted)

    assert used == pytest.approx(wanted, rel=0.02)


def test_without_a_budget_a_look_is_worth_what_it_always_is():
    assert Steering(theta=3.0).moved({"cna": 10**6}, 0, 0) == Steering(theta=THETA)


def test_a_site_with_more_to_ask_than_it_may_has_a_theta_of_its_own():
    moved = Steering().moved({"cna": 900, "yahoo": 90}, 0, 100)

    assert moved.of("cna") > THETA
    assert moved.of("yahoo") == moved.of("elsewhere") == THETA


def test_a_site_that_asks_less_again_goes_by_the_theta_of_all():
    steering = Steering(sites={"cna": 1.2 * THETA})
    moved = steering.moved({"cna": 10}, 0, 100)

    assert moved == Steering()


def test_the_narrower_budget_counts():
    moved = Steering(theta=1.0, sites={"cna": 0.5}).moved({"cna": 50}, 50, 0)

    assert moved == Steering(theta=1.0)
    assert Steering(theta=1.0, sites={"cna": 0.5}).of("cna") == 1.0


def test_looks_that_the_cap_keeps_waiting_were_wanted_too():
    looks, waiting = {"cna": 95, "yahoo": 20}, {"cna": 300, "yahoo": 300}
    moved = Steering().moved(looks, 0, 100, waiting=waiting)

    assert moved.of("cna") > THETA == moved.of("yahoo")
    assert Steering().moved(looks, 115, 0, waiting=waiting).theta > THETA
    assert Steering().moved(looks, 400, 0, waiting=waiting).theta < THETA  # they waited for a start


@given(budget=st.integers(0, 10**6), looks=st.lists(st.integers(0, 10**6), max_size=30))
def test_a_budget_is_never_passed(budget: int, looks: list[int]):
    made: list[int] = []
    for wanted in looks:  # of each hour
        day = sum(made[-23:])
        left = room(budget, day, 0)
        made.append(min(wanted, left))
        rest = max(0, left - made[-1]) if budget else ANY
        assert room(budget, day + made[-1], made[-1]) == rest
        assert not budget or sum(made[-24:]) <= budget

    assert room(0, 10**6, 10**6) == ANY
    assert room(budget, budget, 0) == (0 if budget else ANY)
    assert not budget or room(budget, 0, 0) == -(-budget // 8)
