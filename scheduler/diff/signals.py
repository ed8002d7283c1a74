"""What a changed passage touches: number, name, quotation, negation, date, byline, slip."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from rapidfuzz.distance import Postfix, Prefix

from scheduler.diff import gazetteer, moments, parties, patterns, special_numerals, words
from scheduler.diff.atoms import NUMERALS
from scheduler.diff.edges import SENTENCE_ENDS
from scheduler.diff.hunks import places
from scheduler.diff.layers import unvaried
from scheduler.diff.money import BARE, currency
from scheduler.diff.negations import is_turned
from scheduler.diff.numerals import amount
from scheduler.diff.opposites import are_opposite
from scheduler.diff.passages import Passage, meets
from scheduler.diff.ranks import titles, untitled
from scheduler.diff.records import Span, Tag
from scheduler.diff.similarity import similarity
from scheduler.diff.units import unit as unit_of

_BRACKET = 120  # the same for bylines
_QUOTED = 400  # longest quotation that is noticed from inside
_OPENING, _CLOSING = "「『“«„", "」』”»"
_SENTENCE = 8  # characters from which an inserted sentence is one, not a word with a full stop
_CLAUSE = 24  # characters: of longer ones a date may belong to another statement
_PHRASE = 3  # atoms: fewer are a word
_LONGEST = 100  # characters of a phrase
_BESIDE_WORD = "b"  # the names that only what stands behind them tells
_COUNT = 6  # characters in which `3名民眾` stands before what became of them
_TURNED = 0.6  # shared atoms, of the shorter side, from which one phrase is the other, turned
_STOP = re.compile(rf"[{SENTENCE_ENDS}]|\w[.](?=[\s\"”’)]|$)")
_BRACKETED = re.compile(r"[（(][A-Z][^（()）]*[）)]?$")
"""How a name is written in its own language."""
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]{5,}")
"""A word of more than a few letters."""


@dataclass(frozen=True, slots=True)
class Hunk:
    """One place that changed, on both sides."""

    old: Passage
    """What was removed."""
    new: Passage
    """What was added."""

    @property
    def is_sentence(self) -> bool:
        """Whether whole sentences came or went, which no single word in them stands for."""
        shorter, longer = sorted((self.old.own, self.new.own), key=len)
        return not shorter and len(longer) >= _SENTENCE and bool(_STOP.search(longer))

    @property
    def is_replaced(self) -> bool:
        """Whether something else altogether stands there now, of which no word stands for all."""
        old, new = self.old.own, self.new.own
        least, most = sorted((len(old), len(new)))  # no fewer than the atoms
        if least < _PHRASE or most < 2 * _PHRASE or similarity(old, new) or self.exchanged:
            return False
        if _is_date(self.old) and _is_date(self.new):
            return False
        sides = (side.atoms for side in (self.old, self.new))
        shorter, longer = sorted(len(side) - side.count(" ") for side in sides)
        return shorter >= _PHRASE and longer >= 2 * _PHRASE

    @property
    def exchanged(self) -> parties.Exchanged | None:
        """Who changed places in it."""
        return parties.exchanged(self.old.own, self.new.own)

    @property
    def apart(self) -> tuple[Passage, Passage]:
        """Both sides without the equal head and tail that make whole words of them."""
        old, new = self.old.own, self.new.own
        if LATIN.fullmatch(old) and LATIN.fullmatch(new):
            return self.old, self.new
        head = Prefix.similarity(old, new)
        tail = min(Postfix.similarity(old, new), min(len(old), len(new)) - head)
        before, after = (
            Passage(side.text, side.start + head, side.end - tail) for side in (self.old, self.new)
        )
        return before, after

    @property
    def is_transposed(self) -> bool:
        """Whether two neighbours changed places, and made no other word.

        女兒 and 兒女 are two words, 統計 and 計統 a word and a slip; so are two that are no words,
        unless they are names: 王建民 and 王民建 are no slip, nor are 妻殺夫 and 夫殺妻.
        """
        old, new = self.old.own, self.new.own
        if len(old) != len(new) or len(old) > _LONGEST:
            return False
        head = Prefix.similarity(old, new)
        two, end = old[head : head + 2], head + 2
        if not two.isalnum() or (two, old[end:]) != (new[head:end][::-1], new[end:]):
            return False
        if not words.is_chinese(self.old.text[slice(*self.old.window(_BRACKET))]):
            return True  # nobody here knows its words
        apart = self.apart
        is_word = all(words.pieces(side.own) == 1 for side in apart)  # 女兒 and 兒女
        if is_word or any(words.is_person(side.own) for side in (self.old, self.new)):
            return False
        if any(words.named(side.own, 0, len(side.own), "place") for side in apart):
            return False  # 國中生 and 中國生: no slip makes another country of a thing
        counts = {words.pieces(side.own) for side in (self.old, self.new)}
        return len(counts) > 1 or (counts == {len(self.old.own)} and not self._are_people)

    @property
    def _are_people(self) -> bool:
        return any(
            words.named(side.text, side.start, side.end, "person") or side.words(_name(side))
            for side in (self.old, self.new)
        )


def hunks(spans: Sequence[Span], old: str, new: str) -> list[Hunk]:
    """The places that changed, in order."""
    return [
        Hunk(Passage(old, start, end), Passage(new, other, other_end))
        for start, end, other, other_end in places(spans)
    ]


def touched(hunk: Hunk, known_names: re.Pattern[str] | None = None) -> Iterator[Tag]:
    """What one place touches. Of a byline only that and its date; of whole sentences nothing.

    Where something else stands than before, only what can be set against each other counts:
    numbers of one unit, quotations, one person for another, and a phrase that was turned round.
    """
    sides = (hunk.old, hunk.new)
    if hunk.is_sentence:
        return
    if hunk.is_replaced:
        yield from _of_unlike(hunk)
    elif all(map(_is_date, sides)):
        yield from _dates(hunk)
        if any(map(_is_quoted, sides)):
            yield "quotation"
    elif any(True for side in sides for _ in side.found(patterns.BYLINE, _BRACKET)):
        yield from ["byline", *_dates(hunk)]
    else:
        yield from _meaning(hunk)
        others: list[Tag] = ["name"] if _names_differ(hunk, known_names) else []
        others += _dates(hunk)
        others += ["rank"] if _ranks_differ(hunk) else []
        yield from others or (["opposite"] if _is_opposite(hunk) else [])
        if any(map(_is_quoted, sides)):
            yield "quotation"


def _is_date(passage: Passage) -> bool:
    """Whether it is a point in time and nothing else."""
    own = passage.start, passage.end
    return own[0] < own[1] and any(found.span() == own for found in passage.found(patterns.DATE))


def _is_opposite(hunk: Hunk) -> bool:
    """Whether a word stands for its opposite: 上午 and 下午 are hours, 山東 and 山西 places."""
    return hunk.exchanged is not None or any(
        are_opposite(old.own.strip(), new.own.strip())
        for old, new in ((hunk.old, hunk.new), hunk.apart)
    )


def _ranks_differ(hunk: Hunk) -> bool:
    """Whether a title stands for another, or for the same one of another rank."""
    old, new = _titles(hunk.old), _titles(hunk.new)
    is_former = hunk.old.own + hunk.new.own == "前" and len(old) != len(new)  # 前法務部長
    return is_former or bool(old - new and new - old)


def _titles(passage: Passage) -> set[str]:
    first, last = passage.window()
    window = passage.text[first:last]
    return {*titles(window, passage.start - first, passage.last - first)}


def _of_unlike(hunk: Hunk) -> Iterator[Tag]:
    old, new = _by_unit(hunk.old), _by_unit(hunk.new)
    if any(old[unit] != new[unit] for unit in old.keys() & new.keys()):
        yield "number"
    if max(len(hunk.old.own), len(hunk.new.own)) <= _CLAUSE and are_told(hunk, "date"):
        yield from _dates(hunk)
    if _is_quoted(hunk.old) and _is_quoted(hunk.new):
        yield "quotation"
    if _is_person(hunk.old) and _is_person(hunk.new):
        yield "name"
    atoms_of = [Counter(side.atoms) for side in (hunk.old, hunk.new)]
    shared = (atoms_of[0] & atoms_of[1]).total()
    if shared > _TURNED * min(side.total() for side in atoms_of) and is_turned(hunk.old, hunk.new):
        yield "negation"


def _is_person(passage: Passage) -> bool:
    """Whether it is a name and nothing else."""
    own = _BRACKETED.sub("", passage.own)
    whole = patterns.NAME.fullmatch(own) is not None
    return whole or own in passage.words(_name(passage))


def _name(passage: Passage) -> re.Pattern[str]:
    """What finds the names that may stand there."""
    is_foreign = patterns.OF_ELSEWHERE.search(passage.text, *passage.window())
    return patterns.NAME if is_foreign else patterns.NAME_OF_HERE


def _by_unit(passage: Passage) -> dict[str, set[str]]:
    """What is counted, by the character behind the number, and how many there are of it."""
    found: dict[str, set[str]] = {}
    for match in passage.found(patterns.NUMBER):
        unit = passage.text[match.end() : match.end() + 1]
        found.setdefault(unit, set()).add(amount(match[0]))
    return found


def _dates(hunk: Hunk) -> Iterator[Tag]:
    if moments.differ(*(side.words(patterns.DATE) for side in (hunk.old, hunk.new))):
        yield "date"


def _names_differ(hunk: Hunk, known: re.Pattern[str] | None) -> bool:
    exchanged = hunk.exchanged
    if (known and _differ(hunk, known)) or exchanged:
        return not exchanged or exchanged[0] == "name"
    if hunk.is_transposed or hunk.old.own.casefold() == hunk.new.own.casefold():
        return False
    found = [set(_undated(side)) for side in (hunk.old, hunk.new)]
    if hunk.old.own:  # what merely came may be a rare word; in exchange for something it is a name
        for people, told in zip(found, _people(hunk), strict=True):
            people.update(told)
    return _is_other(found, hunk) or _places_differ(hunk)


def _people(hunk: Hunk) -> list[list[str]]:
    """Whom the dictionary names; 白天 and 許可 are to it people, too, so that of two characters
    only those count that begin as names do, or stand for another that begins otherwise.
    """
    found = [
        words.named(side.text, side.start, side.end, "person") for side in (hunk.old, hunk.new)
    ]
    if all(found) and not {name[0] for name in found[0]} & {name[0] for name in found[1]}:
        return found
    return [[name for name in names if words.is_sure_name(name)] for names in found]


def _undated(passage: Passage) -> Iterator[str]:
    """What looks like a name and is part of no date: Jan is one, and that of `Jan 5` is none."""
    found = list(passage.found(_name(passage)))
    dates = [match.span() for match in passage.found(patterns.DATE)] if found else []
    for match in found:
        group = match.lastgroup or 0
        start, end = match.span(group)
        if group == _BESIDE_WORD and words.is_end_of_word(passage.text, start):
            continue  # 工程提前3個月
        if group == _BESIDE_WORD and words.is_everyday(match[group]):
            continue  # 黃金今天上漲
        if group == _BESIDE_WORD:
            end = start + len(words.without_adverb(match[group]))
        start += untitled(match[group])
        if start < passage.end and not meets(start, end, dates):
            yield normalize("NFKC", passage.text[start:end])


def begins_with_surname(passage: Passage) -> bool:
    """Whether 周 begins a name there, and no day: of that it is the same as 週."""
    text, start = passage.text, passage.start
    is_name = passage.own.startswith("周") and patterns.PERSON.match(text, start)
    is_day = patterns.DATE.match(text, start) or words.is_everyday(text[start : start + 2])
    return bool(is_name and not is_day)


def _places_differ(hunk: Hunk) -> bool:
    """Whether one place or organisation stands for another: what is no name is no exchange."""
    found = [
        {*words.named(side.text, side.start, side.end, "place"), *gazetteer.named(side)}
        for side in (hunk.old, hunk.new)
    ]
    return all(found) and _is_other(found, hunk)


def _is_other(found: Sequence[Collection[str]], hunk: Hunk) -> bool:
    """Whether a name of one side is no part of the other side, however its characters are formed:
    從臺中→由台中 names one town.
    """
    form = str if any(map(begins_with_surname, (hunk.old, hunk.new))) else unvaried
    others = [form(side.own).casefold() for side in (hunk.new, hunk.old)]
    return any(
        form(name).casefold() not in other
        for names, other in zip(found, others, strict=True)
        for name in names
    )


def _meaning(hunk: Hunk) -> Iterator[Tag]:
    old, new = _numbers(hunk.old), _numbers(hunk.new)
    # One numeral alone may be part of a word: it counts only in exchange for a number.
    sure = (old and new) or any(len(one) > 1 or one not in NUMERALS for one, _ in old + new)
    swapped = len(old) > 1 and Counter(old) != Counter(new)  # 一死三傷 and 三死一傷
    others = swapped or (sure and _amounts(old) != _amounts(new))
    others = others or _is_vaguer(hunk, old, new) or _units_differ(hunk)
    if (others or special_numerals.differ(hunk.old, hunk.new)) and not hunk.exchanged:
        yield "number"
    if hunk.is_transposed:
        return
    if is_turned(hunk.old, hunk.new):
        yield "negation"


def are_told(hunk: Hunk, tag: Tag) -> bool:
    """Whether there are numbers, or dates, on both sides to be set against each other."""
    sides = (hunk.old, hunk.new)
    if tag == "date":
        return all(any(True for _ in side.found(patterns.DATE)) for side in sides)
    old, new = map(_numbers, sides)
    return bool(old and new) or _is_vaguer(hunk, old, new)


def _is_vaguer(hunk: Hunk, old: Sequence[object], new: Sequence[object]) -> bool:
    """Whether a number stands for `many`, or the other way round."""
    if bool(old) == bool(new):
        return False
    return any(True for _ in (hunk.new if old else hunk.old).found(patterns.VAGUE))


def _units_differ(hunk: Hunk) -> bool:
    """Whether the same number counts something else: 3萬美元 and 3萬歐元, 3人受傷 and 3人死亡."""
    for read in (_units, _outcomes):
        old = list(read(hunk.old))
        new = list(read(hunk.new)) if old else []
        if new and Counter(old) != Counter(new):
            return True
    return False


def _outcomes(passage: Passage) -> Iterator[str]:
    """What became of how many people: 2死3傷 and 2傷3死 say the same words, and not the same."""
    for match in passage.found(patterns.OUTCOME, near=2):
        first = max(match.start() - _COUNT, 0)
        counted = [*patterns.NUMBER.finditer(passage.text, first, match.end())]
        if counted:
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


def _differ(hunk: Hunk, pattern: re.Pattern[str]) -> bool:
    return Counter(hunk.old.words(pattern)) != Counter(hunk.new.words(pattern))


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
