"""Start watching articles: URLs are fetched at once, seed documents are read from a folder."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from crawler import clock, seeds
from crawler.errors import SeedError, UsageError
from crawler.items import SeedDocument
from crawler.store import Store
from crawler.urls import check
from scheduler import rounds
from scheduler.verbs import _archive

EXAMPLES = """\
  stet add https://www.cna.com.tw/news/aopl/202301140005.aspx
  stet add URL URL URL --related 1        and the articles they link to
  stet add --seeds posts/                 a folder of seed documents, or one of them"""

BATCH = 500
REFUSALS_SHOWN = 10


def configure(parser: argparse.ArgumentParser) -> None:
    """URLs, --seeds, --related."""
    parser.add_argument("urls", nargs="*", metavar="URL", help="an article's address")
    parser.add_argument(
        "--seeds", type=Path, metavar="PATH", help="seed documents: one file, or a folder of them"
    )
    _archive.add_related(parser)


def run(options: argparse.Namespace) -> int:
    """1 where a URL brought no article or every document was refused."""
    if not options.urls and not options.seeds:
        raise UsageError("nothing to add: give a URL, or --seeds with a file or folder")
    urls = [check(url) for url in options.urls]
    code = _seeds(options) if options.seeds else 0
    return max(code, _urls(options, urls)) if urls else code


def _urls(options: argparse.Namespace, urls: list[str]) -> int:
    from crawler.sites import identity

    config = _archive.config_of(options)
    counter = _archive.Counter()
    done = rounds.crawl(config, rounds.batches(urls, options.related), on_progress=counter)
    counter.done()
    for failure in done.failures:
        print(f"stet: {failure}", file=sys.stderr)
    if not done.pages:
        return done.exit_code or 1
    missing = 0
    with Store.open(config, read_only=True) as store:
        for url in urls:
            watch = store.find(identity(url))
            last = store.snapshots(watch.identity)[-1]
            print(f"{watch.identity}  {watch.title or '(no title)'}")
            if last.fault:
                missing += 1
                print(f"  no article there now: {last.fault}, {last.message}")
            else:
                print(f"  version {watch.versions}, {watch.url}")
    if done.first > len(urls):
        print(f"and {rounds.counted(done.first - len(urls), 'related article')}")
    return max(done.exit_code, 1 if missing else 0)


def _seeds(options: argparse.Namespace) -> int:
    """Import documents in short transactions; refusals are counted and told, never fatal."""
    config = _archive.config_of(options)
    counter = _archive.Counter()
    refused: list[SeedError] = []
    kept = {"first": 0, "new": 0, "same": 0}
    unresolved = 0
    with Store.open(config) as store:
        for batch in _batches(_accepted(options.seeds, refused)):
            for document, one in zip(batch, store.keep_seeds(batch), strict=True):
                kept[one.outcome] += 1
                unresolved += one.state == "unresolved"
                title = document.article.title
                counter({"event": "seed", "outcome": one.outcome, "title": title})
    counter.done()
    reports = rounds.settle(config, clock.now())
    total = sum(kept.values())
    print(
        f"{rounds.counted(total, 'seed document')}: {rounds.counted(kept['first'], 'new article')},"
        f" {rounds.counted(kept['new'], 'more version')}, {kept['same']} known already;"
        f" {rounds.counted(reports, 'report')}"
    )
    if unresolved:
        print(f"{unresolved} without a URL: kept as unresolved, see `stet list --state unresolved`")
    _tell(refused)
    return 0 if total else 1


def _accepted(path: Path, refused: list[SeedError]) -> Iterator[SeedDocument]:
    for found in seeds.read_folder(path):
        if isinstance(found, SeedDocument):
            yield found
        else:
            refused.append(found)


def _batches(documents: Iterable[SeedDocument]) -> Iterator[list[SeedDocument]]:
    stream = iter(documents)
    while batch := list(islice(stream, BATCH)):
        yield batch


def _tell(refused: list[SeedError]) -> None:
    if not refused:
        return
    verb = "was" if len(refused) == 1 else "were"
    print(f"{rounds.counted(len(refused), 'file')} {verb} refused:", file=sys.stderr)
    for error in refused[:REFUSALS_SHOWN]:
        print(f"  {error}", file=sys.stderr)
    if len(refused) > REFUSALS_SHOWN:
        print(f"  ... and {len(refused) - REFUSALS_SHOWN} more", file=sys.stderr)
