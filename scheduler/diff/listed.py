"""Lists whose items changed places: 2人死亡、3人受傷 and 3人受傷、2人死亡 say the same."""

import re
from collections import Counter
from collections.abc import Sequence

from scheduler.diff.atoms import NUMERALS
from scheduler.diff.passages import Passage
from scheduler.diff.place import Place

_LONGEST = 120  # characters of a list
_BETWEEN = re.compile(r"[、，,；;]|以及|[和及與与暨]|\s+and\s+")
_AMOUNT = re.compile(rf"[\d.,%{NUMERALS}]+\w?")
_END = re.compile(r"[。！？\n、，,；;]|(?<=[）)])|$")


def is_reordered(found: Sequence[Place]) -> bool:
    """Whether these places of a text tell of nothing but another order of one list's items."""
    first, last = found[0], found[-1]
    sides = [
        Passage(one.text, one.start, other.end)
        for one, other in ((first.old, last.old), (first.new, last.new))
    ]
    lengths = {side.end - side.start for side in sides}
    if len(lengths) > 1 or max(lengths) > _LONGEST:
        return False
    return any(
        len(items) > 1 and Counter(items) == Counter(others) and not _are_of_others(items, others)
        for items, others in (map(_items, sides), map(_items, map(_to_its_end, sides)))
    )


def _to_its_end(side: Passage) -> Passage:
    """With what both sides end with, and is of an item: of 2男受傷、3女受傷."""
    behind = _END.search(side.text, side.end)
    return Passage(side.text, side.start, behind.start() if behind else side.end)


def _items(side: Passage) -> list[str]:
    return [item.strip() for item in _BETWEEN.split(side.own)]


def _are_of_others(items: Sequence[str], others: Sequence[str]) -> bool:
    """Whether only amounts changed places: in 甲，40歲；乙，50歲 they are somebody's."""
    moved = [old for old, new in zip(items, others, strict=True) if old != new]
    return len(moved) < len(items) and all(map(_AMOUNT.fullmatch, moved))
