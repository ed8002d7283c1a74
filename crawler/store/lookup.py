"""Finding watches: lists, what is due, and one by whatever name a person has for it."""

import difflib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    literal_column,
    or_,
    select,
    text,
)

from crawler.errors import NotFoundError, UsageError
from crawler.store import prepared
from crawler.store.columns import Text
from crawler.store.rows import FARTHEST, RESTS, Standing, WatchRow
from crawler.store.statements import streamed
from crawler.store.tables import DUE, FALLEN, HELD, KEY, MOVED, watch
from crawler.store.watches import PAUSED, REMOVED
from crawler.urls import canonical

_AT_ONCE = 500
"""How many identities one statement names."""
_SHORTEST = 3
"""Characters of the beginning of a name by which a lone article is meant."""
_LAST = "\U0010ffff"
"""No character comes after it."""
_NEAR = 500
"""How many watches are looked through for a close match."""


def row_of(row: Row[tuple[object, ...]]) -> WatchRow:
    """One row of the table."""
    return WatchRow(
        identity=row.identity,
        site=row.site,
        url=row.url,
        state=row.hold or row.state,
        title=row.title,
        publisher=row.publisher,
        added_at=row.added_at,
        reached_from=row.reached_from,
        versions=row.versions,
        changed_at=row.changed_at,
        looked_at=row.looked_at,
        faults=row.faults,
        next_due=row.next_due,
        etag=row.etag,
        last_modified=row.last_modified,
        gone_looks=row.gone_looks,
        gone_since=row.gone_since,
        declared=row.declared,
        hinted=row.hinted,
    )


def listed(connection: Connection, site: str | None, state: Standing | None) -> list[WatchRow]:
    """Watches in the order they were added; removed ones only where they are asked for."""
    chosen = select(watch).order_by(watch.c.id)
    if site is not None:
        chosen = chosen.where(watch.c.site == site)
    if state in {PAUSED, REMOVED}:
        chosen = chosen.where(watch.c.hold == state, text(HELD))
    elif state == "active":
        chosen = chosen.where(watch.c.hold == "", watch.c.state == state)
    elif state is not None:
        chosen = chosen.where(watch.c.state == state, text(FALLEN))
    else:
        chosen = chosen.where(watch.c.hold != REMOVED)
    return _rows(connection, streamed(chosen))


def due(
    connection: Connection, now: datetime, site: str | None, limit: int | None
) -> list[WatchRow]:
    """What is to be looked at by `now`, the longest overdue first, what has no plan before all.

    Last comes what a clock that went wrong has planned for a time too far ahead.
    """
    chosen = select(watch.c.id).where(text(DUE))
    if site is not None:
        chosen = chosen.where(watch.c.site == site)
    unplanned = chosen.where(watch.c.next_due.is_(None)).order_by(watch.c.id)
    planned = chosen.where(watch.c.next_due <= now).order_by(watch.c.next_due, watch.c.id)
    ahead = (watch.c.next_due > now + FARTHEST) & (watch.c.next_due < RESTS)
    astray = chosen.where(ahead).order_by(watch.c.next_due, watch.c.id)
    ids: list[int] = []
    for each in (unplanned, planned, astray):
        left = None if limit is None else limit - len(ids)
        ids += [] if left == 0 else connection.scalars(streamed(each, left))
    return [
        row_of(row)
        for start in range(0, len(ids), _AT_ONCE)
        for row in _in_order(connection, ids[start : start + _AT_ONCE])
    ]


def _in_order(connection: Connection, ids: Sequence[int]) -> list[Any]:
    rows = {row.id: row for row in prepared.ask(connection, _NUMBERED, ids)}
    return [rows[number] for number in ids]


_NUMBERED = select(watch).where(watch.c.id.in_(bindparam("some", expanding=True)))


