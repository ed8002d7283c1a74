"""What one batch of visits means to the archive: versions, states, events. DESIGN, section 3.

The batch is read in at the start, decided in memory visit by visit, and written at the end, a
statement a table: so a batch of fifty costs hardly more than a single visit.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from crawler.items import Article, Fault, Snapshot, Visit
from crawler.store import events, observations, payloads, snapshots, versions, watches
from crawler.store.digests import complete, digest, same
from crawler.store.events import Detail, NewEvent
from crawler.store.rows import EventKind, Kept, Outcome, SnapshotRow, Standing
from crawler.store.snapshots import Fetch
from crawler.store.states import step
from crawler.store.versions import OpenVersion
from crawler.store.watches import OpenWatch, Wanted
from crawler.urls import canonical

Reread = Callable[[bytes, SnapshotRow], Article | None]
"""Reads a stored payload with today's parsers; None where they find no article in it."""

_NOT_MODIFIED = 304
_LONGEST_VALIDATOR = 1_000  # characters; beyond it the page is fetched in full next time


@dataclass(slots=True)
class _Decision:
    """One visit, and what it was found to mean."""

    visit: Visit
    watch: OpenWatch
    article: Article | None
    fault: Fault | None
    extractor: str
    outcome: Outcome = "fault"
    version: OpenVersion | None = None
    standing: Standing = "active"
    happened: list[tuple[EventKind, Detail]] = field(default_factory=list)

    @property
    def snapshot(self) -> Snapshot:
        return self.visit.snapshot

    def kept(self) -> Kept:
        return Kept(
            self.visit.identity,
            self.outcome,
            self.version.number if self.version else None,
            self.standing,
            self.happened[0][0] if self.happened else None,
        )


def keep(
    connection: Connection, visits: Sequence[Visit], run: int | None, reread: Reread | None
) -> list[Kept]:
    """Decide and write one batch, in the order given; one `Kept` a visit."""
    batch = _Batch(connection, visits, reread)
    decisions = [batch.decide(visit) for visit in visits]
    batch.write(decisions, run)
    return [decision.kept() for decision in decisions]


class _Batch:
    """The watches of a batch with their latest versions, while they change."""

    def __init__(
        self, connection: Connection, visits: Sequence[Visit], reread: Reread | None
    ) -> None:
        self.connection = connection
        self.reread = reread
        wanted: dict[str, Wanted] = {}
        for visit in visits:
            start = Wanted(visit.snapshot.url, visit.snapshot.fetched_at, visit.reached_from)
            wanted.setdefault(visit.identity, start)
        self.watches = watches.ensure(connection, wanted)
        self.latest = versions.latest(connection, [each.id for each in self.watches.values()])
        self.opened = list(self.latest.items())

    def decide(self, visit: Visit) -> _Decision:
        """What one visit means; nothing is written yet."""
        decision = _opened(visit, self.watches[visit.identity])
        known = self.latest.get(decision.watch.id)
        if visit.snapshot.status == _NOT_MODIFIED and known:
            decision.article = decision.fault = None
            _unchanged(decision, known)
        elif decision.article:
            self._read(decision, decision.article, known)
            _locate(decision, decision.article)
            _remember_validators(decision)
        _look(decision, was_read_before=known is not None)
        return decision

    def _read(self, decision: _Decision, article: Article, known: OpenVersion | None) -> None:
        if known is None:
            self._new(decision, article, "first")
        elif known.digest == digest(article) or self._shows(known, article, decision.extractor):
            _unchanged(decision, known)
        else:
            self._new(decision, article, "new")

    def _shows(self, known: OpenVersion, article: Article, extractor: str) -> bool:
        """Whether `article` is the text of `known`, in what both could observe, like with like."""
        text = versions.text_of(self.connection, known)
        if not same(text, article) and extractor != known.extractor:
            text = self._read_again(known, text, extractor)
        if not same(text, article):
            return False
        known.learn(article, extractor)
        return True

    def _read_again(self, known: OpenVersion, text: Article, extractor: str) -> Article:
        """The version on file as today's parser reads it: a change of ours is none of theirs."""
        fetch = snapshots.that_showed(self.connection, known.id) if known.id else None
        if not (self.reread and fetch and fetch.payload):
            return text
        again = self.reread(payloads.body(self.connection, fetch.payload), fetch)
        if again is None:
            return text
        text = complete(again, text)
        known.read_as(text, extractor)
        return text

    def _new(self, decision: _Decision, article: Article, outcome: Outcome) -> None:
        watch, at = decision.watch, decision.snapshot.fetched_at
        made = versions.made(watch.versions + 1, article, decision.extractor, at)
        watch.shows(article, made.number, at)
        self.latest[watch.id] = made
        self.opened.append((watch.id, made))
        decision.outcome, decision.version = outcome, made

    def write(self, decisions: Sequence[_Decision], run: int | None) -> None:
        """Write the batch; versions first, for everything else points to them."""
        versions.write(self.connection, self.opened)
        ids = snapshots.add(self.connection, [_fetch(each) for each in decisions], run)
        happened = [
            self._event(decision, fetched, kind, detail)
            for decision, fetched in zip(decisions, ids, strict=True)
            for kind, detail in decision.happened
        ]
        events.add(self.connection, happened)
        related = (
            (each.watch.id, link, each.snapshot.fetched_at)
            for each in decisions
            if each.article
            for link in each.article.related
        )
        observations.add(self.connection, related)
        watches.write(self.connection, self.watches.values())

    def _event(
        self, decision: _Decision, fetched: int, kind: EventKind, detail: Detail
    ) -> NewEvent:
        watch, at = decision.watch, decision.snapshot.fetched_at
        version = decision.version or self.latest.get(watch.id)
        since = (watch.state.since if kind == "deleted" else None) or at
        return NewEvent(watch.id, version.id if version else None, fetched, kind, at, since, detail)


