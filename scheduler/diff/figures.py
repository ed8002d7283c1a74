"""Numbers read whole, with all that stands around them: sign, currency, magnitude, unit.

A false number is worse than none: what may be read in two ways has no value, and what is spelt
digit by digit (九一一, 八五折) is no figure at all.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from unicodedata import normalize

from scheduler.diff import durations
from scheduler.diff.atoms import CIRCLE, DASHES, MINUS, NUMERALS, POINTS, PREFIXED, TENTH
from scheduler.diff.atoms import DECIMAL as POINTED
from scheduler.diff.money import BARE, currency
from scheduler.diff.numbering import is_item
from scheduler.diff.numerals import amount
from scheduler.diff.passages import meets
from scheduler.diff.patterns import COUNTED, CRAFT, DATE, DECIMAL, IDIOM, MEASURES, MONEY
from scheduler.diff.units import measured
from scheduler.diff.units import unit as unit_of

_ONES = ("two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = ("thir", "four", "fif", "six", "seven", "eigh", "nine")
_TENS = ("twen", "thir", "for", "fif", "six", "seven", "eigh", "nine")
_WORDS = {
    **{word: value for value, word in enumerate((*_ONES, "ten", "eleven", "twelve"), 2)},
    **{f"{word}teen": value for value, word in enumerate(_TEENS, 13)},
    **{f"{word}ty": 10 * value for value, word in enumerate(_TENS, 2)},
}
_POWERS = {
    power: zeros
    for zeros, powers in {
        0: ("percent", "per cent", "Prozent"),
        2: ("hundred",),
        3: ("thousand", "Thousand", "tausend", "mil", *"kK"),
        5: ("lakh",),
        6: ("million", "millions", "Million", "Millionen", "millones", "Mio.", "mln", "mn", *"mM"),
        7: ("crore",),
        9: (
            "billion",
            "milliard",
            "milliards",
            "Milliarde",
            "Milliarden",
            "Mrd.",
            "bln",
            "bn",
            "B",
        ),
        12: ("trillion", "trn", "tn", "T"),
    }.items()
    for power in powers
}
"""Magnitude -> its zeros."""
_UNKNOWN = frozenset({"Billion", "Trillion", "dozen", "MILLION", "BILLION", "TRILLION"})
"""Magnitudes without a value: in German `Billion` is a thousand times the English one."""
_LARGE = "百千萬万億亿兆"
_POWER = rf"(?:(?!{PREFIXED})[{_LARGE}])"

_HAN = r"[\u3400-\u9fff]"
_PARTS = "¼-¾⅐-⅞"
_ANY = rf"[\d{NUMERALS}]"
_ONE = "一二三四五六七八九"
_BLANK = "[\u0020\u00a0\u2009\u202f]"
_DASH = rf"(?<![A-Za-z\d{NUMERALS}%％])(?<![\d{NUMERALS}][{MEASURES}°℃])(?<![{CRAFT}])"
"""Not of 3%-5%, 3元-5元, 殲-20."""
_SIGN = rf"{_DASH}[+\-−＋－]|{MINUS}|零下|[負负]"
_BEFORE = rf"{MONEY}\s?|(?<![A-Za-z])[A-Z]{{0,3}}[$€£¥￥＄]"
_JOINS = r"[.,，．:：/\-–~～至]|[\u0020\u00a0\u2009\u202f](?=\d{3}(?!\d))"
_DIGITS = rf"(?<![A-Za-z\d.])\d+(?:(?:{_JOINS})\d+)*"
_FULL = rf"(?<![{NUMERALS}數数幾几上])"  # of 數萬元 no part is a number
_SPELT = rf"(?:{'|'.join(_WORDS)}|hundred|thousand|million|billion|dozen)"
_COUNTERS = (
    f"{MEASURES}張张份隊队篇幅頭头匹顆颗枚箱瓶包袋盒株套封筆笔組组股坪口局碼码具列車车班把發发"
    "艦舰床村晚縣县庭面"
)
_LATIN_UNITS = (
    "[cdkm]?m[²³]?|ft|k?g|mg|t|m?[lL]|[KMGT]B|[kMG]?Hz|[kMG]?Wh?|[kM]?V|mAh|mph|kph|h?Pa|dB|ppm|x"
    "|s|am|pm|st|nd|rd|th|[BDGKM]"
)
_LONG_UNITS = "[ckm]m|k?g|mg|ml|[KMGT]B|[kMG]Hz|[kMG]Wh?|mph|kph"
"""Of these also behind a blank."""
_ENGLISH = (
    "(?:kilo|centi|milli)?met(?:er|re)s?|kilo(?:gram)?s?|grams?|lit(?:er|re)s?|hectares?|tons?|tonnes?"
    "|miles?|feet|foot|inch(?:es)?|years?|months?|weeks?|days?|hours?|minutes?|seconds?|degrees?"
    "|people|persons?|men|women|children|students|soldiers|officers|workers|passengers|residents"
    "|deaths|injuries|cases|votes|seats|goals|points|dollars?|euros?|pounds?|yen|won|yuan|times"
)
_SPLIT = (
    rf"(?<![A-Za-z\d.,{NUMERALS}]){_ANY}+[秒米尺度塊块元](?:\d{{1,2}}|[{_ONE}])"
    rf"(?![\d.,:：/\-~～{NUMERALS}{_COUNTERS}個个A-Za-z%％°])"
)
"""9秒98, 38度5: a unit for a point, and no arithmetic with it."""
_AMOUNT = (
    rf"百分之(?:\d+(?:[.{POINTS}]\d+)?|[{NUMERALS}][{NUMERALS}{CIRCLE}]*(?:[{POINTS}][{NUMERALS}]+)?)"
    rf"|{_ANY}+分之{_ANY}+|(?P<tenth>{TENTH})|{DECIMAL}|{_ANY}+比{_ANY}+|{_SPLIT}"
    rf"|(?P<loose>{POINTED}|[1-9]、[1-9](?:0|[{_LARGE}]+)|[{_ONE}]、[{_ONE}][十{_LARGE}]+)"
    rf"|(?:{_DIGITS}[{_LARGE}]*|{_FULL}[{NUMERALS}]+) ?[多餘余幾几][{_LARGE}]+"
    rf"|(?<![A-Za-z\d.,])(?:\d*[{_PARTS}]|\.\d+(?![\d.]))"
    rf"|{_DIGITS}(?:\s?[만억조천백](?:\s?\d[\d,]*)?)+"
    rf"|{_DIGITS}(?:(?:{_POWER}|{_BLANK}[百千]?(?!{PREFIXED})[萬万億亿兆]){_POWER}*(?:\d[\d,.]*)?)*"
    rf"|{_FULL}{IDIOM}[{NUMERALS}]{{2,}}"
    rf"|(?<=第)[{NUMERALS}]|半(?=[碼码])|{_FULL}[{NUMERALS}](?={COUNTED}|[個个{_COUNTERS}])"
    rf"|(?i:\b{_SPELT}(?:(?:-| and | )(?:{_SPELT}|one))*\b)"
)
_MAGNITUDES = "|".join(
    re.escape(power)
    for power in sorted({*_POWERS, *_UNKNOWN}, key=len, reverse=True)
    if len(power) > 1
)
_MAGNITUDE = (
    rf"{_BLANK}?-?(?:{_MAGNITUDES})(?![^\W_])"
    rf"|(?(money)(?<=\d)(?:[mkMKBT](?![A-Za-z])|{_BLANK}[mkMKB](?![\w&'’-]))|(?!))"
)
"""One letter is one only of money: 3m may be metres, 4K a screen."""
_UNIT = (
    rf"\s?(?:年[級级度]|[多餘余]?(?:{PREFIXED}|公[里斤噸吨尺分升頃顷克釐]|[毫厘微奈]米|[毫微]克|毫升|瓩|架次|人次|列次|班次|光年|[場场]次|度[電电]|平方[公英]?[里尺分]|立方公尺|[英海]里|英尺|[個个](?:百分[點点]|基[點点]|小[時时]|月)"
    rf"|{MONEY}|小[時时]|分[鐘钟]|(?!支[持出付援撐撑]|起[飛飞降火訴诉跑]|日本|月[亮球]|年[輕轻])[{_COUNTERS}])|[個个]|°[CF](?![A-Za-z])|[%％‰℃℉°度])"
    rf"|(?:{_LATIN_UNITS}|\s?(?:{_LONG_UNITS}|{_ENGLISH}))(?![A-Za-z\d'’])"
    r"|円|ドル|ユーロ|(?:달러|유로|위안|가구|시간|[원엔명개건대곳번회살세배채권분초년]|㎜|㎝|㎞)"
)
_FIGURE = (
    rf"(?=[\d{NUMERALS}第제半+\-−＋－{DASHES}零負负新美日歐欧台臺港韓韩加澳英人盧卢$€£¥￥＄A-Ztfsenhmbd.{_PARTS}])"
    rf"(?P<nth>[第제])?(?P<sign>{_SIGN})?(?P<money>{_BEFORE})?(?P<amount>{_AMOUNT})"
    rf"(?P<magnitude>{_MAGNITUDE})?(?(tenth)|(?P<unit>(?(money)(?!起)){_UNIT})?)"
)

_LABELS = frozenset(
    (*"號号版屆届期頁页折樓楼BDGKMs", "年級", "年级", "年度", "st", "nd", "rd", "th", "am", "pm")
)
"""Behind what gives a thing its number or an hour: there is no arithmetic with it."""
_COHORTS = frozenset({"級", "级", "屆", "届"})
"""Behind a year: 2022級."""
_NAMED = re.compile(rf"(?:[A-Z]{{2,}} ?|[A-Za-z]-|{_HAN} ?[A-Za-z]+[ -]?|{_HAN}-)\Z")
"""Before a number that is part of a name: ISO 9001, F-16, 新的iPhone 15, 殲-20."""
_RANGE = rf"{_BLANK}?(?:(?:to|or|and|bis|y|à)\b|[至到或~～–—-]){_BLANK}?"
_AND_MORE = frozenset("多餘余")
_MORE = re.compile(
    rf"{_BLANK}?[多餘余幾几]?{_POWER}"
    rf"|{_RANGE}(?:{MONEY}|[A-Z]{{0,3}}[$€£¥￥＄])?{_ANY}[\d{NUMERALS}.,]*"
    rf"(?:(?<=[{_LARGE}])|{_BLANK}?-?(?:{_MAGNITUDES})(?![^\W_])|[mkKMBT](?![A-Za-z])|{_BLANK}?[{_LARGE}])"
)
"""Behind a number that is not all of an amount: of $5 to $7 million, 5到7萬, 5 千."""
_SHORT = re.compile(r"\d{1,4}(?:\.\d+)?")
_GLUED = re.compile(rf"[A-Za-z]|{_HAN}")
"""Behind a short number that counts nothing: 737客機, 831事件, F-16V."""
_UNSURE = re.compile(r"(?:19|20)\d\d|[1-9]\d{0,2}\.\d{3}")
"""A year, and what is 3500 where the decimal point is a comma."""
_CODE = re.compile(r"-?0\d")
_STOPPED = re.compile(rf"{_HAN}\.")
"""他走了.5人: the point may end a sentence, as well as begin a number."""
_MEASURED = re.compile(rf"[\d{NUMERALS}][秒米尺度塊块元]")
_LABELLED = re.compile(rf"[{NUMERALS}]{{1,3}}[點点]|1[01]\d年")
"""An hour, a year of the Republic."""
_DIGITWISE = re.compile("[〇零一二三四五六七八九兩两]{2,}")
_SPOKEN = re.compile(r"[百千萬万億亿][\d一二三四五六七八九]$")
"""3萬5 is 35,000 to some, and 30,005 to others."""
_NAME = 24
"""Characters of it that are looked at."""
_LETTER = re.compile("[A-Za-z]")
_PLUS = frozenset("+＋")
_PERCENT = frozenset({*"成%％", "percent", "per cent", "Prozent"})
_CURRENCY = re.compile(MONEY)
_SHAPES = str.maketrans("~–至\u2044", "---/")
_MIXED = re.compile(rf"(?<=\d)(?=[{_PARTS}])")
"""Within 3½."""
_HANGUL = {ord(" "): "", **dict(zip(map(ord, "조억만천백"), "兆億萬千百", strict=True))}


NUMERIC = re.compile(rf"[\d{NUMERALS}{_PARTS}]|(?i:\b{_SPELT}\b)")
"""Without one there is no number."""


@cache
def _pattern() -> re.Pattern[str]:
    """Compiled when first needed."""
    return re.compile(_FIGURE)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a text."""

    start: int
    """Where it begins, with its sign or currency."""
    end: int
    """Where its unit ends; of a term in several units (1年2月) the last one."""
    written: str
    """Without the unit: `NT$1,299`, `-3.5`, `3 million`, `三點五`."""
    unit: str
    """What it counts, as written and without blanks around it."""
    whole: str
    """Both, as written."""
    money: str
    """The currency before it, however that is written; empty where none is."""
    match: re.Match[str]
    """How it was found."""

    @property
    def value(self) -> Decimal | None:
        """None where it is no plain amount, or may be two, and of a term in several units."""
        return None if self.is_term else _value(self.match, self.unit)

    @property
    def said(self) -> str:
        """What it says, however that is written: the same of 50% and 五成, of 3～5 and 3-5."""
        if self.is_term:
            return durations.said(self.whole)
        return _said(self.match, self.unit, self.value)

    @property
    def is_term(self) -> bool:
        """Whether it is told in several units: 1年2月, 3年半."""
        return self.end > self.match.end()

    def is_of(self, other: "Figure") -> bool:
        """Whether both count the same."""
        return self.money == other.money and unit_of(self.unit) == unit_of(other.unit)


