"""Whether other dates and hours are told: 19時30分 is 19:30, and 今（5）日 is today."""

import re
from collections import Counter
from collections.abc import Iterable

from scheduler.diff.patterns import DAYTIME

_CLOCK = {**dict.fromkeys(map(ord, "時时點点"), ":"), ord("分"): ""}
_TODAY = re.compile(r"^([今昨明前後后](?:[(]\d+[)])?)日$")
_LEFT_OUT = re.compile(rf"[(]\d+[)]|^(?:{DAYTIME})(?=\d)")


def differ(olds: Iterable[str], news: Iterable[str]) -> bool:
    """Of dates as they are written, in half width."""
    old, new = (Counter(map(_moment, side)) for side in (olds, news))
    return old != new and _told_less(old, new) != _told_less(new, old)


def _moment(date: str) -> str:
    """19時30分 is 19:30, 7時 is 7點, and 今日 today."""
    return _TODAY.sub(r"\1天", date.translate(_CLOCK).removesuffix(":"))


def _told_less(moments: Counter[str], others: Counter[str]) -> Counter[str]:
    """今（5）日 is 今天, and 早上8點 is 8點, where the other side says no more than that."""
    return Counter(
        day if (day := _LEFT_OUT.sub("", moment)) in others else moment
        for moment in moments.elements()
    )
