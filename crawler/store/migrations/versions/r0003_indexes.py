"""Text in the order of its bytes on PostgreSQL, too."""

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


def _order_by_bytes() -> None:
    """The order of a language changes with the server's system, and no prefix is found in it."""
    for table, columns in ORDERED.items():
        for column in columns:
            op.alter_column(table, column, type_=sa.Text(collation="C"))


def _find_long_urls() -> None:
    """A tree refuses what is longer than a third of its page, 2,700 bytes."""
    op.drop_index("ix_watch_url", "watch")
    op.create_index("ix_watch_url", "watch", ["url"], postgresql_using="hash")
