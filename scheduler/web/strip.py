"""The strip of an article's life: its versions and what happened to it, the larger the more."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler.store import VersionRow, WatchRow
from scheduler.diff.records import ChangeReport
from scheduler.reports.view.catalogue import Words
from scheduler.reports.view.context import Context
from scheduler.reports.view.times import instant
from scheduler.web import addresses

SHOWN = 40
"""Points of the strip, at most: the latest ones."""
REPORTS = 4 * SHOWN
"""Reports that tell how large they are."""
SIZES = (1, 10, 40, 160)
"""Characters changed from which a dot is one size larger."""


@dataclass(frozen=True, slots=True)
class Point:
    """A version, or an event."""

    at: datetime
    """First seen."""
    number: int | None
    """Of the version; None for an event."""
    href: str
    """Its page."""
    size: int
    """1 to 5."""
    text: str
    """`第 3 版`, `撤下`."""
    label: str
    """`第 3 版，1月6日 00:00，＋21 −0 字`."""
    day: str
    """`1/6`."""


@dataclass(frozen=True, slots=True)
class Strip:
    """Of one article."""

    points: tuple[Point, ...]
    """Oldest first."""
    left_out: int
    """Older ones."""


def strip(
    watch: WatchRow,
    versions: Sequence[VersionRow],
    reports: Sequence[ChangeReport],
    context: Context,
) -> Strip:
    """What to draw of an article: all its versions, oldest first, its latest `REPORTS` reports."""
    found = _Drawing(watch, context, reports)
    points = [found.version(version) for version in versions[-SHOWN:]]
    points += found.events()
    points.sort(key=lambda point: point.at)
    kept = points[-SHOWN:]
    return Strip(tuple(kept), len(versions) - sum(point.number is not None for point in kept))


class _Drawing:
    def __init__(self, watch: WatchRow, context: Context, reports: Sequence[ChangeReport]) -> None:
        self._watch = watch
        self._context = context
        self._words = Words(context.lang)
        self._reports = reports
        self._edits = {
            report.after.version: report
            for report in reports
            if report.kind == "edited" and report.after
        }

    def version(self, version: VersionRow) -> Point:
        report = self._edits.get(version.number)
        words = self._words
        name = words("web.version", n=version.number)
        told_of = [name, instant(version.first_seen, self._context).text]
        if report and (report.added or report.removed):
            told_of.append(words("signs", added=report.added, removed=report.removed))
        return Point(
            version.first_seen,
            version.number,
            addresses.version(self._watch.identity, version.number),
            _size(report),
            name,
            words("comma").join(told_of),
            self._day(version.first_seen),
        )

    def events(self) -> list[Point]:
        return [
            Point(
                report.after.first_seen,
                None,
                addresses.report(report.id),
                2,
                self._words(f"event.{report.kind}"),
                self._words("comma").join(
                    (
                        self._words(f"event.{report.kind}"),
                        instant(report.after.first_seen, self._context).text,
                    )
                ),
                self._day(report.after.first_seen),
            )
            for report in self._reports
            if report.kind != "edited" and report.after
        ]

    def _day(self, at: datetime) -> str:
        local = at.astimezone(self._context.zone)
        return f"{local.month}/{local.day}" if self._context.lang != "en" else f"{local:%-d %b}"


def _size(report: ChangeReport | None) -> int:
    """Of a dot: by how much was changed; the first version, and what is not known, are small."""
    changed = report.added + report.removed if report else 0
    return 1 + bisect_left(SIZES, changed + 1)
