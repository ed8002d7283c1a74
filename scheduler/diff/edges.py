"""Where the edges of a hunk lie: the kept text around it, and the best of equivalent places."""

import re

from rapidfuzz.distance import Postfix, Prefix

from scheduler.diff.atoms import DASHES, MINUS, SAFE

SENTENCE_ENDS = "。！？!?…\n"
CLAUSE_ENDS = "，、；：,;:"
OPENING = "「『（《〈【〔“‘(["
CLOSING = "」』）》〉】〕”’)]"

_MINUS = re.compile(MINUS)
_FARTHEST = 1_000  # places tried to either side; a longer repetition is not news prose


def common(old: str, new: str) -> tuple[int, int]:
    """Lengths of the longest equal head and tail that overlap in neither text and cut no atom."""
    head = longest = Prefix.similarity(old, new)
    while not (SAFE[old[head - 1 : head + 1]] and SAFE[new[head - 1 : head + 1]]):
        head -= 1
    if head < longest and old[head] in DASHES and not _MINUS.match(old, head):
        head += 1
    tail = min(Postfix.similarity(old, new), len(old) - head, len(new) - head)
    end, other_end = len(old) - tail, len(new) - tail
    while not (SAFE[old[end - 1 : end + 1]] and SAFE[new[other_end - 1 : other_end + 1]]):
        end, other_end = end + 1, other_end + 1
    return head, len(old) - end


def slide(text: str, start: int, end: int, room: tuple[int, int]) -> int:
    """How far to move a pure insertion or deletion to where a reader would see it.

    `text[start:end]` is what came or went, `room` how much is kept before and behind it. In
    `A，[B，]C` and `A[，B]，C` the texts are the same; whole sentences are best, then whole
    clauses, then brackets and white space. No atom is cut that was whole. Negative is leftwards.
    """
    near = text[start - 1 : start] == text[end - 1 : end] and room[0]
    if not near and not (text[start] == text[end : end + 1] and room[1]):
        return 0
    hunk = text[start:end]
    left = Postfix.similarity(text[start - min(room[0], _FARTHEST) : start], hunk)
    right = Prefix.similarity(text[end : end + min(room[1], _FARTHEST)], hunk)
    size = end - start
    places = [at for at in range(start - left, start + right + 1) if _allowed(text, at, size)]
    best = max([start, *places], key=lambda at: (_edge(text, at) + _edge(text, at + size), at))
    return best - start


def _allowed(text: str, start: int, size: int) -> bool:
    before, after = text[start - 1 : start], text[start + size : start + size + 1]
    inside = SAFE[before + text[start]] and SAFE[text[start + size - 1] + after]
    return inside and SAFE[before + after]


def _edge(text: str, position: int) -> int:
    left, right = text[position - 1 : position], text[position : position + 1]
    if not left or not right or left in SENTENCE_ENDS:
        return 4
    if left in CLAUSE_ENDS:
        return 3
    if left in CLOSING or right in OPENING:
        return 2
    return int(left in OPENING or right in CLOSING or left.isspace() or right.isspace())
