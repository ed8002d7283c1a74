"""Reports gathered by article: what a page shows as one card."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from scheduler.diff.records import ChangeReport
from scheduler.reports.view.context import Context
from scheduler.reports.view.shown import Passage, Shown, show
from scheduler.reports.view.times import changed_at

EDGES = 8
"""Colours of a card's edge: one a site, as far as they go."""
_APART = 65  # begins the digest so that all sites that have a file here differ, and seeds
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Story:
    """One article and what happened to it."""

    latest: Shown
    """The newest report."""
    earlier: tuple[Shown, ...]
    """The others, newest first."""
    edge: int
    """0 to `EDGES` - 1, the same for one site on every page."""
    more: int = 0
    """How many reports of the article are older than these; 0 also where nobody counted."""

    @property
    def headline(self) -> Passage | None:
        """The latest change of the headline, which is shown in its place."""
        if self.latest.affected:
            return None
        titles = (passage for passage in self.latest.passages if passage.field == "title")
        return next(titles, None)


def stories(reports: Iterable[ChangeReport], context: Context) -> list[Story]:
    """One Story an article, the latest change first, in it the latest report first.

    A site-wide event is a Story of its own.
    """
    return [story(group, context) for group in by_card(reports)]


def by_card(reports: Iterable[ChangeReport]) -> list[tuple[ChangeReport, ...]]:
    """The reports that are told, those of one Story together, all in the order of `stories`."""
    found: dict[str, list[ChangeReport]] = {}
    for report in sorted(reports, key=lambda report: changed_at(report) or _NEVER, reverse=True):
        if report.is_told:
            found.setdefault(report.id if report.affected else report.article, []).append(report)
    return list(map(tuple, found.values()))


def story(reports: Sequence[ChangeReport], context: Context, more: int = 0) -> Story:
    """The Story of one group of `by_card`; `more` reports of the article are older."""
    latest, *earlier = (show(report, context) for report in reports)
    return Story(latest, tuple(earlier), edge(latest.site), more)


def edge(site: str) -> int:
    """The colour of a site: of its name in the list of sites, and of all that was found there."""
    return zlib.crc32(site.encode(errors="replace"), _APART) % EDGES
