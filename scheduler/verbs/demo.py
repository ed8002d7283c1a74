"""See the whole of Stet work in a minute: offline, in a data folder of its own."""

import argparse
import dataclasses
import os
import sys
from pathlib import Path

from scheduler import demo
from scheduler.verbs import _archive

EXAMPLES = """\
  stet demo                      five rounds of crawling a newsroom that edits its stories
  stet demo --serve              and leave the reader up afterwards
  stet demo --sabotage           the newsroom cheats: the demo must notice, and end with 1"""


def configure(parser: argparse.ArgumentParser) -> None:
    """--serve, --port, --sabotage."""
    parser.add_argument("--serve", action="store_true", help="leave the reader up afterwards")
    parser.add_argument("--port", type=int, default=8000, help="of --serve (default: %(default)s)")
    parser.add_argument(
        "--sabotage",
        action="store_true",
        help="the newsroom changes a text without logging it, and logs a change it never makes",
    )


def run(options: argparse.Namespace) -> int:
    """0 where every edit was reported once and nothing else; 1 otherwise."""
    base = _archive.config_of(options)
    own = options.data or base.data / "demo"
    config = dataclasses.replace(base, data=own, database_url="")
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    performance = demo.perform(config, _say, colour=colour, spoilt=options.sabotage)
    wrong = demo.disagreements(performance)
    page = own / demo.PAGE
    for sentence in wrong:
        _say(f"WRONG: {sentence}")
    if not wrong:
        _say("Every edit is reported exactly once, and nothing else is.")
    _say(f"\nThe report:  {page.resolve()}\nThe archive: stet list --data {_shown(own)}")
    if options.serve:
        from scheduler import web  # the web server is loaded where it is wanted

        web.serve(config, "127.0.0.1", options.port)
    return 1 if wrong else 0


def _say(text: str) -> None:
    print(text, flush=True)


def _shown(folder: Path) -> Path:
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder
