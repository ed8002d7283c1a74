"""The date of a seed document: read to the millisecond, written as a day."""

from datetime import MAXYEAR, MINYEAR, UTC, datetime, time

from crawler import dates
from crawler.items import Moment

UNDATED = "0000-00-00"
"""Written where an article has no date; read back as none."""


def moment(raw: str) -> Moment | None:
    """What `raw` (ISO 8601, or any form a page may use) says; None where it names no moment.

    More exact than `crawler.dates`: milliseconds stay. A date alone is a day in Taipei.
    """
    try:
        at = datetime.fromisoformat(raw)
    except ValueError:
        return dates.parse(raw)
    if at.year in {MINYEAR, MAXYEAR}:
        return None  # in another zone it may lie beyond what a datetime can say
    aware = at if at.tzinfo else at.replace(tzinfo=dates.TAIPEI)
    return Moment(aware.astimezone(UTC), raw, "day" if len(raw) == len(UNDATED) else "second")


def day(date: Moment | None) -> str:
    """`YYYY-MM-DD` in Taipei, the zone of a date without one; `UNDATED` where there is none."""
    return date.at.astimezone(dates.TAIPEI).date().isoformat() if date else UNDATED


def is_whole_day(date: Moment) -> bool:
    """Whether nothing is lost when `date` is written as a `day`."""
    return date.precision == "day" and date.at.astimezone(dates.TAIPEI).time() == time()
