"""Every way a page writes a date -> aware UTC, raw text and precision kept. Pure functions."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crawler.items import Moment, Precision

TAIPEI = ZoneInfo("Asia/Taipei")
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""No page is older than the web: an earlier date is a default or a mistake."""
LATEST_AHEAD = timedelta(days=1)
"""A date further in the future of the fetch is not believed."""

_LONGEST = 300
_ROC_EPOCH = 1911
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_ORDINAL = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"

_YEAR, _DAY = r"(?P<year>\d{4})", r"(?P<day>\d{1,2})"
_NUMBER, _ROC_YEAR = r"(?P<month>\d{1,2})", r"(?P<roc>\d{2,3})"
_LATE_DAY = r"(?P<day>1[3-9]|2\d|3[01])"  # can be no month, so the order is sure
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d){_YEAR}\s*[-/.年]\s*{_NUMBER}\s*[-/.月]\s*{_DAY}(?!\d)\s*[日號]?",
        rf"(?<!\d){_ROC_YEAR}\s*年\s*{_NUMBER}\s*月\s*{_DAY}\s*[日號]",
        rf"民[國国]\s*{_ROC_YEAR}\s*[-/.]\s*{_NUMBER}\s*[-/.]\s*{_DAY}(?!\d)",
        rf"(?<![\d/.-])(?=1){_ROC_YEAR}[-/.]{_NUMBER}[-/.]{_DAY}(?![\d/.-])",
        rf"\b{_ORDINAL}[\s\-]+{_MONTH},?[\s\-]+{_YEAR}\b",
        rf"\b{_MONTH}\s+{_ORDINAL},?\s+{_YEAR}\b",
        rf"(?<![\d/.]){_LATE_DAY}/{_NUMBER}/{_YEAR}(?!\d)",
        rf"(?<![\d/.]){_NUMBER}/{_LATE_DAY}/{_YEAR}(?!\d)",
        rf"(?<![\d/.]){_DAY}\.{_NUMBER}\.{_YEAR}(?!\d)",
        rf"(?<![\d/.年-]){_NUMBER}\s*[/月-]\s*{_DAY}(?![\d/.-])\s*[日號]?(?=[\s(]*\d{{1,2}}:\d)",
    )
)
_COMPACT_TIME = r"(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?"
_WHOLE = (
    re.compile(rf"(?P<year>(?:19|20)\d\d)(?P<month>\d{{2}})(?P<day>\d{{2}})(?:{_COMPACT_TIME})?"),
    re.compile(rf"{_ROC_YEAR}(?P<month>\d{{2}})(?P<day>\d{{2}})"),
)
_EPOCH = re.compile(r"\d{9,10}(?:\.\d+)?|\d{12,13}")
_MILLISECONDS = 10**11  # of seconds that would be the year 5138
_HALF = r"上午|下午|凌晨|清晨|早上|中午|晚上|晚間|深夜|午前|午後|오전|오후|[ap]\.?m\.?"
_NAMED_ZONE = r"z|utc|gmt|jst|kst|hkt|est|edt|pst|pdt|bst|cet|cest"
_CLOCK = (
    rf"(?:(?P<half>{_HALF})\s*)?(?P<hour>\d{{1,2}})\s*(?:"
    r":\s*(?P<minute>\d{2})(?:\s*:\s*(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"|[時时點点시]\s*(?:(?P<minutes>\d{1,2})\s*[分분])?(?:\s*(?P<seconds>\d{1,2})\s*[秒초])?)"
    r"\s*(?P<late>[ap]\.?m\.?(?![a-z]))?"
    r"\s*(?:(?:utc|gmt)\s*(?P<hours_east>[+-]\d{1,2})(?![\d:])"
    rf"|(?:utc|gmt)?\s*(?P<offset>[+-]\d{{2}}:?\d{{2}})(?!\d)|(?P<named>{_NAMED_ZONE})(?![a-z]))?"
)
_WEEKDAY = (
    r"(?:[（(\[]?(?:星期|週|周|禮拜|礼拜)?[一二三四五六日天][）)\]]?"
    r"|[（(]?(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[）)]?)?"
)
_AFTER = re.compile(
    rf"(?:t|[\s,，、|·•\-–—]*{_WEEKDAY}[\s,，、|·•]*(?:at\s+)?)[（(]?\s*{_CLOCK}", re.IGNORECASE
)
_BEFORE = re.compile(rf"(?<!\d){_CLOCK}[\s,]*(?:on\s+)?{_WEEKDAY}[\s,]*$", re.IGNORECASE)
_HOURS_EAST = {
    "z": 0, "utc": 0, "gmt": 0, "bst": 1, "cet": 1, "cest": 2, "hkt": 8, "jst": 9, "kst": 9,
    "est": -5, "edt": -4, "pst": -8, "pdt": -7,
}  # fmt: skip
_LATE = ("下午", "晚上", "晚間", "深夜", "午後", "오후", "p")
_EARLY = ("上午", "凌晨", "清晨", "早上", "午前", "오전", "a")

