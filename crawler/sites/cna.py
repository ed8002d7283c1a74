"""中央社 CNA: Taiwan's news agency."""

import re

from crawler.sites.base import Site


class Cna(Site):
    """cna.com.tw: the 12-digit id names the article, whatever the path around it."""

    hosts = ("cna.com.tw",)
    key = re.compile(r"/(?P<key>\d{12})(?:-\d+)?(?:\.aspx|/|$|\?)")
    publisher = "中央社"

    title = ("div.centralContent h1", "div.news_content_new h1")
    date = ("[itemprop=datePublished]", "div.news_content_new div.date")
    tags = "div.articlekeywordGroup a"
    categories = ("div.centralContent div.breadcrumb a.blue", "div.breadcrumb a.blue")
    body = (
        "div.centralContent > div.paragraph > p",
        "div.news_content_new div.box_2 > p",
    )
    fragment = "body > p, div > p"
    images = ("div.fullPic div.floatImg",)
    captions = "div.picinfo"
    related = "a.moreArticle-link, a.discursive, a.insert"
    sitewide = "div.topicItem a"

    expired = "您所瀏覽的新聞已過查詢時效"
    gone = "404"
