"""Why a report has its score: what `scheduler.diff.judge` found, step by step."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from scheduler.diff import judge, patterns
from scheduler.diff.records import Change, ChangeReport

Named: TypeAlias = Literal[
    "", "rule", "boilerplate", "line", "space", "width", "punctuation", "variant", "reflowed"
]
"""What says that a change says nothing: a rule of the reader's, a line of the site or of any page,
a layer of folding that makes both texts equal, or the same words in other paragraphs."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One change and what it is worth."""

    change: Change
    """As in the report."""
    points: tuple[judge.Point, ...]
    """Its reasons."""
    noise: Named
    """What named it noise; empty where it is none."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One reason as it counts for the whole report."""

    reason: str
    """Key of `judge.WEIGHTS`."""
    points: float
    """The most that a change has of it."""
    share: float
    """1 for the heaviest, `judge.OTHERS` for any other."""

    @property
    def counts(self) -> float:
        """What it adds to the score."""
        return self.points * self.share


@dataclass(frozen=True, slots=True)
class Explanation:
    """A report's score, taken apart."""

    changes: tuple[Judged, ...]
    """In the order of the report."""
    counted: tuple[Counted, ...]
    """In the order of the report's reasons."""
    total: float
    """What they add up to."""
    score: int
    """That, rounded, at most 100. The stored score, unless the weights have changed since."""


def explain(report: ChangeReport) -> Explanation:
    """Judge the changes of a report again, as they stand in it."""
    if report.kind == "edited":
        verdict = judge.verdict(report.changes, judge.CIRCUMSTANCES.keys() & {*report.reasons})
    else:
        verdict = judge.event_verdict(report.kind)
    return Explanation(
        tuple(map(_judged, report.changes)) if report.kind == "edited" else (),
        tuple(_counted(verdict)),
        judge.total(verdict.points),
        verdict.score,
    )


def _counted(verdict: judge.Verdict) -> Iterator[Counted]:
    heaviest = max(verdict.points, key=lambda reason: verdict.points[reason], default="")
    for reason, points in verdict.points.items():
        yield Counted(reason, points, 1 if reason == heaviest else judge.OTHERS)


def _judged(change: Change) -> Judged:
    return Judged(change, tuple(judge.points(change)), _named(change))


def _named(change: Change) -> Named:
    if change.rule:
        return "rule"
    if "boilerplate" in change.tags:
        return "boilerplate"
    if "noise" in change.tags:
        texts = [text for text in (change.old, change.new) if text]
        return "line" if all(map(patterns.BOILERPLATE.fullmatch, texts)) else "space"
    for layer in ("width", "punctuation", "variant"):
        if layer in change.tags:
            return layer
    return "reflowed" if change.kind == "reflowed" else ""
