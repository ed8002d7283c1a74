"""Moves the edges of hunks outwards, on both sides at once, until they cut no word."""

import re
from collections.abc import Iterator, Sequence, Set

from scheduler.diff.atoms import NUMERALS
from scheduler.diff.edges import SENTENCE_ENDS
from scheduler.diff.hunks import Hunk, joined
from scheduler.diff.words import NEAR, around, ends, sure

_NUMERIC = re.compile(rf"[\d{NUMERALS}]")
_FAINT = "，、的之"  # counts nothing
_FARTHEST = 10  # characters that an edge may move; a longer word is cut


def snapped(
    found: Sequence[Hunk], old: str, new: str, names: re.Pattern[str] | None = None
) -> list[Hunk]:
    """The same difference, in whole words where their ends are near; `names` finds such words."""
    passages = _Passages(old, new, names)
    places = [passages.take(hunk) for hunk in found]
    word_ends = ends(passages.texts, names) if passages.texts else frozenset()
    done: list[Hunk] = []
    kept = 0
    for index, (hunk, place) in enumerate(zip(found, places, strict=True)):
        if place:
            starts, stops, back, on = place
            after = (found[index + 1][0] if index + 1 < len(found) else len(old)) - hunk[1]
            back = min(_steps(word_ends, starts, -1, back), hunk[0] - kept)
            on = min(_steps(word_ends, stops, 1, on), after)
            hunk = (hunk[0] - back, hunk[1] + on, hunk[2] - back, hunk[3] + on)  # noqa: PLW2901  the same, wider
        kept = hunk[1]
        done.append(hunk)
    return joined(_closed(done, old, new)) if len(done) > 1 else done


_Place = tuple[tuple[int, int], tuple[int, int], int, int]
"""Where the two starts and the two ends of a hunk lie in the passages, in the old text and in the
new one; how far the starts may move back, and the ends on, within their clauses."""


class _Passages:
    """What stands around the hunks in both texts, laid end to end to be segmented at one go."""

    def __init__(self, old: str, new: str, names: re.Pattern[str] | None) -> None:
        self.old, self.new, self.names = old, new, names
        self.texts: list[str] = []
        self.length = 0

    def take(self, hunk: Hunk) -> _Place | None:
        """None where words surely end at all edges: at marks, and between digits and Han."""
        start, end, other, other_end = hunk
        if self._is_whole(self.old, start, end) and self._is_whole(self.new, other, other_end):
            return None
        first, last = around(self.old, start, end)
        other_first, other_last = around(self.new, other, other_end)
        olds = self._add(self.old, first, last, (start, end))
        news = self._add(self.new, other_first, other_last, (other, other_end))
        return (
            (olds[0], news[0]),
            (olds[1], news[1]),
            min(start - first, other - other_first),
            min(last - end, other_last - other_end),
        )

    def _is_whole(self, text: str, start: int, end: int) -> bool:
        for edge in (start, end):
            if not sure(text[edge - 1 : edge], text[edge : edge + 1]):
                return False
        return not (self.names and self.names.search(text, max(start - NEAR, 0), end + NEAR))

    def _add(self, text: str, first: int, last: int, edges: tuple[int, int]) -> tuple[int, int]:
        """Where the edges lie now; of a long hunk only what is near them is looked at."""
        start, end = edges
        here = self.length + start - first
        if end - start > 2 * NEAR:
            self._take(text[first : start + NEAR])
            first = end - NEAR
        self._take(text[first:last])
        return here, self.length - 1 - (last - end)

    def _take(self, passage: str) -> None:
        self.texts.append(passage)
        self.length += len(passage) + 1


def _steps(word_ends: Set[int], places: tuple[int, int], direction: int, room: int) -> int:
    """How far to the next place at which words end on both sides."""
    one, other = places
    for step in range(0, direction * (min(room, _FARTHEST) + 1), direction):
        if one + step in word_ends and other + step in word_ends:
            return abs(step)
    return 0


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
    if kept.isspace():
        return True
    before = old[one[0] : one[1]][-1:] + new[one[2] : one[3]][-1:]
    behind = old[other[0] : other[1]][:1] + new[other[2] : other[3]][:1]
    numbers = sum(map(bool, map(_NUMERIC.search, (before, behind))))
    return numbers < (2 if kept in _FAINT else 1)
