"""One article: its versions, any two of them compared, and what was reported of it."""

import re

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from crawler.errors import NotFoundError
from crawler.store import Store
from scheduler import told
from scheduler.compare import SiteLines
from scheduler.diff import compare
from scheduler.reports.view.harmless import head, visible
from scheduler.reports.view.shown import TITLE, show
from scheduler.reports.view.stories import edge, stories
from scheduler.web import addresses, asked
from scheduler.web.asked import PAGE
from scheduler.web.face import Page, Plain
from scheduler.web.reader import Reader
from scheduler.web.texts import text_of

VERSIONS = 200
"""Versions listed of one article, the latest ones."""


def article(request: Request, reader: Reader, store: Store) -> Response:
    """One article: its versions, what changed, and its text as it stands."""
    watch = asked.watch(request, store)
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
        reports=[show(report, reader.context) for report in told.records(rows[:PAGE])],
        older=asked.older(addresses.article(watch.identity), rows),
        text=text_of(store.article(watch.identity), reader.context) if versions else None,
    )


def version(request: Request, reader: Reader, store: Store) -> Response:
    """The text of one version."""
    watch = asked.watch(request, store)
    number = asked.number(request.path_params["number"])
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
    watch = asked.watch(request, store)
    ends = re.fullmatch(r"([0-9]+)\.\.([0-9]+)", request.path_params["pair"])
    if ends is None:
        raise NotFoundError("two versions are asked for as in 1..3")
    before, after = asked.number(ends[1]), asked.number(ends[2])
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
    [story] = stories(told.records([row]), reader.context)
    return reader.page("one.html", title=story.latest.title, stories=[story])


def typed(request: Request, _: Reader) -> Response:
    """Sends who types an identity or a URL with its slashes to the address without."""
    _slash, prefix, name = request.scope["path"].split("/", 2)
    if not name:
        raise HTTPException(404)
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/{prefix}/{addresses.segment(name + query)}")


ADDRESSES = (
    Page("/article/{identity}", article),
    Page("/article/{identity}/v/{number}", version),
    Page("/article/{identity}/diff/{pair}", difference),
    Page("/reports/{key}", report),
    Plain("/article/{typed:path}", typed),
    Plain("/reports/{typed:path}", typed),
)
