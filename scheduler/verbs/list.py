"""Show what is watched: state, versions, last look, next look, title."""

import argparse
import json
from dataclasses import asdict

from crawler.config import Config
from crawler.store import WatchRow
from scheduler.verbs import _archive

EXAMPLES = """\
  stet list                          everything
  stet list --site cna               one site
  stet list --state gone             active, gone-suspected, gone, expired, blocked,
                                     unresolved, paused or removed
  stet list --json | jq .url         a JSON object a line"""

STATES = (
    "active", "gone-suspected", "gone", "expired", "blocked", "unresolved", "paused", "removed",
)  # fmt: skip


def configure(parser: argparse.ArgumentParser) -> None:
    """--site, --state, --json."""
    parser.add_argument("--site", metavar="S", help="only this site")
    parser.add_argument("--state", choices=STATES, metavar="STATE", help="only this state")
    parser.add_argument("--json", action="store_true", help="a JSON object a line")


def run(options: argparse.Namespace) -> int:
    """0, also where nothing is watched."""
    config = _archive.config_of(options)
    with _archive.open_to_read(options) as store:
        watches = store.watches(site=options.site, state=options.state)
    for watch in watches:
        print(_json(watch) if options.json else _line(watch, config))
    if not watches and not options.json:
        print("nothing is watched here: `stet add URL` starts a watch")
    return 0


def _line(watch: WatchRow, config: Config) -> str:
    looked, due = _archive.local(watch.looked_at, config), _archive.local(watch.next_due, config)
    title = _archive.clean(watch.title or "(not read yet)")
    return (
        f"{watch.identity:<24} {watch.state:<14} v{watch.versions:<3} "
        f"looked {looked:<16}  next {due:<16}  {title}"
    )


def _json(watch: WatchRow) -> str:
    return json.dumps(asdict(watch), ensure_ascii=False, default=lambda moment: moment.isoformat())
