"""Finds articles on list pages, in feeds and in sitemaps, and fetches them."""

from collections.abc import AsyncIterator, Iterable
from typing import Any, ClassVar

from scrapy import Request, Selector  # noqa: TID251  for XML, which parsing.dom cannot read
from scrapy.http import Response, TextResponse
from scrapy.utils.gz import gunzip
from twisted.python.failure import Failure

from crawler import pipelines, sites, urls
from crawler.downloader import LetGo
from crawler.parsing import caps, dom
from crawler.spiders import visits
from crawler.spiders.article import ArticleSpider
from crawler.store import Store

MOST_ARTICLES = 1_000
MOST_SITEMAPS = 20
"""Sitemaps fetched from one index, newest first as sites order them."""

LARGEST_LIST = 16 * 2**20
"""Bytes of an unpacked `.gz` sitemap; sitemaps.org allows 50 MB, no news sitemap needs it."""

_PAGES = (
    "//item/origLink/text() | //item/link/text() | //item/guid/text()"  # RSS, and FeedBurner's own
    " | //entry/link/@href"  # Atom
    " | //url/loc/text()"  # sitemap
)
_XML = ("<?xml", "<rss", "<feed", "<urlset", "<sitemapindex")
_SITEMAPS = "//sitemap/loc/text()"


class DiscoverSpider(ArticleSpider):
    """`scrapy crawl discover -a url=LIST-FEED-OR-SITEMAP [-a limit=50] [-a related=0]`.

    Only links to sites that we have a file for are taken, and of these only articles that the
    archive does not know: it looks at the others when they are due.
    """

    name = "discover"
    known: ClassVar[tuple[str, ...]] = ("url", "urls", "limit", "related")
    related = 0
    limit = 50
    """Articles fetched in one crawl."""

    async def begin(self) -> AsyncIterator[Request]:
        """A request for each list. Raises `UsageError`."""
        self.limit = self.number("limit", self.limit, MOST_ARTICLES)
        for url in self.asked():
            yield self._list(url)

    async def parse_list(self, response: Response, nested: bool = False) -> AsyncIterator[Any]:
        """Requests for the articles, or for the sitemaps, that a list names."""
        if response.status >= 400:
            self._say_unread(response.url, f"HTTP {response.status}")
            return
        try:
            links, sitemaps = links_of(response)
        except ValueError as error:
            self._say_unread(response.url, str(error))
            return
        for url in sitemaps[: 0 if nested else MOST_SITEMAPS]:
            yield self._list(url, nested=True)
        articles = [urls.canonical(url) for url in links if sites.site_for(url).key_of(url)]
        named = {sites.identity(url): url for url in reversed(articles)}
        with Store.open(pipelines.place_of(self.settings), read_only=True) as store:
            known = store.watches_called(named)
        self.logger.info(
            "%s names %d articles of sites we know, %d of them new",
            *(response.url, len(named), len(named) - len(known)),
        )
        new = [url for name, url in reversed(named.items()) if name not in known]
        for request in list(self.looks(new, self.related))[: self.limit]:
            self.limit -= 1
            yield request

    async def failed_list(self, failure: Failure) -> None:
        """Say so: a list is no article, so there is no watch to note it on."""
        if isinstance(failure.value, LetGo):
            return
        url = failure.request.url  # type: ignore[attr-defined]  # Scrapy sets it
        self._say_unread(url, visits.fault_of(failure.value, url).message)

    def _list(self, url: str, nested: bool = False) -> Request:
        return Request(
            url,
            callback=self.parse_list,
            errback=self.failed_list,
            cb_kwargs={"nested": nested},
        )

    def _say_unread(self, url: str, reason: str) -> None:
        self.logger.error("cannot read the list %s: %s", url, reason)
        self.crawler.stats.inc_value("stet/lists-failed")


def links_of(response: Response) -> tuple[list[str], list[str]]:
    """What a list page, feed or sitemap links to: pages and further sitemaps, each once.

    Raises `ValueError`, saying why, where a page is written to stall a parser.
    """
    text = _text_of(response)
    head = text[:1000].lstrip("\ufeff \t\r\n").lower()
    if "<html" in head or not head.startswith(_XML):
        if reason := caps.refusal(text):
            raise ValueError(reason)
        anchors = dom.parse(text).css("a[href]")
        return _absolute(response, (anchor.attribute("href") for anchor in anchors)), []
    listing = Selector(text=text, type="xml")
    listing.remove_namespaces()
    pages, sitemaps = (listing.xpath(path).getall() for path in (_PAGES, _SITEMAPS))
    return _absolute(response, pages), _absolute(response, sitemaps)


def _text_of(response: Response) -> str:
    if response.body.startswith(b"\x1f\x8b"):
        return gunzip(response.body, max_size=LARGEST_LIST).decode("utf-8", errors="replace")
    if isinstance(response, TextResponse):
        return response.text
    return response.body.decode("utf-8", errors="replace")


def _absolute(response: Response, links: Iterable[str]) -> list[str]:
    found = (urls.resolve(response.url, link) for link in links)
    return list(dict.fromkeys(url for url in found if url))
