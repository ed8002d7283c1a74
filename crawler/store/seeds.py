"""Seed documents: each is kept, and takes its place in the history of its article by its date."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from operator import itemgetter

from sqlalchemy import Connection, insert, select, update

from crawler.errors import PrunedError
from crawler.items import Article, SeedDocument
from crawler.store import observations, payloads, records, reports, seals, versions, watches
from crawler.store.database import Database
from crawler.store.digests import same
from crawler.store.pages import paged
from crawler.store.rows import Kept, Outcome
from crawler.store.tables import event, seed, snapshot, version, watch
from crawler.store.tallies import Sums
from crawler.store.versions import OpenVersion
from crawler.store.watches import REMOVED, OpenWatch, Wanted
from crawler.urls import is_fetchable

BATCH = 500
"""Documents in one transaction."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A document, and the version that it shows."""

    document: SeedDocument
    digest: str
    at: datetime
    watch: OpenWatch
    outcome: Outcome
    version: OpenVersion
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class _Split:
    """A version that was found to be two, with another one between them."""

    version: OpenVersion
    at: datetime
    again: OpenVersion


@dataclass(slots=True)
class _History:
    """One article's versions, oldest first, while documents find their places among them."""

    connection: Connection
    watch: OpenWatch
    versions: list[OpenVersion]
    documents: dict[str, OpenVersion]
    """The digests of the documents that are kept, with the version that each shows."""
    is_retold: bool = False
    """Whether what was reported of it no longer holds."""
    splits: list[_Split] = field(default_factory=list)
    seen: dict[int, list[datetime]] = field(default_factory=dict)
    """When documents of this batch showed a version that was there before."""

    def place(self, document: SeedDocument, now: datetime) -> _Placed:
        """Find or make the version that a document shows; an undated one is of `now`."""
        digest, at = payloads.digest_of(document.document), _date(document.article, now)
        known = self.documents.get(digest)
        if known:
            return _Placed(document, digest, at, self.watch, "same", known, is_known=True)
        outcome, shown = self._show(document.article, at)
        self.documents[digest] = shown
        if self.watch.hold == REMOVED:
            self.watch.hold = ""
        return _Placed(document, digest, at, self.watch, outcome, shown)

    def _show(self, article: Article, at: datetime) -> tuple[Outcome, OpenVersion]:
        index = sum(each.first_seen <= at for each in self.versions)
        before, after = self.versions[:index][-1:], self.versions[index:][:1]
        for neighbour in (*before, *after):
            text = self._text(neighbour)
            if text and same(text, article):
                self.is_retold |= at < neighbour.first_seen
                neighbour.learn(text, article, neighbour.extractor)
                neighbour.seen_in_document(at)
                self.seen.setdefault(id(neighbour), []).append(at)
                return "same", neighbour
        self.is_retold |= bool(after)
        extractor = article.seed.form if article.seed else "seed"
        made = versions.made(index + 1, article, extractor, at)
        made.is_seed = True
        self.versions.insert(index, made)
        for interrupted in before:
            if at < interrupted.last_seen and self._text(interrupted):
                self.versions.insert(index + 1, self._split(interrupted, at))
        return "new" if len(self.versions) > 1 else "first", made

    def _text(self, one: OpenVersion) -> Article | None:
        """None where it was pruned: nobody can say whether a document shows it, nor divide it."""
        try:
            return versions.text_of(self.connection, one)
        except PrunedError:
            return None

    def _split(self, version: OpenVersion, at: datetime) -> OpenVersion:
        """Let `version` end before `at`; what later looks showed is a text that returned."""
        self.is_retold = True
        looks = _looks(self.connection, version)
        later = [look for look in looks if look[0] > at]
        earlier = [each for each, _ in looks if each <= at] + self.seen.get(id(version), [])
        again = replace(
            version,
            id=None,
            filed=None,
            first_seen=later[0][0],
            checks=len(later),
            is_seed=later[0][1],
            article=versions.text_of(self.connection, version),
        )
        version.last_seen = max(earlier)
        version.checks -= len(later)
        self.splits.append(_Split(version, at, again))
        return again

    def settle(self) -> None:
        """Number the versions, and let the watch show the last of them."""
        for number, each in enumerate(self.versions, 1):
            each.is_touched |= self.is_retold
            each.number = number
        last = self.versions[-1]
        if last.id is None:
            # They would confirm the page, which is no longer the latest that we know.
            self.watch.etag = self.watch.last_modified = ""
        if last.article and last.id is None:
            self.watch.shows(last.article, last.number, last.first_seen)
        else:
            self.watch.versions, self.watch.changed_at = last.number, last.first_seen


def keep(connection: Connection, documents: Sequence[SeedDocument], now: datetime) -> list[Kept]:
    """Keep one batch; one `Kept` a document, in the order given."""
    histories = _open(connection, documents, now)
    by_date = sorted(range(len(documents)), key=lambda each: _date(documents[each].article, now))
    found: dict[int, _Placed] = {}
    for index in by_date:
        document = documents[index]
        found[index] = histories[document.identity].place(document, now)
    placed = [found[index] for index in range(len(documents))]
    _write(connection, histories.values(), placed, now)
    return [_kept(each) for each in placed]


