"""Write articles out as seed documents, one file each."""

import argparse
import sys
from collections.abc import Iterator
from itertools import chain, count
from pathlib import Path

from crawler import seeds
from crawler.items import Article
from crawler.store import Store
from crawler.text import counted
from scheduler.verbs import _archive

EXAMPLES = """\
  stet export --format jekyll --seeds --out posts/   the seed documents, byte for byte
  stet export --format jekyll --out posts/           the latest version of every article"""

ENDINGS = {"jekyll": ".md", "text": ".txt"}


def configure(parser: argparse.ArgumentParser) -> None:
    """--format, --seeds, --out."""
    parser.add_argument(
        "--format", choices=tuple(ENDINGS), default="jekyll", help="default: %(default)s"
    )
    parser.add_argument(
        "--seeds", action="store_true", help="the seed documents instead of the latest versions"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="made if missing")


def run(options: argparse.Namespace) -> int:
    """0, or as `_archive.unwritable` says. Files that are there with other bytes are kept."""
    folder: Path = options.out
    written = same = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _archive.open_to_read(options) as store:
            for name, article in _articles(store, options):
                new = _write(folder, name, seeds.render(article, options.format))
                written += new
                same += not new
    except OSError as error:
        raise _archive.unwritable(folder, error, f"; {counted(written, 'file')} written") from error
    aside = f", {same} there already" if same else ""
    print(f"{counted(written, 'file')} written to {folder}{aside}")
    return 0


def _articles(store: Store, options: argparse.Namespace) -> Iterator[tuple[str, Article]]:
    if options.seeds:
        for _, article in store.seeds():
            if article.seed and article.seed.form == options.format:
                yield seeds.file_name(article), article
        return
    for watch in store.watches():
        if watch.versions:
            article = store.article(watch.identity)
            yield Path(seeds.file_name(article)).stem + ENDINGS[options.format], article
        else:
            print(f"{watch.identity}: no version to write", file=sys.stderr)


def _write(folder: Path, name: str, document: bytes) -> bool:
    """Write a document under its name, or with a number where another document has that name."""
    stem, ending = Path(name).stem, Path(name).suffix
    numbered = (folder / f"{stem}-{number}{ending}" for number in count(2))
    for path in chain([folder / name], numbered):
        if not path.exists():
            path.write_bytes(document)
            return True
        if path.read_bytes() == document:
            break
    return False
