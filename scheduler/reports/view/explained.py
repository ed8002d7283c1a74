"""Why a report has its score, in a reader's words or for programs."""

import json
from collections.abc import Iterator

from scheduler.diff import judge
from scheduler.diff.explain import Counted, Explanation, Judged, explain
from scheduler.diff.records import ChangeReport
from scheduler.reports.view.catalogue import Words
from scheduler.reports.view.context import Context
from scheduler.reports.view.harmless import head, visible
from scheduler.reports.view.shown import label, show

TEXT = 60
"""Characters shown of what a change removed or added."""


def lines(report: ChangeReport, context: Context) -> Iterator[str]:
    """The changes with their reasons, then the sum; a line each."""
    words = Words(context.lang)
    shown, found = show(report, context), explain(report)
    yield f"{visible(report.id)}  {shown.title}"
    yield shown.verdict
    for judged in found.changes:
        yield ""
        yield from _change(judged, words)
    yield ""
    yield from _sum(report, found, words)


def _change(judged: Judged, words: Words) -> Iterator[str]:
    change = judged.change
    told = words("list").join(words.name("tag", tag) for tag in change.tags)
    title = f"{label(change, words)}{words('colon')}{words.name('kind', change.kind)}"
    yield f"{title}{words('comma')}{told}" if told else title
    for sign in ("-", "+"):
        text = "…".join(text for own, text in change.spans if own == sign)
        if text:
            yield f"  {sign} {visible(head(text, TEXT))}"
    if judged.noise:
        yield f"  {words(f'why.{judged.noise}', name=visible(change.rule))}"
    for point in judged.points:
        yield f"  {_point(point, words)}"


def _point(point: judge.Point, words: Words) -> str:
    reckoned = str(point.weight)
    if point.length:
        reckoned += f" + {words('why.length')} {_number(point.length)}"
    if point.factor != 1:
        inner = f"({reckoned})" if point.length else reckoned
        reckoned = f"{inner} × {words('why.field')} {_number(point.factor)}"
    if point.length or point.factor != 1:
        reckoned += f" = {_number(point.worth)}"
    return f"{words.name('tag', point.reason)} {reckoned}"


def _sum(report: ChangeReport, found: Explanation, words: Words) -> Iterator[str]:
    yield words("why.sum", part=f"{judge.OTHERS:.0%}")
    for each in found.counted:
        yield f"  {_counted(each, words)}"
    yield f"  {words('why.total', total=_number(found.total), score=found.score)}"
    if found.score != report.score:
        yield f"  {words('why.stored', score=report.score)}"


def _counted(each: Counted, words: Words) -> str:
    name, points = words.name("tag", each.reason), _number(each.points)
    if each.share == 1:
        return f"{name} {points}"
    return f"{name} {points} × {each.share:.0%} = {_number(each.counts)}"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def as_json(report: ChangeReport) -> str:
    """One JSON object on one line."""
    found = explain(report)
    return json.dumps(
        {
            "id": report.id,
            "score": report.score,
            "explained": found.score,
            "total": found.total,
            "reasons": [
                {"reason": each.reason, "points": each.points, "share": each.share}
                for each in found.counted
            ],
            "changes": [_change_for_programs(judged) for judged in found.changes],
        }
    )


def _change_for_programs(judged: Judged) -> dict[str, object]:
    change = judged.change
    return {
        "field": change.field,
        "path": change.path,
        "from_path": change.from_path,
        "kind": change.kind,
        "tags": change.tags,
        "noise": judged.noise,
        "rule": change.rule,
        "points": [
            {
                "reason": point.reason,
                "weight": point.weight,
                "length": point.length,
                "factor": point.factor,
                "worth": point.worth,
            }
            for point in judged.points
        ],
    }
