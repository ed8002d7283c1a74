"""Moves the edges of hunks outwards, on both sides at once, until they cut no word."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from scheduler.diff.atoms import NUMERALS
from scheduler.diff.edges import SENTENCE_ENDS
from scheduler.diff.hunks import Hunk, Texts, joined
from scheduler.diff.words import BETWEEN, NEAR, SURE, around, ends

_NUMERIC = re.compile(rf"[\d{NUMERALS}]")
_FAINT = "，、的之"  # counts nothing
_FARTHEST = 10  # characters that an edge may move; a longer word is cut


def snapped(
    found: Iterable[tuple[Sequence[Hunk], Texts]], names: re.Pattern[str] | None = None
) -> list[Sequence[Hunk]]:
    """The differences of many texts, in whole words where their ends are near.

    What `names` finds is such a word.
    """
    passages = _Passages(names)
    placed = [(hunks, texts, passages.take(hunks, *texts)) for hunks, texts in found]
    word_ends = ends(passages.texts, names) if passages.texts else frozenset()
    done = []
    for hunks, (old, new), places in placed:
        wider = _wider(hunks, places, word_ends, len(old)) if places else hunks
        done.append(joined(_filled(wider, old, new)) if len(wider) > 1 else wider)
    return done


_Place = tuple[int, int, int, int, int, int]
"""Of a hunk: where the old text's edges lie in the passages, and the new one's; how far the starts
may move back, and the ends on, within their clauses."""


class _Passages:
    """What stands around the hunks, laid end to end to be segmented at one go."""

    def __init__(self, names: re.Pattern[str] | None) -> None:
        self.names = names
        self.texts: list[str] = []
        """One of each difference that is not surely in whole words."""
        self.length = 0

    def take(self, hunks: Sequence[Hunk], old: str, new: str) -> dict[int, _Place]:
        """Not of hunks at whose edges words surely end: at marks, and between digits and Han."""
        places: dict[int, _Place] = {}
        parts: list[str] = []
        for index, (start, end, other, other_end) in enumerate(hunks):
            if self._is_whole(old, start, end) and self._is_whole(new, other, other_end):
                continue
            first, last = around(old, start, end)
            back, on = start - first, last - end
            other_first, other_last = other - back, other_end + on
            if len(hunks) > 1:  # around a lone one both texts are equal
                other_first, other_last = around(new, other, other_end)
                back, on = min(back, other - other_first), min(on, other_last - other_end)
            olds = self._add(parts, old, (first, start, end, last))
            news = self._add(parts, new, (other_first, other, other_end, other_last))
            places[index] = *olds, *news, back, on
        if parts:
            self.texts.append(BETWEEN.join(parts))
        return places

    def _is_whole(self, text: str, start: int, end: int) -> bool:
        return (
            SURE[text[start - 1 : start + 1]]
            and SURE[text[end - 1 : end + 1]]
            and not (self.names and self.names.search(text, max(start - NEAR, 0), end + NEAR))
        )

    def _add(
        self, parts: list[str], text: str, places: tuple[int, int, int, int]
    ) -> tuple[int, int]:
        """Where the edges lie now; of a long hunk only what is near them is looked at."""
        first, start, end, last = places
        here = self.length + start - first
        if end - start > 2 * NEAR:
            parts.append(text[first : start + NEAR])
            self.length += start + NEAR - first + 1
            first = end - NEAR
        parts.append(text[first:last])
        self.length += last - first + 1
        return here, self.length - 1 - (last - end)


def _wider(
    hunks: Sequence[Hunk], places: Mapping[int, _Place], word_ends: Set[int], length: int
) -> list[Hunk]:
    """`length` is that of the old text."""
    done = [*hunks]
    for index, (here, there, other_here, other_there, left, right) in places.items():
        start, end, other, other_end = hunks[index]
        kept = done[index - 1][1] if index else 0
        limit = hunks[index + 1][0] if index + 1 < len(hunks) else length
        back = min(_steps(word_ends, here, other_here, -1, left), start - kept)
        on = min(_steps(word_ends, there, other_there, 1, right), limit - end)
        done[index] = start - back, end + on, other - back, other_end + on
    return done


def _steps(word_ends: Set[int], one: int, other: int, direction: int, room: int) -> int:
    """How far to the next place at which words end on both sides."""
    for step in range(min(room, _FARTHEST) + 1):
        if one in word_ends and other in word_ends:
            return step
        one += direction
        other += direction
    return 0


def _filled(hunks: Sequence[Hunk], old: str, new: str) -> Iterator[Hunk]:
    """A single character left between two changed words says nothing alone and goes with them."""
    last: Hunk | None = None
    for hunk in hunks:
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
