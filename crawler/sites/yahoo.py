"""Yahoo奇摩新聞: other outlets' stories under one roof, with a rail of more of them.

The final digits of the path are the identity. The outlet that wrote a story is its publisher, the
portal is its site. No real page was at hand: what is known of them are descriptions and other
people's crawlers, and the pages in `tests/sites/yahoo` are invented.

| pages of | text | outlet |
|---|---|---|
| to 2020 | `div.canvas-body` | beside the time |
| 2020-24 | `div.caas-body` | `.caas-attr-provider` |
| 2025- | `section.module-article-body div.atoms` | JSON-LD `provider`, else `author` |

The time above the text comes before JSON-LD's, which may be that of the last edit. 「廣告」 between
paragraphs, and what follows 「更多某報報導」, is no text. The rail 其他人也在看, which embeds whole
other articles, never is: its items are related links with title, text, publisher and age as
written. A seed in the text form, which shows such a page line by line, follows the same rules. A
page that asks for consent, the front page and another story are faults like those of CNA.

Lists are said to be `news-sitemap-index.xml` and a sitemap for each day, back for years, which has
addresses without headlines; but an address spells its headline.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice, takewhile
from urllib.parse import unquote

from crawler import dates, urls
from crawler.items import RelatedLink
from crawler.parsing.dom import Node
from crawler.parsing.page import Page
from crawler.sites.base import Found, Site
from crawler.text import fold

RAIL = "其他人也在看"
_HEADLINE = ":is(h2, h3, h4) a[href], a[href]:has(h2, h3, h4)"
_SOURCE = re.compile(r"(?P<publisher>[^・•·]{1,40}?)\s*[・•·]\s*(?P<age>.{1,20}?(?:前|ago|\d日))")
_KEY_IN_NAME = re.compile(r"-?\d{6,12}\.html$")
_MOST_BOXES, _MOST_ITEMS, _LONGEST_PUBLISHER = 10, 40, 40


class Yahoo(Site):
    """tw.news.yahoo.com: the final digits of the path name the article."""

    hosts = ("tw.news.yahoo.com",)
    version = 2
    key = re.compile(r"[-/](?P<key>\d{6,12})\.html")
    lists = re.compile(r"^/(?!.*\d\.html)")
    day_lists = ("https://tw.news.yahoo.com/sitemap-{day}.xml",)
    newest_lists = ("https://tw.news.yahoo.com/news-sitemap-index.xml",)

    title = ("section.module-article-body h1", "header h1", "h1")
    date = ('time[class*="meta-time"]', ".caas-attr-time-style time")
    author = (".caas-attr-provider", "a.provider-link", ".auth-prov-soc .provider-link")
    byline = (".caas-author-byline-collapse", ".caas-attr-item-author", ".byline-attr-author")
    body = (
        'section.module-article-body article[id^="article-"] > div.atoms',  # 2025-
        "section.module-article-body div.atoms",
        "div.caas-body",  # 2020-24
        "div.canvas-body",  # to 2020
    )
    between = r"廣告|看更多|.{0,10}加入為.{0,30}來源.{0,10}"
    ends = (
        r"更多.{0,15}(?:報導|新聞|文章)(?:\W*$|[\s：:])|(?:延伸閱讀|相關新聞)(?:\W|$)|[＿_—─-]{3,}$"
        rf"|{RAIL}$"
    )

    def title_in(self, url: str) -> str:
        """The words before the digits: `/快訊-道瓊重挫-163600171.html`."""
        last = unquote(urls.path_and_query(url).partition("?")[0]).rpartition("/")[2]
        return fold(_KEY_IN_NAME.sub("", last).replace("-", " "))

    def _date(self, page: Page) -> Found:
        """A time above the text counts more than JSON-LD's, which may be that of the last edit."""
        said, place = super()._date(page)
        first = page.root.first(f"time[datetime], {', '.join(self.body)}")
        above = first.attribute("datetime") if first and first.tag == "time" else ""
        if place in self.date or not dates.parse(above):
            return said, place
        return above, "the time above the text"

    def _author(self, page: Page) -> Found:
        """The outlet that wrote it: JSON-LD says provider, or author; its publisher is Yahoo."""
        said, place = super()._author(page)
        if place in self.author:
            return said, place
        for name in ("provider", "author"):
            outlet = page.data.said(name)
            if outlet:
                return outlet, f"JSON-LD {name}"
        return said, place

    def _related(self, page: Page) -> tuple[list[RelatedLink], str]:
        """The rail, whose items may be whole articles: title, text, publisher and age."""
        links = (_link(anchor, item, page.url) for anchor, item in _items(page.root))
        found = {link.url: link for link in links if link}
        return list(found.values())[:_MOST_ITEMS], f"the rail {RAIL}"


def _items(root: Node) -> Iterator[tuple[Node, Node]]:
    """Every headline of the rail, with the largest element that holds it and no other.

    A list is never an item: it holds advertisements, too, which have no headline.
    """
    for box in islice(_boxes(root), _MOST_BOXES):
        headlines, outside = box.css(_HEADLINE)[:_MOST_ITEMS], {*box.ancestors}
        held = Counter(it for each in headlines for it in each.ancestors if it not in outside)
        for headline in headlines:
            yield headline, _alone(headline, held)


def _alone(headline: Node, held: Counter[Node]) -> Node:
    around = list(takewhile(lambda node: _is_of_one(node, held), headline.ancestors))
    return around[-1] if around else headline


def _is_of_one(node: Node, held: Counter[Node]) -> bool:
    return held[node] == 1 and node.tag not in {"ul", "ol"}


def _boxes(root: Node) -> Iterator[Node]:
    """What follows the rail's heading in the same parent."""
    for heading in root.css("h2, h3, h4, strong, div, span"):
        if heading.brief(len(RAIL)) == RAIL:
            yield from heading.following


def _link(anchor: Node, item: Node, url: str) -> RelatedLink | None:
    address = urls.resolve(url, anchor.attribute("href"))
    if not address:
        return None
    title = fold(anchor.text)
    pictures = {node.key for node in item.css("figure, figcaption")}
    lines = [line for line in map(fold, item.paragraphs(pictures)) if line != title]
    publisher, age, told = _source(lines)
    return RelatedLink(title, address, publisher, " ".join(told), age)


def _source(lines: list[str]) -> tuple[str, str, list[str]]:
    """Publisher, age, and the other lines: `潮聲新聞 ・ 1 天前` may stand on one line or on two."""
    for index, line in enumerate(lines):
        match = _SOURCE.fullmatch(line)
        if match:
            return match["publisher"], match["age"], lines[:index] + lines[index + 1 :]
        if dates.is_relative(line) and len(line) <= _LONGEST_PUBLISHER:
            age, before = line.lstrip("・•· "), lines[:index]
            named = before and len(before[-1]) <= _LONGEST_PUBLISHER
            publisher = before.pop().rstrip("・•· ") if named else ""
            return publisher, age, before + lines[index + 1 :]
    return "", "", lines
