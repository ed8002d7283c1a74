"""What each page shows: reads the archive, words it, hands it to a template."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from crawler import clock
from crawler.errors import NotFoundError, UsageError
from crawler.store import ReportRow, Store, WatchRow
from scheduler import told
from scheduler.compare import SiteLines
from scheduler.diff import compare
from scheduler.diff.records import ChangeReport
from scheduler.reports.view.harmless import head, visible
from scheduler.reports.view.shown import TITLE, show
from scheduler.reports.view.stories import edge, stories
from scheduler.web import addresses
from scheduler.web.reader import Reader
from scheduler.web.texts import text_of

PAGE = 40
"""Reports on one page."""
VERSIONS = 200
"""Versions listed of one article, the latest ones."""
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
        return nothing_yet(reader, watched=bool(store.due(clock.now() + EVER, limit=1)))
    return reader.page(
        "changes.html",
        title=reader.words("web.changes"),
        stories=stories(_records(shown), reader.context),
        wanted=wanted,
        sites=sorted({row.site for row in shown}),
        older=_older("/", rows, site=wanted.site, min_score=wanted.min_score),
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
    asked = request.query_params
    score = asked.get("min_score") or "0"
    if not re.fullmatch("[0-9]{1,3}", score):
        raise UsageError(f"min_score={score[:20]!r}: expected a number from 0 to 100")
    return Wanted(asked.get("site", "").strip(), int(score), asked.get("before", ""))


def nothing_yet(reader: Reader, *, watched: bool = False) -> Response:
    """What to do next where there is nothing to show, or not even an archive."""
    title = reader.words("web.waiting" if watched else "web.empty")
    return reader.page("empty.html", title=title, watched=watched)


def article(request: Request, reader: Reader, store: Store) -> Response:
    """One article: its versions, what changed, and its text as it stands."""
    watch = _watch(request, store)
    if watch.identity != addresses.name(request.path_params["identity"]):
        return RedirectResponse(addresses.article(watch.identity))
    versions = store.versions(watch.identity)
    before = request.query_params.get("before") or None
    rows = store.reports(identity=watch.identity, before=before, limit=PAGE + 1)
    return reader.page(
        "article.html",
        title=visible(head(watch.title, TITLE)) or visible(watch.identity),
        watch=watch,
        edge=edge(watch.publisher or watch.site),
        versions=versions[: -VERSIONS - 1 : -1],
        hidden=max(0, len(versions) - VERSIONS),
        unread={row.number + step for row in versions if row.is_pruned for step in (0, 1)},
        reports=[show(report, reader.context) for report in _records(rows[:PAGE])],
        older=_older(addresses.article(watch.identity), rows),
        text=text_of(store.article(watch.identity), reader.context) if versions else None,
    )


def version(request: Request, reader: Reader, store: Store) -> Response:
    """The text of one version."""
    watch = _watch(request, store)
    number = _number(request.path_params["number"])
    text = store.article(watch.identity, number)
    return reader.page(
        "version.html",
        title=visible(head(text.title, TITLE)) or visible(watch.identity),
        watch=watch,
        edge=edge(watch.publisher or watch.site),
        number=number,
        text=text_of(text, reader.context),
    )


def difference(request: Request, reader: Reader, store: Store) -> Response:
    """Any two versions of an article, compared now."""
    watch = _watch(request, store)
    ends = re.fullmatch(r"([0-9]+)\.\.([0-9]+)", request.path_params["pair"])
    if ends is None:
        raise NotFoundError("two versions are asked for as in 1..3")
    before, after = _number(ends[1]), _number(ends[2])
    report = compare(
        store.article(watch.identity, before),
        store.article(watch.identity, after),
        watch.identity,
        rules=reader.config.ignore,
        lines=SiteLines(store, watch.site),
    )
    return reader.page(
        "difference.html",
        title=reader.words("web.compared", before=before, after=after),
        watch=watch,
        before=before,
        after=after,
        stories=stories([report] if report.changes else [], reader.context),
    )


def report(request: Request, reader: Reader, store: Store) -> Response:
    """One report, to be linked to."""
    row = store.report(addresses.name(request.path_params["key"]))
    [story] = stories(_records([row]), reader.context)
    return reader.page("one.html", title=story.latest.title, stories=[story])


# ------------------------------------------------------------------ what they share


def _watch(request: Request, store: Store) -> WatchRow:
    return store.find(addresses.name(request.path_params["identity"]))


def _older(path: str, rows: Sequence[ReportRow], **asked: object) -> str:
    """The address of the page that follows, where `rows` holds more than one page."""
    if len(rows) <= PAGE:
        return ""
    asked |= {"before": rows[PAGE - 1].id}
    return f"{path}?{urlencode({name: value for name, value in asked.items() if value})}"


def _number(text: str) -> int:
    if not re.fullmatch("[0-9]{1,9}", text):
        raise NotFoundError(f"versions are numbered from 1: there is none called {text[:20]!r}")
    return int(text)


def _records(rows: Sequence[ReportRow]) -> list[ChangeReport]:
    return [*told.records(rows)]
