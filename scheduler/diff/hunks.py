"""Where two texts differ, as offsets; the one form between finding, sliding, snapping, showing."""

from collections.abc import Iterable, Iterator, Sequence

from scheduler.diff.records import Span

Hunk = tuple[int, int, int, int]
"""Start and end of what differs in the old text, start and end of it in the new one.

Hunks are in order; what lies before, between and behind them is equal on both sides. One of the
two sides may be empty, but not both.
"""

Texts = tuple[str, str]
"""The old one, the new one."""


def changed(found: Iterable[Hunk]) -> int:
    """Characters that differ, old and new together."""
    size = 0
    for start, end, other, other_end in found:
        size += end - start + other_end - other
    return size


def removed(found: Iterable[Hunk]) -> int:
    """Characters of the old text that the new one has not kept."""
    size = 0
    for start, end, _, _ in found:
        size += end - start
    return size


def kept(found: Iterable[Hunk], old: str) -> str:
    """What both texts have."""
    parts, place = [], 0
    for hunk in found:
        parts.append(old[place : hunk[0]])
        place = hunk[1]
    return "".join((*parts, old[place:]))


def joined(found: Iterable[Hunk]) -> list[Hunk]:
    """Hunks with nothing kept between them made one."""
    done: list[Hunk] = []
    for hunk in found:
        if done and done[-1][1] == hunk[0]:
            done[-1] = (done[-1][0], hunk[1], done[-1][2], hunk[3])
        else:
            done.append(hunk)
    return done


def spans(found: Iterable[Hunk], old: str, new: str) -> tuple[Span, ...]:
    """The difference as it is shown and stored: none empty, neighbours never of one sign."""
    done: list[Span] = []
    place = 0
    for start, end, other, other_end in found:
        if start > place:
            done.append(("=", old[place:start]))
        if end > start:
            done.append(("-", old[start:end]))
        if other_end > other:
            done.append(("+", new[other:other_end]))
        place = end
    if place < len(old):
        done.append(("=", old[place:]))
    return tuple(done)


def places(found: Sequence[Span]) -> Iterator[Hunk]:
    """The inverse of `spans`."""
    left = right = 0
    start = (0, 0)
    for sign, text in (*found, ("=", "")):
        if sign == "=":
            if (left, right) != start:
                yield start[0], left, start[1], right
            start = left, right = left + len(text), right + len(text)
        elif sign == "-":
            left += len(text)
        else:
            right += len(text)
