"""Take up an article that was paused or removed, or that rests, or all of a site that is paused."""

import argparse

from crawler.store import Store, WatchRow
from scheduler.verbs import _archive

EXAMPLES = """\
  stet resume cna:202301140005
  stet resume cna                                all that is paused of a site
  stet resume https://www.cna.com.tw/news/aopl/202301140005.aspx"""

configure = _archive.add_articles_or_sites


def run(options: argparse.Namespace) -> int:
    """0; 2, and nothing done, where one of the names is not known."""

    def take_up(store: Store, identity: str) -> WatchRow:
        if identity.partition(":")[0] not in options.articles:  # asked for by itself
            store.adopt([identity])
        return store.resume(identity)

    said, none = "watched again", "nothing of it is paused"
    return _archive.change_all(options, take_up, said, lambda watch: watch.state == "paused", none)
