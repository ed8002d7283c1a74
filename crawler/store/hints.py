"""What lists and pages declare of when an article was changed, and how often that was so.

A hint waits in its watch until the next look, from its time on, that reads the article; that weighs
it: a change is counted for the site's hints, none against them. So a `lastmod` that moves by itself
is worth less and less, and what it was worth before is forgotten by and by.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, bindparam, select, text, update

from crawler.items import Moment
from crawler.store import lookup, prepared
from crawler.store.database import Database
from crawler.store.rows import WatchRow
from crawler.store.statements import upsert
from crawler.store.tables import HINTED, hinting, watch

REMEMBERED = 100
"""Hints of a site that are counted; beyond them both counts are halved."""
SKEW = timedelta(minutes=5)
"""By so much a site's clock, or its rounding, may be ahead of ours."""
AHEAD = timedelta(days=1)
"""What a page declares of a time still later is no hint: a zone is wrong by less."""
_AT_ONCE = 500
_EVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Before any hint: a database finds a range in an index, and no mere "not null"."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """How the hints of one site turned out."""

    changed: int = 0
    """Those after which the article had changed."""
    unchanged: int = 0
    """Those after which it had not."""


def is_news(said: datetime, declared: datetime | None, looked_at: datetime | None) -> bool:
    """Whether what is said now tells of a change since the last look.

    It does not where the same was said before: a date in the future is one hint, not a hint for
    ever.
    """
    since_look = looked_at is None or said > looked_at
    return since_look and (declared is None or said > declared)


def is_ahead(said: Moment, declared: datetime | None, at: datetime) -> bool:
    """Whether a page read `at` declares a change that is yet to come: a hint for that time, once.

    A mere day names no moment.
    """
    is_later = SKEW < said.at - at <= AHEAD and said.precision != "day"
    return is_later and (declared is None or said.at > declared)


class Hints:
    """The part of the door to the archive through which hints go: see `Store.hints`."""

    def __init__(self, database: Database) -> None:
        """Made by the store."""
        self._database = database

    def note(self, said: Mapping[str, datetime], now: datetime) -> int:
        """Take what a list says of when these identities were changed; how many are news of it."""
        return self._database.write(lambda writer: _note(writer, said, now)) if said else 0

    def pending(self) -> list[WatchRow]:
        """The watches with a hint that no look has weighed yet."""
        with self._database.reading() as connection:
            chosen = select(watch).where(text(HINTED), watch.c.hinted > _EVER, watch.c.hold == "")
            chosen = chosen.order_by(watch.c.hinted, watch.c.id)
            return [lookup.row_of(row) for row in connection.execute(chosen)]

    def weighed(self, sites: Collection[str]) -> dict[str, Weighed]:
        """How the hints of these sites turned out."""
        with self._database.reading() as connection:
            rows = connection.execute(select(hinting).where(hinting.c.site.in_(sites)))
            return {row.site: Weighed(row.changed, row.unchanged) for row in rows}


def _note(connection: Connection, said: Mapping[str, datetime], now: datetime) -> int:
    names, moved, news = list(said), [], 0
    for start in range(0, len(names), _AT_ONCE):
        some = watch.c.identity.in_(names[start : start + _AT_ONCE])
        chosen = select(watch).where(some, watch.c.hold == "").order_by(watch.c.id)
        for row in connection.execute(chosen):
            at = said[row.identity]
            if row.declared is not None and at <= row.declared:
                continue
            hinted = is_news(at, row.declared, row.looked_at)
            news += hinted
            moved.append({"who": row.id, "at": at, "hint": now if hinted else row.hinted})
    prepared.run(connection, _MOVE, moved)
    return news


_MOVE = (
    update(watch)
    .where(watch.c.id == bindparam("who"))
    .values(declared=bindparam("at"), hinted=bindparam("hint"))
)


def count(connection: Connection, weighed: Iterable[tuple[str, bool]]) -> None:
    """Add what looks made of hints: (site, whether the article had changed)."""
    new = Counter(weighed)
    if not new:
        return
    sites = {site for site, _ in new}
    chosen = select(hinting).where(hinting.c.site.in_(sites))
    known = {row.site: (row.changed, row.unchanged) for row in connection.execute(chosen)}
    rows = []
    for site in sorted(sites):
        before = known.get(site, (0, 0))
        changed, unchanged = before[0] + new[site, True], before[1] + new[site, False]
        halved = 2 if changed + unchanged > REMEMBERED else 1
        row = {"site": site, "changed": changed // halved, "unchanged": unchanged // halved}
        rows.append(row)
    prepared.run(connection, upsert(connection, hinting, ("site",), ("changed", "unchanged")), rows)
