"""Places that differ and say nothing: which layer hides it."""

import re

from scheduler.diff import layers, moments, numbering, scripts
from scheduler.diff.naming import begins_with_surname
from scheduler.diff.place import Place
from scheduler.diff.precision import is_same_amount
from scheduler.diff.records import Tag

_END = re.compile(r"\s*[#＃]\s*")
"""The sign by which some houses end an article."""
_BEFORE = 8  # characters that are looked at before a place


def layer(place: Place) -> Tag | None:
    """What hides the difference, and of amounts and dates what stands around; None: nothing does.

    The number of a list's item is `noise`, what one amount, one moment or one word in the other
    script is a `variant`.
    """
    old, new = place.old, place.new
    found = layers.after(old.text[max(old.start - _BEFORE, 0) : old.start], old.own, new.own)
    if found == "variant" and any(map(begins_with_surname, (old, new))):
        return None
    if found:
        return found
    if _END.fullmatch(old.own + new.own) and old.end == len(old.text) and new.end == len(new.text):
        return "punctuation"
    if numbering.is_another(old, new):
        return "noise"
    is_one = is_same_amount(place) or moments.are_same(old, new)
    is_one = is_one or scripts.are_one(old.own, new.own) or scripts.are_one_word(old.own, new.own)
    return "variant" if is_one else None
