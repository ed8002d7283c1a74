"""Dates of digits and marks: `2023/1/14`, `14.01.2023`, `112/01/14`, `01/14 22:08`."""

import re

from crawler.dates.clock import FOLLOWS

MAY_HOLD = re.compile(r"\d\s?[-/.]\s?\d|\d{8}")

_MONTH, _DAY = r"(?P<month>\d{1,2})", r"(?P<day>\d{1,2})"
_LATE_DAY = r"(?P<day>1[3-9]|2\d|3[01])"  # can be no month, so the order is sure
_BEGINS, _ENDS = r"(?<![\d/.-])", r"(?![\d/-]|\.\d)"

PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d)(?P<year>\d{{4}})\s?[-/.]\s?{_MONTH}\s?[-/.]\s?{_DAY}(?!\.?\d)",
        rf"{_BEGINS}(?P<roc>1\d\d)[-/.]{_MONTH}[-/.]{_DAY}{_ENDS}",
        rf"{_BEGINS}{_LATE_DAY}[-/]{_MONTH}[-/](?P<year>\d{{4}}){_ENDS}",
        rf"{_BEGINS}{_MONTH}[-/]{_LATE_DAY}[-/](?P<year>\d{{4}}){_ENDS}",
        rf"{_BEGINS}(?P<month>(?P<day>\d{{1,2}}))[-/](?P=day)[-/](?P<year>\d{{4}}){_ENDS}",
        rf"{_BEGINS}{_DAY}\.\s?{_MONTH}\.\s?(?P<year>\d{{4}}){_ENDS}",
        rf"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d){FOLLOWS}",
        rf"{_BEGINS}{_MONTH}[-/]{_DAY}{FOLLOWS}",
    )
)
