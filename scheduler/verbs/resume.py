"""Take up an article that was paused or removed."""

import argparse

from crawler.store import Store
from scheduler.verbs import _archive

EXAMPLES = """\
  stet resume cna:202301140005
  stet resume https://www.cna.com.tw/news/aopl/202301140005.aspx"""

configure = _archive.add_articles


def run(options: argparse.Namespace) -> int:
    """0; 2, and nothing done, where one of the articles is not known."""
    said = "watched again"
    return _archive.change_each(options, Store.resume, said)
