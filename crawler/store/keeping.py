"""What one batch of visits means to the archive: versions, states, events. DESIGN, section 3.

The batch is read in at the start, decided in memory visit by visit, and written at the end, a
statement a table: so a batch of fifty costs hardly more than a single visit.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from crawler.items import Article, Fault, Snapshot, Visit
from crawler.store import events, hints, observations, payloads, seals, snapshots, versions, watches
from crawler.store.digests import complete, digest, same
from crawler.store.events import NewEvent
from crawler.store.rows import EventDetail, EventKind, Kept, Outcome, SnapshotRow, Standing
from crawler.store.seals import Sealed
from crawler.store.snapshots import Fetch
from crawler.store.states import step
from crawler.store.tallies import Sums, brought
from crawler.store.versions import OpenVersion
from crawler.store.watches import OpenWatch, Wanted
from crawler.urls import canonical

Reread = Callable[[bytes, SnapshotRow], Article | None]
"""Reads a stored payload with today's parsers; None where they find no article in it."""

_NOT_MODIFIED = 304
_LONGEST_VALIDATOR = 1_000  # characters; beyond it the page is fetched in full next time


@dataclass(frozen=True, slots=True)
class _Happening:
    """An event, as it stood when the visit was decided."""

    kind: EventKind
    version: OpenVersion | None
    since: datetime
    detail: EventDetail


@dataclass(slots=True)
class _Decision:
    """One visit, and what it was found to mean."""

    visit: Visit
    watch: OpenWatch
    article: Article | None
    fault: Fault | None
    extractor: str
    digest: str = ""
    """Of the article, hex; empty without one."""
    outcome: Outcome = "fault"
    version: OpenVersion | None = None
    standing: Standing = "active"
    happened: list[_Happening] = field(default_factory=list)

    @property
    def is_postponed(self) -> bool:
        """Whether nobody looked: then the article is watched, and stays due."""
        return self.fault is not None and self.fault.is_postponed

    @property
    def snapshot(self) -> Snapshot:
        return self.visit.snapshot

    @property
    def site(self) -> str:
        return self.visit.identity.partition(":")[0]

    def kept(self) -> Kept:
        return Kept(
            self.visit.identity,
            self.outcome,
            self.version.number if self.version else None,
            self.standing,
            self.happened[0].kind if self.happened else None,
        )


