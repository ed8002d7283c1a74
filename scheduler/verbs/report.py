"""Tell what changed, newest first."""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from crawler.config import Config
from crawler.errors import UsageError
from crawler.store import Bookmark, ReportRow, Store, Wanted
from scheduler import reports, told
from scheduler.reports.view.catalogue import Words
from scheduler.reports.view.harmless import link
from scheduler.verbs import _archive

if TYPE_CHECKING:
    from scheduler.web.places import Places

EXAMPLES = """\
  stet report                                     what changed, newest first
  stet report --since 24h --min-score 30          lately, and worth reading
  stet report --new --min-score 30                what you were not told before
  stet report --digest day                        yesterday over coffee
  stet report --format webpage --out today.html   one file that prints and mails
  stet report --format jsonl | jq .title          for programs
  stet report --exit-code                         3 where there are changes (for scripts)"""

CHANGED = 3
PERIODS = {"day": "24h", "week": "7d"}
"""What a digest is of, unless --since or --new says otherwise."""


def configure(parser: argparse.ArgumentParser) -> None:
    """--since, --site, --article, --min-score, --limit, --exit-code and the format."""
    parser.add_argument(
        "--since", metavar="WHEN", help="24h, 7d, 2026-01-31 or 2026-01-31T08:00:00+08:00"
    )
    parser.add_argument(
        "--new",
        action="store_true",
        help="what was not told before to who asked with --new, and the same other questions",
    )
    parser.add_argument(
        "--digest",
        choices=PERIODS,
        help="the last day, or week, in one reading: by site and article, the heaviest first",
    )
    _archive.add_site(parser)
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
    parser.add_argument(
        "--reader",
        metavar="URL",
        help="where `stet serve` answers: entries of atom and jsonfeed link to its pages",
    )
    parser.add_argument("--exit-code", action="store_true", help="end with 3 where there are any")
    _archive.add_format(parser)


def run(options: argparse.Namespace) -> int:
    """0, or 3 with --exit-code where there are changes."""
    if options.new and options.limit is not None:
        raise UsageError("--new tells all that is new: give --since or --min-score, not --limit")
    config = _archive.config_of(options)
    # A wrong word is said before anything is opened.
    (reports.digesting if options.digest else reports.load)(options.format)
    pages = _pages(options)
    when = options.since or ("" if options.new else PERIODS.get(options.digest, ""))
    since = _archive.moment("--since", when, config.zone) if when else None
    with Store.open(config, read_only=True) as store:
        if next(store.unreported(), None):
            _write_missing(config, store)
        rows, place = _found(store, options, since)
        if not rows:
            _archive.tell_strangers(store, options.site)
    context = replace(_archive.context_of(options, config), since=since, pages=pages)
    _archive.write(_pieces(rows, options, context), options.out, config)
    if options.out:
        print(f"wrote {options.out}: {len(rows)} reports")
    if place is not None:
        sys.stdout.flush()  # what could not be written was not told
        with Store.open(config) as store:
            store.bookmarks.put(_question(options), place)
    return CHANGED if options.exit_code and any(row.is_told for row in rows) else 0


def _pieces(
    rows: list[ReportRow], options: argparse.Namespace, context: reports.Context
) -> Iterator[str]:
    if options.digest is None:
        return reports.load(options.format).render(told.records(rows), context)
    title = Words(options.lang)(f"digest.{options.digest}")
    form = reports.digesting(options.format)
    return form.digest(told.records(rows), replace(context, title=title))


def _pages(options: argparse.Namespace) -> "Places | None":
    """The reader's, where its address is given. Raises `UsageError`."""
    if options.reader is None:
        return None
    from scheduler.web.places import Places  # loads the server's library

    reports.linked(options.format)
    base = link(options.reader).rstrip("/")
    if not base:
        raise UsageError(
            f"--reader {options.reader!r} is no web address: it looks like http://127.0.0.1:8000"
        )
    return Places(base)


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
    kind = f"digest {options.digest}" if options.digest else "report"
    return f"{kind} site={options.site or ''} min_score={options.min_score}"


def _write_missing(config: Config, reading: Store) -> None:
    from scheduler import compare  # 60 ms, seldom needed here

    if compare.is_missing_any(reading):  # else one who may not write could read nothing, either
        with Store.open(config) as store:
            compare.write_missing_reports(store, config.ignore)
