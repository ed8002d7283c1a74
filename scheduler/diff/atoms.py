"""What a difference never cuts: numbers, words of spaced scripts, katakana runs, emoji.

An atom is one Han or kana character, one sign, or such a run. A *safe* cut lies between a
character that only ever stands alone and anything else, so it can be found by looking at two
characters instead of reading the whole text.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer: no spaces either
    "\u2e80-\u312f\u3131-\u31ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_WORD = rf"[^\W{_UNSPACED}]"
EXTENDS = (
    r"\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    r"\u0900-\u0963\u0981-\u0dff\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u20d0-\u20ff\u200d"
    r"\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\U000e0100-\U000e01ef"
)
"""What is written onto the character before it, or, U+200D, joins those on both sides."""
_KATAKANA = r"ァ-ヺー-ヿㇰ-ㇿｦ-ﾟ"
_HAN = r"\u3400-\u9fff"
_FLAG = r"\U0001f1e6-\U0001f1ff"
NUMERALS = "〇零一二三四五六七八九十廿卅百千萬万億亿兆兩两"
CIRCLE = "○"
"""Behind a numeral it is a zero: 二○二四; 李○○ is a name that is not told."""
TENTHS = "成"
"""Between two numerals it is part of a number: 兩成五 is a quarter."""
POINTS = "點点"
"""Between two numerals it is a decimal point: 三點五公里, but not 三點十五分."""
_MAGNITUDES = "百千萬万億亿兆"
PREFIXED = "(?:[百千兆][帕瓦赫卡]|千[克米])"
"""Units that begin as a magnitude does: 980百帕, 5兆瓦."""
_SIGNS = r"+\-−±＋－"
DASHES = "–—"
_NO_RANGE = r"(?!\d+[:：])"
MINUS = (
    rf"[{DASHES}](?<!\d\s[{DASHES}])(?<![^\s（(：:到至率度約约為为達达是溫温][{DASHES}]){_NO_RANGE}"
)
"""A dash that stands for a minus: 降到–3度, but not of the ranges 3–5 and 10:00 –11:00."""
NO_ZERO = r"(?<![A-Za-z\d.])\.(?=\d)"
"""The point of a number that leaves out its zero: .5."""
_CURRENCIES = "$€£¥￥＄"
_UNITS = r"%％‰°℃℉"
_JOINERS = r".'’\-_&@+"  # U.S., don't, COVID-19, AT&T
_DIGIT_JOINERS = r",:/．："  # 1,000  21:20  2/21
_THOUSANDS = (
    r"，\u0020\u00a0\u2009\u202f"  # １，０００  10 000: only before three digits and no more
)

_LETTERS = rf"{_WORD}(?:{_WORD}|[{EXTENDS}])*"
_BETWEEN_DIGITS = (
    rf"(?<=\d)(?:[{_DIGIT_JOINERS}](?=\d)|(?<!\d{{4}})[{_THOUSANDS}](?=\d{{3}}(?!{_WORD})))"
)
_PER = rf"(?<=[gml])/(?=[Lhs](?!{_WORD}))"  # mg/L, km/h, m/s
_RUN = rf"{_LETTERS}(?:(?:[{_JOINERS}]{{1,2}}|{_BETWEEN_DIGITS}|{_PER}){_LETTERS})*"
_CURRENCY = rf"(?:(?<!{_WORD})[A-Z]{{1,3}}(?=[{_CURRENCIES}]))?[{_CURRENCIES}]"  # NT$
_SIGN = (  # of a-1 the dash is none
    rf"(?:[{_SIGNS}](?<!{_WORD}[{_SIGNS}])|{MINUS})?(?:{_CURRENCY})?(?=\.?\d)"
)
_NUMBER = (
    rf"(?:{_SIGN})?(?:{NO_ZERO})?{_RUN}(?:(?<=\d)(?:(?!{PREFIXED})[{_MAGNITUDES}])+(?:{_RUN})?)*(?:°[CF](?!{_WORD})|[{_UNITS}])*"
    r"(?:(?<=[ap]\.m)\.)?"
)
TENTH = (
    rf"(?<![{NUMERALS}\d])[{NUMERALS}\d]{TENTHS}[{NUMERALS}\d](?![{NUMERALS}{TENTHS}\d人名位個个])"
)
"""兩成五, but not 八成三人."""
DECIMAL = (
    rf"(?<![{NUMERALS}\d{POINTS}])(?:\d+|[{NUMERALS}]+)[{POINTS}](?:\d+|[〇零一二三四五六七八九]+)"
    rf"[{_MAGNITUDES}]*(?![{NUMERALS}\d{POINTS}分刻人名位個个])"
)
"""三點五 and 5點3, but not 三點五分 or 八點三人."""
_ATOM = (  # the most frequent first
    rf"{TENTH}|{DECIMAL}|[{NUMERALS}][{NUMERALS}{CIRCLE}]*|[{_HAN}](?![{EXTENDS}])|{_NUMBER}|[{_KATAKANA}]+|[{_FLAG}]{{2}}"
    rf"|\n|[\s\S](?:[{EXTENDS}]+(?:(?<=\u200d)[^\n])?)*"  # UAX #29: nothing joins a line break
)
"""One atom; `findall` returns a partition of any text."""
_GLUING = (
    rf"{EXTENDS}{NUMERALS}{CIRCLE}{TENTHS}{POINTS}{_KATAKANA}{_FLAG}{_SIGNS}{_CURRENCIES}{_UNITS}{_JOINERS}"
    rf"{_DIGIT_JOINERS}"
)
_GLUE = rf"(?:{_WORD}|[{_GLUING}])"
"""Each character of an atom of more than one, but for what an extender stands behind."""

_REMEMBERED = 2**16  # pairs
_DIGIT = re.compile(r"\d")
_INSIDE_NUMBER = re.compile(rf"\d[{_THOUSANDS}]|[{_THOUSANDS}]\d")
_EXTENDER = re.compile(rf"[{EXTENDS}]")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when first needed: 20 ms that who reads stored reports need not wait."""
    return re.compile(pattern)


