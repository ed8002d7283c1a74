"""Terms told in several units: 1年2月, 三年六個月, 3年半, 2小時30分."""

import re
from decimal import Decimal, InvalidOperation

from scheduler.diff.atoms import NUMERALS
from scheduler.diff.numerals import amount

_MONTHS = {"年": 12, "月": 1}
_SECONDS = {
    **dict.fromkeys(("週", "周"), 604_800),
    **dict.fromkeys(("天", "日"), 86_400),
    **dict.fromkeys(("小時", "小时", "時", "时"), 3_600),
    "分": 60,
    "秒": 1,
}
_UNIT = "年|[個个]?(?:月|小[時时])|[天日週周]|[時时](?![間间])|分[鐘钟]?|秒[鐘钟]?"
BEGUN = re.compile(rf"(?:{_UNIT})$")
"""How the unit ends behind which more of a term may stand."""
_MORE = re.compile(rf"(?:[又零]?[\d{NUMERALS}]+(?:{_UNIT}))+|[又零]?半(?![數数])")
_PART = re.compile(rf"([\d{NUMERALS}]+)[個个]?(小[時时]|[年月天日週周時时分秒])[鐘钟]?|半")


def end(text: str, place: int) -> int:
    """Where the term ends of which the first unit ends at `place`; there, where no more follows."""
    more = _MORE.match(text, place)
    return more.end() if more else place


def said(term: str) -> str:
    """How long it is, in months and seconds: of 1年半, 1年6月 and 一年六個月 the same.

    Half of what was told last is meant by 半. A term of which a number is none (二三年半) comes
    back as it is.
    """
    months = seconds = Decimal(0)
    last = ""
    for part in _PART.finditer(term):
        try:
            number = Decimal(amount(part[1])) if part[1] else Decimal("0.5")
        except InvalidOperation:
            return term
        last = part[2] or last
        months += number * _MONTHS.get(last, 0)
        seconds += number * _SECONDS.get(last, 0)
    return f"{months.normalize():f} {seconds.normalize():f}"
