"""Put a backup in the archive's place; what is there now is set aside, never deleted.

FILE is looked at page by page first, and what is in it held against its seals, as --check does: one
that is damaged, not as it was kept, of another program or of a newer Stet is refused. --force puts
back one that is not as it was kept, where there is no better one. Of an older Stet the pages are
looked at, not the seals, and the next command that writes brings it up to date. While `stet run` or
a crawl is at work here this ends with 75.
"""

import argparse
from pathlib import Path

from crawler import clock
from crawler.config import Config
from crawler.errors import BusyError, DamagedError, UsageError
from crawler.store import backup, restore
from crawler.store.backup import Examined
from crawler.store.database import HEAD
from crawler.text import counted
from scheduler import claims, leases
from scheduler.lock import only_instance
from scheduler.verbs import _archive, _files, _measures
from scheduler.verbs._tally import Tally

EXAMPLES = """\
  stet restore /mnt/backup/stet.db               in the place of data/stet.db
  stet restore /mnt/backup/stet.db --data new/   into a folder of its own, to look at it
  stet restore --check /mnt/backup/stet.db       is it whole, and as it was kept?"""


def configure(parser: argparse.ArgumentParser) -> None:
    """FILE, --check, --force."""
    parser.add_argument("file", type=_files.named, metavar="FILE", help="what `stet backup` wrote")
    parser.add_argument(
        "--check",
        action="store_true",
        help="look at FILE and all that is in it, and change nothing",
    )
    parser.add_argument(
        "--force", action="store_true", help="put FILE back though what is in it has flaws"
    )


def run(options: argparse.Namespace) -> int:
    """0; 1 where a flaw is found; 75 while another process is at work on the archive."""
    if options.check and options.force:
        raise UsageError("--check changes nothing: leave out --force")
    config, share = _archive.config_of(options), _measures.Share()
    try:
        if options.check:
            return _checked(options.file, config, share)
        done = _restored(options, backup.target_of(config, options.file), config, share)
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
    backup.refuse_dump(path)
    found = backup.examine(path, share)
    told = f"{_told(found, config)}; found whole"
    if found.revision < HEAD:
        print(f"{told}; of an older Stet, so that its seals were not looked at: restore it into a")
        print(
            "folder of its own with --data, let `stet add` or a crawl bring it up to date, verify"
        )
        return 0
    kept = _kept(found, share)
    print(f"{told}, {kept.verdict}")
    print("\n".join(kept.notes()))
    return 1 if kept.flaws else 0


def _kept(found: Examined, share: _measures.Share) -> Tally:
    """Hold a copy of this Stet's own against its seals, and tell what is not as it was kept."""
    tally = Tally()
    with backup.opened(found.path) as store:
        for each in claims.verified(store):
            tally.add(each)
            share.count("versions held against their seals", tally.versions)
            for flaw in each.flaws:
                print(_archive.told_flaw(flaw))
    return tally


def _restored(
    options: argparse.Namespace, target: Path, config: Config, share: _measures.Share
) -> restore.Restored:
    source: Path = options.file
    restore.check(source, target)
    with only_instance(config.data):
        if others := leases.at_work(config):  # at times a crawl has nothing open
            who = leases.holders(others)
            raise BusyError(f"{who}: a crawl for {target} is at work; stop it, then run it again")
        if not options.force:
            _check_kept(backup.examine(source, share), share)
        return restore.restore(source, target, share, clock.now())


def _check_kept(found: Examined, share: _measures.Share) -> None:
    flaws = 0 if found.revision < HEAD else _kept(found, share).flaws
    if flaws:
        raise DamagedError(
            f"{found.path} is not as it was kept, {counted(flaws, 'flaw')}: nothing was changed; "
            "take an older backup, or put this one back with --force"
        )


def _told(found: Examined, config: Config) -> str:
    """`data/stet.db: 1.2 GB, 3 articles, 5 versions, last look 2026-03-01 16:00`."""
    last = f", last look {_archive.local(found.looked_at, config)}" if found.looked_at else ""
    return (
        f"{found.path}: {_measures.size(found.size)}, {counted(found.articles, 'article')}, "
        f"{counted(found.versions, 'version')}{last}"
    )
