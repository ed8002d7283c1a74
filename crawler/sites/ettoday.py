"""ETtoday新聞雲, ettoday.net: the number behind the day, on every channel."""

import re
from datetime import UTC, datetime

from crawler.sites.base import Site


class Ettoday(Site):
    """ettoday.net: captions stand among the paragraphs, behind ▲ or ▼."""

    hosts = ("ettoday.net",)
    since = datetime(2011, 10, 1, tzinfo=UTC)
    key = re.compile(r"/news/(?:\d{8}/)?(?P<key>\d{5,})")
    publisher = "ETtoday新聞雲"

    body = ".story[itemprop=articleBody] > :is(p, h2, h3, ul, ol, blockquote)"
    noise = ".twitter-tweet, .ad_readmore"
    between = r"[▲▼►●].*"
    images = ".story[itemprop=articleBody] > p:has(img)"
    captions = "strong"
    related = ".related-news a:not(.pic)"
