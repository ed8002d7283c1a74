"""What was told, in a chain a watch; the reports that are there are sealed as they stand now."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from crawler import clock
from crawler.store import records

revision = "0013"
down_revision = "0012"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
DIGEST = sa.LargeBinary(16)
PAGE = 500


def upgrade() -> None:
    """A table of its own, and a seal for each report."""
    table = op.create_table(
        "report_seal",
        sa.Column("id", KEY, primary_key=True, nullable=False),
        sa.Column("watch_id", KEY, sa.ForeignKey("watch.id"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("digest", DIGEST),
        sa.Column("upon", DIGEST),
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


REPORTS = sa.text("""
    SELECT report.watch_id, report.key, report.site, report.kind, report.score,
           report.significant, report.changed_at, report.record, likeness.way
    FROM report LEFT JOIN likeness ON likeness.report_id = report.id
    WHERE report.watch_id BETWEEN :first AND :last ORDER BY report.id
""").columns(
    sa.column("watch_id", KEY),
    sa.column("key", sa.Text),
    sa.column("site", sa.Text),
    sa.column("kind", sa.Text),
    sa.column("score", sa.Integer),
    sa.column("significant", sa.Boolean),
    sa.column("changed_at", INSTANT),
    sa.column("record", sa.LargeBinary),
    sa.column("way", DIGEST),
)  # fmt: skip
HEADS = sa.text("""
    SELECT watch_id, chain FROM seal
    WHERE watch_id BETWEEN :first AND :last ORDER BY watch_id, position
""")


def _seals(watches: dict[int, str], now: datetime) -> Iterator[dict[str, Any]]:
    span = {"first": min(watches), "last": max(watches)}
    upon = {row.watch_id: bytes(row.chain) for row in op.get_bind().execute(HEADS, span)}
    heads: dict[int, tuple[int, str]] = {}
    for row in op.get_bind().execute(REPORTS, span):
        position, previous = heads.get(row.watch_id, (0, ""))
        told, versions = _told(row), upon.get(row.watch_id)
        said = (str(position + 1), _iso(now), told, versions.hex() if versions else "")
        chain = _digest(previous, watches[row.watch_id], row.key, " ".join(said))
        heads[row.watch_id] = position + 1, chain
        yield {
            "watch_id": row.watch_id,
            "position": position + 1,
            "at": now.astimezone(UTC),
            "key": row.key,
            "digest": bytes.fromhex(told),
            "upon": versions,
            "chain": bytes.fromhex(chain),
        }


def _told(row: Any) -> str:
    """The digest of a report, as `crawler.store.report_seals` had it when this was written."""
    record = records.decompress(bytes(row.record))
    return _digest(
        row.key,
        row.site,
        row.kind,
        str(row.score),
        str(bool(row.significant)),
        _iso(row.changed_at),
        bytes(row.way or b"").hex(),
        hashlib.blake2b(record, digest_size=16).hexdigest(),
    )


def _iso(moment: datetime) -> str:
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return aware.isoformat()


def _digest(*parts: str) -> str:
    """As `crawler.text.digest` had it when this was written."""
    hasher = hashlib.blake2b(digest_size=16)
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        hasher.update(len(encoded).to_bytes(8, "big"))
        hasher.update(encoded)
    return hasher.hexdigest()
