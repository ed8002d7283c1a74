"""Whether other dates and hours are told: 下午3時半 is 15:30, and 今（5）日 is today."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from unicodedata import normalize

from scheduler.diff.numerals import amount
from scheduler.diff.passages import Passage
from scheduler.diff.patterns import DATE, DAYTIME

_TODAY = re.compile(r"^([今昨明前後后](?:[(]\d+[)])?)日$")
_LEFT_OUT = re.compile(rf"[(]\d+[)]|^(?:{DAYTIME})(?=\d)|^\d{{1,2}}月(?=\d{{1,2}}[日號号])")
DAY_ALONE = re.compile("[今昨明][天日]?")
"""今 before a verb, as headlines have it."""
_HALF_OF_DAY = re.compile("([今昨明])[天日](晚[間间上]|早上|清晨|中午)")
_NUMBERED = re.compile(r"^[今昨明前後后][(](\d+)[)](?=日)")
_NUMERAL = re.compile(r"[〇零一二兩两三四五六七八九十廿卅]+(?=[年月日號号時时點点分])")
_SLASHED = re.compile(r"\d{1,2}/\d{1,2}")
"""In the place of 3月5日, and nowhere else, it is a day."""
_DAY = re.compile(
    r"(?:(?P<republic>民[國国])?(?P<year>\d{2,4}(?=年)|\d{3,4})(?:年|[-/.]))?"
    r"(?:(?P<month>\d{1,2})[月/.-])?(?:(?P<day>\d{1,2})[日號号]?)?"
)
_YEARS = ("年", "년")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH = re.compile(
    r"(?:(?P<before>\d{1,2})(?:st|nd|rd|th)? (?:of )?)?(?P<month>[A-Za-z]{3,9})\.?"
    r"(?: (?P<day>\d{1,2})(?:st|nd|rd|th)?)?(?:,? (?P<year>\d{4}))?"
)
_ENGLISH_HOUR = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s?(?P<half>[AaPp])\.?[Mm]\.?"
)
_HOUR = re.compile(
    rf"(?P<daytime>{DAYTIME})?(?P<hour>\d{{1,2}})[:時时點点](?:(?P<minute>\d{{1,2}})分?|(?P<half>半)|整)?"
)
_WEEKDAY = re.compile(r"(?:星期|禮拜|礼拜|[週周])(?=[一二三四五六日天]$)")
_AFTERNOON = frozenset({"下午", "晚上", "晚間", "晚间", "傍晚", "中午"})
_HALVES = _AFTERNOON | {"上午", "早上", "凌晨", "清晨"}
"""Tell nothing but which half of the day it is; 今晚 tells the day, too."""
_REPUBLIC = 1911
_OF_REPUBLIC = range(100, 200)  # years that stand without 民國
_NOON = 12
_AT_NOON = frozenset({"中午", "下午"})
"""Where 12 is noon: 凌晨12時 is midnight."""
_BEFORE_NOON = {"中午": 11}  # 中午11時, and 下午11時 is at night


def differ(olds: Iterable[str], news: Iterable[str]) -> bool:
    """Of dates as they are written, in half width."""
    before, after = list(olds), list(news)
    if not (before or after):
        return False
    old, new = (Counter(map(_moment, side)) for side in (before, after))
    return old != new and _told_less(before, after) != _told_less(after, before)


def are_alike(old: str, new: str) -> bool:
    """Whether the one can be told instead of the other: no month is, of 今年第3個 and 首個10月."""
    years = [date.endswith(_YEARS) for date in (old, new)]
    return years[0] == years[1] or any(mark in (old, new)[years[0]] for mark in _YEARS)


def are_same(old: Passage, new: Passage) -> bool:
    """Whether all that stands there is one moment, written in two ways: 今 and 今天, too.

    Where only 中午 came or went before an hour, and tells nothing: noon is at 12, 下午3時 not at 3.
    """
    if not (old.own and new.own):
        return _is_same_hour(old, new)
    if all(map(DAY_ALONE.fullmatch, (old.own, new.own))) and 1 in map(len, (old.own, new.own)):
        return old.own[0] == new.own[0]
    if _in_short(old.own) == _in_short(new.own):
        return True
    dates = []
    for side in (old, new):
        if _SLASHED.fullmatch(side.own):
            dates.append(side.own)
            continue
        found = list(side.found(DATE))
        if len(found) != 1 or not found[0].start() <= side.start < side.end <= found[0].end():
            return False
        dates.append(normalize("NFKC", found[0][0]))
    return not any(map(_TODAY.match, dates)) and not differ(dates[:1], dates[1:])


def _in_short(written: str) -> str:
    """昨天晚間 as 昨晚, 今天清晨 as 今晨."""
    return _HALF_OF_DAY.sub(
        lambda found: f"{found[1]}{found[2][-1 if found[2] == '清晨' else 0]}", written
    )


def is_one(passage: Passage) -> bool:
    """Whether it is a point in time and nothing else."""
    own = passage.start, passage.end
    return own[0] < own[1] and any(found.span() == own for found in passage.found(DATE))


def _is_same_hour(old: Passage, new: Passage) -> bool:
    if old.own + new.own not in _HALVES:
        return False
    hours = []
    for side in (old, new):
        found = DATE.finditer(side.text, side.start, side.window()[1])
        hours += [normalize("NFKC", date[0]) for date in found if date.start() == side.start]
    return len(hours) == 2 and _moment(hours[0]) == _moment(hours[1])


def _moment(date: str) -> str:
    """下午3時半 is 15:30, 7時 is 7點, 2026/1/5 is 2026年1月5日, 週日 is 星期天, and 今日 today.

    May 3 is 3 May, Jan. 5 January 5th, and 3 p.m. 15:00.
    """
    english = _ENGLISH.fullmatch(date)
    hour = _ENGLISH_HOUR.fullmatch(date)
    if hour:
        before = 12 if hour["half"] in "Pp" else 0
        return f"{int(hour['hour']) % 12 + before}:{int(hour['minute'] or 0):02}"
    if english and english["month"][:3].lower() in _MONTHS:
        return _calendar_of(english)
    plain = _NUMERAL.sub(lambda found: amount(found[0]), "".join(date.split()))
    hour, day = _HOUR.fullmatch(plain), _DAY.fullmatch(plain)
    if hour:
        return _clock(hour)
    if day:
        return _calendar(day)
    return _WEEKDAY.sub("週", _TODAY.sub(r"\1天", plain)).replace("週天", "週日")


def _clock(told: re.Match[str]) -> str:
    daytime, hour = told["daytime"] or "", int(told["hour"])
    if daytime in _AFTERNOON and 0 < hour < _BEFORE_NOON.get(daytime, 12):
        hour += 12
    minute = 30 if told["half"] else int(told["minute"] or 0)
    is_told = daytime not in _HALVES or (hour == _NOON and daytime not in _AT_NOON)
    return f"{daytime if is_told else ''}{hour}:{minute:02}"


def _calendar(told: re.Match[str]) -> str:
    year = int(told["year"] or 0)
    if told["republic"] or year in _OF_REPUBLIC:
        year += _REPUBLIC
    return f"{year}-{int(told['month'] or 0)}-{int(told['day'] or 0)}"


def _calendar_of(told: re.Match[str]) -> str:
    month = _MONTHS.index(told["month"][:3].lower()) + 1
    return f"{int(told['year'] or 0)}-{month}-{int(told['before'] or told['day'] or 0)}"


def _shorter(date: str, others: Collection[str]) -> str:
    """昨（3）日 as 3日, where that is what the other side says, and as 昨日 elsewhere."""
    numbered = _NUMBERED.sub(r"\1", date)
    return numbered if numbered in others else _LEFT_OUT.sub("", date)


def _told_less(dates: Iterable[str], others: Collection[str]) -> Counter[str]:
    """今（5）日 is 今天, and 早上8點 is 8點, where the other side says no more than that.

    It says more where it tells a half of the day itself: 上午9時 and 下午9時 are two.
    """
    bare = {_moment(other) for other in others if not _LEFT_OUT.search(other)}
    moments = ((date, _moment(_shorter(date, others))) for date in dates)
    return Counter(less if less in bare else _moment(date) for date, less in moments)
