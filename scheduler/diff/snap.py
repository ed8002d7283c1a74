"""Moves the edges of hunks outwards, on both sides at once, until they cut no word."""

import re
from collections.abc import Sequence

from scheduler.diff.hunks import Hunk, joined
from scheduler.diff.words import Words

_FARTHEST = 10  # characters that an edge may move; a longer word is cut


def snapped(
    found: Sequence[Hunk], old: str, new: str, names: re.Pattern[str] | None = None
) -> list[Hunk]:
    """The same difference, in whole words where their ends are near; `names` finds such words."""
    olds, news = Words(old, names), Words(new, names)
    done: list[Hunk] = []
    for place, (start, end, other, other_end) in enumerate(found):
        before = start - (done[-1][1] if done else 0)
        after = (found[place + 1][0] if place + 1 < len(found) else len(old)) - end
        back = _steps(olds, news, start, other, -1)
        on = _steps(olds, news, end, other_end, 1)
        back, on = min(back, before), min(on, after)
        done.append((start - back, end + on, other - back, other_end + on))
    return joined(done)


def _steps(olds: Words, news: Words, place: int, other: int, direction: int) -> int:
    start, cuts = olds.near(place)
    other_start, other_cuts = news.near(other)
    here, there = place - start, other - other_start
    for step in range(0, direction * (_FARTHEST + 1), direction):
        if here + step in cuts and there + step in other_cuts:
            return abs(step)
    return 0