@cache
def _glued() -> re.Pattern[str]:
    """Where atoms of more than one character may stand: few places, of which most are one.

    One class of ranges, with which the expression begins: only so `re` skips to where it may match,
    several times as fast. Beyond the first plane every character may.
    """
    every = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x10000))))
    letters = "".join(f"{run[0]}-{run[-1]}" for run in re.findall(f"{_WORD}+", every))
    glue = rf"[{letters}\U00010000-\U0010ffff{_GLUING}{DASHES}]"
    return re.compile(rf"{glue}(?:(?:{glue}|[{_THOUSANDS}](?=\d))+|(?<=[{EXTENDS}]))")


def split(text: str) -> Sequence[str]:
    """The atoms of `text`, in order; joined they are `text`.

    `text` itself where each of its characters is one: most Chinese clauses, many times as fast.
    """
    found = runs(text)
    if not found:
        return text
    parts: list[str] = []
    place = 0
    for start, end in found:
        parts += text[place:start]
        parts.append(text[start:end])
        place = end
    parts += text[place:]
    return parts


def runs(text: str) -> list[tuple[int, int]]:
    """Where the atoms of more than one character begin and end."""
    search = _glued().search
    glued = search(text)
    if glued is None:
        return []
    found: list[tuple[int, int]] = []
    match_at = _compiled(_ATOM).match
    place = 0
    while glued is not None:
        start, end = glued.span()
        if start and _EXTENDER.match(text, start):
            start -= 1
        start = max(start, place)
        while start < end and (match := match_at(text, start)):
            place = match.end()
            if place - start > 1:
                found.append((start, place))
            start = place
        glued = search(text, end)
    return found


class Pairs(dict[str, bool]):
    """Two neighbouring characters -> what is known of the place between them.

    Of fewer than two it is True: there the text begins or ends. Forgets all when it grows large.
    """

    def __init__(self, told: Callable[[str, str], bool]) -> None:
        self._told = told

    def __missing__(self, pair: str) -> bool:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[pair] = len(pair) < 2 or self._told(*pair)
        return self[pair]


def _is_safe(left: str, right: str) -> bool:
    if "\n" in {left, right}:
        return True
    if _EXTENDER.match(right) or left == "\u200d" or (left in DASHES and right.isdigit()):
        return False
    glue = _compiled(_GLUE)
    glued = glue.match(left) and glue.match(right)
    return not (glued or _INSIDE_NUMBER.match(left + right))


SAFE = Pairs(_is_safe)
"""Where a cut can split no atom."""


def is_number(atom: str) -> bool:
    """True for an atom that states a number: `1,200`, `-3.5%`, `三十二`, also `COVID-19`."""
    return atom[0] in NUMERALS or _DIGIT.search(atom) is not None


def is_word(atom: str) -> bool:
    """True for a number or a word of more than one character."""
    return len(atom) > 1 and _compiled(_GLUE).match(atom) is not None
