"""What `compare` costs grows with the length of the texts, not with its square."""

import random
import time
from collections.abc import Callable

import pytest

from crawler.items import Article
from scheduler.diff import compare

LENGTH = 8_000
"""Characters of the shorter texts."""

Body = tuple[str, ...]


def _numerals(length: int, seed: int) -> Body:
    return ("".join(random.Random(seed).choices("一二三四五六七八九十百千萬", k=length)),)


def _blank(length: int, seed: int) -> Body:
    return ("\n" * length * seed,)


def _article(body: Body) -> Article:
    return Article(url="https://a.example/1", title="標題", body=body)


def _cost(made: Callable[[int, int], Body], length: int) -> float:
    """Processor time, the least of three: whatever else the machine does adds to it."""
    old, new = (_article(made(length, seed)) for seed in (0, 1))
    costs = []
    for _ in range(3):
        start = time.process_time()
        compare(old, new)
        costs.append(time.process_time() - start)
    return min(costs)


@pytest.mark.parametrize("made", [_numerals, _blank])
def test_twice_the_text_takes_twice_the_time(made: Callable[[int, int], Body]) -> None:
    _cost(made, 100)  # loads what is needed, and reads its tables
    assert _cost(made, 2 * LENGTH) < 3 * max(_cost(made, LENGTH), 0.01)
