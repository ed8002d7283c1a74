"""Seed documents on their way into the archive, as `add` and `import` take them."""

import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from crawler import clock, seeds
from crawler.config import Config
from crawler.errors import SeedError
from crawler.items import SeedDocument
from crawler.store import Store
from crawler.text import counted
from scheduler import rounds
from scheduler.verbs import _archive

BATCH = 500


def take(config: Config, path: Path) -> int:
    """Take in documents in short transactions; refusals are told, and the others come in.

    0, or 1 where any was refused. Raises `UsageError` where there is nothing to read.
    """
    found = seeds.read_folder(path)  # a folder that cannot be read makes no archive
    counter = _archive.Counter()
    refused: list[SeedError] = []
    kept = {"first": 0, "new": 0, "same": 0}
    unresolved = 0
    with Store.open(config) as store:
        for batch in _batches(_accepted(found, refused)):
            for document, one in zip(batch, store.keep_seeds(batch), strict=True):
                kept[one.outcome] += 1
                unresolved += one.state == "unresolved"
                title = document.article.title
                counter({"event": "seed", "outcome": one.outcome, "title": title})
    counter.done()
    reports = rounds.settle(config, clock.now())
    total = sum(kept.values())
    if total:
        print(
            f"{counted(total, 'seed document')}: "
            f"{counted(kept['first'], 'new article')}, "
            f"{counted(kept['new'], 'more version')}, {kept['same']} known already; "
            f"{counted(reports, 'report')}"
        )
    if unresolved:
        print(f"{unresolved} without a URL: kept as unresolved, see `stet list --state unresolved`")
    _tell(refused)
    return 1 if refused else 0


def _accepted(
    found: Iterable[SeedDocument | SeedError], refused: list[SeedError]
) -> Iterator[SeedDocument]:
    for each in found:
        if isinstance(each, SeedDocument):
            yield each
        else:
            refused.append(each)


def _batches(documents: Iterable[SeedDocument]) -> Iterator[list[SeedDocument]]:
    stream = iter(documents)
    while batch := list(islice(stream, BATCH)):
        yield batch


def _tell(refused: list[SeedError]) -> None:
    if not refused:
        return
    verb = "was" if len(refused) == 1 else "were"
    print(f"{counted(len(refused), 'file')} {verb} refused:", file=sys.stderr)
    _archive.tell_each([str(error) for error in refused])
