"""For patch(1) and programmers' tools: unified hunks without context, a paragraph a line."""

from collections.abc import Iterable, Iterator

from scheduler.diff.records import Change, ChangeReport, Seen
from scheduler.reports.view import harmless
from scheduler.reports.view.context import Context
from scheduler.reports.view.times import instant

FILE = "file"
"""Site of a report on two files: `article` is the name of the old one, `url` of the new one."""

_BREAK = "\n"


def render(reports: Iterable[ChangeReport], context: Context) -> Iterator[str]:
    """A pair of headers and the hunks of each report, as they come; nothing without reports.

    The body's hunks can be applied to a file of the old paragraphs with `patch`. What is no part
    of the body stands above them, in comments that patch leaves alone.
    """
    for report in reports:
        yield from (f"{line}\n" for line in _lines(report, context))


def _lines(report: ChangeReport, context: Context) -> Iterator[str]:
    yield f"diff {_plain(report.article)} {_plain(report.url)}"
    if report.kind != "edited":
        yield f"# {report.kind}"
    for rule in dict.fromkeys(change.rule for change in report.changes if change.rule):
        yield f"# put aside by rule: {_plain(rule)}"
    for change in report.changes:
        if change.field != "body":
            yield from _field(change)
    body = [change for change in report.changes if change.field == "body"]
    if body:
        yield f"--- {_plain(report.article)} {_seen(report.before, context)}"
        yield f"+++ {_plain(_new_name(report))} {_seen(report.after, context)}"
        yield from _hunks(body)


def _new_name(report: ChangeReport) -> str:
    """An article is called as before; of two files the address is the new one's name."""
    return report.url if report.site == FILE else report.article


def _field(change: Change) -> Iterator[str]:
    yield f"# {_plain(change.field)}"
    for sign, text in (("-", change.old), ("+", change.new)):
        yield from (f"#{sign}{_plain(line)}" for line in text.split(_BREAK) if text)


def _seen(seen: Seen | None, context: Context) -> str:
    return instant(seen.last_seen or seen.first_seen, context).iso if seen else ""


def _hunks(changes: Iterable[Change]) -> Iterator[str]:
    """Walks both texts at once: what is on neither list stands on both sides."""
    removed: dict[int, str] = {}
    added: dict[int, str] = {}
    for change in changes:
        places = (change.from_path or change.path) if change.kind != "added" else ()
        removed.update(zip(places, change.old.split(_BREAK), strict=False))
        places = change.path if change.kind != "removed" else ()
        added.update(zip(places, change.new.split(_BREAK), strict=False))
    left = right = 0
    while removed or added:
        olds = list(_run(removed, left))
        news = list(_run(added, right))
        if olds or news:
            yield f"@@ -{_range(left, len(olds))} +{_range(right, len(news))} @@"
            yield from (f"-{_plain(line)}" for line in olds)
            yield from (f"+{_plain(line)}" for line in news)
        left, right = left + len(olds) + 1, right + len(news) + 1


def _run(lines: dict[int, str], place: int) -> Iterator[str]:
    while place in lines:
        yield lines.pop(place)
        place += 1


def _range(start: int, length: int) -> str:
    """Lines count from 1; an empty range names the line before it."""
    return str(start + 1) if length == 1 else f"{start + bool(length)},{length}"


def _plain(text: str) -> str:
    """A tab stays what it is: `patch` compares it."""
    return "\t".join(map(harmless.visible, text.split("\t")))
