"""One policy watches one world within a budget: a heap of looks, in order of time."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from heapq import heappop, heappush
from math import ceil

from scheduler.agenda import steered
from scheduler.simulation.policies import Policy, Watching
from scheduler.simulation.worlds import WATCHED, Story, World

SETTLED = 17
"""Days before the stories begin that are measured: the budget is kept by then."""
_TICK = 1 / 12
"""Hours between two rounds. The first one after publication finds a story; what was edited before
that is seen by nobody."""
_STEERED = 6.0
"""Hours between two movements of the stretch."""
_A_DAY = round(24 / _STEERED)
_YOUNG = 10
"""Days in which it is not moved: there are fewer stories to look at than later."""
_LEARNING = (2, 4, 7, 10, 14, 21, 28, 42, 56)
"""Days on which a policy may learn; the archive's own does it daily."""


@dataclass(slots=True)
class Outcome:
    """What one policy has seen of the stories that are measured."""

    stories: int = 0
    """Those that are measured."""
    looks: int = 0
    """At them, beside the first ones."""
    edits: int = 0
    """Those that anybody could have seen."""
    captured: int = 0
    """Edits that were seen before another one covered them."""
    delays: list[float] = field(default_factory=list)
    """Hours from each edit to the look that found the page changed; infinite where none did."""
    deletions: int = 0
    """While the story was watched."""
    deletions_found: int = 0
    """While the story was watched."""

    def add(self, other: "Outcome") -> None:
        """Take what was seen of another world."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


def play(world: World, policy: Policy, budget: float) -> Outcome:
    """Watch a world with `budget` looks a story on average, beside the first one.

    Every policy is held to the same number of looks a day by the same means: what its intervals are
    multiplied by is moved four times a day by the looks of the day before, as in the daemon.
    """
    return _Play(world, policy, budget).run()


class _Play:
    def __init__(self, world: World, policy: Policy, budget: float) -> None:
        self.world, self.policy = world, policy
        self.daily = world.per_day * budget
        self.stretch = policy.stretch * 24 / budget
        self.heap: list[tuple[float, int]] = []
        self.watched: list[Watching] = []
        self.looks: list[list[float]] = []
        self.recent = deque([0], maxlen=_A_DAY)

    def run(self) -> Outcome:
        """All days, then what they brought."""
        stories = self.world.stories
        moved = _STEERED
        learning = [24.0 * day for day in _LEARNING]
        found = 0
        while found < len(stories) or self.heap:
            arrival = _found_at(stories[found]) if found < len(stories) else 1e9
            now = min(arrival, self.heap[0][0] if self.heap else 1e9)
            if now > 24 * self.world.days:
                break
            while now > moved:
                self._steer(moved / 24)
                moved += _STEERED
            if learning and now > learning[0]:
                learning.pop(0)
                self.policy.learn(self.watched)
            if now == arrival:
                self._find(stories[found])
                found += 1
            else:
                self._look(heappop(self.heap)[1], now)
        return self._outcome()

    def _steer(self, days: float) -> None:
        used = sum(self.recent) * _A_DAY / len(self.recent)
        if days >= _YOUNG:
            self.stretch = steered(self.stretch, used, self.daily, _STEERED / 24)
        self.recent.append(0)

    def _find(self, story: Story) -> None:
        self.watched.append(Watching(story, _found_at(story) - story.published))
        self.looks.append([])
        self._plan(len(self.watched) - 1)

    def _plan(self, number: int) -> None:
        watching = self.watched[number]
        pause = self.policy.pause(watching, self.stretch)
        due = ceil((watching.story.published + watching.last + pause) / _TICK - 1e-6) * _TICK
        if due - watching.story.published <= WATCHED:
            heappush(self.heap, (due, number))

    def _look(self, number: int, now: float) -> None:
        watching = self.watched[number]
        story = watching.story
        before = story.published + watching.last
        seen = [edit for edit in story.edits if before < edit <= now]
        age = now - story.published
        self.recent[-1] += 1
        self.looks[number].append(now)
        self.policy.looked(watching, age, changed=bool(seen))
        watching.look(age, changed=bool(seen))
        if not (seen and story.is_deleted and seen[-1] == story.edits[-1]):
            self._plan(number)

    def _outcome(self) -> Outcome:
        found = Outcome()
        last = 24.0 * self.world.days - WATCHED
        for watching, looks in zip(self.watched, self.looks, strict=True):
            if 24 * SETTLED <= watching.story.published < last:
                found.stories += 1
                found.looks += len(looks)
                _measure(watching.story, looks, found)
        return found


def _found_at(story: Story) -> float:
    return ceil(story.published / _TICK) * _TICK


def _measure(story: Story, looks: Sequence[float], found: Outcome) -> None:
    first = _found_at(story)
    visible = [edit for edit in story.edits if edit > first]
    place = 0
    for number, edit in enumerate(visible):
        while place < len(looks) and looks[place] < edit:
            place += 1
        is_seen = place < len(looks)
        if story.is_deleted and number == len(visible) - 1:
            found.deletions += 1
            found.deletions_found += is_seen
            continue
        covered = visible[number + 1] if number + 1 < len(visible) else float("inf")
        found.edits += 1
        found.captured += is_seen and looks[place] < covered
        found.delays.append(looks[place] - edit if is_seen else float("inf"))
