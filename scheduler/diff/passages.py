"""A part of a text that changed, and what is looked for in it and close around it."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from unicodedata import normalize

from scheduler.diff import atoms

_LONGEST = 4_000  # characters of one passage that are looked at
_NEAR = 24  # characters of context in which an expression may begin or end


def meets(start: int, end: int, places: Sequence[tuple[int, int]]) -> bool:
    """Whether one of the places, which are in order, lies at least in part between the two."""
    first = bisect_right(places, start, key=itemgetter(1))
    return first < len(places) and places[first][0] < end


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a text: what a hunk removed or added, in its context."""

    text: str
    """The whole text around it."""
    start: int
    """Where it begins in `text`, in characters."""
    end: int
    """Where it ends; the same where the other side alone has text."""

    @property
    def own(self) -> str:
        """Without the context."""
        return self.text[self.start : self.end]

    @property
    def last(self) -> int:
        """Where what is looked at ends: of a very long one its beginning."""
        return min(self.end, self.start + _LONGEST)

    @property
    def atoms(self) -> Sequence[str]:
        """Its own, without the context."""
        return atoms.split(self.text[self.start : self.last])

    def window(self, near: int = _NEAR) -> tuple[int, int]:
        """Where in `text` an expression may begin and end that has to do with it."""
        return max(self.start - near, 0), min(self.last + near, len(self.text))

    def found(self, pattern: re.Pattern[str], near: int = _NEAR) -> Iterator[re.Match[str]]:
        """Matches that overlap the passage, or of a very long one its beginning."""
        for match in pattern.finditer(self.text, *self.window(near)):
            group = match.lastgroup or 0
            if match.start(group) < self.end and match.end(group) > self.start:
                yield match

    def words(self, pattern: re.Pattern[str]) -> list[str]:
        """What was found, in one width and without thousands separators."""
        found = (match[match.lastgroup or 0] for match in self.found(pattern))
        return [normalize("NFKC", word).replace(",", "") for word in found]
