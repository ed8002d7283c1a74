"""Letters to readers, and how they went; the latest of each was a record of its own before."""

import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from crawler.store import records

revision = "0016"
down_revision = "0015"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
ORDERED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
KNOWN = sa.text("SELECT record FROM learnt WHERE name = 'deliveries'")


def upgrade() -> None:
    """A table of its own; what was under way stays so, and is tried as if for the first time."""
    table = op.create_table(
        "delivery",
        sa.Column("id", KEY, primary_key=True, nullable=False),
        sa.Column("name", ORDERED, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("since", INSTANT),
        sa.Column("place", sa.LargeBinary, nullable=False),
        sa.Column("changes", sa.Integer, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("tried_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("said", sa.Text, nullable=False),
    )
    op.create_index("ix_delivery_name_id", "delivery", ["name", "id"])
    record = op.get_bind().execute(KNOWN).scalar()
    letters = json.loads(records.decompress(bytes(record)))["letters"] if record else {}
    if letters:
        rows = [_row(name, sent) for name, sent in letters.items()]
        op.get_bind().execute(table.insert(), rows)
        op.execute("DELETE FROM learnt WHERE name = 'deliveries'")


def _row(name: str, sent: dict[str, Any]) -> dict[str, Any]:
    at = _moment(sent["at"])
    return {
        "name": name,
        "at": at,
        "since": _moment(sent["since"]) if sent["since"] else None,
        "place": records.compress(json.dumps(sent["place"]).encode()),
        "changes": 0,
        "tries": 0,
        "tried_at": at,
        "state": "delivered" if sent["is_done"] else "under-way",
        "said": "",
    }


def _moment(said: str) -> datetime:
    return datetime.fromisoformat(said).astimezone(UTC)
