"""Sums of what was ever done, filled from what is there; what waits for a look, by site."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

INSTANT = sa.DateTime(timezone=True)
ORDERED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
DUE = "hold = '' AND state <> 'unresolved'"


def upgrade() -> None:
    """A table of few rows, and an index in the place of one that held what nobody waits for."""
    op.create_table(
        "tally",
        sa.Column("name", sa.String(16), primary_key=True, nullable=False),
        sa.Column("kind", sa.String(16), primary_key=True, nullable=False),
        sa.Column("site", ORDERED, primary_key=True, nullable=False),
        sa.Column("sum", sa.BigInteger, nullable=False),
        sa.Column("latest", INSTANT, nullable=False),
    )
    for summed in SUMS:
        op.execute(summed)
    condition = sa.text(DUE)
    op.drop_index("ix_watch_site_next_due", "watch")
    op.create_index(
        "ix_watch_waiting",
        "watch",
        ["site", "next_due"],
        sqlite_where=condition,
        postgresql_where=condition,
    )


SUMS = (
    """
    INSERT INTO tally (name, kind, site, sum, latest)
    SELECT 'articles', '', site, count(*), max(added_at) FROM watch GROUP BY site
    """,
    """
    INSERT INTO tally (name, kind, site, sum, latest)
    SELECT 'versions', '', site, sum(texts), max(latest) FROM (
        SELECT watch_id, count(*) AS texts, max(first_seen) AS latest FROM version GROUP BY watch_id
    ) AS own JOIN watch ON watch.id = own.watch_id GROUP BY site
    """,
    """
    INSERT INTO tally (name, kind, site, sum, latest)
    SELECT 'changes', kind, site, count(*), max(changed_at) FROM report GROUP BY kind, site
    """,
    """
    INSERT INTO tally (name, kind, site, sum, latest)
    SELECT 'fetches',
        CASE WHEN snapshot.fault IS NOT NULL THEN snapshot.fault
            WHEN snapshot.status = 304 THEN 'not-modified'
            WHEN version.first_seen < snapshot.fetched_at THEN 'unchanged'
            WHEN version.number > 1 THEN 'changed'
            ELSE 'first' END AS brought,
        site, count(*), max(fetched_at)
    FROM snapshot JOIN watch ON watch.id = snapshot.watch_id
    LEFT JOIN version ON version.id = snapshot.version_id
    GROUP BY brought, site
    """,
    """
    INSERT INTO tally (name, kind, site, sum, latest)
    SELECT 'bytes', '', site, sum(payload.size), max(fetched_at)
    FROM snapshot JOIN payload ON payload.digest = snapshot.payload
    JOIN watch ON watch.id = snapshot.watch_id GROUP BY site
    """,
)
