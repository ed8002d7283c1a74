"""Leave an article, or all of a site, alone until it is resumed."""

import argparse

from crawler.store import Store
from scheduler.verbs import _archive

EXAMPLES = """\
  stet pause cna:202301140005
  stet pause cna                                 all that is watched of a site
  stet pause https://www.cna.com.tw/news/aopl/202301140005.aspx"""

configure = _archive.add_articles_or_sites


def run(options: argparse.Namespace) -> int:
    """0; 2, and nothing done, where one of the names is not known."""
    said, none = "paused until `stet resume`", "all of it is paused already"
    return _archive.change_all(
        options, Store.pause, said, lambda watch: watch.state != "paused", none
    )