def due_in_turn(connection: Connection, now: datetime, of_each: int, limit: int) -> list[WatchRow]:
    """The same, or where more than `limit` are due as many of each site, `of_each` at most.

    So a long queue of one site keeps no other waiting, and however much is due, only so much of it
    is read into memory.
    """
    found = due(connection, now, None, limit)
    if len(found) < limit:
        return found
    sites = _sites(connection)
    room = min(of_each, max(1, limit // len(sites)))
    return [row for site in sites for row in due(connection, now, site, room)]


def _sites(connection: Connection) -> list[str]:
    """Every site of the archive: a step in an index for each, and no table read for so few."""
    found: list[str] = []
    while site := connection.scalar(_NEXT_SITE, {"last": found[-1] if found else ""}):
        found.append(site)
    return found


_NEXT_SITE = (
    select(watch.c.site).where(watch.c.site > bindparam("last")).order_by(watch.c.site).limit(1)
)


def looked(connection: Connection, now: datetime) -> list[WatchRow]:
    """What was looked at since it was planned, whoever did."""
    due_since = watch.c.next_due <= now
    at = watch.c.looked_at
    found = []
    for since in (
        watch.c.next_due.is_(None) & at.is_not(None),
        due_since & (watch.c.next_due <= at) & (at <= now),
    ):
        found += _rows(connection, streamed(select(watch).where(text(DUE), since)))
    return found


def one(connection: Connection, identity: str) -> WatchRow:
    """The watch of exactly this identity. Raises `NotFoundError`."""
    for row in prepared.read(connection, _NAMED, name=identity):
        return row_of(row)
    raise _unknown(connection, identity)


_NAMED = select(watch).where(watch.c.identity == bindparam("name"))


def called(connection: Connection, identities: Sequence[str]) -> dict[str, WatchRow]:
    """The watches of exactly these identities, where there is one."""
    found: dict[str, WatchRow] = {}
    for start in range(0, len(identities), _AT_ONCE):
        some = identities[start : start + _AT_ONCE]
        rows = _rows(connection, select(watch).where(watch.c.identity.in_(some)))
        found |= {row.identity: row for row in rows}
    return found


def at(connection: Connection, named: Mapping[str, str]) -> dict[str, WatchRow]:
    """By URL the watch of its identity, or of another URL that has come to lead there.

    `named` are the URLs with their identities. What moved is one article, not two.
    """
    known = called(connection, list({*named.values()}))
    others = {url: canonical(url) for url, name in named.items() if name not in known}
    there = moved(connection, list({*others.values()}))
    here = {url: known[name] for url, name in named.items() if name in known}
    return here | {url: there[address] for url, address in others.items() if address in there}


def moved(connection: Connection, addresses: Sequence[str]) -> dict[str, WatchRow]:
    """By canonical address the watches that were last read there, and are watched elsewhere."""
    found: dict[str, WatchRow] = {}
    for start in range(0, len(addresses), _AT_ONCE):
        some = watch.c.location.in_(addresses[start : start + _AT_ONCE])
        chosen = select(watch).where(some, text(MOVED)).order_by(watch.c.id.desc())
        found |= {row.location: row_of(row) for row in connection.execute(chosen)}
    return found


def page(connection: Connection, site: str, after: str, limit: int) -> list[WatchRow]:
    """Some watches in the order they were added. Raises `UsageError` for a wrong `after`."""
    chosen = select(watch).where(watch.c.id > 0).order_by(watch.c.id).limit(limit)
    if site:
        chosen = chosen.where(watch.c.site == site)
    if after:
        place = connection.scalar(select(watch.c.id).where(watch.c.identity == after))
        if place is None:
            raise UsageError(f"no list goes on after {after!r}").labelled("cursor", given=after)
        chosen = chosen.where(watch.c.id > place)
    return _rows(connection, chosen)


def find(connection: Connection, name: str) -> WatchRow:
    """The watch called `name`: identity, URL, or the one identity or key that begins so.

    Also by the URL to which that of the watch has come to lead.
    Raises `NotFoundError`, naming close matches.
    """
    exact = list(map(row_of, prepared.read(connection, _NAMED, name=name)))
    by_url = watch.c.url.in_({name, canonical(name)})
    found = exact or _rows(connection, select(watch).where(by_url).limit(2))
    found = found or list(moved(connection, [canonical(name)]).values())
    if not found and len(name) >= _SHORTEST:
        found = _rows(connection, select(watch).where(_begins(name)).limit(6))
    if len(found) == 1:
        return found[0]
    if found:
        found.sort(key=lambda row: row.identity)  # by whichever index they were found
        error = NotFoundError(f"{name!r} may be any of: {_named(found)}")
        raise error.labelled("article.many", name=name, near=_named(found))
    raise _unknown(connection, name)


def _begins(name: str) -> ColumnElement[bool]:
    """Of identity or key, as a range: LIKE would read every watch."""
    beyond = f"{name}{_LAST}"
    return or_(
        watch.c.identity.between(name, beyond), literal_column(KEY, Text).between(name, beyond)
    )


def _unknown(connection: Connection, name: str) -> NotFoundError:
    said = f"nothing in this archive is called {name!r}"
    if near := _named(_near(connection, name)):
        error = NotFoundError(f"{said}; did you mean {near}?")
        return error.labelled("article.near", name=name, near=near)
    error = NotFoundError(f"{said}; `stet list` shows what is watched")
    return error.labelled("article", name=name)


def _near(connection: Connection, name: str) -> list[WatchRow]:
    names = select(watch.c.identity, watch.c.url, watch.c.id)
    known: dict[str, int] = {}
    for identity, url, key in connection.execute(names.order_by(watch.c.id.desc()).limit(_NEAR)):
        known |= {identity: key, url: key}
    close = [known[match] for match in difflib.get_close_matches(name, known, n=3, cutoff=0.7)]
    if not close:
        return []
    found = {row.id: row for row in connection.execute(select(watch).where(watch.c.id.in_(close)))}
    return [row_of(found[key]) for key in close]


def _named(rows: list[WatchRow]) -> str:
    return ", ".join(dict.fromkeys(f"{row.identity} {row.title}".rstrip() for row in rows))


def _rows(connection: Connection, chosen: Select[tuple[object, ...]]) -> list[WatchRow]:
    return [row_of(row) for row in connection.execute(chosen)]
