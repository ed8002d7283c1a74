"""What stands elsewhere in its paragraph, word for word: clauses, and amounts of money."""

import re
from collections.abc import Sequence
from itertools import pairwise

from scheduler.diff import called, layers
from scheduler.diff.atoms import NUMERALS
from scheduler.diff.passages import Passage
from scheduler.diff.patterns import MONEY
from scheduler.diff.place import Place

_CLAUSE = re.compile(r"\W*(\w{2,})\W*")
_AMOUNT = re.compile(rf"\s?[\d.,{NUMERALS}]+\s?")
_PAIR = 2
_LEAST = 4  # characters between two words that changed places
_NEAR = 24  # characters of two such places
_APART = re.compile("[、，,；;。！？\\n]")
_CURRENCY = re.compile(MONEY)


def rewritten_amounts(found: Sequence[Place]) -> list[Place]:
    """Of these places those, two and two, which only together say nothing.

    美元5億 and 5億美元 are one, and so are 100% 安全 and 100 %安全.
    """
    pairs = (
        (one, other)
        for one, other in pairwise(found)
        if _is_one_amount(one, other) or _is_nothing(one.through(other))
    )
    return [place for pair in pairs for place in pair]


def _is_nothing(hull: Place) -> bool:
    old, new = hull.old.own, hull.new.own
    return max(len(old), len(new)) < _NEAR and layers.name(old, new) is not None


def _is_one_amount(first: Place, last: Place) -> bool:
    olds, news = ((first.old.own, last.old.own), (first.new.own, last.new.own))
    if "" not in olds or olds != news[::-1] or not _AMOUNT.fullmatch("".join(olds)):
        return False
    return _CURRENCY.fullmatch(first.old.text, first.old.end, last.old.start) is not None


def mirrored(found: Sequence[Place]) -> list[Place]:
    """The places, two of them made one where two words changed places in one clause.

    Of 甲車追撞乙車 the first 甲 became 乙, and the last 乙 became 甲; 蔡前總統 is 前總統蔡英文.
    """
    done: list[Place] = []
    for place in found:
        before = done[-1] if done else place
        whole = before.through(place)
        if before is not place and not _APART.search(whole.old.own) and _is_of_two(whole):
            done[-1] = whole
        else:
            done.append(place)
    return done


def _is_of_two(whole: Place) -> bool:
    return whole.exchanged is not None or called.are_one(whole.old.own, whole.new.own)


def swapped(found: Sequence[Place]) -> tuple[str, str] | None:
    """Two words that changed places in one text, and nothing else did: 房東須負擔…，房客僅需….

    What stands between is more than the items of a list have.
    """
    if len(found) != _PAIR:
        return None
    first, last = found
    old, new = first.old.own, first.new.own
    is_one = (last.old.own, last.new.own) == (new, old) and min(len(old), len(new)) >= _PAIR
    if not is_one or not (old.isalpha() and new.isalpha()):
        return None
    return (old, new) if last.old.start - first.old.end >= _LEAST else None


def shifted(found: Sequence[Place]) -> list[Place]:
    """Of these places those at which a clause came or went that another of them has instead.

    王小明說 before what he says and behind it: what only stands elsewhere says nothing else.
    """
    gone, come = (
        {_clause(one.old): one for one in found if not one.new.own},
        {_clause(one.new): one for one in found if not one.old.own},
    )
    return [side[clause] for clause in gone.keys() & come.keys() if clause for side in (gone, come)]


def _clause(passage: Passage) -> str:
    """Its own words, where they stand between marks; of anything else nothing."""
    clause = _CLAUSE.fullmatch(passage.own)
    if not clause:
        return ""
    start, end = (passage.start + place for place in clause.span(1))
    beside = passage.text[max(start - 1, 0) : start] + passage.text[end : end + 1]
    return "" if any(map(str.isalnum, beside)) else clause[1]
