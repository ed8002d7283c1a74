"""Yahoo奇摩新聞: other outlets' stories under one roof, with a rail of more of them."""

import re

from crawler.sites.base import Site


class Yahoo(Site):
    """tw.news.yahoo.com: the final digits of the path name the article."""

    hosts = ("tw.news.yahoo.com",)
    key = re.compile(r"-(?P<key>\d{6,12})\.html")

    body = (
        'section.module-article-body article[id^="article-"] > div.atoms',
        "div.caas-body",
        "div.canvas-body",
    )
