"""Copy the archive into one file, while everything runs.

The copy is of the moment at which it begins: whatever was said to be stored by then is in it. It is
written as FILE.partial, looked at page by page, and called FILE when it was found whole; a backup
that fails or is killed leaves no FILE. `stet restore FILE` puts it back.
"""

import argparse

from crawler.store import backup
from crawler.text import counted
from scheduler.verbs import _archive, _files, _measures

EXAMPLES = """\
  stet backup /mnt/backup/stet-2026-03-01.db     never over a file that is there
  stet backup --force /mnt/backup/stet.db        over the one of last night, once it is whole
  stet restore --check /mnt/backup/stet.db       is it still whole?"""


def configure(parser: argparse.ArgumentParser) -> None:
    """FILE, --force."""
    parser.add_argument(
        "file", type=_files.named, metavar="FILE", help="the copy, in a folder that exists"
    )
    _files.add_force(parser)


def run(options: argparse.Namespace) -> int:
    """0; 2 where a server keeps the archive, naming the command that copies it."""
    config = _archive.config_of(options)
    source = backup.source_of(config, options.file)
    _files.check(options.file, config)
    share = _measures.Share()
    try:
        found = backup.back_up(source, options.file, share, force=options.force)
    finally:
        share.done()
    articles, versions = counted(found.articles, "article"), counted(found.versions, "version")
    print(f"{found.path}: {_measures.size(found.size)}, {articles}, {versions}, found whole")
    return 0
