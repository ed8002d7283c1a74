"""公視新聞網 PTS, news.pts.org.tw: Taiwan's public television."""

import re

from crawler.sites.base import Site


class Pts(Site):
    """news.pts.org.tw: the number behind /article/."""

    hosts = ("news.pts.org.tw",)
    key = re.compile(r"/article/(?P<key>\d+)")
    publisher = "公視新聞網"

    title = "h1.article-title"
    byline = ".article-reporter"
    categories = ".breadcrumb-item:not(:first-child) a"
    body = ".post-article > :is(.articleimg, p, h2, h3, ul:not(:has(a)), ol, blockquote)"
    related = ".article-relative h4 a"
