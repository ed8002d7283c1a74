"""What a look must be worth, moved until the budget is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.agenda import THETA, Steering, steered
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
