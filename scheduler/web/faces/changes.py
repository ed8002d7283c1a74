"""The latest changes, sieved and a page at a time, under their days: the first page."""

from datetime import date, timedelta

from starlette.requests import Request
from starlette.responses import Response

from crawler import clock
from crawler.store import Sieve, Store
from scheduler import told
from scheduler.diff.records import ChangeReport
from scheduler.reports.view.stories import stories
from scheduler.web import days, welcome
from scheduler.web.asked import PAGE
from scheduler.web.face import Page
from scheduler.web.reader import Reader
from scheduler.web.sieves import KINDS, TAGS, Wanted, wanted

EVER = timedelta(days=36500)
READ = 400
"""Reports read for one page, where they themselves must tell which are meant."""


def changes(request: Request, reader: Reader, store: Store) -> Response:
    """The latest changes, a page at a time, of those that were asked for."""
    asked = wanted(request.query_params, reader.config.zone)
    before = request.query_params.get("before", "")
    found, more = _page(store, asked, before)
    if not found and not asked.said and not before:
        watched = bool(store.due(clock.now() + EVER, limit=1))
        return welcome.nothing_yet(reader, watched=watched)
    shown = stories(found, reader.context)
    newest = store.leaf(Sieve(site=asked.sieve.site), limit=1).rows
    last = newest[0].changed_at.astimezone(reader.config.zone).date() if newest else None
    return reader.page(
        "changes.html",
        title=reader.words("web.changes"),
        days=days.by_day(shown, reader.context),
        asked=asked,
        kinds=KINDS,
        tags=TAGS,
        sites=store.sites(),
        publishers=sorted({story.latest.outlet for story in shown}),
        strip=days.strip(store, reader.context, _last(asked, last), asked.sieve.site, _day(asked))
        if last
        else [],
        older=asked.address(before=more) if more else "",
        newest=newest[0].id if newest and not asked.said and not before else "",
    )


def _day(asked: Wanted) -> str:
    return asked.said.get("day", "")


def _last(asked: Wanted, newest: date) -> date:
    """The last day of the strip: a week beyond the one that is shown, if there are so many."""
    if not _day(asked):
        return newest
    return min(newest, date.fromisoformat(_day(asked)) + timedelta(days=days.SHOWN // 2))


def _page(store: Store, asked: Wanted, before: str) -> tuple[list[ChangeReport], str]:
    """A page of what is told, and the id after which the next one begins.

    A site-wide event of hundreds of articles is told once: the rows of its others fill no page.
    """
    found: list[ChangeReport] = []
    read = 0
    limit = READ // 2 if asked.is_narrow else PAGE
    while True:
        leaf = store.leaf(asked.sieve, before=before, limit=limit)
        for row in leaf.rows:
            report = told.record(row)
            read += 1
            if report.is_told and asked.fits(report):
                found.append(report)
            if len(found) == PAGE:
                more = leaf.before or (row is not leaf.rows[-1])
                return found, row.id if more else ""
        before = leaf.before
        if not before or read >= READ or (found and not asked.is_narrow):
            return found, before


ADDRESSES = (Page("/", changes, without=welcome.no_archive),)
