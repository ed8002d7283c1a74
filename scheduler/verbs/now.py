"""Look at articles at the next tick, or at the next `stet crawl`, whatever their turn."""

import argparse

from crawler import clock
from crawler.errors import UsageError
from crawler.store import AT_REST, Store, WatchRow
from crawler.text import counted
from scheduler.verbs import _archive

EXAMPLES = """\
  stet now cna:202301140005                      one article
  stet now cna                                   all that is watched of a site
  stet now https://www.cna.com.tw/news/aopl/202301140005.aspx"""


configure = _archive.add_articles_or_sites


def run(options: argparse.Namespace) -> int:
    """0; 2, and nothing done, where one of the names is not known."""
    with Store.open(_archive.config_of(options), make=False) as store:
        chosen = [watch for name in options.articles for watch in _called(store, name)]
        store.set_due(dict.fromkeys((watch.identity for watch in chosen), clock.now()))
    if len(chosen) == 1:
        print(f"{_archive.heading(chosen[0])}: due now")
    else:
        print(f"{counted(len(chosen), 'article')} due now")
    return 0


def _called(store: Store, name: str) -> list[WatchRow]:
    """A site's articles, or the one article; those that are at rest stay so."""
    found = _archive.called(store, name)
    awake = [watch for watch in found if watch.state not in AT_REST]
    if not awake:
        states = ", ".join(sorted({watch.state for watch in found}))
        raise UsageError(f"{name} is {states}, which is looked at again after `stet resume`")
    return awake
