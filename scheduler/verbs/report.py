"""Tell what changed, newest first."""

import argparse

from crawler.config import Config
from crawler.store import Store
from scheduler import reports, told
from scheduler.verbs import _archive

EXAMPLES = """\
  stet report                                     what changed, newest first
  stet report --since 24h --min-score 30          lately, and worth reading
  stet report --format webpage --out today.html   one file that prints and mails
  stet report --format jsonl | jq .title          for programs
  stet report --exit-code                         3 where there are changes (for scripts)"""

CHANGED = 3


def configure(parser: argparse.ArgumentParser) -> None:
    """--since, --site, --article, --min-score, --limit, --exit-code and the format."""
    parser.add_argument(
        "--since", metavar="WHEN", help="24h, 7d, 2026-01-31 or 2026-01-31T08:00:00+08:00"
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
    config = _archive.config_of(options)
    reports.load(options.format)  # a wrong word is said before anything is opened
    since = _archive.moment("--since", options.since, config.zone) if options.since else None
    with Store.open(config, read_only=True) as store:
        if next(store.unreported(), None):
            _write_missing(config, store)
        rows = store.reports(
            since=since,
            site=options.site,
            min_score=options.min_score,
            limit=options.limit,
        )
    _archive.write_reports(told.records(rows), options, config)
    if options.out:
        print(f"wrote {options.out}: {len(rows)} reports")
    return CHANGED if rows and options.exit_code else 0


def _write_missing(config: Config, reading: Store) -> None:
    from scheduler import compare  # 60 ms, seldom needed here

    if compare.is_missing_any(reading):  # else one who may not write could read nothing, either
        with Store.open(config) as store:
            compare.write_missing_reports(store, config.ignore)
