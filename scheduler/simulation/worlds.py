"""Worlds: stories with the moments at which they are edited and deleted, from a seed.

World A is fitted to published figures: 29 % of the stories edited within a day, 35 % within a week,
2.1 edits an edited story, four in five once or twice, 1.5 % deleted within a week, 45 % of those on
the first day (research/scale.md, A3). The others differ from it where nobody has measured.
Times are hours from the beginning of the world.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from math import exp, pi, sin
from random import Random

WATCHED = 14 * 24.0
"""Hours after publication in which a story is watched."""
SITES = 40
"""The largest has a quarter of the stories, the n-th an n-th of that."""
_EDITS = 0.95
"""Edits a story, on average."""
_SPREAD = 0.55
"""Shape of the Gamma distribution of edits among the stories of a site."""
_DELETED = 0.019
"""Share of the stories that are deleted while they are watched."""
_BRANCHING, _BRANCH_HOURS = 0.35, 0.75
_DAYTIME = 0.75
_LIVE_RATE, _LIVE_HOURS, _EVERGREEN_RATE = 2.0, 8.0, 1 / 24


@dataclass(frozen=True, slots=True)
class Falling:
    """How edits fall off with age: as (age + onset) ** -alpha, until `WATCHED`."""

    alpha: float = 1.1
    """Not 1. Smaller: later."""
    onset: float = 0.5
    """Hours."""

    def share(self, age: float) -> float:
        """Of all edits in `WATCHED`, those that are made by `age`, which is not more than that."""
        power, start, whole = _terms(self)
        made: float = (age + self.onset) ** power - start
        return made / whole

    def age(self, share: float) -> float:
        """The age by which a share of the edits is made."""
        power, start, whole = _terms(self)
        age: float = (start + share * whole) ** (1 / power)
        return age - self.onset


@cache
def _terms(falling: Falling) -> tuple[float, float, float]:
    power = 1 - falling.alpha
    start: float = falling.onset**power
    return power, start, (WATCHED + falling.onset) ** power - start


_DELETIONS = Falling(1.05, 12.0)


@dataclass(frozen=True, slots=True)
class Law:
    """How a world edits."""

    about: str
    """In a few words, for people."""
    falling: Falling = Falling()
    """When a story is edited."""
    late: Falling | None = None
    """Of two outlets in five, which edit later than the others."""
    has_days: bool = False
    """Whether there are seven times more edits by day than by night."""
    has_bursts: bool = False
    """Whether an edit brings others: 0.35 on average, in the next hour."""
    has_live: bool = False
    """Whether one story in fifty is a live blog (16 edits in 8 h) and another one evergreen (an
    edit a day).
    """


LAWS = {
    "A": Law("edits fall off with age"),
    "B": Law("bursts, days and nights, live blogs", has_days=True, has_bursts=True, has_live=True),
    "slow": Law("edits fall off more slowly", Falling(0.8)),
    "fast": Law("edits fall off faster", Falling(1.4)),
    "days": Law("hardly an edit at night", has_days=True),
    "late": Law("two outlets in five edit late", late=Falling(1.1, 12.0)),
}
"""Name -> law; `slow` and `fast` are alpha 0.8 and 1.4."""


@dataclass(slots=True)
class Story:
    """One article of a world."""

    site: str
    """Its name."""
    published: float
    """Hours from the beginning of the world."""
    rate: float
    """Edits to be expected in `WATCHED`, but for those of a live blog and an evergreen page."""
    falling: Falling
    """When they are made."""
    kind: str = "plain"
    """`plain`, `live` or `evergreen`."""
    edits: list[float] = field(default_factory=list)
    """In order; the last one is no edit but the deletion where it `is_deleted`."""
    is_deleted: bool = False
    """While it is watched."""

    def expected(self, age: float) -> float:
        """Edits and deletions to be expected by an age, by who knows the law and the story."""
        fading = self.rate * self.falling.share(age) + _DELETED * _DELETIONS.share(age)
        if self.kind == "plain":
            return fading
        live = self.kind == "live"
        return fading + (_LIVE_RATE * min(age, _LIVE_HOURS) if live else _EVERGREEN_RATE * age)


@dataclass(frozen=True, slots=True)
class World:
    """Stories in order of publication, over some days."""

    stories: list[Story]
    """The first published first."""
    days: int
    """How long it lasts."""
    per_day: int
    """Stories published a day."""


def made(law: Law, seed: int, *, per_day: int, days: int) -> World:
    """A world; the same for the same arguments."""
    random = Random(f"{law.about} {seed}")  # noqa: S311  a world is to be the same again
    shares = [1 / number for number in range(1, SITES + 1)]
    levels = [exp(random.gauss(0, 0.7)) for _ in shares]
    mean = sum(map(float.__mul__, shares, levels)) / sum(shares)
    late = [law.late if law.late and random.random() < 0.4 else law.falling for _ in shares]
    names = [f"site{number}" for number in range(SITES)]
    stories = []
    for moment in sorted(_moments(random, per_day, days, has_days=law.has_days)):
        [place] = random.choices(range(SITES), shares)
        rate = _EDITS * levels[place] / mean * random.gammavariate(_SPREAD, 1 / _SPREAD)
        story = Story(names[place], moment, rate, late[place])
        if law.has_live:
            story.kind = _kind(random.random())
        _edit(story, law, random)
        stories.append(story)
    return World(stories, days, per_day)


def _moments(random: Random, per_day: int, days: int, *, has_days: bool) -> Iterator[float]:
    for _ in range(per_day * days):
        moment = random.uniform(0, 24 * days)
        while has_days and random.uniform(0, 1 + _DAYTIME) > _daylight(moment):
            moment = random.uniform(0, 24 * days)
        yield moment


def _kind(lot: float) -> str:
    return "live" if lot < 0.02 else "evergreen" if lot < 0.04 else "plain"


def _daylight(moment: float) -> float:
    return 1 + _DAYTIME * sin(2 * pi * ((moment % 24) - 9) / 24)


def _edit(story: Story, law: Law, random: Random) -> None:
    first = story.rate * (1 - _BRANCHING) if law.has_bursts else story.rate
    ages = [story.falling.age(random.random()) for _ in range(_poisson(random, first))]
    if law.has_days:  # as many as without days, at other hours
        ages = [_by_day(story, age, random) for age in ages]
    if law.has_bursts:
        ages += _burst(ages, random)
    if story.kind == "live":
        ages += _evenly(random, _LIVE_RATE, _LIVE_HOURS)
    if story.kind == "evergreen":
        ages += _evenly(random, _EVERGREEN_RATE, WATCHED)
    story.is_deleted = random.random() < _DELETED
    last = _DELETIONS.age(random.random()) if story.is_deleted else WATCHED
    ages = sorted(age for age in ages if age < last)
    story.edits = [story.published + age for age in (ages + [last] * story.is_deleted)]


def _by_day(story: Story, age: float, random: Random) -> float:
    while random.uniform(0, 1 + _DAYTIME) > _daylight(story.published + age):
        age = story.falling.age(random.random())
    return age


def _burst(ages: list[float], random: Random) -> list[float]:
    found: list[float] = []
    while ages:
        ages = [
            age + random.expovariate(1 / _BRANCH_HOURS)
            for age in ages
            for _ in range(_poisson(random, _BRANCHING))
        ]
        found += ages
    return found


def _evenly(random: Random, rate: float, hours: float) -> list[float]:
    return [random.uniform(0, hours) for _ in range(_poisson(random, rate * hours))]


def _poisson(random: Random, mean: float) -> int:
    """How many events there are where `mean` are to be expected."""
    count, left = 0, mean
    while (left := left - random.expovariate(1)) > 0:
        count += 1
    return count
