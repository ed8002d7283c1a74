"""Bodies, lands and stars that no dictionary has, told by what stands beside them."""

import re

from scheduler.diff import words
from scheduler.diff.place import Place

_CALLED = re.compile("(?=.*[a-zé])[A-Z][A-Za-zé'’.-]+")
"""One word as names are written, and no abbreviation: GDP and CPI name nobody."""
_PLACE = re.compile("[\u3400-\u9fff]{2,6}")
_HOUSE = re.compile(
    "国际机场|机场|医院|大学|高中|国[小中]|[中小]学|地检署|地方法院|地院|火?车站|捷运站|分局|交流道|监狱"
    "|看守所|体育[馆场]|球场|村|街|路(?!段)"
)
"""Of which each town has one, called by its name."""
_HOUSE_SIZE = 4  # characters of the longest
_LAND = re.compile("[美日韓韩中英法德俄烏乌印越泰菲台臺澳加以伊朝歐欧]")
_TO_LANDS = frozenset("訪访赴旅駐驻對对抵援抗反親亲")


def differ(place: Place) -> bool:
    """Whether one of them stands for another."""
    return _are_in_letters(place) or are_houses(place) or _are_lands(place)


def _are_in_letters(place: Place) -> bool:
    """Whether one word of letters stands for another in a Chinese text: 成員Karina, 成員Giselle."""
    sides = (place.old, place.new)
    return all(_CALLED.fullmatch(side.own) for side in sides) and words.is_chinese(place.new.text)


def _are_lands(place: Place) -> bool:
    """Whether a land by its first character is another one: 訪美 and 訪日, 台美 and 台日."""
    old, new = place.apart
    if not (_LAND.fullmatch(old.own) and _LAND.fullmatch(new.own)):
        return False
    before, behind = new.text[new.start - 1 : new.start], new.text[new.end : new.end + 1]
    is_of_two = _LAND.fullmatch(before) or (_LAND.fullmatch(behind) and not before.isalpha())
    return before in _TO_LANDS or bool(is_of_two)


def are_houses(place: Place) -> bool:
    """Whether what an airport, a hospital, a court is called by is another: 亞東醫院, 雙和醫院."""
    old, new = place.apart
    if not (_PLACE.fullmatch(old.own) and _PLACE.fullmatch(new.own)):
        return False
    behind = words.simplified(place.new.text[place.new.end : place.new.end + _HOUSE_SIZE])
    return bool(_HOUSE.match(behind)) and not all(map(_is_common, (old.own, new.own)))


def _is_common(word: str) -> bool:
    return words.is_everyday(word) and not words.is_name(word)
