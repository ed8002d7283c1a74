"""聯合新聞網 UDN, udn.com: 聯合報, 經濟日報, 轉角國際 and others under one roof."""

import re

from crawler.parsing.page import Page
from crawler.sites.base import Found, Site


class Udn(Site):
    """udn.com: the last number of `/story/CHANNEL/NUMBER`, on every host of it."""

    hosts = ("udn.com",)
    key = re.compile(r"/story/\d+/(?P<key>\d+)")

    body = ".article-content__editor > :is(p, h2, h3, ul, ol, blockquote, table)"
    images = "figure.article-content__cover, .article-content__editor figure"
    related = ".more-news .story-list__text a, a:has(> .also_title)"

    def _author(self, page: Page) -> Found:
        """The portal names itself twice: `聯合新聞網 | 聯合新聞網`."""
        said, place = super()._author(page)
        return said.partition(" | ")[0], place
