"""What a difference is worth: tags for each Change, a score and its reasons for a report.

A report's score is that of its heaviest reason and a part of the others', at most 100. Every
reason has its weight in one table, and nothing is ever dropped: what says nothing scores 0 and
bears the name of what makes it so.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from crawler.items import Article
from scheduler.diff import patterns, tagging, turned
from scheduler.diff.records import Change, ReportKind, Sign, Span, Tag

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
_NOISE: frozenset[Tag] = frozenset({"noise", "width", "punctuation", "variant", "boilerplate"})


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
    if (
        change.field in tagging.FIELD_TAGS
        or "appended" in change.tags
        or change.tags == ("byline",)
    ):
        return
    if change.kind != "edited":
        yield "moved" if change.is_move else change.kind
        return
    places = list(tagging.places(turned.in_one_script(change)))
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
        texts = [tagging.ADDRESS.sub("", text) for text in texts]
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
