"""Write the archive out: everything as JSON Lines, pages as WARC, articles as seed documents.

As JSON Lines: every version, fetch, event, report and seal, for `stet import` on another machine or
database, and for programs; equal archives give equal bytes. The bytes of the pages come along with
--payloads only. As WARC: every fetch that was answered, with headers and bytes; unchanged bytes and
304s as revisits.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from importlib import metadata
from itertools import chain, count
from pathlib import Path
from typing import BinaryIO, Literal

from crawler import seeds
from crawler.errors import UsageError
from crawler.items import Article
from crawler.store import Store
from crawler.text import counted
from scheduler.verbs import _archive, _files, _measures

EXAMPLES = """\
  stet export --out archive.jsonl                    everything but the bytes of the pages
  stet export --payloads | ssh host stet import -    move an archive, pages and all
  stet export --site cna --out cna.jsonl
  stet export --warc archive.warc.gz                 for web archives
  stet export --format jekyll --seeds --out posts/   the seed documents, byte for byte
  stet export --format jekyll --out posts/           the latest version of every article"""

ENDINGS = {"jekyll": ".md", "text": ".txt"}


def configure(parser: argparse.ArgumentParser) -> None:
    """--format, --site, --warc, --payloads, --seeds, --out, --force."""
    parser.add_argument(
        "--format",
        choices=("jsonl", *ENDINGS),
        help="default: jsonl; with --seeds jekyll",
    )
    _archive.add_site(parser, "of one site only, as identities begin: cna")
    parser.add_argument(
        "--warc", type=_files.named, metavar="FILE", help="write a WARC 1.1 there instead"
    )
    parser.add_argument("--payloads", action="store_true", help="the bytes of the pages, too")
    parser.add_argument(
        "--seeds", action="store_true", help="the seed documents instead of the latest versions"
    )
    parser.add_argument(
        "--out",
        type=_files.named,
        metavar="PATH",
        help="jsonl: a file (default: -, here); else a folder, made if missing",
    )
    _files.add_force(parser)


def run(options: argparse.Namespace) -> int:
    """0, or as `_files.unwritable` says. Files that are there with other bytes are kept."""
    if options.warc:
        if options.format or options.seeds or options.payloads or options.out:
            raise UsageError("--warc FILE is all there is to say, with --site")
        return _pages(options)
    form: Literal["jsonl", "jekyll", "text"]
    form = options.format or ("jekyll" if options.seeds else "jsonl")
    if form == "jsonl":
        if options.seeds:
            raise UsageError("--seeds are documents: use --format jekyll or text")
        return _everything(options)
    if options.force:
        raise UsageError(f"--format {form} replaces no file that is there: leave out --force")
    if options.payloads or options.out is None:
        raise UsageError(f"--format {form} needs a folder, --out DIR, and knows no --payloads")
    return _documents(options, form)


def _everything(options: argparse.Namespace) -> int:
    with _archive.open_to_read(options) as store:
        _archive.tell_strangers(store, options.site)
        lines = store.export(options.site, with_payloads=options.payloads)
        if options.out is None or str(options.out) == "-":
            last, size = _written(lines, sys.stdout.buffer)
        else:
            last, size = _written_to(options.out, lines, options)
    end = json.loads(last)
    if options.out is not None and str(options.out) != "-":
        told = f"{counted(end['watches'], 'article')}, {_measures.size(size)}"
        print(f"{told} written to {options.out}")
    _tell_pruned(end)
    return 0


def _written_to(
    path: Path, lines: Iterator[bytes], options: argparse.Namespace
) -> tuple[bytes, int]:
    with _files.writing(path, _archive.config_of(options), force=options.force) as file:
        return _written(lines, file)


def _written(lines: Iterator[bytes], file: BinaryIO) -> tuple[bytes, int]:
    """Write them all; the last one, and the bytes of all of them."""
    last, size = b"{}", 0
    for last in lines:
        file.write(last)
        size += len(last)
    return last, size


def _tell_pruned(end: dict[str, int]) -> None:
    texts, pages = end["pruned_texts"], end["pruned_pages"]
    left_out = [f"the text of {counted(texts, 'version')}"] if texts else []
    if pages:
        each = ", of which each counts for every article that it showed"
        left_out.append(f"the bytes of {counted(pages, 'page')}{each}")
    if left_out:
        told = " and ".join(left_out)
        print(f"not in it, as pruned: {told}; the digests are", file=sys.stderr)


def _pages(options: argparse.Namespace) -> int:
    from scheduler.verbs import _warc  # loads the parser of pages

    config = _archive.config_of(options)
    with (
        Store.open(config, read_only=True) as store,
        _files.writing(options.warc, config, force=options.force) as file,
    ):
        _archive.tell_strangers(store, options.site)
        software = f"stet/{metadata.version('stet')}"
        written = _warc.write(store, file, software, options.site)
    aside = ""
    if written.missing:
        aside += f"; {written.missing} fetches left out, whose bytes are not kept"
    if written.pruned:
        aside += f"; {written.pruned} fetches left out, whose pages were pruned"
    print(f"{counted(written.records, 'record')} written to {options.warc}{aside}")
    return 0


def _documents(options: argparse.Namespace, form: seeds.Form) -> int:
    folder: Path = options.out
    _files.check(folder, _archive.config_of(options))
    written = same = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _archive.open_to_read(options) as store:
            _archive.tell_strangers(store, options.site)
            for name, article in _articles(store, options, form):
                new = _write(folder, name, seeds.render(article, form))
                written += new
                same += not new
    except OSError as error:
        raise _files.unwritable(folder, error, f"; {counted(written, 'file')} written") from error
    aside = f", {same} there already" if same else ""
    print(f"{counted(written, 'file')} written to {folder}{aside}")
    return 0


def _articles(
    store: Store, options: argparse.Namespace, form: seeds.Form
) -> Iterator[tuple[str, Article]]:
    if options.seeds:
        for _, article in store.seeds():
            if article.seed and article.seed.form == form and _is_of(article, options.site):
                yield seeds.file_name(article), article
        return
    for watch in store.watches(options.site):
        if watch.versions:
            article = store.article(watch.identity)
            yield Path(seeds.file_name(article)).stem + ENDINGS[form], article
        else:
            print(f"{watch.identity}: no version to write", file=sys.stderr)


def _is_of(article: Article, site: str | None) -> bool:
    name = seeds.identity(article).partition(":")[0]
    return site in {None, name}


def _write(folder: Path, name: str, document: bytes) -> bool:
    """Write a document under its name, or with a number where another document has that name."""
    stem, ending = Path(name).stem, Path(name).suffix
    numbered = (folder / f"{stem}-{number}{ending}" for number in count(2))
    for path in chain([folder / name], numbered):
        if not path.exists():
            with _files.replacing(path) as file:
                file.write(document)
            return True
        if path.read_bytes() == document:
            break
    return False
