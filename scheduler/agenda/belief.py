"""What is believed of one article's edits: learnt look by look, and asked for the next one.

An article has two rates of its own, both unknown: one that fades as the curve has it (edits of a
story) and a steady one (a live blog, a page that is kept up to date). Each has a Gamma
distribution, which a look at which nothing changed lowers and a change raises, divided between
them by how much each of them expected. Beside these there is a floor that all articles share,
and the echo of a change: edits come in bursts.
"""

from collections.abc import Iterable
from math import exp, expm1, sqrt

from scheduler.agenda.curve import Curve

SPREAD = 0.5
"""Shape of the fading rate: how different the articles of one publisher are (smaller: more)."""
STEADY_SPREAD = 0.05
"""Shape of the steady rate: hardly any article has one, and those that do have a high one."""
STEADY = 0.015 / 24
"""Edits an hour, the mean of the steady rate before anything is known."""
FLOOR_RATE = 0.015 / 24
"""Edits an hour that any article is held to have for ever: what makes late edits and deletions be
found. Together with `STEADY` a floor of 0.03 a day."""
ECHO_LASTS = 0.75
"""Hours in which the echo of a change falls to 1/e."""
CAUTION = 2.0
"""How much what is not known of the fading rate counts: as much again as the loss itself, since a
look also tells what there is to come. Fitted in world A."""
MOST_AT_ONCE = 4.0
"""Edits that one change may count for, however many were expected."""

_HALVINGS = 12
"""After so many the due time is found, whatever the curve."""


class Belief:
    """An article's rates as they are known after some looks; times are ages in hours."""

    __slots__ = (
        "_curve",
        "_echo",
        "_echo_share",
        "_edits",
        "_expected",
        "_seen_share",
        "_share",
        "_steady_edits",
        "_steady_hours",
        "_table",
        "age",
    )  # fmt: skip

    def __init__(self, curve: Curve, site: str, hour: int, age: float) -> None:
        """Nothing is known but the site; published at `hour` (UTC), first looked at at `age`."""
        habits = curve.habits
        self._curve = curve
        self._table = curve.table(hour)
        self._echo_share = habits.echo
        self._expected = max(1e-3, habits.sites.get(site, habits.edits))
        self.age = age
        self._share = curve.share(self._table, age)
        self._edits = SPREAD
        self._seen_share = SPREAD / self._expected
        self._steady_edits = STEADY_SPREAD
        self._steady_hours = STEADY_SPREAD / STEADY
        self._echo = 0.0

    @property
    def fading(self) -> float:
        """Edits in 14 days that fade with age: the mean of what is believed."""
        return self._edits / self._seen_share

    @property
    def steady(self) -> float:
        """Edits an hour that do not fade: the mean of what is believed, without the floor."""
        return self._steady_edits / self._steady_hours

    def expected(self, age: float) -> tuple[float, float, float]:
        """Edits since the last look until `age`: fading, steady (with the floor), echo."""
        hours = age - self.age
        share = self._curve.share(self._table, age) - self._share
        echo = self._echo * -expm1(-hours / ECHO_LASTS) * self._echo_share
        return self.fading * share, (self.steady + FLOOR_RATE) * hours, echo

    def unseen(self, age: float) -> float:
        """Edits since the last look until `age`, as a root mean square.

        What a look that comes late loses are versions that another edit has covered, and they grow
        with the square of the rate. So of two articles with one mean, the one that less is known
        of is due first.
        """
        hours = age - self.age
        share = self._curve.share(self._table, age) - self._share
        fading = share / self._seen_share
        mean = self._edits * fading + (self.steady + FLOOR_RATE) * hours
        if self._echo:
            mean += self._echo * -expm1(-hours / ECHO_LASTS) * self._echo_share
        return sqrt(mean * mean + CAUTION * self._edits * fading * fading)

    def look(self, age: float, *, changed: bool) -> None:
        """Take what a look at `age` brought."""
        hours = age - self.age
        share = self._curve.share(self._table, age)
        fading, steady, echo = self.expected(age) if changed else (0.0, 0.0, 0.0)
        self._seen_share += share - self._share
        self._steady_hours += hours
        self._echo *= exp(-hours / ECHO_LASTS)
        if changed:
            whole = fading + steady + echo + 1e-9
            # There was at least one edit: so many are to be expected, and a part is each rate's.
            edits = min(whole / -expm1(-whole), MOST_AT_ONCE)
            self._edits += edits * fading / whole
            self._steady_edits += edits * steady / whole
            lasted = max(hours / ECHO_LASTS, 1e-6)
            self._echo += edits * -expm1(-lasted) / lasted  # when it was is not known
        self.age, self._share = age, share

    def due(self, theta: float, shortest: float, longest: float) -> float:
        """Hours after the last look at which the unseen edits reach `theta`.

        At least `shortest`, at most `longest`; right to a hundredth.
        """
        low, high = 0.0, shortest
        below, above = 0.0, self.unseen(self.age + high)
        while above < theta:
            if high >= longest:
                return longest
            low, below = high, above
            high = min(2 * high, longest)
            above = self.unseen(self.age + high)
        if not low:
            return shortest
        middle, value, halvings = high, above, 0
        while abs(value - theta) >= theta / 100 and halvings < _HALVINGS:
            # The curve bends little between two such pauses: a line through both comes close.
            share = (theta - below) / (above - below)
            middle = low + (high - low) * min(max(share, 0.05), 0.95)
            value = self.unseen(self.age + middle)
            halvings += 1
            if value < theta:
                low, below = middle, value
            else:
                high, above = middle, value
        return middle


def replayed(
    curve: Curve, site: str, hour: int, first: float, looks: Iterable[tuple[float, bool]]
) -> Belief:
    """What is believed after these looks: (age, whether it had changed), oldest first.

    Looks between which nothing changed may be left out: what they tell adds up.
    """
    belief = Belief(curve, site, hour, first)
    for age, changed in looks:
        belief.look(max(age, belief.age), changed=changed)
    return belief
