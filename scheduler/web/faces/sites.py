"""The sites that are watched: how they are reached, how much they edit, what they take down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from crawler import clock
from crawler.store import MANY, Reached, Sieve, SiteRow, Store
from scheduler import told
from scheduler.diff.records import ChangeReport
from scheduler.reports.view.harmless import visible
from scheduler.reports.view.shown import show
from scheduler.reports.view.stories import edge
from scheduler.reports.view.times import instant
from scheduler.web import days, plots, welcome
from scheduler.web.face import Page
from scheduler.web.questions import AfterAsked
from scheduler.web.reader import Reader
from scheduler.web.worded import MissingError

PAGE = 40
"""Sites on one page."""
STALE = 30.0
"""Seconds for which the figures of weeks are told as they were."""
READ = 100
"""Edits that tell which share was not acknowledged."""
DELETED = 30
"""Articles taken down that are listed."""
SPAN = 30
"""Days of the plot of edits."""
WIDE, TALL = 600.0, 120.0
"""Pixels of the plots on the page of a site."""
HORIZONS = (24, 72, 168, 720)
"""Hours that the curve may span: the first that holds nine in ten of the edits."""


@dataclass(frozen=True, slots=True)
class Line:
    """A site in the list."""

    name: str
    """As identities begin."""
    edge: int
    """Its colour."""
    articles: str
    """How many are watched: `1,204`."""
    gone: int
    """Of these, taken down."""
    last: str
    """When it was last looked at; empty where that was long ago."""
    faults: str
    """`3 %` of the last looks brought no article; empty where there was none."""
    is_failing: bool
    """Whether more than half of them did not."""
    bars: list[plots.Bar]
    """Changes of the last days."""
    changes: int
    """Their sum."""


def sites(_: Request, reader: Reader, store: Store) -> Response:
    """All sites, a page at a time."""
    question: AfterAsked = reader.asked
    reached = reader.recent.of("reached", store.reached)
    spans = [days.span(day, reader.context) for day in _dates(reader, reached, days.SHOWN)]
    found = store.site_rows(spans, after=question.after, limit=PAGE + 1)
    return reader.page(
        "sites.html",
        title=reader.words("web.nav.sites"),
        lines=[_line(row, reached.get(row.name), reader) for row in found[:PAGE]],
        more=found[PAGE - 1].name if len(found) > PAGE else "",
    )


def _line(row: SiteRow, reached: Reached | None, reader: Reader) -> Line:
    return Line(
        name=visible(row.name),
        edge=edge(row.name),
        articles=f"{row.articles:,}",
        gone=row.gone,
        last=instant(reached.last, reader.context).text if reached else "",
        faults=_share(reached.faults, reached.looks) if reached else "",
        is_failing=reached is not None and 2 * reached.faults > reached.looks,
        bars=plots.bars(row.changes, 112, 24),
        changes=sum(row.changes),
    )


def site(request: Request, reader: Reader, store: Store) -> Response:
    """One site. Raises `NotFoundError` where none of its articles is watched."""
    name = request.path_params["site"]
    standings = store.standings(name)
    if not standings:
        raise MissingError("web.strange", name=visible(name[:80]))
    looks = reader.recent.of("reached", store.reached)
    shown = _dates(reader, looks, SPAN)
    counts = store.counted([days.span(day, reader.context) for day in shown], name)
    latest = [told.alone(*each) for each in store.latest_told(name, READ).items()]
    deleted = store.leaf(Sieve(site=name, kind="deleted"), limit=DELETED).rows
    reached = looks.get(name)
    waiting, since = store.overdue(name, clock.now())
    return reader.page(
        "site-figures.html",
        title=visible(name),
        name=name,
        edge=edge(name),
        standings=sorted(standings.items(), key=lambda each: -each[1]),
        articles=f"{sum(standings.values()):,}",
        reached=reached,
        faults=_share(reached.faults, reached.looks) if reached else "",
        waiting=_waiting(reader, waiting, since),
        silent=_silent(latest),
        days=_days(reader, shown, counts),
        changes=sum(counts),
        deleted=[show(told.record(row), reader.context) for row in deleted],
        **_curve(store, name),
    )


def _waiting(reader: Reader, count: int, since: datetime | None) -> str:
    """What a site says of the looks that are due."""
    if since is None:
        return reader.words("web.site.prompt")
    first = instant(since, reader.context).text
    if count >= MANY:
        return reader.words("web.site.waiting.many", n=f"{count:,}", since=first)
    return reader.words("web.site.waiting", n=count, since=first)


def _silent(latest: list[ChangeReport]) -> tuple[str, int, int]:
    """The share of significant edits that the page does not acknowledge, and of how many."""
    edits = [each for each in latest if each.kind == "edited" and each.significant]
    silent = sum("silent" in each.reasons for each in edits)
    return _share(silent, len(edits)), silent, len(edits)


def _days(reader: Reader, dates: list[date], counts: list[int]) -> list[tuple[plots.Bar, str, str]]:
    """Each day's bar, its date and what it says."""
    words = reader.words
    drawn = plots.bars(counts, WIDE, TALL)
    return [
        (
            bar,
            day.isoformat(),
            f"{days.name(day, reader.context)}{words('colon')}{words('web.day.n', n=count)}",
        )
        for bar, day, count in zip(drawn, dates, counts, strict=True)
    ]


def _curve(store: Store, name: str) -> dict[str, Any]:
    """What the plot of the time to the first edit needs."""
    lives = store.lives(name)
    edited = sorted(life.hours for life in lives if life.is_edited)
    most = edited[len(edited) * 9 // 10 - 1] if len(edited) > 1 else sum(edited)
    end = next((hours for hours in HORIZONS if hours >= most), HORIZONS[-1])
    curve = plots.edited_by(lives)
    reaching = max((share for hours, share in curve if hours <= end), default=0.0)
    top = next((top for top in (0.05, 0.1, 0.25, 0.5) if top >= reaching), 1.0)
    return {
        "lives": len(lives),
        "edited": len(edited),
        "curve": plots.steps(curve, end, WIDE, TALL, top),
        "end": end,
        "top": f"{top:.0%}",
        "half": f"{top / 2:.1%}".replace(".0%", "%"),
    }


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else ""


def _dates(reader: Reader, reached: Mapping[str, Reached], count: int) -> list[date]:
    """So many days up to the last one on which anything was looked at."""
    last = max((each.last for each in reached.values()), default=clock.now())
    today = last.astimezone(reader.config.zone).date()
    return [today - timedelta(days=before) for before in reversed(range(count))]


ADDRESSES = (
    Page("/sites", sites, asks=AfterAsked, without=welcome.no_archive, stale=STALE),
    Page("/sites/{site}", site, stale=STALE),
)