def _kept(placed: _Placed) -> Kept:
    standing = placed.watch.standing
    return Kept(placed.document.identity, placed.outcome, placed.version.number, standing)


def _date(article: Article, now: datetime) -> datetime:
    return article.date.at if article.date else now


def _open(
    connection: Connection, documents: Sequence[SeedDocument], now: datetime
) -> dict[str, _History]:
    wanted = {
        each.identity: Wanted(
            url=each.article.url,
            added_at=now,
            state="active" if is_fetchable(each.article.url) else "unresolved",
        )
        for each in documents
    }
    opened = watches.ensure(connection, wanted)
    ids = [each.id for each in opened.values()]
    known = versions.of_watches(connection, ids)
    kept = _documents(connection, ids)
    return {
        identity: _History(
            connection,
            each,
            known[each.id],
            {digest: shown for shown in known[each.id] for digest in kept.get(shown.id or 0, ())},
        )
        for identity, each in opened.items()
    }


def _documents(connection: Connection, ids: Collection[int]) -> dict[int, list[str]]:
    """The digests of the documents that each version of these watches is shown by."""
    found: dict[int, list[str]] = {}
    for row in connection.execute(select(seed).where(seed.c.watch_id.in_(ids))):
        found.setdefault(row.version_id, []).append(row.digest)
    return found


def _looks(connection: Connection, shown: OpenVersion) -> list[tuple[datetime, bool]]:
    """When a version was seen, and whether in a document, earliest first."""
    fetched = select(snapshot.c.fetched_at).where(snapshot.c.version_id == shown.id)
    dated = select(seed.c.dated_at).where(seed.c.version_id == shown.id)
    looks = [(at, False) for at in connection.scalars(fetched)]
    return sorted(looks + [(at, True) for at in connection.scalars(dated)])


_LATER = ((snapshot, snapshot.c.fetched_at), (seed, seed.c.dated_at), (event, event.c.at))


def _hand_over(connection: Connection, split: _Split) -> None:
    """What showed the version after the split shows the one that returned."""
    for table, time in _LATER:
        later = update(table).where(table.c.version_id == split.version.id, time > split.at)
        connection.execute(later.values(version_id=split.again.id))


def _write(
    connection: Connection,
    histories: Collection[_History],
    placed: Collection[_Placed],
    now: datetime,
) -> None:
    retold = [each.watch.id for each in histories if each.is_retold]
    for history in histories:
        history.settle()
    if retold:
        # Numbers are unique in an article: all step aside before each takes its new one.
        aside = update(version).where(version.c.watch_id.in_(retold), version.c.number > 0)
        connection.execute(aside.values(number=-version.c.number))
        reports.forget(connection, retold, now)
    opened = [(history.watch.id, each) for history in histories for each in history.versions]
    _summed(histories).write(connection)
    versions.write(connection, opened)
    for split in (each for history in histories for each in history.splits):
        _hand_over(connection, split)
    seals.add(
        connection,
        [
            seals.Sealed(history.watch, each, now)
            for history in histories
            for each in history.versions
            if each.is_unsealed
        ],
    )
    new = [each for each in placed if not each.is_known]
    if new:
        connection.execute(insert(seed), [_row(each) for each in new])
    observations.add(
        connection,
        ((each.watch.id, link, each.at) for each in new for link in each.document.article.related),
    )
    watches.write(connection, [history.watch for history in histories])


def _summed(histories: Collection[_History]) -> Sums:
    sums = Sums()
    for history in histories:
        site = history.watch.identity.partition(":")[0]
        for each in history.versions:
            if each.id is None:
                sums.add("versions", "", site, each.first_seen)
    return sums


def _row(placed: _Placed) -> dict[str, object]:
    return {
        "watch_id": placed.watch.id,
        "version_id": placed.version.id,
        "name": placed.document.name,
        "digest": placed.digest,
        "dated_at": placed.at,
        "record": records.pack(placed.document.article),
    }


def documents(database: Database, identity: str | None) -> Iterator[tuple[str, Article]]:
    """Every kept document, of one article or of all: file name, and what was read from it."""
    read = partial(_page, identity=identity)
    for _, name, article in paged(database, read, itemgetter(0), 0, BATCH):
        yield name, article


def _page(
    connection: Connection, after: int, identity: str | None
) -> list[tuple[int, str, Article]]:
    """Some kept documents beyond the one with id `after`: id, file name, article as it was read."""
    chosen = select(seed.c.id, seed.c.name, seed.c.record).where(seed.c.id > after)
    if identity is not None:
        chosen = chosen.join(watch, seed.c.watch_id == watch.c.id)
        chosen = chosen.where(watch.c.identity == identity)
    rows = connection.execute(chosen.order_by(seed.c.id).limit(BATCH))
    return [(row.id, row.name, records.unpack(row.record, Article)) for row in rows]
