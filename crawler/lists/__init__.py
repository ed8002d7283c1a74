"""What a list page, a feed, a sitemap or a list for programs names: one file a form."""

from datetime import datetime

from crawler.lists import feeds, pages, records, sitemaps
from crawler.lists.listing import Entry, Listing

__all__ = ["Entry", "Listing", "read"]

_HEAD = 1_000
"""Characters by which the form is known."""
_SITEMAP = ("<urlset", "<sitemapindex")
_XML = ("<?xml", "<rss", "<feed", "<rdf:rdf", *_SITEMAP)


def read(text: str, url: str, fetched_at: datetime | None = None) -> Listing:
    """What the list `text`, found at `url`, names: each article once, in its order.

    `fetched_at` (aware) is what its dates may not lie after. What is broken names what could still
    be read, and `Listing.doubt` says what is wrong with it. Raises `ValueError`, saying why, where
    it is written to stall a parser.
    """
    head = text[:_HEAD].lstrip("\ufeff \t\r\n").lower()
    if head.startswith(("{", "[")):
        return records.read(text, url, fetched_at)
    if "<html" in head or not head.startswith(_XML):
        return pages.read(text, url)
    if any(name in head for name in _SITEMAP):
        return sitemaps.read(text, url, fetched_at)
    return feeds.read(text, url, fetched_at)
