"""Real headlines that were rewritten, and whose words a diff of them cuts, by another's word.

`uv run --group quality --with thulac python -m tests.quality.prose.headlines`. THULAC finds words
by a model and a dictionary of its own. It and MONPA, another such model, disagree on one word end
in fifteen, so what it says of all engines is too high. It takes 487 MB and is not of the group.
"""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from scheduler.diff.words import simplified
from tests.quality import pages
from tests.quality.prose.engines import ENGINES, Engine, Range
from tests.quality.prose.real import FILES

Cuts = Callable[[str], set[int]]
"""A text -> where its words end."""


def pairs() -> Iterator[tuple[str, str]]:
    """Each old and new headline of the archived versions once."""
    seen = set()
    for name in FILES:
        for line in (pages.SHARED / "revisions" / name).read_text("utf-8").split("\n"):
            sides = json.loads(line) if line else {"old": {"title": ""}, "new": {"title": ""}}
            old, new = (sides[side]["title"].strip() for side in ("old", "new"))
            if old and new and old != new:
                seen.add((old, new))
    yield from sorted(seen)


def cut(engine: Engine, given: Sequence[tuple[str, str]], cuts: Cuts) -> tuple[float, float]:
    """Hunks a pair, and those in a hundred of which an edge lies in a word."""
    hunks = bad = 0
    for old, new in given:
        ends = cuts(old), cuts(new)
        for hunk in engine([old], [new]):
            hunks += 1
            bad += _is_cut(hunk.old, ends[0]) or _is_cut(hunk.new, ends[1])
    return hunks / len(given), 100 * bad / hunks


def _is_cut(side: Range | None, ends: set[int]) -> bool:
    return side is not None and not ends.issuperset(side)


def _thulac() -> Cuts:
    import thulac  # type: ignore[import-not-found, unused-ignore]  # asked for on the command line

    judge = thulac.thulac(seg_only=True)

    def cuts(text: str) -> set[int]:
        plain = simplified(text)
        ends, place = {0, len(plain)}, 0
        for word, _ in judge.cut(plain):
            place = max(plain.find(word, place), place)
            ends.update((place, place + len(word)))
            place += len(word)
        blanks = (at for at, pair in enumerate(pairwise(plain), 1) if " " in pair)
        return ends.union(blanks)

    return cuts


def main() -> None:
    """Print the table."""
    cuts, given = _thulac(), list(pairs())
    sys.stdout.write(f"{len(given)} headlines\n| engine | hunks | cut words % |\n|---|---|---|\n")
    for name, engine in ENGINES.items():
        hunks, bad = cut(engine, given, cuts)
        sys.stdout.write(f"| {name} | {hunks:.2f} | {bad:.1f} |\n")


if __name__ == "__main__":
    main()
