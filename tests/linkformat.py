"""A strict reader of `application/link-format` and Link headers (RFC 6690, 8288)."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

_LINK = re.compile(r'<([^<>"\s]+)>((?:; [a-z]+="[^"]*")+)')
_ATTRIBUTE = re.compile(r'; ([a-z]+)="([^"]*)"')
_DATE = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) "
    r"\d{4} \d\d:\d\d:\d\d GMT"
)


@dataclass(frozen=True)
class Link:
    target: str
    rels: tuple[str, ...]
    attributes: dict[str, str]

    @property
    def at(self) -> datetime:
        return http_date(self.attributes["datetime"])


def http_date(said: str) -> datetime:
    assert _DATE.fullmatch(said), f"{said!r} is no HTTP date"
    return parsedate_to_datetime(said)


def read(document: str) -> list[Link]:
    """Every link, in order; an AssertionError for anything else between them."""
    links, place = [], 0
    document = document.rstrip("\n")
    while place < len(document):
        found = _LINK.match(document, place)
        assert found, f"no link: {document[place : place + 60]!r}"
        pairs = _ATTRIBUTE.findall(found[2])
        attributes = dict(pairs)
        assert len(attributes) == len(pairs), f"said twice: {found[2]}"
        links.append(Link(found[1], tuple(attributes.pop("rel").split()), attributes))
        place = found.end()
        if place < len(document):
            comma = re.compile(r",\s*(?=<)").match(document, place)
            assert comma, f"no comma: {document[place : place + 20]!r}"
            place = comma.end()
    return links


def named(links: list[Link], rel: str) -> list[Link]:
    return [link for link in links if rel in link.rels]
