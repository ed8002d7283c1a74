"""Who is at work on which articles, so that no two crawls look at the same one."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

INSTANT = sa.DateTime(timezone=True)
ORDERED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """A table of its own, empty: nobody is at work while the archive is brought up to date."""
    op.create_table(
        "lease",
        sa.Column("name", ORDERED, primary_key=True, nullable=False),
        sa.Column("holder", ORDERED, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
    )
    op.create_index("ix_lease_holder", "lease", ["holder"])
