"""Moves the edges of hunks outwards, on both sides at once, until they cut no word."""

import re
from collections.abc import Iterator, Sequence

from scheduler.diff.atoms import NUMERALS
from scheduler.diff.edges import SENTENCE_ENDS
from scheduler.diff.hunks import Hunk, joined
from scheduler.diff.words import Words

_NUMERIC = re.compile(rf"[\d{NUMERALS}]")
_FAINT = "，、的之"  # counts nothing
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
    return joined(_closed(done, old, new))


def _closed(found: Sequence[Hunk], old: str, new: str) -> Iterator[Hunk]:
    """A single character left between two changed words says nothing alone and goes with them."""
    last: Hunk | None = None
    for hunk in found:
        if last and hunk[0] - last[1] == 1 and _says_nothing(last, hunk, old, new):
            yield last[1], hunk[0], last[3], hunk[2]
        yield hunk
        last = hunk


def _says_nothing(one: Hunk, other: Hunk, old: str, new: str) -> bool:
    """Between words; beside a number it is what is counted, and a stop parts sentences."""
    kept = old[one[1]]
    wide = all(max(hunk[1] - hunk[0], hunk[3] - hunk[2]) > 1 for hunk in (one, other))
    if kept in SENTENCE_ENDS or not wide:
        return False
    numbers = sum(
        bool(_NUMERIC.search(old[hunk[0] : hunk[1]] + new[hunk[2] : hunk[3]]))
        for hunk in (one, other)
    )
    return numbers < (2 if kept in _FAINT else 1)


def _steps(olds: Words, news: Words, place: int, other: int, direction: int) -> int:
    start, cuts = olds.near(place)
    other_start, other_cuts = news.near(other)
    here, there = place - start, other - other_start
    for step in range(0, direction * (_FARTHEST + 1), direction):
        if here + step in cuts and there + step in other_cuts:
            return abs(step)
    return 0
