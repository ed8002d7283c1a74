"""The measures that have floors, of what a simulation brought."""

from collections.abc import Iterable, Mapping

from scheduler.simulation.measures import Measure, Plan
from scheduler.simulation.worlds import LAWS

WHOLE = Plan(tuple(LAWS), (6, 12, 24), seeds=5, per_day=100, measured=14)
"""What the command measures: five seeds of every world, and every policy in each."""
QUICK = Plan(("A", "B"), (12,), ("ours", "quiet"), seeds=1, per_day=60, measured=7)
"""What the test suite measures: some seconds."""
RIVALS = ("quiet", "nutch", "ladder")


def own(found: Iterable[Measure], prefix: str = "") -> dict[str, float]:
    """Name -> value, more is better: ours of the oracle, in time, of deletions, above the others.

    `in time` is 24 hours over the delay that 95 of 100 edits do not exceed.
    """
    by_place: dict[str, dict[str, Measure]] = {}
    for each in found:
        by_place.setdefault(f"{prefix}{each.world} {each.budget:g}", {})[each.policy] = each
    measured: dict[str, float] = {}
    for place, policies in by_place.items():
        ours = policies["ours"]
        measured[f"{place} of oracle"] = ours.of_oracle
        measured[f"{place} in time"] = 24 / max(ours.delay, 1.0)
        measured[f"{place} deletions"] = ours.deletions
        measured |= _above(place, ours, policies)
    return measured


def _above(place: str, ours: Measure, policies: Mapping[str, Measure]) -> dict[str, float]:
    return {
        f"{place} above {name}": ours.of_oracle - policies[name].of_oracle
        for name in RIVALS
        if name in policies
    }
