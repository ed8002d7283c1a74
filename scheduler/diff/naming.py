"""Whether a place names others than before: persons, towns, organisations."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import get_args
from unicodedata import normalize

from scheduler.diff import alike, bodies, gazetteer, patterns, persons, shortened, words
from scheduler.diff.layers import unvaried
from scheduler.diff.passages import Passage, meets
from scheduler.diff.place import LATIN, Place, names_of
from scheduler.diff.ranks import untitled

_CREDITED = 80  # characters in which a credit may begin or end
_LEAST = 3  # words from which a line may be a headline
_TITLED = 0.8  # of its words, written as names are
_TOLD = re.compile(r"\b(?:told|tells?) $")
_TO = 6  # characters of that
_POINT = re.compile("[·‧・]")
_LATIN_NAMES = ("e", "f", "w")
"""The names that capital letters tell."""
_BEFORE_NUMBERS = frozenset("達达逾約约僅仅近超至到共計计滿满估恐破")
_HONORIFICS = frozenset({"Mr", "Mrs", "Ms", "Dr", "Prof", "Gov", "Sen", "Rep", "Sir", "Lady"})
_POINTED = "c"  # foreign ones, whose ends nothing tells
_BESIDE_WORD = "b"  # the names that only what stands behind them tells
_PRONOUN = re.compile("(?:[他她它][们們]?|其|對方|对方)的?")
_CREDIT = re.compile(
    r"[©Ⓒ]\s?[A-Z][\w.&/\- ]{0,40}"
    r"|[（(][^（()）]{0,80}?(?:AFP|Getty|Reuters|EPA)[^（()）]{0,60}[）)]"
)
"""Whose picture it is, in the text as a page has it."""
_BRACKETED = re.compile(r"[（(][A-Z][^（()）]*[）)]?$")
"""How a name is written in its own language."""


def differ(place: Place, known: re.Pattern[str] | None) -> bool:
    """Whether others stand there; `known` finds the people of whom the articles tell."""
    exchanged = place.exchanged
    if (known and _differ(place, known)) or exchanged:
        return not exchanged or exchanged[0] == "name"
    if place.is_transposed or place.old.own.casefold() == place.new.own.casefold():
        return False
    if any(_PRONOUN.fullmatch(side.own.strip()) for side in (place.old, place.new)):
        return False  # the same person
    if alike.name_one(place):
        return False
    if bodies.differ(place):
        return True
    is_added = not (place.old.own and place.new.own)
    found = [set(_undated(side, is_added=is_added)) for side in (place.old, place.new)]
    if place.old.own:  # what merely came may be a rare word; in exchange for something it is a name
        for people, told in zip(found, _people(place), strict=True):
            people.update(told)
    return _is_other(found, place) or _places_differ(place)


def _people(place: Place) -> list[list[str]]:
    """Whom the dictionary names; 白天 and 許可 are to it people, too, so that of two characters
    only those count that begin as names do, or stand for another that begins otherwise.
    """
    found = [
        words.named(side.text, side.start, side.end, "person") for side in (place.old, place.new)
    ]
    if all(found) and not {name[0] for name in found[0]} & {name[0] for name in found[1]}:
        return found
    return [[name for name in names if words.is_sure_name(name)] for names in found]


@lru_cache(maxsize=64)
def _is_headline(text: str) -> bool:
    """Whether nearly all its words are written as names are: Police Arrest Suspect in Robbery."""
    is_sentence = text.rstrip().endswith(".") or words.is_chinese(text)
    found = [] if is_sentence else LATIN.findall(text)
    return len(found) >= _LEAST and sum(map(str.istitle, found)) > _TITLED * len(found)


def _undated(passage: Passage, *, is_added: bool) -> Iterator[str]:
    """What looks like a name and is part of no date: Jan is one, and that of `Jan 5` is none."""
    found = list(passage.found(names_of(passage)))
    if found and _is_headline(passage.text):
        found = [match for match in found if match.lastgroup not in _LATIN_NAMES]
    dates = [match.span() for match in passage.found(patterns.DATE)] if found else []
    credited = [match.span() for match in passage.found(_CREDIT, _CREDITED)] if found else []
    for match in found:
        group = match.lastgroup or 0
        if credited and meets(*match.span(group), credited):
            continue
        start, end = match.span(group)
        if group in _LATIN_NAMES and _is_no_other(match, passage, is_added=is_added):
            continue
        if group == _BESIDE_WORD and _is_no_name(passage.text, start, end):
            continue
        if group == _BESIDE_WORD:
            end = start + len(words.without_adverb(match[group]))
        if group == _POINTED and _POINT.search(passage.own):  # no more of it is sure
            start, end = max(start, passage.start), min(end, passage.end)
        start += untitled(match[group])
        if start < passage.end and not meets(start, end, dates):
            yield normalize("NFKC", passage.text[start:end])


def _is_no_other(match: re.Match[str], passage: Passage, *, is_added: bool) -> bool:
    """Whether a name in letters is but a title, one who was told, or more of the same name.

    Mr, told Reuters; Mayor Chiang, Taipei Mayor Chiang Wan-an.
    """
    start, end = match.span(match.lastgroup or 0)
    is_told = _TOLD.search(passage.text, max(start - _TO, 0), start)
    is_more = is_added and not passage.start <= start < end <= passage.end
    return bool(is_told or is_more or match[match.lastgroup or 0] in _HONORIFICS)


def _is_no_name(text: str, start: int, end: int) -> bool:
    """Whether what only stands where a name may stand is something else.

    工程|提前3個月, 黃金今天上漲, 高雄|市長, 高溫約10度.
    """
    found = text[start:end]
    return (
        words.is_end_of_word(text, start)
        or words.is_everyday(found)
        or found[-1] in _BEFORE_NUMBERS
        or bool(words.named(text, start, end, "place"))
    )


def begins_with_surname(passage: Passage) -> bool:
    """Whether 周 begins a name there, and no day: of that it is the same as 週."""
    text, start = passage.text, passage.start
    is_name = passage.own.startswith("周") and persons.PERSON.match(text, start)
    is_day = patterns.DATE.match(text, start) or words.is_everyday(text[start : start + 2])
    return bool(is_name and not is_day)


def _places_differ(place: Place) -> bool:
    """Whether one place or organisation stands for another: what is no name is no exchange."""
    found = [
        {*words.named(side.text, side.start, side.end, "place"), *gazetteer.named(side)}
        for side in (place.old, place.new)
    ]
    if not all(found) or all(map(_is_longer_or_shorter, found, found[::-1])):
        return False
    return _is_other(found, place)


def _is_longer_or_shorter(names: Collection[str], others: Collection[str]) -> bool:
    """Whether each is one of the others by a longer or a shorter name: 河北省 and 河北."""
    return all(any(_is_part(name, other) for other in others) for name in names)


def _is_part(name: str, other: str) -> bool:
    return name in other or other in name or shortened.are_one(name, other)


def _is_other(found: Sequence[Collection[str]], place: Place) -> bool:
    """Whether a name of one side is no part of the other side, however its characters are formed:
    從臺中→由台中 names one town.
    """
    if set(found[0]) == set(found[1]):
        return False
    form = str if any(map(begins_with_surname, (place.old, place.new))) else unvaried
    others = [form(side.own).casefold() for side in (place.new, place.old)]
    return any(
        not any(form(part).casefold() in other for part in _parts(name, other))
        for names, other in zip(found, others, strict=True)
        for name in names
    )


def _parts(name: str, other: str) -> Sequence[str]:
    """The name, and that by which a foreigner is called, where the other side has no more of one:
    of 喬·拜登 拜登.
    """
    return (name,) if _POINT.search(other) else (name, _POINT.split(name)[-1])


def is_named(passage: Passage) -> bool:
    """Whether somebody or some place is named there."""
    if passage.words(names_of(passage)):
        return True
    return any(
        words.named(passage.text, passage.start, passage.end, kind)
        for kind in get_args(words.Named)
    )


def is_person(passage: Passage) -> bool:
    """Whether it is a name and nothing else."""
    own = _BRACKETED.sub("", passage.own)
    whole = persons.NAME.fullmatch(own) is not None
    return whole or own in passage.words(names_of(passage))


def _differ(place: Place, pattern: re.Pattern[str]) -> bool:
    return Counter(place.old.words(pattern)) != Counter(place.new.words(pattern))
