"""Whether the archive still holds what it once kept: chains, texts and bytes, read anew."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, select

from crawler.errors import NotFoundError, StoreError
from crawler.items import Article
from crawler.store import payloads, records
from crawler.store.digests import digest
from crawler.store.seals import link_of
from crawler.store.tables import article, payload, seal, snapshot, version, watch

PAGE = 100
"""Watches, or payloads, in one transaction."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that is not as it was kept."""

    identity: str
    """Of the watch: `site:key`; empty for bytes that no fetch of any article brought."""
    version: int | None
    """Its number; None where it is of no version."""
    what: str
    """What does not hold, for people."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One article's history, or the bytes of one response, after the check."""

    key: int | str
    """Where the next page begins: row id, or the payload's digest."""
    identity: str
    """Of the watch; empty for a payload."""
    versions: int
    """How many there are; 0 for a payload."""
    head: str
    """The last value of its chain, hex; empty where there is none, and for a payload."""
    flaws: Sequence[Flaw]
    """What does not hold."""


def watches(connection: Connection, after: int) -> list[Checked]:
    """Some watches beyond the one with row id `after`, each checked from its first seal on."""
    chosen = select(watch.c.id, watch.c.identity, watch.c.versions).where(watch.c.id > after)
    rows = connection.execute(chosen.order_by(watch.c.id).limit(PAGE)).all()
    some = {"some": [row.id for row in rows]}
    sealed = _by_watch(connection.execute(_SEALS, some))
    texts = _by_watch(connection.execute(_VERSIONS, some))
    return [_checked(row, sealed.get(row.id, []), texts.get(row.id, [])) for row in rows]


_SOME: BindParameter[Any] = bindparam("some", expanding=True)
_SEALS = select(seal).where(seal.c.watch_id.in_(_SOME)).order_by(seal.c.watch_id, seal.c.position)
_VERSIONS = (
    select(version, article.c.record)
    .outerjoin(article, article.c.version_id == version.c.id)
    .where(version.c.watch_id.in_(_SOME))
    .order_by(version.c.watch_id, version.c.number)
)


def _by_watch(rows: Any) -> dict[int, list[Row[Any]]]:
    return {key: list(some) for key, some in groupby(rows, key=lambda row: row.watch_id)}


def _checked(owner: Any, sealed: Sequence[Row[Any]], kept: Sequence[Row[Any]]) -> Checked:
    head = sealed[-1].chain if sealed else ""
    last = {row.number: row for row in sealed}
    there = {row.number: row for row in kept}
    found = [*_broken(owner.identity, sealed)]
    for number in sorted(last.keys() | there.keys() | set(range(1, owner.versions + 1))):
        told = _differences(there.get(number), last.get(number))
        found += [Flaw(owner.identity, number, what) for what in told]
    return Checked(owner.id, owner.identity, len(kept), head, found)


def _broken(identity: str, sealed: Sequence[Row[Any]]) -> Iterator[Flaw]:
    """Where the chain does not hold: the first such seal, for all that follow hang on it."""
    previous = ""
    for position, row in enumerate(sealed, 1):
        if row.position != position:
            yield Flaw(identity, None, f"seal {position} is missing from its chain")
            return
        if link_of(row).after(previous, identity) != row.chain:
            yield Flaw(identity, row.number, f"seal {position} does not follow from the one before")
            return
        previous = row.chain


def _differences(kept: Row[Any] | None, sealed: Row[Any] | None) -> Iterator[str]:
    """How a version differs from its last seal."""
    if sealed is None:
        yield "was never sealed" if kept else "is missing"
        return
    when = f"{sealed.at:%Y-%m-%d %H:%M} UTC"
    if kept is None:
        yield f"is missing; it was sealed at {when}"
        return
    if kept.first_seen != sealed.first_seen:
        yield f"first seen at {kept.first_seen}, sealed at {when} as {sealed.first_seen}"
    if kept.digest != sealed.digest:
        yield f"its digest is not the one that was sealed at {when}"
    yield from _text_differs(kept.record, sealed.digest, when)


def _text_differs(record: bytes | None, wanted: str, when: str) -> Iterator[str]:
    if record is None:
        yield "its text is missing"
        return
    try:
        text = records.unpack(record, Article)
    except StoreError as error:
        yield f"its text cannot be read: {error}"
        return
    if digest(text) != wanted:
        yield f"its text is not the one that was sealed at {when}"


def bytes_kept(connection: Connection, after: str) -> list[Checked]:
    """Some payloads beyond the one with this digest: whether their bytes still have it."""
    chosen = select(payload.c.digest).order_by(payload.c.digest).limit(PAGE)
    if after:
        chosen = chosen.where(payload.c.digest > after)
    found = list(connection.scalars(chosen))
    return [Checked(each, "", 0, "", list(_altered(connection, each))) for each in found]


def _altered(connection: Connection, key: str) -> Iterator[Flaw]:
    try:
        is_whole = payloads.digest_of(payloads.body(connection, key)) == key
        what = "are not those that were stored"
    except (StoreError, NotFoundError) as error:
        is_whole, what = False, f"cannot be read: {error}"
    if is_whole:
        return
    shown = (
        select(watch.c.identity, version.c.number)
        .select_from(snapshot)
        .join(watch, snapshot.c.watch_id == watch.c.id)
        .outerjoin(version, snapshot.c.version_id == version.c.id)
        .where(snapshot.c.payload == key)
        .order_by(snapshot.c.id)
        .limit(1)
    )
    row = connection.execute(shown).one_or_none()
    told = f"the bytes {key} of its page {what}"
    yield Flaw(row.identity, row.number, told) if row else Flaw("", None, told)
