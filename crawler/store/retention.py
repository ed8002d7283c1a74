"""What may go out of an archive, and taking it out. Nothing goes that something else rests on.

A version's row stays for ever, and so does a fetch that first or last showed it: of a version only
the text goes, of a fetch first its page, so that numbers, times and digests still tell all of the
history. Each kind is chosen by one statement, for a dry run as for what is taken, and by what no
other step changes: so both name the same, in whatever pieces it is done. What is compressed with a
page goes before it; a page on which something rests that stays, stays.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Literal

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Row,
    ScalarSelect,
    Select,
    delete,
    exists,
    func,
    literal,
    select,
    true,
    update,
)

from crawler.store import payloads
from crawler.store.conditions import Retention, page_goes, row_goes, surely, text_goes
from crawler.store.database import Database
from crawler.store.statements import streamed
from crawler.store.tables import article, payload, run, snapshot, version, watch

PAGE = 1_000
"""What is looked for at a time, while anybody may write."""
AT_ONCE = 100
"""What is taken out in one transaction, which a crawl beside it waits for."""

Kind = Literal["payload", "snapshot", "run", "text"]
Chosen = Select[Any]
"""Rows with a `key` and the fields of `Gone`."""


@dataclass(frozen=True, slots=True)
class Gone:
    """One thing that went, or would go."""

    kind: Kind
    """What it is."""
    identity: str
    """Whose it was; of a page that several articles share the first one's; empty for a crawl, and
    for a page whose fetches went before it."""
    name: str
    """The number of the version, fetch or crawl; the digest of the page."""
    at: datetime | None
    """When it was first seen, fetched, started; of a page the last time that it was fetched, None
    where the fetches went before it."""
    size: int
    """Bytes of its contents in the archive, without what its row and the indexes take."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One kind of thing."""

    key: Column[Any]
    """What its rows are told apart by, and gone through in order of."""
    chosen: Callable[[Retention], Chosen | None]
    """What may go; None where nothing of the kind may."""
    take: Callable[[Connection, Sequence[Row[Any]], datetime], Sequence[Row[Any]]]
    """Takes out rows that were chosen; those that went."""


def prune(
    database: Database, limits: Retention, now: datetime, *, dry_run: bool = False
) -> Iterator[Gone]:
    """Take out what may go; yields each thing once it is gone for good.

    In transactions of `AT_ONCE`: others write in between, and where this ends before its time the
    rest is left for the next one. With `dry_run` nothing is changed.
    """
    went: Counter[str] = Counter()
    for step in _STEPS:
        found = step.chosen(limits)
        if found is None:
            continue
        for rows in _found(database, found, step):
            if dry_run:
                yield from map(_gone, _let_go_by_others(rows, went))
            else:
                yield from map(_gone, _taken(database, found, step, rows, now))


def _found(database: Database, found: Chosen, step: _Step) -> Iterator[Sequence[Row[Any]]]:
    """What was chosen, as much at a time as is taken in one transaction."""
    ahead = found.order_by(step.key).limit(PAGE)
    page = ahead
    while True:
        with database.reading() as connection:
            rows = connection.execute(page).all()
        for start in range(0, len(rows), AT_ONCE):
            yield rows[start : start + AT_ONCE]
        if len(rows) < PAGE:
            return
        page = ahead.where(step.key > rows[-1].key)


def _let_go_by_others(rows: Sequence[Row[Any]], went: Counter[str]) -> Iterator[Row[Any]]:
    """Those on which nothing rests that would stay; `went` counts by base what would go."""
    for row in rows:
        if row.kind != "payload":
            yield row
        elif row.resting == went[row.key]:
            if row.base:
                went[row.base] += 1
            yield row


def _taken(
    database: Database, found: Chosen, step: _Step, rows: Sequence[Row[Any]], now: datetime
) -> Sequence[Row[Any]]:
    """Take out those of the rows that may still go, now that nobody else writes."""
    with database.writing() as connection:
        still = connection.execute(found.where(step.key.in_([row.key for row in rows]))).all()
        return step.take(connection, still, now) if still else still


def _gone(row: Row[Any]) -> Gone:
    return Gone(row.kind, row.identity, str(row.name), row.at, row.size)


# ------------------------------------------------------------------ pages

_lower = payload.alias()
_ANY = true()
_ALONE = payload.c.base.is_(None)
_ON_ONE = exists().where(_lower.c.digest == payload.c.base, _lower.c.base.is_(None))
_ON_MORE = exists().where(_lower.c.digest == payload.c.base, _lower.c.base.is_not(None))
"""How many pages a page rests on: what rests on others goes before them."""


def _pages(limits: Retention, which: ColumnElement[bool] = _ANY) -> Chosen | None:
    if limits.payloads is None and limits.snapshots is None:
        return None
    look, other = snapshot.alias(), payload.alias()
    resting = select(func.count()).where(other.c.base == payload.c.digest)
    whose = (
        select(watch.c.identity)
        .join(look, look.c.watch_id == watch.c.id)
        .where(look.c.payload == payload.c.digest)
        .order_by(look.c.id)
        .limit(1)
    )
    return select(
        payload.c.digest.label("key"),
        literal("payload").label("kind"),
        func.coalesce(whose.scalar_subquery(), "").label("identity"),
        payload.c.digest.label("name"),
        _last_fetch(payload).label("at"),
        func.length(payload.c.body).label("size"),
        payload.c.base,
        resting.scalar_subquery().label("resting"),
    ).where(which, page_goes(payload, limits))


