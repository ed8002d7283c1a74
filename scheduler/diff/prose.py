"""What differs between two lists of paragraphs: Changes in reading order."""

import re
from collections.abc import Sequence
from itertools import repeat

from scheduler.diff import characters, moves
from scheduler.diff.alignment import Block, Places, align
from scheduler.diff.edges import common
from scheduler.diff.hunks import Texts
from scheduler.diff.records import Change, ChangeKind, Span

BREAK = "\n"
"""Joins the paragraphs of one side of a reflow."""

_BLANKS = re.compile(r"\s+")
_BETWEEN_WORDS = re.compile(r"(?<=[^\W\u2e80-\uffef])\s+(?=[^\W\u2e80-\uffef])")
_BUDGET = 4 * 10**9  # products of what differs, a second's work; above it all is shown whole


def diff(
    old: Sequence[str],
    new: Sequence[str],
    field: str = "body",
    names: re.Pattern[str] | None = None,
) -> list[Change]:
    """The Changes that lead from the old paragraphs to the new ones.

    Equal paragraphs in place give none. Kinds: added, removed, edited, rewritten (little in
    common), moved (edited besides where its texts differ), reflowed (merged or split, the text
    equal). `path` and `from_path` count paragraphs from 0; `moves` says which sentences only went
    to another paragraph. What `names` finds is one word, never
    cut. Never raises; the cost is bounded.
    """
    blocks = align(old, new)
    texts = [(_text(old, block.old), _text(new, block.new)) for block in blocks]
    if _is_too_much(texts):
        spans = [characters.whole(*pair) for pair in texts]
    else:
        spans = characters.spans_of_all(texts, names)
    return moves.marked(list(map(_change, repeat(field), blocks, texts, spans)))


def _is_too_much(texts: Sequence[Texts]) -> bool:
    size = 0
    for old, new in texts:
        size += len(old) * len(new)
    if size <= _BUDGET:
        return False
    inner = [(*map(len, pair), sum(common(*pair))) for pair in texts]
    return sum((old - kept) * (new - kept) for old, new, kept in inner) > _BUDGET


def _text(paragraphs: Sequence[str], places: Places) -> str:
    if len(places) == 1:
        return paragraphs[places[0]]
    return BREAK.join(paragraphs[place] for place in places)


def _change(field: str, block: Block, texts: Texts, spans: tuple[Span, ...]) -> Change:
    old, new = texts
    return Change(
        field=field,
        path=block.new,
        from_path=block.old if block.old != block.new else (),
        kind=_kind(block, old, new, spans),
        old=old,
        new=new,
        spans=spans,
    )


def _kind(block: Block, old: str, new: str, spans: tuple[Span, ...]) -> ChangeKind:
    if not (block.old and block.new):
        return "added" if block.new else "removed"
    if block.moved:
        return "moved"
    if len(block.old) + len(block.new) > 2 and _squeezed(old) == _squeezed(new):
        return "reflowed"
    return "rewritten" if characters.is_whole(spans) else "edited"


def _squeezed(text: str) -> str:
    """Without white space, but for one blank between words of a script that sets them apart."""
    return _BLANKS.sub("", _BETWEEN_WORDS.sub("\0", text))
