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
from functools import cache
from itertools import chain, pairwise

from scheduler.diff import prose
from tests.quality import pages
from tests.quality.prose import edits, real
from tests.quality.prose.corpus import BREAK, articles, plain

SMALL = 500
"""Characters of Chinese: 1.5 kB."""

LARGE = 33_000
"""Characters of Chinese: 100 KB."""

ROUNDS = 3
PASSES = 5
"""Of many texts that are timed one by one."""

LONG_ENOUGH = 0.2
"""Seconds of calls of one kind."""

Paragraphs = Sequence[str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts, or many of one kind, so that nothing is measured that was just seen."""

    name: str
    texts: Sequence[tuple[Paragraphs, Paragraphs]]


def pairs() -> Iterator[Pair]:
    """The cases that docs/performance.md lists, the same at every call."""
    chance = random.Random(4)
    bodies = [_small(at) for at in range(len(_bodies()))]
    yield Pair("one edit in an article of 1.5 kB", list(_scripted()))
    five = [(body, _edited(body, 5, chance)) for body in bodies for _ in range(40)]
    yield Pair("five edits in an article of 1.5 kB", five)
    yield Pair("another article in its place", list(pairwise(bodies)))
    known = [paragraph for body in _bodies() for paragraph in body]
    book = list(_book(known, chance))
    yield Pair("100 KB, one edit", [(book, _edited(book, 1, chance)) for _ in range(5)])
    yield Pair("100 KB, 300 edits", [(book, _edited(book, 300, chance)) for _ in range(5)])
    if pages.SHARED.is_dir():
        books = [_of_real_articles(chance) for _ in range(5)]
        many = [(book, _edited(book, 300, chance)) for book in books]
        yield Pair("100 KB of real articles, 300 edits", many)
    half = len(known) // 2
    halves = [list(_book(part, random.Random(5))) for part in (known[:half], known[half:])]
    yield Pair("100 KB, rewritten", [(halves[0], halves[1])])
    yield Pair("100 KB, the same phrases anew", [(book, list(_book(known, random.Random(5))))])
    yield Pair("100 KB, shuffled", [(book, chance.sample(book, len(book)))])
    for name, old, new in _hostile(book, known, chance):
        yield Pair(name, [(old, new)])


@cache
def _bodies() -> list[list[str]]:
    chinese = (text for text in articles() if text.language == "zh-Hant")
    return [plain(text.tokens).split(BREAK) for text in chinese]


def _small(at: int) -> list[str]:
    """One article, made long enough with paragraphs of those that follow it."""
    bodies = _bodies()
    body = [*bodies[at]]
    for paragraph in chain.from_iterable(bodies[at + 1 :] + bodies[:at]):
        if len(BREAK.join(body)) < SMALL:
            body.append(paragraph)
    return body


def _scripted() -> Iterator[tuple[Paragraphs, Paragraphs]]:
    """Single edits of words and sentences as `tests.quality.prose` makes them, each but once."""
    starts = {BREAK.join(body): at for at, body in enumerate(_bodies())}
    for case in edits.cases(4, 7):
        at = starts.get(plain(case.old))
        if at is not None and case.kind in edits.WORDS + edits.SENTENCES:
            old, new = case.paragraphs
            more = _small(at)[len(old) :]
            yield [*old, *more], [*new, *more]


def _book(known: Paragraphs, chance: random.Random) -> Iterator[str]:
    """Paragraphs of phrases of Chinese articles in any order, no two the same."""
    size = 0
    while size < LARGE:
        words = [chance.choice(known)[at : at + 12] for at in range(0, 96, 12)]
        paragraph = f"{chance.randrange(10**6)}" + "".join(words)
        size += len(paragraph)
        yield paragraph


def _of_real_articles(chance: random.Random) -> list[str]:
    """Paragraphs of articles that were archived, no two the same."""
    articles = [old for old, _ in real.pairs()]
    chance.shuffle(articles)
    book: dict[str, None] = {}
    size = 0
    for paragraph in chain.from_iterable(articles):
        if paragraph not in book and size < LARGE:
            book[paragraph] = None
            size += len(paragraph)
    return [*book]


def _edited(paragraphs: Paragraphs, times: int, chance: random.Random) -> list[str]:
    changed = [*paragraphs]
    for _ in range(times):
        place = chance.randrange(len(changed))
        text = changed[place]
        at = chance.randrange(max(len(text) - 2, 1))
        changed[place] = text[:at] + chance.choice(("三人", "日前", "不")) + text[at + 2 :]
    return changed


def _hostile(
    book: Paragraphs, known: Paragraphs, chance: random.Random
) -> Iterator[tuple[str, Paragraphs, Paragraphs]]:
    one = ["".join(book)]
    yield ("one paragraph of 100 KB, 20 edits", one, ["".join(_edited(book, 20, chance))])
    yield ("one paragraph of 100 KB, rewritten", one, ["".join(_book(known, random.Random(6)))])
    yield ("的 33,000 times, one changed", ["的" * LARGE], ["的" * 9_000 + "了" + "的" * 24_000])
    yield ("的了 against 了的", ["的了" * (LARGE // 2)], ["了的" * (LARGE // 2)])
    noise = ["".join(chance.choices("甲乙丙丁", k=LARGE)) for _ in range(2)]
    yield ("four characters at random", [noise[0]], [noise[1]])
    lines = [chance.choice("甲乙丙丁") * 3 for _ in range(LARGE // 4)]
    yield ("8,000 short lines, shuffled", lines, chance.sample(lines, len(lines)))
    yield ("8,000 short lines, none again", lines, [line + "新" for line in lines])


def stet(old: Paragraphs, new: Paragraphs) -> None:
    prose.diff(old, new)


def theirs(old: Paragraphs, new: Paragraphs) -> None:
    difflib.SequenceMatcher(None, BREAK.join(old), BREAK.join(new)).get_opcodes()


Engine = Callable[[Paragraphs, Paragraphs], None]


def seconds(engine: Engine, pair: Pair) -> float:
    """Processor time of one call: the median of as many as fill a fifth of a second.

    What is fast is measured as it is in the midst of its work, and not while it gets back the
    memory that the other gave back to the system.
    """
    taken: list[float] = []
    while sum(taken) < LONG_ENOUGH:
        started = time.process_time()
        for old, new in pair.texts:
            engine(old, new)
        taken.append(time.process_time() - started)
    return statistics.median(taken) / len(pair.texts)


def of_the_median(engine: Engine, pair: Pair) -> float:
    """Time of the middle one of many texts, each by itself, as the study tells it."""
    taken: list[list[int]] = [[] for _ in pair.texts]
    for _ in range(PASSES):
        for each, (old, new) in zip(taken, pair.texts, strict=True):
            started = time.perf_counter_ns()
            engine(old, new)
            each.append(time.perf_counter_ns() - started)
    return statistics.median(map(statistics.median, taken)) / 1e9


def peak(pair: Pair) -> float:
    """Megabytes that the diff holds at most, above the texts; what C libraries hold is not seen."""
    tracemalloc.start()
    for old, new in pair.texts:
        stet(old, new)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 2**20


def main() -> None:
    """Print the table."""
    sys.stdout.write(
        "| what | ours, ms | difflib, ms | times faster | MB |\n|---|---|---|---|---|\n"
    )
    first = next(pairs())
    seconds(stet, first)  # dictionaries are loaded once a process
    _tell(f"{first.name}, the median", first, of_the_median)
    for pair in pairs():
        _tell(pair.name, pair, seconds)


def _tell(name: str, pair: Pair, measure: Callable[[Engine, Pair], float]) -> None:
    rounds = [(measure(stet, pair), measure(theirs, pair)) for _ in range(ROUNDS)]
    ours, others = (statistics.median(column) * 1000 for column in zip(*rounds, strict=True))
    cells = f"{ours:.3f} | {others:.3f} | {others / ours:.1f} | {peak(pair):.1f}"
    sys.stdout.write(f"| {name} | {cells} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
