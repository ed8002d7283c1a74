"""Archived versions of real articles: how many places a diff shows, how many anchors are false."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tests.quality import pages
from tests.quality.prose.engines import Engine
from tests.quality.prose.hunks import Hunk

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


def _is_false(one: Hunk, other: Hunk, old: str) -> bool:
    if not (one.old and other.old) or one.moves or other.moves:
        return False
    kept = old[one.old[1] : other.old[0]]
    return 0 < len(kept) <= _SHORT and not _STOPS & {*kept} and all(map(_is_wide, (one, other)))


def _is_wide(hunk: Hunk) -> bool:
    sides = (side for side in (hunk.old, hunk.new) if side)
    return max(side[1] - side[0] for side in sides) > 1
