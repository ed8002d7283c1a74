"""Related links as seen over time: a list that changes with every page view is no version."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from crawler.items import RelatedLink
from crawler.store import prepared
from crawler.store.rows import ObservationRow
from crawler.store.statements import upsert
from crawler.store.tables import observation, watch
from crawler.text import digest

_SEEN = ("url", "title", "publisher", "summary", "age", "last_seen")


def add(connection: Connection, seen: Iterable[tuple[int, RelatedLink, datetime]]) -> None:
    """Store (watch id, link, time): a known link moves on, site-wide carousels are left out."""
    rows: dict[tuple[int, str], dict[str, object]] = {}
    for owner, link, at in seen:
        if link.sitewide:
            continue
        key = digest(link.url) if link.url else digest("", link.title)
        known = rows.get((owner, key))
        rows[owner, key] = {
            "watch_id": owner,
            "key": key,
            "url": link.url,
            "title": link.title,
            "publisher": link.publisher,
            "summary": link.summary,
            "age": link.age,
            "first_seen": known["first_seen"] if known else at,
            "last_seen": at,
        }
    again = upsert(connection, observation, ("watch_id", "key"), _SEEN)
    prepared.run(connection, again, rows.values())


def of(connection: Connection, identity: str) -> list[ObservationRow]:
    """The related links of an article, those seen last first, in the order of the page."""
    return [
        ObservationRow(
            row.title,
            row.url,
            row.publisher,
            row.summary,
            row.age,
            row.first_seen,
            row.last_seen,
        )
        for row in prepared.read(connection, _OF, identity=identity)
    ]


_OF = (
    select(observation)
    .join(watch, observation.c.watch_id == watch.c.id)
    .where(watch.c.identity == bindparam("identity"))
    .order_by(observation.c.last_seen.desc(), observation.c.id)
)
