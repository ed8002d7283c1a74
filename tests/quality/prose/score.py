"""Readability R of one diff against the truth of its edits, 0 to 100.

R = 100 (F S (1 - p))^(1/3). F: twice the edits told by exactly one hunk that tells nothing else,
over edits plus hunks: confetti, merging and spurious hunks cost. S: F1 of the highlighted
characters, recall against what must differ, precision against what was edited; the equivalent
places of a pure insertion or deletion are all right. p: per hunk 1 where an edge lies inside a
number or Latin word, 0.5 inside another word. The geometric mean lets no part buy off another.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from tests.quality.prose.corpus import Token, plain
from tests.quality.prose.edits import Case, Edit
from tests.quality.prose.hunks import Hunk, Range

_RUN = re.compile(
    r"[+-]?[$€£]?\d(?:[\d.,:/]*\d)?(?:[萬万億亿兆千百]\d*)*[%％]?(?:[a-z]+(?:/[a-z]+)?)?"
    r"|[A-Za-z\u00c0-\u024f]+(?:['’-][A-Za-z]+)*|[가-힣]+"
)
"""A number with its sign, magnitude and unit of letters, or a word of a spaced script."""


@dataclass(frozen=True, slots=True)
class Score:
    """How one case was told."""

    readability: float
    hunks: int
    edits: int
    cut_numbers: int
    cut_words: int
    """Hunks with an edge inside a word; numbers and Latin words count apart."""


def score(case: Case, hunks: Sequence[Hunk]) -> Score:
    """The best of the case's truths."""
    sides = _Side(case.old), _Side(case.new)
    return max((_against(truth, hunks, sides) for truth in case.truths), key=_readability)


def _readability(one: Score) -> float:
    return one.readability


class _Side:
    """One text, and the places where it may not be cut."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.text = plain(tuple(tokens))
        self.edges = {0, *accumulate(len(token.text) for token in tokens)}
        self.blunt: set[int] = set()
        for match in _RUN.finditer(self.text):
            self.blunt.update(range(match.start() + 1, match.end()))
            self.edges.update(match.span())

    def cost(self, span: Range | None) -> float:
        if span is None or span[0] == span[1]:
            places: tuple[int, ...] = () if span is None else (span[0],)
        else:
            places = span
        return max((self._cost_at(place) for place in places), default=0.0)

    def _cost_at(self, place: int) -> float:
        if place in self.blunt:
            return 1.0
        return 0.0 if place in self.edges else 0.5

    def zone(self, span: Range) -> Range:
        """Every place that a run equal to this one may be taken to have come from."""
        left, right = span
        while left and self.text[left - 1] == self.text[right - (span[0] - left) - 1]:
            left -= 1
        end = right
        while end < len(self.text) and self.text[end] == self.text[span[0] + end - right]:
            end += 1
        return left, end


def _against(truth: Sequence[Edit], hunks: Sequence[Hunk], sides: tuple[_Side, _Side]) -> Score:
    zones = [_zones(edit, sides) for edit in truth]
    told = [
        [place for place, edit in enumerate(truth) if _meet(hunk, edit, zones[place])]
        for hunk in hunks
    ]
    alone = [places[0] for places in told if len(places) == 1]
    several = {place for places in told if len(places) > 1 for place in places}
    right = sum(alone.count(place) == 1 and place not in several for place in range(len(truth)))
    fidelity = 2 * right / (len(truth) + len(hunks)) if hunks else 0.0
    shown = _shown(truth, zones, hunks, sides)
    costs = [
        max(side.cost(span) for side, span in zip(sides, (hunk.old, hunk.new), strict=True))
        for hunk in hunks
        if not hunk.moves
    ]
    penalty = sum(costs) / len(costs) if costs else 0.0
    readability = 100 * (fidelity * shown * (1 - penalty)) ** (1 / 3)
    return Score(readability, len(hunks), len(truth), costs.count(1.0), costs.count(0.5))


def _zones(edit: Edit, sides: tuple[_Side, _Side]) -> tuple[Range, Range]:
    """Where a hunk may stand that tells this edit: for pure ones each of the equivalent places."""
    core = _core(edit, sides)
    found = []
    for side, own, other, authored in zip(
        sides, core, reversed(core), (edit.old, edit.new), strict=True
    ):
        pure = own[0] < own[1] and other[0] == other[1]
        left, right = side.zone(own) if pure else own
        found.append((min(left, authored[0]), max(right, authored[1])))
    if core[0][0] == core[0][1] or core[1][0] == core[1][1]:  # the empty side shifts as well
        shifts = [
            (zone[0] - own[0], zone[1] - own[1])
            for zone, own in zip(found, core, strict=True)
            if own[0] < own[1]
        ]
        for place, own in enumerate(core):
            if own[0] == own[1] and shifts:
                low, high = own[0] + shifts[0][0], own[1] + shifts[0][1]
                found[place] = min(found[place][0], low), max(found[place][1], high)
    return found[0], found[1]


def _core(edit: Edit, sides: tuple[_Side, _Side]) -> tuple[Range, Range]:
    """What must differ: the edited passages without their equal heads and tails."""
    (left, end), (right, other_end) = edit.old, edit.new
    old, new = sides[0].text, sides[1].text
    while left < end and right < other_end and old[left] == new[right]:
        left, right = left + 1, right + 1
    while left < end and right < other_end and old[end - 1] == new[other_end - 1]:
        end, other_end = end - 1, other_end - 1
    return (left, end), (right, other_end)


def _meet(hunk: Hunk, edit: Edit, zones: tuple[Range, Range]) -> bool:
    if hunk.moves or edit.moves:
        return hunk.moves and edit.moves and (hunk.old, hunk.new) == (edit.old, edit.new)
    pairs = zip((hunk.old, hunk.new), zones, strict=True)
    return any(
        span is not None and span[0] < span[1] and span[0] < zone[1] and zone[0] < span[1]
        for span, zone in pairs
    )


def _shown(
    truth: Sequence[Edit],
    zones: Sequence[tuple[Range, Range]],
    hunks: Sequence[Hunk],
    sides: tuple[_Side, _Side],
) -> float:
    cores = [_core(edit, sides) for edit in truth if not edit.moves]
    allowed = [zone for edit, zone in zip(truth, zones, strict=True) if not edit.moves]
    wanted = found = lit = within = 0
    for side, text in enumerate(sides):
        spans = (hunk.old if side == 0 else hunk.new for hunk in hunks if not hunk.moves)
        marked = {at for span in spans if span for at in range(*span) if text.text[at] != "\n"}
        permitted = {at for zone in allowed for at in range(*zone[side])}
        lit += len(marked)
        within += len(marked & permitted)
        for core, zone in zip(cores, allowed, strict=True):
            size = sum(text.text[at] != "\n" for at in range(*core[side]))
            wanted += size
            found += min(size, len(marked & set(range(*zone[side]))))
    if not wanted or not lit:  # only moves and breaks on at least one side
        return float(wanted == lit or (not wanted and within == lit))
    precision, recall = within / lit, found / wanted
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
