"""Chinese, Japanese and Korean dates: `2023年1月14日`, `民國一百一十二年一月十四日`, `令和5年`."""

import re

from crawler.dates.clock import FOLLOWS
from crawler.dates.numerals import DIGITS, HAN, SHORT

MAY_HOLD = re.compile("[月월]|民")

_YEAR = rf"(?P<year>\d{{4}}|[{DIGITS}]{{4}})"
_ROC = rf"(?P<roc>\d{{2,3}}|[{HAN}]{{2,6}})"
_MONTH, _DAY = rf"(?P<month>{SHORT})\s?[月월]", rf"(?P<day>{SHORT})"
_UNIT = r"[日號号일]"
_BEGINS = rf"(?<![\d{HAN}])"

PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_BEGINS}{_YEAR}\s?[年년]\s?{_MONTH}\s?{_DAY}(?!\d)\s?{_UNIT}?",
        rf"(?:民[國国]?\s?|{_BEGINS}){_ROC}\s?年\s?{_MONTH}\s?{_DAY}\s?{_UNIT}",
        r"民[國国]\s?(?P<roc>\d{2,3})\s?[-/.]\s?(?P<month>\d{1,2})\s?[-/.]\s?(?P<day>\d{1,2})(?!\d)",
        rf"(?P<era>令和|平成|昭和)\s?(?P<of_era>{SHORT})\s?年\s?{_MONTH}\s?{_DAY}\s?{_UNIT}",
        rf"(?<![\d{HAN}年년]){_MONTH}\s?{_DAY}\s?{_UNIT}{FOLLOWS}",
    )
)
