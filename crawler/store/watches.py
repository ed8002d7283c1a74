"""Watches: opened by a batch and written at its end; held, resumed and planned by a person."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, bindparam, select, update

from crawler.items import Article
from crawler.store import prepared, standings
from crawler.store.rows import RESTS, Standing, State
from crawler.store.statements import upsert
from crawler.store.states import WatchState
from crawler.store.tables import watch
from crawler.store.tallies import Sums

PAUSED = "paused"
REMOVED = "removed"


@dataclass(slots=True)
class OpenWatch:
    """A watch while a batch is at work on it: written at the end, once."""

    id: int
    """Row id."""
    identity: str
    """`site:key`."""
    url: str
    """To be fetched next."""
    location: str
    """Where `url` leads after redirects, canonical; empty before the first look."""
    hold: str
    """`paused` or `removed`, as a person decided; empty: neither."""
    state: WatchState
    """What the looks say."""
    title: str
    """Of the latest version; empty before the first."""
    publisher: str
    """The outlet as named by the latest version."""
    versions: int
    """How many there are; the number of the latest."""
    changed_at: datetime | None
    """When the latest version was first seen."""
    looked_at: datetime | None
    """The last visit, whatever it brought."""
    faults: int
    """Visits in a row that brought no article."""
    etag: str
    """Of the last answer from `url`; empty where it sent none."""
    last_modified: str
    """Of the last answer from `url`; empty where it sent none."""
    declared: datetime | None = None
    """The latest change that a list, or the page itself, told of."""
    hinted: datetime | None = None
    """When a list told of a change that no look has weighed yet, or the one to come that the page
    itself tells of."""
    known_as: str = ""
    """The state as it is shown and counted in the archive."""

    @property
    def standing(self) -> Standing:
        """The state as shown: what a person decided covers what the looks say."""
        return cast(Standing, self.hold) if self.hold else self.state.name

    def shows(self, text: Article, number: int, first_seen: datetime) -> None:
        """A version is the latest now."""
        self.versions = number
        self.changed_at = first_seen
        self.title = text.title
        self.publisher = text.author


@dataclass(frozen=True, slots=True)
class Wanted:
    """A watch that a batch needs, and what it starts with where it is new."""

    url: str
    """To be fetched."""
    added_at: datetime
    """Aware, UTC."""
    reached_from: str = ""
    """Identity of the article whose related list led here, or the address of the list that named
    it; empty where it was asked for."""
    state: State = "active"
    """`unresolved` for a seed without a URL."""


_WRITTEN = (
    "url", "location", "hold", "title", "publisher", "versions", "changed_at", "looked_at",
    "faults", "etag", "last_modified", "declared", "hinted",
)  # fmt: skip
_OF_STATE = ("state", "gone_looks", "gone_since", "gone_last")


def ensure(connection: Connection, wanted: Mapping[str, Wanted]) -> dict[str, OpenWatch]:
    """Open the watch of each identity; those that are not there yet are added."""
    opened = _opened(connection, wanted)
    if missing := wanted.keys() - opened.keys():
        added = [_new(identity, each) for identity, each in wanted.items() if identity in missing]
        prepared.run(connection, upsert(connection, watch, ("identity",)), added)
        sums = Sums()
        for row in added:
            sums.add("articles", "", row["site"], row["added_at"])
        sums.write(connection)
        standings.move(connection, ((row["site"], "", row["state"]) for row in added))
        opened |= _opened(connection, missing)
    return opened


def _opened(connection: Connection, identities: Collection[str]) -> dict[str, OpenWatch]:
    # On PostgreSQL the rows are locked until the batch ends; SQLite has one writer anyway.
    rows = prepared.ask(connection, _OPENED, identities)
    return {
        row.identity: OpenWatch(
            id=row.id,
            identity=row.identity,
            state=WatchState(row.state, row.gone_looks, row.gone_since, row.gone_last),
            url=row.url,
            location=row.location,
            hold=row.hold,
            title=row.title,
            publisher=row.publisher,
            versions=row.versions,
            changed_at=row.changed_at,
            looked_at=row.looked_at,
            faults=row.faults,
            etag=row.etag,
            last_modified=row.last_modified,
            declared=row.declared,
            hinted=row.hinted,
            known_as=row.hold or row.state,
        )
        for row in rows
    }


_OPENED = (
    select(watch.c.id, watch.c.identity, *(watch.c[name] for name in (*_WRITTEN, *_OF_STATE)))
    .where(watch.c.identity.in_(bindparam("some", expanding=True)))
    .order_by(watch.c.id)
    .with_for_update()
)


def _new(identity: str, wanted: Wanted) -> dict[str, Any]:
    return {
        "identity": identity,
        "site": _site(identity),
        "url": wanted.url,
        "location": "",
        "state": wanted.state,
        "hold": "",
        "gone_looks": 0,
        "title": "",
        "publisher": "",
        "reached_from": wanted.reached_from,
        "added_at": wanted.added_at,
        "versions": 0,
        "faults": 0,
        "etag": "",
        "last_modified": "",
    }


_UPDATE = (
    update(watch)
    .where(watch.c.id == bindparam("of_watch"))
    .values({name: bindparam(f"new_{name}") for name in (*_WRITTEN, *_OF_STATE)})
)


def write(connection: Connection, opened: Iterable[OpenWatch]) -> None:
    """Write what a batch made of its watches."""
    written = list(opened)
    prepared.run(connection, _UPDATE, map(_row, written))
    moved = [each for each in written if each.standing != each.known_as]
    standings.move(
        connection, ((_site(each.identity), each.known_as, each.standing) for each in moved)
    )
    for each in moved:
        each.known_as = each.standing


def _site(identity: str) -> str:
    return identity.partition(":")[0]


def _row(each: OpenWatch) -> dict[str, object]:
    row: dict[str, object] = {f"new_{name}": getattr(each, name) for name in _WRITTEN}
    state = each.state
    row |= {
        "of_watch": each.id,
        "new_state": state.name,
        "new_gone_looks": state.looks,
        "new_gone_since": state.since,
        "new_gone_last": state.last,
    }
    return row


def hold(connection: Connection, identity: str, kind: str) -> None:
    """Pause or remove a watch; an empty `kind` takes it up again, as the looks left it."""
    chosen = watch.c.identity == identity
    stood = select(watch.c.site, watch.c.state, standings.shown().label("shown")).where(chosen)
    moves = [(row.site, row.shown, kind or row.state) for row in connection.execute(stood)]
    connection.execute(update(watch).where(chosen).values(hold=kind))
    standings.move(connection, moves)


def adopt(connection: Connection, identities: list[str]) -> None:
    """Let watches be asked for by their addresses, however they were found; none of them rests."""
    asked = watch.c.identity.in_(identities)
    found, rests = watch.c.reached_from != "", watch.c.next_due >= RESTS
    connection.execute(update(watch).where(asked & found).values(reached_from=""))
    connection.execute(update(watch).where(asked & rests).values(next_due=None))


def plan(connection: Connection, due: Mapping[str, datetime]) -> None:
    """Set when watches are due again."""
    prepared.run(connection, _PLAN, ({"who": name, "at": at} for name, at in due.items()))


_PLAN = update(watch).where(watch.c.identity == bindparam("who")).values(next_due=bindparam("at"))
