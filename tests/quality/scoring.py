"""What makes one reading better than another: shingles, exact bodies, and whether it is luck.

The body measure is that of scrapinghub/article-extraction-benchmark (`evaluate.py`): multisets of
four tokens in a row; here a Chinese, Japanese or Korean character is a token of its own. Precision
and recall are averaged over pages, and F1 is made of the two averages.
"""

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(
    "[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
    "|[^\\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]+"
)
_QUOTES = str.maketrans("“”„‟＂「」『』‘’‚‛′‐‑‒–—―−", '"""""""""' + "'" * 5 + "-" * 7)
_SHINGLE = 4
_DRAWS = 1_000


@dataclass(frozen=True, slots=True)
class Score:
    """How much of what was found is right, and how much of what is right was found."""

    precision: float
    recall: float


def tokens(text: str) -> list[str]:
    """The words of `text`, each Chinese, Japanese or Korean character a word."""
    return _WORD.findall(text)


def body(found: str, expected: str, optional: str = "") -> Score:
    """The score of one body; what stands in `optional` counts neither for nor against."""
    ours, right, borne = map(_shingles, (found, expected, optional))
    both = (ours & right).total()
    counted = ours.total() - ((ours - right) & borne).total()
    if not counted or not right.total():
        return Score(float(not right.total()), float(not right.total()))
    return Score(both / counted, both / right.total())


def f1(scores: Sequence[Score]) -> float:
    """F1 of the average precision and the average recall."""
    precision = sum(score.precision for score in scores) / len(scores)
    recall = sum(score.recall for score in scores) / len(scores)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def same_body(found: str, expected: str, optional: str = "") -> bool:
    """Whether a body is whole and nothing more, white space and punctuation apart.

    One that has `optional` in front is the same too.
    """
    ours, right = tokens(found), tokens(expected)
    return ours in (right, tokens(optional) + right)


def same_title(found: str, expected: str) -> bool:
    """Whether two titles differ in nothing but width, case, quotes, dashes and white space."""
    return folded(found) == folded(expected)


def folded(title: str) -> str:
    """A title as titles are compared; a mark that stands before every headline is none of it."""
    text = unicodedata.normalize("NFKC", title.translate(_QUOTES)).casefold()
    return "".join(text.split()).lstrip("》〉»>■●◎★・•")


def interval(ours: Sequence[Score], theirs: Sequence[Score]) -> tuple[float, float]:
    """Where 95 % of the differences of F1 lie when the pages are drawn anew, paired and seeded."""
    draw = random.Random(2026)
    pages = range(len(ours))
    differences = []
    for _ in range(_DRAWS):
        drawn = draw.choices(pages, k=len(pages))
        differences.append(f1([ours[it] for it in drawn]) - f1([theirs[it] for it in drawn]))
    differences.sort()
    return differences[_DRAWS // 40], differences[-_DRAWS // 40 - 1]


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = tokens(text)
    starts = range(max(len(words) - _SHINGLE + 1, bool(words)))
    return Counter(tuple(words[start : start + _SHINGLE]) for start in starts)
