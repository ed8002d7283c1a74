"""Which Chinese characters sound alike, to whoever types by sound."""

import os
from collections.abc import Set
from functools import cache, lru_cache

_LIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ing", "in"), ("eng", "en"))
"""What many speakers do not tell apart: 因該 for 應該."""


def are_alike(one: str, other: str) -> bool:
    """Whether two characters have a reading in common, whatever its tone."""
    return not _readings(one).isdisjoint(_readings(other))


@lru_cache(maxsize=1024)
def _readings(character: str) -> Set[str]:
    found = _told().get(ord(character), "")
    return frozenset(map(_plain, found.split(","))) if found else frozenset()


def _plain(reading: str) -> str:
    letters = reading.translate(_toneless())
    for one, other in _LIKE:
        letters = letters.replace(one, other)
    return letters


@cache
def _toneless() -> dict[int, str]:
    marked = {"a": "āáǎà", "e": "ēéěèê", "i": "īíǐì", "o": "ōóǒò", "u": "ūúǔù", "v": "ǖǘǚǜü"}
    return {ord(sign): plain for plain, signs in marked.items() for sign in signs}


@cache
def _told() -> dict[int, str]:
    """Code of each character -> its readings in pinyin, with a comma between.

    Loaded when first needed, and without pypinyin's phrases: these take 0.2 s and 40 MB.
    """
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin.constants import PINYIN_DICT

    return PINYIN_DICT
