"""Start watching articles: URLs are fetched at once, seed documents are read from a folder.

An address that brings no article at its first look is not watched: a page that is not there, a
refused address, a front page. That ends with 1, and `stet resume` watches it all the same; one
whose host is left alone just now is watched. So ends a folder with what is no seed document: each
is told with its reason on stderr, and the others come in. An article that was paused or removed is
taken up again.
"""

import argparse
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from crawler import clock
from crawler.config import Config
from crawler.entries import Source, list_address
from crawler.errors import UsageError
from crawler.store import Resting, SnapshotRow, Store, WatchRow
from crawler.text import counted
from crawler.urls import host
from scheduler import leases, rounds
from scheduler.verbs import _archive, _seeds

EXAMPLES = """\
  stet add https://www.cna.com.tw/news/aopl/202301140005.aspx
  stet add URL URL URL --related 1        and the articles they link to
  stet add --seeds posts/                 a folder of seed documents, or one of them
  stet add --list https://www.cna.com.tw/list/aall.aspx"""


def configure(parser: argparse.ArgumentParser) -> None:
    """URLs, --seeds, --list, --related."""
    parser.add_argument("urls", nargs="*", metavar="URL", help="an article's address")
    parser.add_argument(
        "--seeds", type=Path, metavar="PATH", help="seed documents: one file, or a folder of them"
    )
    parser.add_argument(
        "--list",
        metavar="URL",
        help="the new articles that a list page, feed or sitemap names, 50 at most; to look there"
        " again and again, see [[source]] in the settings",
    )
    _archive.add_related(parser)


def run(options: argparse.Namespace) -> int:
    """1 where a URL brought no article or a document was refused."""
    if not options.urls and not options.seeds and not options.list:
        raise UsageError("nothing to add: give a URL, --list URL, or --seeds PATH")
    if options.related and not options.urls:
        raise UsageError(
            "--related needs a URL to start from: for what stands beside seeds, run "
            "`scrapy crawl seeds -a path=PATH -a related=1`"
        )
    asked = [_archive.article_url(url) for url in options.urls]
    code = _seeds.take(_archive.config_of(options), options.seeds) if options.seeds else 0
    if options.list:
        code = max(code, _list(options))
    return max(code, _urls(options, asked)) if asked else code


def _list(options: argparse.Namespace) -> int:
    """Say what a list brought."""
    config, counter = _archive.config_of(options), _archive.Counter()
    source = Source(list_address(options.list))
    Store.open(config).close()  # made where there is none: a round over a list makes none
    done = rounds.discover(config, on_progress=counter, source=source)
    counter.done()
    for failure in done.failures:
        print(f"stet: {failure}", file=sys.stderr)
    if done.left:
        print(leases.told(done.left, "list"))
    first = [name for name, outcome in done.outcomes.items() if outcome == "first"]
    with Store.open(config) as store:
        for name, watch in store.watches_called(first).items():
            _say(f"{name}  {watch.title}")
    told = done.runs[0].stats if done.runs else {}
    moved = counted(int(str(told.get("stet/hints", 0))), "known one")
    changed = "" if moved.startswith("0 ") else f", and {moved} changed since the last look"
    print(f"{counted(len(first), 'new article')} of {options.list}{changed}")
    return done.exit_code


def _urls(options: argparse.Namespace, addresses: list[str]) -> int:
    from crawler.sites import identity

    config = _archive.config_of(options)
    addresses = _known_addresses(config, {url: identity(url) for url in addresses})
    asked = {identity(url): url for url in addresses}
    with Store.open(config) as store:
        store.adopt(asked)  # before the next looks are planned
    counter = _archive.Counter()
    started = clock.now()
    done = rounds.crawl(config, rounds.batches(addresses, options.related), on_progress=counter)
    counter.done()
    for failure in done.failures:
        print(f"stet: {failure}", file=sys.stderr)
    if done.left:
        print(leases.told(done.left))
    with Store.open(config) as store:
        store.adopt(asked)  # a link of another one may have led there first
        known, resting = store.watches_called(asked), store.hosts.resting()
        read = []
        for name, url in asked.items():
            watch = known.get(name)
            if watch and name in done.postponed:
                read.append(False)
                _tell_postponed(watch, resting, config)
                continue
            outcome = done.outcomes.get(name) or _kept(store, watch, started)
            read.append(_told(store, watch, outcome, url))
    related = {name: end for name, end in done.outcomes.items() if name not in asked}
    _tell_related(related, len(done.unwatched & related.keys()))
    return max(done.exit_code, 0 if all(read) else 1)


def _known_addresses(config: Config, named: Mapping[str, str]) -> list[str]:
    """The URLs; of those to which an article has moved that by which it is watched."""
    with Store.open(config) as store:
        there = store.watches_at(named)
    moved = {url: watch.url for url, watch in there.items() if watch.identity != named[url]}
    return [moved.get(url, url) for url in named]


def _kept(store: Store, watch: WatchRow | None, started: datetime) -> str | None:
    """What came of a URL whose crawl was killed after it kept the page and before it said so."""
    if watch is None or watch.looked_at is None or watch.looked_at < started:
        return None
    if store.snapshots(watch.identity)[-1].fault:
        return "fault"
    if watch.changed_at is None or watch.changed_at < started:
        return "same"
    return "first" if watch.versions == 1 else "new"


def _told(store: Store, watch: WatchRow | None, outcome: str | None, url: str) -> bool:
    """Say what came of one URL, and take it up again where it was left alone; was it read?"""
    _say(f"{watch.identity}  {watch.title or url}" if watch else url)
    if outcome is None:
        _say("  not reached, run the command again")
    if watch is None:
        return False
    look = store.snapshots(watch.identity)[-1] if outcome == "fault" else None
    if look:
        _say(f"  {_fault(store, look)}")
    is_held = watch.state in {"paused", "removed"}
    if watch.versions or (look and look.fault == "expired"):
        if is_held:
            store.resume(watch.identity)
        again = ", watched again" if is_held and outcome != "first" else ""
        _say(f"  {_standing(watch, outcome)}{again}: {watch.url}")
    elif is_held:
        _say(
            "  not watched: no article was ever read there; "
            f"`stet resume {watch.identity}` watches it all the same"
        )
    return outcome not in {None, "fault"}


def _tell_postponed(watch: WatchRow, resting: Mapping[str, Resting], config: Config) -> None:
    _say(f"{watch.identity}  {watch.title or watch.url}")
    if alone := resting.get(host(watch.url)):
        _say(f"  {_archive.told_host(host(watch.url), alone, config, clock.now())}")
    _say("  it is watched, and asked for then")


def _say(line: str) -> None:
    print(_archive.clean(line, 0))


def _fault(store: Store, look: SnapshotRow) -> str:
    """Why a look brought no article, with what could still be read."""
    if look.fault != "expired":
        return f"no article there now: {look.fault}, {look.message}"
    fault = _archive.read_again(store, look).fault
    return f"expired: {' — '.join([fault.title, *fault.lead]) if fault else look.message}"


def _standing(watch: WatchRow, outcome: str | None) -> str:
    if not watch.versions:
        return "watched, in case it comes back"
    age = "new article" if outcome == "first" else "known article"
    return f"{age}, {'new ' if outcome == 'new' else ''}version {watch.versions}"


def _tell_related(outcomes: Mapping[str, str], unwatched: int) -> None:
    found = sum(outcome == "first" for outcome in outcomes.values())
    if found:
        print(f"and {counted(found, 'related article')}")
    if unwatched:
        print(f"{counted(unwatched, 'related page')} brought no article: not watched")
