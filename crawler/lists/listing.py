"""What all forms of lists come to: entries with their addresses, titles and dates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from crawler import dates, sites, urls
from crawler.items import Moment
from crawler.text import fold

MOST = 50_000
"""Entries of one list, as many as sitemaps.org allows."""
_LONGEST_TITLE = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as a list names it."""

    url: str
    """Absolute, canonical."""
    title: str = ""
    """The headline; empty where the list has none."""
    published: Moment | None = None
    """As the list says."""
    updated: Moment | None = None
    """When the list says that it was last changed."""
    sections: tuple[str, ...] = ()
    """As the list names them."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What one list names."""

    entries: tuple[Entry, ...] = ()
    """Each address once, in the order of the list."""
    sitemaps: tuple[Entry, ...] = ()
    """Further sitemaps that an index names."""
    is_of_articles: bool = True
    """Whether what it names is articles and nothing else: a page links to anything."""
    doubt: str = ""
    """What else it may be where it names no article: `it is a web page`. Empty where it is a list
    by its form, though there be nothing on it."""
    is_cut: bool = False
    """Whether it breaks off, so that what else it names is not known; `doubt` says how."""


def entry(
    base: str,
    said: Mapping[str, str],
    fetched_at: datetime | None = None,
    sections: Iterable[str] = (),
) -> Entry | None:
    """What the list at `base` says of one article: `link`, `title`, `published`, `updated`.

    None where the link is none, or leads to the list itself.
    """
    link = said.get("link", "").strip()
    address = urls.resolve(base, link) if link else ""
    if not address or urls.canonical(address) == urls.canonical(base):
        return None
    zone = sites.site_for(base).zone

    def moment(name: str) -> Moment | None:
        raw = said.get(name, "")
        return dates.parse(raw, zone=zone, fetched_at=fetched_at) if raw else None

    return Entry(
        urls.canonical(address),
        fold(said.get("title", "")[:_LONGEST_TITLE]),
        moment("published"),
        moment("updated"),
        tuple(filter(None, map(fold, sections))),
    )


def once(entries: Iterable[Entry | None], most: int = MOST) -> tuple[Entry, ...]:
    """Each address once, so many at `most`: picture and headline may lead to the same article."""
    found: dict[str, Entry] = {}
    for each in entries:
        if each is None:
            continue
        known = found.get(each.url)
        if known is None:
            if len(found) == most:
                break
            found[each.url] = each
        elif not known.title and each.title:
            found[each.url] = replace(known, title=each.title)
    return tuple(found.values())
