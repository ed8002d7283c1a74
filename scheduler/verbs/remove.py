"""Stop watching an article; its history stays readable."""

import argparse

from crawler.store import Store
from scheduler.verbs import _archive

EXAMPLES = """\
  stet remove cna:202301140005
  stet remove https://www.cna.com.tw/news/aopl/202301140005.aspx"""

configure = _archive.add_articles


def run(options: argparse.Namespace) -> int:
    """0; 2, and nothing done, where one of the articles is not known."""
    said = "no longer watched, its history is kept; `stet resume` takes it up"
    return _archive.change_each(options, Store.remove_watch, said)
