"""Lines of an exported archive, taken in: each watch whole, or not at all."""

import base64
import binascii
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import DataError, IntegrityError

from crawler import clock
from crawler.errors import DamagedError, StoreError
from crawler.items import Article
from crawler.store import fulltext, payloads, records, report_seals, standings, tallies
from crawler.store.database import Database
from crawler.store.moving import END, FORMAT, HEADER, PAYLOAD, READ, TABLES, WATCH_END, taken
from crawler.store.numbering import added
from crawler.store.payloads import Page
from crawler.store.tables import article, likeness, report, run, seal, watch

BATCH = 500
"""Lines from which on the watches that are read are written, in one transaction."""

Fields = dict[str, bytes]
Rows = list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one watch of the file."""

    identity: str
    """`site:key`."""
    versions: int
    """How many the file tells."""
    is_new: bool
    """Whether it was taken in; one that is here already is left alone."""
    differs: bool = False
    """Whether the one that is here has another history."""
    pruned: int = 0
    """Versions that come without their text, as it was pruned there."""


@dataclass(slots=True)
class _Group:
    """A watch with all its lines, on its way in."""

    owner: dict[str, object]
    rows: dict[str, list[Fields]] = field(default_factory=lambda: {name: [] for name in TABLES})
    bodies: list[bytes] = field(default_factory=list)
    pruned: Rows = field(default_factory=list)
    """What is left of pages that were pruned there."""
    id: int = 0
    line: int = 0
    """Of the file, where it ends."""

    @property
    def identity(self) -> str:
        return str(self.owner["identity"])

    @property
    def head(self) -> str:
        sealed = self.rows["seal"]
        return str(_plain(sealed[-1], "chain")) if sealed else ""


def take(database: Database, lines: Iterable[bytes], source: str) -> Iterator[Taken]:
    """Take in an export, watch by watch; what is there already is left alone.

    Can be run again. Raises `DamagedError` with the line where the file is cut or damaged, or where
    a watch ends that no archive can hold: those before it are kept, nothing of this one is.
    """
    reader = _Reader(source)
    waiting: list[_Group] = []
    waiting_lines = 0
    try:
        for group, count in reader.groups(lines):
            waiting.append(group)
            waiting_lines += count
            if waiting_lines >= BATCH:
                done, waiting, waiting_lines = waiting, [], 0
                yield from _written(database, reader, done)
    except DamagedError:
        yield from _written(database, reader, waiting)
        raise
    yield from _written(database, reader, waiting)


class _Reader:
    """Groups the lines of a file, and holds what they say against their digests."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.number = 0
        self.runs: list[tuple[int, dict[str, object]]] = []
        """Runs that are not in the archive yet, with their numbers in the file."""
        self.known_runs: dict[int, int] = {}

    def groups(self, lines: Iterable[bytes]) -> Iterator[tuple[_Group, int]]:
        """Each watch with its lines, and how many they are."""
        found = iter(lines)
        self._header(next(found, b""))
        count, group, hasher, size = 0, None, hashlib.blake2b(digest_size=16), 0
        for line in found:
            self.number += 1
            with self.telling():
                fields = self._fields(line)
                kind = str(_plain(fields, "kind"))
                if kind == END:
                    self._end(fields, count, group)
                    self._nothing_after(found)
                    return
                if kind == WATCH_END:
                    done = self._closed(group, fields, (size, hasher.hexdigest()))
                    done.line = self.number
                    yield done, size
                    count, group, hasher, size = count + 1, None, hashlib.blake2b(digest_size=16), 0
                    continue
                group = self._grown(group, kind, fields)
                if kind != "run":
                    hasher.update(line)
                    size += 1
        self.number += 1
        raise self.damaged("the file is cut here")

    @contextmanager
    def telling(self, line: int | None = None) -> Iterator[None]:
        """Turns what a wrong line raises into a `DamagedError` that says which."""
        try:
            yield
        except KeyError as error:
            raise self.damaged(f"{error} is missing", line) from None
        except (StoreError, ValueError, TypeError, binascii.Error) as error:
            raise self.damaged(str(error), line) from None

    def damaged(self, what: str, line: int | None = None) -> DamagedError:
        """Says where: by default where it reads."""
        return DamagedError(
            f"{self.source}, line {line or self.number}: {what[:200]}: the watches before it were "
            "taken in; export again, then import again"
        )

    def _fields(self, line: bytes) -> Fields:
        if not line.endswith(b"\n"):
            raise ValueError("the file is cut here")
        return records.fields_of(line)

    def _header(self, line: bytes) -> None:
        self.number = 1
        try:
            fields = records.fields_of(line)
            is_ours = _plain(fields, "kind") == HEADER
        except (StoreError, KeyError):
            is_ours = False
        if not is_ours:
            raise DamagedError(f"{self.source}, line 1: not an archive that `stet export` wrote")
        told = _plain(fields, "format")
        if told not in READ:
            is_newer = isinstance(told, int) and told > FORMAT
            what = "is of a newer Stet: upgrade Stet" if is_newer else "is none that Stet ever had"
            raise DamagedError(f"{self.source}, line 1: format {told!r} {what}")

    def _grown(self, group: _Group | None, kind: str, fields: Fields) -> _Group | None:
        """The group after one more line."""
        if kind == "run":
            self.runs.append((int(_plain(fields, "run")), taken(run, fields)))
            return group
        if kind == "watch":
            if group:
                raise ValueError(f"the end of {group.identity} is missing")
            return _Group(taken(watch, fields))
        if not group:
            raise ValueError(f"a {kind} of no watch")
        if kind == PAYLOAD and "body" in fields:
            group.bodies.append(_body(fields))
        elif kind == PAYLOAD:
            group.pruned.append(_remains(fields))
        elif kind in TABLES:
            group.rows[kind].append(fields)
            if kind == "version" and not _is_pruned(fields):
                records.from_json(fields["article"], Article)
        else:
            raise ValueError(f"{kind!r} is nothing that an archive holds")
        return group

    def _closed(self, group: _Group | None, fields: Fields, found: tuple[int, str]) -> _Group:
        if not group or found != (_plain(fields, "lines"), _plain(fields, "digest")):
            raise ValueError(
                "the lines of the watch that ends here are not those that were written"
            )
        return group

    def _end(self, fields: Fields, count: int, group: _Group | None) -> None:
        if group or _plain(fields, "watches") != count:
            raise ValueError(f"watches are missing: {count} of {_plain(fields, 'watches')} came")

    def _nothing_after(self, found: Iterator[bytes]) -> None:
        if next(found, None) is not None:
            self.number += 1
            raise ValueError("something follows the end")


