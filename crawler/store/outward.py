"""The archive as lines of JSON: all of it or one site, a page of watches in memory at a time."""

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, Select, bindparam, select

from crawler.errors import PrunedError, StoreError
from crawler.store import payloads, prepared, records
from crawler.store.database import Database
from crawler.store.moving import END, FORMAT, HEADER, PAYLOAD, TABLES, WATCH_END, told
from crawler.store.tables import article, likeness, report, run, version, watch

PAGE = 50
"""Watches in one transaction."""
_RUNS = 500

_SOME: BindParameter[Any] = bindparam("some", expanding=True)


def _chosen() -> dict[str, Select[Any]]:
    """How the rows of each table are read, with the number of the version they point to."""
    found: dict[str, Select[Any]] = {}
    for name, table in TABLES.items():
        chosen = select(table).where(table.c.watch_id.in_(_SOME))
        if "version_id" in table.c:
            chosen = chosen.add_columns(version.c.number.label("shown"))
            chosen = chosen.outerjoin(version, table.c.version_id == version.c.id)
        found[name] = chosen.order_by(table.c.watch_id, table.c.id)
    found["version"] = (
        select(version, article.c.record.label("text"))
        .outerjoin(article, article.c.version_id == version.c.id)
        .where(version.c.watch_id.in_(_SOME))
        .order_by(version.c.watch_id, version.c.number)
    )
    reported = found["report"].add_columns(likeness.c.way)
    found["report"] = reported.outerjoin(likeness, likeness.c.report_id == report.c.id)
    return found


_CHOSEN = _chosen()


def lines(database: Database, site: str | None, *, with_payloads: bool) -> Iterator[bytes]:
    """The lines of an export; the same archive always gives the same bytes.

    Each watch is of one moment. What is written while the export runs may be in it or not.
    """
    yield records.line({"kind": HEADER, "format": FORMAT, "site": site, "payloads": with_payloads})
    export = _Export(database, site, with_payloads)
    if site is None:
        yield from export.all_runs()
    yield from export.watches()
    yield records.line({"kind": END, "watches": export.count, **export.pruned})


class _Export:
    """One export on its way."""

    def __init__(self, database: Database, site: str | None, with_payloads: bool) -> None:
        self.database = database
        self.site = site
        self.with_payloads = with_payloads
        self.count = 0
        self.pruned: Counter[str] = Counter(pruned_texts=0, pruned_pages=0)
        self.runs: dict[int, int] = {}

    def all_runs(self) -> Iterator[bytes]:
        after = 0
        while True:
            chosen = select(run).where(run.c.id > after).order_by(run.c.id).limit(_RUNS)
            with self.database.reading() as connection:
                page = connection.execute(chosen).all()
            yield from map(self._run, page)
            if len(page) < _RUNS:
                return
            after = page[-1].id

    def _run(self, row: Any) -> bytes:
        self.runs[row.id] = place = len(self.runs) + 1
        return records.line({"kind": "run", "run": place, **told(run, row)})

    def watches(self) -> Iterator[bytes]:
        after = 0
        while True:
            chosen = select(watch).where(watch.c.id > after).order_by(watch.c.id).limit(PAGE)
            if self.site is not None:
                chosen = chosen.where(watch.c.site == self.site)
            with self.database.reading() as connection:
                page = connection.execute(chosen).all()
                yield from self._page(connection, page)
            if len(page) < PAGE:
                return
            after = page[-1].id

    def _page(self, connection: Connection, page: Sequence[Any]) -> Iterator[bytes]:
        some = [row.id for row in page]
        found = {
            name: _by_watch(prepared.ask(connection, chosen, some))
            for name, chosen in _CHOSEN.items()
        }
        fetched = [each for rows in found["snapshot"].values() for each in rows]
        yield from self._late_runs(connection, fetched)
        for owner in page:
            own = {name: rows.get(owner.id, []) for name, rows in found.items()}
            yield from self._watch(connection, owner, own)

    def _late_runs(self, connection: Connection, fetched: Iterable[Any]) -> Iterator[bytes]:
        """The runs that these fetches belong to and that are not told yet."""
        late = sorted({each.run_id for each in fetched} - self.runs.keys() - {None})
        if late:
            chosen = select(run).where(run.c.id.in_(late)).order_by(run.c.id)
            yield from map(self._run, connection.execute(chosen))

    def _watch(
        self, connection: Connection, owner: Any, own: Mapping[str, Sequence[Any]]
    ) -> Iterator[bytes]:
        hasher, count = hashlib.blake2b(digest_size=16), 0
        try:
            for line in self._own(connection, owner, own):
                hasher.update(line)
                count += 1
                yield line
        except StoreError as error:
            raise StoreError(f"{owner.identity} cannot be exported: {error}") from error
        self.count += 1
        end = {"kind": WATCH_END, "identity": owner.identity, "lines": count}
        yield records.line(end | {"digest": hasher.hexdigest()})

    def _own(
        self, connection: Connection, owner: Any, own: Mapping[str, Sequence[Any]]
    ) -> Iterator[bytes]:
        yield records.line({"kind": "watch", **told(watch, owner)})
        if self.with_payloads:
            yield from self._payloads(connection, own["snapshot"])
        places = {
            name: {row.id: place for place, row in enumerate(own[name], 1)}
            for name in ("snapshot", "event")
        }
        for name, table in TABLES.items():
            for row in own[name]:
                fields: dict[str, object] = {"kind": name, **told(table, row)}
                yield records.line(fields | self._links(name, row, places))

    def _links(
        self, name: str, row: Any, places: Mapping[str, Mapping[int, int]]
    ) -> dict[str, object]:
        """What a row points to, by numbers and places."""
        if name == "version":
            if row.text is None and row.pruned_at is None:
                raise StoreError(
                    f"{self.database.place} is damaged, a text is missing in it: `stet verify` "
                    "says which; put a backup in its place"
                )
            self.pruned["pruned_texts"] += row.text is None
            whole = row.text and records.embedded(records.decompress(row.text))
            return {"article": whole}
        if name == "snapshot":
            brought = {"payload": row.payload} if self.with_payloads else {}
            return {"version": row.shown, "run": self.runs.get(row.run_id), **brought}
        if name == "event":
            return {"version": row.shown, "snapshot": places["snapshot"].get(row.snapshot_id)}
        if name == "report":
            place = places["event"].get(row.event_id)
            return {"version": row.shown, "event": place, "way": row.way}
        return {"version": row.shown} if name == "seed" else {}

    def _payloads(self, connection: Connection, fetched: Sequence[Any]) -> Iterator[bytes]:
        """Its bytes, each once; another watch may bring them again, as each can be left alone."""
        for digest in dict.fromkeys(each.payload for each in fetched if each.payload):
            told: dict[str, object] = {"kind": PAYLOAD, "digest": digest}
            try:
                told["body"] = base64.b64encode(payloads.body(connection, digest)).decode()
            except PrunedError:
                told |= payloads.remains(connection, digest)
                self.pruned["pruned_pages"] += 1
            yield records.line(told)


def _by_watch(rows: Iterable[Any]) -> dict[int, list[Row[Any]]]:
    return {key: list(some) for key, some in groupby(rows, key=lambda row: row.watch_id)}
