"""Who changed places within a passage: 甲告乙 and 乙告甲 say the same words, and not the same."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import Postfix, Prefix

from scheduler.diff import gazetteer, persons, words
from scheduler.diff.layers import levelled

_LONGEST = 60  # characters of a passage
_NAME = 24  # characters of a party
_LETTERED = re.compile("[甲乙丙丁](?:[方男女]|國|国|隊|队|黨|党|車|车|船|機|机|公司)?")
_LATIN = re.compile(r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}")
_MUTUAL = re.compile(
    r"[\W_]*(?:[和與与及跟同暨或]|以及|對決|对决|對戰|对战|對上|对上|交手|大戰|大战|會晤|会晤|會談|会谈|相遇"
    r"|(?:and|or|with|vs?|meets?|met|marries|married)\b\.?)?[\W_]*",
    re.IGNORECASE,
)
"""Between two of whom it says the same of both."""

_BEATEN = re.compile(
    r"[擊击打]敗|[擊击打]败|[戰战]勝|[戰战]胜|力克|橫掃|横扫|逆[轉转]|完封|不[敵敌]|[輸输]給|[輸输]给|[負负]於|[負负]于|[勝胜]|[贏赢]"
    r"|淘汰|[領领]先|落[後后]|超越|超[車车]|收[購购]|[併并]購|并购|控告|提告|起[訴诉]|指控|^告$|批[評评]|[譴谴][責责]|\b(?:beat|beats|defeat(?:s|ed)"
    r"|lost to|loses to|sued?|sues|acquire[sd]?|accuse[sd]?)\b"
)
"""Between two of whom the one did it, and the other bore it: parties, whoever they are."""
_NO_PARTY = re.compile(r"[\W\d]")

Exchanged = tuple[Literal["name", "opposite"], str, str]
"""What it touches, and the two who changed places, as the old text has them."""


@lru_cache(maxsize=256)
def exchanged(old: str, new: str) -> Exchanged | None:
    """The two who changed places around what one did to the other, None where there are none.

    Names are a `name`; of other nouns around a verb (警察打民眾) the new text says the `opposite`.
    """
    if len(old) != len(new) or len(old) > _LONGEST:
        return None
    olds, news = levelled(old), levelled(new)  # 臺灣援助日本, and 日本援助台灣
    if sorted(olds) != sorted(news):
        return None
    for one, between, other in _turned(olds, news):
        if _MUTUAL.fullmatch(between) or max(len(one), len(other)) > _NAME:
            continue
        tag = _of_parties(one, between, other)
        if tag:
            start, end = olds.find(one), olds.rfind(other)
            return tag, old[start : start + len(one)], old[end : end + len(other)]
    return None


def _of_parties(one: str, between: str, other: str) -> Literal["name", "opposite"] | None:
    if _is_party(one) and _is_party(other):
        return "name"
    if _BEATEN.search(between) and not any(map(_NO_PARTY.search, (one, other))):
        return "name"
    is_said = words.is_chinese(one) and words.are_noun_verb_noun(one, between, other)
    return "opposite" if is_said else None


def _turned(old: str, new: str) -> Iterator[tuple[str, str, str]]:
    """How the old text may be split in three of which the first and the last changed places.

    What both begin and end with may be no part of it.
    """
    head = Prefix.similarity(old, new)
    tail = Postfix.similarity(old[head:], new[head:])
    for first in dict.fromkeys((0, head)):
        for last in dict.fromkeys((len(old), len(old) - tail)):
            yield from _splits(old[first:last], new[first:last])


def _splits(old: str, new: str) -> Iterator[tuple[str, str, str]]:
    size = len(old)
    for end in range(size - 2, 0, -1):  # 甲方 before 甲
        if not new.endswith(old[:end]):
            continue
        for start in range(end + 1, size):
            if new == f"{old[start:]}{old[end:start]}{old[:end]}":
                yield old[:end], old[end:start], old[start:]


def _is_party(name: str) -> bool:
    """Whether it is somebody's name, or that of a place or an organisation, and nothing else."""
    if gazetteer.LAND.fullmatch(name):
        return True
    if _LETTERED.fullmatch(name) or _LATIN.fullmatch(name) or persons.NAME.fullmatch(name):
        return True
    return words.is_name(name)
