"""Which reports tell of one change to many articles of a site."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """A table of its own: what was reported before has no likeness, and need not be rewritten."""
    op.create_table(
        "likeness",
        sa.Column(
            "report_id",
            KEY,
            sa.ForeignKey("report.id"),
            primary_key=True,
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("way", sa.LargeBinary(16), nullable=False, index=True),
    )