def figures(text: str, start: int, end: int) -> list[Figure]:
    """Those between two places, in order; dates and hours are none, nor what is spelt digit by
    digit, nor 8點3, of which nobody knows whether it is an hour, nor the end of 1.5米75, nor the
    number of a list's item.
    """
    found = list(_pattern().finditer(text, max(start, 0), end))
    dates = [match.span() for match in DATE.finditer(text, max(start, 0), end)] if found else []
    done: list[Figure] = []
    last = 0
    for match in found:
        if match.start() < last:
            continue  # the term before it goes on: the 2 of 1年2月
        last = _end(match)
        if not (_is_none(match) or meets(match.start(), match.end("amount"), dates)):
            done.append(_figure(match, last))
    return done


def _end(match: re.Match[str]) -> int:
    is_begun = durations.BEGUN.search(match["unit"] or "")
    return durations.end(match.string, match.end()) if is_begun else match.end()


def _is_none(match: re.Match[str]) -> bool:
    return bool(
        match["loose"]
        or _DIGITWISE.fullmatch(match["amount"])
        or _is_rest(match)
        or is_item(match.string, match.start(), match.end())
    )


def _is_rest(match: re.Match[str]) -> bool:
    """Whether it goes on with the number before it: the 75 of 1.5米75."""
    start = match.start()
    return not match["unit"] and _MEASURED.match(match.string, max(start - 2, 0), start) is not None


