"""The policies that are compared: ours, three that others ship or that need nothing, the oracle.

Each says how long to leave a story alone, in hours, at a stretch: the one number by which the
budget is kept, and by which all intervals grow or shrink (for ours and the oracle: `theta`). The
stretch of a class is about what 24 looks a story take.
"""

from collections.abc import Sequence
from typing import Protocol

from scheduler.agenda import HABITS, Belief, Curve
from scheduler.agenda.bounds import CEILING, FLOOR, LONGEST, QUIET_RATIO, SHORTEST, THETA
from scheduler.agenda.learning import Sample, learnt_from
from scheduler.simulation.worlds import WATCHED, Story

_HOUR = 3600.0
_SHORTEST = SHORTEST.total_seconds() / _HOUR
_LONGEST = LONGEST.total_seconds() / _HOUR
_TICK = 1 / 12
"""Hours: what those that know of no shortest pause are held to."""


class Watching:
    """What a policy remembers of one story; times are ages in hours."""

    __slots__ = ("belief", "changes", "first", "interval", "last", "quiet_since", "story")

    def __init__(self, story: Story, first: float) -> None:
        """Found, and read, at the age `first`."""
        self.story = story
        self.first = self.last = first
        self.quiet_since = 0.0
        self.changes: list[tuple[float, float]] = []
        self.interval = 0.0
        self.belief: Belief | None = None

    def look(self, age: float, *, changed: bool) -> None:
        """Note what a look brought."""
        if changed:
            self.changes.append((self.last, age))
            self.quiet_since = age
        self.last = age


class Policy(Protocol):
    """When to look again."""

    stretch: float
    """At 24 looks a story."""

    def pause(self, watching: Watching, stretch: float) -> float:
        """Hours from its last look to the next."""

    def looked(self, watching: Watching, age: float, *, changed: bool) -> None:
        """Take what a look brought, before `watching` does."""

    def learn(self, watched: Sequence[Watching]) -> None:
        """Take what all looks brought, from time to time."""


class _Plain:
    stretch = 1.0

    def looked(self, watching: Watching, age: float, *, changed: bool) -> None:
        """Nothing but what every `Watching` notes."""

    def learn(self, watched: Sequence[Watching]) -> None:
        """Nothing."""


class Quiet(_Plain):
    """The quiet-time ratio: a fifth of the time since the last change, 10 minutes to 24 hours."""

    stretch = 1.65

    def pause(self, watching: Watching, stretch: float) -> float:
        """Hours from its last look to the next."""
        quiet = watching.last - watching.quiet_since
        longest = CEILING.total_seconds() / _HOUR
        return max(min(quiet * QUIET_RATIO, longest) * stretch, FLOOR.total_seconds() / _HOUR)


class Ladder(_Plain):
    """newsdiffs: every 15 minutes until 3 hours after the last change, then 1, 3 and 72 hours."""

    stretch = 3.6

    def pause(self, watching: Watching, stretch: float) -> float:
        """Hours from its last look to the next."""
        quiet = watching.last - watching.quiet_since
        rung = next((each for below, each in _RUNGS if quiet < below), 72.0)
        return max(rung * stretch, _TICK)


_RUNGS = ((3.0, 0.25), (24.0, 1.0), (168.0, 3.0))


class Nutch(_Plain):
    """Apache Nutch's AdaptiveFetchSchedule, started at an hour: 1.4 times longer, or 0.8."""

    def looked(self, watching: Watching, age: float, *, changed: bool) -> None:
        """Move the interval."""
        before = watching.interval or 1.0
        watching.interval = max(before * (0.8 if changed else 1.4), 1 / 60)

    def pause(self, watching: Watching, stretch: float) -> float:
        """Hours from its last look to the next; a part of the quiet time is taken off."""
        interval = watching.interval or 1.0
        taken = min(0.3 * (watching.last - watching.quiet_since), interval / 2)
        return max((interval - taken) * stretch, _TICK)


class Oracle(_Plain):
    """Knows the law and every story's own rate, and looks when it expects enough edits."""

    stretch = 0.034

    def pause(self, watching: Watching, stretch: float) -> float:
        """Hours from its last look to the next."""
        expected = watching.story.expected
        known = expected(watching.last)
        low, high = 0.0, _TICK
        while expected(min(watching.last + high, WATCHED)) - known < stretch:
            low, high = high, 2 * high
            if watching.last + low > WATCHED:
                return low
        while low and high - low > high / 100:
            middle = (low + high) / 2
            if expected(min(watching.last + middle, WATCHED)) - known < stretch:
                low = middle
            else:
                high = middle
        return high


class Ours(_Plain):
    """The agenda: see `scheduler.agenda`. It begins with the quiet-time ratio and learns."""

    stretch = THETA

    def __init__(self) -> None:
        """Nothing is learnt yet."""
        self.habits = HABITS
        self.curve: Curve | None = None
        self.learnings = 0

    def pause(self, watching: Watching, stretch: float) -> float:
        """Hours from its last look to the next."""
        if self.curve is None:
            return Quiet().pause(watching, stretch / THETA)
        belief = watching.belief or self._belief(watching, self.curve)
        return belief.due(stretch, _SHORTEST, _LONGEST)

    def looked(self, watching: Watching, age: float, *, changed: bool) -> None:
        """Learn of the story."""
        if watching.belief:
            watching.belief.look(age, changed=changed)

    def learn(self, watched: Sequence[Watching]) -> None:
        """Learn of the press, from the stories published last; believe anew of each story."""
        samples = [_sample(each) for each in watched[-MOST_SAMPLES:]]
        found = learnt_from(samples, self.habits)
        if found is None:
            return
        self.habits, self.curve = found, Curve(found)
        for each in watched:
            each.belief = None

    def _belief(self, watching: Watching, curve: Curve) -> Belief:
        story = watching.story
        belief = Belief(curve, story.site, int(story.published) % 24, watching.first)
        for before, after in watching.changes:
            belief.look(before, changed=False)
            belief.look(after, changed=True)
        belief.look(watching.last, changed=False)
        watching.belief = belief
        return belief


MOST_SAMPLES = 4_000


def _sample(each: Watching) -> Sample:
    hour = int(each.story.published) % 24
    return Sample(each.story.site, hour, each.first, each.last, each.changes)


POLICIES: dict[str, type[Policy]] = {
    "oracle": Oracle,
    "ours": Ours,
    "quiet": Quiet,
    "nutch": Nutch,
    "ladder": Ladder,
}
"""By the name that the command line has for them; the first is what the others are measured by."""
