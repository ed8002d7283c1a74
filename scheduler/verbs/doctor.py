"""Look for what keeps the archive from being watched, and say what to do."""

import argparse
import os

from crawler import clock
from scheduler import doctor
from scheduler.verbs import _archive, _table
from scheduler.verbs._table import Column

EXAMPLES = """\
  stet doctor                    settings, archive, disk, clock, daemon, sites, names
  stet doctor && echo all well   ends with 1 where something is bad"""

COLUMNS = (Column("LOOKS"), Column("ABOUT", cut_to=24), Column("WHAT IS THE CASE"))
BAD = 1


def configure(parser: argparse.ArgumentParser) -> None:
    """No options of its own."""


def run(options: argparse.Namespace) -> int:
    """0, or 1 where something is bad."""
    config = _archive.config_of(options)
    allowed = os.environ.get("STET_ALLOWED_HOSTS", "").split(",")
    found = list(doctor.examine(config, clock.now(), allowed))
    rows = [
        (each.level, _archive.clean(each.about, 0), _archive.clean(each.said, 0)) for each in found
    ]
    print("\n".join(_table.lines(COLUMNS, rows, 0)))
    return BAD if any(each.level == "bad" for each in found) else 0
