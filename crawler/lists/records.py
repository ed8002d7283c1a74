"""Lists for programs, in JSON: a site's own, which its file reads, or a JSON Feed."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime

from crawler import sites
from crawler.lists.listing import Listing, entry, once
from crawler.parsing.lists import objects


def read(text: str, url: str, fetched_at: datetime | None = None) -> Listing:
    """What a JSON document names; see `crawler.lists.read`."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Listing(doubt=f"it begins as JSON does, and is none ({error})")
    named = [*sites.site_for(url).listed(said), *_feed(said)]
    is_feed = isinstance(said, dict) and isinstance(said.get("items"), list)
    doubt = "" if is_feed else "it is JSON, and no JSON Feed"
    return Listing(once(entry(url, each, fetched_at) for each in named), doubt=doubt)


def _feed(said: object) -> Iterator[Mapping[str, str]]:
    """The items of a JSON Feed: https://www.jsonfeed.org."""
    for each in objects(said, "items"):
        yield {
            "link": each.get("external_url") or each.get("url", ""),
            "title": each.get("title", ""),
            "published": each.get("date_published", ""),
            "updated": each.get("date_modified", ""),
        }
