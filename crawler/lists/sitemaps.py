"""Sitemaps, news sitemaps and sitemap indexes, as https://www.sitemaps.org has them."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as ET

from crawler.lists.listing import Entry, Listing, entry, once

_ENTITIES = re.compile(r"<!(?:DOCTYPE|ENTITY)[^>\[]*(?:\[[^\]]*\])?[^>]*>", re.IGNORECASE)
_STRAY = re.compile(r"&(?!#?\w{1,10};)")
_KINDS = {"url", "sitemap"}
_NAMES = {
    "loc": "link",
    "lastmod": "updated",
    "title": "title",
    "publication_date": "published",
}
_OF_PICTURES = re.compile("image|video")
_PIECE = 1 << 16


def read(text: str, url: str, fetched_at: datetime | None = None) -> Listing:
    """What a sitemap names; see `crawler.lists.read`."""
    pages: list[Entry | None] = []
    further: list[Entry | None] = []
    doubt = ""
    try:
        for kind, fields in _nodes(text):
            said = {_NAMES[name]: value for name, value in fields.items()}
            made = entry(url, said, fetched_at)
            (pages if kind == "url" else further).append(made)
    except ET.ParseError as error:  # what it names until there is taken
        doubt = f"its XML is broken: {error}"
    return Listing(once(pages), once(further), doubt=doubt, is_cut=bool(doubt))


def _nodes(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each `url` and `sitemap` element with what it says of itself."""
    plain = _STRAY.sub("&amp;", _ENTITIES.sub("", text))  # no sitemap needs entities of its own
    fields: dict[str, str] = {}
    for what, element in _events(plain):
        space, _, name = str(element.tag).rpartition("}")
        if what == "start":
            fields = {} if name in _KINDS else fields
        elif name in _KINDS:
            yield name, fields
            element.clear()
        elif name in _NAMES and not _OF_PICTURES.search(space):
            fields.setdefault(name, (element.text or "").strip())


def _events(text: str) -> Iterator[Any]:
    """Beginnings and ends of elements. Raises `ParseError` where the file is broken, or ends."""
    reader: ET.XMLPullParser[Any] = ET.XMLPullParser(["start", "end"])
    for start in range(0, len(text), _PIECE):
        reader.feed(text[start : start + _PIECE])
        yield from reader.read_events()
    reader.close()
    yield from reader.read_events()
