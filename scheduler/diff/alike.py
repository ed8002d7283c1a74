"""Places that name the same in other words, or name nobody and only stand beside a name."""

import re

from rapidfuzz.distance import Prefix

from scheduler.diff import called, shortened, words
from scheduler.diff.place import Place
from scheduler.diff.ranks import beside, spans

_COMPASS = re.compile("[朝向往吹轉转偏]?[東东西南北偏]+[風风]?")
"""Where the wind blows from, or a typhoon goes."""
_FUNCTION = re.compile(
    "[於于在向對对同與与和今昨則则卻却也系為为是就因此稱称指說说受時时將将]{0,3}"
)
"""Words that say nothing of whom they stand beside."""
_ROLE = re.compile("^(?:被告人?|嫌犯|嫌疑人|犯嫌|死者|[傷伤]者|[男女]子)")
"""Before a name, and none of it."""
_DATED = re.compile("[今昨明][天日晚晨早]")


def name_one(place: Place) -> bool:
    """Whether the names of both sides are of one person or body, or none of them changed."""
    return _are_one(place.old.own, place.new.own) or _are_titled_alike(place) or _is_beside(place)


def _are_one(old: str, new: str) -> bool:
    """Whether both name the same, or where the wind blows, which is no place."""
    if all(map(_COMPASS.fullmatch, (old, new))):
        return True
    return called.are_one(old, new) or shortened.are_one(old, new)


def _are_titled_alike(place: Place) -> bool:
    """Whether one name stands behind two titles: 總統當選人川普, 總統川普."""
    names = {beside(side.text, side.start, side.end)[1] for side in (place.old, place.new)}
    return len(names) == 1 and "" not in names


def _is_beside(place: Place) -> bool:
    """Whether only what stands beside a name is another: 沈伯洋於 and 沈伯洋在, 今 and 今天."""
    old, new = (_DATED.sub("", _untitled(side.own)) for side in (place.old, place.new))
    head = Prefix.similarity(old, new)
    return all(map(_FUNCTION.fullmatch, (old[head:], new[head:])))


def _untitled(text: str) -> str:
    for start, end in reversed(spans(words.simplified(text))):
        text = text[:start] + text[end:]
    return _ROLE.sub("", text)
