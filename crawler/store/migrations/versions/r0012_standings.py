"""The articles of a site that are not simply watched, so that a page can count them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

NOT_ACTIVE = "hold <> '' OR state <> 'active'"


def upgrade() -> None:
    """A partial index: most articles are not in it, and cost nothing."""
    condition = sa.text(NOT_ACTIVE)
    op.create_index(
        "ix_watch_standing",
        "watch",
        ["site", "hold", "state"],
        sqlite_where=condition,
        postgresql_where=condition,
    )
