"""Every way a page writes a date -> aware UTC, raw text and precision kept. Pure functions.

Each family of forms has its file; a text is asked for them in this order: forms for machines that
are the whole text, dates written out, distances from now.
"""

import re
import unicodedata
from dataclasses import replace
from datetime import datetime, tzinfo

from crawler.dates import machine, relative
from crawler.dates.calendar import (
    EARLIEST,
    LATEST,
    LATEST_AHEAD,
    has_year,
    is_believed,
    moment,
    with_year,
)
from crawler.dates.written import dates_in
from crawler.dates.zones import TAIPEI, zone_of
from crawler.items import Moment

__all__ = [
    "EARLIEST",
    "LATEST",
    "LATEST_AHEAD",
    "TAIPEI",
    "is_relative",
    "parse",
    "parse_all",
    "roc",
    "zone_of",
]

_LONGEST = 300
_READ_AT_MOST = 2_000  # of which white space may be the greater part
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | {"∶": ":"})


def parse(
    raw: str,
    *,
    zone: tzinfo = TAIPEI,
    fetched_at: datetime | None = None,
    earliest: datetime = EARLIEST,
) -> Moment | None:
    """The first date in `raw`, or None where there is none that can be believed.

    `zone` is the page's own, for what names none. `fetched_at` (aware) is what `13 小時前` and a
    date without a year count from, and what a date may not lie more than a day after; no date may
    lie before `earliest`. The Moment's `raw` is all of `raw`, folded, as far as it was read.
    Hours ago are precise to the minute, days ago to the day.
    """
    moments = parse_all(raw, zone=zone, fetched_at=fetched_at, earliest=earliest)
    return replace(moments[0], raw=_folded(raw)) if moments else None


def parse_all(
    raw: str,
    *,
    zone: tzinfo = TAIPEI,
    fetched_at: datetime | None = None,
    earliest: datetime = EARLIEST,
) -> list[Moment]:
    """Every date in `raw` in the order written: `2023/2/21 21:20（2/21 22:08 更新）` holds two.

    A date without a year takes the one of the date before it. Each Moment's `raw` is its own part.
    """
    text = _readable(raw)
    found = machine.whole(text, zone)
    candidates = [found] if found else _written(text, zone, fetched_at)
    if not candidates and fetched_at is not None:
        said = relative.moment_at(text, fetched_at.astimezone(zone))
        candidates = [said] if said else []
    return [found for found in candidates if is_believed(found, earliest, fetched_at)]


def roc(raw: str, *, zone: tzinfo = TAIPEI) -> Moment | None:
    """The day of a date of the Republic of China without marks: `1120114` is 14 January 2023."""
    return machine.roc(_readable(raw), zone)


def is_relative(raw: str) -> bool:
    """Whether `raw` says a time only as a distance from now: `13 小時前`, `昨天 08:30`."""
    text = _readable(raw)
    if machine.whole(text, TAIPEI) or next(dates_in(text), None):
        return False
    return relative.is_distance(text)


def _written(text: str, zone: tzinfo, fetched_at: datetime | None) -> list[Moment]:
    moments: list[Moment] = []
    for start, end, fields in dates_in(text):
        before = moments[-1] if moments else None
        dated = fields if has_year(fields) else with_year(fields, before, zone, fetched_at)
        found = moment(dated, text[start:end].strip(), zone)
        if found:
            moments.append(found)
    return moments


def _folded(raw: str) -> str:
    return " ".join(raw[:_READ_AT_MOST].split())[:_LONGEST]


def _readable(raw: str) -> str:
    """`raw` in the widths, digits and marks that the patterns know."""
    text = unicodedata.normalize("NFKC", _folded(raw))[:_LONGEST].translate(_DASHES)
    return text if text.isascii() else re.sub(r"\d", lambda digit: str(int(digit[0])), text)
