"""From what a pattern caught to a moment: years of every count, months, zones, belief."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from crawler.dates import clock
from crawler.dates.clock import Fields
from crawler.dates.numerals import number
from crawler.items import Moment, Precision

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""No page is older than the web: an earlier date is a default or a mistake."""
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
"""Nor does any page of ours say so late a date, whenever it was fetched."""
LATEST_AHEAD = timedelta(days=1)
"""A date further in the future of the fetch is not believed."""

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip

_ABBREVIATED = [name[:3] for name in MONTHS]
_ROC_EPOCH = 1911
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_BUDDHIST, _BUDDHIST_EPOCH = range(2400, 2700), 543
_LEAP_CYCLE = 9  # years among which every day of the calendar comes at least once


def moment(fields: Fields, raw: str, zone: tzinfo) -> Moment | None:
    """What `fields` say: a day, perhaps with a time and a zone; None where there is none such.

    A time that the clocks of the zone skip counts by the clock before the change; of one that they
    show twice the first counts.
    """
    try:
        midnight = datetime.combine(_day(fields), time())
        own = clock.zone_of(fields, zone, midnight)
        at = (midnight.replace(tzinfo=own) + clock.time_of(fields)).astimezone(UTC)
    except (ValueError, OverflowError, KeyError):
        return None
    precision: Precision = "minute" if fields.get("hour") else "day"
    return Moment(at, raw, "second" if clock.has_seconds(fields) else precision)


def has_year(fields: Fields) -> bool:
    """Whether the year is written, in any count."""
    return any(fields.get(name) for name in ("year", "roc", "era", "short_year"))


def with_year(
    fields: Fields, before: Moment | None, zone: tzinfo, fetched_at: datetime | None
) -> Fields:
    """`fields` of a date without a year, with the year that it must mean.

    Of an update that is the first such day not before the day `before` was published; else the
    last one before the fetch. Unchanged where neither is known.
    """
    latest = before.at if before else fetched_at + LATEST_AHEAD if fetched_at else None
    if latest is None:
        return fields
    edge, step = latest.astimezone(zone).date(), 1 if before else -1
    for year in range(edge.year, edge.year + step * _LEAP_CYCLE, step):
        dated = {**fields, "year": str(year)}
        day = _day_or_none(dated)
        if day and (day >= edge if before else day <= edge):
            return dated
    return fields


def is_believed(found: Moment, earliest: datetime, fetched_at: datetime | None) -> bool:
    """Whether a page can have been published then: not before `earliest`, nor in the future."""
    latest = LATEST if fetched_at is None else fetched_at + LATEST_AHEAD
    return earliest <= found.at <= latest


def _day(fields: Fields) -> date:
    """Raises ValueError or KeyError where the calendar has no such day."""
    year = _year(fields)
    week, ordinal = fields.get("week"), fields.get("ordinal")
    if week:
        return date.fromisocalendar(year, int(week), int(fields["weekday"] or 0))
    if ordinal:
        day = date(year, 1, 1) + timedelta(days=int(ordinal) - 1)
        if day.year != year:
            raise ValueError(ordinal)
        return day
    named = fields.get("named")
    month = _ABBREVIATED.index(named[:3].lower()) + 1 if named else number(fields["month"] or "")
    return date(year, month, number(fields["day"] or ""))


def _day_or_none(fields: Fields) -> date | None:
    try:
        return _day(fields)
    except (ValueError, KeyError):
        return None


def _year(fields: Fields) -> int:
    if fields.get("era"):
        return _ERAS[fields["era"] or ""] + number(fields["of_era"] or "")
    if fields.get("roc"):
        return _ROC_EPOCH + number(fields["roc"] or "")
    if fields.get("short_year"):
        short = int(fields["short_year"] or 0)
        return short + (2000 if short < 50 else 1900)  # RFC 2822, section 4.3
    year = number(fields.get("year") or "")
    return year - _BUDDHIST_EPOCH if year in _BUDDHIST else year
