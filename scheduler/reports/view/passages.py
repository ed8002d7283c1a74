"""Spans as a reader wants them: the change, its sentence around it, and a mark for the rest."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from scheduler.diff.records import Change, Span
from scheduler.reports.view.catalogue import Words
from scheduler.reports.view.harmless import head, tail, visible

CONTEXT = 60
"""Characters of unchanged text on one side of a change, at most."""
RUN = 4000
"""Characters of one removed or added run, at most; what is cut is counted."""
RUNS = 400
"""Runs of one change, at most."""

_SENTENCE_END = re.compile(
    r"[。！？!?…]+[」』）)”\"’]*|\.[)”\"’]*(?=\s+[\"“‘(]?[^\W\da-z])|¶"  # not in Jan. 5
)
_CLAUSE_END = re.compile(r"[，、；：,;:]|——")


class Piece(NamedTuple):
    """A run of a shown text."""

    sign: Literal["=", "-", "+", "…"]
    """As in a Span; `…` stands for unchanged or over-long text that is left out."""
    text: str
    """Harmless but unescaped."""
    omitted: int = 0
    """Characters left out at a `…`."""
    is_muted: bool = False
    """Whether it is part of a place that says nothing, beside others that do."""


def spans_of(change: Change) -> tuple[Span, ...]:
    """The change's spans; made of old and new where it carries none."""
    if change.spans:
        return change.spans
    if change.old == change.new:
        return (("=", change.new),) if change.new else ()
    ends: tuple[Span, ...] = (("-", change.old), ("+", change.new))
    return tuple(end for end in ends if end[1])


def excerpt(spans: Sequence[Span], words: Words) -> tuple[Piece, ...]:
    """The changed runs, each with the unchanged rest of its sentence; bounded."""
    shown = spans[:RUNS]
    last = len(shown) - 1
    found: list[Piece] = []
    for position, (sign, text) in enumerate(shown):
        if sign == "=":
            found += _kept(text, position > 0, position < last)
        else:
            found += _whole(sign, text, words)
    return tuple(found) + _rest(spans[RUNS:], words)


def side(
    spans: Sequence[Span], sign: Literal["-", "+"], words: Words, muted: Sequence[bool] = ()
) -> tuple[Piece, ...]:
    """The old (`-`) or the new (`+`) text in full, what only it has marked; bounded.

    `muted`: for each span whether it is marked quietly; none without it.
    """
    flags = muted or [False] * len(spans)
    own = [place for place, span in enumerate(spans) if span[0] in ("=", sign)]
    return woven([spans[place] for place in own], words, [flags[place] for place in own])


def woven(spans: Sequence[Span], words: Words, muted: Sequence[bool] = ()) -> tuple[Piece, ...]:
    """Both texts in one and in full, what only one of them has marked; bounded.

    `muted`: for each span whether it is marked quietly; none without it.
    """
    flags = muted or [False] * len(spans)
    pieces = [
        piece._replace(is_muted=flag) if flag else piece
        for (sign, text), flag in zip(spans[:RUNS], flags, strict=False)
        for piece in _whole(sign, text, words)
    ]
    return tuple(pieces) + _rest(spans[RUNS:], words)


def whole(text: str, words: Words) -> tuple[Piece, ...]:
    """An unchanged text, bounded."""
    return tuple(_whole("=", text, words))


def _whole(sign: Literal["=", "-", "+"], text: str, words: Words) -> Iterator[Piece]:
    shown = head(text, RUN)
    if shown:
        yield Piece(sign, visible(shown))
    if left := len(text) - len(shown):
        yield Piece("…", words("cut", n=f"{left:,}"), left)


def _rest(spans: Iterable[Span], words: Words) -> tuple[Piece, ...]:
    left = sum(len(text) for _, text in spans)
    return (Piece("…", words("cut", n=f"{left:,}"), left),) if left else ()


def _kept(text: str, after_change: bool, before_change: bool) -> Iterator[Piece]:
    """What follows the change before it, `…`, what leads to the change after it.

    A text without any change shows how it opens.
    """
    follows = _opening(text) if after_change or not before_change else ""
    leads = _closing(text) if before_change else ""
    left = len(text) - len(follows) - len(leads)
    if left <= 12:  # a gap that saves less than a clause is not worth the break
        yield Piece("=", visible(text))
        return
    if follows:
        yield Piece("=", visible(follows))
    yield Piece("…", "…", left)
    if leads:
        yield Piece("=", visible(leads))


def _opening(text: str) -> str:
    """The end of the sentence that `text` continues, at most `CONTEXT` characters."""
    window = text[: 2 * CONTEXT]
    end = _SENTENCE_END.search(window)
    if end and end.end() <= CONTEXT:
        return window[: end.end()]
    clauses = [clause.end() for clause in _CLAUSE_END.finditer(window, CONTEXT // 3, CONTEXT)]
    return window[: clauses[-1]] if clauses else head(window, CONTEXT)


def _closing(text: str) -> str:
    """The start of the sentence that `text` breaks off in, or its last whole sentence."""
    window = text[-2 * CONTEXT :]
    starts = [end.end() for end in _SENTENCE_END.finditer(window) if end.end() < len(window)]
    if starts and len(window) - starts[-1] <= CONTEXT:
        return window[starts[-1] :]
    first = max(0, len(window) - CONTEXT - 1)
    clause = _CLAUSE_END.search(window, first, len(window) - CONTEXT // 3)
    return window[clause.end() :] if clause else tail(window, CONTEXT)
