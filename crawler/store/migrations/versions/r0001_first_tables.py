"""The first tables. A migration is never changed once it has been released."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
DIGEST = sa.LargeBinary(16)


def upgrade() -> None:
    """Create what `crawler.store.tables` draws."""
    _runs_and_watches()
    _versions()
    _fetches()
    _events_and_reports()


def _runs_and_watches() -> None:
    op.create_table(
        "run",
        _key(),
        _some("spider", sa.Text),
        _some("arguments", sa.Text),
        _some("started_at", INSTANT),
        sa.Column("finished_at", INSTANT),
        _some("reason", sa.Text),
        _some("stats", sa.Text),
    )
    op.create_table(
        "watch",
        _key(),
        _some("identity", sa.Text, unique=True),
        _some("site", sa.Text),
        _some("url", sa.Text),
        _some("location", sa.Text),
        _some("state", sa.String(16)),
        _some("hold", sa.String(16)),
        _some("gone_looks", sa.Integer),
        sa.Column("gone_since", INSTANT),
        sa.Column("gone_last", INSTANT),
        _some("title", sa.Text),
        _some("publisher", sa.Text),
        _some("reached_from", sa.Text),
        _some("added_at", INSTANT),
        _some("versions", sa.Integer),
        sa.Column("changed_at", INSTANT),
        sa.Column("looked_at", INSTANT),
        _some("faults", sa.Integer),
        sa.Column("next_due", INSTANT),
        _some("etag", sa.Text),
        _some("last_modified", sa.Text),
        sa.Index(None, "site", "next_due"),
        sa.Index(None, "url"),
        _partial("ix_watch_due", "next_due", "hold = '' AND state <> 'unresolved'"),
    )


def _versions() -> None:
    op.create_table(
        "version",
        _key(),
        _of("watch"),
        _some("number", sa.Integer),
        _some("first_seen", INSTANT),
        _some("last_seen", INSTANT),
        _some("checks", sa.Integer),
        _some("digest", DIGEST),
        _some("extractor", sa.Text),
        _some("is_seed", sa.Boolean),
        _some("compared", sa.Boolean),
        sa.UniqueConstraint("watch_id", "number"),
        _partial("ix_version_uncompared", "id", "NOT compared AND number > 1"),
    )
    op.create_table(
        "article",
        _of("version", primary_key=True, autoincrement=False),
        _some("record", sa.LargeBinary),
    )
    op.create_table(
        "seed",
        _key(),
        _of("watch"),
        _of("version", index=True),
        _some("name", sa.Text),
        _some("digest", DIGEST),
        _some("dated_at", INSTANT),
        _some("record", sa.LargeBinary),
        sa.UniqueConstraint("watch_id", "digest"),
    )


def _fetches() -> None:
    op.create_table(
        "payload",
        sa.Column("digest", DIGEST, primary_key=True),
        _some("codec", sa.String(8)),
        _some("size", sa.Integer),
        _some("body", sa.LargeBinary),
    )
    op.create_table(
        "snapshot",
        _key(),
        _of("watch", index=True),
        _of("run", optional=True, index=True),
        _of("version", optional=True, index=True),
        _some("url", sa.Text),
        _some("final_url", sa.Text),
        _some("fetched_at", INSTANT),
        _some("status", sa.SmallInteger),
        _some("headers", sa.LargeBinary),
        sa.Column("payload", DIGEST, sa.ForeignKey("payload.digest"), index=True),
        sa.Column("fault", sa.String(16)),
        _some("message", sa.Text),
        _some("extractor", sa.Text),
    )
    op.create_table(
        "observation",
        _key(),
        _of("watch"),
        _some("key", DIGEST),
        sa.Column("url", sa.Text),
        _some("title", sa.Text),
        _some("publisher", sa.Text),
        _some("summary", sa.Text),
        _some("age", sa.Text),
        _some("first_seen", INSTANT),
        _some("last_seen", INSTANT),
        sa.UniqueConstraint("watch_id", "key"),
    )


def _events_and_reports() -> None:
    op.create_table(
        "event",
        _key(),
        _of("watch", index=True),
        _of("version", optional=True, index=True),
        _of("snapshot", optional=True, index=True),
        _some("kind", sa.String(16)),
        _some("at", INSTANT),
        _some("since", INSTANT),
        _some("detail", sa.Text),
        _some("compared", sa.Boolean),
        _partial("ix_event_uncompared", "id", "NOT compared"),
    )
    op.create_table(
        "report",
        _key(),
        _some("key", sa.Text, unique=True),
        _of("watch", index=True),
        _of("version", optional=True, index=True),
        _of("event", optional=True, index=True),
        _some("site", sa.Text),
        _some("kind", sa.String(16)),
        _some("score", sa.Integer),
        _some("significant", sa.Boolean),
        _some("changed_at", INSTANT),
        _some("record", sa.LargeBinary),
        sa.Index(None, "changed_at", "key"),
        sa.Index(None, "site", "changed_at", "key"),
    )


def _key() -> sa.Column[int]:
    return sa.Column("id", KEY, primary_key=True)


def _of(table: str, *, optional: bool = False, **options: Any) -> sa.Column[int]:
    return sa.Column(f"{table}_id", KEY, sa.ForeignKey(f"{table}.id"), nullable=optional, **options)


def _some(name: str, kind: Any, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, **options)


def _partial(name: str, column: str, where: str) -> sa.Index:
    condition = sa.text(where)
    return sa.Index(name, column, sqlite_where=condition, postgresql_where=condition)
