"""Keep watching: look again at every article when it is due, until stopped."""

import argparse

from crawler.store import Store
from scheduler import logs
from scheduler.daemon import TICK, Daemon
from scheduler.verbs import _archive

EXAMPLES = """\
  stet run                       Ctrl-C (or SIGTERM) stops it; nothing is lost
  stet run --tick 5              look every five seconds at what is due
  stet run --once                one look, for cron; ends with 1 where a crawl failed
  stet run --log json            a JSON object a line
  kill -HUP PID                  reads stet.toml again; a bad one is refused"""


def configure(parser: argparse.ArgumentParser) -> None:
    """--tick SECONDS, --once, --log."""
    parser.add_argument(
        "--tick",
        type=_archive.number(0.1, 3600, float),
        default=TICK,
        metavar="SECONDS",
        help="pause between two looks at what is due (default: %(default)s)",
    )
    parser.add_argument(
        "--once", action="store_true", help="look once at what is due, then end; no source is read"
    )
    parser.add_argument(
        "--log", choices=logs.FORMS, default="text", help="form of a line (default: %(default)s)"
    )


def run(options: argparse.Namespace) -> int:
    """Block until stopped."""
    logs.begin(options.log)
    config = _archive.config_of(options)
    # An archive that cannot be used is said now, not at every tick. One look reads no source: in a
    # new archive there is nothing that it could find.
    Store.open(config, make=not options.once).close()
    daemon = Daemon(config, lambda: _archive.config_of(options), options.tick)
    return daemon.once() if options.once else daemon.run()
