"""What was kept, in a chain a watch; what an archive holds already is sealed as it stands now."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from crawler import clock

revision = "0005"
down_revision = "0004"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
DIGEST = sa.LargeBinary(16)
PAGE = 500


def upgrade() -> None:
    """A table of its own, and a seal for each version."""
    table = op.create_table(
        "seal",
        sa.Column("id", KEY, primary_key=True, nullable=False),
        sa.Column("watch_id", KEY, sa.ForeignKey("watch.id"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("first_seen", INSTANT, nullable=False),
        sa.Column("digest", DIGEST, nullable=False),
        sa.Column("payload", DIGEST),
        sa.Column("chain", DIGEST, nullable=False),
        sa.UniqueConstraint("watch_id", "position"),
    )
    seal_all(table, clock.now())


def seal_all(table: sa.Table, now: datetime) -> None:
    """The chains of all watches, some watches at a time."""
    last = 0
    while True:
        watches = _watches(last)
        if not watches:
            return
        last = max(watches)
        if rows := list(_seals(watches, now)):
            op.get_bind().execute(table.insert(), rows)


def _watches(after: int) -> dict[int, str]:
    chosen = sa.text("SELECT id, identity FROM watch WHERE id > :after ORDER BY id LIMIT :page")
    rows = op.get_bind().execute(chosen, {"after": after, "page": PAGE})
    return {row.id: row.identity for row in rows}


VERSIONS = sa.text("""
    SELECT version.watch_id, version.number, version.first_seen, version.digest,
           (SELECT payload FROM snapshot WHERE id = (
               SELECT min(id) FROM snapshot
               WHERE version_id = version.id AND payload IS NOT NULL
           )) AS payload
    FROM version WHERE version.watch_id BETWEEN :first AND :last
    ORDER BY version.watch_id, version.number
""").columns(
    sa.column("watch_id", KEY),
    sa.column("number", sa.Integer),
    sa.column("first_seen", INSTANT),
    sa.column("digest", DIGEST),
    sa.column("payload", DIGEST),
)  # fmt: skip


def _seals(watches: dict[int, str], now: datetime) -> Iterator[dict[str, Any]]:
    heads: dict[int, tuple[int, str]] = {}
    span = {"first": min(watches), "last": max(watches)}
    for row in op.get_bind().execute(VERSIONS, span):
        position, previous = heads.get(row.watch_id, (0, ""))
        said = (
            position + 1,
            row.number,
            now.astimezone(UTC).isoformat(),
            _aware(row.first_seen).isoformat(),
            bytes(row.digest).hex(),
            bytes(row.payload or b"").hex(),
        )
        chain = _digest(previous, watches[row.watch_id], " ".join(map(str, said)))
        heads[row.watch_id] = position + 1, chain
        yield {
            "watch_id": row.watch_id,
            "position": position + 1,
            "number": row.number,
            "at": now.astimezone(UTC),
            "first_seen": _aware(row.first_seen),
            "digest": row.digest,
            "payload": row.payload,
            "chain": bytes.fromhex(chain),
        }


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _digest(*parts: str) -> str:
    """As `crawler.text.digest` had it when this was written."""
    hasher = hashlib.blake2b(digest_size=16)
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        hasher.update(len(encoded).to_bytes(8, "big"))
        hasher.update(encoded)
    return hasher.hexdigest()
