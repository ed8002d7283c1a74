"""Put two versions of an article, their pages and what changed into one ZIP, as evidence.

It holds both pages as they came, with headers and times, both articles and the difference as JSON,
the difference as a web page, the seals of the article, and a manifest with the SHA-256 of each.
An archive makes the same file each time, and so does another one that imported it with its pages,
by the same Stet and settings, until the article is looked at again: the file says when each version
was last seen. `stet verify FILE` checks it.
"""

import argparse
import re
import sys
from pathlib import Path

from crawler.errors import UsageError
from crawler.store import VersionRow, WatchRow
from scheduler import bundle
from scheduler.verbs import _archive, _files

EXAMPLES = """\
  stet bundle cna:202301140005 1 2                    cna-202301140005-1-2.zip
  stet bundle cna:202301140005 1 3 --out toll.zip
  stet bundle cna:202301140005 1 3 --out - | ssh host 'cat > toll.zip'
  stet verify toll.zip"""


def configure(parser: argparse.ArgumentParser) -> None:
    """ARTICLE FROM TO, --out, --force."""
    parser.add_argument("article", metavar="ARTICLE", help="identity or URL")
    parser.add_argument("old", type=int, metavar="FROM", help="number of the older version")
    parser.add_argument("new", type=int, metavar="TO", help="number of the newer version")
    parser.add_argument(
        "--out", type=_files.named, metavar="FILE", help="default: named by the versions; -, here"
    )
    _files.add_force(parser)


def run(options: argparse.Namespace) -> int:
    """0."""
    config = _archive.config_of(options)
    if options.old >= options.new:
        raise UsageError(f"give an older version and a newer one, not {options.old} {options.new}")
    with _archive.open_to_read(options) as store:
        watch = _archive.find(store, options.article)
        known = {row.number: row for row in store.versions(watch.identity)}
        pair = _version(watch, known, options.old), _version(watch, known, options.new)
        made = bundle.make(store, watch, pair, config)
    named = re.sub(r"[^\w.-]+", "-", f"{watch.identity}-{options.old}-{options.new}")[:120]
    out: Path = options.out or Path(f"{named}.zip")
    told = sys.stdout
    if str(out) == "-":
        sys.stdout.buffer.write(made)
        told = sys.stderr
    else:
        with _files.writing(out, config, force=options.force) as file:
            file.write(made)
    size = f"{len(made)} bytes"
    print(f"{out}: {watch.identity} version {options.old} to {options.new}, {size}", file=told)
    manifest = bundle.check(made, str(out)).manifest
    for side in (manifest["from"], manifest["to"]):
        if side["page_pruned_at"]:
            day = side["page_pruned_at"][:10]
            print(
                f"without the page of version {side['version']}, which was pruned on {day}",
                file=told,
            )
    return 0


def _version(watch: WatchRow, known: dict[int, VersionRow], number: int) -> VersionRow:
    if number not in known:
        raise UsageError(f"{watch.identity} has no version {number}: 1 to {len(known)}")
    return known[number]
