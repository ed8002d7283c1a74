"""Put a backup in the archive's place; what is there now is set aside, never deleted.

FILE is looked at page by page first: one that is damaged, of another program or of a newer Stet is
refused, and one of an older Stet is brought up to date by the next command that writes. While
`stet run` or a crawl is at work here this ends with 75.
"""

import argparse
from pathlib import Path

from crawler import clock
from crawler.config import Config
from crawler.errors import BusyError
from crawler.store import backup, restore
from crawler.store.backup import Examined
from crawler.store.database import HEAD
from crawler.text import counted
from scheduler import claims, leases
from scheduler.lock import only_instance
from scheduler.verbs import _archive, _measures

EXAMPLES = """\
  stet restore /mnt/backup/stet.db               in the place of data/stet.db
  stet restore /mnt/backup/stet.db --data new/   into a folder of its own, to look at it
  stet restore --check /mnt/backup/stet.db       is it whole, and as it was kept?"""


def configure(parser: argparse.ArgumentParser) -> None:
    """FILE, --check."""
    parser.add_argument("file", type=Path, metavar="FILE", help="what `stet backup` wrote")
    parser.add_argument(
        "--check",
        action="store_true",
        help="look at FILE and all that is in it, and change nothing",
    )


def run(options: argparse.Namespace) -> int:
    """0; 1 where --check finds a flaw; 75 while another process is at work on the archive."""
    config = _archive.config_of(options)
    target = backup.target_of(config, options.file)
    share = _measures.Share()
    try:
        if options.check:
            return _checked(options.file, config, share)
        done = _restored(options.file, target, config, share)
    finally:
        share.done()
    print(f"restored {_told(done.found, config)}")
    if done.found.revision < HEAD:
        print("it is of an older Stet: the next command that writes brings it up to date")
    if done.aside:
        print(f"what was there is now {done.aside}")
    return 0


def _checked(path: Path, config: Config, share: _measures.Share) -> int:
    """0 for a copy that is whole, and holds what was sealed; 1 for one that does not."""
    found = backup.examine(path, share)
    told = f"{_told(found, config)}; found whole"
    if found.revision < HEAD:
        print(f"{told}; of an older Stet, so that its seals were not looked at: restore it into a")
        print(
            "folder of its own with --data, let `stet add` or a crawl bring it up to date, verify"
        )
        return 0
    flaws = done = 0
    with backup.opened(path) as store:
        for each in claims.verified(store):
            done += each.versions
            share.count("versions held against their seals", done)
            for flaw in each.flaws:
                flaws += 1
                print(_archive.told_flaw(flaw))
    print(f"{told}, {counted(flaws, 'flaw') if flaws else 'all as it was kept'}")
    return 1 if flaws else 0


def _restored(
    source: Path, target: Path, config: Config, share: _measures.Share
) -> restore.Restored:
    restore.check(source, target)
    with only_instance(config.data):
        if others := leases.at_work(config):  # at times a crawl has nothing open
            who = leases.holders(others)
            raise BusyError(f"{who}: a crawl for {target} is at work; stop it, then run it again")
        return restore.restore(source, target, share, clock.now())


def _told(found: Examined, config: Config) -> str:
    """`data/stet.db: 1.2 GB, 3 articles, 5 versions, last look 2026-03-01 16:00`."""
    last = f", last look {_archive.local(found.looked_at, config)}" if found.looked_at else ""
    return (
        f"{found.path}: {_measures.size(found.size)}, {counted(found.articles, 'article')}, "
        f"{counted(found.versions, 'version')}{last}"
    )
