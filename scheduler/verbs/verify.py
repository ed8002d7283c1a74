"""Check that the archive still holds what it once kept, and that nobody rewrote it.

Every version was sealed when it was kept: its number, its times, the digests of its text and of
the page, chained to the seal before it; and so was every report when it was written. All texts,
reports and pages are read again and held against their seals, and what reports quote against the
texts; events, times and what lists show against the looks. With a FILE it is that bundle that is
checked: its texts, pages, times and difference against the seals in it. Who forges all of these
together is found by the last seal: compare it with one that was noted elsewhere, or name the
archive with --data: its seals, and all else that it knows, are held against the bundle. What does
not hold is listed, and the command ends with 1. What `stet prune` took is no flaw and is counted;
what is gone otherwise, or is said to be pruned and never would be, is one. Reports that Stet took
back, as `stet reparse` does to tell them anew, are none either, and are counted as well.
"""

import argparse
from collections.abc import Mapping, Sequence
from typing import Any

from crawler.errors import UsageError
from crawler.store.seals import Link
from crawler.text import counted
from scheduler import bundle, claims, evidence, origin
from scheduler.verbs import _archive, _files
from scheduler.verbs._tally import Tally

EXAMPLES = """\
  stet verify                        the whole archive; equal seals: equal histories
  stet verify toll.zip               what `stet bundle` wrote
  stet verify toll.zip --data data   and whether the archive says the same"""


def configure(parser: argparse.ArgumentParser) -> None:
    """FILE, or the archive."""
    parser.add_argument("file", type=_files.named, nargs="?", metavar="FILE", help="a bundle")


def run(options: argparse.Namespace) -> int:
    """0, or 1 where something does not hold."""
    return _bundle(options) if options.file else _database(options)


def _bundle(options: argparse.Namespace) -> int:
    config, path = _archive.config_of(options), options.file
    try:
        with path.open("rb") as file:
            _files.refuse_copy(file.read(_files.MAGIC), str(path))
        found = bundle.check(path.read_bytes(), str(path))
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    for flaw in found.flaws:
        print(_archive.clean(f"{path}: {flaw}", 0))
    if found.flaws:
        return 1
    told, (before, after) = found.manifest, bundle.window(found.manifest)
    number, later = told["from"]["version"], told["to"]["version"]
    written = f"{counted(len(told['files']), 'file')} as they were written by {told['tool']}"
    print(_archive.clean(f"{path}: {written}", 0))
    print(_archive.clean(f"{told['article']} version {number} to {later}: {told['url']}", 0))
    print(
        f"still the old text {_archive.local(before, config)}, "
        f"the new one first seen {_archive.local(after, config)}"
    )
    for later in found.not_sealed:
        print(f"the page of version {later} is of a later look than the one that was sealed")
    for name, url in evidence.unshared(found.files, told):
        print(_archive.clean(f"{name} alone has the address {url}", 0))
    for name in evidence.absent(found.files):
        print(f"{name} is not in it{_pruned(told[name.partition('/')[0]])}")
    print(f"last of its {counted(len(found.chain), 'seal')}: {found.chain[-1][1]}")
    return _in_archive(options, found) if options.data else 0


def _pruned(side: Mapping[str, Any]) -> str:
    return f", as its page was pruned on {day[:10]}" if (day := side["page_pruned_at"]) else ""


def _in_archive(options: argparse.Namespace, found: bundle.Verdict) -> int:
    """Whether the archive that was named has what a bundle says, and maybe more since."""
    identity = str(found.manifest["article"])
    with _archive.open_to_read(options) as store:
        here, flaws = store.seals(identity), store.flaws(identity)
        if not here:
            raise UsageError(f"{options.data} holds no {identity}: name the archive it was made of")
        if here[: len(found.chain)] != list(found.chain):
            print(f"{options.file}: {options.data} {_other(here, found)}")
            return 1
        differing = list(origin.differences(store, found.files, found.manifest))
    for flaw in flaws:
        print(_archive.told_flaw(flaw))
    for each in differing:
        print(_archive.clean(f"{options.file}: {each.what}", 0))
    print(f"{options.data} has the same {counted(len(found.chain), 'seal')} of {identity}")
    return 1 if flaws or any(each.is_flaw for each in differing) else 0


def _other(here: Sequence[tuple[Link, str]], found: bundle.Verdict) -> str:
    """What is wrong with the seals of an archive that has not all of a bundle's."""
    about, count = found.manifest["article"], len(here)
    if list(found.chain[:count]) == list(here):
        seals = counted(len(found.chain), "seal")
        return f"has the first {count} of its {seals} of {about}: it is an older copy, name a newer"
    return f"has other seals of {about}: one of them is false"


def _database(options: argparse.Namespace) -> int:
    found = Tally()
    with _archive.open_to_read(options) as store:
        for each in claims.verified(store):
            found.add(each)
            for flaw in each.flaws:
                print(_archive.told_flaw(flaw))
    print(
        f"{counted(found.articles, 'article')}, {counted(found.versions, 'version')}, "
        f"{counted(found.reports, 'report')}, {counted(found.pages, 'page')}: {found.verdict}"
    )
    print("\n".join(found.notes()))
    return 1 if found.flaws else 0
