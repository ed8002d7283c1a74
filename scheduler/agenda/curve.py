"""How edits fall off with an article's age: the published curve, and what was learnt beside it.

Ages and times are hours here: a float is a tenth of the cost of a `timedelta`.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

WINDOW = 14 * 24.0
"""Hours in which a `share` of 1 is made: what an article's number of edits is counted over."""
BANDS = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 216.0)
"""Where the age bands begin, in hours, for each of which a factor is learnt."""
_ONSET = 0.5
_FADING = 0.1
"""The rate falls as (age + half an hour) ** -1.1. Source: research/scale.md A3, from GDELT's Global
Difference Graph (81 % of a week's changed articles changed within a day) and Timmerman et al."""
_KNOTS = (
    *(step / 12 for step in range(12)),
    *(1 + step / 4 for step in range(12)),
    *map(float, range(4, int(WINDOW) + 1)),
)
"""Ages at which the curve is tabled; between them it is straight."""


def _shape(age: float) -> float:
    faded: float = (age + _ONSET) ** -_FADING
    start: float = _ONSET**-_FADING
    return start - faded


def published(age: float) -> float:
    """The share of an article's edits that is made by `age`; 1 at `WINDOW`, and more after it."""
    return _shape(age) / _shape(WINDOW)


@dataclass(frozen=True, slots=True)
class Habits:
    """What an archive has learnt of how its publishers edit; the default is what is published."""

    ages: tuple[float, ...] = (1.0,) * len(BANDS)
    """For each of `BANDS`, how many times more edits there are than the published curve has."""
    hours: tuple[float, ...] = (1.0,) * 24
    """For each hour of the day, UTC, how many times more edits there are than on average."""
    edits: float = 0.6
    """Edits in `WINDOW` of an article of a site that nothing is known of."""
    sites: Mapping[str, float] = field(default_factory=dict)
    """The same for each site that something is known of, by its name in identities."""
    echo: float = 0.05
    """Edits that follow an edit within hours, of which the curve knows nothing."""
    articles: int = 0
    """How many articles this was learnt from."""


HABITS = Habits()
"""Nothing learnt."""


class Curve:
    """The share of an article's edits that is made by an age, as `Habits` have it."""

    def __init__(self, habits: Habits) -> None:
        """Tables are made when they are first asked for, one for each hour of the day."""
        self.habits = habits
        self._tables: dict[int, list[float]] = {}

    def table(self, hour: int) -> list[float]:
        """Shares at the knots for what was published at `hour` (UTC) of a day."""
        if hour not in self._tables:
            steps = [
                (published(after) - published(before))
                * self.habits.ages[bisect_right(BANDS, before) - 1]
                * self.habits.hours[int(hour + before) % 24]
                for before, after in pairwise(_KNOTS)
            ]
            self._tables[hour] = list(accumulate(steps, initial=0.0))
        return self._tables[hour]

    def share(self, table: list[float], age: float) -> float:
        """The share by `age`, in a table of this curve; beyond `WINDOW` as the last band has it."""
        if age >= WINDOW:
            return table[-1] + (published(age) - 1.0) * self.habits.ages[-1]
        place = _place(age)
        start = _KNOTS[place]
        part = (age - start) / (_KNOTS[place + 1] - start)
        return table[place] + part * (table[place + 1] - table[place])


def _place(age: float) -> int:
    """The last knot that is not after `age`; the knots are even from each of three ages on."""
    if age >= 4:
        return 20 + int(age)
    return 12 + int((age - 1) * 4) if age >= 1 else max(0, int(age * 12))
