"""List pages, front pages and section pages: every link with what it is called."""

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
    return Listing(once(entry(url, each) for each in said), is_of_articles=False)
