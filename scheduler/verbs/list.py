"""Show what is watched: state, versions, last look, next look, title."""

import argparse
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from crawler import clock, urls
from crawler.config import Config
from crawler.store import Resting, WatchRow, left_alone
from scheduler.verbs import _archive, _table
from scheduler.verbs._table import Column

EXAMPLES = """\
  stet list                          everything
  stet list --site cna               one site
  stet list --state gone             active, gone-suspected, gone, expired, blocked,
                                     unresolved, paused or removed
  stet list --json | jq .url         a JSON object a line"""

COLUMNS = (
    Column("ARTICLE", cut_to=37),
    Column("STATE"),
    Column("LATEST", spare=True),
    Column("LOOKED AT", spare=True),
    Column("NEXT LOOK"),
    Column("TITLE", cut_to=22),
)
STATES = (
    "active", "gone-suspected", "gone", "expired", "blocked", "unresolved", "paused", "removed",
)  # fmt: skip


def configure(parser: argparse.ArgumentParser) -> None:
    """--site, --state, --json."""
    _archive.add_site(parser)
    parser.add_argument("--state", choices=STATES, metavar="STATE", help="only this state")
    parser.add_argument("--json", action="store_true", help="a JSON object a line")


def run(options: argparse.Namespace) -> int:
    """0, also where nothing is watched."""
    config = _archive.config_of(options)
    with _archive.open_to_read(options) as store:
        watches = store.watches(site=options.site, state=options.state)
        resting = store.hosts.resting()
        if not watches:
            _archive.tell_strangers(store, options.site)
    now = clock.now()
    if options.json:
        for watch in watches:
            print(_json(watch, left_alone(watch.url, resting, now)))
    elif watches:
        rows = [_row(watch, config, now, resting) for watch in watches]
        print("\n".join(_table.lines(COLUMNS, rows, _archive.table_width())))
        here = {urls.host(watch.url) for watch in watches}
        for name, state in resting.items():
            if name in here and now < state.until:
                print(_archive.told_host(name, state, config, now))
    elif options.site or options.state:
        print("nothing that is watched here answers to that: `stet list` shows all of it")
    else:
        print("nothing is watched here: `stet add URL` starts a watch")
    return 0


def _row(
    watch: WatchRow, config: Config, now: datetime, resting: Mapping[str, Resting]
) -> tuple[str, ...]:
    return (
        _archive.clean(watch.identity, 0),
        watch.state,
        f"v{watch.versions}" if watch.versions else "-",
        _archive.short(watch.looked_at, config, now),
        _archive.next_look(watch, config, now, resting),
        _archive.clean(watch.title, 0) or "(not read yet)",
    )


def _json(watch: WatchRow, alone: Resting | None) -> str:
    """`held_until`: not before then, as its host is left alone; null where it is not."""
    row = {**asdict(watch), "held_until": alone and alone.until}
    return json.dumps(row, ensure_ascii=False, default=lambda moment: moment.isoformat())
