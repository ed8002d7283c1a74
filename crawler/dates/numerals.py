"""Numbers as dates write them: `14`, `十四`, `廿四`, `一百一十二`, `二〇二三`, `元`."""

_DIGITS = {
    "〇": 0, "零": 0, "○": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
    "八": 8, "九": 9, "元": 1, "兩": 2, "两": 2,
}  # fmt: skip
_TENS = {"廿": 20, "卅": 30}
_TIMES = {"十": 10, "百": 100}

HAN = "".join((*_DIGITS, *_TENS, *_TIMES))
"""The characters of `number`, for a class in a pattern."""
DIGITS = "〇零○一二三四五六七八九"
"""Those that stand for a digit of a year."""
SHORT = rf"(?:\d{{1,2}}|[{HAN}]{{1,3}})"
"""A pattern: the number of a month, a day, an hour or a minute."""


def number(written: str) -> int:
    """The value of decimal digits of any script, or of Chinese numerals: digits or counted.

    Raises ValueError or KeyError on what is neither.
    """
    if written.isdecimal():
        return int(written)
    if not any(character in _TIMES or character in _TENS for character in written):
        return int("".join(str(_DIGITS[character]) for character in written))
    total, pending = 0, 0
    for character in written:
        if character in _TIMES:
            total, pending = total + (pending or 1) * _TIMES[character], 0
        elif character in _TENS:
            total += _TENS[character]
        else:
            pending = _DIGITS[character]
    return total + pending
