"""For the terminal: one block a report, removed and added text marked in its sentence."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from scheduler.diff.records import ChangeReport
from scheduler.reports.view import digests
from scheduler.reports.view.catalogue import Words
from scheduler.reports.view.columns import Run, columns, wrap
from scheduler.reports.view.context import Context
from scheduler.reports.view.harmless import visible
from scheduler.reports.view.passages import Piece
from scheduler.reports.view.shown import Passage, Shown, show
from scheduler.reports.view.times import zone_name

# Strike and underline say it without the colour, too.
_SGR = {"removed": "31;9", "added": "32;4", "bold": "1", "dim": "2"}
_MARKS = {"removed": ("[-", "-]"), "added": ("{+", "+}")}
_STYLES = {"-": "removed", "+": "added", "=": "", "…": "dim"}


def render(reports: Iterable[ChangeReport], context: Context) -> Iterator[str]:
    """One block a report, as they come; without reports one sentence."""
    words = Words(context.lang)
    page = _Page(context)
    title = context.title or words("title")
    zone = words("zone", zone=zone_name(context))
    yield page.lines("", [Run("bold", title), Run("dim", f" · {zone}")])
    empty = True
    for report in filter(lambda report: report.is_told, reports):
        empty = False
        yield "\n" + "".join(_block(show(report, context), page))
    if empty:
        yield "\n" + page.lines("", [Run("", words(context.nothing))])


def digest(reports: Iterable[ChangeReport], context: Context) -> Iterator[str]:
    """Lists by site and article; it begins after the last report."""
    words, page = Words(context.lang), _Page(context)
    found = digests.digest(reports, context)
    zone = words("zone", zone=zone_name(context))
    yield page.lines("", [Run("bold", context.title or words("title")), Run("dim", f" · {zone}")])
    yield page.lines("", [Run("", found.lead)])
    for named in found.apart:
        yield "\n" + page.lines("■ ", [Run("bold", named.heading)])
        for shown in named.reports:
            yield page.lines("  · ", [Run("", shown.title)])
            facts = _listed(shown.badge, shown.outlet, shown.window)
            yield page.lines("    ", [Run("dim", facts)])
    for group in found.groups:
        yield "\n" + page.lines("■ ", [Run("bold", group.site)])
        yield "".join(_line(line, page) for line in group.lines)
    for note in filter(None, (found.left, found.noise)):
        yield "\n" + page.lines("", [Run("dim", note)])


def _line(line: digests.Line, page: "_Page") -> str:
    shown = line.latest
    facts = _listed(shown.score, shown.reasons, shown.outlet, shown.window, line.more)
    rows = [page.lines("  · ", [Run("bold", shown.title)])]
    rows += [page.lines("    ", [Run("", verdict)]) for verdict in line.verdicts]
    rows.append(page.lines("    ", [Run("dim", facts)]))
    if shown.url:
        rows.append(page.lines("    ", [Run("dim", shown.url)], wrapped=False))
    return "".join(rows)


def _block(shown: Shown, page: "_Page") -> Iterator[str]:
    yield page.lines("■ ", [Run("bold", shown.title)])
    for line in _facts(shown):
        yield page.lines("  ", line)
    if shown.url:  # unwrapped: a terminal makes a link of it
        yield page.lines("  ", [Run("dim", shown.url)], wrapped=False)
    if shown.passages:
        yield "\n"
    yield from _passages(shown.passages, page, "  ")
    if shown.fold_line:
        yield page.lines("  ", [Run("dim", f"· {shown.fold_line}")])
    yield from _passages(shown.folded, page, "    ")
    if shown.more:
        yield page.lines("  ", [Run("dim", shown.more)])
    if shown.affected:
        yield "\n" + page.lines("  ", [Run("dim", shown.affected_line)])
    for each in shown.affected:
        yield page.lines("    ", [Run("", each.title)])
        if each.url:
            yield page.lines("    ", [Run("dim", each.url)], wrapped=False)


def _facts(shown: Shown) -> Iterator[list[Run]]:
    yield [Run("bold" if shown.significant else "", shown.verdict)]
    yield [Run("", _listed(shown.score, shown.reasons, shown.signs, shown.versions))]
    yield [Run("dim", _listed(shown.outlet, visible(shown.article), shown.window))]


def _listed(*facts: str) -> str:
    return " · ".join(fact for fact in facts if fact)


def _passages(passages: tuple[Passage, ...], page: "_Page", margin: str) -> Iterator[str]:
    """Each label, and its text hanging beside it; old over new where they are stacked."""
    widest = max((columns(passage.label) for passage in passages), default=0)
    for passage in passages:
        label = margin + passage.label + " " * (widest - columns(passage.label) + 2)
        moved = [Run("bold", f"↕ {passage.move}"), Run("", "  ")] if passage.move else []
        rows = [row for row in (passage.old, passage.new, passage.pieces) if row]
        for row in rows or [()]:
            yield page.lines(label, [*moved, *page.marked(row)])
            label = " " * columns(label)


class _Page:
    """Lines of one width, painted or marked with signs."""

    def __init__(self, context: Context) -> None:
        self._colour = context.colour
        self._width = context.width

    def lines(self, label: str, runs: Iterable[Run], wrapped: bool = True) -> str:
        """`label`, then the runs, wrapped and hanging beside it."""
        hang = columns(label)
        room = max(20, self._width - hang) if wrapped and self._width > 0 else 0
        shown = []
        for line in wrap(runs, room):
            shown.append(f"{label}{self._line(line)}".rstrip() + "\n")
            label = " " * hang
        return "".join(shown) or f"{label.rstrip()}\n"

    def marked(self, pieces: Iterable[Piece]) -> Iterator[Run]:
        """The pieces in their styles, between signs where there is no colour."""
        for piece in pieces:
            style = _STYLES[piece.sign]
            opening, closing = ("", "") if self._colour else _MARKS.get(style, ("", ""))
            yield from (Run(style, part) for part in (opening, piece.text, closing) if part)

    def _line(self, line: Iterable[Run]) -> str:
        joined = groupby(line, key=lambda run: run.style)
        return "".join(
            self._painted(style, "".join(run.text for run in runs)) for style, runs in joined
        )

    def _painted(self, style: str, text: str) -> str:
        code = _SGR.get(style)
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour and code else text