def _plain(fields: Fields, name: str) -> Any:
    return records.from_json(fields[name], object)


def _body(fields: Fields) -> bytes:
    body = base64.b64decode(str(_plain(fields, "body")), validate=True)
    if payloads.digest_of(body) != _plain(fields, "digest"):
        raise ValueError("the bytes of this page are not those that were written")
    return body


def _remains(fields: Fields) -> dict[str, object]:
    """What stands for the bytes of a page that was pruned."""
    return {
        "digest": str(_plain(fields, "digest")),
        "size": int(_plain(fields, "size")),
        "pruned_at": datetime.fromisoformat(_plain(fields, "pruned_at")),
    }


def _is_pruned(fields: Fields) -> bool:
    """Whether a version comes without its text, and says so."""
    return "pruned_at" in fields and _plain(fields, "article") is None


# ------------------------------------------------------------------ writing


def _written(database: Database, reader: _Reader, groups: Sequence[_Group]) -> Iterator[Taken]:
    """Write watches that are whole; where one is nothing that can be kept, those before it."""
    try:
        done = _write(database, reader, groups)
    except (DamagedError, DataError, IntegrityError, OverflowError) as error:
        if len(groups) > 1:
            for each in groups:
                yield from _written(database, reader, [each])
            return
        if isinstance(error, DamagedError):
            raise
        [group] = groups
        said = str(getattr(error, "orig", error)).partition("\n")[0]
        what = f"{group.identity} is nothing that an archive can hold ({said})"
        raise reader.damaged(what, group.line) from error
    yield from done


def _write(database: Database, reader: _Reader, groups: Sequence[_Group]) -> list[Taken]:
    """Write watches that are whole, all of them or none."""
    with database.writing() as connection:
        _write_runs(connection, reader)
        known = _known(connection, groups)
        new = list(
            {group.identity: group for group in groups if group.identity not in known}.values()
        )
        if new:
            _insert(connection, reader, new)
    reader.runs.clear()
    fresh = {id(group) for group in new}
    return [
        Taken(
            group.identity,
            len(group.rows["version"]),
            is_new=id(group) in fresh,
            differs=not known.get(group.identity, True),
            pruned=sum(map(_is_pruned, group.rows["version"])),
        )
        for group in groups
    ]


