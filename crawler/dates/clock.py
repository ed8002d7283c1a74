"""The time of day beside a date, and the zone it names."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from crawler.dates.numerals import SHORT, number

Fields = Mapping[str, str | None]
"""What the named groups of a pattern caught."""

_MORNING = (
    "上午", "凌晨", "清晨", "早上", "早晨", "早", "晨", "午前", "오전", "새벽", "아침", "a"
)  # fmt: skip
_NOON = ("中午", "正午", "午間", "午间", "낮")
_EVENING = ("晚上", "晚間", "晚间", "夜間", "夜间", "深夜", "午夜", "半夜", "晚", "夜", "밤")
_AFTERNOON = ("下午", "傍晚", "午後", "午后", "오후", "저녁", "p")
_NAMES = (*_MORNING[:-1], *_NOON, *_EVENING, *_AFTERNOON[:-1])
_HALF = "|".join((*sorted(_NAMES, key=len, reverse=True), r"[ap]\.?m\b\.?"))

_HOURS_EAST = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 1, "west": 1, "cet": 1, "cest": 2,
    "eet": 2, "sast": 2, "eest": 3, "msk": 3, "pkt": 5, "ist": 5.5, "ict": 7, "wib": 7, "hkt": 8,
    "sgt": 8, "myt": 8, "pht": 8, "awst": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11,
    "nzst": 12, "nzdt": 13, "brt": -3, "art": -3, "ast": -4, "adt": -3, "est": -5, "edt": -4,
    "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip
_PLACES = {
    "et": "America/New_York", "eastern": "America/New_York", "ct": "America/Chicago",
    "central": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles",
    "pacific": "America/Los_Angeles",
}  # fmt: skip
"""Names that mean summer or winter time as the day has it."""
_CHINA, _FARTHEST_EAST = timedelta(hours=8), timedelta(hours=14)
_ZONES = "|".join(sorted((*_HOURS_EAST, *_PLACES), key=len, reverse=True))
_ZONE = (
    rf"\(?(?=(?:{_ZONES})(?![a-z])|[+-]\d)(?:(?P<place>{_ZONES})(?![a-z]))?"
    r"(?:\s?(?(second)|(?!-\d\d:\d\d))(?P<sign>[+-])(?P<east>(?<=[a-z][+-])\d{1,2}|0\d|1[0-4])"
    r"(?::?(?P<beyond>\d{2}))?(?![\d:]))?"
)
_COLON = r":(?P<minute>\d{2})(?:\s?:\s?(?P<second>\d{2})(?:[.,]\d+)?)?"
_UNITS = (
    rf"[時时點点시]\s?(?:(?P<minutes>{SHORT})\s?[分분]|(?P<half_past>半)|(?P<bare>\d{{2}})(?!\d))?"
    rf"(?:\s?(?P<seconds>{SHORT})\s?[秒초])?"
)
_LETTER = r"h(?![a-z])\s?(?P<after_h>\d{2}(?!\d))?"
_DOT = r"\.(?P<after_dot>\d{2})(?=\s?(?:uhr|h\b|[ap]\.?m\b|gmt|bst|utc|cet|cest|eet|eest|[)\]]|$))"
CLOCK = (
    rf"(?:(?P<half>{_HALF})\s?)?(?P<hour>\d{{1,2}}|[零〇一二三四五六七八九十]{{1,3}}(?=[時时點点]))"
    rf"\s?(?:{_COLON}|{_UNITS}|{_LETTER}|{_DOT}|(?=[ap]\.?m\b))"
    rf"(?:\s?(?P<late>[ap]\.?m\b\.?)|\s?uhr\b)?(?:\s?{_ZONE})?"
)
"""A pattern: a time of day with its zone. Its groups are what `time_of` and `zone_of` read."""
FOLLOWS = rf"(?=[\s,(（]{{0,3}}(?:(?:{_HALF})\s?)?\d{{1,2}}\s?(?::\d|[時时點点시]))"
"""A pattern: here a time of day comes next."""


def time_of(clock: Fields) -> timedelta:
    """How long after midnight. Raises ValueError where a day has no such time."""
    hour, minute, second = _hour(clock), _minute(clock), _second(clock)
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):
        raise ValueError(f"{hour}:{minute}:{second}")
    return timedelta(hours=hour, minutes=minute, seconds=second)


def has_seconds(clock: Fields) -> bool:
    """Whether the time is written to the second."""
    return bool(clock.get("second") or clock.get("seconds"))


def _hour(clock: Fields) -> int:
    hour = number(clock.get("hour") or "0")
    half = (clock.get("half") or clock.get("late") or "").lower()
    if half.startswith(_EVENING):
        return 24 if hour == 12 else hour if hour < 5 or hour > 12 else hour + 12
    if half.startswith(_NOON):
        return hour + 12 if hour < 3 else hour
    if half.startswith(_AFTERNOON):
        return hour + 12 if hour < 12 else hour
    return 0 if half and hour == 12 else hour


def _minute(clock: Fields) -> int:
    if clock.get("half_past"):
        return 30
    written = ("minute", "minutes", "bare", "after_h", "after_dot")
    return number(next((text for name in written if (text := clock.get(name))), "0"))


def _second(clock: Fields) -> int:
    return number(clock.get("second") or clock.get("seconds") or "0")


def zone_of(clock: Fields, zone: tzinfo, day: datetime) -> tzinfo:
    """The zone that is written beside the time, or else `zone`, the page's own.

    `CST` is China's where `zone` was eight hours east on `day` (naive), and Chicago's elsewhere.
    Raises ValueError where no such zone can be.
    """
    place, sign = (clock.get("place") or "").lower(), clock.get("sign")
    if sign:
        east = timedelta(hours=int(clock.get("east") or 0), minutes=int(clock.get("beyond") or 0))
        if east > _FARTHEST_EAST:
            raise ValueError(f"{sign}{east}")
        return timezone(-east if sign == "-" else east)
    if place == "cst" and zone.utcoffset(day) == _CHINA:
        return zone
    if place in _PLACES:
        return ZoneInfo(_PLACES[place])
    return timezone(timedelta(hours=_HOURS_EAST[place])) if place else zone
