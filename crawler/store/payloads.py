"""The bytes of responses, each stored once under its digest, as what differs from another page.

Nearly every look brings other bytes (nonces, counters, lists) around the same text, and all pages
of a site share most of theirs. So a page is compressed with an earlier page as its dictionary: the
first of its article that was kept, and that one with a page of its site. A chain has three links at
most, and each page can be read again without any other but those.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    bindparam,
    delete,
    exists,
    or_,
    select,
    update,
)

from crawler.errors import NotFoundError, PrunedError
from crawler.store import prepared, records
from crawler.store.records import Base
from crawler.store.statements import upsert
from crawler.store.tables import keyframe, payload, site_page, snapshot, watch

CODEC = "zstd"

_Key = TypeVar("_Key", int, str)

_LARGEST = 2 * 2**20
"""Bytes of a page that is compressed with another one or that others are compressed with."""

_GOOD = 0.1
"""So small a part of its size is what nothing else would better by much."""

_WORTH = 0.5
"""The part of what a page takes otherwise below which an earlier page of its article serves it."""

_CANDIDATES = 6
"""The latest articles of a site, of whose pages one is chosen for all."""

_FIRST_CHOICE, _NEXT_CHOICE = 3, 8
"""Articles after which a page is chosen; times as many after which it is chosen anew."""

_BETTER = 0.9
"""What a new choice has to save, against the page that was chosen before."""


@dataclass(frozen=True, slots=True)
class Page:
    """A body that came, and whose it is."""

    body: bytes
    """As it came, content encoding undone; not empty."""
    watch: int
    """Row id."""
    site: str
    """The first part of the watch's identity."""


def digest_of(body: bytes) -> str:
    """The hex BLAKE2b-128 of bytes."""
    return hashlib.blake2b(body, digest_size=16).hexdigest()


def add(connection: Connection, pages: Sequence[Page]) -> dict[bytes, str]:
    """The digest of each body; those that are not there, or not any more, are stored."""
    digests = {page.body: digest_of(page.body) for page in pages}
    rows = prepared.ask(connection, _KNOWN, digests.values())
    known = {row.digest: row.pruned_at for row in rows}
    kept = {digest for digest, pruned_at in known.items() if pruned_at is None}
    new = {digests[page.body]: page for page in pages if digests[page.body] not in kept}
    if new:
        _Shelf(connection, new.values()).store(new, known.keys())
    return digests


def body(connection: Connection, digest: str) -> bytes:
    """The stored bytes. Raises `NotFoundError`; `PrunedError` where they were let go."""
    return bodies(connection, {digest})[digest]


def bodies(connection: Connection, digests: Collection[str]) -> dict[str, bytes]:
    """The stored bytes under each digest: a statement for each link of the chains. Raises the same.

    What they are compressed with is among them.
    """
    stored: dict[str, tuple[bytes, str | None]] = {}
    wanted = set(digests)
    while wanted:
        found = {row.digest: row for row in prepared.ask(connection, _STORED, wanted)}
        if missing := wanted - found.keys():
            raise NotFoundError(f"the archive holds no payload {min(missing)}")
        for row in found.values():
            if row.pruned_at is not None:
                raise PrunedError(
                    f"the page {row.digest} was pruned on {row.pruned_at:%Y-%m-%d}: "
                    "its digest and its size are all that is kept of it"
                ).labelled("page.pruned", day=f"{row.pruned_at:%Y-%m-%d}")
            stored[row.digest] = row.body, row.base
        wanted = {row.base for row in found.values() if row.base} - stored.keys()
    whole: dict[str, bytes] = {}

    def read(digest: str) -> bytes:
        if digest not in whole:
            packed, key = stored[digest]
            whole[digest] = records.decompress(packed, base(key) if key else None)
        return whole[digest]

    @lru_cache(1)  # as a rule many follow that have the one of their site
    def base(digest: str) -> Base:
        return Base(read(digest))

    return {digest: read(digest) for digest in stored}


