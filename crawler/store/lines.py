"""Lines that a site writes under its articles: counted over those that were found last."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from crawler import aside
from crawler.store import prepared, records
from crawler.store.tables import article, version, watch

LATEST = 200
"""Articles of a site that are looked through: what is under the new ones is what counts. Each text
stands somewhere else in the archive, and is read from the disk where nobody asked for it lately."""


@dataclass(frozen=True, slots=True)
class _Lines:
    """What is looked through of a version."""

    body: tuple[str, ...] = ()
    """The paragraphs."""


def common(connection: Connection, site: str) -> frozenset[str]:
    """The lines that stand in many of them, in the newest version or the one before.

    In the one before too, because what a site takes from all its pages at once stands in none of
    the newest by the time that anybody asks.
    """
    return aside.common(_bodies(connection, site))


def _bodies(connection: Connection, site: str) -> Iterator[list[str]]:
    bodies: dict[int, list[str]] = {}
    for row in prepared.read(connection, _latest(), site=site):
        bodies.setdefault(row.id, []).extend(records.unpack(row.record, _Lines).body)
    yield from bodies.values()


@cache
def _latest() -> Select[Any]:
    newest = (
        select(watch.c.id, watch.c.versions)
        .where(watch.c.site == bindparam("site"), watch.c.versions > 0)
        .order_by(watch.c.id.desc())
        .limit(LATEST)
        .subquery()
    )
    return (
        select(newest.c.id, article.c.record)
        .join(version, version.c.watch_id == newest.c.id)
        .join(article, article.c.version_id == version.c.id)
        .where(version.c.number >= newest.c.versions - 1)
    )
