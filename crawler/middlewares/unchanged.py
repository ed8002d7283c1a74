"""Asks for a page only if it has changed, and knows the very bytes again: neither is read anew.

The validators of an article stand in the archive beside the version that they are of, in the same
transaction, so that no crash can part them. What a 304 leaves as it is, is looked at all the same:
that counts as a look which found the version unchanged.
"""

import logging
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from crawler import sites
from crawler.errors import StoreError
from crawler.place import place_of
from crawler.store import LastSeen, Store, payload_digest

log = logging.getLogger(__name__)

ASK = "stet_look"
"""In a request's meta: the identity of the article that it looks at, if a 304 may answer it."""
SAME = "stet_same"
"""In a response's flags: what it brings is what the archive has already."""
WHOLE = 10
"""Every so manieth look asks for the whole page: no server whose 304 is wrong hides edits long."""

_VALIDATORS = (b"If-None-Match", b"If-Modified-Since")


def headers_for(seen: LastSeen | None, url: str, extractor: str) -> dict[bytes, bytes]:
    """What makes a server answer 304; nothing where the whole page has to be read.

    That is so for another URL than the validators are of, for a version that another parser read,
    where a list says that it was changed, and every tenth time.
    """
    if seen is None or seen.url != url or not is_read_alike(seen, extractor):
        return {}
    if seen.is_hinted or seen.checks % WHOLE == 0:
        return {}
    said = zip(_VALIDATORS, (seen.etag, seen.last_modified), strict=True)
    return {
        name: value.encode("latin-1")
        for name, value in said
        if value and value.isascii() and value.isprintable()
    }


def is_read_alike(seen: LastSeen, extractor: str) -> bool:
    """Whether today's parsers would read the same bytes as they were read."""
    return seen.extractor == extractor


class Unchanged:
    """Downloader middleware: sends validators, and marks answers that bring nothing new.

    A crawl that exports what it reads, with `-O`, reads every page.
    """

    def __init__(self, crawler: Crawler) -> None:
        if crawler.settings.getdict("FEEDS"):
            raise NotConfigured
        self.crawler = crawler
        self.store: Store | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.closed, signals.spider_closed)
        return middleware

    def process_request(self, request: Request) -> None:
        """Add what the archive knows of the page."""
        identity = request.meta.get(ASK)
        if not identity or "stet_seen" in request.meta:  # a redirect or a retry: it has them
            return
        try:
            seen = self._last_seen(identity)
        except StoreError as error:  # whether it can be kept is for who keeps it to say
            log.warning("%s is asked for as if it were new: %s", request.url, error)
            return
        request.meta["stet_seen"] = seen
        for name, value in headers_for(seen, request.url, extractor_of(request.url)).items():
            request.headers[name] = value

    def _last_seen(self, identity: str) -> LastSeen | None:
        if self.store is None:
            self.store = Store.open(place_of(self.crawler.settings), read_only=True)
        return self.store.last_seen(identity)

    def process_response(self, request: Request, response: Response) -> Response:
        """Mark a 304 that was asked for, and the bytes that are known."""
        seen: LastSeen | None = request.meta.get("stet_seen")
        if seen is None:
            return response
        is_asked = any(name in request.headers for name in _VALIDATORS)
        if response.status == 304 and is_asked:
            return self._marked(response, "stet/not-modified")
        is_alike = response.status == 200 and is_read_alike(seen, extractor_of(request.url))
        if is_alike and seen.payload and payload_digest(response.body) == seen.payload:
            return self._marked(response, "stet/same-bytes")
        return response

    def closed(self) -> None:
        """Let go of the archive."""
        if self.store is not None:
            self.store.close()

    def _marked(self, response: Response, count: str) -> Response:
        self.crawler.stats.inc_value(count)
        return response.replace(flags=[*response.flags, SAME])


def extractor_of(url: str) -> str:
    """Which of our parsers would read it."""
    return sites.site_for(url).extractor
