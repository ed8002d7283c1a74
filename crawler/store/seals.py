"""Seals: what was kept and when, a chain a watch, so that a later rewrite of history shows.

A row is only ever added: when a version is written, read again by a newer parser, or finds another
place in its history. The last seal of a number says what that version has to be.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, func, select

from crawler.store import prepared
from crawler.store.tables import seal, snapshot, watch
from crawler.store.versions import OpenVersion
from crawler.store.watches import OpenWatch
from crawler.text import digest

_AT_ONCE = 500
"""How many rows one statement names."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A version that a batch has written, on its way into the chain."""

    watch: OpenWatch
    """Whose it is."""
    version: OpenVersion
    """As written."""
    at: datetime
    """The look, or the moment at which a document was taken in."""
    payload: str | None = None
    """Digest of the bytes that first showed it; None: to be looked up."""


@dataclass(frozen=True, slots=True)
class Link:
    """One seal: what its chain value is made of."""

    position: int
    """From 1, in the chain of its watch."""
    number: int
    """The version's, at that time."""
    at: datetime
    """When it was kept, or read again; aware, UTC."""
    first_seen: datetime
    """The version's; aware, UTC."""
    digest: str
    """The version's, hex."""
    payload: str | None
    """Of the bytes that first showed it, hex; None for a seed document alone."""

    def after(self, previous: str, identity: str) -> str:
        """The chain value, hex: BLAKE2b-128 of the one before (empty: none) and of all these."""
        said = (
            self.position,
            self.number,
            self.at.astimezone(UTC).isoformat(),
            self.first_seen.astimezone(UTC).isoformat(),
            self.digest,
            self.payload or "",
        )
        return digest(previous, identity, " ".join(map(str, said)))


def add(connection: Connection, new: Sequence[Sealed]) -> None:
    """Seal what was written, in the order given. Their snapshots have to be stored already."""
    if not new:
        return
    sealed_before = {each.watch.id for each in new if each.version.number > 1 or each.version.filed}
    heads = last(connection, seal, sealed_before)
    unknown = [each.version.id for each in new if each.payload is None and each.version.id]
    shown = _first_payloads(connection, unknown)
    rows = []
    for each in new:
        position, previous = heads.get(each.watch.id, (0, ""))
        made = Link(
            position + 1,
            each.version.number,
            each.at,
            each.version.first_seen,
            each.version.digest,
            each.payload or shown.get(each.version.id or 0),
        )
        chain = made.after(previous, each.watch.identity)
        heads[each.watch.id] = made.position, chain
        rows.append(row(each.watch.id, made, chain))
    prepared.run(connection, prepared.into(seal), rows)


def row(watch: int, link: Link, chain: str) -> dict[str, object]:
    """A link as it stands in the table."""
    return {
        "watch_id": watch,
        "position": link.position,
        "number": link.number,
        "at": link.at,
        "first_seen": link.first_seen,
        "digest": link.digest,
        "payload": link.payload,
        "chain": chain,
    }


def of(connection: Connection, identity: str) -> list[tuple[Link, str]]:
    """The chain of an article from its beginning: each link with its chain value."""
    chosen = select(seal).join(watch, seal.c.watch_id == watch.c.id)
    rows = connection.execute(chosen.where(watch.c.identity == identity).order_by(seal.c.position))
    return [(link_of(row), row.chain) for row in rows]


def link_of(row: Any) -> Link:
    """A link from its row."""
    return Link(row.position, row.number, row.at, row.first_seen, row.digest, row.payload)


def broken(sealed: Sequence[Any], after: Callable[[Any, str], str]) -> tuple[Any, str] | None:
    """Where a chain does not hold: the first such row, for all that follow hang on it, and what is
    wrong with it. `after` makes the chain value of a row from the one before it.
    """
    previous = ""
    for position, row in enumerate(sealed, 1):
        if row.position != position:
            return None, f"{position} is missing from its chain"
        if after(row, previous) != row.chain:
            return row, f"{position} does not follow from the one before"
        previous = row.chain
    return None


def last(
    connection: Connection, table: Table, watches: Collection[int]
) -> dict[int, tuple[int, str]]:
    """Position and chain value of the last seal of each watch that has one in the table."""
    rows = _in_parts(connection, _heads(table), list(watches))
    return {row.watch_id: (row.position, row.chain) for row in rows}


# Made once: to put such a statement together takes longer than to run it.
@lru_cache
def _heads(table: Table) -> Select[Any]:
    highest = (
        select(table.c.watch_id, func.max(table.c.position).label("position"))
        .where(table.c.watch_id.in_(bindparam("some", expanding=True)))
        .group_by(table.c.watch_id)
        .subquery()
    )
    of_highest = table.c.position == highest.c.position
    return select(table.c.watch_id, table.c.position, table.c.chain).join(
        highest, (table.c.watch_id == highest.c.watch_id) & of_highest
    )


_FIRST = (
    select(func.min(snapshot.c.id))
    .where(
        snapshot.c.version_id.in_(bindparam("some", expanding=True)),
        snapshot.c.payload.is_not(None),
    )
    .group_by(snapshot.c.version_id)
)
_FIRST_PAYLOADS = select(snapshot.c.version_id, snapshot.c.payload).where(
    snapshot.c.id.in_(_FIRST.scalar_subquery())
)


def _first_payloads(connection: Connection, versions: Sequence[int]) -> dict[int, str]:
    """Of these versions the digest of the first bytes that showed each, where any are kept."""
    return dict(map(tuple, _in_parts(connection, _FIRST_PAYLOADS, versions)))


def _in_parts(connection: Connection, chosen: Select[Any], ids: Sequence[int]) -> Iterator[Any]:
    for start in range(0, len(ids), _AT_ONCE):
        yield from prepared.ask(connection, chosen, ids[start : start + _AT_ONCE])
