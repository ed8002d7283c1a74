"""Brings an archive up to date, forward only. Loaded where there is something to migrate."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(connection: Connection, found: str, place: str) -> None:
    """Run the missing migrations inside the transaction that `connection` has begun.

    Of one that is at the revision `found` each step is said before it is made, as one of a large
    archive takes minutes: as a warning, so that it is seen where nobody set a log up.
    """
    config = configuration()
    config.attributes["connection"] = connection
    if not found:
        command.upgrade(config, "head")
        return
    missing = [*ScriptDirectory.from_config(config).iterate_revisions("head", found)][::-1]
    for number, step in enumerate(missing, 1):
        what = (step.doc or "").rstrip(".")
        log.warning("bringing %s up to date, step %d of %d: %s", place, number, len(missing), what)
        command.upgrade(config, step.revision)


def configuration() -> Config:
    """Alembic's settings, without its ini file: ours are not meant to be edited."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
