"""All that an archive holds of an article, read at once, to be held against itself."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, Select, bindparam, select

from crawler.items import Article
from crawler.store import events, prepared, records, reports
from crawler.store.tables import (
    article,
    event,
    keyframe,
    payload,
    report,
    report_seal,
    seal,
    seed,
    snapshot,
    version,
)

_AT_HAND = 250
"""Texts of one article that are kept unpacked: each is asked for several times."""

Rows = Sequence[Row[Any]]


class History:
    """The rows of one article, each kind in order."""

    def __init__(self, owner: Any, rows: Mapping[str, Rows]) -> None:
        """`owner` is a row of `watch`; `rows` are as `read` finds them."""
        self.owner = owner
        self.seals = rows["seals"]
        self.versions = rows["versions"]
        """With the `record` of each text, None where it is not there."""
        self.looks = rows["looks"]
        """What each fetch brought, whether the bytes are `stored`, and when they were pruned."""
        self.documents = rows["documents"]
        """Version and `dated_at` of each seed document."""
        self.keyframes = rows["keyframes"]
        """The page that later ones are compressed with, likewise; at most one."""
        self.events = rows["events"]
        """With the `number` of the version."""
        self.reports = rows["reports"]
        """As `crawler.store.reports.row_of` takes them."""
        self.report_seals = rows["report_seals"]
        self._records = {row.number: row.record for row in self.versions}
        self.text = lru_cache(_AT_HAND)(self._read)

    @property
    def identity(self) -> str:
        """`site:key`."""
        return str(self.owner.identity)

    def _read(self, number: int) -> Article | None:
        """The text of a version; None where there is none. Raises `StoreError` where damaged."""
        record = self._records.get(number)
        return None if record is None else records.unpack(record, Article)


def read(connection: Connection, owners: Sequence[Any]) -> Iterator[History]:
    """The histories of these watches."""
    some = [owner.id for owner in owners]
    found = {name: _by_watch(prepared.ask(connection, _CHOSEN[name], some)) for name in _CHOSEN}
    for owner in owners:
        yield History(owner, {name: rows.get(owner.id, []) for name, rows in found.items()})


def _by_watch(rows: Any) -> dict[int, Rows]:
    return {key: list(some) for key, some in groupby(rows, key=lambda row: row.watch_id)}


_SOME: BindParameter[Any] = bindparam("some", expanding=True)
_CHOSEN: Mapping[str, Select[Any]] = {
    "seals": select(seal)
    .where(seal.c.watch_id.in_(_SOME))
    .order_by(seal.c.watch_id, seal.c.position),
    "versions": select(version, article.c.record)
    .outerjoin(article, article.c.version_id == version.c.id)
    .where(version.c.watch_id.in_(_SOME))
    .order_by(version.c.watch_id, version.c.number),
    "looks": select(
        snapshot.c.id,
        snapshot.c.watch_id,
        snapshot.c.version_id,
        snapshot.c.url,
        snapshot.c.final_url,
        snapshot.c.fetched_at,
        snapshot.c.headers,
        snapshot.c.fault,
        snapshot.c.payload,
        payload.c.digest.label("stored"),
        payload.c.pruned_at,
    )
    .outerjoin(payload, payload.c.digest == snapshot.c.payload)
    .where(snapshot.c.watch_id.in_(_SOME))
    .order_by(snapshot.c.watch_id, snapshot.c.id),
    "documents": select(seed.c.watch_id, seed.c.version_id, seed.c.dated_at)
    .where(seed.c.watch_id.in_(_SOME))
    .order_by(seed.c.watch_id, seed.c.id),
    "keyframes": select(
        keyframe.c.watch_id,
        keyframe.c.payload,
        payload.c.digest.label("stored"),
        payload.c.pruned_at,
    )
    .outerjoin(payload, payload.c.digest == keyframe.c.payload)
    .where(keyframe.c.watch_id.in_(_SOME))
    .order_by(keyframe.c.watch_id),
    "events": events.selected()
    .where(event.c.watch_id.in_(_SOME))
    .order_by(event.c.watch_id, event.c.id),
    "reports": reports.selected()
    .where(report.c.watch_id.in_(_SOME))
    .order_by(report.c.watch_id, report.c.id),
    "report_seals": select(report_seal)
    .where(report_seal.c.watch_id.in_(_SOME))
    .order_by(report_seal.c.watch_id, report_seal.c.position),
}
