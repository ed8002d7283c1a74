"""The archive by day: what a day is called, and how much changed on each of the last ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from crawler.store import MANY, Store
from scheduler.reports.view.catalogue import Words
from scheduler.reports.view.context import Context
from scheduler.web.cards import Card

SHOWN = 14
"""Days in the strip."""
TALL = 32
"""Pixels of the highest bar."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day in the reader's zone, with what stands on the page of it."""

    date: date
    """In the reader's zone."""
    name: str
    """`1月6日 星期二`."""
    cards: Sequence[Card]
    """The latest change first."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A day of the strip."""

    date: date
    """In the reader's zone."""
    short: str
    """`1/6`."""
    label: str
    """`1月6日 星期二：12 次變動`."""
    height: int
    """Pixels, 0 to `TALL`."""
    is_here: bool
    """Whether it is the one that is shown."""


def by_day(cards: Sequence[Card], context: Context) -> list[Day]:
    """The cards under the days of their latest changes."""
    found: dict[date, list[Card]] = {}
    for card in cards:
        if card.day:
            found.setdefault(card.day, []).append(card)
    return [Day(day, name(day, context), listed) for day, listed in found.items()]


def name(day: date, context: Context) -> str:
    """`1月6日 星期二`; with the year where it is not that of `context.now`."""
    words = Words(context.lang)
    this_year = context.now is not None and context.now.astimezone(context.zone).year == day.year
    return words(
        "web.day" if this_year else "web.day.year",
        weekday=words(f"web.weekday.{day.isoweekday()}"),
        month=day.month if context.lang == "zh-Hant" else f"{day:%B}",
        day=day.day,
        year=day.year,
    )


def strip(store: Store, context: Context, last: date, site: str = "", here: str = "") -> list[Bar]:
    """The days up to `last`, oldest first, with how many changes each saw; `here` is shown."""
    days = [last - timedelta(days=before) for before in reversed(range(SHOWN))]
    counts = store.counted([span(day, context) for day in days], site)
    most = max(*counts, 1)
    words = Words(context.lang)
    return [
        Bar(
            day,
            f"{day.month}/{day.day}" if context.lang == "zh-Hant" else f"{day:%-d %b}",
            f"{name(day, context)}{words('colon')}{_counted(count, words)}",
            -(-count * TALL // most),
            day.isoformat() == here,
        )
        for day, count in zip(days, counts, strict=True)
    ]


def _counted(count: int, words: Words) -> str:
    return words("web.day.many", n=f"{count:,}") if count >= MANY else words("web.day.n", n=count)


def span(day: date, context: Context) -> tuple[datetime, datetime]:
    """The moments at which a day begins and ends in the reader's zone."""
    return _begin(day, context), _begin(day + timedelta(days=1), context)


def _begin(day: date, context: Context) -> datetime:
    return datetime.combine(day, time(), context.zone).astimezone(UTC)
