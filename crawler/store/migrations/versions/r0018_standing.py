"""How many articles of each site are in which state, counted as they change."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

ORDERED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
COUNTED = """
INSERT INTO standing (site, name, articles)
SELECT site, CASE WHEN hold <> '' THEN hold ELSE state END AS shown, count(*)
FROM watch GROUP BY site, shown
"""


def upgrade() -> None:
    """A table of few rows, filled from what is there, in the place of an index to count in."""
    op.create_table(
        "standing",
        sa.Column("site", ORDERED, primary_key=True, nullable=False),
        sa.Column("name", sa.String(16), primary_key=True, nullable=False),
        sa.Column("articles", sa.Integer, nullable=False),
    )
    op.execute(COUNTED)
    op.drop_index("ix_watch_standing", "watch")
