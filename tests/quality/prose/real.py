"""Archived versions of real articles: how many places a diff shows, how many anchors are false."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from crawler.items import Article
from scheduler.diff import compare
from scheduler.reports.view.quiet import sorted_out
from tests.quality import pages
from tests.quality.prose.engines import Engine, hunks_of
from tests.quality.prose.hunks import Hunk, blocks, runs

FILES = ("pairs.jsonl", "cna-pairs-by-id.jsonl")

_SHORT = 2
_STOPS = frozenset("。！？!?\n")

Pair = tuple[Sequence[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Told:
    """What one engine made of all pairs."""

    hunks: float
    """A pair."""
    false_anchors: float
    """Runs of at most two characters kept between changes of two or more, a hundred hunks."""


def pairs() -> Iterator[Pair]:
    """The paragraphs of both versions, of each pair whose text differs."""
    for name in FILES:
        lines = (pages.SHARED / "revisions" / name).read_text(encoding="utf-8").split("\n")
        for line in filter(None, lines):
            sides = json.loads(line)
            old, new = (_paragraphs(sides[side]["text"]) for side in ("old", "new"))
            if old != new:
                yield old, new


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def told(engine: Engine, given: Iterable[Pair]) -> Told:
    """How one engine tells the pairs."""
    hunks = false = count = 0
    for old, new in given:
        found = engine(old, new)
        count += 1
        hunks += len(found)
        false += sum(map(_is_false, found, found[1:], ["\n".join(old)] * len(found)))
    return Told(hunks / count, 100 * false / max(hunks, 1))


def shown(given: Iterable[Pair]) -> float:
    """Places a pair that a report of ours shows in full; those that say nothing are folded.

    A place is a run of marked text, over the ends of paragraphs, too: so does an engine count that
    knows of none.
    """
    counts = [
        len(runs(blocks(_in_full(old, new)), *map("\n".join, (old, new)))) for old, new in given
    ]
    return sum(counts) / len(counts)


def _in_full(old: Sequence[str], new: Sequence[str]) -> Iterator[Hunk]:
    before, after = (Article(url="", title="", body=tuple(side)) for side in (old, new))
    plain, _ = sorted_out(compare(before, after).changes)
    return hunks_of([change for change in plain if change.field == "body"], old, new)


def _is_false(one: Hunk, other: Hunk, old: str) -> bool:
    if not (one.old and other.old) or one.moves or other.moves:
        return False
    kept = old[one.old[1] : other.old[0]]
    return 0 < len(kept) <= _SHORT and not _STOPS & {*kept} and all(map(_is_wide, (one, other)))


def _is_wide(hunk: Hunk) -> bool:
    sides = (side for side in (hunk.old, hunk.new) if side)
    return max(side[1] - side[0] for side in sides) > 1
