"""What the policies reach, over some seeds of some worlds, within some budgets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scheduler.simulation.play import SETTLED, Outcome, play
from scheduler.simulation.policies import POLICIES
from scheduler.simulation.worlds import LAWS, WATCHED, World, made


@dataclass(frozen=True, slots=True)
class Measure:
    """One policy in one world within one budget."""

    world: str
    """By its name in `LAWS`."""
    budget: float
    """Looks a story, beside the first one."""
    policy: str
    """By its name in `POLICIES`."""
    looks: float
    """A story, on average; about the budget."""
    captured: float
    """Share of the edits that was seen before another one covered it."""
    of_oracle: float
    """The same, of what the oracle captures."""
    delay: float
    """Hours from an edit to the look that saw the page changed: 95 of 100 edits have less."""
    deletions: float
    """Share of the deletions that was found while the story was watched."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured."""

    worlds: Sequence[str] = ("A", "B")
    """By their names in `LAWS`."""
    budgets: Sequence[float] = (6, 12, 24)
    """Looks a story, beside the first one."""
    policies: Sequence[str] = tuple(POLICIES)
    """The oracle is always among them."""
    seeds: int = 1
    """Worlds of each kind; all are taken together."""
    per_day: int = 60
    """Stories published a day."""
    measured: int = 10
    """Days whose stories are measured."""


def measured(plan: Plan) -> Iterator[Measure]:
    """Each world, each budget, each policy; the oracle first."""
    days = SETTLED + plan.measured + round(WATCHED / 24)
    for world in plan.worlds:
        law = LAWS[world]
        worlds = [made(law, seed, per_day=plan.per_day, days=days) for seed in range(plan.seeds)]
        for budget in plan.budgets:
            yield from _compared(plan, world, budget, worlds)


def _compared(plan: Plan, name: str, budget: float, worlds: Sequence[World]) -> Iterator[Measure]:
    first = next(iter(POLICIES))
    best = 0.0
    for policy in [first, *(each for each in plan.policies if each != first)]:
        whole = Outcome()
        for world in worlds:
            whole.add(play(world, POLICIES[policy](), budget))
        captured = whole.captured / max(1, whole.edits)
        best = captured if policy == first else best
        yield Measure(
            world=name,
            budget=budget,
            policy=policy,
            looks=whole.looks / max(1, whole.stories),
            captured=captured,
            of_oracle=captured / best if best else 1.0,
            delay=quantile(whole.delays, 0.95),
            deletions=whole.deletions_found / max(1, whole.deletions),
        )


def quantile(values: Sequence[float], share: float) -> float:
    """The least of the values that so many of them do not exceed; 0 of none."""
    ordered = sorted(values)
    place = min(int(share * len(ordered)), len(ordered) - 1)
    return ordered[place] if ordered else 0.0
