"""The latest changes, a page at a time: the first page."""

import re
from dataclasses import dataclass
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from crawler import clock
from crawler.errors import UsageError
from crawler.store import ReportRow, Store
from scheduler import told
from scheduler.reports.view.stories import stories
from scheduler.web import asked, welcome
from scheduler.web.asked import PAGE
from scheduler.web.face import Page
from scheduler.web.reader import Reader

EVER = timedelta(days=36500)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which changes a reader asked for."""

    site: str = ""
    """The site's name, as identities begin; empty: all."""
    min_score: int = 0
    """0 for all."""
    before: str = ""
    """Id of the last report already read."""


def changes(request: Request, reader: Reader, store: Store) -> Response:
    """The latest changes, a page at a time, of one site or from one score on."""
    wanted = _wanted(request)
    shown, rows = _page(store, wanted)
    if not rows and wanted == Wanted():
        watched = bool(store.due(clock.now() + EVER, limit=1))
        return welcome.nothing_yet(reader, watched=watched)
    return reader.page(
        "changes.html",
        title=reader.words("web.changes"),
        stories=stories(told.records(shown), reader.context),
        wanted=wanted,
        sites=sorted({row.site for row in shown}),
        older=asked.older("/", rows, site=wanted.site, min_score=wanted.min_score),
    )


def _page(store: Store, wanted: Wanted) -> tuple[list[ReportRow], list[ReportRow]]:
    """A page of what is told, and the rows that were read last, one more than shown if any follow.

    A site-wide event of hundreds of articles is told once: the rows of its others fill no page.
    """
    shown: list[ReportRow] = []
    rows: list[ReportRow] = []
    before = wanted.before or None
    while not rows or (len(shown) < PAGE < len(rows)):
        rows = store.reports(
            site=wanted.site or None, min_score=wanted.min_score, before=before, limit=PAGE + 1
        )
        if not rows:
            break
        shown += [row for row in rows[:PAGE] if row.is_told]
        before = rows[:PAGE][-1].id
    return shown, rows


def _wanted(request: Request) -> Wanted:
    asked_for = request.query_params
    score = asked_for.get("min_score") or "0"
    if not re.fullmatch("[0-9]{1,3}", score):
        raise UsageError(f"min_score={score[:20]!r}: expected a number from 0 to 100")
    return Wanted(asked_for.get("site", "").strip(), int(score), asked_for.get("before", ""))


ADDRESSES = (Page("/", changes, without=welcome.no_archive),)
