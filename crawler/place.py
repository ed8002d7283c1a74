"""Where a crawl keeps: the archive that Scrapy's settings name."""

from pathlib import Path
from typing import Any

from crawler.config import Config


def place_of(settings: Any) -> Config:
    """Where a crawl keeps; a folder that is named with -s is one of its own, as with --data."""
    by = {name: settings.getpriority(name) or 0 for name in ("STET_DATA", "STET_URL")}
    url = "" if by["STET_DATA"] > by["STET_URL"] else settings.get("STET_URL", "")
    return Config(data=Path(settings["STET_DATA"]), database_url=url)
