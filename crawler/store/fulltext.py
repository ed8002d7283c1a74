"""The index of words: for each article the grams that any of its versions ever had.

So a new version costs what is new in it. The index says which articles may hold what is looked
for; which of their versions do is seen in the texts (`crawler.store.search`). So what it has too
much harms nobody: nothing is ever taken out of it, and a version that is read anew adds what it has
gained.

SQLite keeps it as a contentless FTS5 table, PostgreSQL as numbers under a GIN index.
"""

import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Protocol

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Integer,
    Select,
    TableClause,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    select,
    table,
    text,
)

from crawler.items import Article
from crawler.store import grams, prepared, records
from crawler.store.tables import article as articles
from crawler.store.tables import version, watch
from crawler.text import digest, fold

BATCH = 200
"""Articles whose grams are written at once where the index is filled."""

_READ = 1_000  # articles whose grams PostgreSQL reads before it asks its index: some milliseconds


# ------------------------------------------------------------------ one index, two databases


class Index(Protocol):
    """What differs between the databases."""

    made: tuple[str, ...]
    """The statements that make it."""
    source: TableClause
    """The index in a query."""
    key: ColumnElement[Any]
    """The article, in `source`."""

    def add(self, connection: Connection, found: Mapping[int, str]) -> None:
        """Add grams to articles: as `grams.told` tells them."""

    def ready(self, connection: Connection) -> None:
        """See to it that a transaction that looks for words is answered by the index."""

    def having(self, wanted: Sequence[str]) -> ColumnElement[bool]:
        """The condition that an article has all of these."""

    def named(
        self, connection: Connection, wanted: Sequence[str], before: int | None, most: int
    ) -> Sequence[int]:
        """Articles that have all of these, the last first; at most so many.

        Of those added before a certain one, which need not be there any more. What it takes grows
        little with the archive, whether hardly any or nearly all have them.
        """


class _Sqlite:
    """FTS5. Without content, places and sizes: only which gram is in which article."""

    # Of `ascii` it is only asked to cut at blanks: all signs of a gram are letters and digits, and
    # what is not ASCII belongs to a word. To insert a row again adds to it, since a gram's list of
    # rows is all that there is.
    made: tuple[str, ...] = (
        "CREATE VIRTUAL TABLE search USING fts5("
        "grams, content='', detail=none, columnsize=0, tokenize='ascii')",
    )
    source = table("search", column("rowid"))
    key: ColumnElement[Any] = source.c.rowid

    def add(self, connection: Connection, found: Mapping[int, str]) -> None:
        # In order of rowid: FTS5 writes out what it has gathered whenever one is smaller.
        added = "INSERT INTO search (rowid, grams) VALUES (?, ?)"
        connection.exec_driver_sql(added, sorted(found.items()))

    def ready(self, connection: Connection) -> None:
        """It always is."""

    def having(self, wanted: Sequence[str]) -> ColumnElement[bool]:
        asked = " AND ".join(f'"{gram}"' for gram in wanted)
        return literal_column("search").op("MATCH", is_comparison=True)(asked)

    def named(
        self, connection: Connection, wanted: Sequence[str], before: int | None, most: int
    ) -> Sequence[int]:
        chosen = _before(select(self.key).where(self.having(wanted)), self.key, before)
        return connection.scalars(chosen.order_by(self.key.desc()).limit(most)).all()


class _Postgres:
    """An array of numbers, one a gram: two grams of one number only make more to look at."""

    made: tuple[str, ...] = (
        "CREATE TABLE search (watch_id bigint PRIMARY KEY REFERENCES watch (id) "
        "ON DELETE CASCADE, grams integer[] NOT NULL)",
        "CREATE INDEX ix_search_grams ON search USING gin (grams)",
    )
    source = table("search", column("watch_id"), column("grams"))
    key: ColumnElement[Any] = source.c.watch_id

    def add(self, connection: Connection, found: Mapping[int, str]) -> None:
        added = text(
            "INSERT INTO search (watch_id, grams) VALUES (:row, CAST(:grams AS integer[])) "
            "ON CONFLICT (watch_id) DO UPDATE SET grams = search.grams || excluded.grams"
        )
        rows = [
            {"row": key, "grams": sorted({_number(gram) for gram in said.split()})}
            for key, said in sorted(found.items())
        ]
        connection.execute(added, rows)

    def ready(self, connection: Connection) -> None:
        # A statement that was asked ten times is planned for any words from then on, as if many
        # articles had them: what hardly any has is then looked for in all of them.
        connection.execute(text("SET LOCAL plan_cache_mode = force_custom_plan"))
        # To read every array of a large archive takes longer than anything its index is asked.
        connection.execute(text("SET LOCAL enable_seqscan = off"))

    def having(self, wanted: Sequence[str]) -> ColumnElement[bool]:
        return self._have(column("grams"), wanted)

    def named(
        self, connection: Connection, wanted: Sequence[str], before: int | None, most: int
    ) -> Sequence[int]:
        # How many have a gram is known of a thousand grams only, and the planner takes all others
        # for as frequent: to find the last articles with a rare one it would read all arrays. So
        # the latest are read for what many have; the index then tells the few that are wanted of
        # what it has to sort.
        self.ready(connection)
        latest = _before(select(self.source), self.key, before).order_by(self.key.desc())
        read = latest.limit(_READ).subquery()
        among = select(read.c.watch_id).where(self._have(read.c.grams, wanted))
        found = connection.scalars(among.order_by(read.c.watch_id.desc()).limit(most)).all()
        if len(found) == most:
            return found
        chosen = _before(select(self.key).where(self.having(wanted)), self.key, before)
        told = chosen.cte("told").prefix_with("MATERIALIZED", dialect="postgresql")
        return connection.scalars(select(told.c[0]).order_by(told.c[0].desc()).limit(most)).all()

    def _have(self, told: ColumnElement[Any], wanted: Sequence[str]) -> ColumnElement[bool]:
        numbers = [*map(_number, wanted)]
        return told.op("@>", is_comparison=True)(cast(numbers, ARRAY(Integer)))