def _write_runs(connection: Connection, reader: _Reader) -> None:
    """The runs that came since what was last kept; one that is here already is the same one."""
    for place, _ in reader.runs:
        reader.known_runs.pop(place, None)  # of a transaction that was taken back
    for place, told in reader.runs:
        same = (run.c.spider == told["spider"]) & (run.c.started_at == told["started_at"])
        chosen = select(run.c.id).where(same, run.c.arguments == told["arguments"])
        number = connection.scalar(chosen.order_by(run.c.id).limit(1))
        if number is None or number in reader.known_runs.values():
            number = connection.execute(insert(run).values(told).returning(run.c.id)).scalar_one()
        reader.known_runs[place] = number


def _known(connection: Connection, groups: Sequence[_Group]) -> dict[str, bool]:
    """Of the identities that are here already, whether their history is the one that came, to
    which more may have come since.
    """
    heads = {group.identity: group.head for group in groups}
    here = select(watch.c.identity).where(watch.c.identity.in_(heads))
    chosen = select(watch.c.identity, seal.c.chain).join(seal, seal.c.watch_id == watch.c.id)
    same = chosen.where(watch.c.identity.in_(heads), seal.c.chain.in_(heads.values()))
    held = {(row.identity, row.chain) for row in connection.execute(same)}
    return {
        name: not heads[name] or (name, heads[name]) in held for name in connection.scalars(here)
    }


def _insert(connection: Connection, reader: _Reader, groups: Sequence[_Group]) -> None:
    for group, number in zip(
        groups, added(connection, watch, [group.owner for group in groups]), strict=True
    ):
        group.id = number
    pages = (
        Page(body, group.id, group.identity.partition(":")[0])
        for group in groups
        for body in group.bodies
    )
    payloads.add(connection, list(pages))
    payloads.add_pruned(connection, [row for group in groups for row in group.pruned])
    placed = _Placed(reader)
    for name in TABLES:
        owners = [(group, fields) for group in groups for fields in group.rows[name]]
        rows = [placed.row(name, group, fields, reader) for group, fields in owners]
        ids = added(connection, TABLES[name], rows)
        placed.note(name, owners, ids)
    texts = placed.articles
    if texts:
        connection.execute(insert(article), texts)
    if placed.ways:
        connection.execute(insert(likeness), placed.ways)
    found_by = (
        (group.id, records.from_json(fields["article"], Article))
        for group in groups
        for fields in group.rows["version"]
        if not _is_pruned(fields)
    )
    fulltext.add(connection, found_by)
    told = [group.id for group in groups if group.rows["report"] and not group.rows["report_seal"]]
    report_seals.add(connection, report.c.watch_id.in_(told), clock.now())
    tallies.count(connection, [group.id for group in groups])
    standings.count(connection, [group.id for group in groups])


class _Placed:
    """Where what is pointed to has come to stand."""

    def __init__(self, reader: _Reader) -> None:
        self.runs = reader.known_runs
        self.ids: dict[tuple[str, int, int], int] = {}
        """(table, watch, version's number or place) -> row id."""
        self.articles: Rows = []
        self.ways: Rows = []

    def row(self, name: str, group: _Group, fields: Fields, reader: _Reader) -> dict[str, object]:
        with reader.telling(group.line):
            row = taken(TABLES[name], fields) | {"watch_id": group.id}
            if name in {"snapshot", "seed", "event", "report"}:
                row["version_id"] = self._to("version", group, fields, "version")
            if name == "snapshot":
                row["run_id"] = self.runs.get(_plain(fields, "run") or 0)
                row["payload"] = _plain(fields, "payload") if "payload" in fields else None
            if name == "event":
                row["snapshot_id"] = self._to("snapshot", group, fields, "snapshot")
            if name == "report":
                row["event_id"] = self._to("event", group, fields, "event")
            return row

    def _to(self, table: str, group: _Group, fields: Fields, name: str) -> int | None:
        place = _plain(fields, name)
        return None if place is None else self.ids[table, group.id, place]

    def note(self, name: str, owners: Sequence[tuple[_Group, Fields]], ids: Sequence[int]) -> None:
        """Remember where the rows of a table came to stand."""
        places: Counter[int] = Counter()
        for (group, fields), number in zip(owners, ids, strict=True):
            places[group.id] += 1
            place = _plain(fields, "number") if name == "version" else places[group.id]
            self.ids[name, group.id, place] = number
            if name == "version" and not _is_pruned(fields):
                text = records.compress(fields["article"])
                self.articles.append({"version_id": number, "record": text})
            if name == "report" and (way := _plain(fields, "way")):
                self.ways.append({"report_id": number, "way": way})