def _figure(match: re.Match[str], end: int) -> Figure:
    whole = match.string[match.start() : end]
    unit = (match["unit"] or "") if end == match.end() else ""
    unit = unit[1:] if len(unit) > 1 and unit[0] in _AND_MORE else unit
    return Figure(
        start=match.start(),
        end=end,
        written=whole.removesuffix(unit),
        unit=unit.strip(),
        whole=whole,
        money=currency((match["money"] or "").strip()),
        match=match,
    )


def _said(match: re.Match[str], unit: str, value: Decimal | None) -> str:
    """Without a unit 5.20 and 5.2 may be two days, or two versions."""
    magnitude = (match["magnitude"] or "").strip()
    told = _plainly(match["amount"])
    counted = unit_of(normalize("NFKC", unit))
    is_measured = unit or magnitude or match["money"] or told.endswith("%")
    if value is None or ("." in told and not is_measured):
        said = f"{match['nth'] or ''}{match['sign'] or ''}{told}{magnitude}"
    else:
        value, counted = measured(value, counted)
        said = f"{value.normalize():f}"
        is_part = unit in _PERCENT or magnitude in _PERCENT or told.endswith("%")
        counted = "%" if is_part else counted
    money = currency((match["money"] or "").strip())
    if money and unit in BARE:
        counted = ""
    elif not money and _CURRENCY.fullmatch(unit):
        money, counted = counted, ""
    return f"{money} {said} {counted}"