def _before(chosen: Select[Any], key: ColumnElement[Any], before: int | None) -> Select[Any]:
    return chosen if before is None else chosen.where(key < before)


def _number(gram: str) -> int:
    return zlib.crc32(gram.encode()) - 2**31


def index(connection: Connection) -> Index:
    """The index of this database."""
    if connection.dialect.name == "postgresql":
        return _Postgres()
    return _Sqlite()


def indexed(connection: Connection, site: str, first: int, last: int) -> set[int]:
    """The articles of a site, by row id and between these, that the index has."""
    source = index(connection)
    has = source.having([mark("site", site)])
    return set(connection.scalars(select(source.key).where(has, source.key.between(first, last))))


# ------------------------------------------------------------------ writing


def made(connection: Connection) -> Sequence[str]:
    """The statements that make an empty index."""
    return index(connection).made


def add(
    connection: Connection,
    new: Iterable[tuple[int, Article | None]],
    known: Iterable[tuple[int, Article | None]] = (),
) -> None:
    """Let articles be found by `new` texts, (watch id, text) each, in the transaction of these.

    `known`: texts that they are found by already, as far as these are at hand. What an article
    has from them is not added again: a version is mostly the one before it.
    """
    texts, before = _by_owner(new), _by_owner(known)
    found = {owner: _gained(said, before.get(owner, [])) for owner, said in texts.items()}
    unknown = texts.keys() - before.keys()
    for row in prepared.ask(connection, _SITES, unknown):
        found[row.id] += f" {mark('site', row.site)}"
    if gained := {owner: some for owner, some in found.items() if some}:
        index(connection).add(connection, gained)


_SITES = select(watch.c.id, watch.c.site).where(watch.c.id.in_(bindparam("some", expanding=True)))


def _by_owner(texts: Iterable[tuple[int, Article | None]]) -> dict[int, list[Article]]:
    found: dict[int, list[Article]] = {}
    for owner, said in texts:
        if said:
            found.setdefault(owner, []).append(said)
    return found


def _gained(new: Sequence[Article], known: Sequence[Article]) -> str:
    """The grams that only `new` has; of what both have, no line and no clause is looked into."""
    has, had = _lines(new), _lines(known)
    fresh, gone = has - had, had - has
    if fresh and gone:
        has, had = grams.clauses(fresh), grams.clauses(gone)
        fresh, gone = has - had, had - has
    gained = _told(fresh)
    if gained and gone:
        gained = " ".join(set(gained.split()).difference(_told(gone).split()))
    outlets = {said.author for said in new} - {said.author for said in known}
    return " ".join([gained, *(mark("publisher", plain_name(name)) for name in outlets)]).strip()


def _lines(texts: Iterable[Article]) -> set[str]:
    return {line for said in texts for line in (said.title, *said.body)}


def _told(lines: Collection[str]) -> str:
    return grams.told(grams.form("", list(lines))) if lines else ""


def mark(kind: str, name: str) -> str:
    """What stands among an article's grams for its site or publisher: no text has it."""
    return f"§{digest(kind, name)[:16]}"


@lru_cache(1_024)  # few outlets write most of what there is
def plain_name(name: str) -> str:
    """An outlet's name in its plain form."""
    return grams.plain(fold(name))


def fill(connection: Connection) -> Iterator[tuple[int, int]]:
    """Fill an empty index; after each batch how many articles are done, and how many there are."""
    whole = connection.scalar(select(func.count()).select_from(watch)) or 0
    done = after = 0
    while True:
        chosen = select(watch.c.id).where(watch.c.id > after).order_by(watch.c.id).limit(BATCH)
        ids = list(connection.scalars(chosen))
        if not ids:
            return
        texts = connection.execute(
            select(version.c.watch_id, articles.c.record)
            .join(articles, articles.c.version_id == version.c.id)
            .where(version.c.watch_id.in_(ids))
        )
        add(connection, ((row.watch_id, records.unpack(row.record, Article)) for row in texts))
        done, after = done + len(ids), ids[-1]
        yield done, whole
