"""Moments and windows of time, in the reader's zone and words."""

from dataclasses import dataclass
from datetime import datetime

from scheduler.diff.records import ChangeReport
from scheduler.reports.view.catalogue import Words
from scheduler.reports.view.context import Context


@dataclass(frozen=True, slots=True)
class Instant:
    """A time as shown, and as machines read it."""

    text: str
    """In the reader's zone and words: `1月14日 07:04`."""
    iso: str
    """ISO 8601, in the same zone."""


def instant(at: datetime, context: Context) -> Instant:
    """`1月14日 07:04` or `14 Jan 07:04`; with the year where it is not that of `context.now`."""
    local = at.astimezone(context.zone)
    year = context.now is None or context.now.astimezone(context.zone).year != local.year
    return Instant(f"{_day(local, context, year)} {_minute(local)}", local.isoformat())


def _day(local: datetime, context: Context, year: bool) -> str:
    if context.lang == "zh-Hant":
        return f"{f'{local.year}年' if year else ''}{local.month}月{local.day}日"
    return f"{local.day} {local:%b}{f' {local.year}' if year else ''}"


def _minute(local: datetime) -> str:
    return f"{local.hour:02}:{local.minute:02}"  # `%H:%M` takes five times as long


def changed_at(report: ChangeReport) -> datetime | None:
    """When the change was first seen; None where two bare Articles were compared."""
    return report.after.first_seen if report.after else None


def window(report: ChangeReport, context: Context) -> str:
    """Between which two looks it happened; empty where two bare Articles were compared."""
    if report.after is None:
        return ""
    seen = report.after.first_seen
    after = instant(seen, context).text
    kind = "window" if report.kind in {"edited", "moved"} else f"window.{report.kind}"
    if report.before is None or report.before.last_seen is None:
        return Words(context.lang)(f"{kind}.open", after=after)
    until = report.before.last_seen
    if until > seen:
        return Words(context.lang)("window.back", after=after)
    local, earlier = seen.astimezone(context.zone), until.astimezone(context.zone)
    if local.date() == earlier.date():
        after = _minute(local)
    elif local.year != earlier.year:  # half a date with a year would lend it to the other
        after = f"{_day(local, context, year=True)} {_minute(local)}"
    return Words(context.lang)(kind, before=instant(until, context).text, after=after)


def zone_name(context: Context) -> str:
    """What readers call their zone: `Asia/Taipei`, `UTC+08:00`."""
    return str(getattr(context.zone, "key", None) or context.zone)
