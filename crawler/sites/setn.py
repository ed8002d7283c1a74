"""三立新聞網 SETN, setn.com: the number in the query."""

import re

from crawler.sites.base import Site


class Setn(Site):
    """setn.com: its JSON-LD calls the time in Taipei UTC, so that the `meta` counts."""

    hosts = ("setn.com",)
    key = re.compile(r"(?i)[?&]NewsID=(?P<key>\d+)")
    publisher = "三立新聞網"

    title = "h1.news-title-3"
    date = 'meta[property="article:published_time"]'
    modified = 'meta[property="article:modified_time"]'
    body = "#Content1 > :is(p, h2, h3, ul, ol)"
    noise = "figcaption"
    between = r"[▲▼].*"
    ends = "延伸閱讀"
    related = "a[pl=延伸閱讀]"
