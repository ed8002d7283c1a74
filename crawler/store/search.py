"""Looking for words in all versions of all articles.

The index names the articles that may hold them, last first; their texts are then read.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    exists,
    func,
    select,
    text,
)

from crawler.errors import UsageError
from crawler.store import fulltext, grams, records
from crawler.store.found import FoundPage, FoundRow, Sought
from crawler.store.grams import Question
from crawler.store.tables import PRUNED, report, version, watch
from crawler.store.tables import article as articles

_TOGETHER = 21  # articles whose texts are read at a time: those of a page and one more
_FIRST, _CHUNK, _MORE = 2 * _TOGETHER, 500, 4
"""Articles that the index names at first, at most at a time, and times as many the next time: those
of a page are mostly among the first, and to find more takes it longer the larger the archive is."""
_MOST = 10_000  # articles that the index names for one page, where no text of theirs is read
_TEXTS = 20  # to read the texts of an article takes so many times as long


@dataclass(frozen=True, slots=True)
class _Text:
    """What is looked through of a version."""

    title: str
    """As in the `Article`."""
    body: tuple[str, ...] = ()
    """The paragraphs."""
    author: str = ""
    """The outlet."""


def page(connection: Connection, sought: Sought) -> FoundPage:
    """Articles that hold what is sought, the one that was added last first.

    What one page costs is bounded: one that ends early says where the next goes on. Raises
    `UsageError` where nothing is named that could be looked for.
    """
    asked = grams.question(sought.text)
    if not asked.terms:
        raise UsageError(f"{sought.text[:40]!r} names no word to look for")
    rows: list[FoundRow] = []
    last, cost = sought.before, 0
    for key, is_read, row in _looked_through(connection, sought, asked):
        if row and len(rows) == sought.limit:
            return FoundPage(tuple(rows), last)
        if row:
            rows.append(row)
        last, cost = key, cost + (_TEXTS if is_read else 1)
        if cost >= _MOST:
            return FoundPage(tuple(rows), last)
    return FoundPage(tuple(rows), None)


def _looked_through(
    connection: Connection, sought: Sought, asked: Question
) -> Iterator[tuple[int, bool, FoundRow | None]]:
    """What the index names: watch id, whether its texts were read, and what they showed."""
    before, size = sought.before, _FIRST
    while True:
        chunk = _named(connection, sought, asked, before, size)
        for start in range(0, len(chunk), _TOGETHER):
            some = chunk[start : start + _TOGETHER]
            fitting = _fitting(connection, sought, some)
            found = _found(connection, sought, asked, fitting)
            yield from ((key, key in fitting, found.get(key)) for key in some)
        if len(chunk) < size:
            return
        before, size = chunk[-1], min(_MORE * size, _CHUNK)


def _named(
    connection: Connection, sought: Sought, asked: Question, before: int | None, most: int
) -> Sequence[int]:
    """Articles that the index names, the last first."""
    wanted = asked.grams
    if sought.site is not None:
        wanted.append(fulltext.mark("site", sought.site))
    if sought.publisher is not None:
        wanted.append(fulltext.mark("publisher", fulltext.plain_name(sought.publisher)))
    if wanted:
        return fulltext.index(connection).named(connection, wanted, before, most)
    # A single sign: the index knows it only beside another.
    every = select(watch.c.id).where(watch.c.versions > 0)
    every = every if before is None else every.where(watch.c.id < before)
    return connection.scalars(every.order_by(watch.c.id.desc()).limit(most)).all()


def _fitting(connection: Connection, sought: Sought, some: Collection[int]) -> Collection[int]:
    """Those of these articles that are asked for, by what their rows say."""
    conditions = [*_conditions(sought)]
    if not conditions:
        return some
    return set(connection.scalars(select(watch.c.id).where(watch.c.id.in_(some), *conditions)))


def _conditions(sought: Sought) -> Iterator[ColumnElement[bool]]:
    """What the rows of an article say, before any text is read."""
    if sought.site is not None:
        yield watch.c.site == sought.site
    if sought.since is not None or sought.until is not None:
        seen = [version.c.watch_id == watch.c.id]
        seen += [version.c.first_seen >= sought.since] if sought.since else []
        seen += [version.c.first_seen < sought.until] if sought.until else []
        yield exists().where(*seen)
    if sought.kind is not None or sought.min_score > 0:
        told = [report.c.watch_id == watch.c.id, report.c.score >= sought.min_score]
        # Never NULL, but an index of this kind would be read whole where an article's own is asked.
        told += [func.coalesce(report.c.kind, "") == sought.kind] if sought.kind else []
        yield exists().where(*told)


def _found(
    connection: Connection, sought: Sought, asked: Question, ids: Collection[int]
) -> dict[int, FoundRow]:
    """Those of these articles of which a version holds what is sought, by watch id."""
    if not ids:
        return {}
    chosen = (
        select(
            version.c.watch_id,
            version.c.number,
            version.c.first_seen,
            version.c.last_seen,
            watch.c.identity,
            watch.c.site,
            watch.c.url,
            watch.c.versions,
            articles.c.record,
        )
        .join(watch, version.c.watch_id == watch.c.id)
        .outerjoin(articles, articles.c.version_id == version.c.id)
        # The second follows from the first, but PostgreSQL does not see it, and reads all watches.
        .where(version.c.watch_id.in_(ids), watch.c.id.in_(ids))
        .order_by(version.c.watch_id, version.c.number)
    )
    rows = connection.execute(chosen)
    found = {}
    for key, rows_of in groupby(rows, key=lambda row: row.watch_id):
        history = list(rows_of)
        holding = [
            (row, said)
            for row, said in (
                (row, records.unpack(row.record, _Text)) for row in history if row.record
            )
            if asked.holds(said.title, said.body)
        ]
        shown = [(row, said) for row, said in holding if _is_asked_for(sought, row, said)]
        if shown:
            made = _row(asked, [row for row, _ in holding], *shown[-1])
            pruned = tuple(row.number for row in history if row.record is None)
            found[key] = replace(made, pruned=pruned)
    return found


def without_text(connection: Connection, site: str | None) -> int:
    """How many versions, of all or of one site, cannot be looked through: their text was pruned."""
    chosen = select(func.count()).select_from(version).where(text(PRUNED))
    if site is not None:
        of_site = select(watch.c.id).where(watch.c.site == site)
        chosen = chosen.where(version.c.watch_id.in_(of_site))
    return connection.scalar(chosen) or 0


def _is_asked_for(sought: Sought, row: Row[*tuple[Any, ...]], said: _Text) -> bool:
    return (
        (sought.since is None or row.first_seen >= sought.since)
        and (sought.until is None or row.first_seen < sought.until)
        and (
            sought.publisher is None
            or fulltext.plain_name(said.author) == fulltext.plain_name(sought.publisher)
        )
    )


def _row(
    asked: Question,
    holding: Sequence[Row[*tuple[Any, ...]]],
    shown: Row[*tuple[Any, ...]],
    said: _Text,
) -> FoundRow:
    excerpt = grams.excerpt((*said.body, said.title), asked)
    return FoundRow(
        identity=shown.identity,
        site=shown.site,
        url=shown.url,
        title=said.title,
        publisher=said.author,
        versions=tuple(row.number for row in holding),
        of=shown.versions,
        shown=shown.number,
        first_seen=min(row.first_seen for row in holding),
        last_seen=max(row.last_seen for row in holding),
        pieces=excerpt.pieces,
        is_cut=excerpt.is_cut,
    )