_AGO = re.compile(
    r"(?P<count>\d{1,4}|an?|半)\s*個?个?\s*(?P<unit>秒|分鐘|分钟|分|小時|小时|時間|鐘頭|天|日|週|周|星期|月|年"
    r"|sec|min|hour|hr|day|week|month|year)[a-z.]*\s*(?:之?前|ago)",
    re.IGNORECASE,
)
_MINUTES = {
    "秒": 0, "sec": 0, "分鐘": 1, "分钟": 1, "分": 1, "min": 1,
    "小時": 60, "小时": 60, "時間": 60, "鐘頭": 60, "hour": 60, "hr": 60,
    "天": 1440, "日": 1440, "day": 1440, "週": 10080, "周": 10080, "星期": 10080, "week": 10080,
    "月": 43830, "month": 43830, "年": 525960, "year": 525960,
}  # fmt: skip
_DAY_IN_MINUTES = 1440
_JUST_NOW = re.compile(r"剛剛|刚刚|剛才|刚才|just now|moments? ago", re.IGNORECASE)
_NEAR_DAY = re.compile(
    r"(?P<today>今天|今日|today)|(?P<yesterday>昨天|昨日|yesterday)|(?P<before>前天)", re.IGNORECASE
)


class _Found(NamedTuple):
    """A date in a text, before its year is sure."""

    start: int
    end: int
    fields: Mapping[str, str | None]
    clock: Mapping[str, str | None]


def parse(raw: str, *, zone: tzinfo = TAIPEI, fetched_at: datetime | None = None) -> Moment | None:
    """The first date in `raw`, or None where there is none that can be believed.

    `zone` is the page's own, for what names none. `fetched_at` (aware) is what `13 小時前` and a
    date without a year count from, and what a date may not lie more than a day after. The Moment's
    `raw` is all of `raw`, folded. Hours ago are precise to the minute, days ago to the day.
    """
    moments = parse_all(raw, zone=zone, fetched_at=fetched_at)
    return replace(moments[0], raw=_folded(raw)) if moments else None


def parse_all(
    raw: str, *, zone: tzinfo = TAIPEI, fetched_at: datetime | None = None
) -> list[Moment]:
    """Every date in `raw` in the order written: `2023/2/21 21:20（2/21 22:08 更新）` holds two.

    A date without a year takes the one of the date before it. Each Moment's `raw` is its own part.
    """
    text = unicodedata.normalize("NFKC", _folded(raw))[:_LONGEST]
    candidates = _whole(text, zone) or _absolute(text, zone, fetched_at)
    if not candidates and fetched_at is not None:
        candidates = _relative(text, fetched_at.astimezone(zone))
    return [moment for moment in candidates if _is_believed(moment, fetched_at)]


def roc(raw: str, *, zone: tzinfo = TAIPEI) -> Moment | None:
    """The day of a date of the Republic of China without marks: `1120114` is 14 January 2023."""
    match = _WHOLE[1].fullmatch(_folded(raw))
    return _moment(match.groupdict(), {}, match[0], zone) if match else None


def is_relative(raw: str) -> bool:
    """Whether `raw` says a time only as a distance from now: `13 小時前`, `昨天 08:30`."""
    text = unicodedata.normalize("NFKC", _folded(raw))[:_LONGEST]
    if next(_dates_in(text), None) or any(pattern.fullmatch(text) for pattern in _WHOLE):
        return False
    return any(pattern.search(text) for pattern in (_AGO, _JUST_NOW, _NEAR_DAY))


def _folded(raw: str) -> str:
    return " ".join(raw.split())


def _whole(text: str, zone: tzinfo) -> list[Moment]:
    """A text that is nothing but digits: compact date, ROC date, or seconds since 1970."""
    if not text or not text.replace(".", "", 1).isdecimal():
        return []
    for pattern in _WHOLE:
        match = pattern.fullmatch(text)
        moment = _moment(match.groupdict(), match.groupdict(), text, zone) if match else None
        if moment and moment.at >= EARLIEST:
            return [moment]
    if not _EPOCH.fullmatch(text):
        return []
    since_1970 = int(text.partition(".")[0])
    seconds = since_1970 // 1000 if since_1970 >= _MILLISECONDS else since_1970
    return [Moment(datetime.fromtimestamp(seconds, UTC), text, "second")]


def _absolute(text: str, zone: tzinfo, fetched_at: datetime | None) -> list[Moment]:
    moments: list[Moment] = []
    for found in _dates_in(text):
        fields = found.fields
        if "year" not in fields and "roc" not in fields:
            fields = {**fields, "year": _year_near(fields, moments, zone, fetched_at)}
        moment = _moment(fields, found.clock, text[found.start : found.end].strip(), zone)
        if moment:
            moments.append(moment)
    return moments


