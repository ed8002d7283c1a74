"""What the archive hands out: frozen rows, free of SQL. All times are aware, UTC."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

from crawler.items import FaultKind

State = Literal["active", "gone-suspected", "gone", "expired", "blocked", "unresolved"]
"""What the looks at an article say of it. `unresolved`: a text seed whose URL is not known."""

Standing = State | Literal["paused", "removed"]
"""The state as shown: what a person decided covers what the looks say."""

AT_REST: frozenset[Standing] = frozenset({"paused", "removed", "unresolved"})
"""States in which an article is not looked at."""

EventKind = Literal["deleted", "restored", "expired", "moved"]
"""What may happen to an article as a whole."""

Outcome = Literal["first", "new", "same", "fault"]
"""What one look meant: the first version, another version, nothing new, or no article."""


FARTHEST = timedelta(days=30)
"""No look is planned farther ahead: a plan that is was made by a clock that went wrong."""
RESTS = datetime(9999, 1, 1, tzinfo=UTC)
"""When an article is due that rests: later than any clock, and a time in every zone."""


@dataclass(frozen=True, slots=True)
class WatchRow:
    """One article being watched."""

    identity: str
    """`site:key`, `text:DIGEST` for a seed without a URL."""
    site: str
    """The part of `identity` before the colon."""
    url: str
    """To be fetched; `text:DIGEST` for a seed without a URL."""
    state: Standing
    """What a person decided, else what the looks say."""
    title: str
    """Of the latest version; empty before the first."""
    publisher: str
    """The outlet as named by the latest version."""
    added_at: datetime
    """Aware, UTC."""
    reached_from: str
    """Identity of the article whose related list led here, or the address of the list that named
    it; empty where it was asked for."""
    versions: int
    """How many there are; the number of the latest."""
    changed_at: datetime | None
    """When the latest version was first seen."""
    looked_at: datetime | None
    """The last visit, whatever it brought."""
    faults: int
    """Visits in a row that brought no article."""
    next_due: datetime | None
    """None: not planned yet, due at once."""
    etag: str
    """To be sent as If-None-Match with `url`; empty where there is none."""
    last_modified: str
    """To be sent as If-Modified-Since with `url`; empty where there is none."""
    gone_looks: int = 0
    """Looks in a row that found the article gone."""
    gone_since: datetime | None = None
    """The first of them."""
    declared: datetime | None = None
    """The latest change that a list, or the page itself, told of."""
    hinted: datetime | None = None
    """When a list told of a change that no look has weighed yet, or the one to come that the page
    itself tells of."""

    def is_due(self, now: datetime) -> bool:
        """Whether it is to be looked at by `now`, if it is to be looked at at all."""
        if self.next_due is None or self.is_resting:
            return self.next_due is None
        return not now < self.next_due <= now + FARTHEST

    @property
    def is_resting(self) -> bool:
        """Whether it is not looked at again by itself, as nothing has changed for so long."""
        return self.next_due is not None and self.next_due >= RESTS


@dataclass(frozen=True, slots=True)
class Past:
    """When one article was seen as what, for the agenda: see `crawler.store.pasts`."""

    identity: str
    """`site:key`."""
    site: str
    """The part of `identity` before the colon."""
    published: datetime | None
    """As its latest version says; None where it does not, or was not asked."""
    added_at: datetime
    """When its watch began."""
    looked_at: datetime
    """The last visit, whatever it brought."""
    seen: tuple[tuple[datetime, datetime], ...]
    """(first seen, last seen) of its latest versions, oldest first; never empty."""


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A distinct text of an article over time, without the text: see `Store.article`."""

    id: int
    """Stays the same when versions are renumbered."""
    identity: str
    """Of the watch: `site:key`."""
    number: int
    """From 1, by the time of first sight."""
    first_seen: datetime
    """The fetch that brought it; for a seed, the date of the document."""
    last_seen: datetime
    """The last look that found it unchanged."""
    checks: int
    """Looks that showed it, the first included."""
    digest: str
    """Hex, over what is compared: `crawler.store.digests`."""
    extractor: str
    """Which of our parsers read it: `cna/3`; `jekyll` or `text` for a seed."""
    is_seed: bool
    """Whether its first sight is a seed document."""
    snapshot: int | None
    """The first fetch that showed it; None for a seed that no fetch has confirmed."""
    returned: int | None = None
    """The earlier version whose text this one has again; set by `Store.versions` only."""
    pruned_at: datetime | None = None
    """When its text was let go: `Store.article` has it no more. None: it is kept."""

    @property
    def is_pruned(self) -> bool:
        """Whether its text was let go."""
        return self.pruned_at is not None


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """What one fetch brought; its bytes are under `payload`."""

    id: int
    """In the order stored."""
    identity: str
    """Of the watch: `site:key`."""
    url: str
    """As asked for."""
    final_url: str
    """After redirects."""
    fetched_at: datetime
    """Aware, UTC."""
    status: int
    """HTTP status; 0 where there was no answer."""
    headers: tuple[tuple[str, str], ...]
    """(name, value) in the order received."""
    payload: str | None
    """Hex digest, for `Store.payload`; None where no body came."""
    version: int | None
    """The version it showed; None for a fault."""
    fault: FaultKind | None
    """Why it brought no article; None where it did."""
    message: str
    """What was wrong, for people."""
    extractor: str
    """Which of our parsers looked: `cna/3`."""
    run: int | None
    """Of the crawl that fetched it, see `RunRow`; None outside of one."""
    pruned_at: datetime | None = None
    """When the bytes were let go, which are under `payload` no more; None: they were not."""

    @property
    def has_page(self) -> bool:
        """Whether it brought bytes, and they are kept."""
        return self.payload is not None and self.pruned_at is None


