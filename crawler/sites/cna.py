"""中央社 CNA: Taiwan's news agency, `www.cna.com.tw`.

One article has one history under every category path, `firstnews` among them, on the mobile site
and as AMP, because its 12-digit id is what counts. Templates are told apart by what the page is,
not by its date, so that old snapshots stay readable:

| pages of | text | time | tags |
|---|---|---|---|
| 2013-14 | `div.box_2 > p`, divided by `<br><br>` | `div.date`, both times | none |
| 2018-21 | `div.centralContent > div.paragraph`, the first | itemprop, without a zone | none |
| 2022-11 to 2023-02 | the same, with the carousel inside | the same | `div.articlekeywordGroup` |
| 2023-08 to 2025 | the same | `article:published_time` | the same, or `ul.upTags` |
| AMP | the rule for any site | JSON-LD | JSON-LD |

Real pages were at hand of 2013-14, 2023-02 and 2023-08, of 2018-21 expired ones and feeds.

Of the children of the text's div only text counts: paragraphs, subheads, lists, quotes. Where there
is no machine-readable time, the line above the text tells both (`2022/12/31 23:48（1/1 00:05
更新）`), and where it tells the update only, the day of publication is the one behind the last
bracket (`（編輯：甲/乙）1130918`). People are those in the brackets, also in those of a second
story below the first. The links chosen for an article (延伸閱讀, by topic, in the text) are its
related ones; the carousel that every page shows is kept apart and never followed.

| the page is | fault |
|---|---|
| the lead and 「您所瀏覽的新聞已過查詢時效」 | expired, with the lead |
| `<title>404</title>` | gone |
| of another id than asked for | wrong-article |
| a list, a topic, a search, the front page | front-page |
| without text in its place | empty-body |

A list page shows the newest 20 or so of a section; what its button brings is a POST of JSON to
`/cna2018api/api/WNewsList`, which goes some hundred back.
"""

import re
from collections.abc import Iterator

from crawler import urls
from crawler.parsing.lists import Ask, asked, objects
from crawler.parsing.page import Page
from crawler.parsing.structured import texts
from crawler.sites.base import NOTHING, Found, Listed, Site
from crawler.text import fold

_TEXT = ":is(p, h2, h3, h4, ul, ol, table, blockquote, div.quote, div.dictionary)"
_SECTION = re.compile(r"^/list/(?P<code>[a-z]+)\.aspx")
_API, _PAGE = "https://www.cna.com.tw/cna2018api/api/WNewsList", 100
_UPDATED, _JUNK = "最新更新", "NewsArticle"


class Cna(Site):
    """cna.com.tw: the 12-digit id names the article, whatever the path around it."""

    hosts = ("cna.com.tw",)
    version = 2
    key = re.compile(r"/(?P<key>\d{12})(?:-\d+)?(?!\d)")
    lists = re.compile(r"(?i)^/(?:$|(?:list|topic|tag|search|rss)/)")
    publisher = "中央社"

    title = ("div.centralContent h1", "div.news_content_new h1")
    date = (
        "[itemprop=datePublished]",  # to 2023-02, without a zone
        'meta[property="article:published_time"]',
        "div.publishtime, div.updatetime",
        "div.news_content_new div.date",
    )
    tags = ("div.articlekeywordGroup a", "ul.upTags a")
    categories = "div.breadcrumb a.blue"

    # The first such div only, and of its children only the text: since November 2022 a carousel
    # stands among them. A paragraph with a glossary entry (2020) is a div, not a <p>.
    body = (
        f"div.centralContent > div.paragraph > {_TEXT}",  # 2018-
        "div.news_content_new div.box_2 > p",  # 2013-14
        f"div.paragraph > {_TEXT}",
    )
    fragment = (f"div.paragraph > {_TEXT}", f"body > div > {_TEXT}", f"body > {_TEXT}", "div > p")
    popups = ".dictionary-box"
    ends = "你可能還想看|※?本網站之文字、圖片及影音"
    images = ("div.fullPic .floatImg, div.media .floatImg", "div.fullPic", "article > figure")
    captions = ".picinfo, figcaption"
    related = (
        "a.moreArticle-link, a.discursive, a.insert",
        "div.box_2 > p a",
    )
    sitewide = "div.topicItem a"

    expired = "您所瀏覽的新聞已過查詢時效"

    newest_lists = ("https://www.cna.com.tw/list/aall.aspx",)

    def deeper(self, url: str, page: int) -> Ask | None:
        """As the button below a section's list asks."""
        section = _SECTION.match(urls.path_and_query(url))
        if section is None:
            return None
        question = {"action": "0", "category": section["code"], "pagesize": _PAGE, "pageidx": page}
        return asked(_API, question)

    def listed(self, said: object) -> Iterator[dict[str, str]]:
        """The answer's `ResultData.Items`; an update is told only where there was one."""
        for each in objects(said, "ResultData", "Items"):
            yield {
                "link": each.get("PageUrl", ""),
                "title": each.get("HeadLine", ""),
                "published": each.get("CreateTime", ""),
                "updated": each.get("UpdateTime", ""),
            }

    def _date(self, page: Page) -> Found:
        """The line of 2018-19 tells the update only."""
        said, place = super()._date(page)
        return NOTHING if said.startswith(_UPDATED) else (said, place)

    def _one(self, page: Page, name: str) -> Found:
        """Until 2014 the section stands again behind the description."""
        said, place = super()._one(page, name)
        if name == "description":
            said = re.sub(rf"\s*\|\s*{re.escape(_section(page))}\s*$", "", said)
        elif name == "modified" and not said:
            line = next((fold(node.text) for node in page.root.css("div.updatetime")), "")
            return (line, "div.updatetime") if line.startswith(_UPDATED) else NOTHING
        return said, place

    def _tags(self, page: Page) -> Listed:
        """The visible ones, else the JSON-LD's without the junk "NewsArticle" at its end."""
        found = super()._tags(page)
        said = texts(page.data.article, "keywords")
        return found if found[0] else ([it for it in said if it != _JUNK], "JSON-LD keywords")

    def _categories(self, page: Page) -> Listed:
        """Until 2014 the section stands in the title alone."""
        found = super()._categories(page)
        section = _section(page)
        return ([section], "title") if section and not found[0] else found


def _section(page: Page) -> str:
    """`兩岸透視` of `HEADLINE | 兩岸透視 | 中央社`."""
    title = page.root.first("title")
    parts = fold(title.raw).split(" | ") if title else []
    return parts[-2] if len(parts) > 2 else ""
