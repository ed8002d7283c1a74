"""What a number says, however it is written: 2500, 2,500, ２５００ and 兩千五百 are one amount."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from scheduler.diff.atoms import CIRCLE, NUMERALS, POINTS

_DIGITS = {
    **{character: value for value, character in enumerate("零一二三四五六七八九")},
    "〇": 0,
    "兩": 2,
    "两": 2,
}
_SCORES = {ord("廿"): "二十", ord("卅"): "三十"}
_TENS = {"十": 10, "百": 100, "千": 1_000}
_MYRIADS = {"萬": 10**4, "万": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12}
_UNDER = {100: "十", 1_000: "百", 10_000: "千"}
_ZEROS = "零〇"
_MINUS = re.compile("[−–—]|零下|負|负")
_POINTED = re.compile(r"(?<![\d.])\.(?=\d)")
"""Without its zero: .5."""
_PERCENT = re.compile("^(?:百分之(.+)|(.+?) ?(?:percent|per cent))$")
_VAGUE = frozenset(
    ("三五", *(one + other for one, other in pairwise("一二三四五六七八九")), "一兩", "兩三")
)
"""二三人 are two or three, and not 23."""
_PLAIN = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | _SCORES
_PLAIN[ord(CIRCLE)] = "〇"
_SEPARATORS = re.compile("(?<=\\d)(?<!^0)(?<!\\d{4})[,\u0020\u00a0\u2009\u202f](?=\\d{3}(?!\\d))")
"""The comma of 7,5 is a point to some."""
_HOUR = re.compile(r"^0(?=\d:[0-5]\d$)")
_CODE = re.compile(r"(?<![\d.])0\d\d")
"""Begins with a zero that counts: 007, 0912345678, and not 05, which is the fifth."""
_WRITTEN = re.compile(
    rf"(?P<sign>[+-]?[$€£¥]?[+-]?)(?P<amount>(?:\d+(?:\.\d+)?|[{NUMERALS}])+)(?P<unit>%?)"
)
_PART = re.compile(rf"\d+(?:\.\d+)?|[{NUMERALS}]")
_DECIMAL = re.compile(
    rf"(?<![\d{NUMERALS}])([\d{NUMERALS}]+)[{POINTS}]([\d〇零一二三四五六七八九]+)"
)
"""From where a run of numerals begins: from each of its places costs the square of its length."""
_TENTH = re.compile(r"([\d一二三四五六七八九兩两])成([\d一二三四五六七八九])")
_REMEMBERED = 50  # characters of a number that is kept for a while
_LONGEST = 16  # characters; Decimal is exact well beyond the amounts they can name


def amount(written: str) -> str:
    """The amount in digits: `3萬5` and `35,000` differ, `兩千五百`, `2,500` and `2 500` are `2500`.

    `一千五` is 1500, as it is said, `五月二十` and `5.20` are what they are: points may part a
    month and a day, or a version and another.

    What is no plain amount (`21:20`, `7-11`, `007`, `7,5`) and what is longer than any comes back
    as it is, in half width.
    """
    return _amount(written) if len(written) <= _REMEMBERED else _read(written)


def _read(written: str) -> str:
    text = _MINUS.sub("-", _SEPARATORS.sub("", written.translate(_PLAIN)))
    text = _POINTED.sub("0.", _PERCENT.sub(lambda found: f"{found[1] or found[2]}%", text))
    text = _DECIMAL.sub(_pointed, _TENTH.sub(_percent, text))
    match = _WRITTEN.fullmatch(text) if len(text) <= _LONGEST else None
    if not match or _CODE.search(text):
        return _HOUR.sub("", text)
    parts = _PART.findall(match["amount"])
    if match["amount"] in _VAGUE or (len(parts) == 1 and "." in parts[0] and not match["unit"]):
        return text
    if all(part in _DIGITS for part in parts):  # 二〇二三, digit by digit
        if parts[0] in _ZEROS and len(parts) > 1:
            return text
        value = Decimal("".join(str(_DIGITS[part]) for part in parts))
    else:
        said = [part for part in parts if part not in _ZEROS]  # 一百零五: 零 only joins
        if any(_is_digit(one) and _is_digit(other) for one, other in pairwise(said)):
            return text
        value = _summed([*said, *_left_out(parts)])
    return f"{match['sign']}{value.normalize():f}{match['unit']}"


_amount = lru_cache(1_024)(_read)  # of one place several ask


def _percent(tenths: re.Match[str]) -> str:
    """兩成五 is 25 %."""
    return "".join(str(_DIGITS.get(digit, digit)) for digit in tenths.groups()) + "%"


def _pointed(decimal: re.Match[str]) -> str:
    """十二點五 is 12.5."""
    return f"{amount(decimal[1])}.{''.join(str(_DIGITS.get(digit, digit)) for digit in decimal[2])}"


def _left_out(parts: Sequence[str]) -> Sequence[str]:
    """一千五 is short for 一千五百; 一千零五 says that it is not, and 3萬5 may be either."""
    if len(parts) < 2 or parts[-1] not in _DIGITS or any(part[0].isdigit() for part in parts):
        return ()
    unit = _TENS.get(parts[-2], 0) or _MYRIADS.get(parts[-2], 0)
    return [_UNDER[unit]] if unit in _UNDER else ()


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