@dataclass(frozen=True, slots=True)
class ObservationRow:
    """A related link as seen beside an article over time; site-wide carousels are not kept."""

    title: str
    """As shown beside the article."""
    url: str | None
    """Canonical; None for a bare headline."""
    publisher: str
    """As named beside the headline; empty where it is not."""
    summary: str
    """The lines under the headline, if any."""
    age: str
    """As written at the last sight."""
    first_seen: datetime
    """Aware, UTC."""
    last_seen: datetime
    """Aware, UTC: the last fetch that still showed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDetail:
    """What an event shows, beside its versions."""

    title: str = ""
    """The article's, as last known."""
    message: str = ""
    """What the look found, for people: `HTTP 404`."""
    lead: tuple[str, ...] = ()
    """What an expired notice still showed."""
    moved_from: str = ""
    """The address before, where it moved; else empty."""
    moved_to: str = ""
    """The address after, where it moved; else empty."""


@dataclass(frozen=True, slots=True)
class EventRow(EventDetail):
    """Something that happened to an article as a whole."""

    id: int
    """In the order they became certain."""
    identity: str
    """Of the watch: `site:key`."""
    kind: EventKind
    """What happened."""
    at: datetime
    """The look that made it certain."""
    since: datetime
    """The first look that showed it: for `deleted` the first of several."""
    version: int | None
    """The latest version before it."""
    snapshot: int | None
    """The fetch that made it certain."""


@dataclass(frozen=True, slots=True)
class RunRow:
    """One crawl; `finished_at` is None while it runs, and for ever where it was killed."""

    id: int
    """In the order started."""
    spider: str
    """Its name: `cna`."""
    arguments: Mapping[str, object]
    """As given with `-a`."""
    started_at: datetime
    """Aware, UTC."""
    finished_at: datetime | None = None
    """Aware, UTC."""
    reason: str = ""
    """Scrapy's finish reason."""
    stats: Mapping[str, object] = field(default_factory=dict)
    """Scrapy's stats; what JSON cannot hold is written as text."""


