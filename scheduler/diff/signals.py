"""What a changed passage touches: number, name, quotation, negation, date, byline, slip."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from unicodedata import normalize

from scheduler.diff import bodies, moments, naming, patterns, special_numerals
from scheduler.diff.atoms import NUMERALS
from scheduler.diff.layers import unvaried
from scheduler.diff.money import BARE, currency
from scheduler.diff.negations import is_turned
from scheduler.diff.numerals import amount
from scheduler.diff.opposites import are_opposite
from scheduler.diff.passages import Passage, meets
from scheduler.diff.place import Place
from scheduler.diff.ranks import FORMER, parted, titles
from scheduler.diff.records import Tag
from scheduler.diff.units import unit as unit_of
from scheduler.diff.words import simplified

_BRACKET = 120  # characters of context in which a byline may begin or end
_QUOTED = 400  # longest quotation that is noticed from inside
_OPENING, _CLOSING = "「『“«„", "」』”»"
_STATEMENT = 2  # characters of a clause that tells more than a date
_OFFICE = 16  # characters of an office and its house
_ITEM = re.compile("[、，,；;。]")
_ALONE = f"{NUMERALS}首"
_NUMERALS = re.compile("[一二兩两三四五六七八九十]+")
_MARK = re.compile(r"\W")
_CLAUSE = 24  # characters: of longer ones a date may belong to another statement
_COUNT = 6  # characters in which `3名民眾` stands before what became of them
_ROUGH = re.compile(
    rf"[上成近破逾數数幾几][十百千萬万億亿]{{1,2}}(?=[多餘余]?[{patterns.MEASURES}])"
)
"""About how many: 上百人, 數百人."""
_TURNED = 0.6  # shared atoms, of the shorter side, from which one phrase is the other, turned


def touched(place: Place, known_names: re.Pattern[str] | None = None) -> Iterator[Tag]:
    """What one place touches. Of a byline only that and its date; of whole sentences nothing.

    Where something else stands than before, only what can be set against each other counts:
    numbers of one unit, quotations, one person for another, and a phrase that was turned round.
    """
    sides = (place.old, place.new)
    if place.is_sentence:
        came = place.old.own + place.new.own
        if patterns.DATE.search(came) and not _told_besides(came):
            yield "date"  # 10月16日上午，
        return
    bylines = [any(True for _ in side.found(patterns.BYLINE, _BRACKET)) for side in sides]
    if all(bylines):
        yield from ["byline", *_dates(place)]
    elif place.is_replaced:
        yield from _of_unlike(place)
    elif all(map(moments.is_one, sides)):
        yield from _dates(place)
        if any(map(_is_quoted, sides)):
            yield "quotation"
    elif any(bylines):
        yield from ["byline", *_dates(place)]
    else:
        yield from _meaning(place)
        others: list[Tag] = ["name"] if naming.differ(place, known_names) else []
        others += _dates(place)
        others += ["rank"] if _ranks_differ(place) else []
        yield from others or (["opposite"] if _is_opposite(place) else [])
        if any(map(_is_quoted, sides)):
            yield "quotation"


def _is_opposite(place: Place) -> bool:
    """Whether a word stands for its opposite: 上午 and 下午 are hours, 山東 and 山西 places."""
    return place.exchanged is not None or any(
        are_opposite(old.own.strip(), new.own.strip())
        for old, new in ((place.old, place.new), place.apart)
    )


def _ranks_differ(place: Place) -> bool:
    """Whether a title stands for another, or for the same one of another rank."""
    old, new = _titles(place.old), _titles(place.new)
    marks = "".join(simplified(side.own.strip()).lower() for side in place.apart)
    is_former = marks in FORMER and _is_of_office(place)
    return is_former or bool(old - new and new - old)


def _is_of_office(place: Place) -> bool:
    """Whether an office follows: 前法務部長, 署理警務處處長."""
    behind = place.new.text[place.new.end : place.new.end + _OFFICE]
    name = behind.lstrip() if behind.isascii() else _MARK.split(behind)[0]
    return any(titles(name, 0, _OFFICE))


def holds_title(place: Place) -> bool:
    """Whether part of a title was changed, and not only what stands beside one."""
    return any(any(titles(side.own, 0, len(side.own))) for side in (place.old, place.new))


def _titles(passage: Passage) -> set[str]:
    first, last = passage.window()
    window = passage.text[first:last]
    end = passage.last - first
    end += window[end : end + 1] == " "  # of `, president` and `, vice president`
    return {*titles(window, passage.start - first, end)}


def _of_unlike(place: Place) -> Iterator[Tag]:
    old, new = _by_unit(place.old), _by_unit(place.new)
    if any(old[unit] != new[unit] for unit in old.keys() & new.keys()):
        yield "number"
    if max(len(place.old.own), len(place.new.own)) <= _CLAUSE and are_told(place, "date"):
        yield from _dates(place)
    if _is_quoted(place.old) and _is_quoted(place.new):
        yield "quotation"
    if all(map(naming.is_person, (place.old, place.new))) or bodies.are_houses(place):
        yield "name"
    (_, name), (_, another) = parted(place.old.own), parted(place.new.own)
    if name and another:  # 副總統范斯, and 國務卿魯比歐: with one title they would not be unlike
        yield "rank"
        if name != another:
            yield "name"
    old_atoms, new_atoms = Counter(place.old.atoms), Counter(place.new.atoms)
    least = min(old_atoms.total(), new_atoms.total())
    shared = (old_atoms & new_atoms).total()
    if shared > _TURNED * least and is_turned(place.old, place.new):
        yield "negation"


def _by_unit(passage: Passage) -> dict[str, set[str]]:
    """What is counted, by the character behind the number, and how many there are of it."""
    found: dict[str, set[str]] = {}
    for match in passage.found(patterns.NUMBER):
        unit = passage.text[match.end() : match.end() + 1]
        found.setdefault(unit, set()).add(amount(match[0]))
    return found


def _told_besides(text: str) -> str:
    """What is said there besides dates."""
    return "".join(filter(str.isalnum, patterns.DATE.sub("", text)))


def _dates(place: Place) -> Iterator[Tag]:
    """Not of a clause that came or went, in which one stands beside other things."""
    shorter, longer = sorted((place.old.own, place.new.own), key=len)
    if not shorter and _ITEM.search(longer) and len(_told_besides(longer)) > _STATEMENT:
        return
    more = int(not shorter and longer.endswith("月"))  # of 9月27日 and 27日 the day stands behind
    sides = [Passage(side.text, side.start, side.end + more) for side in (place.old, place.new)]
    alone = {side.own[:1] for side in sides if moments.DAY_ALONE.fullmatch(side.own)}
    if len(alone) > 1 or moments.differ(*(side.words(patterns.DATE) for side in sides)):
        yield "date"


def _meaning(place: Place) -> Iterator[Tag]:
    old, new = _numbers(place.old), _numbers(place.new)
    # One numeral alone may be part of a word: it counts only in exchange for a number.
    sure = (old and new) or any(len(one) > 1 or one not in _ALONE for one, _ in old + new)
    swapped = len(old) > 1 and Counter(old) != Counter(new)  # 一死三傷 and 三死一傷
    others = swapped or (sure and _amounts(old) != _amounts(new))
    others = others or _is_vaguer(place, old, new) or _units_differ(place)
    others = others or _numerals_differ(place) or special_numerals.differ(place.old, place.new)
    if others and not place.exchanged:
        yield "number"
    if place.is_transposed:
        return
    if is_turned(place.old, place.new):
        yield "negation"


def _numerals_differ(place: Place) -> bool:
    """Whether a numeral stands for another before whatever is counted: 三枚飛彈 and 四枚飛彈."""
    old, new = (side.own for side in place.apart)
    if not (_NUMERALS.fullmatch(old) and _NUMERALS.fullmatch(new)) or amount(old) == amount(new):
        return False
    sides = (place.old, place.new)  # 星期三, 立委吳三桂
    is_date = any(True for side in sides for _ in side.found(patterns.DATE))
    return not (is_date or any(map(naming.is_named, sides)))


def are_told(place: Place, tag: Tag) -> bool:
    """Whether there are numbers, or dates, on both sides to be set against each other."""
    sides = (place.old, place.new)
    if tag == "date":
        return all(any(True for _ in side.found(patterns.DATE)) for side in sides)
    old, new = map(_numbers, sides)
    return bool(old and new) or _is_vaguer(place, old, new)


def _is_vaguer(place: Place, old: Sequence[object], new: Sequence[object]) -> bool:
    """Whether a number stands for `many`, or the other way round; or 上百人 for 數百人."""
    if bool(old) == bool(new):
        rough = [side.words(_ROUGH) for side in (place.old, place.new)]
        return all(rough) and unvaried(rough[0][0]) != unvaried(rough[1][0])
    return any(True for _ in (place.new if old else place.old).found(patterns.VAGUE))


def _units_differ(place: Place) -> bool:
    """Whether the same number counts something else: 3萬美元 and 3萬歐元, 3人受傷 and 3人死亡."""
    for read in (_units, _outcomes):
        old = list(read(place.old))
        new = list(read(place.new)) if old else []
        if new and Counter(old) != Counter(new):
            return True
    return False


def _outcomes(passage: Passage) -> Iterator[str]:
    """What became of how many people: 2死3傷 and 2傷3死 say the same words, and not the same."""
    for match in passage.found(patterns.OUTCOME, near=2):
        first = max(match.start() - _COUNT, 0)
        counted = [*patterns.NUMBER.finditer(passage.text, first, match.end())]
        if counted and not _ITEM.search(passage.text, counted[-1].end(), match.start()):
            yield f"{amount(counted[-1][0])}{patterns.outcome(match[0])}"


def _units(passage: Passage) -> Iterator[str]:
    """The units in the passage that stand behind numbers, of which dates have none, and the
    currencies before them.
    """
    end, window = passage.last, passage.window()
    numbers = list(patterns.NUMBER.finditer(passage.text, *window))
    if not numbers:
        return
    dates = {match.end() for match in patterns.DATE.finditer(passage.text, *window)}
    told: list[tuple[int, str]] = []
    for number in numbers:
        unit = patterns.MEASURE.match(passage.text, number.end())
        if unit and unit.end() > passage.start and unit.start(1) < end and unit.end() not in dates:
            told.append((number.start(), unit_of(normalize("NFKC", unit[1]))))
    moneys = list(patterns.MONEY_BEFORE.finditer(passage.text, *window))
    behind = {money.end() for money in moneys}  # of 新台幣500元 it is told twice
    yield from (unit for start, unit in told if unit not in BARE or start not in behind)
    for money in moneys:
        if money.end(1) > passage.start and money.start() < end:
            yield currency(money[1])


def _amounts(found: Sequence[tuple[str, str]]) -> Counter[str]:
    return Counter(amount(number) for number, _ in found)


def _numbers(passage: Passage) -> list[tuple[str, str]]:
    """Quantities as written, and the character behind each; the numbers of dates left out."""
    found = list(passage.found(patterns.NUMBER))
    dates = [match.span() for match in passage.found(patterns.DATE)] if found else []
    return [
        (match[0], passage.text[match.end() : match.end() + 1])
        for match in found
        if not meets(*match.span(), dates)
    ]


def _is_quoted(passage: Passage) -> bool:
    if any(mark in passage.own for mark in _OPENING + _CLOSING) or passage.own.count('"') > 1:
        return True
    before = passage.text[max(passage.start - _QUOTED, 0) : passage.start]
    if before.count('"') % 2 and passage.start < passage.end:
        return True
    opened = max(map(before.rfind, _OPENING))
    return passage.start < passage.end and opened > max(map(before.rfind, _CLOSING))
