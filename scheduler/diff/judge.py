"""What a difference is worth: tags for each Change, a score and its reasons for a report.

A report's score is that of its heaviest reason and a part of the others', at most 100. Every
reason has its weight in one table, and nothing is ever dropped: what says nothing scores 0 and
bears the name of what makes it so.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import get_args

from crawler.items import Article
from crawler.urls import image_identity
from scheduler.diff import (
    characters,
    idle,
    listed,
    moves,
    parts,
    patterns,
    shifted,
    signals,
    slips,
    turned,
)
from scheduler.diff.atoms import NUMERALS
from scheduler.diff.quantities import SHORT, change_owners, quantities_at
from scheduler.diff.records import Change, Exchange, Quantity, ReportKind, Sign, Span, Tag, replace

WEIGHTS = {
    "deleted": 90,  # the whole article
    "correction": 85,
    "shrunk": 75,  # most of the text went at once
    "negation": 70,
    "number": 65,
    "name": 65,
    "opposite": 60,
    "restored": 60,
    "quotation": 55,
    "rank": 50,
    "headline": 45,
    "removed": 40,
    "rewritten": 40,
    "silent": 40,  # never alone: only beside a reason that counts
    "date": 40,
    "edited": 30,  # other words than before, nothing else known of them
    "added": 30,
    "expired": 20,
    "appended": 20,
    "byline": 20,
    "moved": 10,
    "typo": 10,
    "punctuation": 4,
    "variant": 0,  # from here on: what says nothing, named so that it can be folded
    "reflowed": 0,
    "width": 0,
    "noise": 0,
    "boilerplate": 0,
}
"""Points of each reason: tags of a Change, its kind where no tag tells more, circumstances."""

SIGNIFICANT = 30
"""A report from this score on is one that a reader wants to be told of."""

OTHERS = 0.15
"""The part of a further reason's points that counts."""

_SHRUNK = 0.3  # part of a body that is left, below which it shrank
_COUNTS = 10  # weight from which an edit is one
_OWED = frozenset({"number", "name", "quotation", "negation", "opposite", "rank", "removed"})
"""Reasons for which a page owes its readers a word: what it said is no longer what it says."""
_EXTENDED = {"added", "removed", "rewritten", "edited", "appended"}
_EXTENT = 25  # points that the length of a passage adds to these, at most
_FULL_EXTENT = 250  # characters that earn them all
_FACTORS = {"description": 0.5, "images": 0.3, "tags": 0.1, "categories": 0.1, "canonical_url": 0.1}
_FIELD_TAGS: dict[str, Tag] = {
    "title": "headline",
    "credits": "byline",
    "dateline": "byline",
    "date": "date",
}
_NOISE: frozenset[Tag] = frozenset({"noise", "width", "punctuation", "variant", "boilerplate"})
_OF_A_WHOLE: frozenset[Tag] = frozenset({"number", "date", "byline"})
"""What may be said of a passage that shares little with the one it replaces."""
_COMPARED: tuple[Tag, ...] = ("number", "date")
"""Of these, where both texts have some: what only the new one tells is no other number."""
_FACTS: frozenset[Tag] = frozenset({"number", "name", "negation", "opposite", "rank", "date"})
_WORDED: frozenset[Tag] = _FACTS - {"number"}
"""What a few words in the place of others tell."""
_QUOTES = ("「", "『", "“", '"')
_ASIDE: frozenset[Tag] = frozenset({"quotation"})
"""Where a passage stands rather than what it says."""
_ADDRESS = re.compile(r"https?://\S+")
"""What stands for a picture without words under it; a number in it counts nothing."""
_COUNTED = re.compile(rf"[\d{NUMERALS}]+$")
"""Behind a name, of 周某等5人."""
_MOST = 500  # places of one change that are looked at


