"""Numbers put in the place of numbers: old, new, what is counted, and by how much it differs."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from operator import attrgetter

from scheduler.diff.atoms import NUMERALS
from scheduler.diff.directions import direction, goes_the_other_way
from scheduler.diff.figures import NUMERIC, Figure, figures
from scheduler.diff.hunks import Hunk, Texts, places
from scheduler.diff.money import BARE, currency
from scheduler.diff.opposites import are_opposite
from scheduler.diff.patterns import DEAD, OUTCOME, outcome
from scheduler.diff.records import Quantity, Span
from scheduler.diff.units import unit as unit_of

SHORT = 12
"""Characters of an old or new passage; in a longer one no number stands for all."""

_LONGEST = 2_000  # characters of a passage in which numbers are looked for
_MOST = 2_000  # places of one change whose numbers are looked for: more than a reader follows
_BEHIND = 2  # characters behind a number that tell what it counts
_NEAR = 40  # characters around a passage in which its numbers may begin or end
_FEW = 10  # places of one list
_LIST = 80  # characters between two words of a list that changed places
_OWN_MONEY = currency("新台幣")
"""Of prices that name no other: 800萬元 and 新台幣800萬元."""
_ENDS = "。！？\n"
_END = re.compile(f"[{_ENDS}]")
_ITEMS = re.compile("[、，,；;]")
_LABEL = re.compile(r"^.*[：:]")
"""Before the first item of a list: 湖人：詹姆斯26分."""
_NUMERAL = re.compile(rf"[\d{NUMERALS}]")
_HANGUL_DAY = re.compile(r"\d{1,2}[월일](?= |$)")
"""Where words stand apart it is of one place with the number behind it: 12일 3명이."""
_BOUNDED = 12  # characters in which a bound stands before a number
_BOUND = re.compile(
    r"(逾|近|超過|超过|不到|未滿|未满|\b(?:over|nearly|almost|more than|less than))\s?$"
)
_SCORE = re.compile("[比:：]")
"""Of several, nobody knows which became which: 21比15 that of the second set, or of the third."""
_PERSONS = frozenset({"", "人", "名", "位"})
_GROWTH = re.compile(
    r"[增加升漲涨上減减降跌下調调至到為为達达了約约逾近超過过擊击敗败不敵敌勝胜負负，,、\s]*"
)
"""Words beside a number that say how it came to be, and not what is counted."""


def quantities(spans: Sequence[Span]) -> Iterator[Quantity]:
    """The same of a difference as it is shown."""
    yield from quantities_at(list(places(spans)), _texts(spans))


def quantities_at(edges: Sequence[Hunk], texts: Texts) -> Iterator[Quantity]:
    """Of each place where a number stands for another one, both with the unit behind them.

    A number is read whole on both sides, also where only its magnitude or its unit is another;
    where it is not sure that one stands for the other, none is told. Of very many places only the
    first are looked at.
    """
    for old, new, counted in _told(tuple(edges), texts):
        if not counted:
            yield _quantity(old, new)
        else:
            difference = _difference(old, new)
            yield Quantity(old=old.written, new=new.written, unit=counted, difference=difference)


def turned(edges: Sequence[Hunk], texts: Texts) -> Iterator[tuple[str, str]]:
    """Of numbers that go the other way now the words that say so: 上漲120點, 下跌85點."""
    for old, new, _ in _told(tuple(edges), texts):
        (one, before), (other, after) = (direction(f.match.string, f.start) for f in (old, new))
        if one * other < 0:
            yield before, after


@lru_cache(maxsize=4)  # the tags of a change ask, and then what is told of it
def _told(edges: Sequence[Hunk], texts: Texts) -> Sequence[tuple[Figure, Figure, str]]:
    return tuple(_exchanged(edges, texts))


def _exchanged(edges: Sequence[Hunk], texts: Texts) -> Iterator[tuple[Figure, Figure, str]]:
    """The numbers that stand for others, and of casualties what became of them."""
    old, new = texts
    short = (place for place in edges if _size(place) <= _LONGEST)
    found = list(islice(short, _MOST))
    if not found:
        return
    olds = list(_near(old, [place[:2] for place in found]))
    news = list(_near(new, [place[2:] for place in found])) if olds else []
    listed = _of_items(found, (old, new)) if news else []
    if listed:
        yield from ((*pair, "") for pair in listed if pair[0].is_of(pair[1]) and _differ(*pair))
        return
    mixed = set(_reordered(found, (old, new))) if news else ()
    for place in _widened(found, olds, news) if news else ():
        if place[0] in mixed:
            continue
        one, other = _within(olds, *place[:2]), _within(news, *place[2:])
        if _are_exchanged(place, (old, new), one, other):
            pairs = zip(one, other, strict=True)
            yield from ((*pair, "") for pair in pairs if _differ(*pair))
        else:
            yield from _of_one_thing(one, other, (old, new))


def _texts(spans: Sequence[Span]) -> Texts:
    old, new = ("".join(text for sign, text in spans if sign != other) for other in "+-")
    return old, new


def _of_one_thing(
    olds: Sequence[Figure], news: Sequence[Figure], texts: Texts
) -> Iterator[tuple[Figure, Figure, str]]:
    """Where other words stand beside them those that count the same: 共58名師生, 累計81名師生.

    Of casualties 死 or 傷 is the unit, however that is written: 1死 and 2人死亡.
    """
    one, other = (_by_what_is_counted(*each) for each in zip(texts, (olds, news), strict=True))
    for counted, old in one.items():
        new = other.get(counted)
        if not (old and new) or (len(olds) != len(news) and _SCORE.search(old.written)):
            continue
        if len(counted) == 1 and old.value != new.value:
            yield old, new, counted[0]
        elif len(counted) > 1 and _differ(old, new):
            yield old, new, ""


def _by_what_is_counted(text: str, found: Sequence[Figure]) -> dict[tuple[str, ...], Figure | None]:
    """By unit, and the word behind it; of casualties by what became of them.

    None of what is counted twice, and nothing where neither unit nor what stands behind is a word.
    """
    counted: dict[tuple[str, ...], Figure | None] = {}
    for each in found:
        behind = text[each.end : each.end + _BEHIND]
        [became] = _became(text, [each])
        became = became or (outcome(each.unit) if OUTCOME.fullmatch(each.unit) else "")
        is_told = len(each.unit) > _BEHIND or (behind.isalpha() and len(behind) == _BEHIND)
        if became or is_told:
            key = (became,) if became else (each.money, unit_of(each.unit), behind.strip())
            counted[key] = None if key in counted else each
    return counted


def change_owners(spans: Sequence[Span]) -> bool:
    """Whether the names of a list changed places and left their numbers: 甲黨35%、乙黨30%."""
    found = list(islice(places(spans), _FEW + 1))
    if not 1 < len(found) <= _FEW:
        return False
    return any(_differ(*pair) for pair in _of_items(found, _texts(spans)))


def is_reordered(spans: Sequence[Span]) -> bool:
    """Whether the items of a list are the same in another order, each with a number and a name."""
    found = list(islice(places(spans), _FEW + 1))
    return 1 < len(found) <= _FEW and bool(_of_items(found, _texts(spans)))


def _of_items(found: Sequence[Hunk], texts: Texts) -> list[tuple[Figure, Figure]]:
    """The numbers of a list whose items changed places, each with that of the same item.

    Nothing where the places are not in one list, of which each item has one number and a name.
    """
    sides = []
    for text, start, end in zip(texts, found[0][::2], found[-1][1::2], strict=True):
        first = max(start - _LIST, 0)
        before = _END.split(text[first:start])[-1]
        behind = _END.split(text[end : end + _LIST])[0]
        sides.append(f"{before}{text[start:end]}{behind}")
    differs = (place for place, pair in enumerate(zip(*sides, strict=False)) if len({*pair}) > 1)
    common = next(differs, 0)
    items = [_items(side[common:].rstrip(_ENDS)) for side in sides]
    if list(items[0]) == list(items[1]) or items[0].keys() != items[1].keys():
        return []
    return [(items[0][name], items[1][name]) for name in items[0]]


def _items(text: str) -> dict[str, Figure]:
    """What counts what: 甲隊 -> 12分. Empty where that is not sure of each."""
    found: dict[str, Figure] = {}
    for item in _ITEMS.split(text) if len(text) <= 2 * _LIST else ():
        numbers = figures(item, 0, len(item))
        name, behind = (item[: numbers[0].start], item[numbers[0].end :]) if numbers else ("", "")
        name = _LABEL.sub("", name)
        if len(numbers) != 1 or not name or f"{name} {behind}" in found:
            return {}
        found[f"{name} {behind}"] = numbers[0]
    return found


def _reordered(found: Sequence[Hunk], texts: Texts) -> Iterator[int]:
    """Where in the old text are sentences in which words changed places: of 甲隊12分、乙隊15分 and
    乙隊15分、甲隊13分 the first number does not stand for the first.
    """
    replaced = [place for place in found if place[0] < place[1] and place[2] < place[3]]
    olds = {texts[0][place[0] : place[1]]: place for place in replaced}
    news = {texts[1][place[2] : place[3]]: place for place in replaced}
    for word in olds.keys() & news.keys():
        first, last = sorted((olds[word], news[word]))
        if last[0] - first[1] <= _LIST and word.isalpha() and not _NUMERAL.search(word):
            behind = _END.search(texts[0], last[1], last[1] + _LIST)
            end = behind.start() if behind else last[1] + _LIST
            before = texts[0][max(first[0] - _LIST, 0) : first[0]]
            yield from range(first[0] - len(_END.split(before)[-1]), end)


def are_same(place: Hunk, texts: Texts) -> bool:
    """Whether the numbers of a place say the same in other writing, and nothing else differs."""
    edges = (place[:2], place[2:])
    if _size(place) > SHORT or not all(map(NUMERIC.search, texts, *zip(*edges, strict=True))):
        return False
    olds, news = (list(_near(text, [edge])) for text, edge in zip(texts, edges, strict=True))
    for wider in _widened([place], olds, news) if olds and news else ():
        one, other = _within(olds, *wider[:2]), _within(news, *wider[2:])
        if not one or [each.said for each in one] != [each.said for each in other]:
            return False
        around = (_beside(texts[0], one, *wider[:2]), _beside(texts[1], other, *wider[2:]))
        return list(map(str.strip, around[0])) == list(map(str.strip, around[1]))
    return False


def _size(place: Hunk) -> int:
    return max(place[1] - place[0], place[3] - place[2])


def _near(text: str, edges: Sequence[tuple[int, int]]) -> Iterator[Figure]:
    """The numbers of a text around some passages, each once."""
    first, last = edges[0]
    for start, end in edges[1:]:
        if start - last > 2 * _NEAR:
            yield from figures(text, first - _NEAR, last + _NEAR)
            first = start
        last = end
    yield from figures(text, first - _NEAR, last + _NEAR)


def _widened(
    found: Sequence[Hunk], olds: Sequence[Figure], news: Sequence[Figure]
) -> Iterator[Hunk]:
    """The places, none of which cuts a number; those that one number joins are one."""
    left = [*reversed(found)]
    done: list[Hunk] = []
    while left:
        place = left.pop()
        wider = _wider(place, _within(olds, *place[:2]), _within(news, *place[2:]))
        if left and wider[1] > left[-1][0]:
            behind = left.pop()
            left.append((wider[0], behind[1], wider[2], behind[3]))
        elif wider != place:
            left.append(wider)
        else:
            done.append(place)
    yield from done


def _wider(place: Hunk, olds: Sequence[Figure], news: Sequence[Figure]) -> Hunk:
    """By as much on both sides: around a place the texts are equal."""
    start, end, other, other_end = place
    back = max([0, *(start - one.start for one in olds), *(other - one.start for one in news)])
    on = max([0, *(one.end - end for one in olds), *(one.end - other_end for one in news)])
    return start - back, end + on, other - back, other_end + on


def _within(found: Sequence[Figure], start: int, end: int) -> Sequence[Figure]:
    first = bisect_right(found, start, key=attrgetter("end"))
    return found[first : bisect_left(found, end, lo=first, key=attrgetter("start"))]


def _are_exchanged(
    place: Hunk, texts: Texts, olds: Sequence[Figure], news: Sequence[Figure]
) -> bool:
    """Whether each number stands for one, and nothing else there makes another thing of it."""
    if len(olds) != len(news) or not olds:
        return False
    if len(olds) > 1 and not all(map(Figure.is_of, olds, news)):
        return False
    if _became(texts[0], olds) != _became(texts[1], news):
        return False
    old = _beside(texts[0], olds, *place[:2])
    new = _beside(texts[1], news, *place[2:])
    if sum(map(len, old)) > SHORT:
        return False
    told = [[DEAD.sub("死", each) for each in side] for side in (old, new)]
    if told[0] == told[1] or all(map(_GROWTH.fullmatch, (*old, *new))):
        return True
    pairs = list(zip(*(map(str.strip, side) for side in told), strict=True))
    return all(one == other or are_opposite(one, other) for one, other in pairs)


def _became(text: str, found: Sequence[Figure]) -> list[str]:
    """What became of those who are counted: 2人死亡 and 3人受傷 are no exchange."""
    places = (one.end + text.startswith("が", one.end) for one in found)
    matches = (OUTCOME.match(text, place) for place in places)
    return [outcome(match[0]) if match else "" for match in matches]


def _differ(old: Figure, new: Figure) -> bool:
    """Not where both say the same in other writing, nor where one names the money of the land."""
    if {old.money, new.money} == {"", _OWN_MONEY} and {old.unit, new.unit} <= {*BARE, ""}:
        return old.value is None or old.value != new.value
    units = {old.unit, new.unit}
    if len(units) > 1 and units <= _PERSONS and old.written == new.written:
        return False  # 4失聯 and 4人失聯
    return old.said != new.said


def _beside(text: str, found: Sequence[Figure], start: int, end: int) -> list[str]:
    """What stands before, between and behind the numbers, but for the days of a month."""
    starts, ends = [one.start for one in found], [one.end for one in found]
    edges = zip([start, *ends], [*starts, end], strict=True)
    return [_HANGUL_DAY.sub("", text[slice(*each)]) for each in edges]


def _quantity(old: Figure, new: Figure) -> Quantity:
    """The unit stands with the numbers where they have not one in common."""
    unit = old.unit or new.unit
    is_own = {old.money, new.money} == {"", _OWN_MONEY} and unit in BARE
    is_left_out = unit in BARE and "" in (old.unit, new.unit) and old.money == new.money
    if old.unit != new.unit and not is_left_out:
        is_one = old.is_of(new)  # 2死 and 3亡
        return Quantity(
            old=old.whole, new=new.whole, difference=_difference(old, new) if is_one else ""
        )
    difference = _difference(old, new) if is_left_out or is_own or old.is_of(new) else ""
    return Quantity(old=old.written, new=new.written, unit=unit, difference=difference)


def _direction(figure: Figure) -> int:
    """1 where it is told to rise, -1 where to fall, 0 where neither is said."""
    return direction(figure.match.string, figure.start)[0]


def _bound(figure: Figure) -> str:
    """逾, 近, over: what says that it is no more than a bound."""
    found = _BOUND.search(figure.match.string, max(figure.start - _BOUNDED, 0), figure.start)
    return found[1] if found else ""


def _difference(old: Figure, new: Figure) -> str:
    """`+1`, `-1000`, of percentages in points.

    Empty where only zeros behind the point differ: 5.20 and 5.2 may be two days, or two versions;
    of 12年 and 11年6月, which is half a year less; of bounds (逾150人, 近300人); and of what rose
    and falls now.
    """
    if old.value is None or new.value is None:
        return ""
    turns = _direction(old) * _direction(new) < 0 or goes_the_other_way(old, new)
    if _bound(old) != _bound(new) or turns:
        return ""
    if old.value == new.value and "." in old.written + new.written:
        return ""
    return f"{new.value - old.value:+f}"
