"""Let go of what the archive need not keep: say what may go, and look with --dry-run before.

Four things may go, each if you name it:

  pages      (--payloads) what came over the wire, by far the most. The page that first showed a
             version, or that an article was gone, is its evidence and stays (--evidence-too).
  looks      (--snapshots) when each page was fetched, with its headers. The first and the last
             look at each version stay, those that found an article gone, and all since it was
             last read. Records of crawls of which no look is left go with them.
  texts      (--versions) of all but the latest N versions of an article. When each version was
             seen, and its digest, stay. Never the first; none that a report tells of or that a
             seed document shows: as nearly every version is told of, this is little.
  by size    (--max-size) the oldest pages, evidence as above, until what is left is no larger;
             the file may take some more, as what is free in it is scattered. Files only.

Reports, seed documents, the first and latest version of an article with their pages, and all that
a report is still to be written of never go. Nor does a page that another one, which stays, is
stored as the difference from, or the next one of its article or site will be. It is done in small
steps: crawls go on beside it, and one that was stopped goes on where it was. Who asks for what was
pruned is told so, by every command.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from crawler import clock
from crawler.config import Config
from crawler.errors import UsageError
from crawler.store import Gone, Retention, Room, Store, room
from crawler.store.database import file_of
from crawler.text import counted
from scheduler.housekeeping import WORDS, fitted
from scheduler.lock import only_instance
from scheduler.verbs import _archive, _measures

EXAMPLES = """\
  stet prune --payloads 180d --dry-run           what would go, and how many bytes
  stet prune --payloads 180d                     pages of looks over half a year ago
  stet prune --payloads 1y --snapshots 2y --site cna
  stet prune --payloads 2025-01-01 --evidence-too
  stet prune --max-size 20GB                     the oldest pages, until it fits
  stet prune --versions 10 --dry-run --list      each text that would go, a line each
  stet prune --vacuum                            write the file anew, once: docs/keeping.md"""


def configure(parser: argparse.ArgumentParser) -> None:
    """What may go, and how it is shown."""
    add = parser.add_argument
    add("--payloads", metavar="AGE", help="pages fetched longer ago: 180d, 26w, 2y, 2026-01-31")
    add("--evidence-too", action="store_true", help="and pages that first showed a version")
    add("--snapshots", metavar="AGE", help="looks longer ago that changed nothing")
    add("--versions", metavar="N", default="all", help="texts kept of each article (default: all)")
    add("--max-size", metavar="SIZE", help="what the archive may take: 500MB, 20GB")
    _archive.add_site(parser, "only of this site: cna, yahoo, a host name")
    add("--dry-run", action="store_true", help="say what would go, and change nothing")
    add("--list", action="store_true", help="a line for each thing that goes")
    add(
        "--vacuum",
        action="store_true",
        help="then rewrite the file, while nothing else runs; a server: VACUUM",
    )


def run(options: argparse.Namespace) -> int:
    """0; 75 where --vacuum meets somebody at work."""
    config, now = _archive.config_of(options), clock.now()
    limits = _limits(options, config, now)
    asked = limits != Retention(site=options.site) or options.max_size is not None
    if not (asked or options.vacuum):
        raise UsageError("say what may go, as in: stet prune --payloads 180d --dry-run")
    if options.dry_run:
        with Store.open(config, read_only=True) as store:
            _archive.check_site(store, options.site)
            _let_go(store, limits, options, config, now)
        return 0
    with Store.open(config, make=False) as store:
        _archive.check_site(store, options.site)
        before, is_enough = store.room(), True
        if asked:
            is_enough = _let_go(store, limits, options, config, now)
            _give_back(store)
        after = store.room()
        if before is None:
            print(_swept(store) if options.vacuum else _AUTOVACUUM)
            return 0
    if options.vacuum:
        after = _rewritten(config)
    if after:
        print(_told(before, after, _wanted(options) if is_enough else None))
    return 0


_AUTOVACUUM = (
    "the server writes there next once its autovacuum has been there; "
    "`stet prune --vacuum` sees to that now"
)


def _swept(store: Store) -> str:
    store.sweep()
    return "vacuumed: the server writes next where something went"


def _wanted(options: argparse.Namespace) -> int | None:
    word = options.max_size
    return None if word is None else _measures.bytes_of("--max-size", word)


def _limits(options: argparse.Namespace, config: Config, now: datetime) -> Retention:
    def moment(option: str, word: str | None) -> datetime | None:
        return None if word is None else _measures.before(option, word, now, config.zone)

    if options.evidence_too and not (options.payloads or options.max_size):
        raise UsageError("--evidence-too says which pages: give --payloads or --max-size with it")
    return Retention(
        payloads=moment("--payloads", options.payloads),
        evidence=options.evidence_too,
        snapshots=moment("--snapshots", options.snapshots),
        versions=_count(options.versions),
        site=options.site,
    )


def _count(word: str) -> int | None:
    if word == "all":
        return None
    if not (word.isdecimal() and 1 <= int(word) <= 1_000_000):
        raise UsageError(f"--versions {word!r} is no number of versions: 1 or more, or all")
    return int(word)


# ------------------------------------------------------------------ letting go


@dataclass(slots=True)
class _Sum:
    things: Counter[str] = field(default_factory=Counter)
    bytes: Counter[str] = field(default_factory=Counter)

    def counting(self, gone: Iterator[Gone]) -> Iterator[Gone]:
        for each in gone:
            self.things[each.kind] += 1
            self.bytes[each.kind] += each.size
            yield each


def _let_go(
    store: Store, limits: Retention, options: argparse.Namespace, config: Config, now: datetime
) -> bool:
    """Take out what may go, or look what would, and say so; whether it is enough for --max-size."""
    wanted = _wanted(options)
    used = _used(store, wanted)
    if wanted is not None:
        limits = fitted(store, limits, used - wanted)
    total, share = _Sum(), _measures.Share()
    try:
        for gone in total.counting(store.prune(limits, now=now, dry_run=options.dry_run)):
            if options.list:
                print(_line(gone))
            share.count("looking" if options.dry_run else "pruning", total.things.total())
    finally:
        share.done()
    print("\n".join(_summary(store.place, total, limits, config, dry_run=options.dry_run)))
    if options.dry_run and limits.payloads and not limits.evidence:
        _tell_evidence(store, total, limits, now)
    is_enough = wanted is None or used - total.bytes.total() <= wanted
    if not is_enough:
        print(f"that is not enough for {options.max_size}: what else there is may not go")
    return is_enough


def _used(store: Store, wanted: int | None) -> int:
    found = store.room()
    if found is None:
        if wanted is not None:
            raise UsageError("--max-size knows the size of a file only: give --payloads AGE")
        return 0
    return found.size - found.free


def _line(gone: Gone) -> str:
    at = f"{gone.at:%Y-%m-%dT%H:%M:%SZ}" if gone.at else "-"
    return f"{WORDS[gone.kind]}\t{gone.identity or '-'}\t{gone.name}\t{at}\t{gone.size}"


def _summary(
    place: str, total: _Sum, limits: Retention, config: Config, *, dry_run: bool
) -> Iterator[str]:
    if not total.things:
        yield f"{'nothing would go' if dry_run else 'nothing went'} from {place}"
        return
    yield f"would go from {place}, where nothing is changed:" if dry_run else f"gone from {place}:"
    chosen = {
        "payload": f"last fetched before {_archive.local(limits.payloads, config)}"
        if limits.payloads
        else "of looks that go",
        "snapshot": f"before {_archive.local(limits.snapshots, config)}",
        "run": "of which no look is left",
        "text": f"that nothing tells of, but for the latest {limits.versions} of an article",
    }
    for kind, word in WORDS.items():
        if count := total.things[kind]:
            shown = _measures.size(total.bytes[kind])
            yield f"  {counted(count, word):<16} {shown:>10}  {chosen[kind]}"
    yield f"  {'in all':<16} {_measures.size(total.bytes.total()):>10}"


def _tell_evidence(store: Store, total: _Sum, limits: Retention, now: datetime) -> None:
    more = _Sum()
    for _ in more.counting(store.prune(replace(limits, evidence=True), now=now, dry_run=True)):
        pass
    if count := more.things["payload"] - total.things["payload"]:
        size = _measures.size(more.bytes["payload"] - total.bytes["payload"])
        print(f"kept as evidence, but with --evidence-too: {counted(count, 'page')}, {size}")


# ------------------------------------------------------------------ the file


def _give_back(store: Store) -> None:
    share, first = _measures.Share(), 0
    try:
        for left in store.give_back():
            first = first or left
            share("giving back", 1 - left / first)
    finally:
        share.done()


def _rewritten(config: Config) -> Room:
    path = file_of(config.data, config.database_url) or config.data
    with only_instance(config.data):
        return room.rewrite(path)


def _told(before: Room, after: Room, wanted: int | None) -> str:
    told = f"the file takes {_measures.size(after.size)}"
    if after.size != before.size:
        told += f", it took {_measures.size(before.size)}"
    if wanted is not None and after.gives_back and after.size > wanted:
        told += "; what is free in it is scattered: run it again, or once with --vacuum"
    if after.free and not after.gives_back:
        told += (
            f"; {_measures.size(after.free)} of it are free, and are written next. "
            "`stet prune --vacuum` gives them back, while nothing else runs"
        )
    return told