class _Shelf:
    """The pages that a batch may be compressed with, while it grows."""

    def __init__(self, connection: Connection, pages: Collection[Page]) -> None:
        self.connection = connection
        watches, sites = {page.watch for page in pages}, {page.site for page in pages}
        self.kept: dict[int, str] = _pairs(connection, _KEYFRAMES, watches)
        self.of_sites: dict[str, str] = _pairs(connection, _SITE_PAGES, sites)
        self.bodies = bodies(connection, {*self.kept.values(), *self.of_sites.values()})
        self.shared = {digest: Base(self.bodies[digest]) for digest in self.of_sites.values()}
        self.firsts: dict[int, str] = {}
        """Row id of a watch -> the page that its later ones are compressed with from now on."""
        self.counts: Counter[str] = Counter()

    def store(self, new: Mapping[str, Page], pruned: Collection[str]) -> None:
        """Write the pages, and which of them later ones are compressed with.

        Of those that were pruned there are rows, which are filled again.
        """
        rows = list(self._rows(new))
        unknown = [row for row in rows if row["digest"] not in pruned]
        prepared.run(self.connection, prepared.into(payload), unknown)
        again = [{f"new_{name}": value for name, value in row.items()} for row in rows]
        prepared.run(self.connection, _FILL, (row for row in again if row["new_digest"] in pruned))
        if self.firsts:
            moved = upsert(self.connection, keyframe, ("watch_id",), ("payload",))
            rows = [{"watch_id": owner, "payload": digest} for owner, digest in self.firsts.items()]
            prepared.run(self.connection, moved, rows)
        for site, count in self.counts.items():
            _count(self.connection, site, count)

    def _rows(self, new: Mapping[str, Page]) -> Iterator[dict[str, object]]:
        for digest, page in new.items():
            base, packed = self._packed(page)
            if base is None or base != self.kept.get(page.watch):
                self.kept[page.watch] = self.firsts[page.watch] = digest
                self.bodies[digest] = page.body
                self.counts[page.site] += 1
            yield {
                "digest": digest,
                "codec": CODEC,
                "size": len(page.body),
                "body": packed,
                "base": base,
            }

    def _packed(self, page: Page) -> tuple[str | None, bytes]:
        """The page compressed as well as it can be, and with which other one."""
        own = self.kept.get(page.watch)
        packed = self._packed_with(own, page)
        if packed and len(packed) <= _GOOD * len(page.body):
            return own, packed
        anew = self._packed_anew(page)
        return (own, packed) if packed and len(packed) <= _WORTH * len(anew[1]) else anew

    def _packed_anew(self, page: Page) -> tuple[str | None, bytes]:
        """Without an earlier page of its article: so the chain stays as short as it is."""
        of_site = self.of_sites.get(page.site)
        packed = self._packed_with(of_site, page)
        if packed and len(packed) <= _GOOD * len(page.body):
            return of_site, packed
        alone = records.compress(page.body)
        return (of_site, packed) if packed and len(packed) < len(alone) else (None, alone)

    def _packed_with(self, base: str | None, page: Page) -> bytes:
        """Empty where there is no other one, or one of the two is too large."""
        if base is None or max(len(page.body), len(self.bodies[base])) > _LARGEST:
            return b""
        return records.compress(page.body, self.shared.get(base) or Base(self.bodies[base]))


def _pairs(connection: Connection, chosen: Select[Any], keys: Collection[_Key]) -> dict[_Key, str]:
    return dict(map(tuple, prepared.ask(connection, chosen, keys)))


_SOME: BindParameter[Any] = bindparam("some", expanding=True)
# Made once: to put such a statement together takes longer than to run it.
_KNOWN = select(payload.c.digest, payload.c.pruned_at).where(payload.c.digest.in_(_SOME))
_STORED = select(payload).where(payload.c.digest.in_(_SOME))
_KEYFRAMES = select(keyframe.c.watch_id, keyframe.c.payload).where(keyframe.c.watch_id.in_(_SOME))
_COUNTED = select(site_page.c.articles).where(site_page.c.site.in_(_SOME))
_SITE_PAGES = select(site_page.c.site, site_page.c.payload).where(
    site_page.c.site.in_(_SOME), site_page.c.payload.is_not(None)
)


_FILL = (
    update(payload)
    .where(payload.c.digest == bindparam("new_digest"))
    .values({name: bindparam(f"new_{name}") for name in ("codec", "size", "body", "base")})
    .values(pruned_at=None)
)


