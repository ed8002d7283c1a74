"""The words that were exchanged: one name for another, one date for another, one rank."""

import re
from collections.abc import Iterator, Sequence, Set
from typing import get_args

from scheduler.diff import given, moments, patterns, signals, words
from scheduler.diff.passages import Passage
from scheduler.diff.place import Place
from scheduler.diff.quantities import SHORT
from scheduler.diff.ranks import beside, title_at, untitled
from scheduler.diff.records import Exchange, Tag

_WORDED: frozenset[Tag] = frozenset({"name", "negation", "opposite", "rank", "date"})
"""What a few words in the place of others tell."""
_LONG = 40  # characters of some in letters: Maria Cantwell is no longer than 瑪麗亞
_COUNTED = re.compile(r"\d+$")
"""Behind a name, of 周某等5人."""
_NOBODY = re.compile(r"(?:\d+|[一二兩两三四五六七八九十]+)[名位個个]")
"""Of nobody in particular: 一名男子."""
_BEFORE = frozenset("由應应向對对被在與与和給给")
_BEHIND = frozenset("在對对說说向與与和及的將将曾也於于")
"""What may stand beside a name on both sides, and is none of it."""
_DIVISIONS = frozenset("市縣县區区鄉乡鎮镇")
"""With what stands before it: of 嘉義市 and 嘉義縣."""
_TIMED = re.compile("[日天晨晚早夜週周月年前後后時时當当]")
"""Of a word that stands for a date: 當天, 日前."""
_ENDING = re.compile("[ぁ-ゖ]{1,3}")
"""Of a word of which the rest is elsewhere: ある and ない."""
_PARTED = re.compile("[、，。；：]")
_REGION = frozenset("都道府県市")
"""What is left of a larger one, where a town of it is another: 北海|道苫小牧市."""
_SINCE = re.compile(r"^(?:in|since|until|from|of) (?=\d{4}$)")
_LEAST = 2  # characters of a name


def exchanged(place: Place, tags: Set[Tag]) -> Iterator[Exchange]:
    """The words of one place for which it bears `tags`, where there are few on both sides."""
    if place.exchanged and place.exchanged[0] in tags:
        told, one, other = place.exchanged
        yield Exchange(tag=told, old=one, new=other)
        yield Exchange(tag=told, old=other, new=one)
        return
    for tag in get_args(Tag):
        if tag not in tags & _WORDED:
            continue
        old, new = _worded(place, tag)
        if _PARTED.search(old) or _PARTED.search(new):
            continue  # more than one word
        longest = _LONG if (old + new).isascii() else SHORT
        if old and new and max(len(old), len(new)) <= longest:
            yield Exchange(tag=tag, old=old, new=new)


def _worded(place: Place, tag: Tag) -> Sequence[str]:
    """What stood and what stands there; two empty ones where no words stand for each other."""
    own = [place.old.own, place.new.own]
    if tag == "date":
        return _dates(place)
    if tag == "negation" and any(map(_ENDING.fullmatch, own)):
        return "", ""
    if tag in ("name", "rank"):
        titled = [beside(side.text, side.start, side.end) for side in (place.old, place.new)]
        if all(name for _, name in titled):
            names = _bare(*(name for _, name in titled))
            return names if tag == "name" else [title for title, _ in titled]
    if tag == "rank":
        return _titles(place)
    return _names(place) if tag == "name" else own


def _titles(place: Place) -> Sequence[str]:
    """The whole titles of which something was changed: 副主任, where 主任 became 秘書長."""
    told = [title_at(side.text, side.start, side.end) for side in (place.old, place.new)]
    if all(told) and told[0] != told[1]:
        return told
    is_part = signals.holds_title(place)  # not of 副|發言人|米勒
    return [place.old.own, place.new.own] if is_part else ["", ""]


def _dates(place: Place) -> Sequence[str]:
    """All of a date: 5月3日, where 3 became 4; of several none is told, nor of one that came."""
    sides = (place.old, place.new)
    dates = [list(side.found(patterns.DATE)) for side in sides]
    if [len(found) for found in dates] == [1, 1]:
        both = [date[date.lastgroup or 0] for [date] in dates]
        is_whole = both == [side.own for side in sides]
        both = [_SINCE.sub("", date) for date in both]
        return both if is_whole or moments.are_alike(*both) else ("", "")
    if not all(dates) and not all(_TIMED.search(side.own) for side in sides):
        return "", ""
    if sum(map(len, dates)) > len(sides):
        is_all = all(map(_are_all, sides, dates))
        return [side.own for side in sides] if is_all else ("", "")
    apart = place.apart if all(side.own for side in sides) else sides
    return [side.own for side in apart]


def _are_all(side: Passage, dates: Sequence[re.Match[str]]) -> bool:
    """Whether nothing but they stands there: 今天|夜間."""
    return sum(date.end() - date.start() for date in dates) == len(side.own)


def _names(place: Place) -> Sequence[str]:
    if names := given.exchanged(place):
        return names
    if any(_NOBODY.match(side.own) for side in (place.old, place.new)):
        return "", ""
    old, new = (_COUNTED.sub("", _named(side)) for side in (place.old, place.new))
    return _bare(old[untitled(old) :], new[untitled(new) :])


def _named(side: Passage) -> str:
    """With the town of which only the rank was changed."""
    if side.own not in _DIVISIONS:
        return side.own
    start = words.at(side.text, max(side.start - 1, 0))[0]
    return side.text[start : side.end]


def _bare(old: str, new: str) -> Sequence[str]:
    """Names without the words that both have beside them: 方濟角對 and 方濟各對."""
    if min(len(old), len(new)) > _LEAST and old[-1] == new[-1] and old[-1] in _BEHIND:
        old, new = old[:-1], new[:-1]
    if min(len(old), len(new)) > _LEAST and old[0] == new[0] and old[0] in _BEFORE:
        old, new = old[1:], new[1:]
    if min(len(old), len(new)) > _LEAST and old[0] == new[0] and old[0] in _REGION:
        old, new = old[1:], new[1:]
    return old, new
