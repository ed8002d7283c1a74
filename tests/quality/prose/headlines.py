"""Real headlines that were rewritten, and whose words a diff of them cuts, by another's word.

`uv run --group quality --with monpa --with torch --with numpy --with requests --with six python -m
tests.quality.prose.headlines monpa`, or `--with thulac ... thulac`. Both find words by a model of
their own and disagree on one word end in fifteen, so what either says of all engines is too high.
MONPA was taught on Taiwanese news, THULAC on Chinese. They take some 500 MB and are not of the
group; MONPA is not for commercial use.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from scheduler.diff.words import simplified
from tests.quality import pages
from tests.quality.prose.engines import ENGINES, Engine
from tests.quality.prose.hunks import Range
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


def _ends(words: Iterable[str], text: str) -> set[int]:
    """Where these words of a text end; a blank always ends one."""
    ends, place = {0, len(text)}, 0
    for word in words:
        place = max(text.find(word, place), place)
        ends.update((place, place + len(word)))
        place += len(word)
    blanks = (at for at, pair in enumerate(pairwise(text), 1) if " " in pair)
    return ends.union(blanks)


def _thulac() -> Cuts:
    import thulac  # type: ignore[import-not-found, unused-ignore]  # asked for on the command line

    judge = thulac.thulac(seg_only=True)

    def cuts(text: str) -> set[int]:
        plain = simplified(text)
        return _ends((word for word, _ in judge.cut(plain)), plain)

    return cuts


def _monpa() -> Cuts:
    import monpa  # type: ignore[import-not-found, unused-ignore]  # asked for on the command line
    import opencc

    convert = opencc.OpenCC("s2t").convert

    @cache
    def cuts(text: str) -> set[int]:
        full = convert(text)
        if len(full) != len(text):
            full = "".join(convert(sign)[:1] for sign in text)
        return _ends(monpa.cut(full), full)

    return cuts


JUDGES = {"monpa": _monpa, "thulac": _thulac}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("judge", choices=JUDGES)
    cuts, given = JUDGES[parser.parse_args().judge](), list(pairs())
    sys.stdout.write(f"{len(given)} headlines\n| engine | hunks | cut words % |\n|---|---|---|\n")
    for name, engine in ENGINES.items():
        hunks, bad = cut(engine, given, cuts)
        sys.stdout.write(f"| {name} | {hunks:.2f} | {bad:.1f} |\n")


if __name__ == "__main__":
    main()
