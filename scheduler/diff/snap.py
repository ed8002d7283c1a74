"""Moves the edges of hunks outwards, on both sides at once, until they cut no word."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from scheduler.diff import words
from scheduler.diff.records import Span

_FARTHEST = 10  # characters that an edge may move; a longer word is cut


@dataclass(slots=True)
class _Hunk:
    """Offsets of what differs, in the old and in the new text."""

    old: list[int]
    new: list[int]


def snapped(
    found: Iterable[Span], old: str, new: str, names: re.Pattern[str] | None = None
) -> list[Span]:
    """The same difference, shown in whole words where that is near."""
    hunks = _hunks(found)
    done: list[_Hunk] = []
    for place, hunk in enumerate(hunks):
        before = done[-1].old[1] if done else 0
        after = hunks[place + 1].old[0] if place + 1 < len(hunks) else len(old)
        room = hunk.old[0] - before, after - hunk.old[1]
        _widen(hunk, (old, new), names, room)
        if done and done[-1].old[1] == hunk.old[0]:
            done[-1].old[1], done[-1].new[1] = hunk.old[1], hunk.new[1]
        else:
            done.append(hunk)
    return _spans(done, old, new)


def _hunks(found: Iterable[Span]) -> list[_Hunk]:
    hunks: list[_Hunk] = []
    left = right = 0
    last = "="
    for sign, text in found:
        if sign == "=":
            left, right = left + len(text), right + len(text)
        else:
            if last == "=":
                hunks.append(_Hunk([left, left], [right, right]))
            if sign == "-":
                left += len(text)
            else:
                right += len(text)
            hunks[-1].old[1], hunks[-1].new[1] = left, right
        last = sign
    return hunks


def _widen(
    hunk: _Hunk, texts: tuple[str, str], names: re.Pattern[str] | None, room: tuple[int, int]
) -> None:
    cuts = [
        words.edges(text, side[0], side[1], names)
        for text, side in zip(texts, (hunk.old, hunk.new), strict=True)
    ]
    starts, ends = (hunk.old[0], hunk.new[0]), (hunk.old[1], hunk.new[1])
    back = _steps(lambda step: all(at - step in own for at, own in zip(starts, cuts, strict=True)))
    on = _steps(lambda step: all(at + step in own for at, own in zip(ends, cuts, strict=True)))
    for side in (hunk.old, hunk.new):
        side[0] -= min(back, room[0])
        side[1] += min(on, room[1])


def _steps(is_edge: Callable[[int], bool]) -> int:
    return next((step for step in range(_FARTHEST + 1) if is_edge(step)), 0)


def _spans(hunks: Iterable[_Hunk], old: str, new: str) -> list[Span]:
    spans: list[Span] = []
    left = 0
    for hunk in hunks:
        spans += [
            ("=", old[left : hunk.old[0]]),
            ("-", old[slice(*hunk.old)]),
            ("+", new[slice(*hunk.new)]),
        ]
        left = hunk.old[1]
    return [*spans, ("=", old[left:])]
