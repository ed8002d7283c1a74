"""Marks between words that say something: whom a list names, what is denied, a grade."""

import re
from collections.abc import Mapping

_DENIES = re.compile(r"(?:[不沒没無无非否未別别勿莫]|[沒没]有|不是|\b[Nn]ot?)\s*$")
_DASHES = "\\-−–—─"
_GRADE = re.compile(r"(?:^|[^A-Za-z])[A-Z]{1,3}$")
_OF_GRADE = re.compile(rf"[{_DASHES}](?![\w{_DASHES}])")
_APART = re.compile(rf"[{_DASHES}]\s+")
_HAN = re.compile(r"[\u3400-\u9fff]$")
_LISTS = "、，,；;/／"
_DOTS = "·・•‧．"
"""Within a foreign name, between its parts."""


def decide(before: str, old: str, new: str) -> bool:
    """Whether the marks that came or went change what is said, though no word did.

    `before` is what stands before them. 不，可以 denies nothing of what 不可以 does, A- is less
    than A, - 3度 colder than 3度; 陳志、明輝 are others than 陳志明、輝, 約翰·史密斯 is one man.
    """
    if _DENIES.search(before):
        return True
    one, other = sorted((old.strip(), new.strip()), key=len)
    if not one and (_GRADE.search(before) and _OF_GRADE.match(other)):
        return True
    if not (old and new) and _HAN.search(before) and _APART.fullmatch(old or new):
        return True
    return _names_others(_parting(old), _parting(new))


def _parting(text: str) -> Mapping[int, str]:
    """What parts the items of a list and the parts of a name, by how many letters stand before."""
    found: dict[int, str] = {}
    letters = 0
    for character in text:
        if character in _LISTS or character in _DOTS:
            found[letters] = character
        letters += character.isalnum()
    return found


def _names_others(old: Mapping[int, str], new: Mapping[int, str]) -> bool:
    both = old.keys() & new.keys()
    if any((old[place] in _DOTS) != (new[place] in _DOTS) for place in both):
        return True
    came, went = (
        [place for place in one.keys() - both if one[place] == "、"] for one in (new, old)
    )
    return bool(came and went)