@dataclass(frozen=True, slots=True)
class Point:
    """What one reason of one change is worth."""

    reason: str
    """Key of `WEIGHTS`."""
    weight: int
    """Its points."""
    length: float
    """Points that the length of the passage adds."""
    factor: float
    """By which a field counts less than headline and text."""

    @property
    def worth(self) -> float:
        """All in all."""
        return self.factor * (self.weight + self.length)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a report is worth."""

    score: int
    """0 (nothing a reader would care about) to 100."""
    points: Mapping[str, float]
    """Keys of `WEIGHTS`, the heaviest first, `silent` last: what each earns by itself."""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why that score."""
        return tuple(self.points)

    @property
    def significant(self) -> bool:
        """Whether a reader wants to be told of it."""
        return self.score >= SIGNIFICANT


def known_names(*articles: Article) -> re.Pattern[str] | None:
    """The people whom the articles credit, to be found in their texts."""
    return patterns.any_of(credit.name for article in articles for credit in article.credits)


def tagged(change: Change, names: re.Pattern[str] | None = None) -> Change:
    """The change with the tags that its text and its field earn, in the order of `Tag`."""
    exchanges: list[Exchange] = []
    earned = {*change.tags}
    if change.field != "date":  # as code writes it: its digits are no figures
        earned.update(_by_text(change, names, exchanges))
    if "noise" in earned:
        earned.discard("appended")
    if change.field in _FIELD_TAGS:
        earned.add(_FIELD_TAGS[change.field])
    found = _quantities(change) if "number" in earned else ()
    tags = tuple(tag for tag in get_args(Tag) if tag in earned)
    told = tuple(each for each in exchanges if each.tag in tags)
    return replace(change, tags=tags, quantities=found, exchanges=told)


def _quantities(change: Change) -> tuple[Quantity, ...]:
    edges = [
        (place.old.start, place.old.end, place.new.start, place.new.end)
        for place in _places(change)
    ]
    return tuple(quantities_at(edges, (change.old, change.new)))


def all_tagged(changes: Sequence[Change], names: re.Pattern[str] | None = None) -> list[Change]:
    """The changes with their tags; of a sentence that moved and was edited what was edited, too."""
    found = turned.folded([tagged(each, names) for each in changes])
    for number, old, new in moves.edited(changes):
        spans = characters.spans(old, new, names)
        edit = tagged(Change(field="body", kind="edited", old=old, new=new, spans=spans), names)
        change = found[number]
        tags = {*change.tags, *(tag for tag in edit.tags if tag in _FACTS)}
        found[number] = replace(
            change,
            tags=tuple(tag for tag in get_args(Tag) if tag in tags),
            quantities=(*change.quantities, *edit.quantities),
            exchanges=(*change.exchanges, *edit.exchanges),
        )
    return found


def _by_text(
    change: Change, names: re.Pattern[str] | None, exchanges: list[Exchange]
) -> Iterator[Tag]:
    """The tags; what words these stand for is added to `exchanges`."""
    if change.kind == "moved" and change.field != "body":
        return  # the same values in another order
    texts = [text for text in (change.old, change.new) if text]
    if change.field == "images" and all(map(_ADDRESS.fullmatch, texts)):
        if len({*map(image_identity, texts)}) < len(texts):
            yield "noise"  # the same picture, elsewhere
        return
    if change.field == "body" and all(map(patterns.BOILERPLATE.fullmatch, texts)):
        yield "noise"
        return
    if change.kind == "reflowed":
        return
    if change.old and change.new:
        yield from _by_places(change, names, exchanges)
    elif patterns.BYLINE.fullmatch(change.old or change.new):
        yield "byline"
    if patterns.correction(change.new) and any(map(_admits, _places(change))):
        yield "correction"


def _places(change: Change) -> Iterator[signals.Hunk]:
    """The places that changed, but for what only went to another paragraph."""
    found = signals.hunks(change.spans, change.old, change.new)
    if change.moves:
        found = [
            place
            for place in found
            if change.unmoved("-", place.old.own) or change.unmoved("+", place.new.own)
        ]
    yield from parts.parts(found)


