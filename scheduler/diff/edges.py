"""Where the edges of a hunk lie: the kept text around it, and the best of equivalent places."""

from rapidfuzz.distance import Postfix, Prefix

from scheduler.diff.atoms import safe

SENTENCE_ENDS = "。！？!?…\n"
CLAUSE_ENDS = "，、；：,;:"
OPENING = "「『（《〈【〔“‘(["
CLOSING = "」』）》〉】〕”’)]"

_FARTHEST = 1_000  # places tried to either side; a longer repetition is not news prose


def common(old: str, new: str) -> tuple[int, int]:
    """Lengths of the longest equal head and tail that overlap in neither text and cut no atom."""
    head = Prefix.similarity(old, new)
    while not (_safe_at(old, head) and _safe_at(new, head)):
        head -= 1
    tail = min(Postfix.similarity(old, new), min(len(old), len(new)) - head)
    while not (_safe_at(old, len(old) - tail) and _safe_at(new, len(new) - tail)):
        tail -= 1
    return head, tail


def _safe_at(text: str, position: int) -> bool:
    return safe(text[position - 1 : position], text[position : position + 1])


def slide(before: str, hunk: str, after: str) -> tuple[str, str, str]:
    """Move a pure insertion or deletion to where a reader would see it.

    In `A，[B，]C` and `A[，B]，C` the texts are the same; whole sentences are best, then whole
    clauses, then brackets and white space. The concatenation of the three parts never changes
    and no atom is cut that was whole.
    """
    left = min(Postfix.similarity(before, hunk), _FARTHEST)
    right = min(Prefix.similarity(after, hunk), _FARTHEST)
    if not left and not right:
        return before, hunk, after
    start = max(len(before) - left - 1, 0)
    near = before[start:] + hunk + after[: right + 1]
    here, size = len(before) - start, len(hunk)
    places = [p for p in range(here - left, here + right + 1) if _allowed(near, p, size)]
    best = max([here, *places], key=lambda place: (_merit(near, place, size), place))
    whole = before[start:] + hunk + after
    return before[:start] + whole[:best], whole[best : best + size], whole[best + size :]


def _allowed(text: str, place: int, size: int) -> bool:
    before, after = text[place - 1 : place], text[place + size : place + size + 1]
    inside = safe(before, text[place]) and safe(text[place + size - 1], after)
    return inside and safe(before, after)


def _merit(text: str, place: int, size: int) -> int:
    return _edge(text, place) + _edge(text, place + size)


def _edge(text: str, position: int) -> int:
    left, right = text[position - 1 : position], text[position : position + 1]
    if not left or not right or left in SENTENCE_ENDS:
        return 4
    if left in CLAUSE_ENDS:
        return 3
    if left in CLOSING or right in OPENING:
        return 2
    return int(left.isspace() or right.isspace())
