"""A report as an entry of a feed: its names, its moments, its links, its text as HTML."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import accumulate, chain
from urllib.parse import quote, unquote

from scheduler.diff.records import ChangeReport
from scheduler.reports.view.catalogue import Words
from scheduler.reports.view.context import Context
from scheduler.reports.view.harmless import visible
from scheduler.reports.view.shown import Passage, Shown, show
from scheduler.reports.view.times import changed_at

LENGTH = 20_000
"""Characters of an entry's passages, about; the changes after that are counted."""
_PCHAR = "-._~!$&'()*+,;=:@/?"  # what a tag may hold besides letters and digits (RFC 4151)
_EPOCH = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """One report as feeds tell it. Every text is harmless but unescaped."""

    id: str
    """A `tag:` URI (RFC 4151), the same for ever."""
    title: str
    """The article's, after what happened to it."""
    summary: str
    """The verdict and the window, in one line."""
    html: str
    """What changed, with its styles inside: feed readers take no style sheet."""
    at: str
    """RFC 3339, UTC: when the change was first seen."""
    alternate: str
    """Where a reader goes for it: the reader's page, or else the article; may be empty."""
    original: str
    """The article; empty where it has no web address, or where `alternate` is it."""
    history: str
    """The page of all versions; empty without a reader."""
    predecessor: str
    """The page of the version before; empty without a reader or a version."""
    version: str
    """The page of the version after, likewise."""
    terms: tuple[str, ...]
    """Kind and reasons: keys, for programs."""
    shown: Shown
    """All of it in words."""
    report: ChangeReport
    """What it is made of."""


def entries(reports: Iterable[ChangeReport], context: Context) -> Iterator[Entry]:
    """One entry a report that is told, as they come."""
    from scheduler.reports.view import pages  # loads the templates' language

    template = pages.template("entry.html")
    words = Words(context.lang)
    undated = replace(context, now=None)  # feed readers keep an entry: its times have their year
    for report in filter(lambda report: report.is_told, reports):
        shown = _bounded(show(report, undated), words)
        html = template.render(words=words, shown=shown)
        yield _entry(report, shown, html, context)


def opened(reports: Iterable[ChangeReport], context: Context) -> tuple[str, Iterator[Entry]]:
    """When a feed was last changed, by its newest report, and its entries."""
    made = entries(reports, context)
    first = next(made, None)
    if first is None:  # served, an empty feed is the same all day
        now = context.now or _EPOCH
        return stamp(now.replace(hour=0, minute=0, second=0) if context.pages else now), iter(())
    return first.at, chain([first], made)


def _entry(report: ChangeReport, shown: Shown, html: str, context: Context) -> Entry:
    reader, own = context.pages, not report.affected
    before, after = (end.version if end else None for end in (report.before, report.after))
    before = None if before == after else before
    page = reader.report(report.id) if reader and report.id else ""
    versions = [
        reader.version(report.article, number) if reader and own and number else ""
        for number in (before, after)
    ]
    return Entry(
        id=tag(report.id),
        title=f"{shown.badge}｜{shown.title}" if shown.badge else shown.title,
        summary=" · ".join(filter(None, (shown.verdict, shown.window))),
        html=html,
        at=stamp(changed_at(report) or context.now or _EPOCH),
        alternate=page or shown.url,
        original=shown.url if page else "",
        history=reader.article(report.article) if reader and own else "",
        predecessor=versions[0],
        version=versions[1],
        terms=tuple(dict.fromkeys((report.kind, *map(visible, report.reasons)))),
        shown=shown,
        report=report,
    )


def _bounded(shown: Shown, words: Words) -> Shown:
    """The first passages that fit, plain ones before folded ones; of the rest, how many."""
    both = (*shown.passages, *shown.folded)
    lengths = accumulate(map(_length, both), initial=0)
    kept = sum(1 for length in lengths if length < LENGTH)
    if kept >= len(both):
        return shown
    plain = len(shown.passages)
    more = " ".join(filter(None, (words("more", n=len(both) - kept), shown.more)))
    return replace(
        shown,
        passages=shown.passages[:kept],
        folded=shown.folded[: max(0, kept - plain)],
        more=more,
    )


def _length(passage: Passage) -> int:
    return sum(len(piece.text) for piece in (*passage.pieces, *passage.old, *passage.new))


def feed_id(context: Context) -> str:
    """The `tag:` URI of the whole feed."""
    name = context.pages.feed if context.pages else "reports"
    return tag(f"tag:stet,2026:{unquote(name)}")  # an address, in which % is written once already


def tag(name: str) -> str:
    """A report's id as a URI: what RFC 4151 has no place for is percent-encoded."""
    return quote(name, safe=_PCHAR, errors="replace")


def stamp(at: datetime) -> str:
    """RFC 3339, UTC, to the second."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"
