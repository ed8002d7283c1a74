"""中央社 CNA: Taiwan's news agency."""

import re

from crawler.sites.base import Site


class Cna(Site):
    """cna.com.tw: the 12-digit id names the article, whatever the path around it."""

    hosts = ("cna.com.tw",)
    key = re.compile(r"/(?P<key>\d{12})(?:-\d+)?(?!\d)")
    publisher = "中央社"

    title = ("div.centralContent h1", "div.news_content_new h1")
    date = ("[itemprop=datePublished]", "div.news_content_new div.date")
    tags = "div.articlekeywordGroup a"  # the JSON-LD keywords end with the junk "NewsArticle"
    categories = "div.breadcrumb a.blue"

    # Only <p>: since November 2022 a carousel stands among them.
    body = (
        "div.centralContent > div.paragraph > p",  # 2018-
        "div.news_content_new div.box_2 > p",  # 2013-14
        "div.paragraph > p",
    )
    fragment = ("div.paragraph > p", "body > p, div > p")
    ends = "你可能還想看"
    images = "div.fullPic div.floatImg"
    captions = "div.picinfo"
    related = (
        "a.moreArticle-link, a.discursive, a.insert",
        "div.box_2 > p a",
    )
    sitewide = "div.topicItem a"

    expired = "您所瀏覽的新聞已過查詢時效"
