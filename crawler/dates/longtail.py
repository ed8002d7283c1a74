"""Dates with the name of a month in any other language: the only home of dateparser.

Its data knows the names; its parser is not asked, for it finds a date in `10 min 2021` too.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

from crawler.dates.calendar import MONTHS

MAY_HOLD = re.compile(r"(?:19|20|2[45])\d\d")

_DAY, _YEAR = r"(?P<day>\d{1,2})", r"(?P<year>(?:19|20|2[45])\d\d)(?!\d)"
_WORD = r"(?P<word>[^\s\d,;:/|()]{2,15})"
_LINK = r"(?:(?:d[eo]l?|di|den|a)\s|d['’])?"
_LANGUAGES = (
    "es", "fr", "de", "pt", "it", "nl", "pl", "tr", "ru", "uk", "cs", "sk", "hu", "ro", "bg", "hr",
    "sr", "sl", "el", "ar", "fa", "he", "hi", "bn", "ta", "te", "ur", "th", "id", "ms", "fil", "sv",
    "da", "nb", "fi", "et", "lv", "lt", "is", "ca", "eu", "gl", "sq", "mk", "ka", "hy", "az", "kk",
    "uz", "sw", "af", "ga", "cy", "am", "ne", "si", "my", "km", "lo",
)  # fmt: skip
"""The first to know a name decides: `listopad` is November in Polish and October in Croatian."""
_SHORT_NAMES_OF = _LANGUAGES[:8]
"""Of the others three Latin letters are no month: `pro` is December in Czech."""

PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\d.:/-]){_DAY}(?:er|[.ºª]|-?e)?\s{_LINK}{_WORD},?\s{_LINK}{_YEAR}",
        rf"(?<!\w){_WORD}\s{_DAY}[.,]?\s{_YEAR}",
        rf"(?<!\d){_YEAR}[.,]?\s(?:m\.\s)?{_WORD}\s{_DAY}(?!\d)",
        rf"(?<![\d.:/-]){_DAY}\stháng\s(?P<month>\d{{1,2}}),?\s(?:năm\s)?{_YEAR}",
    )
)


def month_of(word: str) -> int:
    """The number of the month that `word` names in some language, 0 where it names none."""
    return _names().get(_bare(word), 0)


@cache
def _names() -> Mapping[str, int]:
    names: dict[str, int] = {}
    for language in _LANGUAGES:
        for name, number in _names_in(language):
            if _is_long(name, language):
                names.setdefault(name, number)
    return names


def _names_in(language: str) -> Iterator[tuple[str, int]]:
    from dateparser.languages.loader import default_loader

    told = default_loader.get_locale(language).info
    for number, month in enumerate(MONTHS, start=1):
        yield from ((_bare(name), number) for name in told.get(month, ()))


def _is_long(name: str, language: str) -> bool:
    return not name.isascii() or len(name) > 3 or (len(name) == 3 and language in _SHORT_NAMES_OF)


def _bare(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold().replace(".", "").removeprefix("de ")
