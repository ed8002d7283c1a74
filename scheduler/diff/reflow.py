"""Paragraphs merged or split: the same text with its breaks elsewhere."""

from collections.abc import Iterator, Mapping
from itertools import accumulate

from rapidfuzz.distance import Indel, Prefix

Run = tuple[tuple[int, ...], tuple[int, ...]]
"""Neighbours in the old text, and those in the new one that hold the same words."""

_CHARACTERS = 20_000  # of one gap between kept paragraphs; a longer one is not searched
_PAIRS = 900
_GAIN = 1.2  # edits saved by each character of a neighbour that is taken in; 2 is the most
_PRODUCT = 4 * 10**6


def reflows(old: Mapping[int, str], new: Mapping[int, str]) -> list[Run]:
    """Runs that are equal once their breaks and white space are left out, one to one excepted."""
    if not 1 < len(old) * len(new) <= _PAIRS:
        return []
    olds, news = _Joined(old), _Joined(new)
    if len(olds.text) + len(news.text) > _CHARACTERS:
        return []
    found: dict[int, Run] = {}
    taken: set[int] = set()
    for first, place in enumerate(olds.places):
        for run in () if place in found else _runs(olds, first, news):
            if taken.isdisjoint(run[1]):
                taken.update(run[1])
                found.update(dict.fromkeys(run[0], run))
                break
    return [run for run in dict.fromkeys(found.values()) if len(run[0]) + len(run[1]) > 2]


def belongs(whole: str, part: str, joined: str) -> bool:
    """True where `joined`, which is `part` with its neighbour, is much closer to `whole`."""
    more = len(joined) - len(part)
    if not more or len(whole) * len(joined) > _PRODUCT:
        return False
    saved = Indel.distance(whole, part) + more - Indel.distance(whole, joined)
    return saved >= _GAIN * more


class _Joined:
    """Paragraphs as one text without white space, and where each of them ends in it."""

    def __init__(self, paragraphs: Mapping[int, str]) -> None:
        squeezed = ["".join(text.split()) for text in paragraphs.values()]
        self.places = tuple(paragraphs)
        self.text = "".join(squeezed)
        self.ends = [0, *accumulate(map(len, squeezed))]

    def lengths(self, first: int) -> dict[int, int]:
        """Length of the text from paragraph `first` to before another one -> that other one."""
        start = self.ends[first]
        return {end - start: last for last, end in enumerate(self.ends) if end > start}


def _runs(olds: _Joined, first: int, news: _Joined) -> Iterator[Run]:
    lengths = olds.lengths(first)
    rest = olds.text[olds.ends[first] :]
    for other in range(len(news.places)):
        equal = Prefix.similarity(rest, news.text[news.ends[other] :])
        others = news.lengths(other) if equal else {}
        shared = [length for length in lengths if length in others and length <= equal]
        if shared:
            last, other_last = lengths[min(shared)], others[min(shared)]
            yield olds.places[first:last], news.places[other:other_last]