def _admits(place: signals.Hunk) -> bool:
    """Whether a notice stands there that did not before."""
    old, new = (len([*side.found(patterns.CORRECTION)]) for side in (place.old, place.new))
    return new > old


def _by_places(
    change: Change, names: re.Pattern[str] | None, exchanges: list[Exchange]
) -> set[Tag]:
    """Of places that differ in meaning what they touch; where there are none, why not."""
    plain = turned.in_one_script(change)
    if plain is not change and plain.old == plain.new:
        return {"variant"}
    places = list(islice(_places(plain), _MOST))
    empty = [(place, idle.layer(place)) for place in places]
    real = [place for place, layer in empty if layer is None]
    same = shifted.rewritten_amounts(real)
    real = [place for place in real if place not in same]
    if not real:
        return {layer or "variant" for _, layer in empty}
    found: set[Tag] = set()
    elsewhere = shifted.shifted(real)
    real = shifted.mirrored(real)
    for place in real:
        tags = {*signals.touched(place, names)}
        tags &= _ASIDE if place in elsewhere else tags
        found |= tags
        if plain is change:
            exchanges += _exchanged(place, tags)
    if listed.is_reordered(real):
        found &= _ASIDE
        exchanges.clear()
    elif "number" not in found and (change_owners(plain.spans) or _count_others(plain, real)):
        found.add("number")
    if plain.kind == "rewritten" and not any(place.exchanged for place in real):
        quoted = all(text.startswith(_QUOTES) for text in (change.old, change.new))
        found &= _OF_A_WHOLE | (_ASIDE if quoted else set())
        found -= {tag for tag in _COMPARED if not any(signals.are_told(one, tag) for one in real)}
    if found <= _ASIDE and slips.is_slip(real):  # a slip is one in a quotation, too
        return {"typo"}
    return found


def _count_others(change: Change, real: Sequence[signals.Hunk]) -> bool:
    """Whether in a place reworded a number can be told: 1死15傷 became 2人死亡、17人受傷."""
    return any(place.is_replaced for place in real) and any(_quantities(change))


def _exchanged(place: signals.Hunk, tags: set[Tag]) -> Iterator[Exchange]:
    if place.exchanged and place.exchanged[0] in tags:
        told, one, other = place.exchanged
        yield Exchange(tag=told, old=one, new=other)
        yield Exchange(tag=told, old=other, new=one)
        return
    for tag in get_args(Tag):
        old, new = _worded(place, tag) if tag in tags & _WORDED else ("", "")
        if old and new and max(len(old), len(new)) <= SHORT:
            yield Exchange(tag=tag, old=old, new=new)


def _worded(place: signals.Hunk, tag: Tag) -> Sequence[str]:
    """What stood and what stands there; of a date all of it: 5月3日, where 3 became 4."""
    sides = (place.old, place.new)
    if tag == "date":
        dates = [list(side.found(patterns.DATE)) for side in sides]
        if [len(found) for found in dates] == [1, 1]:
            return [date[date.lastgroup or 0] for [date] in dates]
    if tag == "name":
        return [_COUNTED.sub("", side.own) for side in sides]
    return [side.own for side in sides]


def is_silent(old: Article, new: Article) -> bool:
    """Whether the new page does not say that it was changed, although it tells its times.

    One that says so in its text or headline, where the old one did not, is not silent. A page that
    states no newer `modified` than before is silent; where either reading has neither date nor
    `modified` (a seed's feed date is no statement) nobody can tell.
    """
    if not (_states_times(old) and _states_times(new)) or _updates(new) - _updates(old):
        return False
    if new.modified is None or old.modified is None:
        return new.modified is None
    return new.modified.at <= old.modified.at


def _updates(article: Article) -> set[str]:
    texts = (article.title, *article.body)
    return {match[0] for text in texts for match in patterns.UPDATE.finditer(text)}


def _states_times(article: Article) -> bool:
    return bool(article.modified or ("date" in article.observed and article.date))


