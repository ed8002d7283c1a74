"""Which way a number goes, by the word before it: 上漲120點 and 下跌85點 are 205 apart, not 35."""

import re
from collections.abc import Iterator
from itertools import starmap

from scheduler.diff.figures import Figure
from scheduler.diff.opposites import are_opposite

_UP = (
    "上漲|上涨|漲|涨|上升|回升|升值|升|年增|月增|季增|增加|增聘|增|買超|买超|淨利|净利|盈餘|盈余|盈利|獲利|获利|上修|上調|上调|調漲"
    "|调涨|調升|调升|出超|淨流入|净流入|順差|顺差|rose|rise|up|climbed|gained|gain|increased|increase|profit|surplus|jumped|raised"
    "|오른|상승한|늘어난|증가한"
)
_DOWN = (
    "下跌|跌|下降|回落|貶值|贬值|降|年減|年减|月減|月减|季減|季减|減少|减少|裁減|裁减|減|减|賣超|卖超|淨損|净损|淨虧|净亏|虧損|亏损|淨流出|净流出"
    "|下修|下調|下调|調降|调降|入超|逆差|fell|fall|down|slipped|lost|loss|decreased|decrease|deficit|dropped|cut"
    "|내린|하락한|줄어든|감소한"
)
_WORD = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?![至到為为])")
_LATIN = re.compile(rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\b(?! to\b)")
"""Behind 增至, fell to and the like stands where it came to, and not by how much."""
_NEAR, _NEAR_LATIN = 10, 40  # characters before a number in which such a word belongs to it
_LONGEST = 2  # characters of one beside a number
_HANGUL = re.compile("[가-힣]")
"""Of Korean the word behind a number tells, as in 5.4원 오른."""
_COMES_TO = frozenset("至到為为")
_YEN = "円"
"""Of which 高 and 安 tell which way it went."""
_ENDS = re.compile(r"[，,；;。！？、\n]")


def direction(text: str, place: int) -> tuple[int, str]:
    """1 or -1 with the word that says so, before what stands at `place`; 0 and nothing else."""
    is_latin = text[max(place - 2, 0) : place].isascii()
    before = text[max(place - (_NEAR_LATIN if is_latin else _NEAR), 0) : place]
    if not is_latin:
        before = _ENDS.split(before)[-1]
    found = [*(_LATIN if is_latin else _WORD).finditer(before)]
    if not found:
        return 0, ""
    return (1 if found[-1]["up"] else -1), found[-1][0]


def goes_the_other_way(old: Figure, new: Figure) -> bool:
    """Whether words that no direction is known of are opposites beside them: 輕傷15人, 重傷12人."""
    if all(direction(one.match.string, one.start)[0] for one in (old, new)):
        return False
    return any(starmap(are_opposite, zip(_beside(old), _beside(new), strict=True)))


def _beside(figure: Figure) -> Iterator[str]:
    text = figure.match.string
    before = text[max(figure.start - _LONGEST, 0) : figure.start]
    yield before if before[-1:] not in _COMES_TO else ""
    yield figure.unit + text[figure.end : figure.end + 1] if figure.unit == _YEN else ""
    yield "".join(_HANGUL.findall(text[figure.end : figure.end + _LONGEST + 1]))
