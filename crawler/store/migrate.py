"""Brings an archive up to date, forward only. Loaded where there is something to migrate."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, event

log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).parent / "migrations"

_Said = list[tuple[str, Any]]
_said: dict[URL, _Said] = {}
"""Database -> what the migrations said to an empty one there, each statement with its parameters.

To word that again takes Alembic ten times as long as a database takes to do it; a server is asked
for its extensions, so that each has its own.
"""


def upgrade(connection: Connection, found: str, place: str) -> None:
    """Run the missing migrations inside the transaction that `connection` has begun.

    Of one that is at the revision `found` each step is said before it is made, as one of a large
    archive takes minutes: as a warning, so that it is seen where nobody set a log up.
    """
    if not found:
        _make(connection)
        return
    config = _configured(connection)
    missing = [*ScriptDirectory.from_config(config).iterate_revisions("head", found)][::-1]
    for number, step in enumerate(missing, 1):
        what = (step.doc or "").rstrip(".")
        log.warning("bringing %s up to date, step %d of %d: %s", place, number, len(missing), what)
        command.upgrade(config, step.revision)


def _make(connection: Connection) -> None:
    """All migrations of an empty database; the second of a process is told what the first was."""
    url = connection.engine.url
    place = url.set(database="") if url.get_backend_name() == "sqlite" else url.set(query={})
    if place in _said:
        for statement, parameters in _said[place]:
            connection.exec_driver_sql(statement, parameters)
        return
    with _listened(connection) as said:
        command.upgrade(_configured(connection), "head")
    _said[place] = said


@contextmanager
def _listened(connection: Connection) -> Iterator[_Said]:
    """All that is executed on it, but for questions."""
    said: _Said = []

    def hear(_: Any, __: Any, statement: str, parameters: Any, ___: Any, many: bool) -> None:
        if not statement.lstrip().upper().startswith("SELECT"):
            said.append((statement, list(parameters) if many else parameters))

    event.listen(connection, "before_cursor_execute", hear)
    try:
        yield said
    finally:
        event.remove(connection, "before_cursor_execute", hear)


def _configured(connection: Connection) -> Config:
    config = configuration()
    config.attributes["connection"] = connection
    return config


def configuration() -> Config:
    """Alembic's settings, without its ini file: ours are not meant to be edited."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