def _last_fetch(page: FromClause) -> ScalarSelect[Any]:
    last = snapshot.alias()
    chosen = select(func.max(last.c.fetched_at)).where(last.c.payload == page.c.digest)
    return chosen.scalar_subquery()


def _take_pages(
    connection: Connection, rows: Sequence[Row[Any]], now: datetime
) -> Sequence[Row[Any]]:
    gone = payloads.prune(connection, [row.key for row in rows], now)
    payloads.forget(connection, gone)
    return [row for row in rows if row.key in gone]


def cutoff(database: Database, limits: Retention, size: int) -> datetime | None:
    """Before when pages have to be let go for so many bytes of pages to go, the oldest first.

    To the minute. None where there are none to let go; where there are not enough, a moment after
    the last. A page that others rest on is as old as the youngest of these.
    """
    chosen = _pages(replace(limits, payloads=_NEVER))
    if chosen is None or size <= 0:
        return None
    above, highest = payload.alias(), payload.alias()
    of_above = select(func.max(_last_fetch(above))).where(above.c.base == payload.c.digest)
    of_highest = (
        select(func.max(_last_fetch(highest)))
        .select_from(highest)
        .join(above, highest.c.base == above.c.digest)
        .where(above.c.base == payload.c.digest)
    )
    found = chosen.add_columns(of_above.scalar_subquery(), of_highest.scalar_subquery())
    of_minute: Counter[datetime] = Counter()
    with database.reading() as connection:
        for row in connection.execute(streamed(found)):
            latest = max((it for it in (row.at, *row[-2:]) if it), default=_EVER)
            of_minute[latest.replace(second=0, microsecond=0)] += row.size
    for minute in sorted(of_minute):
        size -= of_minute[minute]
        if size <= 0:
            return minute + timedelta(minutes=1)
    return max(of_minute) + timedelta(minutes=1) if of_minute else None


_EVER = datetime.min.replace(tzinfo=UTC)
_NEVER = datetime.max.replace(tzinfo=UTC)


# ------------------------------------------------------------------ fetches, and crawls


def _snapshots(limits: Retention) -> Chosen | None:
    if limits.snapshots is None:
        return None
    contents = (snapshot.c.headers, snapshot.c.url, snapshot.c.final_url, snapshot.c.message)
    return (
        select(
            snapshot.c.id.label("key"),
            snapshot.c.payload,
            literal("snapshot").label("kind"),
            watch.c.identity,
            snapshot.c.id.label("name"),
            snapshot.c.fetched_at.label("at"),
            sum(map(func.length, contents), literal(0)).label("size"),
        )
        .join(watch, snapshot.c.watch_id == watch.c.id)
        .where(row_goes(snapshot, limits))
    )


def _take_snapshots(
    connection: Connection, rows: Sequence[Row[Any]], now: datetime
) -> Sequence[Row[Any]]:
    connection.execute(delete(snapshot).where(snapshot.c.id.in_([row.key for row in rows])))
    payloads.forget(connection, {row.payload for row in rows if row.payload})
    return rows


def _runs(limits: Retention) -> Chosen | None:
    if limits.snapshots is None or limits.site is not None:
        return None
    look = snapshot.alias()
    keeps = exists().where(look.c.run_id == run.c.id, ~surely(row_goes(look, limits)))
    return select(
        run.c.id.label("key"),
        literal("run").label("kind"),
        literal("").label("identity"),
        run.c.id.label("name"),
        run.c.started_at.label("at"),
        (func.length(run.c.arguments) + func.length(run.c.stats)).label("size"),
    ).where(run.c.started_at < limits.snapshots, run.c.finished_at.is_not(None), ~keeps)


def _take_runs(
    connection: Connection, rows: Sequence[Row[Any]], now: datetime
) -> Sequence[Row[Any]]:
    connection.execute(delete(run).where(run.c.id.in_([row.key for row in rows])))
    return rows


# ------------------------------------------------------------------ texts


def _texts(limits: Retention) -> Chosen | None:
    if limits.versions is None:
        return None
    return (
        select(
            version.c.id.label("key"),
            literal("text").label("kind"),
            watch.c.identity,
            version.c.number.label("name"),
            version.c.first_seen.label("at"),
            func.length(article.c.record).label("size"),
        )
        .join(watch, version.c.watch_id == watch.c.id)
        .join(article, article.c.version_id == version.c.id)
        .where(text_goes(version, limits))
    )


def _take_texts(
    connection: Connection, rows: Sequence[Row[Any]], now: datetime
) -> Sequence[Row[Any]]:
    ids = [row.key for row in rows]
    connection.execute(delete(article).where(article.c.version_id.in_(ids)))
    connection.execute(update(version).where(version.c.id.in_(ids)).values(pruned_at=now))
    return rows


# Pages go first: what is known of a page stands in the fetches.
_STEPS = (
    _Step(payload.c.digest, partial(_pages, which=_ON_MORE), _take_pages),
    _Step(payload.c.digest, partial(_pages, which=_ON_ONE), _take_pages),
    _Step(payload.c.digest, partial(_pages, which=_ALONE), _take_pages),
    _Step(snapshot.c.id, _snapshots, _take_snapshots),
    _Step(run.c.id, _runs, _take_runs),
    _Step(version.c.id, _texts, _take_texts),
)
