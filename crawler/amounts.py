"""Amounts as people write them: `500MB` in bytes, `180d` as a time."""

import re
from datetime import timedelta

_SIZE = re.compile(r"(\d{1,6}(?:\.\d{1,3})?) ?([kmgt])b", re.IGNORECASE)
_SPAN = re.compile(r"(\d{1,6})([mhdwy])")
_BYTES = {"k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12}
_UNITS = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
    "y": timedelta(days=365),
}


def size(word: str) -> int | None:
    """`500MB`, `1.5 GB` in bytes, powers of a thousand; None for any other word."""
    found = _SIZE.fullmatch(word)
    return round(float(found[1]) * _BYTES[found[2].lower()]) if found else None


def span(word: str, units: str) -> timedelta | None:
    """`30m`, `180d`, `2y` as a time, in these units of `mhdwy`; None for any other word."""
    found = _SPAN.fullmatch(word)
    return int(found[1]) * _UNITS[found[2]] if found and found[2] in units else None


def told(count: int) -> str:
    """`812 bytes`, `4.1 kB`, `1.2 GB`: powers of a thousand, as on the label of a disk."""
    if count < 1_000:
        return f"{count} byte{'' if count == 1 else 's'}"
    power = min((len(str(count)) - 1) // 3, len(_NAMES))
    return f"{count / 1_000**power:,.1f} {_NAMES[power - 1]}"


_NAMES = ("kB", "MB", "GB", "TB")
