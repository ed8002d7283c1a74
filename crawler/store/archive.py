"""The door to the archive: every method is one short transaction, or one a page of a stream."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from crawler import clock
from crawler.config import Config
from crawler.items import Article, Reading, SeedDocument, Visit
from crawler.store import (
    events,
    inward,
    keeping,
    lines,
    lookup,
    observations,
    outward,
    payloads,
    reports,
    rereading,
    retention,
    room,
    runs,
    seals,
    search,
    seeds,
    snapshots,
    verifying,
    versions,
    watches,
)
from crawler.store.browsing import Browsing
from crawler.store.conditions import Retention
from crawler.store.database import Database, open_database
from crawler.store.doors import Doors
from crawler.store.figures import Figures
from crawler.store.found import FoundPage, Sought
from crawler.store.inward import Taken
from crawler.store.keeping import Reread
from crawler.store.retention import Gone
from crawler.store.room import Room
from crawler.store.rows import (
    EventRow,
    Kept,
    ObservationRow,
    ReportRow,
    RunRow,
    SnapshotRow,
    Standing,
    Unreported,
    VersionRow,
    WatchRow,
)
from crawler.store.seals import Link
from crawler.store.verifying import Beside, Checked, Flaw


class Store(Doors, Browsing, Figures):
    """An open archive. One process writes at a time, the others wait for it; nobody waits to read.

    Every method raises `StoreError` where the archive cannot be read or written: its text names
    the file or the server and says what to do. What a failed write was about to store is gone as a
    whole, or, where a server went away as it was storing it, may be there as a whole; what was
    stored before is kept.
    """

    def __init__(self, database: Database) -> None:
        """Use `Store.open`."""
        self._database = database

    @classmethod
    def open(cls, source: Config | Path, *, read_only: bool = False, make: bool = True) -> "Store":
        """The archive of a configuration, or in a data folder; made where there is none yet.

        With `read_only` nothing is created, migrated or written; then, and without `make`, a
        folder without an archive is a `StoreError`. Raises `NewerStoreError` for a newer Stet's.
        """
        data, url = (source, "") if isinstance(source, Path) else (source.data, source.database_url)
        return cls(open_database(data, url, read_only=read_only, make=make))

    def close(self) -> None:
        """Let go of the files."""
        self._database.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def place(self) -> str:
        """The file, or the server, for people."""
        return self._database.place

    @contextmanager
    def lease(self) -> Iterator[Callable[[], None]]:
        """Be the only one that watches this archive, where it is on a server: on any machine.

        What it yields makes sure of it, and is to be called before each round, as a server that was
        restarted has forgotten who it was. Both raise `BusyError`, naming who else does. A file is
        on one machine, where the daemon locks the data folder.
        """
        if not self._database.is_server:
            self.close()  # a daemon that waits holds no file open
            yield lambda: None
            return
        from crawler.store import server

        with closing(server.Lease(self._database.engine, self.place)) as lease:
            lease.renew()
            yield lease.renew

    # ------------------------------------------------------------------ keeping

    def keep(
        self, visits: Sequence[Visit], run: int | None = None, *, reread: Reread | None = None
    ) -> list[Kept]:
        """Keep a batch of visits in one transaction; one `Kept` a visit, in order.

        A visit's `reading` must be set, unless it found a `Fault` or None. Batches of 10 to 100
        are best. `reread` reads a stored payload with today's parser: with it, a version that an
        older parser read is read again before a difference counts.
        """
        if not visits:
            return []
        return self._database.write(lambda writer: keeping.keep(writer, visits, run, reread))

    def keep_seeds(
        self, documents: Sequence[SeedDocument], *, now: datetime | None = None
    ) -> list[Kept]:
        """Keep seed documents, each a version by its date; one `Kept` a document, in order.

        In transactions of 500. One that is here already changes nothing; undated it is of `now`.
        """
        moment = now or clock.now()
        kept: list[Kept] = []
        for start in range(0, len(documents), seeds.BATCH):
            batch = documents[start : start + seeds.BATCH]
            kept += self._database.write(partial(seeds.keep, documents=batch, now=moment))
        return kept

    @contextmanager
    def together(self, *, keep: bool) -> "Iterator[Store]":
        """The archive, whose every call is part of one transaction; without `keep` taken back.

        What is opened here must be done with, streams too, before it ends.
        """
        with self._database.together(keep=keep) as database:
            yield Store(database)

    def read_as(self, identity: str, readings: Mapping[int, Reading]) -> dict[int, tuple[str, ...]]:
        """Let versions, by row id, say what today's parsers read on their own pages.

        The numbers of those that differ, with the fields; see `rereading`. Raises `NotFoundError`.
        """
        with self._database.writing() as connection:
            return rereading.read_as(connection, identity, readings, clock.now())

    # ------------------------------------------------------------------ watches

    def remove_watch(self, identity: str) -> WatchRow:
        """Stop watching; the history stays readable. Raises `NotFoundError`."""
        return self._hold(identity, watches.REMOVED)

    def pause(self, identity: str) -> WatchRow:
        """Leave an article alone until `resume`. Raises `NotFoundError`."""
        return self._hold(identity, watches.PAUSED)

    def resume(self, identity: str) -> WatchRow:
        """Watch again, in the state that the looks had left. Raises `NotFoundError`."""
        return self._hold(identity, "")

    def _hold(self, identity: str, kind: str) -> WatchRow:
        with self._database.writing() as connection:
            watches.hold(connection, identity, kind)
            return lookup.one(connection, identity)

    def watches(self, site: str | None = None, state: Standing | None = None) -> list[WatchRow]:
        """In the order they were added; removed ones only with `state="removed"`."""
        with self._database.reading() as connection:
            return lookup.listed(connection, site, state)

    def watches_called(self, identities: Iterable[str]) -> dict[str, WatchRow]:
        """Those of these identities that are here, removed ones too."""
        with self._database.reading() as connection:
            return lookup.called(connection, list(identities))

    def watches_at(self, named: Mapping[str, str]) -> dict[str, WatchRow]:
        """By URL, of which `named` has the identity, its watch, or that of what moved there."""
        with self._database.reading() as connection:
            return lookup.at(connection, named)

    def find(self, name: str) -> WatchRow:
        """The watch called `name`, see `lookup.find`. Raises `NotFoundError`, naming close matches.

        For a URL in another spelling pass `crawler.sites.identity(url)`.
        """
        with self._database.reading() as connection:
            return lookup.find(connection, name)

    def due(
        self, now: datetime, site: str | None = None, limit: int | None = None
    ) -> list[WatchRow]:
        """What is to be looked at by `now`; what was never planned first, then by due time."""
        with self._database.reading() as connection:
            return lookup.due(connection, now, site, limit)

    def due_in_turn(self, now: datetime, of_each: int, limit: int) -> list[WatchRow]:
        """The same, or where more than `limit` are due as many of each site, at most `of_each`."""
        with self._database.reading() as connection:
            return lookup.due_in_turn(connection, now, of_each, limit)

    def looked(self, now: datetime) -> list[WatchRow]:
        """What was looked at since it was planned, whoever did."""
        with self._database.reading() as connection:
            return lookup.looked(connection, now)

    def adopt(self, identities: Iterable[str]) -> None:
        """Let these be asked for by their addresses from now on: what rests is due at once."""
        with self._database.writing() as connection:
            watches.adopt(connection, list(identities))

    def set_due(self, due: Mapping[str, datetime]) -> None:
        """When each of these identities is due again."""
        with self._database.writing() as connection:
            watches.plan(connection, due)

    # ------------------------------------------------------------------ history

    def versions(self, identity: str) -> list[VersionRow]:
        """All versions, oldest first, without their texts; empty where it was never read."""
        with self._database.reading() as connection:
            return versions.history(connection, identity)

    def article(self, identity: str, number: int | None = None) -> Article:
        """The text of a version, by default of the latest. Raises `NotFoundError`.

        A version that began as a seed document carries its `seed` form.
        """
        with self._database.reading() as connection:
            return versions.article(connection, identity, number)

    def common_lines(self, site: str) -> frozenset[str]:
        """The lines that stand in many articles of a site now, as `crawler.aside.line` has them."""
        with self._database.reading() as connection:
            return lines.common(connection, site)

    def related(self, identity: str) -> list[ObservationRow]:
        """Related links beside the article, those seen last first."""
        with self._database.reading() as connection:
            return observations.of(connection, identity)

    def snapshots(self, identity: str) -> list[SnapshotRow]:
        """All fetches, oldest first."""
        with self._database.reading() as connection:
            return snapshots.of(connection, identity)

    def payload(self, digest: str) -> bytes:
        """The bytes of a response. Raises `NotFoundError`."""
        with self._database.reading() as connection:
            return payloads.body(connection, digest)

    def events(self, identity: str | None = None) -> list[EventRow]:
        """What happened to an article, or to any, oldest first."""
        with self._database.reading() as connection:
            return events.of(connection, identity)

    def seeds(self, identity: str | None = None) -> Iterator[tuple[str, Article]]:
        """Every kept seed document: file name, and the article as it was read from it."""
        return seeds.documents(self._database, identity)

    def search(self, sought: Sought) -> FoundPage:
        """Articles that hold words in any of their versions; a page, of bounded cost.

        Raises `UsageError` where nothing is named that could be looked for.
        """
        with self._database.reading() as connection:
            return search.page(connection, sought)

    def without_text(self, site: str | None = None) -> int:
        """How many versions, of all or of one site, are not searched: their text was pruned."""
        with self._database.reading() as connection:
            return search.without_text(connection, site)

    # ------------------------------------------------------------------ runs

    def start_run(
        self, spider: str, arguments: Mapping[str, object], now: datetime | None = None
    ) -> int:
        """Note that a crawl starts; the number of its row."""
        moment = now or clock.now()
        return self._database.write(lambda writer: runs.start(writer, spider, arguments, moment))

    def finish_run(
        self, run: int, now: datetime | None, reason: str, stats: Mapping[str, object]
    ) -> None:
        """Note how a crawl ended. Raises `NotFoundError`."""
        moment = now or clock.now()
        self._database.write(
            lambda writer: runs.finish(writer, run, moment, reason, stats), is_repeatable=True
        )

    def runs(self, limit: int = 20) -> list[RunRow]:
        """The last crawls, newest first."""
        with self._database.reading() as connection:
            return runs.newest(connection, limit)

    def run(self, number: int) -> RunRow:
        """One crawl. Raises `NotFoundError`."""
        with self._database.reading() as connection:
            return runs.one(connection, number)

    # ------------------------------------------------------------------ reports

    def unreported(self) -> Iterator[Unreported]:
        """Neighbouring versions, then events, that no report tells of yet, in order of storing.

        Read in pages, so that the reports of one page can be saved before the next is asked for.
        """
        return reports.unreported(self._database)

    def save_reports(self, rows: Sequence[ReportRow], without: Sequence[Unreported] = ()) -> None:
        """Store and seal reports (`Unreported.report` makes the row); a known id changes nothing.

        `without`: what was compared and shows no difference to a reader; it is not asked again.
        """
        with self._database.writing() as connection:
            reports.save(connection, rows, without, clock.now())

    # ------------------------------------------------------------------ retention

    def prune(
        self, limits: Retention, *, now: datetime | None = None, dry_run: bool = False
    ) -> Iterator[Gone]:
        """Take out what `limits` let go, in short transactions; each thing once it is gone.

        With `dry_run` what would go, and nothing is changed.
        """
        return retention.prune(self._database, limits, now or clock.now(), dry_run=dry_run)

    def cutoff(self, limits: Retention, size: int) -> datetime | None:
        """Before when pages have to be let go for `size` bytes to go, or all; None: no page may."""
        return retention.cutoff(self._database, limits, size)

    def room(self) -> Room | None:
        """What the archive takes on the disk; None on a server."""
        return room.measure(self._database)

    def sweep(self) -> None:
        """Let a server write next where something was let go; others go on meanwhile."""
        room.sweep(self._database)

    def tend(self) -> None:
        """Let the database look after its statistics and its log, as it should now and then."""
        room.tend(self._database)

    def give_back(self) -> Iterator[int]:
        """Give what is free in the file back to the disk, in steps; yields what is left to be."""
        return room.give_back(self._database)

    # ------------------------------------------------------------------ in and out

    def export(self, site: str | None = None, *, with_payloads: bool = False) -> Iterator[bytes]:
        """Everything, or one site, as lines of JSON; equal archives give equal bytes."""
        return outward.lines(self._database, site, with_payloads=with_payloads)

    def take(self, lines: Iterable[bytes], source: str) -> Iterator[Taken]:
        """Take in the lines of an `export`, whole watches at a time; what is here is left alone.

        Raises `DamagedError` with the line of `source` where they are cut or damaged.
        """
        return inward.take(self._database, lines, source)

    # ------------------------------------------------------------------ evidence

    def verify(self, beside: Beside | None = None) -> Iterator[Checked]:
        """Every history and every payload, in pages, each with what is not as it was kept.

        `beside` says what else does not hold of a history whose versions are as they were kept.
        """
        return verifying.everything(self._database, beside)

    def flaws(self, identity: str) -> Sequence[Flaw]:
        """What is not as it was kept of one article's history; empty where all is."""
        return verifying.history(self._database, identity)

    def seals(self, identity: str) -> list[tuple[Link, str]]:
        """The chain of an article from its beginning: each link with its chain value, hex."""
        with self._database.reading() as connection:
            return seals.of(connection, identity)
