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
from typing import TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    FromClause,
    bindparam,
    delete,
    exists,
    insert,
    or_,
    select,
    update,
)

from crawler.errors import NotFoundError, PrunedError
from crawler.store import records
from crawler.store.tables import keyframe, payload, site_page, snapshot, upsert, watch

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


@dataclass(frozen=True, slots=True)
class _Base:
    """A stored page that others may be compressed with."""

    digest: str
    body: bytes


def digest_of(body: bytes) -> str:
    """The hex BLAKE2b-128 of bytes."""
    return hashlib.blake2b(body, digest_size=16).hexdigest()


def add(connection: Connection, pages: Sequence[Page]) -> dict[bytes, str]:
    """The digest of each body; those that are not there, or not any more, are stored."""
    digests = {page.body: digest_of(page.body) for page in pages}
    chosen = select(payload.c.digest, payload.c.pruned_at)
    rows = connection.execute(chosen.where(payload.c.digest.in_(digests.values())))
    known = {row.digest: row.pruned_at for row in rows}
    kept = {digest for digest, pruned_at in known.items() if pruned_at is None}
    new = {digests[page.body]: page for page in pages if digests[page.body] not in kept}
    if new:
        _Shelf(connection, new.values()).store(new, known.keys())
    return digests


def body(connection: Connection, digest: str) -> bytes:
    """The stored bytes. Raises `NotFoundError`; `PrunedError` where they were let go."""
    chosen = select(payload).where(payload.c.digest == digest)
    stored = connection.execute(chosen).one_or_none()
    if stored is None:
        raise NotFoundError(f"the archive holds no payload {digest}")
    if stored.pruned_at is not None:
        raise PrunedError(
            f"the page {digest} was pruned on {stored.pruned_at:%Y-%m-%d}: "
            "its digest and its size are all that is kept of it"
        )
    return records.decompress(stored.body, body(connection, stored.base) if stored.base else b"")


class _Shelf:
    """The pages that a batch may be compressed with, while it grows."""

    def __init__(self, connection: Connection, pages: Collection[Page]) -> None:
        self.connection = connection
        self.kept = self._digests(keyframe.c.watch_id, keyframe.c.payload, {p.watch for p in pages})
        self.of_sites = self._digests(
            site_page.c.site, site_page.c.payload, {p.site for p in pages}
        )
        self.bases: dict[str, _Base] = {}
        self.firsts: dict[int, str] = {}
        """Row id of a watch -> the page that its later ones are compressed with from now on."""
        self.counts: Counter[str] = Counter()

    def store(self, new: Mapping[str, Page], pruned: Collection[str]) -> None:
        """Write the pages, and which of them later ones are compressed with.

        Of those that were pruned there are rows, which are filled again.
        """
        rows = list(self._rows(new))
        unknown = [row for row in rows if row["digest"] not in pruned]
        if unknown:
            self.connection.execute(insert(payload), unknown)
        again = [{f"new_{name}": value for name, value in row.items()} for row in rows]
        again = [row for row in again if row["new_digest"] in pruned]
        if again:
            self.connection.execute(_FILL, again)
        if self.firsts:
            moved = upsert(self.connection, keyframe, ["watch_id"], ["payload"])
            rows = [{"watch_id": owner, "payload": digest} for owner, digest in self.firsts.items()]
            self.connection.execute(moved, rows)
        for site, count in self.counts.items():
            _count(self.connection, site, count)

    def _rows(self, new: Mapping[str, Page]) -> Iterator[dict[str, object]]:
        for digest, page in new.items():
            base, packed = self._packed(page)
            if base is None or base.digest != self.kept.get(page.watch):
                self.kept[page.watch] = self.firsts[page.watch] = digest
                self.bases[digest] = _Base(digest, page.body)
                self.counts[page.site] += 1
            yield {
                "digest": digest,
                "codec": CODEC,
                "size": len(page.body),
                "body": packed,
                "base": base.digest if base else None,
            }

    def _packed(self, page: Page) -> tuple[_Base | None, bytes]:
        """The page compressed as well as it can be, and with which other one."""
        own = self._base(self.kept.get(page.watch), page)
        packed = records.compress(page.body, own.body) if own else page.body
        if own and len(packed) <= _GOOD * len(page.body):
            return own, packed
        anew = self._packed_anew(page)
        return (own, packed) if own and len(packed) <= _WORTH * len(anew[1]) else anew

    def _packed_anew(self, page: Page) -> tuple[_Base | None, bytes]:
        """Without an earlier page of its article: so the chain stays as short as it is."""
        alone = records.compress(page.body)
        of_site = self._base(self.of_sites.get(page.site), page)
        packed = records.compress(page.body, of_site.body) if of_site else alone
        return (of_site, packed) if len(packed) < len(alone) else (None, alone)

    def _base(self, digest: str | None, page: Page) -> _Base | None:
        if digest is None or len(page.body) > _LARGEST:
            return None
        if digest not in self.bases:
            self.bases[digest] = _Base(digest, body(self.connection, digest))
        found = self.bases[digest]
        return found if len(found.body) <= _LARGEST else None

    def _digests(self, key: Column[_Key], column: Column[str], keys: set[_Key]) -> dict[_Key, str]:
        chosen = select(key, column).where(key.in_(keys), column.is_not(None))
        return {row[0]: row[1] for row in self.connection.execute(chosen)}


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
    if rows:
        known = upsert(connection, payload, ["digest"])
        connection.execute(known, [{"codec": CODEC, "body": b"", **row} for row in rows])


def forget(connection: Connection, digests: Collection[str]) -> None:
    """Drop what is left of those that were pruned and that no fetch has any more."""
    is_ownerless = ~exists().where(snapshot.c.payload == payload.c.digest)
    is_gone = payload.c.pruned_at.is_not(None)
    connection.execute(delete(payload).where(payload.c.digest.in_(digests), is_gone, is_ownerless))


# ------------------------------------------------------------------ a page for all of a site


def _count(connection: Connection, site: str, more: int) -> None:
    """So many articles more; now and then a page of the site is chosen anew."""
    chosen = select(site_page.c.articles).where(site_page.c.site == site)
    before = connection.scalar(chosen) or 0
    counted = upsert(connection, site_page, ["site"], ["articles"])
    connection.execute(counted, {"site": site, "articles": before + more})
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
    sizes = [len(records.compress(other, one)) for other in others if other != one]
    return sum(sizes) / len(sizes) if sizes else float("inf")


_ALONE = (
    update(payload)
    .where(payload.c.digest == bindparam("of"))
    .values(body=bindparam("packed"), base=None)
)
_CHOSEN = (
    update(site_page).where(site_page.c.site == bindparam("of")).values(payload=bindparam("chosen"))
)
