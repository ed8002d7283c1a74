"""For spreadsheets: one row a change (RFC 4180), columns that stay, no cell that is a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from scheduler.diff.records import Change, ChangeReport, Seen
from scheduler.reports.view.catalogue import Words
from scheduler.reports.view.context import Context
from scheduler.reports.view.harmless import head, link, visible
from scheduler.reports.view.times import instant

COLUMNS = (
    "report", "article", "site", "publisher", "title", "url",
    "kind", "score", "significant", "reasons", "added", "removed", "sitewide",
    "version_before", "last_seen_before", "version_after", "first_seen_after",
    "change", "field", "change_kind", "paragraph_before", "paragraph_after", "tags", "rule",
    "old", "new",
)  # fmt: skip
"""They are never renamed or moved; another one comes last."""
CELL = 16_000
"""Characters of a cell, at most: Excel takes 32,767 UTF-16 units and cuts the rest in silence."""

# Excel reads a file without this mark in the code page of its machine: 臺 becomes è‡º.
_MARK = "\ufeff"
# What spreadsheets run: a cell, or what a semicolon or a bar makes one where these part cells.
_FORMULA = re.compile(r"(?:^|(?<=[;|]))(?=[\s\"']*[=+\-@＝＋－＠])")


def render(reports: Iterable[ChangeReport], context: Context) -> Iterator[str]:
    """The names of the columns, then a row for each change of each report, as they come.

    A report without changes is one row. Lists are parted by blanks.
    """
    yield _MARK + _line(COLUMNS)
    for report in reports:
        yield from (_line(row) for row in _rows(report, context))


def _rows(report: ChangeReport, context: Context) -> Iterator[tuple[str, ...]]:
    words = Words(context.lang)
    told = tuple(_cell(each, words) for each in _report(report, context))
    for number, change in enumerate(report.changes or (None,), 1):
        cells = _change(change, number) if change else ("",) * (len(COLUMNS) - len(told))
        yield told + tuple(_cell(each, words) for each in cells)


def _report(report: ChangeReport, context: Context) -> tuple[str, ...]:
    before, after = report.before, report.after
    return (
        report.id,
        report.article,
        report.site,
        report.publisher,
        report.title,
        link(report.url),
        report.kind,
        str(report.score),
        "yes" if report.significant else "no",
        " ".join(report.reasons),
        str(report.added),
        str(report.removed),
        report.sitewide.id if report.sitewide else "",
        _version(before),
        instant(before.last_seen, context).iso if before and before.last_seen else "",
        _version(after),
        instant(after.first_seen, context).iso if after else "",
    )


def _version(seen: Seen | None) -> str:
    return str(seen.version) if seen and seen.version else ""


def _change(change: Change, number: int) -> tuple[str, ...]:
    before = change.from_path or (change.path if change.kind != "added" else ())
    after = change.path if change.kind != "removed" else ()
    return (
        str(number),
        change.field,
        change.kind,
        " ".join(str(place + 1) for place in before),
        " ".join(str(place + 1) for place in after),
        " ".join(change.tags),
        change.rule,
        change.old,
        change.new,
    )


def _cell(text: str, words: Words) -> str:
    shown = head(text, CELL)
    left = len(text) - len(shown)
    cut = words("cut", n=f"{left:,}") if left else ""
    return _FORMULA.sub("'", visible(shown + cut))


def _line(cells: Iterable[str]) -> str:
    written = io.StringIO(newline="")
    csv.writer(written, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n").writerow(cells)
    return written.getvalue()