def keep(
    connection: Connection, visits: Sequence[Visit], run: int | None, reread: Reread | None
) -> list[Kept]:
    """Decide and write one batch, in the order given; one `Kept` a visit."""
    batch = _Batch(connection, visits, reread)
    for decision in batch.looks:
        batch.decide(decision)
    batch.write(run)
    return [decision.kept() for decision in batch.decisions]


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
        self.weighed: list[tuple[str, bool]] = []
        """(site, whether the article had changed) for each hint that a look has weighed."""
        self.decisions = [_opened(visit, self.watches[visit.identity]) for visit in visits]
        self.looks = [each for each in self.decisions if not each.is_postponed]
        known = ((self.latest.get(each.watch.id), each.digest) for each in self.decisions)
        versions.read_texts(
            connection, [each for each, read in known if each and read and each.digest != read]
        )

    def decide(self, decision: _Decision) -> None:
        """What one visit means; nothing is written yet."""
        known = self.latest.get(decision.watch.id)
        if decision.visit.found is None and known:
            decision.article = decision.fault = None
            _unchanged(decision, known)
            _locate(decision, known)
            if decision.snapshot.status != _NOT_MODIFIED or any(_validators(decision)):
                _remember_validators(decision)
        elif decision.article:
            self._read(decision, decision.article, known)
            _locate(decision, known)
            _remember_validators(decision)
        self._weigh(decision)
        _look(decision, known)

    def _weigh(self, decision: _Decision) -> None:
        """Whether what was declared of a change was so, for a look that read the article again."""
        watch, at = decision.watch, decision.snapshot.fetched_at
        said, before = decision.article and decision.article.modified, watch.declared
        has_come = watch.hinted is not None and watch.hinted <= at
        has_ticked = said and before and before < said.at <= at + hints.SKEW
        if (has_come or has_ticked) and decision.outcome in {"new", "same"}:
            self.weighed.append((decision.site, decision.outcome == "new"))
        if has_come:
            watch.hinted = None
        if said:
            watch.declared = max(before or said.at, said.at)
            watch.hinted = said.at if hints.is_ahead(said, before, at) else watch.hinted

    def _read(self, decision: _Decision, article: Article, known: OpenVersion | None) -> None:
        if known and (known.digest == decision.digest or self._shows(decision, known, article)):
            _unchanged(decision, known)
        else:
            self._new(decision, article)

    def _shows(self, decision: _Decision, known: OpenVersion, article: Article) -> bool:
        """Whether `article` is the text of `known`, in what both could observe, like with like."""
        text = versions.text_of(self.connection, known)
        is_same = same(text, article)
        if not is_same and decision.extractor != known.extractor:
            text = self._read_again(decision, known, text)
            is_same = same(text, article)
        if not is_same:
            return False
        known.learn(text, article, decision.extractor)
        return True

    def _read_again(self, decision: _Decision, known: OpenVersion, text: Article) -> Article:
        """The version on file as today's parser reads it: a change of ours is none of theirs."""
        fetch = snapshots.that_showed(self.connection, known.id) if known.id else None
        if not (self.reread and fetch and fetch.payload):
            return text
        again = self.reread(payloads.body(self.connection, fetch.payload), fetch)
        if again is None:
            return text
        text = complete(again, text)
        known.read_as(text, decision.extractor)
        decision.watch.shows(text, known.number, known.first_seen)
        return text

    def _new(self, decision: _Decision, article: Article) -> None:
        watch, at = decision.watch, decision.snapshot.fetched_at
        decision.outcome = "new" if watch.id in self.latest else "first"
        made = versions.made(watch.versions + 1, article, decision.extractor, at, decision.digest)
        watch.shows(article, made.number, at)
        self.latest[watch.id] = made
        self.opened.append((watch.id, made))
        decision.version = made

    def write(self, run: int | None) -> None:
        """Write the batch; versions first, for everything else points to them."""
        decisions = self.looks
        versions.write(self.connection, self.opened)
        filed = snapshots.add(self.connection, [_fetch(each) for each in decisions], run)
        seals.add(self.connection, self._unsealed(decisions, filed))
        happened = [
            _event(decision, fetched, each)
            for decision, (fetched, _) in zip(decisions, filed, strict=True)
            for each in decision.happened
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
        hints.count(self.connection, self.weighed)
        _summed(decisions).write(self.connection)

    def _unsealed(
        self, decisions: Sequence[_Decision], filed: Sequence[tuple[int, str | None]]
    ) -> list[Sealed]:
        """What the batch made or read anew; of the new, with the bytes that first showed them."""
        brought: dict[int, str] = {}
        for decision, (_, payload) in zip(decisions, filed, strict=True):
            if decision.version and decision.version.filed is None and payload:
                brought.setdefault(id(decision.version), payload)
        owners = {watch.id: watch for watch in self.watches.values()}
        return [
            Sealed(watch, each, _read_at(watch, each), brought.get(id(each)))
            for watch, each in ((owners[owner], each) for owner, each in self.opened)
            if each.is_unsealed
        ]


def _opened(visit: Visit, watch: OpenWatch) -> _Decision:
    reading, found = visit.reading, visit.found
    if reading is not None:
        found_digest = digest(reading.article) if reading.article else ""
        return _Decision(
            visit, watch, reading.article, reading.fault, reading.extractor, found_digest
        )
    if found is None:
        found = Fault("unreadable", "as before, it is said, and nothing of it is known")
    if isinstance(found, Fault):
        return _Decision(visit, watch, None, found, found.extractor)
    raise ValueError(f"{visit.identity}: a Draft has to be normalised before it is kept")


def _fetch(decision: _Decision) -> Fetch:
    shown = decision.version.id if decision.version else None
    return Fetch(
        watch=decision.watch.id,
        site=decision.site,
        version=shown,
        snapshot=decision.snapshot,
        fault=decision.fault,
        extractor=decision.extractor,
    )


def _summed(decisions: Sequence[_Decision]) -> Sums:
    sums = Sums()
    for each in decisions:
        site, at, page = each.site, each.snapshot.fetched_at, each.snapshot.payload
        fault = each.fault.kind if each.fault else None
        sums.add("fetches", brought(each.outcome, each.snapshot.status, fault), site, at)
        if page:
            sums.add("bytes", "", site, at, len(page))
        if each.outcome in {"first", "new"}:
            sums.add("versions", "", site, at)
    return sums


def _read_at(watch: OpenWatch, version: OpenVersion) -> datetime:
    """When a text was read: a new one at its first sight, another one anew by the last look."""
    return (version.filed and watch.looked_at) or version.first_seen


def _event(decision: _Decision, fetched: int, each: _Happening) -> NewEvent:
    return NewEvent(
        watch=decision.watch.id,
        version=each.version.id if each.version else None,
        snapshot=fetched,
        kind=each.kind,
        at=decision.snapshot.fetched_at,
        since=each.since,
        detail=each.detail,
    )


def _unchanged(decision: _Decision, known: OpenVersion) -> None:
    known.seen(decision.snapshot.fetched_at)
    decision.outcome, decision.version = "same", known


def _look(decision: _Decision, known: OpenVersion | None) -> None:
    """Take the state of the watch one look further; what was never read makes no event."""
    watch, fault, at = decision.watch, decision.fault, decision.snapshot.fetched_at
    watch.looked_at = max(watch.looked_at or at, at)
    watch.faults = watch.faults + 1 if fault else 0
    watch.state, event = step(watch.state, fault.kind if fault else "read", at)
    decision.standing = watch.standing
    if event and known:
        since = (watch.state.since if event == "deleted" else None) or at
        shown = EventDetail(title=watch.title)
        if fault:
            shown = EventDetail(
                title=fault.title or watch.title, message=fault.message, lead=fault.lead
            )
        decision.happened.insert(0, _Happening(event, decision.version or known, since, shown))


def _locate(decision: _Decision, known: OpenVersion | None) -> None:
    """Notice when the URL that is watched leads to another one than before, from `known`.

    Only a redirect of the watched URL itself tells: many sites serve one article under several
    paths, and a page's own canonical link may come and go with its template.
    """
    watch, snapshot = decision.watch, decision.snapshot
    if not watch.location:
        watch.location = canonical(snapshot.final_url)
    elif snapshot.final_url != snapshot.url and _is_watched_url(decision):
        reached = canonical(snapshot.final_url)
        if _bare(reached) not in {_bare(canonical(watch.url)), _bare(watch.location)}:
            moved = EventDetail(title=watch.title, moved_from=watch.location, moved_to=reached)
            at = snapshot.fetched_at
            decision.happened.append(_Happening("moved", known or decision.version, at, moved))
            watch.location = reached


def _is_watched_url(decision: _Decision) -> bool:
    asked, watched = decision.snapshot.url, decision.watch.url
    return asked == watched or canonical(asked) == canonical(watched)


def _bare(url: str) -> str:
    return url.partition("://")[2]


def _remember_validators(decision: _Decision) -> None:
    """Keep ETag and Last-Modified in the transaction of the version that they stand for."""
    if not _is_watched_url(decision):
        return  # they belong to another URL than the one that will be asked
    decision.watch.etag, decision.watch.last_modified = _validators(decision)


def _validators(decision: _Decision) -> tuple[str, str]:
    """ETag and Last-Modified of the answer; empty where there is none, or a very long one."""
    headers = {name.lower(): value for name, value in reversed(decision.snapshot.headers)}
    etag, modified = headers.get("etag", ""), headers.get("last-modified", "")
    return (
        etag if len(etag) <= _LONGEST_VALIDATOR else "",
        modified if len(modified) <= _LONGEST_VALIDATOR else "",
    )
