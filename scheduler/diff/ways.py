"""In which way an article was changed: equal for what a site did to many of its articles."""

import re
from collections.abc import Iterator

from crawler.text import digest, fold
from scheduler.diff import judge
from scheduler.diff.atoms import NUMERALS
from scheduler.diff.records import Change, ChangeReport

_AGE = re.compile(
    r"\d+\s?(?:秒鐘?|秒钟|分鐘?|分钟|小時|小时|天|日|週|周|個月|个月|年)前"
    r"|\b\d+ (?:second|minute|hour|day|week|month|year)s? ago\b"
)
_DIGITS = re.compile(r"\d+")
_SAYING = 4  # characters of words in what changed, from which it is the same in any passage
_WORDS = re.compile(rf"[^\W\d_{NUMERALS}]")


def way(report: ChangeReport) -> str:
    """A digest that the reports of one site share where the same was done to their articles.

    Empty for events. Of each change that counts (of all, where none does): field, kind, and what
    was removed and added, ages aside; in what says nothing, all digits aside. So little text as
    2 -> 3 is the same change only where its whole passage is: three tolls that rose by one are
    three reports. Two things done to an article at once are another way than either alone.
    """
    if report.kind != "edited":
        return ""
    counting = [each for each in report.changes if any(map(_worth, judge.points(each)))]
    signs = {digest(*_sign(each)) for each in counting or report.changes}
    return digest(report.site, *sorted(signs))


def _worth(point: judge.Point) -> float:
    return point.worth


def _sign(change: Change) -> Iterator[str]:
    yield from (change.field, change.kind)
    runs = [(sign, text) for sign, text in change.spans if sign != "="]
    touched = "".join(text for _, text in runs)
    if len(_WORDS.findall(touched)) < _SAYING:
        yield from (fold(change.old), fold(change.new))
    for sign, text in runs:
        plain = _AGE.sub("", text)
        yield from (sign, fold(_DIGITS.sub("", plain) if "noise" in change.tags else plain))
