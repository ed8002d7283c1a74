"""RSS and Atom, in all the ways they are written. The only use of feedparser."""

import io
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from xml.sax import SAXException

from crawler.lists.listing import Entry, Listing, entry, once
from crawler.parsing import dom

LARGEST = 4 * 2**20
"""Characters of a feed that are read: feedparser takes a second for 2 MB, feeds have 0.2."""
_ENTITIES = re.compile(r"<!(?:DOCTYPE|ENTITY)[^>\[]*(?:\[[^\]]*\])?[^>]*>", re.IGNORECASE)
_MARKUP = re.compile(r"[<&]")
_END = re.compile(r"</(\w+:)?(rss|feed|rdf)\s*>", re.IGNORECASE)


def read(text: str, url: str, fetched_at: datetime | None = None) -> Listing:
    """What a feed names; see `crawler.lists.read`."""
    import feedparser  # 60 ms that no other list needs wait

    plain = _ENTITIES.sub("", text[:LARGEST])  # no feed needs entities of its own
    found = feedparser.parse(
        io.BytesIO(plain.encode("utf-8", "replace")),  # a mere text it would take for an address
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,  # nothing of it is shown
        resolve_relative_uris=False,
    )
    named = once(_entries(found.entries, url, fetched_at))
    broken = _broken(found)
    # What is only a bit broken, as by an `&nbsp;`, feedparser reads to its end all the same.
    is_cut = bool(broken) and len(text) <= LARGEST and not _END.search(text)
    return Listing(named, doubt=_doubt(found, broken, named), is_cut=is_cut)


def _broken(found: Any) -> str:
    error = found.get("bozo_exception")
    return f"its XML is broken: {error.getMessage()}" if isinstance(error, SAXException) else ""


def _doubt(found: Any, broken: str, named: Sequence[Entry]) -> str:
    if not found.version:
        return "it is XML, and neither a feed nor a sitemap"
    is_linked = bool(named) or not found.entries
    return broken or ("" if is_linked else "none of its items has a link to an article")


def _entries(found: list[Any], url: str, fetched_at: datetime | None) -> Iterator[Entry | None]:
    for each in found:
        title = str(each.get("title", ""))
        said = {
            "link": each.get("feedburner_origlink") or each.get("link") or "",
            "title": dom.parse(title).text if _MARKUP.search(title) else title,
            "published": each.get("published") or "",
            # Asked for in another way, feedparser would give the time of publication for it.
            "updated": dict.get(each, "updated") or "",
        }
        sections = [tag.get("term") or "" for tag in each.get("tags", ())]
        yield entry(url, said, fetched_at, sections)
