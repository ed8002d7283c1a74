"""What the archive's own looks tell of its publishers: curve, hours of the day, sites, bursts.

A maximum-likelihood fit of edits that were seen as "changed between these two looks" (EM on
interval-censored counts, two steps from what was known), with pseudo-counts that hold every figure
at what is published until there is evidence for another. All of it is ratios of edits that were
seen to edits that were to be expected.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from math import exp, expm1

from scheduler.agenda.belief import ECHO_LASTS, MOST_AT_ONCE, SPREAD
from scheduler.agenda.curve import BANDS, HABITS, WINDOW, Curve, Habits
from scheduler.agenda.history import History

LEAST = 50
"""Articles below which nothing is learnt: the quiet-time ratio needs nothing."""
STEPS = 2
"""Of the fit. It is done anew each day from what was known the day before, and goes on so."""
BAND_TRUST = 40.0
"""Edits that the published curve is worth in each age band."""
HOUR_TRUST = 40.0
"""The same for each hour of the day."""
SITE_TRUST = 2.0
"""Edits that the mean of all sites is worth for each of them."""
ECHO_TRUST = 5.0
"""Edits that the first guess of the echo is worth."""
_STEADY = 0.005 / 24
"""Edits an hour of any article that do not fade. Less than a look reckons with, whose floor is for
deletions, too: with that, late edits were taken for steady ones and the curve for steeper."""
_HOUR = timedelta(hours=1)
_ENDS = (*BANDS[1:], WINDOW)
_DAY = 48.0
"""Hours of age in which the hours of the day are learnt: most edits fall there."""


@dataclass(slots=True)
class Sample:
    """One article's looks; times are ages in hours."""

    site: str
    """By its name in identities."""
    hour: int
    """Of the day, UTC, at which it was published."""
    first: float
    """Look."""
    last: float
    """Look, or the end of `WINDOW`."""
    changes: Sequence[tuple[float, float]]
    """(last look before, first look that showed it), oldest first."""


def sample(history: History) -> Sample:
    """What there is to learn from a history, up to an age of `WINDOW`."""
    began = history.began
    first = max(0.0, ((history.first or history.changed) - began) / _HOUR)
    last = min(max((history.looked - began) / _HOUR, first), max(first, WINDOW))
    spans = [((before - began) / _HOUR, (seen - began) / _HOUR) for before, seen in history.changes]
    changes = [(max(before, first), seen) for before, seen in spans if first < seen <= last]
    return Sample(history.site, began.astimezone(UTC).hour, first, last, changes)


def learnt(histories: Iterable[History], known: Habits = HABITS) -> Habits | None:
    """What these articles tell, beginning with what was `known`; None where they are too few."""
    return learnt_from([sample(each) for each in histories], known)


def learnt_from(samples: Sequence[Sample], known: Habits = HABITS) -> Habits | None:
    """The same, of `Sample`s."""
    young = [one for one in samples if one.first < WINDOW / 2 and one.last > one.first]
    if len(young) < LEAST:
        return None
    for _ in range(STEPS):
        known = _Tally(known).of(young)
    return known


class _Tally:
    """Edits seen and edits to be expected: one step of the fit."""

    def __init__(self, known: Habits) -> None:
        self.known = known
        self.curve = Curve(known)
        self.bands = [[0.0, 0.0] for _ in BANDS]
        self.hours = [[0.0, 0.0] for _ in range(24)]
        self.sites: dict[str, list[float]] = {}
        self.echo = [0.0, 0.0]

    def of(self, samples: Sequence[Sample]) -> Habits:
        """What they tell."""
        for one in samples:
            self._add(one)
        edits = _ratio(map(sum, zip(*self.sites.values(), strict=True)), 1.0, HABITS.edits)
        bands = [
            old * _ratio(pair, BAND_TRUST, 1 / old)
            for old, pair in zip(self.known.ages, self.bands, strict=True)
        ]
        hours = [
            old * _ratio(pair, HOUR_TRUST, 1 / old)
            for old, pair in zip(self.known.hours, self.hours, strict=True)
        ]
        mean = sum(hours) / 24
        whole = _whole(bands)
        return Habits(
            ages=tuple(band / whole for band in bands),
            hours=tuple(hour / mean for hour in hours),
            edits=edits,
            sites={name: _ratio(pair, SITE_TRUST, edits) for name, pair in self.sites.items()},
            echo=min(_ratio(self.echo, ECHO_TRUST, HABITS.echo), 0.9),
            articles=len(samples),
        )

    def _add(self, one: Sample) -> None:
        table, share = self.curve.table(one.hour), self.curve.share
        seen = share(table, one.last) - share(table, one.first)
        expected = self.known.sites.get(one.site, self.known.edits)
        parts = self._parts(one, expected)
        # How this article differs from others of its site, so that a live blog is no habit.
        own = (SPREAD + sum(fading for fading, _ in parts)) / (SPREAD / expected + seen)
        parts = self._parts(one, own)
        site = self.sites.setdefault(one.site, [0.0, 0.0])
        site[0] += sum(fading for fading, _ in parts)
        site[1] += seen
        self._divide(one, (one.first, one.last), own, 1)
        for (before, after), (fading, echo) in zip(one.changes, parts, strict=True):
            self.echo[0] += echo
            part = share(table, after) - share(table, before)
            self._divide(one, (before, after), fading / max(part, 1e-12), 0)

    def _divide(self, one: Sample, span: tuple[float, float], rate: float, place: int) -> None:
        """Count what a rate has in a span of ages: seen (place 0), or to be expected (1)."""
        table, share = self.curve.table(one.hour), self.curve.share
        low, end = span
        for number in range(bisect_right(BANDS, low) - 1, len(BANDS)):
            high = min(end, _ENDS[number])
            if low >= high:
                break
            self.bands[number][place] += rate * (share(table, high) - share(table, low))
            low = high
        low, end = span[0], min(span[1], _DAY)
        while low < end:
            high = min(end, int(low) + 1.0)
            hour = self.hours[int(one.hour + low) % 24]
            hour[place] += rate * (share(table, high) - share(table, low))
            low = high

    def _parts(self, one: Sample, rate: float) -> list[tuple[float, float]]:
        """For each change the edits that fade and those that are an echo, as they are expected."""
        table, share = self.curve.table(one.hour), self.curve.share
        parts = []
        left, since = 0.0, 0.0
        for before, after in one.changes:
            left *= exp(-(before - since) / ECHO_LASTS)
            fading = rate * (share(table, after) - share(table, before))
            lasted = max((after - before) / ECHO_LASTS, 1e-6)
            echo = left * -expm1(-lasted) * self.known.echo
            whole = fading + _STEADY * (after - before) + echo + 1e-9
            edits = min(whole / -expm1(-whole), MOST_AT_ONCE)
            parts.append((edits * fading / whole, edits * echo / whole))
            fresh = edits * -expm1(-lasted) / lasted
            self.echo[1] += fresh / 2  # `_parts` is asked twice of each article
            left = left * exp(-lasted) + fresh
            since = after
        return parts


def _ratio(pair: Iterable[float], trust: float, prior: float) -> float:
    """Seen over expected, where `trust` edits were seen before at a ratio of `prior`."""
    seen, expected = pair
    return (seen + trust) / (expected + trust / prior)


def _whole(bands: Sequence[float]) -> float:
    """The share that a curve with these factors has at `WINDOW`."""
    plain = Curve(Habits(ages=tuple(bands)))
    return plain.table(0)[-1]
