"""Dates for machines, where they are the whole text: ISO 8601, compact, ROC, epoch."""

import re
from datetime import UTC, datetime, tzinfo

from crawler.dates.calendar import EARLIEST, moment
from crawler.items import Moment

_ZONE = r"(?:(?P<place>z)|(?P<sign>[+-])(?P<east>\d{2})(?::?(?P<beyond>\d{2}))?)?"
_TIME = r"(?P<hour>\d{2})(?::?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,]\d{1,12})?)?)?"
_FORMS = tuple(
    re.compile(pattern, re.ASCII | re.IGNORECASE)
    for pattern in (
        rf"(?P<year>\d{{4}})(?P<month>\d\d)(?P<day>\d\d)(?:t?{_TIME})?\s?{_ZONE}",
        rf"(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)(?:t{_TIME})?\s?{_ZONE}",
        rf"(?P<year>\d{{4}})-(?P<ordinal>\d{{3}})(?:t{_TIME})?\s?{_ZONE}",
        rf"(?P<year>\d{{4}})-?w(?P<week>\d\d)-?(?P<weekday>\d)(?:t{_TIME})?\s?{_ZONE}",
        r"(?P<roc>\d{2,3})(?P<month>\d{2})(?P<day>\d{2})",
    )
)
_ROC = _FORMS[-1]
_EPOCH = re.compile(r"(\d{10})(?:\d{3}|\d{6})?(?:\.\d{1,12})?", re.ASCII)
"""Seconds since 1970, or thousandths, or millionths."""


def whole(text: str, zone: tzinfo) -> Moment | None:
    """The moment that all of `text` says, if it is written for machines."""
    for form in _FORMS:
        match = form.fullmatch(text)
        found = moment(match.groupdict(), text, zone) if match else None
        if found and found.at >= EARLIEST:
            return found
    epoch = _EPOCH.fullmatch(text)
    return Moment(datetime.fromtimestamp(int(epoch[1]), UTC), text, "second") if epoch else None


def roc(text: str, zone: tzinfo) -> Moment | None:
    """The day of a date of the Republic of China without marks: `1120114` is 14 January 2023."""
    match = _ROC.fullmatch(text)
    return moment(match.groupdict(), text, zone) if match else None
