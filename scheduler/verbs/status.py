"""Show how the archive and the watching are doing."""

import argparse
from collections import Counter
from datetime import timedelta

from crawler import clock
from crawler.config import Config
from crawler.store import RunRow, WatchRow
from scheduler.rounds import AT_REST
from scheduler.verbs import _archive

EXAMPLES = """\
  stet status                    states, sites, what is due, the last crawls"""

RUNS_SHOWN = 5
OUTCOMES = ("first", "new", "same", "fault")


def configure(parser: argparse.ArgumentParser) -> None:
    """No options of its own."""


def run(options: argparse.Namespace) -> int:
    """0."""
    config = _archive.config_of(options)
    with _archive.open_to_read(options) as store:
        watches, runs = store.watches(), store.runs(RUNS_SHOWN)
        reports = store.reports(since=clock.now() - timedelta(hours=24))
    print(f"archive   {config.data}")
    states = Counter(watch.state for watch in watches)
    told = ", ".join(f"{count} {state}" for state, count in states.most_common())
    print(f"watched   {len(watches)}" + (f": {told}" if told else ""))
    print(f"due now   {sum(_is_due(watch) for watch in watches)}")
    print(f"changes   {len(reports)} in the last 24 hours")
    for site, count in Counter(watch.site for watch in watches).most_common(20):
        print(f"  {site:<24} {count:>6}  {_freshness(site, watches, config)}")
    for row in runs:
        print(_run(row, config))
    return 0


def _is_due(watch: WatchRow) -> bool:
    if watch.state in AT_REST:
        return False
    return watch.next_due is None or watch.next_due <= clock.now()


def _freshness(site: str, watches: list[WatchRow], config: Config) -> str:
    looked = [watch.looked_at for watch in watches if watch.site == site and watch.looked_at]
    faults = sum(watch.faults > 0 for watch in watches if watch.site == site)
    last = _archive.local(max(looked, default=None), config)
    return f"last look {last}" + (f", {faults} without an article" if faults else "")


def _run(row: RunRow, config: Config) -> str:
    started = _archive.local(row.started_at, config)
    how = row.reason if row.finished_at else "still running, or killed"
    kept = {name: row.stats.get(f"stet/kept/{name}") for name in OUTCOMES}
    figures = ", ".join(f"{count} {name}" for name, count in kept.items() if count)
    return f"crawl {row.id:<4} {started}  {row.spider:<9} {how:<10} {figures}".rstrip()
