"""How many requests a day are spent: what a look must be worth is moved until it fits."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scheduler.agenda.bounds import THETA

_GAIN = 0.6
"""The power of the ratio of what was used to what may be that a day moves `theta` by. Below 1, as
the looks of tomorrow were planned with the `theta` of yesterday."""
_STEP = 4.0
"""In one day `theta` is at most multiplied or divided by this."""
LEAST, MOST = 0.001, 1000.0
"""Between these `theta` stays, whatever the budget."""


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
    ) -> "Steering":
        """After `days` in which each site was asked `used` times a day; a budget of 0 is none.

        Without a budget for all `theta` is the default.
        """
        theta = steered(self.theta, sum(used.values()), budget, days) if budget else THETA
        sites = {
            site: steered(max(theta, self.sites.get(site, 0.0)), asked, site_budget, days)
            for site, asked in used.items()
            if site_budget and (site in self.sites or asked > site_budget)
        }
        return Steering(theta, {site: own for site, own in sites.items() if own > theta})
