"""An archive as an older Stet left it: what each migration brought is undone, the last first."""

from sqlalchemy import text

from crawler.config import Config
from crawler.store.database import HEAD, open_database

UNDONE = {
    "0019": ("DROP INDEX ix_watch_moved",),
    "0018": (
        "DROP TABLE standing",
        "CREATE INDEX ix_watch_standing ON watch (site, hold, state)",
    ),
    "0017": (
        "DROP INDEX ix_report_of_event",
        "DROP INDEX ix_report_site_of_event",
        "DROP INDEX ix_report_watch_id_changed_at_key",
        "CREATE INDEX ix_report_watch_id ON report (watch_id)",
    ),
    "0016": ("DROP TABLE delivery",),
    "0015": (
        "DROP TABLE tally",
        "DROP INDEX ix_watch_waiting",
        "CREATE INDEX ix_watch_site_next_due ON watch (site, next_due)",
    ),
    "0014": ("DROP TABLE lease",),
    "0013": ("DROP TABLE report_seal",),
    "0012": ("DROP INDEX ix_watch_standing",),
    "0011": ("DROP TABLE bookmark",),
    "0010": (
        "DROP INDEX ix_watch_hinted",
        "ALTER TABLE watch DROP COLUMN declared",
        "ALTER TABLE watch DROP COLUMN hinted",
        "DROP TABLE hinting",
        "DROP TABLE host",
    ),
    "0009": ("DROP TABLE learnt",),
    "0008": (
        "DROP INDEX ix_version_pruned",
        "ALTER TABLE version DROP COLUMN pruned_at",
        "ALTER TABLE payload DROP COLUMN pruned_at",
    ),
    "0007": ("DROP TABLE search",),
}
"""Revision -> the statements that take it back; the newest first."""

_STAMPED = text("UPDATE alembic_version SET version_num = :revision")


def made_older(source: Config, revision: str) -> int:
    """Leave an archive as that revision had it; how many steps it is behind then."""
    assert next(iter(UNDONE)) == HEAD
    newer = [steps for name, steps in UNDONE.items() if name > revision]
    database = open_database(source.data, source.database_url)
    with database.writing() as connection:
        for step in (step for steps in newer for step in steps):
            connection.execute(text(step))
        connection.execute(_STAMPED, {"revision": revision})
    database.engine.dispose()
    return len(newer)
