"""Holds what Stet reported against what the newsroom says it did: every edit once, nothing else."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from scheduler.diff.records import Change, ChangeReport
from scheduler.newsroom import Edit

EVENTS = {"retracted": "deleted", "restored": "restored", "expired": "expired"}
"""The newsroom's word for what happens to a whole page -> the kind of its report."""
KINDS = {"moved": {"moved"}, "appended": {"added"}}
"""The kinds of change by which an edit may be told, where they are not these:"""
TEXT_KINDS = {"edited", "rewritten"}

Told = dict[tuple[int, int], tuple[ChangeReport, Change | None]]
"""All that was reported and is not yet explained: (report, change) by place; None for an event."""


def disagreements(
    edits: Iterable[Edit], reports: Sequence[ChangeReport], identity: Callable[[str], str]
) -> list[str]:
    """One sentence for each edit that was not reported exactly once, and for each false change.

    `edits` since the first crawl; `identity` turns the URL of an edit into that of an article.
    A change is explained by an edit only where texts, places, kind and tags are what the edit
    makes them, and by one edit only.
    """
    told = _told(reports)
    found = [sentence for report in reports for sentence in _unsound(report)]
    for edit in edits:
        explained = [
            key
            for key, (report, change) in told.items()
            if report.article == identity(edit.url) and _explains(edit, report, change)
        ]
        changes = [told.pop(key)[1] for key in explained]
        if (times := len({report for report, _ in explained})) != 1:
            found.append(f"{_worded(edit)} stands in {times} reports, not in one")
        elif len(changes) != _expected(edit):
            found.append(f"{_worded(edit)} takes {_expected(edit)} changes, not {len(changes)}")
    return found + [_false(report, change) for report, change in told.values()]


def _told(reports: Sequence[ChangeReport]) -> Told:
    told: Told = {}
    for number, report in enumerate(reports):
        if report.kind == "edited":
            told |= {(number, at): (report, change) for at, change in enumerate(report.changes)}
        else:
            told[number, 0] = (report, None)
    return told


def _unsound(report: ChangeReport) -> Iterator[str]:
    """What is wrong with a report whatever it is about."""
    if not report.changes:
        yield f"{report.id} shows nothing"
    for change in report.changes:
        old = "".join(text for sign, text in change.spans if sign != "+")
        new = "".join(text for sign, text in change.spans if sign != "-")
        if (old, new) != (change.old, change.new):
            yield f"{report.id}: the spans of {change.old!r} -> {change.new!r} are another text"


def _expected(edit: Edit) -> int:
    """How many changes tell of an edit: a credit stands in its field and in the text."""
    return (2 if edit.kind == "credited" else 1) + len(edit.brackets)


def _explains(edit: Edit, report: ChangeReport, change: Change | None) -> bool:
    if change is None or edit.kind in EVENTS:
        return change is None and report.kind == EVENTS.get(edit.kind)
    if change.field == "credits":
        return edit.kind == "credited" and edit.new in change.new and not change.old
    if (change.old, change.new) in edit.brackets:
        return change.field == "body"
    field = "body" if edit.field == "credits" else edit.field
    texts = (change.field, change.old, change.new)
    return (
        texts == (field, edit.before, edit.after)
        and change.kind in KINDS.get(edit.kind, TEXT_KINDS)
        and _places(edit) == (change.path, change.from_path)
        and _tags(edit) <= set(change.tags)
    )


def _places(edit: Edit) -> tuple[tuple[int, ...], tuple[int, ...]]:
    path, from_path = (() if at is None else (at,) for at in (edit.path, edit.from_path))
    return path, from_path


def _tags(edit: Edit) -> set[str]:
    """What no report may leave unsaid: a figure, a headline, a name in the byline."""
    tags = {"headline"} if edit.field == "title" else set()
    if edit.kind == "credited":
        tags.add("byline")
    figures = [re.findall(r"\d+", text) for text in (edit.before, edit.after)]
    if edit.kind == "corrected" and figures[0] != figures[1]:
        tags.add("number")
    return tags


def _worded(edit: Edit) -> str:
    return f"{edit.url}: {edit.kind} {edit.field} {edit.old!r} -> {edit.new!r}"


def _false(report: ChangeReport, change: Change | None) -> str:
    if change is None:
        return f"{report.url}: reported as {report.kind}, but the newsroom did no such thing"
    return (
        f"{report.url}: reported as {change.kind} {change.field} {change.old!r} -> {change.new!r}, "
        "but the newsroom wrote no such edit"
    )
