"""What a number says, however it is written: 2500, 2,500, ２５００ and 兩千五百 are one amount."""

import re
from decimal import Decimal
from itertools import pairwise

from scheduler.diff.atoms import NUMERALS

_DIGITS = {
    **{character: value for value, character in enumerate("零一二三四五六七八九")},
    "〇": 0,
    "兩": 2,
    "两": 2,
}
_TENS = {"十": 10, "百": 100, "千": 1_000}
_MYRIADS = {"萬": 10**4, "万": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12}
_ZEROS = "零〇"
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SEPARATORS = re.compile("[,\u0020\u00a0\u2009\u202f](?=\\d)")
_WRITTEN = re.compile(rf"(?P<sign>[+-]?)(?P<amount>(?:\d+(?:\.\d+)?|[{NUMERALS}])+)(?P<unit>%?)")
_PART = re.compile(rf"\d+(?:\.\d+)?|[{NUMERALS}]")
_LONGEST = 16  # characters; Decimal is exact well beyond the amounts they can name


def amount(written: str) -> str:
    """The amount in digits: `3萬5` and `35,000` differ, `兩千五百`, `2,500` and `2 500` are `2500`.

    What is no plain amount (`21:20`, `7-11`) and what is longer than any comes back as it is, in
    half width.
    """
    text = _SEPARATORS.sub("", written.translate(_HALF_WIDTH)).replace("−", "-")
    match = _WRITTEN.fullmatch(text) if len(text) <= _LONGEST else None
    if not match:
        return text
    parts = _PART.findall(match["amount"])
    if all(part in _DIGITS for part in parts):  # 二〇二三, digit by digit
        value = Decimal("".join(str(_DIGITS[part]) for part in parts))
    else:
        said = [part for part in parts if part not in _ZEROS]  # 一百零五: 零 only joins
        if any(_is_digit(one) and _is_digit(other) for one, other in pairwise(said)):
            return text
        value = _summed(said)
    return f"{match['sign']}{value.normalize():f}{match['unit']}"


def _is_digit(part: str) -> bool:
    return part not in _TENS and part not in _MYRIADS


def _summed(parts: list[str]) -> Decimal:
    """By the rule of the units: tens gather until a myriad multiplies them."""
    total = gathered = last = Decimal(0)
    for part in parts:
        if part in _TENS:
            gathered += (last or Decimal(1)) * _TENS[part]
            last = Decimal(0)
        elif part in _MYRIADS:
            section = gathered + last
            more = (section or total or Decimal(1)) * _MYRIADS[part]
            total = total + more if section else more  # 萬億: nothing between the two
            gathered = last = Decimal(0)
        else:
            last = Decimal(_DIGITS.get(part, part))
    return total + gathered + last