# ------------------------------------------------------------------ letting go


def is_held(page: FromClause) -> ColumnElement[bool]:
    """Whether later pages are compressed with it: it is the one of its article, or of its site."""
    one, other = keyframe.alias(), site_page.alias()
    return or_(
        exists().where(one.c.payload == page.c.digest),
        exists().where(other.c.payload == page.c.digest),
    )


def prune(connection: Connection, digests: Collection[str], now: datetime) -> set[str]:
    """Let bodies go, but for those that another one needs; those that went.

    What they were called and how long they were stays, and that they went. No foreign key looks
    after a body: that nobody needs it is a condition of the statement itself.
    """
    other = payload.alias()
    is_base = exists().where(other.c.base == payload.c.digest)
    chosen = update(payload).where(payload.c.digest.in_(digests), ~is_base, ~is_held(payload))
    taken = chosen.values(body=b"", base=None, pruned_at=now).returning(payload.c.digest)
    return set(connection.scalars(taken))


def remains(connection: Connection, digest: str) -> dict[str, object]:
    """What is left of a page that was pruned, as `add_pruned` takes it."""
    chosen = select(payload.c.size, payload.c.pruned_at).where(payload.c.digest == digest)
    row = connection.execute(chosen).one()
    return {"size": row.size, "pruned_at": row.pruned_at}


def add_pruned(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Note pages that another archive has let go: `digest`, `size`, `pruned_at` each."""
    known = upsert(connection, payload, ("digest",))
    prepared.run(connection, known, ({"codec": CODEC, "body": b"", **row} for row in rows))


def forget(connection: Connection, digests: Collection[str]) -> None:
    """Drop what is left of those that were pruned and that no fetch has any more."""
    is_ownerless = ~exists().where(snapshot.c.payload == payload.c.digest)
    is_gone = payload.c.pruned_at.is_not(None)
    connection.execute(delete(payload).where(payload.c.digest.in_(digests), is_gone, is_ownerless))


# ------------------------------------------------------------------ a page for all of a site


def _count(connection: Connection, site: str, more: int) -> None:
    """So many articles more; now and then a page of the site is chosen anew."""
    before = sum(row.articles for row in prepared.ask(connection, _COUNTED, [site]))
    counted = upsert(connection, site_page, ("site",), ("articles",))
    prepared.run(connection, counted, [{"site": site, "articles": before + more}])
    if _is_due(before, before + more):
        _choose(connection, site)


def _is_due(before: int, after: int) -> bool:
    step = _FIRST_CHOICE
    while step <= before:
        step *= _NEXT_CHOICE
    return step <= after


def _choose(connection: Connection, site: str) -> None:
    """Of the latest articles' pages the one that all the others are smallest with."""
    latest = (
        select(keyframe.c.payload)
        .join(watch, keyframe.c.watch_id == watch.c.id)
        .join(payload, keyframe.c.payload == payload.c.digest)
        .where(watch.c.site == site, payload.c.size <= _LARGEST)
        .order_by(keyframe.c.watch_id.desc())
        .limit(_CANDIDATES)
    )
    pages = {digest: body(connection, digest) for digest in connection.scalars(latest)}
    costs = {digest: _cost(one, pages.values()) for digest, one in pages.items()}
    best = min(costs, key=lambda digest: costs[digest], default=None)
    now = connection.scalar(select(site_page.c.payload).where(site_page.c.site == site))
    if best and (not now or costs[best] < _BETTER * _cost(body(connection, now), pages.values())):
        connection.execute(_ALONE, {"of": best, "packed": records.compress(pages[best])})
        connection.execute(_CHOSEN, {"of": site, "chosen": best})


def _cost(one: bytes, others: Collection[bytes]) -> float:
    """Bytes that the others take, on the average, when they are compressed with it."""
    base = Base(one)
    sizes = [len(records.compress(other, base)) for other in others if other != one]
    return sum(sizes) / len(sizes) if sizes else float("inf")


_ALONE = (
    update(payload)
    .where(payload.c.digest == bindparam("of"))
    .values(body=bindparam("packed"), base=None)
)
_CHOSEN = (
    update(site_page).where(site_page.c.site == bindparam("of")).values(payload=bindparam("chosen"))
)
