"""For GitHub, a wiki or a mail: one section a report, marked with <del> and <ins>."""

import re
from collections.abc import Iterable, Iterator

from scheduler.diff.records import ChangeReport
from scheduler.reports.view import digests
from scheduler.reports.view.catalogue import Words
from scheduler.reports.view.context import Context
from scheduler.reports.view.harmless import visible
from scheduler.reports.view.passages import Piece
from scheduler.reports.view.shown import Passage, Shown, show
from scheduler.reports.view.times import zone_name

# Between Han characters and punctuation `~~` and `**` do not close (CommonMark's flanking
# rules), so changes are marked with the HTML elements that GitHub and mail programs keep.
_MARKS = {"-": ("<del>", "</del>"), "+": ("<ins>", "</ins>"), "=": ("", ""), "…": ("", "")}
_SPECIAL = re.compile(r"[\\`*_\[\]|~$]")
_MENTION = re.compile(r"([@#])(?=[0-9A-Za-z])")


def render(reports: Iterable[ChangeReport], context: Context) -> Iterator[str]:
    """One section a report, as they come; without reports one sentence."""
    words = Words(context.lang)
    yield f"# {_escaped(context.title or words('title'))}\n"
    yield f"\n{_escaped(words('zone', zone=zone_name(context)))}\n"
    empty = True
    for report in filter(lambda report: report.is_told, reports):
        empty = False
        yield "\n" + "".join(_section(show(report, context)))
    if empty:
        yield f"\n{words(context.nothing)}\n"


def digest(reports: Iterable[ChangeReport], context: Context) -> Iterator[str]:
    """Lists by site and article; it begins after the last report."""
    words, found = Words(context.lang), digests.digest(reports, context)
    yield f"# {_escaped(context.title or words('title'))}\n"
    yield f"\n{_listed(found.lead, words('zone', zone=zone_name(context)))}\n"
    for named in found.apart:
        yield f"\n## {_escaped(named.heading)}\n\n"
        for shown in named.reports:
            facts = _listed(shown.badge, shown.outlet, shown.window)
            yield f"- {_linked(shown.title, shown.url)}  \n  {facts}\n"
    for group in found.groups:
        yield f"\n## {_escaped(group.site)}\n\n"
        for line in group.lines:
            yield from _line(line)
    for note in filter(None, (found.left, found.noise)):
        yield f"\n{_escaped(note)}\n"


def _line(line: digests.Line) -> Iterator[str]:
    shown = line.latest
    yield f"- {_linked(shown.title, shown.url)}  \n"
    for verdict in line.verdicts:
        yield f"  **{_escaped(verdict)}**  \n"
    yield f"  {_listed(shown.score, shown.reasons, shown.outlet, shown.window, line.more)}\n"


def _section(shown: Shown) -> Iterator[str]:
    yield f"## {_linked(shown.title, shown.url)}\n"
    yield f"\n**{_escaped(shown.verdict)}**  \n"
    yield _listed(shown.score, shown.reasons, shown.signs, shown.versions) + "  \n"
    yield _listed(shown.outlet, visible(shown.article), shown.window) + "\n"
    if shown.passages:
        yield "\n" + "".join(map(_item, shown.passages))
    if shown.folded:
        summary = f"<summary>{_escaped(shown.fold_line)}</summary>"
        items = "".join(map(_item, shown.folded))
        yield f"\n<details>{summary}\n\n{items}\n</details>\n"
    if shown.more:
        yield f"\n{_escaped(shown.more)}\n"
    if shown.affected:
        items = "".join(f"- {_linked(each.title, each.url)}\n" for each in shown.affected)
        yield f"\n{_escaped(shown.affected_line)}\n\n{items}"


def _item(passage: Passage) -> str:
    label = f"**{_escaped(passage.label)}**"
    moved = f" ↕ {_escaped(passage.move)}" if passage.move else ""
    rows = [_marked(row) for row in (passage.old, passage.new, passage.pieces) if row]
    return f"- {label}{moved} {'<br>'.join(rows)}".rstrip() + "\n"


def _marked(pieces: Iterable[Piece]) -> str:
    return "".join(
        f"{_MARKS[piece.sign][0]}{_escaped(piece.text)}{_MARKS[piece.sign][1]}" for piece in pieces
    )


def _linked(title: str, url: str) -> str:
    return f"[{_escaped(title)}](<{url}>)" if url else _escaped(title)


def _listed(*facts: str) -> str:
    return " · ".join(_escaped(fact) for fact in facts if fact)


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is: no markup, no HTML, no mention of a user or issue."""
    inert = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MENTION.sub(r"\1<!-- -->", _SPECIAL.sub(r"\\\g<0>", inert))
