"""How fast the diff of prose is, against difflib by character on the same texts.

`uv run python -m tests.benchmarks.prose`: processor time, both in turn, medians.
"""

import difflib
import random
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scheduler.diff import prose
from tests.quality.prose.corpus import BREAK, articles, plain

LARGE = 33_000
"""Characters of Chinese: 100 KB."""

ROUNDS = 3

Paragraphs = Sequence[str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts, or many of one kind, so that nothing is measured that was just seen."""

    name: str
    texts: Sequence[tuple[Paragraphs, Paragraphs]]


def pairs() -> Iterator[Pair]:
    """The cases that docs/performance.md lists, the same at every call."""
    chance = random.Random(4)
    bodies = [plain(text.tokens).split(BREAK) for text in articles() if text.language == "zh-Hant"]
    for name, times in (("one edit", 1), ("five edits", 5)):
        edited = [(body, _edited(body, times, chance)) for body in bodies for _ in range(40)]
        yield Pair(f"{name} in an article of 1.5 kB", edited)
    yield Pair("another article in its place", list(pairwise(bodies)))
    book = list(_book(chance))
    yield Pair("100 KB, one edit", [(book, _edited(book, 1, chance)) for _ in range(5)])
    yield Pair("100 KB, 300 edits", [(book, _edited(book, 300, chance))])
    yield Pair("100 KB, rewritten", [(book, list(_book(random.Random(5))))])
    yield Pair("100 KB, shuffled", [(book, chance.sample(book, len(book)))])
    for name, old, new in _hostile(book, chance):
        yield Pair(name, [(old, new)])


def _book(chance: random.Random) -> Iterator[str]:
    """Paragraphs of Chinese articles with their numbers and order changed, no two the same."""
    known = [
        paragraph
        for text in articles()
        if text.language == "zh-Hant"
        for paragraph in plain(text.tokens).split(BREAK)
    ]
    size = 0
    while size < LARGE:
        words = [chance.choice(known)[at : at + 12] for at in range(0, 96, 12)]
        paragraph = f"{chance.randrange(10**6)}" + "".join(words)
        size += len(paragraph)
        yield paragraph


def _edited(paragraphs: Paragraphs, times: int, chance: random.Random) -> list[str]:
    changed = [*paragraphs]
    for _ in range(times):
        place = chance.randrange(len(changed))
        text = changed[place]
        at = chance.randrange(max(len(text) - 2, 1))
        changed[place] = text[:at] + chance.choice(("三人", "日前", "不")) + text[at + 2 :]
    return changed


def _hostile(
    book: Paragraphs, chance: random.Random
) -> Iterator[tuple[str, Paragraphs, Paragraphs]]:
    one = ["".join(book)]
    yield ("one paragraph of 100 KB, 20 edits", one, ["".join(_edited(book, 20, chance))])
    yield ("one paragraph of 100 KB, rewritten", one, ["".join(_book(random.Random(6)))])
    yield ("的 33,000 times, one changed", ["的" * LARGE], ["的" * 9_000 + "了" + "的" * 24_000])
    yield ("的了 against 了的", ["的了" * (LARGE // 2)], ["了的" * (LARGE // 2)])
    noise = ["".join(chance.choices("甲乙丙丁", k=LARGE)) for _ in range(2)]
    yield ("four characters at random", [noise[0]], [noise[1]])
    lines = [chance.choice("甲乙丙丁") * 3 for _ in range(LARGE // 4)]
    yield ("8,000 short lines, shuffled", lines, chance.sample(lines, len(lines)))
    yield ("8,000 short lines, none again", lines, [line + "新" for line in lines])


def by_stet(pair: Pair) -> None:
    for old, new in pair.texts:
        prose.diff(old, new)


def by_difflib(pair: Pair) -> None:
    for old, new in pair.texts:
        difflib.SequenceMatcher(None, BREAK.join(old), BREAK.join(new)).get_opcodes()


def seconds(call: Callable[[Pair], None], pair: Pair) -> float:
    """Processor time of one call."""
    started = time.process_time()
    call(pair)
    return (time.process_time() - started) / len(pair.texts)


def peak(pair: Pair) -> float:
    """Megabytes that the diff holds at most, above the texts; what C libraries hold is not seen."""
    tracemalloc.start()
    by_stet(pair)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 2**20


def main() -> None:
    """Print the table."""
    sys.stdout.write(
        "| what | ours, ms | difflib, ms | times faster | MB |\n|---|---|---|---|---|\n"
    )
    by_stet(next(pairs()))  # dictionaries are loaded once a process
    for pair in pairs():
        rounds = [(seconds(by_stet, pair), seconds(by_difflib, pair)) for _ in range(ROUNDS)]
        ours, theirs = (statistics.median(column) for column in zip(*rounds, strict=True))
        cells = f"{ours * 1000:.3f} | {theirs * 1000:.3f} | {theirs / ours:.1f} | {peak(pair):.1f}"
        sys.stdout.write(f"| {pair.name} | {cells} |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
