"""Show how the archive and the watching are doing."""

import argparse
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from crawler import clock
from crawler.config import Config
from crawler.store import RunRow, WatchRow
from scheduler.verbs import _archive, _table
from scheduler.verbs._table import Column

EXAMPLES = """\
  stet status                    states, sites, what is due, the last crawls"""

RUNS_SHOWN = 5
OUTCOMES = ("first", "new", "same", "fault")
SITES = (
    Column("SITE", cut_to=24),
    Column("WATCHED"),
    Column("LAST LOOK"),
    Column("NO ARTICLE NOW"),
)
CRAWLS = (
    Column("CRAWL"),
    Column("STARTED"),
    Column("SPIDER"),
    Column("ENDED", cut_to=10),
    Column("BROUGHT", cut_to=16),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """No options of its own."""


def run(options: argparse.Namespace) -> int:
    """0."""
    config, now = _archive.config_of(options), clock.now()
    with _archive.open_to_read(options) as store:
        watches, runs = store.watches(), store.runs(RUNS_SHOWN)
        reports = store.reports(since=now - timedelta(hours=24))
        place = store.place if config.database_url else config.data
    states = Counter(watch.state for watch in watches)
    told = ", ".join(f"{count} {state}" for state, count in states.most_common())
    print(f"archive   {place}")
    print(f"watched   {len(watches)}" + (f": {told}" if told else ""))
    print(f"due now   {sum(_archive.next_look(each, config, now) == 'now' for each in watches)}")
    print(f"changes   {len(reports)} in the last 24 hours: `stet report --since 24h`")
    sites = Counter(watch.site for watch in watches).most_common()
    _show(SITES, [_site(site, watches, config, now) for site, _ in sites])
    _show(CRAWLS, [_crawl(row, config, now) for row in runs])
    return 0


def _show(heads: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    if rows:
        print()
        print("\n".join(_table.lines(heads, rows, _archive.table_width())))


def _site(site: str, watches: list[WatchRow], config: Config, now: datetime) -> tuple[str, ...]:
    own = [watch for watch in watches if watch.site == site]
    looked = max((watch.looked_at for watch in own if watch.looked_at), default=None)
    fruitless = sum(watch.faults > 0 for watch in own)
    return (
        _archive.clean(site, 0),
        str(len(own)),
        _archive.short(looked, config, now),
        str(fruitless or "-"),
    )


def _crawl(row: RunRow, config: Config, now: datetime) -> tuple[str, ...]:
    how = row.reason if row.finished_at else "still running, or killed"
    kept = {name: row.stats.get(f"stet/kept/{name}") for name in OUTCOMES}
    figures = ", ".join(f"{count} {name}" for name, count in kept.items() if count)
    return str(row.id), _archive.short(row.started_at, config, now), row.spider, how, figures or "-"
