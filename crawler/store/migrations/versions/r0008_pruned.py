"""When the text of a version, or the bytes of a page, were let go."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

INSTANT = sa.DateTime(timezone=True)
PRUNED = "pruned_at IS NOT NULL"


def upgrade() -> None:
    """Nothing was, so far."""
    # Both databases take a column at once; Alembic would copy SQLite's table, all pages in it.
    kind = INSTANT.compile(op.get_bind().dialect)
    for table in ("version", "payload"):
        op.execute(f"ALTER TABLE {table} ADD COLUMN pruned_at {kind}")
    condition = sa.text(PRUNED)
    op.create_index(
        "ix_version_pruned",
        "version",
        ["watch_id"],
        sqlite_where=condition,
        postgresql_where=condition,
    )
