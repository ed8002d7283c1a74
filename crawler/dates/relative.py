"""A time said as a distance from now: `13 小時前`, `昨天 15:04`, `剛剛`, `3 hours ago`, `5分前`."""

import re
from datetime import UTC, datetime, timedelta

from crawler.dates.calendar import moment
from crawler.dates.numerals import HAN, number
from crawler.dates.written import AFTER
from crawler.items import Moment

_SECOND, _HOUR, _DAY, _WEEK, _MONTH, _YEAR = 1 / 60, 60, 1_440, 10_080, 43_830, 525_960
_UNITS = {
    "秒": _SECOND, "초": _SECOND, "s": _SECOND, "分": 1, "분": 1, "min": 1,
    "小時": _HOUR, "小时": _HOUR, "時間": _HOUR, "鐘頭": _HOUR, "钟头": _HOUR, "시간": _HOUR,
    "h": _HOUR, "天": _DAY, "日": _DAY, "일": _DAY, "d": _DAY, "週": _WEEK, "周": _WEEK,
    "星期": _WEEK, "禮拜": _WEEK, "礼拜": _WEEK, "주": _WEEK, "w": _WEEK, "月": _MONTH,
    "개월": _MONTH, "달": _MONTH, "mon": _MONTH, "年": _YEAR, "년": _YEAR, "y": _YEAR,
}  # fmt: skip
"""Minutes, by how the name of the unit begins."""
_AGO = re.compile(
    rf"(?<![\d月/.:-])(?P<count>\d{{1,3}}|[{HAN}]{{1,3}}(?!\s?分[^鐘钟])|半|an?\b)\s?[個个かカヶヵケ]?\s?"
    rf"(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})[a-z]{{0,6}}\.?[鐘钟]?"
    r"\s?(?:之?前(?![往後来來面])|전|ago\b)",
    re.IGNORECASE,
)
_JUST_NOW = re.compile(
    r"剛剛|刚刚|剛才|刚才|たった今|방금(?: 전)?|just now|moments? ago", re.IGNORECASE
)
_NEAR = re.compile(
    r"(?P<earlier>大前天)|(?P<before>前天|一昨日|그저께)"
    r"|(?P<yesterday>昨(?:[天日]|(?=[晚夜]))|어제|yesterday)|(?P<today>今(?:[天日]|(?=[早晚晨夜]))|오늘|today)",
    re.IGNORECASE,
)
_BACK = {"earlier": 3, "before": 2, "yesterday": 1, "today": 0}
_MOST_BESIDE = 12  # characters beside a bare `今天`: more of them are a sentence


def is_distance(text: str) -> bool:
    """Whether `text` says a distance from now, whatever it is."""
    return _said(text) is not None


def moment_at(text: str, now: datetime) -> Moment | None:
    """The time that `text` says, as far from `now` (in the page's own zone) as it says.

    Seconds, minutes and hours give a minute; days and more the day, at its beginning in the zone
    of `now`.
    """
    said = _said(text)
    if said is None:
        return None
    if said.re is _AGO:
        return _ago(said, text, now)
    if said.re is _JUST_NOW:
        return Moment(_minute(now), text, "minute")
    day = (now - timedelta(days=_BACK[said.lastgroup or ""])).date()
    clock = AFTER.match(text, said.end())
    fields = {"year": str(day.year), "month": str(day.month), "day": str(day.day)}
    return moment({**fields, **(clock.groupdict() if clock else {})}, text, now.tzinfo or UTC)


def _said(text: str) -> re.Match[str] | None:
    ago = _AGO.search(text)
    if ago:
        return ago
    for pattern in (_JUST_NOW, _NEAR):
        match = pattern.search(text)
        if match and (_is_bare(match, text) or AFTER.match(text, match.end())):
            return match
    return None


def _is_bare(match: re.Match[str], text: str) -> bool:
    """Whether little else is said, and no name such as `USA Today`."""
    before = text[: match.start()].rstrip()[-1:]
    return len(text) - len(match[0]) <= _MOST_BESIDE and not (before.isascii() and before.isalpha())


def _ago(match: re.Match[str], text: str, now: datetime) -> Moment | None:
    count = {"a": 1.0, "an": 1.0, "半": 0.5}.get(match["count"].lower())
    minutes = (count or number(match["count"])) * _UNITS[match["unit"].lower()]
    at = now.astimezone(UTC) - timedelta(minutes=minutes)
    if _UNITS[match["unit"].lower()] < _DAY:
        return Moment(_minute(at), text, "minute")
    day = at.astimezone(now.tzinfo)
    return Moment(
        datetime(day.year, day.month, day.day, tzinfo=now.tzinfo).astimezone(UTC), text, "day"
    )


def _minute(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(second=0, microsecond=0)
