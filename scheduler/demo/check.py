"""Holds what Stet reported against what the newsroom says it did: every edit once, nothing else."""

from collections.abc import Callable, Iterable, Sequence

from scheduler.diff.records import Change, ChangeReport
from scheduler.newsroom import Edit

EVENTS = {"retracted": "deleted", "restored": "restored", "expired": "expired"}
"""The newsroom's word for what happens to a whole page -> the kind of its report."""

Told = dict[tuple[str, int], tuple[ChangeReport, Change | None]]
"""All that was reported and is not yet explained: (report, place) -> change; None for an event."""


def disagreements(
    edits: Iterable[Edit], reports: Sequence[ChangeReport], identity: Callable[[str], str]
) -> list[str]:
    """One sentence for each edit that was not reported exactly once, and for each false change.

    `edits` since the first crawl; `identity` turns the URL of an edit into that of an article.
    A change is explained by an edit only where the texts are the same to the letter, and by one
    edit only.
    """
    told = _told(reports)
    found = []
    for edit in edits:
        explained = [
            key
            for key, (report, change) in told.items()
            if report.article == identity(edit.url) and _explains(edit, report, change)
        ]
        found += _twice(edit, [told.pop(key) for key in explained])
        if (times := len({report for report, _ in explained})) != 1:
            found.append(f"{_worded(edit)} stands in {times} reports, not in one")
    return found + [_false(report, change) for report, change in told.values()]


def _told(reports: Sequence[ChangeReport]) -> Told:
    told: Told = {}
    for report in reports:
        if report.kind == "edited":
            told |= {(report.id, at): (report, change) for at, change in enumerate(report.changes)}
        else:
            told[report.id, 0] = (report, None)
    return told


def _explains(edit: Edit, report: ChangeReport, change: Change | None) -> bool:
    if change is None or edit.kind in EVENTS:
        return change is None and report.kind == EVENTS.get(edit.kind)
    if change.field == "credits":
        return edit.kind == "credited" and edit.new in change.new and not change.old
    if (change.old, change.new) in edit.brackets:
        return change.field == "body"
    if (change.kind == "moved") != (edit.kind == "moved"):
        return False
    place = "body" if edit.field == "credits" else edit.field
    return (change.field, change.old, change.new) == (place, edit.before, edit.after)


def _twice(edit: Edit, explained: Sequence[tuple[ChangeReport, Change | None]]) -> list[str]:
    """A sentence where one report tells the same thing twice."""
    texts = [(report.id, change) for report, change in explained]
    return [f"{_worded(edit)} is told twice"] if len(set(texts)) < len(texts) else []


def _worded(edit: Edit) -> str:
    return f"{edit.url}: {edit.kind} {edit.field} {edit.old!r} -> {edit.new!r}"


def _false(report: ChangeReport, change: Change | None) -> str:
    if change is None:
        return f"{report.url}: reported as {report.kind}, but the newsroom did no such thing"
    return (
        f"{report.url}: reported as {change.kind} {change.field} {change.old!r} -> {change.new!r}, "
        "but the newsroom wrote no such edit"
    )
