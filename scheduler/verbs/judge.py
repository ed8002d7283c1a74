"""Say why a report has its score: each change, its reasons and what they add up to."""

import argparse

from crawler.errors import NotFoundError, UsageError
from crawler.store import ReportRow, Store
from scheduler import told
from scheduler.diff import TAG
from scheduler.reports import Context
from scheduler.verbs import _archive

EXAMPLES = """\
  stet judge --explain cna:202301140005           the latest report of an article
  stet judge --explain cna:202301140005/2..3      that of two versions
  stet judge --explain tag:stet,2026:cna:202301140005/2..3 --format jsonl"""


def configure(parser: argparse.ArgumentParser) -> None:
    """--explain, --format and --lang."""
    parser.add_argument(
        "--explain",
        required=True,
        metavar="ID",
        help="a report's id, as jsonl has it, or an article: its latest report",
    )
    parser.add_argument(
        "--format", choices=("text", "jsonl"), default="text", help="(default: %(default)s)"
    )
    parser.add_argument(
        "--lang", choices=("zh-Hant", "en"), default="zh-Hant", help="language of the labels"
    )


def run(options: argparse.Namespace) -> int:
    """0."""
    from scheduler.reports.view import explained  # loads the judge and his dictionaries

    config = _archive.config_of(options)
    with _archive.open_to_read(options) as store:
        report = told.record(_row(store, options.explain))
    if options.format == "jsonl":
        print(explained.as_json(report))
        return 0
    for line in explained.lines(report, Context(zone=config.zone, lang=options.lang)):
        print(line)
    return 0


def _row(store: Store, name: str) -> ReportRow:
    try:
        return store.report(f"{TAG}{name.removeprefix(TAG)}")
    except NotFoundError:
        article, _, versions = name.removeprefix(TAG).rpartition("/")
        if ".." in versions and not versions.strip("0123456789."):
            watch = _archive.find(store, article)
            raise UsageError(f"there is no report of {watch.identity} from {versions}") from None
        watch = _archive.find(store, name)
    latest = store.reports(identity=watch.identity, limit=1)
    if not latest:
        raise UsageError(f"there is no report of {watch.identity} yet")
    return latest[0]
