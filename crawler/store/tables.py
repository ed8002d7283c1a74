"""The tables, portable between SQLite and PostgreSQL. Change them together with a migration.

::

    run ──────────┐
    watch ─┬─ version ─┬─ article      (the text; apart, so that `version` stays small)
           │           └─ seed         (documents; several may show one version)
           ├─ seal                     (what was kept, chained, only ever added to)
           ├─ report_seal              (what was told, likewise)
           ├─ snapshot ── payload      (one fetch; its bytes, stored once by digest)
           ├─ keyframe ── payload      (the page that the article's later ones are compressed with)
           ├─ observation              (a related link, first and last seen)
           ├─ event                    (deleted, restored, expired, moved)
           └─ report ── likeness       (of two versions, or of an event; what it shares with others)
    hinting                            (how often a site's lists were right about a change)
    host                               (which hosts did not answer of late, and rest)
    site_page ─────── payload          (the page that the site's articles are compressed with)
    learnt                             (what the agenda made of all looks, and how sources stand)
    bookmark                           (how far readers were told, by question)
    delivery                           (letters to readers, and how they went)
    lease                              (who is at work on which articles just now)
    tally                              (what was ever done, in sums)
    standing                           (how many articles are in which state now)
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    text,
)

from crawler.store.columns import Digest, Instant, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite makes only an INTEGER PRIMARY KEY count by itself.
_Key = BigInteger().with_variant(Integer, "sqlite")


# A query finds a partial index by the very words of its condition, and one of an expression by
# the very words of that.
KEY = "substr(identity, length(site) + 2)"
DUE = "hold = '' AND state <> 'unresolved'"
HELD = "hold <> ''"
FALLEN = "hold = '' AND state <> 'active'"
UNCOMPARED_VERSION = "NOT compared AND number > 1"
UNCOMPARED_EVENT = "NOT compared"
OF_EVENT = "kind <> 'edited'"
PRUNED = "pruned_at IS NOT NULL"
HINTED = "hinted IS NOT NULL"
MOVED = "location <> '' AND location <> url"


def _partial(name: str, column: str, where: str) -> Index:
    # What PostgreSQL is told of it stands in the migration, which alone makes tables: to name it
    # here would load that dialect, 20 ms for every reader of an SQLite file.
    return Index(name, column, sqlite_where=text(where))


def _key() -> Column[int]:
    return Column("id", _Key, primary_key=True)


def _of(table: str, *, optional: bool = False, **options: Any) -> Column[int]:
    return Column(f"{table}_id", _Key, ForeignKey(f"{table}.id"), nullable=optional, **options)


run = Table(
    "run",
    metadata,
    _key(),
    Column("spider", Text, nullable=False),
    Column("arguments", Text, nullable=False),  # JSON
    Column("started_at", Instant, nullable=False),
    Column("finished_at", Instant),
    Column("reason", Text, nullable=False),
    Column("stats", Text, nullable=False),  # JSON
)

watch = Table(
    "watch",
    metadata,
    _key(),
    Column("identity", Text, nullable=False, unique=True),
    Column("site", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("location", Text, nullable=False),  # where the article was last read, canonical
    Column("state", String(16), nullable=False),  # what the looks say: states.py
    Column("hold", String(16), nullable=False),  # what a person decided: "", paused, removed
    Column("gone_looks", Integer, nullable=False),
    Column("gone_since", Instant),
    Column("gone_last", Instant),
    Column("title", Text, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("reached_from", Text, nullable=False),
    Column("added_at", Instant, nullable=False),
    Column("versions", Integer, nullable=False),
    Column("changed_at", Instant),
    Column("looked_at", Instant),
    Column("faults", Integer, nullable=False),
    Column("next_due", Instant),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("declared", Instant),  # the latest change that a list or the page told of
    Column("hinted", Instant),  # when a list told of one that no look has weighed yet
    Index(None, "site", "id"),
    Index(None, "url"),  # on PostgreSQL by its hash: a URL may be longer than what a tree can hold
    Index("ix_watch_key", text(KEY)),
    _partial("ix_watch_due", "next_due", DUE),
    Index("ix_watch_waiting", "site", "next_due", sqlite_where=text(DUE)),
    _partial("ix_watch_held", "hold", HELD),
    _partial("ix_watch_fallen", "state", FALLEN),
    _partial("ix_watch_hinted", "hinted", HINTED),
    _partial("ix_watch_moved", "location", MOVED),
)

payload = Table(
    "payload",
    metadata,
    Column("digest", Digest, primary_key=True),
    Column("codec", String(8), nullable=False),
    Column("size", Integer, nullable=False),  # bytes before compression
    Column("body", LargeBinary, nullable=False),
    Column("base", Digest, ForeignKey("payload.digest"), index=True),  # compressed with it
    Column("pruned_at", Instant),  # when the body was let go, which is empty since
)

keyframe = Table(
    "keyframe",
    metadata,
    _of("watch", primary_key=True, autoincrement=False),
    Column("payload", Digest, ForeignKey("payload.digest"), nullable=False, index=True),
)

site_page = Table(
    "site_page",
    metadata,
    Column("site", Text, primary_key=True),
    Column("articles", Integer, nullable=False),  # whose first page was kept
    Column("payload", Digest, ForeignKey("payload.digest"), index=True),
)

version = Table(
    "version",
    metadata,
    _key(),
    _of("watch"),
    Column("number", Integer, nullable=False),
    Column("first_seen", Instant, nullable=False),
    Column("last_seen", Instant, nullable=False),
    Column("checks", Integer, nullable=False),
    Column("digest", Digest, nullable=False),
    Column("extractor", Text, nullable=False),
    Column("is_seed", Boolean, nullable=False),
    Column("compared", Boolean, nullable=False),  # with the version before it
    Column("pruned_at", Instant),  # when its text was let go: no `article` row since
    UniqueConstraint("watch_id", "number"),
    _partial("ix_version_uncompared", "id", UNCOMPARED_VERSION),
    _partial("ix_version_pruned", "watch_id", PRUNED),
)

article = Table(
    "article",
    metadata,
    _of("version", primary_key=True, autoincrement=False),
    Column("record", LargeBinary, nullable=False),
)

seed = Table(
    "seed",
    metadata,
    _key(),
    _of("watch"),
    _of("version", index=True),
    Column("name", Text, nullable=False),
    Column("digest", Digest, nullable=False),  # of the document's bytes
    Column("dated_at", Instant, nullable=False),
    Column("record", LargeBinary, nullable=False),
    UniqueConstraint("watch_id", "digest"),
)

snapshot = Table(
    "snapshot",
    metadata,
    _key(),
    _of("watch", index=True),
    _of("run", optional=True, index=True),
    _of("version", optional=True, index=True),
    Column("url", Text, nullable=False),
    Column("final_url", Text, nullable=False),
    Column("fetched_at", Instant, nullable=False),
    Column("status", SmallInteger, nullable=False),
    Column("headers", LargeBinary, nullable=False),
    Column("payload", Digest, ForeignKey("payload.digest"), index=True),
    Column("fault", String(16)),
    Column("message", Text, nullable=False),
    Column("extractor", Text, nullable=False),
)

observation = Table(
    "observation",
    metadata,
    _key(),
    _of("watch"),
    Column("key", Digest, nullable=False),  # of the link's URL, or of its headline
    Column("url", Text),
    Column("title", Text, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("age", Text, nullable=False),
    Column("first_seen", Instant, nullable=False),
    Column("last_seen", Instant, nullable=False),
    UniqueConstraint("watch_id", "key"),
)

event = Table(
    "event",
    metadata,
    _key(),
    _of("watch", index=True),
    _of("version", optional=True, index=True),
    _of("snapshot", optional=True, index=True),
    Column("kind", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    Column("since", Instant, nullable=False),
    Column("detail", Text, nullable=False),  # JSON: title, message, lead, moved_from, moved_to
    Column("compared", Boolean, nullable=False),  # with the state before it
    _partial("ix_event_uncompared", "id", UNCOMPARED_EVENT),
)

report = Table(
    "report",
    metadata,
    _key(),
    Column("key", Text, nullable=False, unique=True),
    _of("watch"),
    _of("version", optional=True, index=True),
    _of("event", optional=True, index=True),
    Column("site", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("score", Integer, nullable=False),
    Column("significant", Boolean, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("record", LargeBinary, nullable=False),
    Index(None, "watch_id", "changed_at", "key"),
    Index(None, "changed_at", "key"),
    Index(None, "site", "changed_at", "key"),
    Index("ix_report_of_event", "changed_at", "key", sqlite_where=text(OF_EVENT)),
    Index("ix_report_site_of_event", "site", "changed_at", "key", sqlite_where=text(OF_EVENT)),
)

likeness = Table(
    "likeness",
    metadata,
    _of("report", primary_key=True, autoincrement=False),
    Column("way", Digest, nullable=False, index=True),  # what reports of one change share
)


seal = Table(
    "seal",
    metadata,
    _key(),
    _of("watch"),
    Column("position", Integer, nullable=False),  # from 1, in the chain of its watch
    Column("number", Integer, nullable=False),  # the version's, at that time
    Column("at", Instant, nullable=False),  # when it was kept, or read again
    Column("first_seen", Instant, nullable=False),  # the version's
    Column("digest", Digest, nullable=False),  # the version's
    Column("payload", Digest),  # what it was read from
    Column("chain", Digest, nullable=False),  # of the seal before it, and of all these
    UniqueConstraint("watch_id", "position"),
)

report_seal = Table(
    "report_seal",
    metadata,
    _key(),
    _of("watch"),
    Column("position", Integer, nullable=False),  # from 1, in the chain of its watch's reports
    Column("at", Instant, nullable=False),  # when it was written, or taken back
    Column("key", Text, nullable=False),  # the report's
    Column("digest", Digest),  # of all that it tells; NULL: it was taken back
    Column("upon", Digest),  # the last seal of the watch's versions, at that time
    Column("chain", Digest, nullable=False),  # of the seal before it, and of all these
    UniqueConstraint("watch_id", "position"),
)


learnt = Table(
    "learnt",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("record", LargeBinary, nullable=False),
)


hinting = Table(
    "hinting",
    metadata,
    Column("site", Text, primary_key=True),
    Column("changed", Integer, nullable=False),  # hints after which the article had changed
    Column("unchanged", Integer, nullable=False),  # and after which it had not
)

host = Table(
    "host",
    metadata,
    Column("name", Text, primary_key=True),
    Column("failures", Integer, nullable=False),  # crawls in a row in which it did not answer
    Column("rests_until", Instant, nullable=False),
    Column("why", Text, nullable=False),
)

bookmark = Table(
    "bookmark",
    metadata,
    Column("question", Text, primary_key=True),
    Column("record", LargeBinary, nullable=False),
)

delivery = Table(
    "delivery",
    metadata,
    _key(),
    Column("name", Text, nullable=False),  # of whom it is to tell, as in the settings
    Column("at", Instant, nullable=False),  # for when it was made
    Column("since", Instant),  # from when on it tells; NULL: from where the one before ended
    Column("place", LargeBinary, nullable=False),  # up to where: a bookmark
    Column("changes", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("tried_at", Instant, nullable=False),
    Column("state", String(16), nullable=False),  # deliveries.py
    Column("said", Text, nullable=False),  # what was wrong at the last try; empty: nothing known
    Index(None, "name", "id"),
)

lease = Table(
    "lease",
    metadata,
    Column("name", Text, primary_key=True),  # an article's identity, or a list's address
    Column("holder", Text, nullable=False, index=True),
    Column("until", Instant, nullable=False),  # by the machine's clock
)

tally = Table(
    "tally",
    metadata,
    Column("name", String(16), primary_key=True),  # what was done: fetches, versions, ...
    Column("kind", String(16), primary_key=True),  # in which way; empty: there is but one
    Column("site", Text, primary_key=True),
    Column("sum", BigInteger, nullable=False),
    Column("latest", Instant, nullable=False),  # the last moment that was counted
)

standing = Table(
    "standing",
    metadata,
    Column("site", Text, primary_key=True),
    Column("name", String(16), primary_key=True),  # a watch's `hold` or else its `state`
    Column("articles", Integer, nullable=False),
)
