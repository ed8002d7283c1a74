"""Which old paragraphs became which new ones: edited, moved, merged, split, added or removed."""

from bisect import bisect, insort
from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from itertools import compress, count
from operator import ne
from typing import NamedTuple

from scheduler.diff.anchors import Match, equal, stayed
from scheduler.diff.chain import heaviest_chain
from scheduler.diff.patterns import correction
from scheduler.diff.reflow import belongs, reflows
from scheduler.diff.similarity import related, similarity, surely

Places = tuple[int, ...]
Texts = dict[int, str]

_FOUND_AGAIN = 0.6  # so alike an edited paragraph must be to be found again elsewhere
_FOUND_AGAIN_LENGTH = 10  # characters; shorter lines look alike by chance
_SAME_PLACE = 3  # times as long, at most, may be what took a lone paragraph's place


class Block(NamedTuple):
    """Old paragraphs that became new ones; positions from 0. One side may be empty."""

    old: Places
    """Positions in the old text."""
    new: Places
    """Positions in the new text."""
    moved: bool = False
    """Crosses a paragraph that stayed."""


def align(old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """Every position of both sides once, but for equal paragraphs that stayed.

    In reading order: by position in the new text; what was removed comes behind the paragraph
    that it followed. The cost is bounded for any input, see `similarity.related`.
    """
    placed = _in_place(old, new)
    if placed and not placed[1]:
        return placed[0]
    alignment = _Alignment(old, new)
    if placed:
        alignment.keep_in_place(*placed)
    else:
        alignment.keep(stayed(old, new))
    alignment.take_equal()
    alignment.take_reflowed()
    alignment.take_related()
    alignment.take_neighbours()
    alignment.take_found_again()
    alignment.take_replaced()
    return alignment.in_reading_order()


def _in_place(old: Sequence[str], new: Sequence[str]) -> tuple[list[Block], Set[int]] | None:
    """The blocks of paragraphs that plainly stand where they stood, as after most edits.

    And the places of which that is not plain. Nothing where paragraphs came, went or moved.
    """
    if len(old) != len(new):
        return None
    places = list(compress(count(), map(ne, old, new)))
    if len(places) == 1:
        [place] = places
        if not _pair(old[place], new[place]):
            return [Block((place,), ()), Block((), (place,))], frozenset()
        return [Block((place,), (place,))], frozenset()
    if not {old[place] for place in places}.isdisjoint(new[place] for place in places):
        return None
    left = {place for place in places if not surely(old[place], new[place])}
    return [Block((place,), (place,)) for place in places if place not in left], left


def _pair(old: str, new: str) -> bool:
    """Whether a lone paragraph is what became of the one in whose place it stands."""
    alike = len(old) <= _SAME_PLACE * len(new) and len(new) <= _SAME_PLACE * len(old)
    if alike or similarity(old, new):
        return True
    notice = correction(new)
    return bool(notice and similarity(old, new[: notice.start()]))


class _Alignment:
    """Which paragraphs are not yet accounted for, and the blocks found so far."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self.texts = (old, new)
        self.in_place: list[Match] = []
        """Of paragraphs that crossed none, in order."""
        self.blocks: list[Block] = []
        self.free: tuple[Texts, Texts] = (dict(enumerate(old)), dict(enumerate(new)))

    def keep(self, matches: Iterable[Match]) -> None:
        """Let these, which are in order, be accounted for."""
        self.in_place += matches
        for pair in self.in_place:
            for side, place in zip(self.free, pair, strict=True):
                del side[place]

    def keep_in_place(self, blocks: list[Block], left: Set[int]) -> None:
        """All but those left stand where they stood; `blocks` of those that were edited there."""
        self.keep((place, place) for place in range(len(self.texts[0])) if place not in left)
        self.blocks += blocks

    def take_equal(self) -> None:
        while pairs := equal(*self.free):
            for old, new in pairs:
                self._take((old,), (new,), moved=True)

    def take_reflowed(self) -> None:
        for gap in self._gaps():
            runs = {(old[0], new[0]): (old, new) for old, new in reflows(*gap)}
            ordered = set(heaviest_chain((*start, len(runs[start][0])) for start in runs))
            for start, run in runs.items():
                self._take(*run, moved=start not in ordered)

    def take_related(self) -> None:
        """Similar paragraphs in order; one long paragraph weighs as much as many short ones."""
        for olds, news in self._gaps():
            scored = (
                (old, new, score * (len(olds[old]) + len(news[new])))
                for old, new, score in related(olds, news)
            )
            for old, new in heaviest_chain(scored):
                self._take((old,), (new,))

    def take_neighbours(self) -> None:
        """Merged or split, and edited besides: what is left beside a pair may belong to it."""
        for index, block in enumerate(self.blocks):
            if not block.moved:
                self.blocks[index] = self._widened(block)

    def take_found_again(self) -> None:
        """Moved and edited besides: the most alike first."""
        olds, news = (
            {place: text for place, text in side.items() if len(text) >= _FOUND_AGAIN_LENGTH}
            for side in self.free
        )
        scored = ((score, old, new) for old, new, score in related(olds, news))
        for score, old, new in sorted(scored, key=lambda found: -found[0]):
            if score >= _FOUND_AGAIN and old in self.free[0] and new in self.free[1]:
                self._take((old,), (new,), moved=True)

    def take_replaced(self) -> None:
        """A lone paragraph in the place of a lone one, of about its length, is its rewriting."""
        for olds, news in self._gaps():
            if len(olds) == len(news) == 1 and _pair(*olds.values(), *news.values()):
                self._take(tuple(olds), tuple(news))

    def in_reading_order(self) -> list[Block]:
        removed, added = self.free
        left = [Block((place,), ()) for place in removed] + [Block((), (place,)) for place in added]
        return sorted(self.blocks + left, key=self._reading_place)

    def _reading_place(self, block: Block) -> tuple[int, int]:
        if block.new:
            return block.new[0], -1
        before = bisect(self.in_place, block.old) - 1
        return self.in_place[before][1] if before >= 0 else -1, block.old[0]

    def _gaps(self) -> list[tuple[Texts, Texts]]:
        """What is not accounted for between two paragraphs in place, where it is on both sides."""
        gaps: defaultdict[int, tuple[Texts, Texts]] = defaultdict(lambda: ({}, {}))
        for side in (0, 1):
            marks = [pair[side] for pair in self.in_place]
            for place, text in self.free[side].items():
                gaps[bisect(marks, place)][side][place] = text
        return [gap for gap in gaps.values() if all(gap)]

    def _take(self, old: Places, new: Places, *, moved: bool = False) -> None:
        self.blocks.append(Block(old, new, moved))
        for side, places in zip(self.free, (old, new), strict=True):
            for place in places:
                del side[place]
        if not moved:
            insort(self.in_place, (old[0], new[0]))
            insort(self.in_place, (old[-1], new[-1]))

    def _widened(self, block: Block) -> Block:
        places = [block.old, block.new]
        for side, step in ((0, 1), (0, -1), (1, 1), (1, -1)):
            while wider := self._wider(places, side, step):
                places[side] = wider
        return Block(places[0], places[1])

    def _wider(self, places: Sequence[Places], side: int, step: int) -> Places:
        """One side of a pair with its neighbour; nothing where that does not belong to it."""
        edge = places[side][-1] + 1 if step > 0 else places[side][0] - 1
        if edge not in self.free[side]:
            return ()
        wider = (*places[side], edge) if step > 0 else (edge, *places[side])
        whole = self._text(1 - side, places[1 - side])
        part, joined = self._text(side, places[side]), self._text(side, wider)
        if not belongs(whole, part, joined):
            return ()
        del self.free[side][edge]
        return wider

    def _text(self, side: int, places: Places) -> str:
        return "".join(self.texts[side][place] for place in places)
