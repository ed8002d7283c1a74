"""Changes of articles that were turned into the other script, simplified or traditional."""

from collections.abc import Sequence
from functools import lru_cache

from scheduler.diff import characters, scripts
from scheduler.diff.records import OF_FIELDS, Change, Span, replace

_EDITS = ("edited", "rewritten")


def in_one_script(change: Change) -> Change:
    """What a reader of both scripts sees where a text was turned into the other one besides."""
    if not (change.old and change.new and scripts.is_turned(change.old, change.new)):
        return change
    old, new = map(scripts.folded, (change.old, change.new))
    spans = _spans(old, new)
    kind = change.kind
    if kind == "rewritten" and not characters.is_whole(spans):
        kind = "edited"
    return replace(change, old=old, new=new, spans=spans, kind=kind)


@lru_cache(maxsize=4)
def _spans(old: str, new: str) -> tuple[Span, ...]:
    """Kept for a while: who scores a change asks for what was asked when it was tagged."""
    return characters.spans(old, new)


def folded(changes: Sequence[Change]) -> list[Change]:
    """Those of one article, tagged: where all of it was turned 里 for 裡 is no edit either."""
    edits = [each for each in changes if each.kind in _EDITS]
    old, new = ("\n".join(getattr(each, side) for each in edits) for side in ("old", "new"))
    if not scripts.is_evident(old, new):
        return list(changes)
    return list(map(_folded, changes))


def _folded(change: Change) -> Change:
    if change.kind not in _EDITS or scripts.folded(change.old) != scripts.folded(change.new):
        return change
    of_field = (tag for tag in change.tags if tag in OF_FIELDS)
    return replace(change, tags=(*of_field, "variant"), quantities=(), exchanges=())
