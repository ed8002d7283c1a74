"""What differs inside one paragraph: spans of kept, removed and added text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz.distance import Levenshtein

from scheduler.diff import atoms, sentences, snap
from scheduler.diff.edges import CLAUSE_ENDS, CLOSING, OPENING, SENTENCE_ENDS, common, slide
from scheduler.diff.records import Sign, Span

LIMIT = 100_000
"""Characters that differ (old and new together) above which they are shown whole."""

LITTLE_IN_COMMON = 0.3
"""Kept share of the shorter text below which both texts are shown whole."""

_ONE, _MANY = 1, 10  # spans that differ: pure, and of more places than a reader can follow
_PLACE = 4  # characters
_MUCH = 1 / 3  # differing characters, as a share of the longer text

_FUNCTION = frozenset("的了是在和與与及也都而就又把被之其以於于為为將将對对從从到等這这那有")
_FAINT = frozenset(OPENING + CLOSING + " \u3000") | _FUNCTION
_WEAK, _CLAUSE, _WORD, _NEVER = 0.3, 1.1, 2.0, float("inf")


@dataclass(slots=True)
class _Hunk:
    """Atoms kept since the hunk before, then what was removed and added."""

    kept: list[str]
    removed: list[str]
    added: list[str]
    size: float = 0.0
    """Atoms of the larger side, words twice; 0 for number to number, which stays alone."""


def spans(old: str, new: str, names: re.Pattern[str] | None = None) -> tuple[Span, ...]:
    """The difference as spans that rebuild both texts exactly.

    Kept and removed spans joined are `old`, kept and added ones are `new`. No number, word or
    grapheme is cut, nor what `names` finds; where little is in common the old text stands whole
    before the new one. At most `LIMIT` characters are aligned.
    """
    found = _inside(old, new)
    if _is_dense(found, old, new):
        pairs = sentences.paired(old, new)
        other = _merged(span for pair in pairs for span in _sentence(*pair))
        found = max(found, other, key=_clarity)
    if _little_in_common(old, new, "".join(text for sign, text in found if sign == "=")):
        return whole(old, new)
    return _merged(snap.snapped(_slid(found), old, new, names))


def _inside(old: str, new: str) -> tuple[Span, ...]:
    head, tail = common(old, new)
    removed, added = old[head : len(old) - tail], new[head : len(new) - tail]
    if not (removed and added) or len(removed) + len(added) > LIMIT:
        return _merged([("=", old[:head]), ("-", removed), ("+", added), ("=", _end(old, tail))])
    hunks, kept = _aligned(atoms.split(removed), atoms.split(added))
    return _spans(old[:head], _joined(hunks), "".join(kept) + _end(old, tail))


def _is_dense(found: Sequence[Span], old: str, new: str) -> bool:
    """Whether so much differs that the shortest script may pair words of unlike sentences."""
    changed = [text for sign, text in found if sign != "="]
    much = sum(map(len, changed)) > _MUCH * max(len(old), len(new))
    return len(changed) > (_ONE if much else _MANY)


def _clarity(found: Sequence[Span]) -> int:
    """Characters kept, less what each place that changed costs a reader."""
    return sum(len(text) if sign == "=" else -_PLACE for sign, text in found)


def _sentence(old: str, new: str) -> tuple[Span, ...]:
    found = _inside(old, new)
    kept = "".join(text for sign, text in found if sign == "=")
    return whole(old, new) if _little_in_common(old, new, kept) else found


def whole(old: str, new: str) -> tuple[Span, ...]:
    """All of the old text, then all of the new one; an equal text is kept."""
    return _merged([("=", old)] if old == new else [("-", old), ("+", new)])


def is_whole(found: Iterable[Span]) -> bool:
    """True where nothing of the old text was kept although there are two texts."""
    return [sign for sign, _ in found] == ["-", "+"]


def _little_in_common(old: str, new: str, kept: str) -> bool:
    """By characters, and as a long number is one thing, by atoms too."""
    if len(kept) >= LITTLE_IN_COMMON * min(len(old), len(new)):
        return False
    shorter = min(len(atoms.split(old)), len(atoms.split(new)))
    return len(atoms.split(kept)) < LITTLE_IN_COMMON * shorter


def _end(text: str, length: int) -> str:
    return text[len(text) - length :]


def _aligned(old: list[str], new: list[str]) -> tuple[list[_Hunk], list[str]]:
    """Hunks from the shortest edit script, and what is kept after the last."""
    numbers: dict[str, int] = {}
    coded = [[numbers.setdefault(atom, len(numbers)) for atom in side] for side in (old, new)]
    hunks: list[_Hunk] = []
    kept: list[str] = []
    for code in Levenshtein.opcodes(*coded):
        if code.tag == "equal":
            kept = old[code.src_start : code.src_end]
            continue
        if kept or not hunks:
            hunks.append(_Hunk(kept, [], []))
            kept = []
        hunks[-1].removed.extend(old[code.src_start : code.src_end])
        hunks[-1].added.extend(new[code.dest_start : code.dest_end])
    return hunks, kept


def _size(hunk: _Hunk) -> float:
    sides = (hunk.removed, hunk.added)
    if all(len(side) < 2 and all(map(atoms.is_number, side)) for side in sides):
        return 0
    return max(len(side) + sum(map(atoms.is_word, side)) for side in sides)


def _joined(hunks: Iterable[_Hunk]) -> list[_Hunk]:
    """Hunks with what was kept between two of them dropped where it says too little."""
    joined: list[_Hunk] = []
    for hunk in hunks:
        hunk.size = _size(hunk)
        joined.append(hunk)
        while len(joined) > 1 and _weight(joined[-1].kept) <= min(h.size for h in joined[-2:]):
            last = joined.pop()
            joined[-1].removed += last.kept + last.removed
            joined[-1].added += last.kept + last.added
            joined[-1].size += last.size + len(last.kept)
    return joined


def _weight(kept: list[str]) -> float:
    return sum(map(_atom_weight, kept))


def _atom_weight(atom: str) -> float:
    if atom in SENTENCE_ENDS:
        return _NEVER
    if atom in CLAUSE_ENDS:
        return _CLAUSE
    if atom in _FAINT:
        return _WEAK
    return _WORD if atoms.is_word(atom) else 1.0


def _spans(head: str, hunks: Iterable[_Hunk], tail: str) -> tuple[Span, ...]:
    found: list[Span] = [("=", head)]
    for hunk in hunks:
        found += [
            ("=", "".join(hunk.kept)),
            ("-", "".join(hunk.removed)),
            ("+", "".join(hunk.added)),
        ]
    return _merged([*found, ("=", tail)])


def _slid(found: tuple[Span, ...]) -> tuple[Span, ...]:
    """Every pure insertion or deletion between kept texts moved to its best place."""
    moved = list(found)
    for place in range(1, len(moved) - 1):
        (left, before), (sign, hunk), (right, after) = moved[place - 1 : place + 2]
        if left == right == "=":
            before, hunk, after = slide(before, hunk, after)
            moved[place - 1 : place + 2] = [("=", before), (sign, hunk), ("=", after)]
    return _merged(moved)


def _merged(found: Iterable[Span]) -> tuple[Span, ...]:
    """No empty spans, and between two kept ones at most one removed before one added."""
    merged: list[Span] = []
    said = (span for span in found if span[1])
    for kept, run in groupby(said, key=lambda span: span[0] == "="):
        texts: dict[Sign, str] = {"=": ""} if kept else {"-": "", "+": ""}
        for sign, text in run:
            texts[sign] += text
        merged += [(sign, text) for sign, text in texts.items() if text]
    return tuple(merged)