def _opened(visit: Visit, watch: OpenWatch) -> _Decision:
    reading, found = visit.reading, visit.found
    if reading is not None:
        return _Decision(visit, watch, reading.article, reading.fault, reading.extractor)
    if isinstance(found, Fault):
        return _Decision(visit, watch, None, found, found.extractor)
    raise ValueError(f"{visit.identity}: a Draft has to be normalised before it is kept")


def _fetch(decision: _Decision) -> Fetch:
    shown = decision.version.id if decision.version else None
    return Fetch(decision.watch.id, shown, decision.snapshot, decision.fault, decision.extractor)


def _unchanged(decision: _Decision, known: OpenVersion) -> None:
    known.seen(decision.snapshot.fetched_at)
    decision.outcome, decision.version = "same", known


def _look(decision: _Decision, *, was_read_before: bool) -> None:
    """Take the state of the watch one look further; an article never read makes no event."""
    watch, fault, at = decision.watch, decision.fault, decision.snapshot.fetched_at
    watch.looked_at = max(watch.looked_at or at, at)
    watch.faults = watch.faults + 1 if fault else 0
    watch.state, event = step(watch.state, fault.kind if fault else "read", at)
    decision.standing = watch.standing
    if event and was_read_before:
        shown = Detail(watch.title)
        if fault:
            shown = Detail(fault.title or watch.title, fault.message, fault.lead)
        decision.happened.insert(0, (event, shown))


def _locate(decision: _Decision, article: Article) -> None:
    """Notice when the URL that is watched leads to another one than before.

    Only a redirect of the watched URL itself tells: many sites serve one article under several
    paths, and a page's own canonical link may come and go with its template.
    """
    watch, snapshot = decision.watch, decision.snapshot
    asked, reached = canonical(snapshot.url), canonical(snapshot.final_url)
    if not watch.location:
        watch.location = reached
    elif asked == canonical(watch.url) and _bare(reached) not in {
        _bare(asked),
        _bare(watch.location),
    }:
        moved = Detail(article.title, moved_from=watch.location, moved_to=reached)
        decision.happened.append(("moved", moved))
        watch.location = reached


def _bare(url: str) -> str:
    return url.partition("://")[2]


def _remember_validators(decision: _Decision) -> None:
    """Keep ETag and Last-Modified in the transaction of the version that they stand for."""
    watch, snapshot = decision.watch, decision.snapshot
    if canonical(snapshot.url) != canonical(watch.url):
        return  # they belong to another URL than the one that will be asked
    headers = {name.lower(): value for name, value in reversed(snapshot.headers)}
    etag, modified = headers.get("etag", ""), headers.get("last-modified", "")
    watch.etag = etag if len(etag) <= _LONGEST_VALIDATOR else ""
    watch.last_modified = modified if len(modified) <= _LONGEST_VALIDATOR else ""
