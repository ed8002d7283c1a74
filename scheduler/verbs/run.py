"""Keep watching: look again at every article when it is due, until stopped."""

import argparse
import logging

from crawler.store import Store
from scheduler.daemon import TICK, Daemon
from scheduler.verbs import _archive

EXAMPLES = """\
  stet run                       Ctrl-C (or SIGTERM) stops it; nothing is lost
  stet run --tick 5              look every five seconds at what is due"""


def configure(parser: argparse.ArgumentParser) -> None:
    """--tick SECONDS."""
    parser.add_argument(
        "--tick",
        type=_archive.number(0.1, 3600, float),
        default=TICK,
        metavar="SECONDS",
        help="pause between two looks at what is due (default: %(default)s)",
    )


def run(options: argparse.Namespace) -> int:
    """Block until stopped."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a long round skips ticks
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it lists what it is made of
    config = _archive.config_of(options)
    Store.open(config).close()  # an archive that cannot be used is said now, not at every tick
    return Daemon(config, options.tick).run()
