"""Show what our parsers read on one page; nothing is stored."""

import argparse
import dataclasses
import json
import sys
from pathlib import Path

from crawler import clock, extract, sites
from crawler.config import Config
from crawler.errors import CrawlError, UsageError
from crawler.items import Fault, Reading
from crawler.store import Store, records
from crawler.urls import check
from scheduler import rounds, scratch
from scheduler.verbs import _archive

NEEDS_ARCHIVE = False
EXAMPLES = """\
  stet read https://www.cna.com.tw/news/aopl/202301140005.aspx
  stet read page.html --url https://www.cna.com.tw/news/aopl/202301140005.aspx
  stet read page.html --url URL --explain      and where each field came from"""


def configure(parser: argparse.ArgumentParser) -> None:
    """FILE or URL, --url, --explain."""
    parser.add_argument("page", metavar="FILE-or-URL", help="a saved page, or an address to fetch")
    parser.add_argument("--url", metavar="URL", help="where a saved page came from")
    parser.add_argument("--explain", action="store_true", help="where each field came from")


def run(options: argparse.Namespace) -> int:
    """0 where an article was read, 1 where the page is none."""
    if "://" in options.page:
        if options.url:
            raise UsageError(
                "--url says where a saved page came from: leave it out, or give a file"
            )
        reading = _fetched(check(options.page), _archive.config_of(options))
    else:
        reading = _saved(Path(options.page), options.url)
    for file, error in sites.broken().items():
        print(f"stet: crawler/sites/{file} is left out: {error}", file=sys.stderr)
    found = reading.article or reading.fault
    record = {"extractor": reading.extractor, **(records.plain(found) if found else {})}
    if options.explain:
        record["sources"] = dict(reading.sources)
    print(json.dumps(record, ensure_ascii=False, indent=2))
    return 0 if reading.article else 1


def _saved(path: Path, url: str | None) -> Reading:
    if not path.exists():
        raise UsageError(f"cannot read {path}: No such file or directory")
    if not url:
        raise UsageError(f"which page is {path}? Give its address with --url: it decides the site")
    try:
        body = path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    return extract.read(body, check(url), fetched_at=clock.now())


def _fetched(url: str, config: Config) -> Reading:
    """Fetch as every crawl does, robots and guards included, into an archive of no consequence."""
    with scratch.folder() as folder:
        aside = dataclasses.replace(config, data=folder, database_url="")
        done = rounds.crawl(aside, rounds.batches([url]))
        with Store.open(aside, read_only=True) as store:
            looks = [look for name in done.outcomes for look in store.snapshots(name)]
            if not looks:
                raise CrawlError("; ".join(done.failures) or f"nothing was fetched from {url}")
            if looks[-1].fault in {"unreachable", "blocked"}:
                fault = Fault(looks[-1].fault, looks[-1].message)
                return Reading(None, fault, looks[-1].extractor)
            return _archive.read_again(store, looks[-1])
