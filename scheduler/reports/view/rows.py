"""Two texts side by side: each paragraph of the old one beside what became of it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from scheduler.diff.records import Change

What: TypeAlias = Literal["same", "changed", "added", "removed", "left", "came"]
"""left, came: a paragraph that moved, where it stood and where it stands."""


@dataclass(frozen=True, slots=True)
class Row:
    """Paragraphs that belong together; positions from 0."""

    what: What
    """Of them."""
    old: tuple[int, ...] = ()
    """Positions in the old text."""
    new: tuple[int, ...] = ()
    """Positions in the new text."""
    change: Change | None = None
    """What was done to them; None where nothing was."""


def rows(old: int, new: int, changes: Sequence[Change]) -> list[Row]:
    """Every paragraph of two texts of `old` and `new` paragraphs, each once, in reading order.

    `changes` are those of the body; a paragraph that none names is the same in both.
    """
    return list(_Walk(old, new, changes).rows())


def old_path(change: Change) -> tuple[int, ...]:
    """Where the change begins, in the old text; empty where it had nothing there."""
    return () if change.kind == "added" else change.from_path or change.path


def new_path(change: Change) -> tuple[int, ...]:
    """Where the change ends, in the new text; empty where it left nothing there."""
    return () if change.kind == "removed" else change.path


class _Walk:
    """A finger on each text."""

    def __init__(self, old: int, new: int, changes: Sequence[Change]) -> None:
        self._ends = (old, new)
        self._at = [0, 0]
        self._of_old = {place: change for change in changes for place in old_path(change)}
        self._of_new = {place: change for change in changes for place in new_path(change)}
        self._done: set[tuple[int, int]] = set()

    def rows(self) -> Iterator[Row]:
        """Until both texts are told."""
        while self._skip():
            yield self._next()

    def _skip(self) -> bool:
        """Pass what was told with another paragraph; whether anything is left."""
        for side in (0, 1):
            while (side, self._at[side]) in self._done:
                self._at[side] += 1
        return self._at[0] < self._ends[0] or self._at[1] < self._ends[1]

    def _next(self) -> Row:
        old, new = self._at
        gone = self._of_old.get(old) if old < self._ends[0] else None
        here = self._of_new.get(new) if new < self._ends[1] else None
        if gone and gone.kind in {"removed", "moved"}:
            return self._told("removed" if gone.kind == "removed" else "left", gone, old=(old,))
        if here and here.kind in {"added", "moved"}:
            return self._told("added" if here.kind == "added" else "came", here, new=(new,))
        if change := here or gone:
            return self._told("changed", change, self._left(0, change), self._left(1, change))
        if old >= self._ends[0]:
            return self._told("added", None, new=(new,))
        if new >= self._ends[1]:
            return self._told("removed", None, old=(old,))
        return self._told("same", None, (old,), (new,))

    def _left(self, side: int, change: Change) -> tuple[int, ...]:
        """The change's paragraphs on one side that are there, and not told yet."""
        path = (old_path, new_path)[side](change)
        end = self._ends[side]
        return tuple(
            place for place in path if 0 <= place < end and (side, place) not in self._done
        )

    def _told(
        self,
        what: What,
        change: Change | None,
        old: tuple[int, ...] = (),
        new: tuple[int, ...] = (),
    ) -> Row:
        self._done |= {(0, place) for place in old} | {(1, place) for place in new}
        return Row(what, old, new, change)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows that are shown, or unchanged ones that are folded away together."""

    rows: tuple[Row, ...]
    """In reading order."""
    is_folded: bool
    """Whether they are left out, but for their number."""


def stretches(
    found: Sequence[Row], context: int, is_quiet: Callable[[Row], bool] = lambda _: False
) -> list[Stretch]:
    """The rows with `context` unchanged ones around each change, and the others folded.

    `is_quiet`: changes that are no reason to show what stands around them. A single row is not
    folded: the fold would take as much room.
    """
    loud = [place for place, row in enumerate(found) if row.what != "same" and not is_quiet(row)]
    near = {place + step for place in loud for step in range(-context, context + 1)}
    shown = [place in near or row.what != "same" for place, row in enumerate(found)]
    result: list[Stretch] = []
    start = 0
    for place in range(1, len(found) + 1):
        if place < len(found) and shown[place] == shown[start]:
            continue
        folded = not shown[start] and place - start > 1
        result.append(Stretch(tuple(found[start:place]), folded))
        start = place
    return result