def _dates_in(text: str) -> Iterator[_Found]:
    """Every date in `text` with its time of day, which stands right after or right before it."""
    end = 0
    while True:
        matches = [match for pattern in _DATES if (match := pattern.search(text, end))]
        if not matches:
            return
        date = min(matches, key=lambda match: (match.start(), -match.end()))
        after = _AFTER.match(text, date.end())
        before = None if after else _BEFORE.search(text[: date.start()], end)
        clock = after or before
        start = before.start() if before else date.start()
        end = after.end() if after else date.end()
        yield _Found(start, end, date.groupdict(), clock.groupdict() if clock else {})


def _year_near(
    fields: Mapping[str, str | None],
    moments: list[Moment],
    zone: tzinfo,
    fetched_at: datetime | None,
) -> str | None:
    """The year of a date without one: not before the date to its left, not after the fetch."""
    wanted = (int(fields["month"] or 0), int(fields["day"] or 0))
    if moments:
        earlier = moments[-1].at.astimezone(zone)
        return str(earlier.year + (wanted < (earlier.month, earlier.day)))
    if fetched_at is None:
        return None
    latest = fetched_at.astimezone(zone) + LATEST_AHEAD
    return str(latest.year - (wanted > (latest.month, latest.day)))


def _moment(
    fields: Mapping[str, str | None], clock: Mapping[str, str | None], raw: str, zone: tzinfo
) -> Moment | None:
    year = int(fields.get("year") or 0) or int(fields.get("roc") or 0) + _ROC_EPOCH
    month, day = (fields["month"] or "").lower(), int(fields["day"] or 0)
    number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month)
    seconds = clock.get("second") or clock.get("seconds")
    try:
        midnight = datetime(year, number, day, tzinfo=_zone(clock, zone))
        time = timedelta(hours=_hour(clock), minutes=_minutes(clock), seconds=int(seconds or 0))
        at = (midnight + time).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    precision: Precision = "second" if seconds else "minute" if clock.get("hour") else "day"
    return Moment(at, raw, precision)


def _hour(clock: Mapping[str, str | None]) -> int:
    """The hour of 24; raises ValueError where a clock has none such."""
    hour = int(clock.get("hour") or 0)
    if hour > 24:
        raise ValueError(hour)
    half = (clock.get("half") or clock.get("late") or "").lower()
    if half.startswith(_EARLY):
        return hour % 12 if hour == 12 else hour
    if half == "中午":
        return hour + 12 if hour < 3 else hour
    if half in {"晚上", "深夜"} and hour == 12:
        return 24
    return hour + 12 if half.startswith(_LATE) and hour < 12 else hour


def _minutes(clock: Mapping[str, str | None]) -> int:
    minutes = int(clock.get("minute") or clock.get("minutes") or 0)
    if minutes > 59:
        raise ValueError(minutes)
    return minutes


def _zone(clock: Mapping[str, str | None], zone: tzinfo) -> tzinfo:
    """The zone that is written beside a time of day; the page's own where there is none."""
    hours, offset, named = clock.get("hours_east"), clock.get("offset"), clock.get("named")
    if hours:
        return timezone(timedelta(hours=int(hours)))
    if offset:
        east = timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:]))
        return timezone(-east if offset[0] == "-" else east)
    return timezone(timedelta(hours=_HOURS_EAST[named.lower()])) if named else zone


def _relative(text: str, now: datetime) -> list[Moment]:
    """A time said as a distance from `now`, which is in the page's own zone."""
    minute = now.replace(second=0, microsecond=0)
    ago = _AGO.search(text)
    if ago:
        return [_ago(ago, minute, text)]
    if _JUST_NOW.search(text):
        return [Moment(minute.astimezone(UTC), text, "minute")]
    near = _NEAR_DAY.search(text)
    if not near:
        return []
    back = 0 if near["today"] else 1 if near["yesterday"] else 2
    day = minute - timedelta(days=back)
    fields = {"year": str(day.year), "month": str(day.month), "day": str(day.day)}
    clock = _AFTER.match(text, near.end())
    moment = _moment(fields, clock.groupdict() if clock else {}, text, now.tzinfo or UTC)
    return [moment] if moment else []


def _ago(match: re.Match[str], minute: datetime, text: str) -> Moment:
    count = {"a": 1.0, "an": 1.0, "半": 0.5}.get(match["count"].lower()) or float(match["count"])
    unit = _MINUTES[match["unit"].lower()]
    at = minute - timedelta(minutes=count * unit)
    if unit < _DAY_IN_MINUTES:
        return Moment(at.astimezone(UTC), text, "minute")
    return Moment(at.replace(hour=0, minute=0).astimezone(UTC), text, "day")


def _is_believed(moment: Moment, fetched_at: datetime | None) -> bool:
    if moment.at < EARLIEST:
        return False
    return fetched_at is None or moment.at <= fetched_at + LATEST_AHEAD
