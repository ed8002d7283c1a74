"""The page that finds words in every version of every article."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from crawler.errors import UsageError
from crawler.store import KINDS, FoundPage, FoundRow, Sought, Store
from scheduler.reports.view.catalogue import Words
from scheduler.reports.view.harmless import head, visible
from scheduler.reports.view.shown import TITLE
from scheduler.reports.view.stories import edge
from scheduler.web import welcome
from scheduler.web.face import Page
from scheduler.web.reader import Reader

FOUND = 20
"""Articles on one page."""
NAMES = ("q", "site", "publisher", "since", "until", "kind", "min_score")
"""What the form asks."""
LONGEST = 1_000
"""Characters of a question that stand in the address of the next page."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An article that was found, as the page shows it."""

    row: FoundRow
    """What the archive found."""
    title: str
    """Harmless and bounded; the identity where there is none."""
    edge: int
    """The colour of its outlet."""
    where: str
    """Which versions hold it."""


def search(request: Request, reader: Reader, store: Store) -> Response:
    """What holds the words that were asked for; without words the form alone."""
    asked = {name: request.query_params.get(name, "").strip() for name in (*NAMES, "before")}
    words, page, note, pruned = reader.words, FoundPage((), None), "", 0
    if asked["q"]:
        pruned = store.without_text(asked["site"] or None)
        page = store.search(_sought(asked, reader.config.zone))
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


def _sought(asked: Mapping[str, str], zone: tzinfo) -> Sought:
    """Raises `UsageError` for what no form of ours sends."""
    kind = asked["kind"] or None
    if kind not in {None, *KINDS}:
        raise UsageError(f"kind={asked['kind'][:20]!r}: expected one of {', '.join(KINDS)}")
    return Sought(
        asked["q"],
        site=asked["site"] or None,
        publisher=asked["publisher"] or None,
        since=_day(asked["since"], zone),
        until=_day(asked["until"], zone, later=1),
        kind=kind,
        min_score=_number("min_score", asked["min_score"], 3) or 0,
        limit=FOUND,
        before=_number("before", asked["before"], 18),
    )


def _number(name: str, said: str, digits: int) -> int | None:
    if not said:
        return None
    if not re.fullmatch("[0-9]+", said) or len(said) > digits:
        raise UsageError(f"{name}={said[:20]!r}: expected a number")
    return int(said)


def _day(said: str, zone: tzinfo, later: int = 0) -> datetime | None:
    """The beginning of a day, or of one so many days later, in the reader's zone."""
    if not said:
        return None
    try:
        return _begin(date.fromisoformat(said) + timedelta(days=later), zone)
    except (ValueError, OverflowError):
        raise UsageError(f"{said[:20]!r} is no day: it looks like 2026-01-31") from None


def _begin(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


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
    return Shown(row, title, edge(row.publisher or row.site), where)


def _older(asked: Mapping[str, str], before: int | None) -> str:
    """The address of the page that goes on; a question too long for an address has none."""
    if before is None or len(asked["q"]) > LONGEST:
        return ""
    kept = {name: asked[name] for name in NAMES if asked[name]}
    return f"/search?{urlencode(kept | {'before': before})}"


ADDRESSES = (Page("/search", search, without=welcome.no_archive),)
