"""Places parted at what stands in them on both sides, so that something can be said of each."""

import re
from collections.abc import Iterator, Sequence

from scheduler.diff import characters, hunks, layers
from scheduler.diff.passages import Passage
from scheduler.diff.signals import Hunk

_LONGEST = 1_000  # characters of a place, old and new, that is looked at again
_NAME = 12  # characters of what is said more of in brackets
_BRACKET = re.compile(r"[(（]")


def parts(place: Hunk) -> Iterator[Hunk]:
    """What differs in a place once each character has one form, and beside it what has another.

    林志明在臺北 and 陳建宏在台北 differ in a person, and in how a town is written: of the whole
    neither can be said. Nor can anything of a person and an age in brackets together.
    """
    old, new = place.old.own, place.new.own
    if not (old and new) or len(old) + len(new) > _LONGEST:
        yield place
        return
    for part in _levelled(place):
        yield from _before_and_in_brackets(part)


def _levelled(place: Hunk) -> Sequence[Hunk]:
    old, new = place.old.own, place.new.own
    olds, news = layers.levelled(old), layers.levelled(new)
    if (olds, news) == (old, new) or layers.name(old, new):
        return [place]
    done: list[Hunk] = []
    is_other = False
    left = right = 0
    end = len(old), len(old), len(new), len(new)
    for start, stop, other, other_stop in (*hunks.places(characters.spans(olds, news)), end):
        if old[left:start] != new[right:other]:
            is_other = True
            done.append(_part(place, left, start, right, other))
        if (start, other) != (stop, other_stop):
            done.append(_part(place, start, stop, other, other_stop))
        left, right = stop, other_stop
    return done if is_other else [place]


def _before_and_in_brackets(place: Hunk) -> Iterator[Hunk]:
    old, new = place.old.own, place.new.own
    opened = [list(_BRACKET.finditer(side)) for side in (old, new)]
    if [*map(len, opened)] != [1, 1]:
        yield place
        return
    (left, last), (right, other_last) = (found.span() for [found] in opened)
    if max(left, right) > _NAME:
        yield place
        return
    for start, end, other, other_end in (
        (0, left, 0, right),
        (left, last, right, other_last),
        (last, len(old), other_last, len(new)),
    ):
        if old[start:end] != new[other:other_end]:
            yield _part(place, start, end, other, other_end)


def _part(place: Hunk, start: int, end: int, other: int, other_end: int) -> Hunk:
    old, new = place.old, place.new
    return Hunk(
        Passage(old.text, old.start + start, old.start + end),
        Passage(new.text, new.start + other, new.start + other_end),
    )
