"""What differs inside one paragraph: spans of kept, removed and added text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from rapidfuzz.distance import Levenshtein

from scheduler.diff import atoms, hunks, sentences
from scheduler.diff.edges import CLAUSE_ENDS, CLOSING, OPENING, SENTENCE_ENDS, common, slide
from scheduler.diff.hunks import Hunk
from scheduler.diff.records import Span
from scheduler.diff.snap import snapped

LIMIT = 100_000
"""Characters that differ (old and new together) above which they are shown whole."""

LITTLE_IN_COMMON = 0.3
"""Kept share of the shorter text below which both texts are shown whole."""

_MANY = 5  # places that differ, more than a reader can follow
_MUCH = 1 / 3  # differing characters, as a share of the longer text
_PLACE = 4  # characters that one place more must keep to be worth it

_FUNCTION = frozenset("的了是在和與与及也都而就又把被之其以於于為为將将對对從从到等這这那有")
_FAINT = frozenset(OPENING + CLOSING + " \u3000") | _FUNCTION
_WEAK, _CLAUSE, _WORD, _NEVER = 0.3, 1.1, 2.0, float("inf")


def spans(old: str, new: str, names: re.Pattern[str] | None = None) -> tuple[Span, ...]:
    """The difference as spans that rebuild both texts exactly.

    Kept and removed spans joined are `old`, kept and added ones are `new`. No number, word or
    grapheme is cut, nor what `names` finds; where little is in common the old text stands whole
    before the new one. At most `LIMIT` characters are aligned.
    """
    if old == new:
        return whole(old, new)
    found = _inside(old, new)
    if _is_dense(found, old, new):
        other = hunks.joined(_by_sentences(old, new))
        found = max(found, other, key=lambda one: len(old) - hunks.removed(one) - _PLACE * len(one))
    if _little_in_common(found, old, new):
        return whole(old, new)
    return hunks.spans(snapped(_slid(found, old, new), old, new, names), old, new)


def whole(old: str, new: str) -> tuple[Span, ...]:
    """All of the old text, then all of the new one; an equal text is kept."""
    found = [] if old == new else [(0, len(old), 0, len(new))]
    return hunks.spans(found, old, new)


def is_whole(found: Iterable[Span]) -> bool:
    """True where nothing of the old text was kept although there are two texts."""
    return [sign for sign, _ in found] == ["-", "+"]


def _is_dense(found: Sequence[Hunk], old: str, new: str) -> bool:
    """Whether so much differs that the shortest script may pair words of unlike sentences."""
    if len(found) > _MANY:
        return True
    pure = len(found) == 1 and (found[0][0] == found[0][1] or found[0][2] == found[0][3])
    return not pure and hunks.changed(found) > _MUCH * max(len(old), len(new))


def _by_sentences(old: str, new: str) -> Iterator[Hunk]:
    left = right = 0
    for before, after in sentences.paired(old, new):
        found = _inside(before, after)
        if found and _little_in_common(found, before, after):
            found = [(0, len(before), 0, len(after))]
        for hunk in found:
            yield hunk[0] + left, hunk[1] + left, hunk[2] + right, hunk[3] + right
        left, right = left + len(before), right + len(after)


def _little_in_common(found: Sequence[Hunk], old: str, new: str) -> bool:
    """By characters, and as a long number is one thing, by atoms too."""
    if len(old) - hunks.removed(found) >= LITTLE_IN_COMMON * min(len(old), len(new)):
        return False
    shorter = min(len(atoms.split(old)), len(atoms.split(new)))
    return len(atoms.split(hunks.kept(found, old))) < LITTLE_IN_COMMON * shorter


# ------------------------------------------------------------------ the shortest script


@dataclass(slots=True)
class _Place:
    """What differs, counted in atoms, and what a reader makes of it."""

    olds: slice
    news: slice
    size: float
    """Atoms of the larger side, words twice; 0 for number to number, which stays alone."""


def _inside(old: str, new: str) -> list[Hunk]:
    """Hunks between the common head and tail, joined where too little is kept between them."""
    head, tail = common(old, new)
    removed, added = old[head : len(old) - tail], new[head : len(new) - tail]
    whole_middle = (head, len(old) - tail, head, len(new) - tail)
    if not (removed or added):
        return []
    if not (removed and added) or len(removed) + len(added) > LIMIT:
        return [whole_middle]
    olds, news = atoms.split(removed), atoms.split(added)
    if len(olds) == len(news) == 1:
        return [whole_middle]
    left = [head, *accumulate(map(len, olds), initial=head)][1:]
    right = [head, *accumulate(map(len, news), initial=head)][1:]
    return [
        (left[one.olds.start], left[one.olds.stop], right[one.news.start], right[one.news.stop])
        for one in _joined(_places(olds, news), olds)
    ]


def _places(olds: list[str], news: list[str]) -> Iterator[_Place]:
    """The shortest edit script, its neighbouring steps as one place."""
    numbers: dict[str, int] = {}
    coded = [[numbers.setdefault(atom, len(numbers)) for atom in side] for side in (olds, news)]
    start: tuple[int, int] | None = None
    for code in Levenshtein.opcodes(*coded):
        if code.tag != "equal":
            start = start or (code.src_start, code.dest_start)
        elif start:
            yield _place(olds, news, start, (code.src_start, code.dest_start))
            start = None
    if start:
        yield _place(olds, news, start, (len(olds), len(news)))


def _place(
    olds: list[str], news: list[str], start: tuple[int, int], end: tuple[int, int]
) -> _Place:
    left, right = slice(start[0], end[0]), slice(start[1], end[1])
    sides = olds[left], news[right]
    if all(len(side) < 2 and all(map(atoms.is_number, side)) for side in sides):
        return _Place(left, right, 0)
    return _Place(left, right, max(len(side) + sum(map(atoms.is_word, side)) for side in sides))


def _joined(places: Iterable[_Place], olds: list[str]) -> list[_Place]:
    """Places with what was kept between two of them dropped where it says too little."""
    joined: list[_Place] = []
    for place in places:
        joined.append(place)
        while len(joined) > 1:
            one, other = joined[-2:]
            between = olds[one.olds.stop : other.olds.start]
            if _weight(between, min(one.size, other.size)) > min(one.size, other.size):
                break
            size = one.size + other.size + len(between)
            left = slice(one.olds.start, other.olds.stop)
            joined[-2:] = [_Place(left, slice(one.news.start, other.news.stop), size)]
    return joined


def _weight(kept: Sequence[str], enough: float) -> float:
    """What kept atoms weigh; counted no further than `enough`."""
    weight = 0.0
    for atom in kept:
        weight += _atom_weight(atom)
        if weight > enough:
            break
    return weight


def _atom_weight(atom: str) -> float:
    if atom in SENTENCE_ENDS:
        return _NEVER
    if atom in CLAUSE_ENDS:
        return _CLAUSE
    if atom in _FAINT:
        return _WEAK
    return _WORD if atoms.is_word(atom) else 1.0


def _slid(found: Sequence[Hunk], old: str, new: str) -> list[Hunk]:
    """Every pure insertion or deletion moved to its best place between the kept texts."""
    done: list[Hunk] = []
    for place, hunk in enumerate(found):
        start, end, other, other_end = hunk
        if start == end or other == other_end:
            before = start - (done[-1][1] if done else 0)
            after = (found[place + 1][0] if place + 1 < len(found) else len(old)) - end
            text, first, last = (new, other, other_end) if start == end else (old, start, end)
            by = slide(text, first, last, (before, after)) if before and after else 0
            hunk = (start + by, end + by, other + by, other_end + by)  # noqa: PLW2901  the same, moved
        done.append(hunk)
    return hunks.joined(done)
