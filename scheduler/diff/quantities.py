"""Numbers put in the place of numbers: old, new, what is counted, and by how much it differs."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from scheduler.diff.numerals import amount
from scheduler.diff.patterns import DATE, MEASURES
from scheduler.diff.records import Quantity, Span

SHORT = 12
"""Characters of an old or new passage; in a longer one no number stands for all."""

_DIGIT = re.compile(r"[0-9０-９〇零一二三四五六七八九十廿卅百千萬万億亿兩两]")
_UNIT = re.compile(
    r"[多餘余]?(?:[%％]|公[里斤噸吨尺分升頃顷克]|平方[公英]?[里尺分]|立方公尺|[美日歐欧台臺港韓韩加澳英][元圓圆鎊镑]"
    r"|人民[幣币]|[個个](?:百分點|百分点|小[時时]|月)|小[時时]|分[鐘钟]"
    rf"|[{MEASURES}])|[個个]"
)
_SHOWN = re.compile(rf"(?:\s?(?:{_UNIT.pattern}))?|[가-힣]{{0,4}}")
"""Units that differ and are shown with their numbers: 1 小時→54 分鐘."""
_PART = re.compile(
    rf"(?P<of>{_DIGIT.pattern}+分之)$|^(?P<by>分之{_DIGIT.pattern}+)|(?P<to>比)$|^比"
)
"""Beside a number: it is a part of another, or a score."""
_PLAIN = re.compile(rf"{_DIGIT.pattern}+(?:分之{_DIGIT.pattern}+)?\w?")
_CODE = re.compile(r"(?:1[01]\d|20\d\d)(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])")
"""1150105 at the end of an agency's text is the day."""
_DAY = re.compile(r"[年月]$")
"""Before a number: it is one of a date."""
_SPOKEN = re.compile(rf"[百千萬万億亿]{_DIGIT.pattern}$")
"""3萬5 is 35,000 to some, and 30,005 to others."""
_HANGUL_AMOUNT = re.compile("[만억조천]")
"""5만: the number goes on behind its digits."""
_NUMBER = re.compile(rf"[第+\-−$€£¥￥＄]{{0,2}}{_DIGIT.pattern}")
_JOINS = rf"[.,．，]|[\u0020\u00a0\u2009\u202f](?=\d)|成(?={_DIGIT.pattern})"
_COUNTED = re.compile(
    rf"(?P<amount>[+\-−]?{_DIGIT.pattern}(?:{_DIGIT.pattern}|{_JOINS})*)(?P<unit>\D*)"
)


def quantities(spans: Sequence[Span]) -> Iterator[Quantity]:
    """Of each place where a number stands for another one, both with the unit behind them."""
    for position in range(len(spans) - 1):
        (sign, old), (other, new) = spans[position], spans[position + 1]
        if (sign, other) != ("-", "+") or max(len(old), len(new)) > SHORT:
            continue
        before = spans[position - 1][1] if position else ""
        follows = spans[position + 2][1] if position + 2 < len(spans) else ""
        if not (_NUMBER.match(old) and _NUMBER.match(new)) or _is_date(old, new, before, follows):
            continue
        if _PART.search(before) or _PART.search(follows) or "分之" in old + new:
            head, tail = _PART.search(before), _PART.search(follows)
            of, by = (head and head["of"]) or "", (tail and tail["by"]) or ""
            sides = of + old + by, of + new + by
            if all(map(_PLAIN.fullmatch, sides)):
                yield Quantity(old=sides[0], new=sides[1])
        elif found := _quantity(old, new, follows):
            yield found


def _is_date(old: str, new: str, before: str, follows: str) -> bool:
    if _DAY.search(before) and follows[:1] in {*"月日號号"}:
        return True
    wholes = [side + follows[:1] for side in (old, new)]
    return all(map(_CODE.match, (old, new))) or all(map(DATE.fullmatch, wholes))


def _quantity(old: str, new: str, follows: str) -> Quantity | None:
    """The unit stands with the numbers where they have not one in common; prose is no unit."""
    found = _UNIT.match(follows) if _DIGIT.match(new[-1:]) else None
    unit = found[0] if found else ""
    sides = [_COUNTED.fullmatch(side + unit) for side in (old, new)]
    units = {side["unit"] for side in sides if side}
    if all(sides) and len(units) == 1 and not any(map(_HANGUL_AMOUNT.match, units)):
        less, more = (side["amount"] for side in sides if side)
        return Quantity(old=less, new=more, unit=units.pop(), difference=_difference(less, more))
    if any(side and not _SHOWN.fullmatch(side["unit"]) for side in sides):
        return None
    shown = unit if any(sides) else ""  # behind 21:20 stands no unit
    return Quantity(old=old + shown, new=new + shown)


def _difference(old: str, new: str) -> str:
    """`+1`, `-1000`, of percentages in points; empty where one is no plain amount, as 21:20."""
    if _SPOKEN.search(old) or _SPOKEN.search(new):
        return ""
    try:
        less, more = (Decimal(amount(side)) for side in (old, new))
    except InvalidOperation:
        return ""
    if less == more and "." in old + new:
        return ""  # 5.20 and 5.2 may be two days, or two versions
    return f"{more - less:+f}"
