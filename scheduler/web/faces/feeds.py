"""For feed readers: what changed, of all or of one article, as Atom and as JSON Feed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from crawler.store import Store
from scheduler import reports, told
from scheduler.diff.records import ChangeReport
from scheduler.reports.view.harmless import head, visible
from scheduler.reports.view.shown import TITLE
from scheduler.web import addresses, asked, leaves
from scheduler.web.asked import PAGE
from scheduler.web.face import Page
from scheduler.web.places import Places
from scheduler.web.questions import BeforeAsked, LatestAsked
from scheduler.web.reader import Reader
from scheduler.web.sieves import check_names, wanted

TYPES = {"atom": "application/atom+xml", "json": "application/feed+json"}
FORMATS = {"atom": "atom", "json": "jsonfeed"}


@dataclass(frozen=True, slots=True)
class Served(Places):
    """A feed that the reader serves itself."""

    path: str
    """Of the feed, without its ending: `/feed`."""
    ending: str
    """`atom` or `json`."""
    page: str
    """Path and question of the page that shows the same."""
    question: str
    """What was asked for; empty, or from the question mark on."""
    before: str = ""
    """The id of the last entry of the feed that this one goes on from."""
    more: str = ""
    """The id of the last entry, where another feed goes on; empty at the end."""

    @property
    def feed(self) -> str:
        """Both formats are one feed, and so are all that it goes on with."""
        return self.path + self.question

    @property
    def home(self) -> str:
        """The page that shows the same."""
        return self.base + self.page

    @property
    def here(self) -> str:
        """Of the feed itself."""
        return self._at(self.before)

    @property
    def older(self) -> str:
        """The feed that goes on."""
        return self._at(self.more) if self.more else ""

    def _at(self, before: str) -> str:
        place = urlencode({"before": before}) if before else ""
        joint = "&" if self.question and place else "?" if place else ""
        return f"{self.base}{self.path}.{self.ending}{self.question}{joint}{place}"


def changes(request: Request, reader: Reader, store: Store) -> Response:
    """What the first page shows, asked for in the same words.

    Raises `NotFoundError` for a site or an outlet of which nothing is watched.
    """
    question: LatestAsked = reader.asked
    asked_for, before = wanted(question, reader.config.zone), question.before
    found, more = leaves.leaf(store, asked_for, before)
    page = asked_for.address()
    served = replace(_served(request, page, page.removeprefix("/")), before=before, more=more)
    named = asked_for.said.get("site") or asked_for.said.get("q") or ""
    if not found:
        check_names(store, question.site, question.publisher)
    return _written(found, reader, served, named)


def article(request: Request, reader: Reader, store: Store) -> Response:
    """What changed in one article."""
    watch = asked.watch(request, store)
    question: BeforeAsked = reader.asked
    before = question.before
    rows = store.reports(identity=watch.identity, before=before or None, limit=PAGE + 1)
    more = rows[PAGE - 1].id if len(rows) > PAGE else ""
    page = addresses.article(watch.identity)
    served = replace(_served(request, page, ""), path=f"{page}/feed", before=before, more=more)
    return _written(told.records(rows[:PAGE]), reader, served, watch.title or watch.identity)


def empty(request: Request, reader: Reader) -> Response:
    """Nothing was archived so far."""
    return _written((), reader, _served(request, "/", ""), "")


def _served(request: Request, page: str, question: str) -> Served:
    base = f"{request.url.scheme}://{request.headers['host']}"
    ending = request.url.path.rpartition(".")[2]
    return Served(base, "/feed", ending, page, question)


def _written(found: Iterable[ChangeReport], reader: Reader, served: Served, named: str) -> Response:
    title = reader.words("title")
    if named:
        title += reader.words("colon") + visible(head(named, TITLE))
    context = replace(reader.context, pages=served, title=title)
    pieces = reports.load(FORMATS[served.ending]).render(found, context)
    return Response(
        "".join(pieces),
        media_type=f"{TYPES[served.ending]}; charset=utf-8",
        headers={"Vary": "Accept-Language, Cookie"},
    )


ADDRESSES = (
    *(
        Page(f"/feed.{ending}", changes, asks=LatestAsked, to_programs=True, without=empty)
        for ending in FORMATS
    ),
    *(
        Page(f"/article/{{identity}}/feed.{ending}", article, asks=BeforeAsked, to_programs=True)
        for ending in FORMATS
    ),
)
