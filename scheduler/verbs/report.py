"""Tell what changed, newest first."""

import argparse
import sys
from datetime import datetime

from crawler.config import Config
from crawler.errors import UsageError
from crawler.store import Bookmark, ReportRow, Store, Wanted
from scheduler import reports, told
from scheduler.verbs import _archive

EXAMPLES = """\
  stet report                                     what changed, newest first
  stet report --since 24h --min-score 30          lately, and worth reading
  stet report --new --min-score 30                what you were not told before
  stet report --format webpage --out today.html   one file that prints and mails
  stet report --format jsonl | jq .title          for programs
  stet report --exit-code                         3 where there are changes (for scripts)"""

CHANGED = 3


def configure(parser: argparse.ArgumentParser) -> None:
    """--since, --site, --article, --min-score, --limit, --exit-code and the format."""
    parser.add_argument(
        "--since", metavar="WHEN", help="24h, 7d, 2026-01-31 or 2026-01-31T08:00:00+08:00"
    )
    parser.add_argument(
        "--new",
        action="store_true",
        help="what was not told before to who asked with --new, the same --site and --min-score",
    )
    parser.add_argument("--site", metavar="S", help="only this site: cna, yahoo, a host name")
    parser.add_argument(
        "--min-score",
        type=_archive.number(0, 100),
        default=0,
        metavar="N",
        help="0 to 100 (default: %(default)s)",
    )
    parser.add_argument(
        "--limit",
        type=_archive.number(1, 1_000_000),
        default=None,
        metavar="N",
        help="the newest N (default: all)",
    )
    parser.add_argument("--exit-code", action="store_true", help="end with 3 where there are any")
    _archive.add_format(parser)


def run(options: argparse.Namespace) -> int:
    """0, or 3 with --exit-code where there are changes."""
    if options.new and options.limit is not None:
        raise UsageError("--new tells all that is new: give --since or --min-score, not --limit")
    config = _archive.config_of(options)
    reports.load(options.format)  # a wrong word is said before anything is opened
    since = _archive.moment("--since", options.since, config.zone) if options.since else None
    with Store.open(config, read_only=True) as store:
        if next(store.unreported(), None):
            _write_missing(config, store)
        rows, place = _found(store, options, since)
    _archive.write_reports(told.records(rows), options, config)
    if options.out:
        print(f"wrote {options.out}: {len(rows)} reports")
    if place is not None:
        sys.stdout.flush()  # what could not be written was not told
        with Store.open(config) as store:
            store.bookmarks.put(_question(options), place)
    return CHANGED if options.exit_code and any(row.is_told for row in rows) else 0


def _found(
    store: Store, options: argparse.Namespace, since: datetime | None
) -> tuple[list[ReportRow], Bookmark | None]:
    """The reports that are asked for; with --new, the bookmark to put once they are told."""
    if options.new:
        wanted = Wanted(since=since, site=options.site, min_score=options.min_score)
        return store.bookmarks.untold(_question(options), wanted)
    rows = store.reports(
        since=since, site=options.site, min_score=options.min_score, limit=options.limit
    )
    return rows, None


def _question(options: argparse.Namespace) -> str:
    """Names who asks: each question has a bookmark of its own."""
    return f"report site={options.site or ''} min_score={options.min_score}"


def _write_missing(config: Config, reading: Store) -> None:
    from scheduler import compare  # 60 ms, seldom needed here

    if compare.is_missing_any(reading):  # else one who may not write could read nothing, either
        with Store.open(config) as store:
            compare.write_missing_reports(store, config.ignore)