def is_shrunk(old: Article, new: Article) -> bool:
    """Whether more than 70 % of the body went: more often a fault of reading than an edit."""
    if not ("body" in old.observed and "body" in new.observed):
        return False
    before, after = (sum(map(len, article.body)) for article in (old, new))
    return after < _SHRUNK * before


def circumstances(old: Article, new: Article) -> frozenset[str]:
    """The reasons that lie in the two pages and not in one of their changes."""
    return frozenset(reason for reason, holds in CIRCUMSTANCES.items() if holds(old, new))


CIRCUMSTANCES = {"silent": is_silent, "shrunk": is_shrunk}
"""Reason -> whether two pages are of that kind. No Change bears it: a report does, by name."""


def verdict(changes: Iterable[Change], circumstances: Container[str] = frozenset()) -> Verdict:
    """Score and reasons of an edit; of `circumstances` those that it leaves to be told."""
    weights: dict[str, float] = {}
    for point in (point for change in changes for point in points(change)):
        weights[point.reason] = max(weights.get(point.reason, 0), point.worth)
    if max(weights.values(), default=0) >= _COUNTS:
        if "shrunk" in circumstances:
            weights["shrunk"] = WEIGHTS["shrunk"]
        is_owed = not _OWED.isdisjoint(weights) and "correction" not in weights
        if "silent" in circumstances and is_owed:
            weights["silent"] = WEIGHTS["silent"]
    reasons = sorted(weights, key=lambda reason: (reason == "silent", -weights[reason]))
    told = {reason: weights[reason] for reason in reasons}
    return Verdict(min(round(total(told)), 100), told)


def total(points: Mapping[str, float]) -> float:
    """The heaviest reason, and a part of the others."""
    heaviest = max(points.values(), default=0)
    return heaviest + OTHERS * (sum(points.values()) - heaviest)


def event_verdict(kind: ReportKind) -> Verdict:
    """Score and reason of an event, which is its kind."""
    return Verdict(WEIGHTS[kind], {kind: WEIGHTS[kind]})


def points(change: Change) -> Iterator[Point]:
    """What one change has to say for itself, reason by reason."""
    factor = _FACTORS.get(change.field, 1.0)
    noise: list[str] = [tag for tag in change.tags if tag in _NOISE]
    for reason in noise or [*change.tags, *_kinds(change)]:
        more = _EXTENT * min(_length(change) / _FULL_EXTENT, 1) if reason in _EXTENDED else 0
        yield Point(reason, WEIGHTS[reason], more, factor)


def _kinds(change: Change) -> Iterator[str]:
    """The kind, where it says more than the tags do; sentences that came or went in an edit."""
    if change.field in _FIELD_TAGS or "appended" in change.tags or change.tags == ("byline",):
        return
    if change.kind != "edited":
        yield "moved" if change.is_move else change.kind
        return
    places = list(_places(turned.in_one_script(change)))
    sentences = {"added" if place.new.own else "removed" for place in places if place.is_sentence}
    if any(place.is_replaced for place in places):
        sentences.add("rewritten")
    if change.moves:
        sentences.add("moved")
    yield from sorted(sentences) or ([] if change.tags else ["edited"])


def _length(change: Change) -> int:
    """Characters that came or went; how long the address of a picture is says nothing."""
    moved = sum(len(move.text) for move in change.moves)
    texts = [text for sign, text in change.spans if sign != "="]
    if change.field == "images":
        texts = [_ADDRESS.sub("", text) for text in texts]
    return sum(map(len, texts)) - moved


def extent(changes: Iterable[Change], sign: Sign) -> int:
    """Characters that came or went, white space and what only moved left out."""
    return sum(
        len("".join(text.split())) * weight
        for change in changes
        for weight, runs in ((1, change.spans), (-1, _moved(change)))
        for own, text in runs
        if own == sign
    )


def _moved(change: Change) -> Sequence[Span]:
    return [(move.sign, move.text) for move in change.moves]
