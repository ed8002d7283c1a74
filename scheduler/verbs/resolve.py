"""Find the addresses of headlines that have none: of seeds without a URL, and of those beside them.

The lists of a headline's day are read, where a site has such, feeds and lists for one of late, and
what the archive knows. What is not certain enough is not taken: two headlines often differ in a
number, and some come back every week.
"""

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from crawler import clock
from crawler.config import Config
from crawler.errors import UsageError
from crawler.store import Store, WatchRow
from crawler.text import counted
from scheduler.verbs import _archive

if TYPE_CHECKING:
    from scheduler.matching import Match
    from scheduler.resolving import Headline

EXAMPLES = """\
  stet resolve                        every seed without a URL, nothing is changed
  stet resolve --add                  watch what is found; its seed is version 1 of it
  stet resolve text:3f2a --related    and the headlines beside it
  stet resolve --site yahoo --certainty 0.95"""


def configure(parser: argparse.ArgumentParser) -> None:
    """ARTICLE..., --related, --site, --certainty, --add."""
    parser.add_argument(
        "articles",
        nargs="*",
        metavar="ARTICLE",
        help="an unresolved seed; with --related, any article that began as a seed",
    )
    parser.add_argument("--related", action="store_true", help="the headlines beside it, too")
    _archive.add_site(parser, "look on this site only")
    parser.add_argument(
        "--certainty",
        type=_archive.number(0.5, 1, float),
        default=0.9,
        metavar="N",
        help="from 0.5 to 1: what is less certain is not taken (default: %(default)s)",
    )
    parser.add_argument("--add", action="store_true", help="fetch and watch what was found")


def run(options: argparse.Namespace) -> int:
    """0; 1 where a list or an article could not be read, whatever else was found."""
    from scheduler import resolving  # loads the parsers, which few verbs need

    config = _archive.config_of(options)
    with Store.open(config, read_only=True) as store:
        if options.site not in resolving.sites_known(config):
            _archive.check_site(store, options.site)
        watches = _chosen(store, options.articles, related=options.related)
        if not watches:
            print("nothing is unresolved here: every seed has a URL")
            return 0
        wanted = [
            each
            for watch in watches
            for each in resolving.headlines(store, watch, related=options.related)
        ]
    lists = resolving.lists_for(wanted, config, clock.now(), options.site)
    listed = resolving.read(config, lists)
    with Store.open(config, read_only=True) as store:
        found = [
            (each, resolving.resolved(store, each, listed.candidates, options.site))
            for each in wanted
        ]
    taken = [
        (each, match) for each, match in found if match and match.certainty >= options.certainty
    ]
    for headline, match in found:
        _tell(headline, match, options.certainty, _lists(listed.read, len(lists)))
    many = counted(len(wanted), "headline")
    print(f"{len(taken)} of {many} found; {_lists(listed.read, len(lists))}")
    if listed.trouble:
        print(f"stet: {listed.trouble}", file=sys.stderr)
    code = _add(config, taken) if options.add and taken else 0
    return max(code, 1 if listed.trouble else 0)


def _lists(read: int, asked: int) -> str:
    """How much of the lists was looked through."""
    if not asked:
        return "there is no list to look in"
    if not read:
        return f"none of {counted(asked, 'list')} could be read"
    if read < asked:
        return f"{read} of {counted(asked, 'list')} could be read"
    return f"{counted(asked, 'list')} read"


def _chosen(store: Store, names: Sequence[str], *, related: bool) -> list[WatchRow]:
    """What has no address, or what is named: beside that of an article that has one may be some."""
    if not names:
        return store.watches(state="unresolved")
    chosen = [_archive.find(store, name) for name in names]
    for watch in chosen:
        if watch.state != "unresolved" and not related:
            raise UsageError(
                f"{watch.identity} has a URL: {watch.url}; --related looks for what is beside it"
            )
    return chosen


def _tell(headline: "Headline", match: "Match | None", enough: float, lists: str) -> None:
    from scheduler.matching import doubts

    beside = "  beside it: " if headline.is_related else f"{headline.identity}  "
    print(_archive.clean(f"{beside}{headline.wanted.title}", 0))
    if match is None:
        print(f"    not found: nothing like it is in the archive or on a list; {lists}")
        return
    near, said = match.candidate, f"certainty {match.certainty:.2f}"
    if match.certainty < enough:
        why = "; ".join(doubts(headline.wanted, match))
        said = f"{said}, below {enough:g}: {why}"
        print(_archive.clean(f"    not certain: {near.title} ({said})", 0))
    else:
        print(_archive.clean(f"    {near.identity}  {near.url}", 0))
        print(_archive.clean(f"    {said}, in {near.place}", 0))


def _add(config: Config, taken: Sequence[tuple["Headline", "Match"]]) -> int:
    """Watch what was found; a seed becomes a version of its page where that tells the same."""
    from scheduler import leases, rounds

    addresses = list(dict.fromkeys(match.candidate.url for _, match in taken))
    counter = _archive.Counter()
    done = rounds.crawl(config, rounds.batches(addresses), on_progress=counter)
    counter.done()
    if done.left:
        print(leases.told(done.left))
    for failure in done.failures:
        print(f"stet: {failure}", file=sys.stderr)
    with Store.open(config) as store:
        for headline, match in taken:
            if not headline.is_related:
                print(_archive.clean(_join(store, headline.identity, match), 0))
    rounds.settle(config, clock.now())
    watched = [name for name, outcome in done.outcomes.items() if outcome != "fault"]
    print(f"{counted(len(watched), 'article')} watched")
    return done.exit_code or (0 if len(watched) == len(addresses) else 1)


def _join(store: Store, seed: str, match: "Match") -> str:
    from scheduler import resolving

    identity = match.candidate.identity
    watch = store.watches_called([identity]).get(identity)
    if watch is None or not watch.versions:
        return f"{seed}: no article could be read at {match.candidate.url}"
    if not resolving.is_told_there(store.article(seed), store.article(identity)):
        return f"{seed}: the text of {identity} is another one, so the seed stays by itself"
    resolving.moved(store, store.find(seed), identity, watch.url)
    return f"{seed} is {identity} now: `stet history {identity}`"
