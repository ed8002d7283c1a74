"""How far readers were told what changed, by question."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

ORDERED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """A table of its own, empty: nothing was told so far."""
    op.create_table(
        "bookmark",
        sa.Column("question", ORDERED, primary_key=True, nullable=False),
        sa.Column("record", sa.LargeBinary, nullable=False),
    )
