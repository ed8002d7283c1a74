"""Show how the archive and the watching are doing."""

import argparse
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from crawler import clock
from crawler.config import Config
from crawler.store import (
    AT_REST,
    Reached,
    ReportRow,
    Resting,
    RunRow,
    Sourced,
    Store,
    WatchRow,
    last_read,
    left_alone,
)
from crawler.text import counted
from scheduler import coverage, tries
from scheduler.verbs import _archive, _table
from scheduler.verbs._table import Column

EXAMPLES = """\
  stet status                    states, sources, sites, what is due, the last crawls"""

RUNS_SHOWN = 5
OUTCOMES = ("first", "new", "same", "fault")
SITES = (
    Column("SITE", cut_to=24),
    Column("WATCHED"),
    Column("DUE"),
    Column("LAST LOOK"),
    Column("NO ARTICLE NOW"),
    Column("CHANGED", spare=True),
    Column("ERRORS", spare=True),
    Column("FIELDS LOST", cut_to=20, spare=True),
    Column("LOOKS 24H", spare=True),
    Column("LAST READ", spare=True),
)
SITES_SHOWN = 40
"""Those with most articles."""
LATEST, BEFORE = 50, 200
"""Articles of a site whose fields are held against those of so many before them."""
SOURCES = (
    Column("SOURCE", cut_to=40),
    Column("LAST READ"),
    Column("NAMED", spare=True),
    Column("NEW", spare=True),
    Column("LAST FAULT", cut_to=24),
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
        resting = store.hosts.resting()
        letters = [store.deliveries.latest(each.name) for each in config.deliver]
        sources = store.sources.known()
    states = Counter(watch.state for watch in watches)
    told = ", ".join(f"{count} {state}" for state, count in states.most_common())
    print(f"archive   {place}")
    print(f"watched   {len(watches)}" + (f": {told}" if told else ""))
    due, held = _due(watches, resting, now)
    print(f"due now   {due}" + (f", {held} of them held" if held else ""))
    for name, state in resting.items():
        if now < state.until:
            print(f"resting   {_archive.told_host(name, state, config, now)}")
    written = partial(_archive.short, config=config, now=now)
    for letter in filter(None, letters):
        said = f"{letter.name} {written(letter.at)}: {tries.told(letter, written)}"
        print(_archive.clean(f"told      {said}", 0))
    print(f"changes   {len(reports)} in the last 24 hours: `stet report --since 24h`")
    _show(
        SOURCES, [_source(each.url, sources.get(each.url), config, now) for each in config.source]
    )
    sites = Counter(watch.site for watch in watches).most_common()
    if sites:
        with _archive.open_to_read(options) as store:
            rows = _sites(store, [site for site, _ in sites], watches, reports, config, now)
        _show(SITES, rows)
    if len(sites) > SITES_SHOWN:
        print(f"and {len(sites) - SITES_SHOWN} more sites with fewer articles")
    _show(CRAWLS, [_crawl(row, config, now) for row in runs])
    return 0


def _show(heads: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    if rows:
        print()
        print("\n".join(_table.lines(heads, rows, _archive.table_width())))


def _sites(
    store: Store,
    sites: list[str],
    watches: list[WatchRow],
    reports: list[ReportRow],
    config: Config,
    now: datetime,
) -> list[tuple[str, ...]]:
    looks, reached = store.pasts.looks(now - timedelta(hours=24)), store.reached()
    resting = store.hosts.resting()
    changed, well = Counter(row.site for row in reports), last_read(store.tallies())
    rows = []
    for site in sites[:SITES_SHOWN]:
        latest = store.latest_texts(site, LATEST)
        lost = coverage.lost(latest, store.latest_texts(site, BEFORE, LATEST))
        row = _site(site, [it for it in watches if it.site == site], resting, config, now)
        looked = looks.get(site, 0)
        shown = f"{changed[site]}, {changed[site] / looked:.0%}" if looked else str(changed[site])
        read = _archive.short(well.get(site), config, now)
        errors, fields = _errors(reached.get(site)), coverage.told(lost) or "-"
        rows.append((*row, shown, errors, fields, str(looked), read))
    return rows


def _errors(reached: Reached | None) -> str:
    """Share of the last looks that brought no article; one that is gone is news, and no error."""
    errors = reached.faults - reached.gone if reached else 0
    return f"{errors / reached.looks:.0%}" if reached and errors else "-"


def _due(
    watches: Iterable[WatchRow], resting: Mapping[str, Resting], now: datetime
) -> tuple[int, int]:
    """How many are due, and how many of them are held, as their host is left alone."""
    due = [each for each in watches if each.state not in AT_REST and each.is_due(now)]
    return len(due), sum(left_alone(each.url, resting, now) is not None for each in due)


def _site(
    site: str,
    own: list[WatchRow],
    resting: Mapping[str, Resting],
    config: Config,
    now: datetime,
) -> tuple[str, ...]:
    looked = max((watch.looked_at for watch in own if watch.looked_at), default=None)
    due, held = _due(own, resting, now)
    fruitless = sum(watch.faults > 0 for watch in own)
    return (
        _archive.clean(site, 0),
        str(len(own)),
        f"{due}, {held} held" if held else str(due or "-"),
        _archive.short(looked, config, now),
        str(fruitless or "-"),
    )


def _source(url: str, known: Sourced | None, config: Config, now: datetime) -> tuple[str, ...]:
    if known is None:
        return _archive.clean(url, 0), "-", "-", "-", "not looked at yet"
    at = _archive.short(known.fault_at, config, now)
    reason = known.fault.removeprefix(f"{url}: ")
    return (
        _archive.clean(url, 0),
        _archive.short(known.read_at, config, now),
        str(known.found.named) if known.read_at else "-",
        str(known.found.new) if known.read_at else "-",
        _archive.clean(f"{at} {reason}", 0) if known.fault else "-",
    )


def _crawl(row: RunRow, config: Config, now: datetime) -> tuple[str, ...]:
    how = row.reason if row.finished_at else "still running, or killed"
    unread = int(str(row.stats.get("stet/lists-failed", 0)))
    if unread and row.reason == "finished":
        how = "failed" if not row.stats.get("stet/lists-read") else "in part"
    kept = {name: row.stats.get(f"stet/kept/{name}") for name in OUTCOMES}
    told = [f"{count} {name}" for name, count in kept.items() if count]
    told += [f"{counted(unread, 'list')} unread"] if unread else []
    figures = ", ".join(told)
    return str(row.id), _archive.short(row.started_at, config, now), row.spider, how, figures or "-"
