"""Articles that moved are found by where they are now."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

MOVED = "location <> '' AND location <> url"


def upgrade() -> None:
    """An index of few rows; by their hash on PostgreSQL, for a URL may be longer than its trees."""
    if op.get_bind().dialect.name == "postgresql":  # as all text that has an index
        op.execute('ALTER TABLE watch ALTER COLUMN location TYPE text COLLATE "C"')
    condition = sa.text(MOVED)
    op.create_index(
        "ix_watch_moved",
        "watch",
        ["location"],
        sqlite_where=condition,
        postgresql_where=condition,
        postgresql_using="hash",
    )
