"""Which sentence became which, inside one paragraph where much has changed."""

import re
from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein, Opcodes

from scheduler.diff.atoms import SAFE
from scheduler.diff.chain import heaviest_chain
from scheduler.diff.similarity import related, similarity

_STOPS = "。！？!?…\n"
_POINT = r"\.[\"”’)]*\s+(?=[A-Z\"“‘(])"  # that ends a sentence of a script with capitals
_SENTENCE = re.compile(
    rf"[\s\S][^{_STOPS}.]*(?:(?!{_POINT})\.[^{_STOPS}.]*)*"
    rf"(?:[{_STOPS}]+[」』”’）)\"]*\s*|{_POINT}|$)"
)

Pair = tuple[str, str]


def paired(old: str, new: str) -> list[Pair]:
    """Old and new sentences side by side; joined, each side is its text.

    Sentences that stand on both sides are anchors; between two of them those that are alike are
    paired in order, and what is left stands alone: its other side is empty.
    """
    olds, news = split(old), split(new)
    pairs: list[Pair] = []
    for code in _codes(olds, news):
        sides = olds[code.src_start : code.src_end], news[code.dest_start : code.dest_end]
        pairs += zip(*sides, strict=True) if code.tag == "equal" else _between(*sides)
    return pairs


def split(text: str) -> list[str]:
    """The sentences of a text, which joined are it; a stop that bears a mark ends none."""
    sentences: list[str] = []
    for part in _SENTENCE.findall(text):
        if sentences and not SAFE[sentences[-1][-1] + part[0]]:
            sentences[-1] += part
        else:
            sentences.append(part)
    return sentences


def _codes(olds: list[str], news: list[str]) -> Opcodes:
    """Blanks between sentences belong to none of them."""
    sides = ([sentence.strip() for sentence in side] for side in (olds, news))
    return Levenshtein.opcodes(*sides)


def _between(olds: list[str], news: list[str]) -> Iterator[Pair]:
    left = right = 0
    for place, other in (*_alike(olds, news), (len(olds), len(news))):
        yield from ((sentence, "") for sentence in olds[left:place])
        yield from (("", sentence) for sentence in news[right:other])
        if place < len(olds):
            yield olds[place], news[other]
        left, right = place + 1, other + 1


def _alike(olds: list[str], news: list[str]) -> list[tuple[int, int]]:
    if len(olds) == len(news) == 1:
        return [(0, 0)] if similarity(olds[0], news[0]) else []
    if not (olds and news):
        return []
    found = related(dict(enumerate(olds)), dict(enumerate(news)))
    return heaviest_chain(
        (place, other, score * (len(olds[place]) + len(news[other])))
        for place, other, score in found
    )
