"""Numbers of a list's items: they say where something stands in it, and count nothing."""

import re

from scheduler.diff.passages import Passage

_ITEM = re.compile(r"\d{1,2}\s?[.、．)）]\s?(?!\d)")
"""Where a line begins: of a list of headlines, which moves up as new ones come."""
_GLUED = re.compile(
    r"\d{1,2}(?P<word>(?!(?:[KMGT]bps|[KMGT]?Hz|[KMG]?Wh|[KM]?Pa|Km|Kg|Nm|Lbs?)(?![a-z]))"
    r"[A-Z][a-z’'].*)",
    re.DOTALL,
)
"""Before the first word of a post that a page sets in: 1Tonight; but 20Mbps is an amount."""


def is_another(old: Passage, new: Passage) -> bool:
    """Whether the same item bears another number of its list."""
    if not (old.own[:1].isdigit() and new.own[:1].isdigit()):
        return False
    if all(is_item(side.text, side.start, side.end) for side in (old, new)):
        return True
    before, after = (_GLUED.fullmatch(side.own) for side in (old, new))
    return before is not None and after is not None and before["word"] == after["word"]


def is_item(text: str, start: int, end: int) -> bool:
    """Whether what stands there is the number of an item, or part of it."""
    if start and text[start - 1] != "\n":
        return False
    item = _ITEM.match(text, start)
    return item is not None and item.end() >= end
