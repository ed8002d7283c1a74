"""One article: its life in a strip, what was reported of it, and its text as it stands."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from crawler.store import ObservationRow, Store, WatchRow
from scheduler import told
from scheduler.diff.records import ChangeReport
from scheduler.reports.view.harmless import head, link, visible
from scheduler.reports.view.shown import TITLE, show
from scheduler.reports.view.stories import by_card
from scheduler.web import addresses, asked
from scheduler.web.asked import PAGE
from scheduler.web.face import Page, Plain
from scheduler.web.frame import frame, reports
from scheduler.web.questions import BeforeAsked
from scheduler.web.reader import Reader
from scheduler.web.texts import text_of

VERSIONS = 200
"""Versions listed of one article, the latest ones."""
RELATED = 60
"""Links listed of those beside it, at most."""


def article(request: Request, reader: Reader, store: Store) -> Response:
    """One article: its versions, what changed, and its text as it stands."""
    watch = asked.watch(request, store)
    if watch.identity != addresses.name(request.path_params["identity"]):
        return RedirectResponse(addresses.article(watch.identity))
    versions = store.versions(watch.identity)
    question: BeforeAsked = reader.asked
    latest = reports(store, watch)
    listed = _before(store, watch, question.before) if question.before else latest
    related = store.related(watch.identity)
    return reader.page(
        "article.html",
        versions=versions[: -VERSIONS - 1 : -1],
        hidden=max(0, len(versions) - VERSIONS),
        unread={row.number + step for row in versions if row.is_pruned for step in (0, 1)},
        reports=[show(report, reader.context) for report in listed[:PAGE]],
        older=asked.older(addresses.article(watch.identity), listed),
        text=text_of(store.article(watch.identity), reader.context) if versions else None,
        related=[_beside(row) for row in related[:RELATED]],
        related_count=len(related),
        **frame(reader, watch, versions, latest),
    )


def _before(store: Store, watch: WatchRow, key: str) -> list[ChangeReport]:
    rows = store.reports(identity=watch.identity, before=key, limit=PAGE + 1)
    return [*told.records(rows)]


def _beside(row: ObservationRow) -> tuple[str, str, ObservationRow]:
    """Title and address of a link, harmless."""
    return visible(head(row.title, TITLE)), link(row.url or ""), row


def report(request: Request, reader: Reader, store: Store) -> Response:
    """One report, to be linked to."""
    row = store.report(addresses.name(request.path_params["key"]))
    [group] = by_card([told.record(row)])
    shown = reader.cards.one(group, reader.context)
    return reader.page("one.html", title=shown.title, card=shown)


def typed(request: Request, _: Reader) -> Response:
    """Sends who types an identity or a URL with its slashes to the address without."""
    _slash, prefix, name = request.scope["path"].split("/", 2)
    if not name:
        raise HTTPException(404)
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/{prefix}/{addresses.segment(name + query)}")


ADDRESSES = (
    Page("/article/{identity}", article, asks=BeforeAsked),
    Page("/reports/{key}", report),
    Plain("/article/{typed:path}", typed, asks=None),
    Plain("/reports/{typed:path}", typed, asks=None),
)