def _plainly(written: str) -> str:
    """½ and 二分之一 are 1/2, of 3～5 and 三至五 both are 3-5."""
    plain = normalize("NFKC", _MIXED.sub(" ", written)).translate(_SHAPES)
    if plain.startswith("百分之"):
        return amount(plain)
    return "/".join(map(amount, reversed(plain.split("分之"))))


def _value(match: re.Match[str], unit: str) -> Decimal | None:
    magnitude = (match["magnitude"] or "").strip().removeprefix("-")
    is_cohort = unit in _COHORTS and _UNSURE.fullmatch(match["amount"])
    is_label = match["nth"] or match["tenth"] or unit in _LABELS or is_cohort
    if is_label or magnitude in _UNKNOWN:
        return None
    if magnitude == "mil" and match["money"]:  # 1,000 in Spanish, a million on a street
        return None
    stops = _STOPPED.match(match.string, max(match.start("amount") - 1, 0))
    if stops or (not (unit or magnitude) and _is_open(match)):
        return None
    if _LABELLED.fullmatch(match["amount"] + unit):
        return None
    plain = _spelt(match["amount"]) if _LETTER.match(match["amount"]) else _plain(match["amount"])
    if plain is None:
        return None
    whole = plain.scaleb(_POWERS.get(magnitude, 0))
    whole = whole.quantize(Decimal(1)) if magnitude and whole == whole.to_integral() else whole
    return -whole if (match["sign"] or "+") not in _PLUS else whole


