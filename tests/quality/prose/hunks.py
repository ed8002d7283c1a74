"""What a diff shows: hunks of two texts whose paragraphs are joined by line breaks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hunk:
    """One place that is shown as changed; a side of no length shows nothing there."""

    old: Range | None
    new: Range | None
    moves: bool = False
    whole: bool = False
    """Whole paragraphs, which neighbours join to one block."""


def from_spans(spans: Iterable[tuple[str, str]], left: int = 0, right: int = 0) -> list[Hunk]:
    """Runs of removed and added text between kept ones."""
    found: list[Hunk] = []
    start = left, right
    for sign, text in (*spans, ("=", "")):
        if sign == "=":
            if (left, right) != start:
                found.append(Hunk((start[0], left), (start[1], right)))
            left, right = left + len(text), right + len(text)
            start = left, right
        elif sign == "-":
            left += len(text)
        else:
            right += len(text)
    return found


def blocks(hunks: Iterable[Hunk]) -> Iterator[Hunk]:
    """Whole paragraphs that follow one another are read as one block."""
    block: Hunk | None = None
    for hunk in hunks:
        if block and hunk.whole and _follows(block, hunk):
            block = Hunk(_union(block.old, hunk.old), _union(block.new, hunk.new), whole=True)
            continue
        if block:
            yield block
            block = None
        if hunk.whole:
            block = hunk
        else:
            yield hunk
    if block:
        yield block


def runs(hunks: Iterable[Hunk], old: str, new: str) -> list[Hunk]:
    """What is marked without a break: an edit up to a paragraph's end runs on into a new one."""
    found: list[Hunk] = []
    for hunk in hunks:
        last = found[-1] if found else None
        if last and not (last.moves or hunk.moves) and _runs_on(last, hunk, (old, new)):
            found[-1] = Hunk(_union(last.old, hunk.old), _union(last.new, hunk.new))
        else:
            found.append(hunk)
    return found


def _runs_on(one: Hunk, other: Hunk, texts: tuple[str, str]) -> bool:
    """Whether nothing but a paragraph's end lies between two, on each side that both have."""
    sides = zip((one.old, one.new), (other.old, other.new), texts, strict=True)
    between = [text[left[1] : right[0]] for left, right, text in sides if left and right]
    return bool(between) and all(kept == "\n" for kept in between)


def _follows(block: Hunk, hunk: Hunk) -> bool:
    pairs = ((block.old, hunk.old), (block.new, hunk.new))
    return all(one is None or other is None or other[0] == one[1] + 1 for one, other in pairs)


def _union(one: Range | None, other: Range | None) -> Range | None:
    if one is None or other is None:
        return one or other
    return one[0], other[1]
