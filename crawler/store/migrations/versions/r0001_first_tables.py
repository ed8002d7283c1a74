"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
DIGEST = sa.LargeBinary(16)


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "payload",
        sa.Column("digest", DIGEST, nullable=False),
        sa.Column("codec", sa.String(length=8), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=("pk_payload")),
    )
    op.create_table(
        "run",
        sa.Column("id", KEY, nullable=False),
        sa.Column("spider", sa.Text(), nullable=False),
        sa.Column("arguments", sa.Text(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("stats", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=("pk_run")),
    )
    op.create_table(
        "watch",
        sa.Column("id", KEY, nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("hold", sa.String(length=16), nullable=False),
        sa.Column("gone_looks", sa.Integer(), nullable=False),
        sa.Column("gone_since", INSTANT, nullable=True),
        sa.Column("gone_last", INSTANT, nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("reached_from", sa.Text(), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=True),
        sa.Column("looked_at", INSTANT, nullable=True),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("next_due", INSTANT, nullable=True),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("last_modified", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=("pk_watch")),
        sa.UniqueConstraint("identity", name=("uq_watch_identity")),
    )
    op.create_index(("ix_watch_next_due"), "watch", ["next_due"], unique=False)
    op.create_index(("ix_watch_site"), "watch", ["site"], unique=False)
    op.create_index(("ix_watch_url"), "watch", ["url"], unique=False)
    op.create_table(
        "observation",
        sa.Column("id", KEY, nullable=False),
        sa.Column("watch_id", KEY, nullable=False),
        sa.Column("key", DIGEST, nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("age", sa.Text(), nullable=False),
        sa.Column("first_seen", INSTANT, nullable=False),
        sa.Column("last_seen", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["watch_id"], ["watch.id"], name=("fk_observation_watch_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_observation")),
        sa.UniqueConstraint("watch_id", "key", name=("uq_observation_watch_id_key")),
    )
    op.create_table(
        "version",
        sa.Column("id", KEY, nullable=False),
        sa.Column("watch_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("first_seen", INSTANT, nullable=False),
        sa.Column("last_seen", INSTANT, nullable=False),
        sa.Column("checks", sa.Integer(), nullable=False),
        sa.Column("digest", DIGEST, nullable=False),
        sa.Column("extractor", sa.Text(), nullable=False),
        sa.Column("is_seed", sa.Boolean(), nullable=False),
        sa.Column("compared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["watch_id"], ["watch.id"], name=("fk_version_watch_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_version")),
        sa.UniqueConstraint("watch_id", "number", name=("uq_version_watch_id_number")),
    )
    op.create_index(
        "ix_version_uncompared",
        "version",
        ["id"],
        unique=False,
        sqlite_where=sa.text("compared = 0 AND number > 1"),
        postgresql_where=sa.text("NOT compared AND number > 1"),
    )
    op.create_table(
        "article",
        sa.Column("version_id", KEY, autoincrement=False, nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=("fk_article_version_id")),
        sa.PrimaryKeyConstraint("version_id", name=("pk_article")),
    )
    op.create_table(
        "seed",
        sa.Column("id", KEY, nullable=False),
        sa.Column("watch_id", KEY, nullable=False),
        sa.Column("version_id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", DIGEST, nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=("fk_seed_version_id")),
        sa.ForeignKeyConstraint(["watch_id"], ["watch.id"], name=("fk_seed_watch_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_seed")),
        sa.UniqueConstraint("watch_id", "digest", name=("uq_seed_watch_id_digest")),
    )
    op.create_index(("ix_seed_version_id"), "seed", ["version_id"], unique=False)
    op.create_table(
        "snapshot",
        sa.Column("id", KEY, nullable=False),
        sa.Column("watch_id", KEY, nullable=False),
        sa.Column("run_id", KEY, nullable=True),
        sa.Column("version_id", KEY, nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("final_url", sa.Text(), nullable=False),
        sa.Column("fetched_at", INSTANT, nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("headers", sa.LargeBinary(), nullable=False),
        sa.Column("payload", DIGEST, nullable=True),
        sa.Column("fault", sa.String(length=16), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("extractor", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["payload"], ["payload.digest"], name=("fk_snapshot_payload")),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=("fk_snapshot_run_id")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=("fk_snapshot_version_id")),
        sa.ForeignKeyConstraint(["watch_id"], ["watch.id"], name=("fk_snapshot_watch_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_snapshot")),
    )
    op.create_index(("ix_snapshot_payload"), "snapshot", ["payload"], unique=False)
    op.create_index(("ix_snapshot_run_id"), "snapshot", ["run_id"], unique=False)
    op.create_index(("ix_snapshot_version_id"), "snapshot", ["version_id"], unique=False)
    op.create_index(("ix_snapshot_watch_id"), "snapshot", ["watch_id"], unique=False)
    op.create_table(
        "event",
        sa.Column("id", KEY, nullable=False),
        sa.Column("watch_id", KEY, nullable=False),
        sa.Column("version_id", KEY, nullable=True),
        sa.Column("snapshot_id", KEY, nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("compared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=("fk_event_snapshot_id")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=("fk_event_version_id")),
        sa.ForeignKeyConstraint(["watch_id"], ["watch.id"], name=("fk_event_watch_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_event")),
    )
    op.create_index(("ix_event_snapshot_id"), "event", ["snapshot_id"], unique=False)
    op.create_index(
        "ix_event_uncompared",
        "event",
        ["id"],
        unique=False,
        sqlite_where=sa.text("compared = 0"),
        postgresql_where=sa.text("NOT compared"),
    )
    op.create_index(("ix_event_version_id"), "event", ["version_id"], unique=False)
    op.create_index(("ix_event_watch_id"), "event", ["watch_id"], unique=False)
    op.create_table(
        "report",
        sa.Column("id", KEY, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("watch_id", KEY, nullable=False),
        sa.Column("version_id", KEY, nullable=True),
        sa.Column("event_id", KEY, nullable=True),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("significant", sa.Boolean(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=("fk_report_event_id")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=("fk_report_version_id")),
        sa.ForeignKeyConstraint(["watch_id"], ["watch.id"], name=("fk_report_watch_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_report")),
        sa.UniqueConstraint("key", name=("uq_report_key")),
    )
    op.create_index(("ix_report_changed_at_key"), "report", ["changed_at", "key"], unique=False)
    op.create_index(("ix_report_event_id"), "report", ["event_id"], unique=False)
    op.create_index(
        ("ix_report_site_changed_at_key"), "report", ["site", "changed_at", "key"], unique=False
    )
    op.create_index(("ix_report_version_id"), "report", ["version_id"], unique=False)
    op.create_index(("ix_report_watch_id"), "report", ["watch_id"], unique=False)
