"""Finds articles on list pages, in feeds and in sitemaps, and fetches them."""

import struct
import zlib
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import timedelta
from typing import Any, ClassVar

from scrapy import Request
from scrapy.http import Response, TextResponse
from scrapy.utils.gz import gunzip
from twisted.python.failure import Failure

from crawler import aside, entries, lists, sites, urls
from crawler.downloader import LetGo
from crawler.errors import UsageError
from crawler.lists import Entry, Listing
from crawler.place import opened
from crawler.spiders import visits
from crawler.spiders.article import ArticleSpider
from crawler.store import WatchRow

MOST_ARTICLES = 1_000
MOST_SITEMAPS = 20
"""Sitemaps fetched from one index, those first that were changed last."""
MOST_PAGES = 10
"""Of a list, asked for one after the other while all that they name is new."""
LEAST_PAGE = 10
"""Articles of a page that may go on with another one."""

LONGEST_FAULT = 1_000
"""Characters of what is told of a list that could not be read."""

LARGEST_LIST = 16 * 2**20
"""Bytes of an unpacked `.gz` sitemap; sitemaps.org allows 50 MB, no news sitemap needs it."""


class DiscoverSpider(ArticleSpider):
    """`scrapy crawl discover -a url=LIST-FEED-OR-SITEMAP [-a limit=50] [-a max_age=2d]
    [-a only=PATTERN] [-a skip=PATTERN] [-a related=0]`.

    Only articles that the archive does not know are fetched: it looks at the others when they are
    due, and is told what the list says of when they were changed. Of a page, which links to
    anything, only addresses are taken that the file of a site knows as an article's.
    """

    name = "discover"
    known: ClassVar[tuple[str, ...]] = (
        "url", "urls", "limit", "max_age", "only", "skip", "related"
    )  # fmt: skip
    related = 0
    limit = 50
    """Articles fetched in one crawl."""
    max_age: timedelta | None = None
    """Of what a list says is older, nothing is taken."""

    async def begin(self) -> AsyncIterator[Request]:
        """A request for each list. Raises `UsageError`."""
        self.limit = self.number("limit", self.limit, MOST_ARTICLES)
        if age := self.given.get("max_age"):
            self.max_age = _checked("max_age", age, entries.span)
        for name in ("only", "skip"):
            if pattern := self.given.get(name):
                _checked(name, pattern, entries.pattern)
        for url in dict.fromkeys(self.asked()):
            for list_url in self._of_days(url):
                yield self.ask_for(list_url)

    async def parse_list(
        self, response: Response, source: str = "", nested: bool = False, page: int = 0
    ) -> AsyncIterator[Any]:
        """Requests for the articles, or for the sitemaps, that a list names."""
        listing = self.read_list(response, page)
        for url in [] if nested else self.further(listing):
            if self.seen.add(f"list {url}"):  # several indexes may name it
                yield self.ask_for(url, source, nested=True)
        named = {sites.identity(each.url): each for each in reversed(articles_of(listing))}
        wanted = {name: each for name, each in reversed(named.items()) if self.takes(each)}
        known = self._tell(response.url, wanted)
        new = [each.url for name, each in wanted.items() if name not in known]
        for request in list(self.looks(new, self.related, source))[: self.limit]:
            self.limit -= 1
            yield request
        goes_on = len(new) == len(named) >= LEAST_PAGE or page == 1  # which repeats the list itself
        if new and goes_on and self.limit > 0 and page < MOST_PAGES:
            for request in self._deeper(source, page + 1):
                yield request

    def read_list(self, response: Response, page: int = 0) -> Listing:
        """What a list names; nothing, and said so, where it cannot be read.

        What breaks off names what stands before, and that it does is said. Nor is a list what may
        be another thing, and names no article, but on a further `page` of one: lists have an end.
        """
        try:
            if response.status >= 400:
                raise ValueError(f"HTTP {response.status}")  # noqa: TRY301  as what is unreadable
            listing = lists.read(text_of(response), response.url, self.now())
            if listing.doubt and not (page or listing.sitemaps or articles_of(listing)):
                raise ValueError(listing.doubt)  # noqa: TRY301  likewise
        except ValueError as error:
            self._say_unread(response.url, str(error))
            return Listing()
        if listing.is_cut:
            count = len(listing.entries or listing.sitemaps)
            self._say_unread(response.url, f"it breaks off after {count}: {listing.doubt}")
        if not listing.sitemaps:  # which say nothing yet
            self.crawler.stats.inc_value("stet/lists-read")
        self.crawler.stats.inc_value("stet/named", len(articles_of(listing)))
        return listing

    async def failed_list(self, failure: Failure) -> None:
        """Say so: a list is no article, so there is no watch to note it on."""
        if isinstance(failure.value, LetGo):
            return
        url = failure.request.url  # type: ignore[attr-defined]  # Scrapy sets it
        self._say_unread(url, visits.fault_of(failure.value, url).message)

    def takes(self, each: Entry) -> bool:
        """Whether what a list names is young enough, and of the sections that are wanted."""
        said = each.updated or each.published
        if self.max_age and said and said.at < self.now() - self.max_age:
            return False
        where = "\n".join([each.url, *each.sections])
        only, skip = self.given.get("only"), self.given.get("skip")
        if only and not aside.stands_in(only, where):
            return False
        return not (skip and aside.stands_in(skip, where))

    def _tell(self, url: str, wanted: dict[str, Entry]) -> dict[str, WatchRow]:
        """What is known of it already, which is told when it was changed."""
        dates = {name: each.updated or each.published for name, each in wanted.items()}
        with opened(self.settings) as store:
            at = store.watches_at({each.url: name for name, each in wanted.items()})
            known = {name: at[each.url] for name, each in wanted.items() if each.url in at}
            said = {
                known[name].identity: date.at
                for name, date in dates.items()
                if date and name in known
            }
            hints = store.hints.note(said, self.now())
        self.crawler.stats.inc_value("stet/hints", hints)
        self.logger.info(
            "%s names %d articles, %d of them new, and tells of %d that were changed",
            *(url, len(wanted), len(wanted) - len(known), hints),
        )
        return known

    def further(self, listing: Listing) -> list[str]:
        """The sitemaps of an index, those first that were changed last."""
        young = [each for each in listing.sitemaps if self.takes(each)]
        dated = sorted(
            (each for each in young if each.updated),
            key=lambda each: each.updated.at if each.updated else self.now(),
            reverse=True,
        )
        undated = [each for each in young if not each.updated]
        return [each.url for each in (*dated, *undated)][:MOST_SITEMAPS]

    def _of_days(self, url: str) -> Iterator[str]:
        """The list, or those of today and yesterday where its address has `{day}`."""
        today = self.now().astimezone(sites.site_for(url).zone)
        for day in (today, today - timedelta(days=1)) if "{day}" in url else (today,):
            yield url.replace("{day}", f"{day:%Y-%m-%d}")

    def ask_for(self, url: str, source: str = "", *, nested: bool = False) -> Request:
        """A request for a list; `source` is the one that led to it."""
        return Request(
            url,
            callback=self.parse_list,
            errback=self.failed_list,
            dont_filter=True,  # Scrapy would drop a redirect to where it came from, unsaid
            cb_kwargs={"source": source or url, "nested": nested},
        )

    def _deeper(self, source: str, page: int) -> Iterator[Request]:
        ask = sites.site_for(source).deeper(source, page)
        if ask is not None:
            yield Request(
                ask.url,
                method="POST",
                body=ask.body,
                headers={"Content-Type": "application/json", "Accept": "application/json"},
                callback=self.parse_list,
                errback=self.failed_list,
                dont_filter=True,  # as above
                cb_kwargs={"source": source, "page": page},
            )

    def _say_unread(self, url: str, reason: str) -> None:
        self.logger.error("cannot read the list %s: %s", url, reason)
        stats = self.crawler.stats
        stats.inc_value("stet/lists-failed")
        if not stats.get_value("stet/list-fault"):
            stats.set_value("stet/list-fault", f"{url}: {reason}"[:LONGEST_FAULT])


def text_of(response: Response) -> str:
    """The text of a list, unpacked where it is a `.gz` file. Raises `ValueError`."""
    if response.body.startswith(b"\x1f\x8b"):
        try:
            unpacked = gunzip(response.body, max_size=LARGEST_LIST)
        except (OSError, EOFError, struct.error, zlib.error) as error:
            raise ValueError(f"it is a .gz file that cannot be unpacked ({error})") from None
        return unpacked.decode("utf-8", errors="replace")
    if isinstance(response, TextResponse):
        return response.text
    return response.body.decode("utf-8", errors="replace")


def articles_of(listing: Listing) -> Sequence[Entry]:
    """What may be an article: by the site's file, or where there is none by the word of a list
    that names nothing else.
    """
    return [
        each
        for each in listing.entries
        if sites.site_for(each.url).key_of(each.url)
        or (
            listing.is_of_articles
            and not sites.site_for(each.url).hosts
            and len(urls.path_and_query(each.url)) > 1
        )
    ]


def _checked(name: str, value: str, read: Any) -> Any:
    try:
        return read(value)
    except ValueError as error:
        raise UsageError(f"{name}={value!r}: {error}") from None
