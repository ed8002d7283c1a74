"""The page that finds words in every version of every article."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from crawler.store import KINDS, FoundPage, FoundRow, Store
from scheduler.reports.view.catalogue import Words
from scheduler.reports.view.harmless import head, visible
from scheduler.reports.view.shown import TITLE
from scheduler.reports.view.stories import edge
from scheduler.web import welcome
from scheduler.web.face import Page
from scheduler.web.questions import LookedFor
from scheduler.web.reader import Reader
from scheduler.web.shared import PAST
from scheduler.web.sieves import sought

FOUND = 20
"""Articles on one page."""
NAMES = ("q", "site", "publisher", "since", "until", "kind", "min_score")
"""What the form asks."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An article that was found, as the page shows it."""

    row: FoundRow
    """What the archive found."""
    title: str
    """Harmless and bounded; the identity where there is none."""
    edge: int
    """The colour of its site."""
    where: str
    """Which versions hold it."""


def search(_: Request, reader: Reader, store: Store) -> Response:
    """What holds the words that were asked for; without words the form alone."""
    question: LookedFor = reader.asked
    asked = {name: str(getattr(question, name) or "") for name in NAMES}
    words, page, note, pruned = reader.words, FoundPage((), None), "", 0
    if question.q:
        pruned = store.without_text(question.site or None)
        page = store.search(sought(question, reader.config.zone, FOUND))
        note = words("web.search.later" if page.before else "web.search.nothing")
    return reader.page(
        "search.html",
        title=words("web.search"),
        asked=asked,
        kinds=[(kind, words(f"web.search.{kind}")) for kind in KINDS],
        found=[_shown(row, words) for row in page.rows],
        note="" if page.rows else note,
        unread=words("web.search.pruned", n=pruned) if pruned else "",
        older=_older(asked, page.before),
    )


def _shown(row: FoundRow, words: Words) -> Shown:
    runs = [f"{first}–{last}" if last > first else f"{first}" for first, last in row.runs]
    whole = len(row.versions) == row.of
    key = "web.search.among" if row.pruned else "web.search.only"
    where = (
        words("web.search.every", n=row.of)
        if whole
        else words(key, numbers=words("list").join(runs), n=row.of, pruned=len(row.pruned))
    )
    title = visible(head(row.title, TITLE)) or visible(row.identity)
    return Shown(row, title, edge(row.site), where)


def _older(asked: Mapping[str, str], before: int | None) -> str:
    """The address of the page that goes on; empty at the end."""
    if before is None:
        return ""
    kept = {name: value for name, value in asked.items() if value}
    return f"/search?{urlencode(kept | {'before': before})}"


ADDRESSES = (Page("/search", search, asks=LookedFor, without=welcome.no_archive, stale=PAST),)
