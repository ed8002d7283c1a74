"""The made-up press, the policies that watch it, and what they are measured by."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise
from statistics import mean

import pytest

from scheduler.simulation import plot
from scheduler.simulation.measures import Measure, Plan, measured, quantile
from scheduler.simulation.play import SETTLED, play
from scheduler.simulation.policies import (
    Ladder,
    Nutch,
    Oracle,
    Ours,
    Policy,
    Quiet,
    Watching,
)
from scheduler.simulation.worlds import LAWS, WATCHED, Falling, Story, World, made
from tests.quality import ratchet
from tests.quality.agenda import __main__ as command
from tests.quality.agenda.measure import QUICK, own

FAST = Falling(1.1, 0.5)


def story(*edits: float, published: float = 0.0, is_deleted: bool = False) -> Story:
    return Story("s", published, 1.0, FAST, "plain", list(edits), is_deleted)


def watching(quiet: float, last: float) -> Watching:
    found = Watching(story(), 0.0)
    found.last, found.quiet_since = last, last - quiet
    return found


# ------------------------------------------------------------------ worlds


@pytest.mark.parametrize("alpha", [0.8, 1.1, 1.4])
def test_an_age_and_its_share_are_two_ways_to_say_one_thing(alpha: float):
    falling = Falling(alpha, 0.5)

    assert falling.share(0) == 0
    assert falling.share(WATCHED) == pytest.approx(1)
    for share in (0.01, 0.5, 0.99):
        assert falling.share(falling.age(share)) == pytest.approx(share)


def test_world_a_has_the_figures_that_were_published():
    world = made(LAWS["A"], 1, per_day=400, days=14)
    edits = [[edit - one.published for edit in one.edits] for one in world.stories]
    kept = [
        ages[:-1] if one.is_deleted else ages
        for ages, one in zip(edits, world.stories, strict=True)
    ]
    day = [sum(age < 24 for age in ages) for ages in kept]
    gone = [ages[-1] for ages, one in zip(edits, world.stories, strict=True) if one.is_deleted]

    assert mean(each > 0 for each in day) == pytest.approx(0.29, abs=0.04)
    assert mean(any(age < 168 for age in ages) for ages in kept) == pytest.approx(0.35, abs=0.04)
    assert mean(each for each in day if each) == pytest.approx(2.1, abs=0.4)
    assert mean(each <= 2 for each in day if each) == pytest.approx(0.79, abs=0.08)
    assert sum(age < 168 for age in gone) / len(kept) == pytest.approx(0.015, abs=0.005)


@pytest.mark.parametrize("name", LAWS)
def test_a_world_is_the_same_again_and_in_order(name: str):
    one, same = (made(LAWS[name], 3, per_day=20, days=10) for _ in range(2))

    assert [each.edits for each in one.stories] == [each.edits for each in same.stories]
    assert all(a.published <= b.published for a, b in pairwise(one.stories))
    for each in one.stories:
        assert each.edits == sorted(each.edits)
        assert all(each.published <= edit <= each.published + WATCHED for edit in each.edits)


def test_worlds_differ_as_they_say():
    early, late = (made(LAWS[name], 1, per_day=100, days=14) for name in ("fast", "slow"))
    days = made(LAWS["days"], 1, per_day=100, days=14)
    bursty = made(LAWS["B"], 1, per_day=200, days=14)
    hours = [edit % 24 for one in days.stories for edit in one.edits]
    live = [one for one in bursty.stories if one.kind == "live" and not one.is_deleted]

    assert soon(early) > soon(late) + 0.2
    assert sum(9 <= hour < 21 for hour in hours) > 2 * sum(not 9 <= hour < 21 for hour in hours)
    assert mean(len(one.edits) for one in live) > 12
    assert {one.kind for one in bursty.stories} == {"plain", "live", "evergreen"}
    assert live[0].expected(9) - live[0].expected(8) < 1 < live[0].expected(8) - 14


def soon(world: World) -> float:
    ages = [edit - one.published for one in world.stories for edit in one.edits]
    return mean(age < 6 for age in ages)


def test_an_evergreen_page_is_expected_to_be_edited_daily():
    page = replace(story(), kind="evergreen")

    assert page.expected(240) - page.expected(216) == pytest.approx(1.03, abs=0.03)


# ------------------------------------------------------------------ policies


@pytest.mark.parametrize(
    ("policy", "seen", "pause"),
    [
        (Quiet(), watching(10, 20), 2.0),
        (Quiet(), watching(0, 20), 1 / 6),
        (Quiet(), watching(300, 300), 24.0),
        (Ladder(), watching(1, 20), 0.25),
        (Ladder(), watching(10, 20), 1.0),
        (Ladder(), watching(100, 120), 3.0),
        (Ladder(), watching(200, 220), 72.0),
        (Nutch(), watching(0, 0), 1.0),
        (Nutch(), watching(9, 20), 0.5),
    ],
)
def test_what_others_do(policy: Policy, seen: Watching, pause: float):
    assert policy.pause(seen, 1.0) == pytest.approx(pause)


def test_nutchs_interval_grows_until_something_changes():
    policy, seen = Nutch(), watching(0, 0)
    for changed, interval in ((False, 1.4), (False, 1.96), (True, 1.568)):
        policy.looked(seen, 1.0, changed=changed)
        assert seen.interval == pytest.approx(interval)


def test_the_oracle_looks_when_it_knows_that_it_is_time():
    seen = watching(0, 1)
    pause = Oracle().pause(seen, 0.1)

    assert seen.story.expected(1 + pause) - seen.story.expected(1) == pytest.approx(0.1, rel=0.02)
    assert Oracle().pause(watching(0, 300), 50) > WATCHED - 300


def test_ours_goes_by_quiet_time_until_it_has_learnt():
    policy = Ours()
    seen = watching(10, 20)
    before = policy.pause(seen, Ours.stretch)
    policy.learn([seen])
    assert policy.pause(seen, Ours.stretch) == before == pytest.approx(2.0)

    press = [Watching(one, 0.01) for one in made(LAWS["A"], 1, per_day=10, days=20).stories]
    for each in press:
        each.look(12, changed=bool(each.story.edits))
        each.look(48, changed=False)
    policy.learn(press)
    assert policy.habits.articles == 200
    edited = next(each for each in press if each.changes)
    quiet = next(
        each for each in press if not each.changes and each.story.site == edited.story.site
    )
    assert policy.pause(edited, Ours.stretch) < policy.pause(quiet, Ours.stretch)
    assert edited.belief is not None
    policy.looked(edited, 60, changed=True)
    assert edited.belief.age == 60


# ------------------------------------------------------------------ play


class Hourly(Quiet):
    """Looks every hour, whatever there is."""

    def pause(self, watching: Watching, stretch: float) -> float:
        """One."""
        return 1.0


def test_what_is_seen_covered_late_and_deleted_is_counted():
    start = 24.0 * SETTLED + 0.01
    edits = [start + each for each in (0.01, 1.2, 1.4, 5.5, 9.5)]
    one = Story("s", start, 1.0, FAST, "plain", edits, is_deleted=True)
    days = SETTLED + 1 + round(WATCHED / 24)
    found = play(World([one, story(published=1.0)], days, 1), Hourly(), 24)

    assert found.stories == 1
    assert found.looks == 10
    assert (found.edits, found.captured) == (3, 2)
    assert found.delays == pytest.approx([0.87, 0.67, 0.57], abs=0.01)
    assert (found.deletions, found.deletions_found) == (1, 1)


@pytest.mark.parametrize("policy", ["ours", "quiet", "oracle", "ladder"])
def test_every_policy_is_held_to_the_budget(policy: str):
    [*_, found] = measured(Plan(("A",), (12,), (policy,), per_day=30, measured=7))

    assert found.policy == policy
    assert found.looks == pytest.approx(12, rel=0.15)


def test_a_quantile():
    assert quantile([3, 1, 2, float("inf")], 0.5) == 3
    assert quantile([], 0.95) == 0


# ------------------------------------------------------------------ what is reached


@pytest.mark.no_cover
def test_the_agenda_is_not_below_its_floors():
    floors = ratchet.read(command.FILE.read_text(encoding="utf-8"))
    found = own(measured(QUICK), "quick ")

    assert set(found) <= set(floors)
    assert not ratchet.below(floors, found)


def test_no_floor_lets_the_quiet_time_ratio_be_better():
    floors = ratchet.read(command.FILE.read_text(encoding="utf-8"))
    above = [floor for name, floor in floors.items() if name.endswith("above quiet")]

    assert len(above) >= len(LAWS) * 3
    assert all(floor.least > 0 for floor in above)


def test_the_picture_has_a_line_for_each_policy_and_a_panel_for_each_world():
    measures = [
        Measure(world, budget, policy, budget, 0.8, share, 20, 0.9)
        for world in ("A", "<B>")
        for budget in (6, 12)
        for policy, share in (("oracle", 1.0), ("ours", 0.95), ("ladder", 0.4))
    ]
    picture = ET.fromstring(plot.svg(measures))  # noqa: S314  our own
    texts = [each.text for each in picture.iter("{http://www.w3.org/2000/svg}text")]

    assert len(list(picture.iter("{http://www.w3.org/2000/svg}polyline"))) == 6
    assert {"ours", "6", "12", "100 %", "World <B>: share of the oracle’s captures"} <= {*texts}


def test_a_budget_alone_is_a_picture_too():
    assert "polyline" in plot.svg([Measure("A", 6, "ours", 6, 0.8, 0.9, 20, 0.9)])
