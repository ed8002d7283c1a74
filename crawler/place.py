"""Where a crawl keeps: the archive that Scrapy's settings name."""

from pathlib import Path
from typing import Any

from crawler.config import Config
from crawler.store import Store


def opened(settings: Any) -> Store:
    """The archive, to write into. Raises `StoreError`.

    A crawl that a command of ours has started makes none: it was there, and if it is gone since,
    an empty one in its place would have all that comes look new.
    """
    return Store.open(place_of(settings), make=settings.getbool("STET_MAKE_ARCHIVE", True))


def place_of(settings: Any) -> Config:
    """Where a crawl keeps; a folder that is named with -s is one of its own, as with --data."""
    by = {name: settings.getpriority(name) or 0 for name in ("STET_DATA", "STET_URL")}
    url = "" if by["STET_DATA"] > by["STET_URL"] else settings.get("STET_URL", "")
    return Config(data=Path(settings["STET_DATA"]), database_url=url)
