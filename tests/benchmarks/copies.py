"""Makes a large archive larger, by copies of all its articles under other names and times.

To invent a million articles takes hours; to copy them in the database takes minutes. A copy is an
article like another to whatever is asked of an archive; only its texts were there before.
"""

import sqlite3
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Table, func, select, text, update

from crawler.items import Article
from crawler.store import fulltext, grams, records
from crawler.store.database import Database
from crawler.store.tables import article as articles
from crawler.store.tables import (
    likeness,
    metadata,
    observation,
    report,
    seal,
    snapshot,
    standing,
    tally,
    version,
    watch,
)
from scheduler.diff import TAG

_AT_ONCE = 500
_GATHERED = 2**26  # bytes that FTS5 gathers before it writes them out; else there is much to merge
_NUMBER = 100_000  # what `large` counts the articles of a site from


def add(database: Database, count: int, apart: timedelta) -> None:
    """Let the archive grow to `count` times its size; `apart` lies between an article's copies."""
    with database.reading() as connection:
        highest = {
            table.name: connection.scalar(select(func.max(table.c.id))) or 0
            for table in (watch, version, observation)
        }
    found_by = {} if database.is_server else _found_by(database)
    for copy in range(1, count):
        with database.writing() as connection:
            write = _Copy(connection, copy, highest, copy * apart)
            for table in (watch, version, articles, snapshot, seal, observation, report, likeness):
                connection.execute(text(write.statement(table)))
            if found_by:
                rows = [(key + write.watches, said) for key, said in found_by.items()]
                _gather(connection, _GATHERED)
                added = "INSERT INTO search (rowid, grams) VALUES (?, ?)"
                connection.exec_driver_sql(added, rows)
                _gather(connection, 2**20)
            else:
                connection.execute(text(_FOUND), {"more": write.watches, "last": highest["watch"]})
    with database.writing() as connection:
        connection.execute(update(tally).values(sum=tally.c.sum * count))
        connection.execute(update(standing).values(articles=standing.c.articles * count))


_FOUND = "INSERT INTO search SELECT watch_id + :more, grams FROM search WHERE watch_id <= :last"


def _gather(connection: Connection, size: int) -> None:
    connection.exec_driver_sql("INSERT INTO search (search, rank) VALUES ('hashsize', ?)", (size,))


def _found_by(database: Database) -> dict[int, str]:
    """What FTS5 was given for each article: it does not give that back."""
    found: dict[int, str] = {}
    with database.reading() as connection:
        last = connection.scalar(select(func.max(watch.c.id))) or 0
        sites = {row.id: row.site for row in connection.execute(select(watch.c.id, watch.c.site))}
        for start in range(0, last, _AT_ONCE):
            chosen = (
                select(version.c.watch_id, articles.c.record)
                .join(articles, articles.c.version_id == version.c.id)
                .where(version.c.watch_id.between(start + 1, start + _AT_ONCE))
            )
            lines: dict[int, dict[str, str]] = {}
            for row in connection.execute(chosen):
                said = records.unpack(row.record, Article)
                lines.setdefault(row.watch_id, {}).update(
                    dict.fromkeys((said.title, *said.body), said.author)
                )
            for key, some in lines.items():
                has = grams.grams(grams.form("", list(some)))
                outlet = fulltext.plain_name(next(iter(some.values())))
                marks = fulltext.mark("publisher", outlet), fulltext.mark("site", sites[key])
                found[key] = " ".join([*has, *marks])
    return found


class _Copy:
    """One copy of everything, as statements."""

    def __init__(
        self, connection: Connection, number: int, highest: Mapping[str, int], later: timedelta
    ) -> None:
        self.is_server = connection.dialect.name == "postgresql"
        self.number = number
        self.highest = highest
        self.seconds = later.total_seconds()
        self.watches = number * highest["watch"]
        self.versions = number * highest["version"]
        if not self.is_server:
            driver: Any = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            driver.create_function("another", 2, _another)

    def statement(self, table: Table) -> str:
        names = [column.name for column in table.c]
        told = ", ".join(self._told(table, name) for name in names)
        source, key = table.name, "id" if "id" in table.c else names[0]
        if table is report:
            source = "report JOIN version AS shown ON shown.id = report.version_id"
        first = self.highest[table.name if table in (watch, observation) else "version"]
        return (
            f"INSERT INTO {table.name} ({', '.join(names)}) SELECT {told} FROM {source}"  # noqa: S608 - names and numbers of ours
            f" WHERE {table.name}.{key} <= {first} ORDER BY {table.name}.{key}"
        )

    def _told(self, table: Table, name: str) -> str:
        kinds: dict[str, Callable[[], str]] = {
            "watch_id": lambda: f"{table.name}.watch_id + {self.watches}",
            "version_id": lambda: f"version_id + {self.versions}",
            "report_id": lambda: f"report_id + {self.versions}",
            "id": lambda: f"{table.name}.id + {self._ids(table)}",
            "identity": lambda: self._named("site || ':' ||", "id"),
            "url": lambda: self._url(table),
            "location": lambda: self._url(table),
            "key": lambda: self._key(table),
            "way": self._way,
        }
        if name in kinds:
            return kinds[name]()
        kind = str(metadata.tables[table.name].c[name].type)
        return self._later(f"{table.name}.{name}") if kind == "DATETIME" else f"{table.name}.{name}"

    def _ids(self, table: Table) -> int:
        if table is observation:
            return self.number * self.highest["observation"]
        return self.watches if table is watch else self.versions

    def _named(self, before: str, key: str) -> str:
        number = f"({key} + {self.watches + _NUMBER})"
        return f"{before} CAST({number} AS text)"

    def _url(self, table: Table) -> str:
        return self._named("'https://' || site || '/story/' ||", "id") if table is watch else "url"

    def _key(self, table: Table) -> str:
        if table is not report:
            return "key"
        told = self._named(f"'{TAG}' || site || ':' ||", "report.watch_id")
        return f"{told} || '/' || (shown.number - 1) || '..' || shown.number"

    def _way(self) -> str:
        if self.is_server:
            return f"set_byte(way, 15, (get_byte(way, 15) + {self.number}) % 256)"
        return f"another(way, {self.number})"

    def _later(self, column: str) -> str:
        if self.is_server:
            return f"{column} + interval '{self.seconds:.0f} seconds'"
        return f"strftime('%Y-%m-%d %H:%M:%f000', {column}, '+{self.seconds:.0f} seconds')"


def _another(way: bytes, number: int) -> bytes:
    return way[:-1] + bytes(((way[-1] + number) % 256,))
