"""List the versions of one article and what happened to it."""

import argparse

from crawler.config import Config
from crawler.store import EventRow, VersionRow
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
        related = store.related(watch.identity)
    print(_archive.clean(f"{watch.identity}  {watch.title or '(not read yet)'}", 0))
    print(_archive.clean(f"{watch.url}  {watch.state}", 0))
    told = [(row.first_seen, _version(row, config)) for row in versions]
    told += [(row.at, _event(row, config)) for row in events]
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


def _event(row: EventRow, config: Config) -> str:
    told = f"  {row.kind:<8} {_archive.local(row.at, config)}  {row.message}".rstrip()
    return _archive.clean(told, 0)
