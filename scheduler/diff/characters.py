"""What differs inside one paragraph: spans of kept, removed and added text."""

import re
from collections.abc import Hashable, Iterator, Sequence
from itertools import accumulate

from rapidfuzz.distance import Levenshtein

from scheduler.diff import atoms, hunks, patterns, scripts, sentences
from scheduler.diff.edges import CLAUSE_ENDS, CLOSING, OPENING, SENTENCE_ENDS, common, slide
from scheduler.diff.hunks import Hunk, Texts
from scheduler.diff.records import Span
from scheduler.diff.snap import snapped

LIMIT = 100_000
"""Characters that differ (old and new together) above which they are shown whole."""

LITTLE_IN_COMMON = 0.3
"""Kept share of the shorter text below which both texts are shown whole."""

_MANY = 5  # places that differ, more than a reader can follow
_MUCH = 1 / 3  # differing characters, as a share of the longer text
_PLACE = 4  # characters that one place more must keep to be worth it

_NOTICE = 6  # characters of the shortest notice of a correction

_FUNCTION = "的了是在和與与及也都而就又把被之其以於于為为將将對对從从到等這这那有"
_LONG = 1_000  # atoms from which small numbers in their place are aligned faster
_STOP = re.compile(rf"[{SENTENCE_ENDS}.]")
_WORD = 2.0
_WEIGHTS = {
    **dict.fromkeys(OPENING + CLOSING + " \u3000" + _FUNCTION, 0.3),
    **dict.fromkeys(CLAUSE_ENDS, 1.1),
    **dict.fromkeys(SENTENCE_ENDS, float("inf")),
}
"""What a kept atom weighs against what differs on both sides of it, where that is not 1."""


def spans(old: str, new: str, names: re.Pattern[str] | None = None) -> tuple[Span, ...]:
    """The difference as spans that rebuild both texts exactly.

    Kept and removed spans joined are `old`, kept and added ones are `new`. No number, word or
    grapheme is cut, nor what `names` finds. Where little is in common, or all of a text was turned
    into the other script, the old text stands whole before the new one. At most `LIMIT` characters
    are aligned.
    """
    [found] = spans_of_all([(old, new)], names)
    return found


def spans_of_all(
    texts: Sequence[Texts], names: re.Pattern[str] | None = None
) -> list[tuple[Span, ...]]:
    """The same of many pairs of texts, whose words are looked for at one go."""
    found = snapped([(_places(*pair), pair) for pair in texts], names)
    return [hunks.spans(places, *pair) for places, pair in zip(found, texts, strict=True)]


def whole(old: str, new: str) -> tuple[Span, ...]:
    """All of the old text, then all of the new one; an equal text is kept."""
    return hunks.spans(_all(old, new), old, new)


def is_whole(found: Sequence[Span]) -> bool:
    """True where nothing of the old text was kept although there are two texts."""
    return len(found) == 2 and found[0][0] == "-" and found[1][0] == "+"


def _all(old: str, new: str) -> Sequence[Hunk]:
    return () if old == new else [(0, len(old), 0, len(new))]


def _places(old: str, new: str) -> Sequence[Hunk]:
    """Where the texts differ, without regard to words."""
    if old == new:
        return ()
    found = _inside(old, new)
    if _holds_notice(found, new) and (apart := _corrected(found, old, new)):
        return _slid(apart, old, new)
    if len(found) == 1 and _is_pure(found[0]):
        return _slid(found, old, new)
    if _is_dense(found, old, new):
        if scripts.converted(old, new):
            return _all(old, new)
        if len(found) > 1 or _spans_sentences(found[0], old, new):
            others = hunks.joined(_by_sentences(old, new))
            found = min(found, others, key=_cost)
        if _little_in_common(found, old, new):
            return _all(old, new)
    return _slid(found, old, new)


def _cost(found: Sequence[Hunk]) -> int:
    return hunks.removed(found) + _PLACE * len(found)


def _holds_notice(found: Sequence[Hunk], new: str) -> bool:
    for _, _, start, end in found:  # several times as fast as to ask `any`
        if end - start >= _NOTICE and patterns.correction(new, start, end):
            return True
    return False


def _corrected(found: Sequence[Hunk], old: str, new: str) -> Sequence[Hunk]:
    """With a notice at the end for itself, where that says more than `found`; else nothing.

    A notice repeats what was wrong, and did not come of it.
    """
    notice = patterns.correction(new)
    start = notice.start() + (new[notice.start()] in SENTENCE_ENDS) if notice else 0
    if not start or old == new[:start] or patterns.correction(old):
        return ()
    apart = hunks.joined([*_inside(old, new[:start]), (len(old), len(old), start, len(new))])
    is_dear = _cost(apart) > _cost(found) + 2 * _PLACE
    return () if is_dear or _little_in_common(apart, old, new) else apart


