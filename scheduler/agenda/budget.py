"""How many looks a day are spent: what a look must be worth is moved until it fits, and a cap."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from scheduler.agenda.bounds import THETA

_GAIN = 0.6
"""The power of the ratio of what was used to what may be that a day moves `theta` by. Below 1, as
the looks of tomorrow were planned with the `theta` of yesterday."""
_STEP = 4.0
"""In one day `theta` is at most multiplied or divided by this."""
LEAST, MOST = 0.001, 1000.0
"""Between these `theta` stays, whatever the budget."""
_SPENT = 0.9
"""From this share of a budget on it is what keeps looks waiting, and not the length of a round."""
_PARTS = 8
"""An hour gets this part of a day's budget at most: three times its share, since by day there is
more to see, and so that what waits after days off does not take a day's looks at once."""
ANY = 1_000_000_000
"""Room without a budget: more looks than a day has."""


def room(budget: int, day: int, hour: int) -> int:
    """Looks that may be made now, of a `budget` a day; 0 is none, and then there is room for `ANY`.

    `day` and `hour` are the looks that were made in the last 24 hours and in the last one.
    """
    if not budget:
        return ANY
    return max(0, min(budget - day, hourly(budget) - hour))


def hourly(budget: int) -> int:
    """Looks that may be made in one hour of a `budget` a day."""
    return -(-budget // _PARTS)


def steered(theta: float, used: float, budget: float, days: float = 1.0) -> float:
    """The `theta` from now on, where `used` requests a day were made of a `budget` of so many.

    `days` since it was moved last, `budget` more than 0. Uses less: looks are worth more.
    """
    ratio: float = max(used / budget, 1e-6) ** (_GAIN * days)
    limit: float = _STEP**days
    return min(max(theta * min(max(ratio, 1 / limit), limit), LEAST), MOST)


@dataclass(frozen=True, slots=True)
class Steering:
    """What a look must be worth, for all and for each host that has more to ask than it may."""

    theta: float = THETA
    """Unseen edits that are worth a look."""
    sites: Mapping[str, float] = field(default_factory=dict)
    """The same for a site whose own budget is the narrower one, by its name."""

    def of(self, site: str) -> float:
        """What a look at an article of this site must be worth."""
        return max(self.theta, self.sites.get(site, 0.0))

    def moved(
        self,
        used: Mapping[str, int],
        budget: int,
        site_budget: int,
        days: float = 1.0,
        waiting: Mapping[str, int] = MappingProxyType({}),
    ) -> "Steering":
        """After `days` in which each site was asked `used` times a day; a budget of 0 is none.

        `waiting` are the looks of each site that are due: of a budget that is spent they would have
        been made beside the others. Without a budget for all `theta` is the default.
        """
        whole = _wanted(sum(used.values()), sum(waiting.values()), budget)
        theta = steered(self.theta, whole, budget, days) if budget else THETA
        asked = {site: _wanted(n, waiting.get(site, 0), site_budget) for site, n in used.items()}
        sites = {
            site: steered(max(theta, self.sites.get(site, 0.0)), wanted, site_budget, days)
            for site, wanted in asked.items()
            if site_budget and (site in self.sites or wanted > site_budget)
        }
        return Steering(theta, {site: own for site, own in sites.items() if own > theta})


def _wanted(used: int, waiting: int, budget: int) -> int:
    """Looks that there would have been without the cap."""
    return used + waiting if used >= _SPENT * budget else used
