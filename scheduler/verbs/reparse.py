"""Read stored pages with today's parsers, and tell which reports that changes."""

import argparse
import sys

from crawler.config import Config
from crawler.errors import DamagedError
from crawler.store import ReportRow, Store, WatchRow
from crawler.text import counted
from scheduler.reparse import Reparsed, Retold, reparse
from scheduler.told import record
from scheduler.verbs import _archive

EXAMPLES = """\
  stet reparse --dry-run                what would read differently; nothing is changed
  stet reparse --site cna               for good, one transaction an article
  stet reparse cna:202301140005

a re-parse is never the publisher's change: it makes no version and no event. A version that reads
differently is rewritten in place, and the reports of its pairs are made anew; where two versions
read the same now, both stay and their report vanishes. Versions of seed documents, and those whose
page is not kept or shows no article today, stay as they are."""


def configure(parser: argparse.ArgumentParser) -> None:
    """ID..., --site, --dry-run."""
    parser.add_argument("articles", nargs="*", metavar="ID", help="identity or URL (default: all)")
    _archive.add_site(parser)
    parser.add_argument("--dry-run", action="store_true", help="tell, and change nothing")


def run(options: argparse.Namespace) -> int:
    """0, or 1 where an article is not as it was kept."""
    config = _archive.config_of(options)
    _archive.open_to_read(options).close()  # where there is no archive yet, none is made
    read = differing = retold = pruned = damaged = 0
    with Store.open(config) as store:
        _archive.tell_strangers(store, options.site)
        for watch in _asked_for(store, options):
            try:
                done = reparse(
                    store, watch, _archive.read_again, config.ignore, keep=not options.dry_run
                )
            except DamagedError as error:
                print(f"stet: {error}", file=sys.stderr)
                damaged += 1
                continue
            read += done.read
            differing += len(done.differing)
            retold += len(done.retold)
            pruned += len(done.pruned)
            _tell(done, config)
    would = "would read" if options.dry_run else "read"
    print(
        f"{counted(read, 'version')} read again: {differing} {would} differently, "
        f"{counted(retold, 'report')} appeared, vanished or changed"
        + ("; nothing was changed" if options.dry_run else "")
    )
    if pruned:
        print(f"{counted(pruned, 'version')} left as they are, of which text or page was pruned")
    return 1 if damaged else 0


def _asked_for(store: Store, options: argparse.Namespace) -> list[WatchRow]:
    if options.articles:
        found = [_archive.find(store, name) for name in options.articles]
        return [watch for watch in found if options.site in {None, watch.site}]
    return store.watches(site=options.site) + store.watches(site=options.site, state="removed")


def _tell(done: Reparsed, config: Config) -> None:
    if not (done.differing or done.lost or done.retold):
        return
    print(_archive.clean(f"{done.identity}  {done.title}", 0))
    for number, fields in done.differing.items():
        print(f"  v{number:<3} reads differently: {', '.join(fields) or 'what it could observe'}")
    for number, why in done.lost.items():
        print(_archive.clean(f"  v{number:<3} shows no article today, kept as it was: {why}", 0))
    for each in done.retold:
        print(f"  {_key(each)}: {_verdict(each)}")
    sys.stdout.flush()


def _key(each: Retold) -> str:
    return each.id.rpartition("/")[2]


def _verdict(each: Retold) -> str:
    if each.before is None and each.after:
        return f"appears, {_said(each.after)}"
    if each.after is None and each.before:
        return f"vanishes, was {_said(each.before)}"
    return f"changes, {_said(each.before)} -> {_said(each.after)}"


def _said(row: ReportRow | None) -> str:
    """`score 60 (number, headline)`."""
    if row is None:
        return "-"
    return f"score {row.score} ({', '.join(record(row).reasons) or 'no reason'})"
