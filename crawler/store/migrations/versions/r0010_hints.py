"""What lists and pages say of when they were changed, and how hosts have answered."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

INSTANT = sa.DateTime(timezone=True)
ORDERED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
HINTED = "hinted IS NOT NULL"


def upgrade() -> None:
    """Nothing was said so far, and every host answers."""
    # Both databases take a column at once; Alembic would copy SQLite's table.
    kind = INSTANT.compile(op.get_bind().dialect)
    for name in ("declared", "hinted"):
        op.execute(f"ALTER TABLE watch ADD COLUMN {name} {kind}")
    condition = sa.text(HINTED)
    op.create_index(
        "ix_watch_hinted",
        "watch",
        ["hinted"],
        sqlite_where=condition,
        postgresql_where=condition,
    )
    op.create_table(
        "hinting",
        sa.Column("site", ORDERED, primary_key=True, nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
    )
    op.create_table(
        "host",
        sa.Column("name", ORDERED, primary_key=True, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("rests_until", INSTANT, nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
    )
