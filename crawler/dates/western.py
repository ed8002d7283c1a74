"""Dates with the name of a month, English first: `Jan. 14, 2023`, RFC 822, RFC 850, asctime."""

import re

from crawler.dates.calendar import MONTHS
from crawler.dates.clock import CLOCK, FOLLOWS

MAY_HOLD = re.compile("|".join(name[:3] for name in MONTHS), re.IGNORECASE)

_NAMED = (
    r"(?P<named>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_DAY = r"(?<![\d.:/-])(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})(?!\d)"
_WEEKDAY = r"\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*"

PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_DAY}[\s-](?:of\s)?{_NAMED}[,\s-]\s?{_YEAR}",
        rf"\b{_NAMED}[\s-]?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?[\s-]{_YEAR}",
        rf"(?<!\d){_YEAR}[\s,/-]\s?{_NAMED}[\s/-](?P<day>\d{{1,2}})(?!\d)",
        rf"{_WEEKDAY},?\s{_DAY}[\s-]{_NAMED}[\s-](?P<short_year>\d{{2}})(?=\s\d{{1,2}}:\d)",
        rf"\b{_NAMED}\s(?P<day>\d{{1,2}})\s{CLOCK}\s{_YEAR}",
        rf"\b{_NAMED}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{FOLLOWS}",
        rf"{_DAY}\s{_NAMED}{FOLLOWS}",
    )
)
