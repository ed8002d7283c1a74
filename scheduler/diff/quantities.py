"""Numbers put in the place of numbers: old, new, what is counted, and by how much it differs."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from scheduler.diff.numerals import amount
from scheduler.diff.records import Quantity, Span

SHORT = 12
"""Characters of an old or new passage; in a longer one no number stands for all."""

_DIGIT = re.compile(r"[0-9０-９〇零一二三四五六七八九十百千萬万億亿兩两]")
_UNIT = re.compile(
    r"[%％]|公[里斤噸吨尺分升頃顷克]|平方公[里尺分]|立方公尺|[美日歐欧台臺港]元|人民[幣币]|小[時时]|分[鐘钟]"
    r"|[個个][月百]|[^\W\d_a-zA-Z的了在是與与和及或則则也都就]"
)
_COUNTED = re.compile(
    rf"(?P<amount>[+\-−]?{_DIGIT.pattern}(?:{_DIGIT.pattern}|[.,．，])*)(?P<unit>\D*)"
)


def quantities(spans: Sequence[Span]) -> Iterator[Quantity]:
    """Of each place where a number stands for another one, both with the unit behind them."""
    for position in range(len(spans) - 1):
        (sign, old), (other, new) = spans[position], spans[position + 1]
        if (sign, other) != ("-", "+") or max(len(old), len(new)) > SHORT:
            continue
        if _DIGIT.search(old) and _DIGIT.search(new):
            follows = spans[position + 2][1] if position + 2 < len(spans) else ""
            found = _UNIT.match(follows) if _DIGIT.match(new[-1:]) else None
            yield _quantity(old, new, found[0] if found else "")


def _quantity(old: str, new: str, unit: str) -> Quantity:
    """The unit stands with the numbers where they have not one in common."""
    sides = [_COUNTED.fullmatch(side + unit) for side in (old, new)]
    if sides[0] and sides[1] and sides[0]["unit"] == sides[1]["unit"]:
        less, more = sides[0]["amount"], sides[1]["amount"]
        unit = sides[0]["unit"]
        return Quantity(old=less, new=more, unit=unit, difference=_difference(less, more))
    shown = unit if any(sides) else ""  # behind 21:20 stands no unit
    return Quantity(old=old + shown, new=new + shown)


def _difference(old: str, new: str) -> str:
    """`+1`, `-1000`, of percentages in points; empty where one is no plain amount, as 21:20."""
    try:
        less, more = (Decimal(amount(side)) for side in (old, new))
    except InvalidOperation:
        return ""
    return f"{more - less:+f}"
