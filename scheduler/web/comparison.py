"""Two versions of an article as the reader shows them beside each other: worded and bounded."""

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.items import Article
from scheduler.diff.records import Change, ChangeReport
from scheduler.reports.view.catalogue import Words
from scheduler.reports.view.context import Context
from scheduler.reports.view.harmless import visible
from scheduler.reports.view.passages import Piece, side, spans_of, whole, woven
from scheduler.reports.view.quiet import folded, muted
from scheduler.reports.view.rows import Row, What, new_path, old_path, rows, stretches
from scheduler.reports.view.shown import Passage, Shown, show

CONTEXT = 1
"""Unchanged paragraphs that stand before and after a change."""
ROWS = 1000
"""Rows that are shown, at most."""


@dataclass(frozen=True, slots=True)
class Line:
    """Paragraphs of the two texts that belong together."""

    what: What
    """As in a Row."""
    number: str
    """`3`, `3–4`: where it stands in the new text; else `原第 3 段`."""
    anchor: str
    """Of the row, for links to it; empty where nothing leads there."""
    old: tuple[Piece, ...]
    """The old text, marked; empty where there is none."""
    new: tuple[Piece, ...]
    """The new text, marked."""
    both: tuple[Piece, ...]
    """Both woven into one; empty where they cannot be read so, and stand one over the other."""
    tags: tuple[str, ...]
    """What the change touches, in the reader's words."""
    is_quiet: bool
    """Whether the change is minor."""
    move: str
    """`原在第 5 段`, `移至第 2 段`; empty where nothing moved."""
    move_to: str
    """The anchor of the other end."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines, or unchanged ones that are folded away."""

    lines: tuple[Line, ...]
    """In reading order."""
    skipped: str
    """`略 5 段`; empty where they are shown."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two versions."""

    shown: Shown
    """The report, worded."""
    headline: Passage | None
    """The headline's change."""
    blocks: tuple[Block, ...]
    """The text."""
    more: str
    """Says how many lines are not shown; mostly empty."""
    others: tuple[Passage, ...]
    """What else of the article changed: credits, pictures, tags."""
    furniture: tuple[Passage, ...]
    """What else of the page changed, and is minor."""


def comparison(
    old: Article, new: Article, report: ChangeReport, context: Context, *, in_full: bool
) -> Comparison:
    """`report` is of these two; `in_full`: no paragraph is folded."""
    words = Words(context.lang)
    shown = show(report, context)
    body = [change for change in report.changes if change.field == "body"]
    found = rows(len(old.body), len(new.body), body)
    writer = _Writer(old.body, new.body, words)
    context_rows = len(found) if in_full else CONTEXT
    blocks = [
        Block(
            tuple(writer.line(row) for row in stretch.rows),
            words("web.skipped", n=len(stretch.rows)) if stretch.is_folded and not in_full else "",
        )
        for stretch in stretches(found[:ROWS], context_rows)
    ]
    plain = [passage for passage in shown.passages if passage.field not in {"title", "body"}]
    return Comparison(
        shown=shown,
        headline=next((each for each in shown.passages if each.field == "title"), None),
        blocks=tuple(blocks),
        more=words("more", n=len(found) - ROWS) if len(found) > ROWS else "",
        others=tuple(plain),
        furniture=tuple(each for each in shown.folded if each.field != "body"),
    )


class _Writer:
    """Words the rows of two texts."""

    def __init__(self, old: Sequence[str], new: Sequence[str], words: Words) -> None:
        self._old = old
        self._new = new
        self._words = words

    def line(self, row: Row) -> Line:
        """One row."""
        change = row.change
        old, new, both = self._texts(row)
        return Line(
            what=row.what,
            number=self._place(row),
            anchor=_anchor(row.what, row.new or row.old) if row.what in {"left", "came"} else "",
            old=old,
            new=new,
            both=both,
            tags=self._tags(change) if change else (),
            is_quiet=change is not None and folded(change),
            move=self._move(row),
            move_to=_other_end(row),
        )

    def _place(self, row: Row) -> str:
        if row.new:
            return _number(row.new)
        return self._words("paragraph.old", number=_number(row.old))

    def _texts(self, row: Row) -> tuple[tuple[Piece, ...], tuple[Piece, ...], tuple[Piece, ...]]:
        """The old text, the new one, and both in one."""
        change = row.change
        if change is None:
            old = self._plain(self._old, row.old)
            return old, self._plain(self._new, row.new), old if row.what == "same" else ()
        spans, flags = spans_of(change), muted(change)
        old = side(spans, "-", self._words, flags) if row.old else ()
        new = side(spans, "+", self._words, flags) if row.new else ()
        is_woven = row.what in {"changed", "came"} and change.kind != "rewritten"
        return old, new, woven(spans, self._words, flags) if is_woven else ()

    def _plain(self, texts: Sequence[str], places: Sequence[int]) -> tuple[Piece, ...]:
        return tuple(piece for place in places for piece in whole(texts[place], self._words))

    def _tags(self, change: Change) -> tuple[str, ...]:
        named = [self._words.name("tag", tag) for tag in change.tags]
        if change.rule:
            named.append(self._words("rule", name=visible(change.rule)))
        return (self._words.name("kind", change.kind), *named)

    def _move(self, row: Row) -> str:
        if row.change is None or row.what not in {"left", "came"}:
            return ""
        if row.what == "left":
            return self._words("web.moved.to", number=_number(new_path(row.change)))
        return self._words("web.moved.from", number=_number(old_path(row.change)))


def _number(places: Sequence[int]) -> str:
    """Positions from 0 as people count."""
    first, last = places[0] + 1, places[-1] + 1
    return f"{first}–{last}" if last != first else str(first)


def _anchor(what: What, places: Sequence[int]) -> str:
    return f"{what}-{places[0] + 1}"


def _other_end(row: Row) -> str:
    if row.change is None or row.what not in {"left", "came"}:
        return ""
    if row.what == "left":
        return _anchor("came", new_path(row.change))
    return _anchor("left", old_path(row.change))
