"""Paragraphs that stand on both sides word for word: which stayed, which moved."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from scheduler.diff.chain import heaviest_chain

Match = tuple[int, int]
"""Position in the old text, position in the new one."""

_FULL = 20  # characters from which a paragraph weighs as one, however long: the fewest move
_LENGTH = 1e-6  # weight of a character besides: of as many, the shorter are said to have moved


def stayed(old: Sequence[str], new: Sequence[str]) -> list[Match]:
    """Equal paragraphs that cross no other, in order; as many as can be.

    Lines that occur equally often on both sides are matched first, so that a repeated "***"
    never decides where an article's paragraphs went. Source: patience diff, weighted.
    """
    found: list[Match] = []
    ranges = [(0, len(old), 0, len(new))]
    while ranges:
        start, end, other, other_end = ranges.pop()
        while start < end and other < other_end and old[start] == new[other]:
            found.append((start, other))
            start, other = start + 1, other + 1
        while start < end and other < other_end and old[end - 1] == new[other_end - 1]:
            end, other_end = end - 1, other_end - 1
            found.append((end, other_end))
        if start == end or other == other_end:
            continue
        olds = {place: old[place] for place in range(start, end)}
        news = {place: new[place] for place in range(other, other_end)}
        chain = heaviest_chain((a, b, _weight(old[a])) for a, b in equal(olds, news))
        if chain:
            found += chain
            corners = [(start - 1, other - 1), *chain, (end, other_end)]
            ranges += [(a + 1, b, c + 1, d) for (a, c), (b, d) in pairwise(corners)]
    return sorted(found)


def _weight(text: str) -> float:
    return (1 + min(len(text), _FULL)) / _FULL + len(text) * _LENGTH


def equal(old: Mapping[int, str], new: Mapping[int, str]) -> list[Match]:
    """Equal texts, first with first; where any occur equally often on both sides, only those."""
    olds, news = _places(old), _places(new)
    shared = [(places, news[text]) for text, places in olds.items() if text in news]
    even = [pair for pair in shared if len(pair[0]) == len(pair[1])]
    return [match for pair in even or shared for match in zip(*pair, strict=False)]


def _places(texts: Mapping[int, str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, text in texts.items():
        places.setdefault(text, []).append(place)
    return places