def _is_pure(hunk: Hunk) -> bool:
    """Whether something only came, or only went."""
    return hunk[0] == hunk[1] or hunk[2] == hunk[3]


def _spans_sentences(hunk: Hunk, old: str, new: str) -> bool:
    """Whether sentences may be told apart in what differs: in a part of one there are none."""
    start, end, other, other_end = hunk
    return bool(_STOP.search(old, start, end - 1) or _STOP.search(new, other, other_end - 1))


def _is_dense(found: Sequence[Hunk], old: str, new: str) -> bool:
    """Whether so much differs that the shortest script may pair words of unlike sentences.

    Where it does not, two thirds of the longer text at least are common.
    """
    return len(found) > _MANY or hunks.changed(found) > _MUCH * max(len(old), len(new))


def _by_sentences(old: str, new: str) -> Iterator[Hunk]:
    left = right = 0
    for before, after in sentences.paired(old, new):
        found = [(0, len(before), 0, len(after))] if before != after else []
        if found and before and after:
            inner = _inside(before, after)
            found = found if _little_in_common(inner, before, after) else inner
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


def _inside(old: str, new: str) -> list[Hunk]:
    """Hunks between the common head and tail of two different texts, joined where too little is
    kept between them.
    """
    head, tail = common(old, new)
    end, other_end = len(old) - tail, len(new) - tail
    removed, added = old[head:end], new[head:other_end]
    whole_middle = [(head, end, head, other_end)]
    if len(removed) + len(added) > LIMIT or set(removed).isdisjoint(added):
        return whole_middle
    olds, news = atoms.split(removed), atoms.split(added)
    if len(olds) == len(news) == 1:
        return whole_middle
    found = _joined([*_script(olds, news)], olds, news)
    if found == [(0, len(olds), 0, len(news))]:
        return whole_middle
    left, right = _offsets(olds, head), _offsets(news, head)
    return [(left[one[0]], left[one[1]], right[one[2]], right[one[3]]) for one in found]


def _offsets(side: Sequence[str], start: int) -> Sequence[int]:
    if isinstance(side, str):
        return range(start, start + len(side) + 1)
    return list(accumulate(map(len, side), initial=start))


def _script(olds: Sequence[str], news: Sequence[str]) -> Iterator[Hunk]:
    """The shortest edit script, its neighbouring steps as one place; counted in atoms."""
    sides: Sequence[Sequence[Hashable]] = (olds, news)
    if len(olds) + len(news) > _LONG and not (isinstance(olds, str) and isinstance(news, str)):
        numbers: dict[str, int] = {}
        sides = [[numbers.setdefault(atom, len(numbers)) for atom in side] for side in (olds, news)]
    left = right = 0
    for start, other, size in Levenshtein.editops(*sides).as_matching_blocks():
        if start > left or other > right:
            yield left, start, right, other
        left, right = start + size, other + size


def _joined(places: list[Hunk], olds: Sequence[str], news: Sequence[str]) -> list[Hunk]:
    """Places with what was kept between two of them dropped where it says too little."""
    if len(places) == 1:
        return places
    done: list[tuple[Hunk, float]] = []
    for place in places:
        start, end, other, other_end = place
        size = _size(olds[start:end], news[other:other_end])
        while done:
            (before_start, before_end, before_other, _), before = done[-1]
            kept, enough = olds[before_end:start], min(before, size)
            if _weight(kept, enough) > enough:
                break
            start, other = before_start, before_other
            size += before + len(kept)
            done.pop()
        done.append(((start, end, other, other_end), size))
    return [place for place, _ in done]


def _size(removed: Sequence[str], added: Sequence[str]) -> float:
    """Atoms of the larger side, words twice; 0 for number to number, which stays alone."""
    if len(removed) < 2 and len(added) < 2 and all(map(atoms.is_number, (*removed, *added))):
        return 0
    return max(len(removed) + _words(removed), len(added) + _words(added))


def _words(side: Sequence[str]) -> int:
    if isinstance(side, str):
        return 0
    return len([atom for atom in side if len(atom) > 1 and atoms.is_word(atom)])


def _weight(kept: Sequence[str], enough: float) -> float:
    """What kept atoms weigh; counted no further than `enough`."""
    weight = 0.0
    for atom in kept:
        if len(atom) > 1 and atoms.is_word(atom):
            weight += _WORD
        else:
            weight += _WEIGHTS.get(atom, 1.0)
        if weight > enough:
            break
    return weight


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
    return hunks.joined(done) if len(done) > 1 else done
