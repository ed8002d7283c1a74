"""The index of `crawler.store.fulltext`, filled from the texts of all versions."""

import sys
import time

from alembic import op

from crawler.store import fulltext

revision = "0007"
down_revision = "0005"

QUIET = 2.0
"""Seconds between two lines about how far it is."""


def upgrade() -> None:
    """Make it and fill it, some articles at a time; who waits is told how far it is."""
    connection = op.get_bind()
    for statement in fulltext.made(connection):
        op.execute(statement)
    told = time.monotonic()
    for done, whole in fulltext.fill(connection):
        if time.monotonic() - told > QUIET:
            told = time.monotonic()
            sys.stderr.write(f"stet: making the index for searching: {done} of {whole} articles\n")
            sys.stderr.flush()
