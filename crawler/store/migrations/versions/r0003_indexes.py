"""Indexes for what a reader asks, and text in the order of its bytes on PostgreSQL, too."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ORDERED = {"watch": ("identity", "site", "url"), "report": ("key", "site")}
"""Text columns with an index."""


def upgrade() -> None:
    """No table is written anew; the indexes of the ordered columns are, on PostgreSQL."""
    if op.get_context().dialect.name == "postgresql":
        _order_by_bytes()
        _find_long_urls()
    op.create_index("ix_watch_key", "watch", [sa.text("substr(identity, length(site) + 2)")])
    # Partial ones: an index on all of `hold` would lure SQLite away from that of what is due.
    _create_partial("ix_watch_held", "hold", "hold <> ''")
    _create_partial("ix_watch_fallen", "state", "hold = '' AND state <> 'active'")
    op.create_index("ix_watch_site_id", "watch", ["site", "id"])


def _order_by_bytes() -> None:
    """The order of a language changes with the server's system, and no prefix is found in it."""
    for table, columns in ORDERED.items():
        for column in columns:
            op.alter_column(table, column, type_=sa.Text(collation="C"))


def _find_long_urls() -> None:
    """A tree refuses what is longer than a third of its page, 2,700 bytes."""
    op.drop_index("ix_watch_url", "watch")
    op.create_index("ix_watch_url", "watch", ["url"], postgresql_using="hash")


def _create_partial(name: str, column: str, where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, "watch", [column], sqlite_where=condition, postgresql_where=condition)
