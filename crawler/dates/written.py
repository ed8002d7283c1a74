"""Every date in a text, with its time of day right after or right before it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from crawler.dates import eastern, longtail, numeric, western
from crawler.dates.clock import CLOCK, Fields

_GAP = r"[\s,、|·•.\-/]{0,4}"
_WEEKDAY = (
    r"(?:[(\[]?(?:星期|週|周|禮拜|礼拜)?[一二三四五六日天月火水木金土월화수목금토](?![十時时點点])(?:曜日?|요일)?[)\]]?"
    r"|[(\[]?(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}[)\]]?)?"
)
_AT = r"(?:(?:at|à|às|a las|alle ore|alle|ore|um|kl\.?|klo|om|lúc|pukul|saat|в|о)\s)?"
AFTER = re.compile(rf"(?:t|{_GAP}{_WEEKDAY}{_GAP}{_AT})[(\[【]?\s?{CLOCK}", re.IGNORECASE)
"""A time of day that belongs to the date right before it."""
_BEFORE = re.compile(
    rf"(?<![\d:]){CLOCK}[\s,]{{0,3}}(?:on\s)?{_WEEKDAY}[\s,]{{0,3}}$", re.IGNORECASE
)
_FARTHEST_BEFORE = 60


class Written(NamedTuple):
    """A date in a text, before its year is sure."""

    start: int
    """Where it begins in the text, in characters."""
    end: int
    """Where it ends, the time of day that belongs to it included."""
    fields: Fields
    """The groups that its pattern named: `year`, `month`, `day`, `hour`; raw text."""


def dates_in(text: str) -> Iterator[Written]:
    """What of `text` is a date, in the order written; other languages only where none else is."""
    families = (numeric, eastern, western)
    patterns = [
        pattern
        for family in families
        if family.MAY_HOLD.search(text)
        for pattern in family.PATTERNS
    ]
    nothing = True
    for found in _search(patterns, text):
        nothing = False
        yield found
    if nothing and longtail.MAY_HOLD.search(text):
        for found in _search(longtail.PATTERNS, text):
            month = found.fields.get("month") or longtail.month_of(found.fields.get("word") or "")
            if month:
                yield found._replace(fields={**found.fields, "month": str(month)})


def _search(
    patterns: list[re.Pattern[str]] | tuple[re.Pattern[str], ...], text: str
) -> Iterator[Written]:
    end = 0
    while matches := [match for pattern in patterns if (match := pattern.search(text, end))]:
        date = min(matches, key=lambda match: (match.start(), -match.end()))
        found = _timed(date, text, end)
        yield found
        end = found.end


def _timed(date: re.Match[str], text: str, begin: int) -> Written:
    fields = date.groupdict()
    if fields.get("hour"):
        return Written(date.start(), date.end(), fields)
    after = AFTER.match(text, date.end())
    if after:
        return Written(date.start(), after.end(), {**fields, **after.groupdict()})
    nearest = max(begin, date.start() - _FARTHEST_BEFORE)
    before = _BEFORE.search(text[: date.start()], nearest)
    if before:
        return Written(before.start(), date.end(), {**fields, **before.groupdict()})
    return Written(date.start(), date.end(), fields)
