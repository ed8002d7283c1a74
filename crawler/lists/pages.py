"""List pages, front pages and section pages: every link with what it is called."""

from crawler import sites
from crawler.lists.listing import Listing, entry, once
from crawler.parsing import caps, dom

_HEADINGS = "h1, h2, h3, h4, h5, h6"


def read(text: str, url: str) -> Listing:
    """What a page links to; see `crawler.lists.read`."""
    if reason := caps.refusal(text):
        raise ValueError(reason)
    anchors = dom.parse(text).css("a[href]")
    said = (
        {"link": anchor.attribute("href"), "title": (anchor.first(_HEADINGS) or anchor).text}
        for anchor in anchors
    )
    links = once(entry(url, each) for each in said)
    doubt = _doubt(url) if links else "it is neither feed nor sitemap, nor a page with links"
    return Listing(links, is_of_articles=False, doubt=doubt if text.strip() else "it is empty")


def _doubt(url: str) -> str:
    if sites.site_for(url).hosts:
        return "it is a web page that links to no article"
    return (
        "it is a web page, and links to no article of a site that Stet has a file for: name a feed "
        "or a sitemap instead"
    )
