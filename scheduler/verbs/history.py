"""List the versions of one article, the looks that brought none, and what happened to it."""

import argparse
from collections.abc import Sequence
from itertools import groupby

from crawler.config import Config
from crawler.store import EventRow, SnapshotRow, VersionRow
from crawler.text import counted
from scheduler.verbs import _archive

EXAMPLES = """\
  stet history cna:202301140005
  stet history https://www.cna.com.tw/news/aopl/202301140005.aspx"""


def configure(parser: argparse.ArgumentParser) -> None:
    """ARTICLE."""
    parser.add_argument("article", metavar="ARTICLE", help="identity or URL")


def run(options: argparse.Namespace) -> int:
    """0."""
    config = _archive.config_of(options)
    with _archive.open_to_read(options) as store:
        watch = _archive.find(store, options.article)
        versions, events = store.versions(watch.identity), store.events(watch.identity)
        related, looks = store.related(watch.identity), store.snapshots(watch.identity)
    print(_archive.clean(f"{watch.identity}  {watch.title or '(not read yet)'}", 0))
    print(_archive.clean(f"{watch.url}  {watch.state}", 0))
    told = [(row.first_seen, _version(row, config)) for row in versions]
    told += [(row.at, _event(row, config)) for row in events]
    without = groupby(looks, key=lambda look: (look.fault, look.message))
    told += [
        (rows[0].fetched_at, _fruitless(rows, config))
        for (fault, _), each in without
        if fault and (rows := list(each))
    ]
    for _, line in sorted(told):
        print(line)
    if watch.state == "unresolved":
        print("unresolved: the seed has no URL, so there is nothing to fetch yet")
    if related:
        print(f"related, as seen beside it ({len(related)}):")
        for link in related:
            print(_archive.clean(f"  {link.title}  {link.url or ''}".rstrip(), 0))
    return 0


def _version(row: VersionRow, config: Config) -> str:
    notes = [f"read as {row.extractor}"]
    if row.is_seed:
        notes.insert(0, "seed document")
    if row.returned:
        notes.append(f"again the text of version {row.returned}")
    if row.is_pruned:
        notes.append(f"text pruned on {_archive.local(row.pruned_at, config)[:10]}")
    seen = f"{_archive.local(row.first_seen, config)} to {_archive.local(row.last_seen, config)}"
    checks = f"{row.checks} look{'' if row.checks == 1 else 's'}"
    return f"  v{row.number:<3} {seen}  {checks}  {', '.join(notes)}"


def _fruitless(rows: Sequence[SnapshotRow], config: Config) -> str:
    """Looks in a row that brought no article for one reason."""
    first, last = rows[0], rows[-1]
    seen = _archive.local(first.fetched_at, config)
    if len(rows) > 1:
        seen = f"{seen} to {_archive.local(last.fetched_at, config)}"
    why = ", ".join(filter(None, (first.fault, first.message)))
    return _archive.clean(f"  -    {seen}  {counted(len(rows), 'look')}, no article: {why}", 0)


def _event(row: EventRow, config: Config) -> str:
    told = f"  {row.kind:<8} {_archive.local(row.at, config)}  {row.message}".rstrip()
    return _archive.clean(told, 0)
