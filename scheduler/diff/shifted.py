"""Clauses that stand elsewhere in their paragraph, word for word."""

import re
from collections.abc import Sequence

from scheduler.diff.passages import Passage
from scheduler.diff.signals import Hunk

_CLAUSE = re.compile(r"\W*(\w{2,})\W*")


def shifted(found: Sequence[Hunk]) -> list[Hunk]:
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
