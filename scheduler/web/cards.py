"""Changes as the cards of a page, in HTML: made once for all pages that show the same ones."""

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from scheduler.diff.records import ChangeReport
from scheduler.reports.view import pages
from scheduler.reports.view.catalogue import Words
from scheduler.reports.view.context import Context, Lang
from scheduler.reports.view.stories import Story, by_card, story
from scheduler.web.kept import Kept

_EVENT = re.compile(r"/[a-z]+@(\d{4}-\d\d-\d\dT[\d:.]+Z)$")
"""In the id of a report of one: when it was sure."""

ROOM = 16 * 1024 * 1024
"""Bytes of all cards that are kept."""
_BESIDE = 4
"""Times as many bytes as of HTML a card takes, with the reports that it is known by."""


@dataclass(frozen=True, slots=True)
class Card:
    """What happened to one article, or to many of a site at once."""

    html: pages.Html
    """As it stands on a page."""
    title: str
    """Of the latest report."""
    outlet: str
    """Who wrote it."""
    day: date | None
    """Of the latest change, in the reader's zone."""
    weight: int
    """Bytes of `html`."""


class Cards:
    """Those that were made, for all requests."""

    def __init__(self, templates: pages.Templates, room: int = ROOM) -> None:
        """As many are kept as take so many bytes."""
        self._templates = templates
        self._kept: Kept[Hashable, Card] = Kept(room)
        self._made_macros: dict[Lang, Any] = {}

    def listed(
        self, reports: Iterable[ChangeReport], older: Mapping[str, int], context: Context
    ) -> list[Card]:
        """One card an article, the latest change first, with how many of its changes are older.

        `older` says that of each report, by its id. A change that a site made to many articles is
        of none of them.
        """
        groups = by_card(reports)
        return [
            self.one(group, context, 0 if group[0].affected else older.get(group[-1].id, 0))
            for group in groups
        ]

    def one(self, reports: tuple[ChangeReport, ...], context: Context, more: int = 0) -> Card:
        """The card of a group of `by_card`; `more` changes of the article are older."""
        year = context.now and context.now.astimezone(context.zone).year
        key = (reports, more, context.lang, context.zone, year)
        found = self._kept.get(key)
        if found is None:
            found = self._made(reports, context, more)
            self._kept.put(key, found, _BESIDE * found.weight)
        return found

    def _made(self, reports: tuple[ChangeReport, ...], context: Context, more: int) -> Card:
        shown = story(reports, context, more)
        html: pages.Html = self._macros(context.lang).story(shown)
        weight = len(html.encode())
        return Card(
            html, shown.latest.title, shown.latest.outlet, _day(reports[0], shown, context), weight
        )

    def _macros(self, lang: Lang) -> Any:
        """Those of reports, made once: a template that imports them makes them anew each time."""
        if lang not in self._made_macros:
            template = self._templates.get_template("report.html")
            self._made_macros[lang] = template.make_module({"words": Words(lang)})
        return self._made_macros[lang]


def _day(report: ChangeReport, shown: Story, context: Context) -> date | None:
    """Under which it stands: of an event when it was sure, by which it is in order and found."""
    if event := _EVENT.search(report.id):
        return datetime.fromisoformat(event[1]).astimezone(context.zone).date()
    at = shown.latest.at
    return datetime.fromisoformat(at.iso).date() if at else None
