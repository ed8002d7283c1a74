"""What the agenda has learnt of all looks, and the worth of a look that it goes by."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """A table of its own, empty: an archive learns on the first day that it is watched."""
    op.create_table(
        "learnt",
        sa.Column("name", sa.String(16), primary_key=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record", sa.LargeBinary, nullable=False),
    )
