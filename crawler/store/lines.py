"""Lines that a site writes under its articles: counted over those that were found last."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from crawler import aside
from crawler.items import Article
from crawler.store import records
from crawler.store.tables import article, version, watch

LATEST = 500
"""Articles of a site that are looked through: what is under the new ones is what counts."""


def common(connection: Connection, site: str) -> frozenset[str]:
    """The lines that stand in many of them, in the newest version or the one before.

    In the one before too, because what a site takes from all its pages at once stands in none of
    the newest by the time that anybody asks.
    """
    return aside.common(_bodies(connection, site))


def _bodies(connection: Connection, site: str) -> Iterator[list[str]]:
    newest = (
        select(watch.c.id, watch.c.versions)
        .where(watch.c.site == site, watch.c.versions > 0)
        .order_by(watch.c.id.desc())
        .limit(LATEST)
        .subquery()
    )
    chosen = (
        select(newest.c.id, article.c.record)
        .join(version, version.c.watch_id == newest.c.id)
        .join(article, article.c.version_id == version.c.id)
        .where(version.c.number >= newest.c.versions - 1)
    )
    bodies: dict[int, list[str]] = {}
    for row in connection.execute(chosen):
        bodies.setdefault(row.id, []).extend(records.unpack(row.record, Article).body)
    yield from bodies.values()
