"""Check that the archive still holds what it once kept, and that nobody rewrote it.

Every version was sealed when it was kept: its number, its times, the digests of its text and of the
page, chained to the seal before it. All texts and pages are read again and held against their
seals. What does not hold is listed, and the command ends with 1.
"""

import argparse

from crawler.store import Checked, Flaw
from crawler.text import counted, digest
from scheduler.verbs import _archive

EXAMPLES = """\
  stet verify                    the whole archive; equal seals: equal histories"""

_SEALS = 1 << 128


def configure(parser: argparse.ArgumentParser) -> None:
    """Nothing but the archive."""


def run(options: argparse.Namespace) -> int:
    """0, or 1 where something does not hold."""
    articles = versions = pages = flaws = seal = 0
    with _archive.open_to_read(options) as store:
        for each in store.verify():
            articles += bool(each.identity)
            pages += not each.identity
            versions += each.versions
            seal = (seal + _weight(each)) % _SEALS
            for flaw in each.flaws:
                flaws += 1
                print(_told(flaw))
    print(
        f"{counted(articles, 'article')}, {counted(versions, 'version')}, "
        f"{counted(pages, 'page')}: {counted(flaws, 'flaw') if flaws else 'all as it was kept'}"
    )
    print(f"seal of the archive: {seal:032x}")
    return 1 if flaws else 0


def _weight(checked: Checked) -> int:
    """What an article adds to the archive's seal, in whatever order it comes."""
    return int(digest(checked.identity, checked.head), 16) if checked.head else 0


def _told(flaw: Flaw) -> str:
    where = flaw.identity or "no article"
    version = "" if flaw.version is None else f" version {flaw.version}"
    return _archive.clean(f"{where}{version}: {flaw.what}", 0)
