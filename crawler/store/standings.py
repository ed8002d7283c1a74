"""How many articles of a site are in which state: sums that each change of a watch moves.

To count them would take longer the more a site has. Whoever writes a watch moves them in the same
transaction; what is here already when an older archive is opened is counted by migration 0018.
"""

from collections import Counter
from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, Connection, bindparam, case, literal_column, select

from crawler.store import prepared
from crawler.store.statements import adding
from crawler.store.tables import standing, watch

Move = tuple[str, str, str]
"""Of a watch: its site, and its state as it was shown before, empty for a new one, and after."""

_KEY = ("site", "name")


def move(connection: Connection, moved: Iterable[Move]) -> None:
    """Count watches where they stand now, and no longer where they stood."""
    sums: Counter[tuple[str, str]] = Counter()
    for site, before, after in moved:
        sums[site, after] += 1
        if before:
            sums[site, before] -= 1
    rows = [
        {"site": site, "name": name, "articles": count}
        for (site, name), count in sums.items()
        if count
    ]
    prepared.run(connection, adding(connection.dialect.name, standing, _KEY, "articles"), rows)


def count(connection: Connection, watches: Collection[int]) -> None:
    """Count these watches, which came from elsewhere."""
    rows = prepared.ask(connection, _NEW, watches)
    move(connection, ((row.site, "", row.shown) for row in rows))


def of(connection: Connection, site: str) -> dict[str, int]:
    """How many articles of a site are in each state that any is in."""
    return {row.name: row.articles for row in prepared.read(connection, _OF_SITE, site=site)}


def shown() -> ColumnElement[str]:
    """The state of a watch as it is shown: what a person decided covers what the looks say."""
    return case((watch.c.hold != literal_column("''"), watch.c.hold), else_=watch.c.state)


_OF_SITE = select(standing.c.name, standing.c.articles).where(
    standing.c.site == bindparam("site"), standing.c.articles > 0
)
_NEW = select(watch.c.site, shown().label("shown")).where(
    watch.c.id.in_(bindparam("some", expanding=True))
)
