"""Yahoo奇摩新聞: other outlets' stories under one roof, with a rail of more of them."""

import re
from collections.abc import Iterator

from crawler import urls
from crawler.items import RelatedLink
from crawler.parsing.dom import Node
from crawler.sites.base import Found, Page, Site
from crawler.text import fold

RAIL = "其他人也在看"
_SOURCE = re.compile(r"(?P<publisher>[^・•·]{1,40}?)\s*[・•·]\s*(?P<age>.{1,20}?(?:前|ago|\d日))")
_MOST_ITEMS, _LONGEST_SUMMARY = 40, 300


class Yahoo(Site):
    """tw.news.yahoo.com: the final digits of the path name the article."""

    hosts = ("tw.news.yahoo.com",)
    key = re.compile(r"[-/](?P<key>\d{6,12})\.html")

    title = ("header h1", "h1")
    date = (
        'time[class*="meta-time"]',
        ".caas-attr-time-style time",
        "section.module-article-body header time",
    )
    author = (".caas-attr-provider", "a.provider-link", ".provider-name")
    byline = (".caas-attr-item-author", ".byline-attr-author")
    body = (
        'section.module-article-body article[id^="article-"] > div.atoms',  # 2025-
        "div.caas-body",  # 2020-24
        "div.canvas-body",  # to 2020
    )
    ends = r"更多.{0,15}(?:報導|新聞|文章)|延伸閱讀|相關新聞"

    def _author(self, page: Page) -> Found:
        """The outlet that wrote it: JSON-LD names it as author, the portal as publisher."""
        said, place = super()._author(page)
        outlet = page.data.said("author")
        return (said, place) if place in self.author or not outlet else (outlet, "JSON-LD author")

    def _related(self, page: Page) -> tuple[list[RelatedLink], str]:
        """The rail, whose items may be whole articles: title, first words, publisher and age."""
        links = (_link(item, page.url) for item in _items(page.root))
        found = {link.url: link for link in links if link}
        return list(found.values())[:_MOST_ITEMS], f"the rail {RAIL}"


def _items(root: Node) -> Iterator[Node]:
    for heading in root.css("h2, h3, h4, strong, div, span"):
        if heading.brief(len(RAIL)) == RAIL:
            for box in heading.following:
                yield from box.css("li") or box.css("article, div")


def _link(item: Node, url: str) -> RelatedLink | None:
    anchor = item.first("h2 a[href], h3 a[href], h4 a[href]")
    address = urls.resolve(url, anchor.attribute("href")) if anchor else ""
    if anchor is None or not address:
        return None
    title = fold(anchor.text)
    lines = [fold(line) for line in item.paragraphs()]
    source = next((match for line in lines if (match := _SOURCE.fullmatch(line))), None)
    told = (line for line in lines if line != title and not _SOURCE.fullmatch(line))
    return RelatedLink(
        title=title,
        url=address,
        publisher=source["publisher"] if source else "",
        summary=next(told, "")[:_LONGEST_SUMMARY],
        age=source["age"] if source else "",
    )