def _is_open(match: re.Match[str]) -> bool:
    """Whether more belongs to a number without a unit, or whether it is one at all."""
    more = _MORE.match(match.string, match.end())
    return more is not None or (not match["money"] and _is_named(match))


def _is_named(match: re.Match[str]) -> bool:
    """Whether a number without a unit is part of a name, a year, or glued to a word."""
    text, start, end = match.string, match.start(), match.end()
    if match["sign"]:  # 殲-20: the dash is no minus, as it would be in 氣溫-20度
        start = match.start("amount")
    before = text[max(start - _NAME, 0) : start]
    if _UNSURE.fullmatch(match["amount"]) or _NAMED.search(before):
        return True
    return bool(_SHORT.fullmatch(match["amount"]) and _GLUED.match(text, end))


def _plain(written: str) -> Decimal | None:
    told = amount(written.translate(_HANGUL)).removesuffix("%")
    if _CODE.match(told) or _SPOKEN.search(written):
        return None
    try:
        return Decimal(told)
    except InvalidOperation:
        return None


def _spelt(written: str) -> Decimal | None:
    """three, twenty-one, three million; of anything longer nothing is known."""
    first, _, last = written.lower().replace("-", " ").partition(" ")
    if first not in _WORDS or " " in last:
        return None
    value = Decimal(_WORDS[first])
    if not last:
        return value
    if last in _POWERS:
        return value.scaleb(_POWERS[last])
    ones = _WORDS.get(last, 1 if last == "one" else 0)
    return value + ones if value % 10 == 0 and 0 < ones < 10 else None
