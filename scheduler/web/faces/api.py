"""For programs: the archive as JSON, read only, described at /api/openapi.json."""

import re
from collections.abc import Sequence
from functools import cache, partial
from importlib.metadata import version
from itertools import accumulate

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from crawler.errors import NotFoundError
from crawler.store import Store, WatchRow
from scheduler import told
from scheduler.diff.records import ChangeReport
from scheduler.web import addresses, asked, documents, leaves, questions, sieves
from scheduler.web.documents import (
    Articles,
    Changes,
    Search,
    Sites,
    Text,
    Versions,
    Watched,
)
from scheduler.web.face import Page, Plain
from scheduler.web.openapi import Call, Endpoint, description
from scheduler.web.questions import ArticlesAsked, ChangesAsked, PageAsked, SearchAsked
from scheduler.web.reader import Reader

_SLASH = re.compile("%2F", re.IGNORECASE)
LONGEST = 2_000_000
"""Characters of the texts in one answer, where it is of more than one report."""


def changes(call: Call) -> Changes:
    """What changed, the latest first, of what is asked for."""
    asked_for: ChangesAsked = call.asked
    sieves.check_names(call.store, asked_for.site, asked_for.publisher)
    wanted = sieves.wanted(asked_for, call.reader.config.zone)
    reports, more = leaves.leaf(call.store, wanted, asked_for.before, asked_for.limit)
    return _bounded(reports, more or None)


def report(call: Call) -> ChangeReport:
    """One report by its id."""
    return told.record(call.store.report(addresses.name(call.path["key"])))


def articles(call: Call) -> Articles:
    """Every article, or those of a site, in the order in which they were added."""
    question: ArticlesAsked = call.asked
    sieves.check_names(call.store, question.site)
    rows = call.store.articles(question.site, after=question.after, limit=question.limit + 1)
    kept = rows[: question.limit]
    return Articles(
        articles=tuple(map(documents.watched, kept)),
        next=kept[-1].identity if len(rows) > len(kept) else None,
    )


def article(call: Call) -> Watched:
    """One article by its identity, its URL, or the beginning of either."""
    return documents.watched(_watch(call))


def article_changes(call: Call) -> Changes:
    """What changed in one article, the latest first."""
    question: PageAsked = call.asked
    rows = call.store.reports(
        identity=_watch(call).identity, before=question.before or None, limit=question.limit + 1
    )
    kept = rows[: question.limit]
    more = kept[-1].id if len(rows) > len(kept) else None
    return _bounded([*told.records(kept)], more)


def versions(call: Call) -> Versions:
    """All versions of an article, oldest first."""
    watch = _watch(call)
    rows = call.store.versions(watch.identity)
    return Versions(article=documents.watched(watch), versions=tuple(map(documents.version, rows)))


def text(call: Call) -> Text:
    """One version with its text."""
    watch, number = _watch(call), asked.number(call.path["number"])
    read = call.store.article(watch.identity, number)
    [row] = [row for row in call.store.versions(watch.identity) if row.number == number]
    return Text(version=documents.version(row), text=read)


def sites(call: Call) -> Sites:
    """The names of all sites that are watched."""
    return Sites(sites=tuple(call.store.sites()))


def search(call: Call) -> Search:
    """Articles with words in any of their versions."""
    question: SearchAsked = call.asked
    sieves.check_names(call.store, question.site, question.publisher)
    zone = call.reader.config.zone
    page = call.store.search(sieves.sought(question, zone, question.limit))
    return Search(articles=tuple(map(documents.found, page.rows)), next=page.before)


def _bounded(reports: Sequence[ChangeReport], more: str | None) -> Changes:
    """As many of them as one answer holds, at least one; the page after it begins with the rest."""
    lengths = accumulate(
        sum(len(change.old) + len(change.new) for change in report.changes) for report in reports
    )
    fitting = max(1, sum(1 for length in lengths if length <= LONGEST))
    kept = tuple(reports[:fitting])
    return Changes(reports=kept, next=kept[-1].id if len(kept) < len(reports) else more)


def _watch(call: Call) -> WatchRow:
    return call.store.find(addresses.name(call.path["identity"]))


ENDPOINTS = (
    Endpoint("/api/changes", changes, Changes, ChangesAsked),
    Endpoint("/api/reports/{key}", report, ChangeReport),
    Endpoint("/api/articles", articles, Articles, ArticlesAsked),
    Endpoint("/api/articles/{identity}", article, Watched),
    Endpoint("/api/articles/{identity}/changes", article_changes, Changes, PageAsked),
    Endpoint("/api/articles/{identity}/versions", versions, Versions),
    Endpoint("/api/articles/{identity}/versions/{number}", text, Text),
    Endpoint("/api/sites", sites, Sites),
    Endpoint("/api/search", search, Search, SearchAsked),
)


def _look(endpoint: Endpoint, request: Request, reader: Reader, store: Store) -> Response:
    question = questions.read(request.query_params.multi_items(), endpoint.asks)
    made = endpoint.answer(Call(reader, store, request.path_params, question))
    return Response(documents.to_json(made), media_type="application/json")


def openapi(_: Request, __: Reader) -> Response:
    """What may be asked, and what is answered."""
    return JSONResponse(_description())


@cache
def _description() -> dict[str, object]:
    return description(ENDPOINTS, version("stet"))


def elsewhere(request: Request, __: Reader) -> Response:
    """Sends who wrote a slash as `%2F`, which servers undo, to the address with `~2F`.

    Of any other address: raises `NotFoundError`.
    """
    written = request.scope.get("raw_path", b"").decode("ascii", "replace")
    ours = _SLASH.sub("~2F", written)
    if ours == written:
        raise NotFoundError("nothing answers here: /api/openapi.json describes what does")
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{ours}{query}")


ADDRESSES = (
    Plain("/api/openapi.json", openapi, to_programs=True),
    *(
        Page(endpoint.path, partial(_look, endpoint), asks=None, to_programs=True)
        for endpoint in ENDPOINTS
    ),
    Plain("/api", elsewhere, asks=None, to_programs=True),
    Plain("/api/{other:path}", elsewhere, asks=None, to_programs=True),
)