@dataclass(frozen=True, slots=True)
class Affected:
    """An article that a site-wide event hit."""

    identity: str
    """`site:key`."""
    url: str
    """As in its `WatchRow`."""
    title: str
    """Of its latest version."""


@dataclass(frozen=True, slots=True)
class Sitewide:
    """One change that hit many articles of a site in the same way, at about the same time."""

    id: str
    """That of its first report, and `#sitewide`: it stays while others join."""
    count: int
    """How many articles so far."""
    articles: tuple[Affected, ...] = ()
    """All of them, those that joined last first: with the one report where the event is told."""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A stored ChangeReport: the JSON in `record`, the rest to find it by."""

    id: str
    """`tag:stet,2026:cna:202301140005/2..3`; saving it again changes nothing."""
    identity: str
    """Of the watch: `site:key`."""
    site: str
    """The part of `identity` before the colon."""
    kind: str
    """`edited`, or the kind of an event."""
    score: int
    """0 to 100."""
    significant: bool
    """Whether a reader wants to be told of it."""
    changed_at: datetime
    """When the change was first seen; aware, UTC."""
    record: bytes
    """JSON, as in `change-report.schema.json`."""
    version: int | None = None
    """Row id of the newer `VersionRow`; None for an event."""
    event: int | None = None
    """Row id of the `EventRow`; None for two versions."""
    way: str = ""
    """What it shares with reports of the same change to other articles; empty: with none."""
    sitewide: Sitewide | None = None
    """The event that it belongs to, on reading."""

    @property
    def is_told(self) -> bool:
        """Whether readers are told of it here, and not with another report of the same event."""
        return self.sitewide is None or bool(self.sitewide.articles)


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Up to where reports were told: all that there were of these versions and events.

    These keep their row ids; reports do not: one that is written again, as today's parsers read
    its pages otherwise, is no news.
    """

    version: int = 0
    """Row id of the last version there was."""
    event: int = 0
    """Row id of the last event there was."""
    waiting_versions: frozenset[int] = frozenset()
    """Versions up to there that had no report yet: they may get one."""
    waiting_events: frozenset[int] = frozenset()
    """Events, likewise."""

    def covers(self, version: int | None, event: int | None) -> bool:
        """Whether the report of this version, or of this event, was there to be told."""
        if version is not None:
            return version <= self.version and version not in self.waiting_versions
        return event is None or (event <= self.event and event not in self.waiting_events)


@dataclass(frozen=True, slots=True)
class Unreported:
    """Two neighbouring versions, or an event, that no report tells of yet.

    Two versions: `old` and `new` are set. An event: `event`, and as `old` the version before it
    (None where the article was never read).
    """

    watch: WatchRow
    """The article."""
    old: VersionRow | None
    """The state before."""
    new: VersionRow | None
    """The state after; None for an event."""
    event: EventRow | None
    """What happened; None for two versions."""

    @property
    def changed_at(self) -> datetime:
        """When it was first seen, as a report shows it."""
        if self.event:
            return self.event.at
        if self.new:
            return self.new.first_seen
        raise ValueError("neither a version nor an event")

    def report(
        self, key: str, kind: str, score: int, significant: bool, record: bytes
    ) -> ReportRow:
        """The row to be saved for it, but for its way; `record` is JSON, `key` the id."""
        return ReportRow(
            id=key,
            identity=self.watch.identity,
            site=self.watch.site,
            kind=kind,
            score=score,
            significant=significant,
            changed_at=self.changed_at,
            record=record,
            version=self.new.id if self.new else None,
            event=self.event.id if self.event else None,
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one visit or one seed document."""

    identity: str
    """Of the watch: `site:key`."""
    outcome: Outcome
    """What the visit brought."""
    version: int | None
    """The version it showed or made; None for a fault."""
    state: Standing
    """Of the watch, after the visit."""
    event: EventKind | None = None
    """What the visit made certain, if anything."""
