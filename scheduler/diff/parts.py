"""Places parted at what stands in them on both sides, so that something can be said of each."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise, starmap, takewhile

from scheduler.diff import characters, hunks, layers, moments
from scheduler.diff.directions import goes_the_other_way
from scheduler.diff.figures import NUMERIC, Figure, figures
from scheduler.diff.hunks import Hunk
from scheduler.diff.passages import Passage
from scheduler.diff.patterns import DATE
from scheduler.diff.place import Place

_LONGEST = 1_000  # characters of a place, old and new, that is looked at again
_FEW = 60  # the same, where what is said beside a date does not make another sentence of it
_TIMED = re.compile(
    r"[年月日號号时時點点週周星禮礼晨早午晚夜天今昨明:：/.\-년월일시요오어그제내모A-Za-z]|\d{7}"
)
"""Of any date one of these."""
_NAME = 12  # characters of what is said more of in brackets
_BRACKET = re.compile(r"[(（]")
_NUMBER = 12  # characters around a place in which its number may begin or end
_WHATEVER = frozenset({"%", "percent"})
"""Units that are of the same thing, whatever stands behind them."""
_BOUND = re.compile(
    r"(?:(?:at least|more than|fewer than|less than|up to|as many as|nearly|almost|over|about"
    r"|around|roughly|some)\s)?|至少|[超逾大]?[過过約约]|逾|近|不到"
)
"""What may be told of a number before it."""
_AGE = frozenset({"歲", "岁"})
_COMES_TO = frozenset("至到為为達达逾約约近共")


def parts(places: Sequence[Place]) -> Iterator[Place]:
    """What differs in the places of one change, in parts of which each is of one kind.

    At dates, for of 上午11時共 and 下午3時30分共 the hour differs; at brackets, for a person and an
    age are two things; where each character has one form, for 林志明在臺北 and 陳建宏在台北 differ
    in a person, and in how a town is written; and at a number, for of 45%，領先 and 35%，落後 both
    are others.
    """
    for place in _at_dates(places):
        if _is_exchange(place):
            for one in chain.from_iterable(map(_before_and_in_brackets, _levelled(place))):
                yield from _at_number(one)
        else:
            yield place


def _is_exchange(place: Place, longest: int = _LONGEST) -> bool:
    old, new = place.old.own, place.new.own
    return bool(old and new) and len(old) + len(new) <= longest


def _at_dates(places: Sequence[Place]) -> Iterator[Place]:
    """The places, those that one date joins made one, and parted at the dates of both sides."""
    left = [(place, True) for place in reversed(places)]
    last: Place | None = None  # what the next one may still be joined to
    while left:
        place, is_one = left.pop()
        found = [place]
        if dates := list(_dates(place)) if _is_exchange(place, _FEW) else []:
            wider = _around(place, dates)
            if last and wider.old.start < last.old.end:
                left.append((last.through(place), False))
                last = None
                continue
            if left and wider.old.end > left[-1][0].old.start:
                left.append((place.through(left.pop()[0]), False))
                continue
            parted = list(_parted(wider, dates))
            found = found if is_one and parted == [wider] else parted
        if last:
            yield last
        *before, last = found
        yield from before
    if last:
        yield last


def _dates(place: Place) -> Iterator[Hunk]:
    """Each with the one in whose place it stands; nothing where nobody knows which that is.

    Of several on both sides what is said between them has to be the same.
    """
    if not _TIMED.search(place.old.text, *place.old.window()):
        return  # as most: a tenth of what it takes to look for a date
    olds, news = ([found.span() for found in side.found(DATE)] for side in (place.old, place.new))
    if len(olds) != len(news):
        olds, news = _joined(olds), _joined(news)
    if len(olds) != len(news):
        return
    told = [
        (place.old.text[slice(*old)], place.new.text[slice(*new)])
        for old, new in zip(olds, news, strict=True)
    ]
    between = zip(_between(place.old.text, olds), _between(place.new.text, news), strict=True)
    if not any(old != new for old, new in told) or any(old != new for old, new in between):
        return
    before = {
        side.text[side.start : found[0][0]]
        for side, found in zip((place.old, place.new), (olds, news), strict=True)
    }
    if len(before) == 1 or all(starmap(moments.are_alike, told)):
        yield from ((*old, *new) for old, new in zip(olds, news, strict=True))


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """今天|下午6時 as one."""
    done: list[tuple[int, int]] = []
    for start, end in spans:
        first = done.pop()[0] if done and done[-1][1] == start else start
        done.append((first, end))
    return done


def _between(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[str]:
    return (text[end:start] for (_, end), (start, _) in pairwise(spans))


def _around(place: Place, dates: Sequence[Hunk]) -> Place:
    """With all of its dates: outside of it both texts are equal."""
    first, last = dates[0], dates[-1]
    back = max(place.old.start - first[0], place.new.start - first[2], 0)
    on = max(last[1] - place.old.end, last[3] - place.new.end, 0)
    old, new = (
        Passage(side.text, side.start - back, side.end + on) for side in (place.old, place.new)
    )
    return Place(old, new)


def _parted(place: Place, edges: Sequence[Hunk]) -> Iterator[Place]:
    """At these places of both texts; without what is equal in them.

    What stands between begins without the marks that it begins with on both sides.
    """
    old, new = place.old, place.new
    left, right = old.start, new.start
    for start, end, other, other_end in (*edges, (old.end, old.end, new.end, new.end)):
        marks = _marks(old.text[left:start], new.text[right:other])
        for one, two in (
            (Passage(old.text, left + marks, start), Passage(new.text, right + marks, other)),
            (Passage(old.text, start, end), Passage(new.text, other, other_end)),
        ):
            if one.own != two.own:
                yield Place(one, two)
        left, right = end, other_end


def _marks(old: str, new: str) -> int:
    """How many of the same both begin with."""
    both = takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False))
    return sum(1 for _ in takewhile(lambda pair: not pair[0].isalnum(), both))


def _levelled(place: Place) -> Sequence[Place]:
    old, new = place.old.own, place.new.own
    olds, news = layers.levelled(old), layers.levelled(new)
    if (olds, news) == (old, new) or layers.name(old, new):
        return [place]
    first, other = place.old.start, place.new.start
    found = [
        (first + start, first + end, other + start_, other + end_)
        for start, end, start_, end_ in hunks.places(characters.spans(olds, news))
    ]
    done = list(_parted(place, found))
    return done if len(done) > len(found) else [place]


def _before_and_in_brackets(place: Place) -> Iterable[Place]:
    sides = (place.old, place.new)
    opened = [[*_BRACKET.finditer(side.text, side.start, side.end)] for side in sides]
    if [*map(len, opened)] != [1, 1]:
        return [place]
    [[old], [new]] = opened
    if max(old.start() - place.old.start, new.start() - place.new.start) > _NAME:
        return [place]
    return _parted(place, [(*old.span(), *new.span())])


def _at_number(place: Place) -> Iterable[Place]:
    """Where the only number of both sides stands at the same end of them, and counts the same.

    What bounds it stands before: more than 30, at least 40.
    """
    own = place.old.own, place.new.own
    if not all(map(NUMERIC.search, own)) or all(map(str.isdigit, own)):
        return [place]
    olds, news = map(_figures, (place.old, place.new))
    if [len(olds), len(news)] != [1, 1] or not olds[0].is_of(news[0]):
        return [place]
    old, new = olds[0], news[0]
    is_first = all(map(_is_at_start, (place.old, place.new), (old, new)))
    is_last = old.end >= place.old.end and new.end >= place.new.end
    if not _is_of_one_thing(old, new, is_first=is_first, is_last=is_last):
        return [place]
    ends = min(old.end, place.old.end), min(new.end, place.new.end)
    return _parted(place, [(old.start, ends[0], new.start, ends[1])])


def _is_at_start(side: Passage, figure: Figure) -> bool:
    return _BOUND.fullmatch(side.text[side.start : figure.start]) is not None


def _is_of_one_thing(old: Figure, new: Figure, *, is_first: bool, is_last: bool) -> bool:
    if is_first and is_last:
        return True
    if goes_the_other_way(old, new):
        return is_first or is_last
    return (is_first and _count_one_thing(old, new)) or (is_last and _follow_one_word(old, new))


def _figures(side: Passage) -> list[Figure]:
    """The numbers of it; more than one where it cuts the first."""
    found = figures(side.text, side.start - _NUMBER, side.end + _NUMBER)
    return [each for each in found if each.start < side.end and each.end > side.start]


def _count_one_thing(old: Figure, new: Figure) -> bool:
    if not old.unit:
        return False
    behind = [each.match.string[each.end : each.end + 1] for each in (old, new)]
    return old.unit in _WHATEVER or (behind[0] == behind[1] and behind[0].isalpha())


def _follow_one_word(old: Figure, new: Figure) -> bool:
    """Not of 死者2 and 傷者3; but of 升息至2% and 將利率調升至2.125%."""
    one, other = (each.match.string[max(each.start - 2, 0) : each.start] for each in (old, new))
    if old.unit in _AGE:
        return one[-1:].isalpha() and other[-1:].isalpha()
    return one.isalpha() and one[-1:] == other[-1:] and (one == other or one[-1] in _COMES_TO)
