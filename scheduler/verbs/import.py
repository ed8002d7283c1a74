"""Take in what `stet export` wrote, a folder of seed documents, or the articles of a WARC.

Articles meet by their identities: one that is in the archive already is left alone, and told where
its history is another one. A file that is cut or damaged is refused with its line; what stood
before that is kept whole, and the import can be run again. Of a folder what is no seed document is
refused, each with its reason on stderr, and the others come in. Both end with 1. The pages of a
WARC are read by our parsers and kept as looks at their own times, in the order of the file; what is
no article, not all of a page, or not later than the last look at its article, is left out and
counted. Either file may be packed by gzip, on stdin too.
"""

import argparse
import gzip
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BufferedReader
from typing import cast

from crawler.config import Config
from crawler.errors import DamagedError, UsageError
from crawler.store import Store
from crawler.text import counted
from scheduler.verbs import _archive, _files, _seeds

EXAMPLES = """\
  stet import archive.jsonl                     what `stet export` wrote
  ssh host stet export --payloads | stet import -
  stet import posts/                            a folder of seed documents, or one of them
  stet import crawl.warc.gz                     the articles among its pages"""

_GZIP = b"\x1f\x8b"
_WARC = b"WARC/"
_ZIP = b"PK\x03\x04"
_DAMAGE = (EOFError, gzip.BadGzipFile, zlib.error)
_DOCUMENTS = (".md", ".markdown", ".txt")


def configure(parser: argparse.ArgumentParser) -> None:
    """PATH."""
    parser.add_argument(
        "path", type=_files.named, metavar="PATH", help="a file, a folder, or - for stdin"
    )


def run(options: argparse.Namespace) -> int:
    """0; 1 for a damaged file, or where a document was refused."""
    path = options.path
    if path.is_dir() or path.suffix.lower() in _DOCUMENTS:
        return _seeds.take(_archive.config_of(options), path)
    if str(path) == "-":
        return _take(options, cast("BufferedReader", sys.stdin.buffer), "standard input")
    try:
        with path.open("rb") as file:
            return _take(options, file, str(path))
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error


def _take(options: argparse.Namespace, file: BufferedReader, source: str) -> int:
    """By what it begins with, unpacked. Raises `UsageError` for what other verbs read."""
    config = _archive.config_of(options)
    with Store.open(config), _unpacking(source):  # refused before a pipe is waited for
        is_packed = file.peek(len(_GZIP)).startswith(_GZIP)
        unpacked = gzip.GzipFile(fileobj=file) if is_packed else file
        head = unpacked.peek(_files.MAGIC)
    if head.startswith(_WARC):
        from scheduler.verbs import _warc  # loads the parser of pages

        return _warc.take(config, unpacked, source)
    _files.refuse_copy(head, source)
    if head.startswith(_ZIP):
        raise UsageError(
            f"{source} is a ZIP: `stet verify FILE` reads a bundle; of a WACZ name a WARC in it"
        )
    return _take_lines(config, _lines(unpacked, source), source)


@contextmanager
def _unpacking(source: str) -> Iterator[None]:
    """Raises `DamagedError` where what is packed is cut."""
    try:
        yield
    except _DAMAGE as error:
        raise DamagedError(
            f"{source} cannot be unpacked to its end: {error}: what stood before is kept"
        ) from error


def _lines(file: Iterable[bytes], source: str) -> Iterator[bytes]:
    with _unpacking(source):
        yield from file


def _take_lines(config: Config, lines: Iterator[bytes], source: str) -> int:
    new = versions = known = pruned = 0
    differing: list[str] = []
    is_whole = False
    try:
        with Store.open(config) as store:
            for taken in store.take(lines, source):
                new += taken.is_new
                versions += taken.versions * taken.is_new
                known += not taken.is_new
                pruned += taken.pruned * taken.is_new
                differing += [taken.identity] * taken.differs
        is_whole = True
    finally:
        if is_whole or new or known:  # of what is no export at all there is nothing to tell
            told = f"{counted(new, 'article')} taken in with {counted(versions, 'version')}"
            aside = f", {pruned} of them without a text, as pruned there" if pruned else ""
            print(f"{told}{aside}; {known} here already")
            _tell(differing)
    return 0


def _tell(differing: list[str]) -> None:
    if differing:
        print(f"{len(differing)} of these have another history here, left alone:", file=sys.stderr)
        _archive.tell_each([_archive.clean(identity) for identity in differing])
