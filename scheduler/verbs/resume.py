"""Take up an article that was paused or removed, or all of a site that is paused."""

import argparse

from crawler.store import Store
from scheduler.verbs import _archive

EXAMPLES = """\
  stet resume cna:202301140005
  stet resume cna                                all that is paused of a site
  stet resume https://www.cna.com.tw/news/aopl/202301140005.aspx"""

configure = _archive.add_articles_or_sites


def run(options: argparse.Namespace) -> int:
    """0; 2, and nothing done, where one of the names is not known."""
    said = "watched again"
    return _archive.change_all(options, Store.resume, said, lambda watch: watch.state == "paused")
