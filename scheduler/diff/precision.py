"""Amounts that differ in nothing but how they are written."""

import re
from unicodedata import normalize

from scheduler.diff import patterns, special_numerals, words
from scheduler.diff.atoms import NUMERALS
from scheduler.diff.numerals import amount
from scheduler.diff.passages import Passage
from scheduler.diff.place import Place
from scheduler.diff.quantities import are_same
from scheduler.diff.units import unit

_ONE = {"1", "one"}
"""In exchange for the number the word is one, else more often a pronoun."""
_DECIMAL = re.compile(r"[+\-−]?(?P<currency>[A-Z]{0,3}[$€£¥])?(?P<amount>\d[\d,]*(?:\.\d+)?)")
_BLANK = re.compile(r"(?<=\d)[\u0020\u00a0\u2009\u202f](?=[A-Za-z])")
_PARTS = re.compile("(?<=\\d)[\u0020\u00a0\u2009\u202f]?[¼-¾⅐-⅞]")
_ITEMS = re.compile(r"[、，,；;\s]")
_NEAR = 8  # characters before a number in which its name begins
_DASH = re.compile(rf"(?:(?<=[{patterns.CRAFT}])|(?<=(?<![A-Za-z])[A-Z])|(?<=COVID))-(?=\d+$)")
"""Within the name of a thing: F-16, 東風-17; behind other words it is a minus: 溫度-17, GDP-3."""
_MEASURED = re.compile(rf"{patterns.MEASURE.pattern}|\s?[度點点%％℃℉°.,百千萬万億亿兆]|\s?cents?\b")
_COUNTS = re.compile(rf"[\d{NUMERALS}]\s?$")
_PERCENT = re.compile(r"\s?per ?cent\b")
_FORMAL = re.compile("[壹貳贰參叁肆伍陸陆柒捌玖拾佰仟零萬億万亿]{2,}")
"""As a cheque has it, where nobody can make more of it with a stroke: 壹拾萬."""
_PLAINLY = str.maketrans("壹貳贰參叁肆伍陸陆柒捌玖拾佰仟", "一二二三三四五六六七八九十百千")
_LETTER = re.compile("[A-Za-z]")
_DOLLAR = re.compile(r"\bUS(?=\$\d)")
"""Elsewhere than in English `$` may be another land's."""


def is_same_amount(place: Place) -> bool:
    """Whether an amount is written in another way: 3 and three, 50% and 五成, 3～5天 and 3-5天.

    So are 60 mph and 60mph, 3½ and 3 1/2, 一半, 50% and 1/2, US$5 and $5 in English.
    Also with other zeros behind the point: 1.50倍 and 1.5倍, $3.0 and $3. Without a measure behind
    or a currency before it may be a version or a day: 17.10 and 17.1.
    """
    own = place.old.own, place.new.own
    if _is_one_name(place) or _is_one_unit(place):
        return True
    if {*map(str.lower, own)} == _ONE or special_numerals.are_same(*own):
        return True
    if _are_same(place, "50%") or ("一半" in own and _are_same(place, "1/2")):
        return True
    if not any("." in side for side in own):
        return False
    sides = [_DECIMAL.fullmatch(side.own) for side in (place.old, place.new)]
    if not all(side and _is_measured(side, place) for side in sides):
        return False
    old, new = (
        side[0].replace(side["amount"], _shortest(side["amount"])) for side in sides if side
    )
    return old == new


def _are_same(place: Place, half: str) -> bool:
    """`half` is what 一半 is read as."""
    before, after = (_plainer(side, half) for side in (place.old, place.new))
    edges = (before.start, before.end, after.start, after.end)
    return before.own == after.own or are_same(edges, (before.text, after.text))


def _is_one_name(place: Place) -> bool:
    """Whether only the dash of a name that ends in a number came or went: F16 and F-16."""
    plain = []
    for side in (place.old, place.new):
        if _MEASURED.match(side.text, side.end):
            return False
        before = _ITEMS.split(side.text[max(side.start - _NEAR, 0) : side.start])[-1]
        plain.append(_DASH.sub("", before + side.own))
    return plain[0] == plain[1]


def _is_one_unit(place: Place) -> bool:
    """Whether only the unit behind a number is written otherwise: 5公斤 and 5 kg."""
    sides = (place.old, place.new)
    old, new = (normalize("NFKC", side.own).strip() for side in sides)
    return bool(
        old
        and new
        and unit(old) == unit(new)
        and all(_COUNTS.search(side.text, max(side.start - 2, 0), side.start) for side in sides)
        and not any(_LETTER.match(side.text, side.end) for side in sides)
    )


def _plainer(side: Passage, half: str) -> Passage:
    """With what `figures` does not read in a way that it does."""
    plain = _BLANK.sub("", side.own).replace("一半", half)
    plain = _PARTS.sub(lambda found: f" {normalize('NFKC', found[0].strip())}", plain)
    if _DOLLAR.search(plain) and not words.is_chinese(side.text):
        plain = _DOLLAR.sub("", plain)
    plain = _PERCENT.sub("%", plain.replace("\u2044", "/"))
    plain = _FORMAL.sub(lambda found: found[0].translate(_PLAINLY), plain)
    text = f"{side.text[: side.start]}{plain}{side.text[side.end :]}"
    return Passage(text, side.start, side.start + len(plain))


def _is_measured(decimal: re.Match[str], place: Place) -> bool:
    behind = patterns.MEASURE.match(place.old.text, place.old.end)
    return bool(decimal["currency"]) or behind is not None


def _shortest(decimal: str) -> str:
    plain = amount(decimal.replace(",", ""))
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
