"""Pages are compressed with other pages of their article and site."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DIGEST = sa.LargeBinary(16)
ORDERED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
REFERENCE = "CONSTRAINT fk_payload_base REFERENCES payload (digest)"


def upgrade() -> None:
    """What is stored stays as it is; the next page of each article is the first of the new way."""
    # Both databases take it at once; Alembic would copy SQLite's table, all pages in it.
    kind = DIGEST.compile(op.get_bind().dialect)
    op.execute(f"ALTER TABLE payload ADD COLUMN base {kind} {REFERENCE}")
    op.create_index("ix_payload_base", "payload", ["base"])
    op.create_table(
        "keyframe",
        sa.Column(
            "watch_id",
            KEY,
            sa.ForeignKey("watch.id"),
            primary_key=True,
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("payload", DIGEST, sa.ForeignKey("payload.digest"), nullable=False, index=True),
    )
    op.create_table(
        "site_page",
        sa.Column("site", ORDERED, primary_key=True, nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("payload", DIGEST, sa.ForeignKey("payload.digest"), index=True),
    )
