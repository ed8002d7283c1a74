"""Numerals that no amount is read of: ordinals in words, parts, circled, raised and formal ones."""

import re
from collections import Counter

from scheduler.diff.passages import Passage

_ORDINALS = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth"
    "|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth"
)
_PARTS = "half|halves|quarters?|doubled?|doubling|tripled?|tripling|quadrupled?"
_TIMES = "翻倍|翻番|倍增|腰斬|腰斩|減半|减半|成[長长][兩两二三四五]倍"
_FORMAL = "壹貳贰肆柒捌玖"
"""In no other word; 參加, 隊伍, 大陸 and 收拾 are other words of numerals."""
_ALSO_WORDS = "參叁伍陸陆拾"
_KOREAN = "한|두|세|네|다섯|여섯|일곱|여덟|아홉|열"
_COUNTED = 4  # characters behind a numeral that tell that it is one
_NUMERAL = re.compile(
    r"[¼-¾⅐-⅞]|[①-⑽⒈-⒛㈠-㈩㊀-㊉❶-❿]|[⁰¹²³⁴-⁹]+|[Ⅰ-ⅻ]"
    rf"|[{_FORMAL}][{_FORMAL}{_ALSO_WORDS}佰仟萬零]*|(?<=[幣币第])[{_ALSO_WORDS}][佰仟萬拾零]*"
    rf"|[{_ALSO_WORDS}](?=[佰仟拾])|[一二三四五六七八九](?=つ)"
    rf"|(?<![A-Za-z])(?:I{{1,3}}|I?V|VI{{1,3}}|I?X)(?![A-Za-z'’.]|\s[a-z])"
    rf"|(?<![가-힣])(?:첫|{_KOREAN})(?= ?(?:번째|명|개|번|차례|곳|시간|살|건))|[첫둘셋넷](?=째)"
    rf"|\b(?i:{_ORDINALS}|{_PARTS})\b|{_TIMES}"
)
_RANKS = {word: f"{rank}" for rank, word in enumerate(_ORDINALS.split("|"), 1)} | {
    "thirtieth": "30"
}
_RANK = re.compile(r"(\d+)(?:st|nd|rd|th)")


def are_same(old: str, new: str) -> bool:
    """Whether both are one ordinal: third and 3rd."""
    return _rank(old) == _rank(new) != ""


def _rank(written: str) -> str:
    figure = _RANK.fullmatch(written.lower())
    return figure[1] if figure else _RANKS.get(written.lower(), "")


def differ(old: Passage, new: Passage) -> bool:
    """Whether others stand there than before: of what only came or went nobody knows."""
    before = _told(old)
    return bool(before) and (after := _told(new)).total() > 0 and before != after


def _told(passage: Passage) -> Counter[str]:
    text, last = passage.text, passage.last
    found = _NUMERAL.finditer(text, passage.start, min(last + _COUNTED, len(text)))
    return Counter(match[0].lower() for match in found if match.start() < last)
