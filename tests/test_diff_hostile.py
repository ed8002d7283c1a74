"""What `compare` costs grows with the length of the texts, not with its square."""

import random
import time
from collections.abc import Callable

import pytest

from crawler.items import Article
from scheduler.diff import compare
from scheduler.diff.words import simplified

pytestmark = pytest.mark.no_cover

LENGTH = 4_000
"""Characters of the shorter texts."""

Body = tuple[str, ...]


def _numerals(length: int, seed: int) -> Body:
    return ("".join(random.Random(seed).choices("一二三四五六七八九十百千萬", k=length)),)


def _blank(length: int, seed: int) -> Body:
    return ("\n" * length * seed,)


def _items(length: int, seed: int) -> Body:
    """A list of which every item changes: 385人、112人."""
    numbers = random.Random(seed).choices(range(100, 1_000), k=length // 5)
    return ("、".join(f"{number}人" for number in numbers),)


def _days(length: int, seed: int) -> Body:
    """A calendar of which every day changes: 3月12日開會."""
    days = random.Random(seed).choices(range(10, 29), k=length // 7)
    return ("，".join(f"3月{day}日開會" for day in days),)


def _shredded(length: int, seed: int) -> Body:
    """Paragraphs of which one character of five changes."""
    first, later = random.Random(0), random.Random(seed)
    han = [chr(code) for code in range(0x4E00, 0x9000)]
    text = first.choices(han, k=length)
    if seed:
        text = [later.choice(han) if later.random() < 0.2 else one for one in text]
    return tuple("".join(text[place : place + 100]) for place in range(0, length, 100))


def _converted(length: int, seed: int) -> Body:
    """One paragraph that is turned into the other script, and edited besides."""
    chance = random.Random(seed)
    words = chance.choices("國國國國國國國國國甲", k=length // 10)
    text = "".join(f"這個{word}家的經濟發展，" for word in words)
    return (simplified(text) if seed else text,)


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


@pytest.mark.parametrize("made", [_numerals, _blank, _items, _days, _shredded, _converted])
def test_twice_the_text_takes_twice_the_time(made: Callable[[int, int], Body]) -> None:
    _cost(made, 100)  # loads what is needed, and reads its tables
    assert _cost(made, 2 * LENGTH) < 3 * max(_cost(made, LENGTH), 0.01)
