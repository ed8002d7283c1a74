"""Reports of one site that tell of the same change: a site-wide event, found when it is read."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import Connection, bindparam, delete, select

from crawler.store import prepared
from crawler.store.rows import Affected, ReportRow, Sitewide
from crawler.store.statements import upsert
from crawler.store.tables import likeness, report, watch

ARTICLES = 3
"""From so many articles on the same change is one of the site."""
WINDOW = timedelta(hours=48)
"""Later than this after the last article that joined, the same change is another event."""
_AT_ONCE = 500
"""Ways that one statement names."""


@dataclass(frozen=True, slots=True)
class Member:
    """A report that may belong to an event."""

    key: str
    """The report's id."""
    way: str
    """What reports of one change share."""
    changed_at: datetime
    """When its change was first seen."""
    score: int
    """As in the report."""
    article: Affected
    """Whose report it is."""
    version: int | None
    """Row id of its newer version; None for an event of the watch."""
    event: int | None
    """Row id of the event of the watch; None for two versions."""


def add(connection: Connection, ways: dict[str, str]) -> None:
    """Note the way of reports, by id, which are stored already."""
    if not ways:
        return
    found = select(report.c.id, report.c.key).where(report.c.key.in_(ways))
    rows = [{"report_id": row.id, "way": ways[row.key]} for row in connection.execute(found)]
    connection.execute(upsert(connection, likeness, ("report_id",)), rows)


def forget(connection: Connection, watches: Collection[int]) -> None:
    """Drop what is known of the reports of these watches."""
    theirs = select(report.c.id).where(report.c.watch_id.in_(watches))
    connection.execute(delete(likeness).where(likeness.c.report_id.in_(theirs)))


def with_events(
    connection: Connection,
    rows: Sequence[ReportRow],
    fits: Callable[[Member], bool],
    is_told: Callable[[Member], bool] = lambda member: False,
) -> list[ReportRow]:
    """The rows, those of a site-wide event with it.

    The event is told where the newest report that `fits` stands: that row lists the articles.
    Where enough of its reports `is_told` before, the event was, and who joined is no news.
    """
    ways = sorted({row.way for row in rows if row.way})
    belonging = {
        member.key: event
        for start in range(0, len(ways), _AT_ONCE)
        for event in _events(connection, ways[start : start + _AT_ONCE])
        for member in event
    }
    return [
        _within(row, belonging[row.id], fits, is_told) if row.id in belonging else row
        for row in rows
    ]


def _within(
    row: ReportRow,
    event: Sequence[Member],
    fits: Callable[[Member], bool],
    is_told: Callable[[Member], bool],
) -> ReportRow:
    told_at = next((member.key for member in reversed(event) if fits(member)), "")
    if _is_sitewide([member for member in event if is_told(member)]):
        told_at = ""
    articles = {member.article.identity: member.article for member in reversed(event)}
    listed = tuple(articles.values()) if row.id == told_at else ()
    return replace(row, sitewide=Sitewide(f"{event[0].key}#sitewide", len(articles), listed))


def _events(connection: Connection, ways: Sequence[str]) -> Iterator[list[Member]]:
    members = [
        Member(
            row.key,
            row.way,
            row.changed_at,
            row.score,
            Affected(row.identity, row.url, row.title),
            row.version_id,
            row.event_id,
        )
        for row in prepared.ask(connection, _MEMBERS, ways)
    ]
    for _, alike in groupby(members, key=lambda member: member.way):
        yield from (event for event in _chains(alike) if _is_sitewide(event))


_MEMBERS = (
    select(
        report.c.key,
        report.c.changed_at,
        report.c.score,
        report.c.version_id,
        report.c.event_id,
        likeness.c.way,
        watch.c.identity,
        watch.c.url,
        watch.c.title,
    )
    .join(report, likeness.c.report_id == report.c.id)
    .join(watch, report.c.watch_id == watch.c.id)
    .where(likeness.c.way.in_(bindparam("some", expanding=True)))
    .order_by(likeness.c.way, report.c.changed_at, report.c.key)
)


def _chains(members: Iterator[Member]) -> Iterator[list[Member]]:
    """Members in order of time, cut where nobody joined for a while."""
    chain: list[Member] = []
    for member in members:
        if chain and member.changed_at - chain[-1].changed_at > WINDOW:
            yield chain
            chain = []
        chain.append(member)
    yield chain


def _is_sitewide(event: Sequence[Member]) -> bool:
    return len({member.article.identity for member in event}) >= ARTICLES
