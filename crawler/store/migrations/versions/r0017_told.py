"""Changes found where pages look for them: those of events apart, an article's in their order."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

OF_EVENT = "kind <> 'edited'"


def upgrade() -> None:
    """Two small indexes, of all sites and of each; one in the place of one without an order."""
    condition = sa.text(OF_EVENT)
    for name, columns in (
        ("ix_report_of_event", ["changed_at", "key"]),
        ("ix_report_site_of_event", ["site", "changed_at", "key"]),
    ):
        op.create_index(name, "report", columns, sqlite_where=condition, postgresql_where=condition)
    op.drop_index("ix_report_watch_id", "report")
    op.create_index(
        "ix_report_watch_id_changed_at_key", "report", ["watch_id", "changed_at", "key"]
    )
