"""Look again, now: at everything watched, at what is due, at one site, or at given URLs.

A given address that brings no article at its first look is not watched. A page that is gone is
news, not a failure: 1 is for a crawl that did not end well.
"""

import argparse
import sys

from crawler.config import Config
from crawler.errors import UsageError
from crawler.store import AT_REST, Store
from scheduler import leases, plans, rounds
from scheduler.verbs import _archive

EXAMPLES = """\
  stet crawl                     everything that is watched
  stet crawl --due               only what the agenda says is due
  stet crawl --site cna          one site
  stet crawl URL --related 1     this article and those it links to"""


def configure(parser: argparse.ArgumentParser) -> None:
    """URLs, --due, --site, --related."""
    parser.add_argument("urls", nargs="*", metavar="URL", help="articles, watched before or not")
    parser.add_argument("--due", action="store_true", help="only what is due now")
    _archive.add_site(parser)
    _archive.add_related(parser)


def run(options: argparse.Namespace) -> int:
    """1 where a crawl did not end well; a page that is gone is news, not a failure."""
    config = _archive.config_of(options)
    if options.urls and (options.due or options.site):
        raise UsageError("give URLs, or --due and --site for what is watched: not both")
    urls = [_archive.article_url(url) for url in options.urls] or _watched(options, config)
    if not urls:
        print(_nothing(options, config))
        return 0
    counter = _archive.Counter()
    done = rounds.crawl(config, rounds.batches(urls, options.related), on_progress=counter)
    counter.done()
    print(done.sentence())
    if done.left:
        print(leases.told(done.left))
    if done.unwatched:
        names = ", ".join(sorted(done.unwatched))
        print(f"not watched, as no article was ever read there: {names}")
    for failure in done.failures:
        print(f"stet: {failure}", file=sys.stderr)
    if done.reports:
        print("read them: stet report")
    return done.exit_code


def _nothing(options: argparse.Namespace, config: Config) -> str:
    of_site = f" of {options.site}" if options.site else ""
    if options.due:
        spent = ", or the budget of the day is spent" if any(plans.budgets(config)) else ""
        return f"nothing{of_site} is due yet{spent}: `stet list` shows when it will be"
    return f"nothing{of_site} to look at: `stet add URL` starts a watch, `stet list` shows them"


def _watched(options: argparse.Namespace, config: Config) -> list[str]:
    from crawler import clock

    with Store.open(config, make=False) as store:
        if options.due:
            now = clock.now()
            due = plans.in_order(store.due(now, site=options.site), now)
            watches = plans.within(due, plans.room_now(store, config, now))
        else:
            watches = store.watches(site=options.site)
        if not watches:
            _archive.tell_strangers(store, options.site)
    return [watch.url for watch in watches if watch.state not in AT_REST]
