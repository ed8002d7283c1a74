"""What `-O FILE` writes: the seeds' names, readable text, nothing that a spreadsheet would run."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import tzinfo
from typing import Any, Self
from zoneinfo import ZoneInfo

from scrapy.crawler import Crawler
from scrapy.exporters import (
    BaseItemExporter,
    CsvItemExporter,
    JsonItemExporter,
    JsonLinesItemExporter,
    XmlItemExporter,
)

from crawler.items import Credit, Image, Moment, RelatedLink

FIELDS = {
    "title": "title",
    "date": "date",
    "author": "author",
    "url": "from",  # the seeds' name
    "tags": "tags",
    "categories": "categories",
    "credits": "credits",
    "dateline": "dateline",
    "body": "body",
    "images": "images",
    "related": "related",
    "modified": "modified",
    "language": "language",
    "description": "description",
    "canonical_url": "canonical_url",
}
"""Field of an Article -> its name in an export, in this order."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""First characters by which spreadsheets take a cell for a formula (OWASP: CSV injection)."""

_A_LINE_EACH = {"body", "images", "related"}


class _Plain(BaseItemExporter):
    """Times in the reader's zone; records as mappings without what is empty."""

    zone: tzinfo

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **options: Any) -> Self:
        """Made as Scrapy makes exporters, with the zone of stet.toml."""
        exporter = cls(*args, **options)
        exporter.zone = ZoneInfo(crawler.settings["STET_ZONE"])
        return exporter

    def serialize_field(self, field: Mapping[str, Any], name: str, value: Any) -> Any:
        """Plain data for one field."""
        return plain(value, self.zone)


class PlainJson(_Plain, JsonItemExporter):
    """`.json`."""


class PlainJsonLines(_Plain, JsonLinesItemExporter):
    """`.jsonl`."""


class PlainXml(_Plain, XmlItemExporter):
    """`.xml`."""


class ReadableCsv(_Plain, CsvItemExporter):
    """`.csv` to be read in a spreadsheet: one cell of text a field."""

    def serialize_field(self, field: Mapping[str, Any], name: str, value: Any) -> Any:
        """Text that no spreadsheet runs."""
        return harmless(cell(value, self.zone, "\n" if name in _A_LINE_EACH else ", "))


def plain(value: Any, zone: tzinfo) -> Any:
    """`value` in the terms of JSON; a Moment as ISO 8601, a "day" without a time of day."""
    if isinstance(value, Moment):
        local = value.at.astimezone(zone)
        return local.date().isoformat() if value.precision == "day" else local.isoformat()
    if isinstance(value, list | tuple):
        return [plain(one, zone) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((field.name, getattr(value, field.name)) for field in fields(value))
        return {name: plain(one, zone) for name, one in pairs if one}
    return value


def cell(value: Any, zone: tzinfo, between: str) -> str:
    """`value` as one text; what is many stands `between` apart."""
    match value:
        case None:
            return ""
        case Moment():
            return str(plain(value, zone))
        case Credit(role=role, name=name):
            return f"{role} {name}"
        case Image(url=url, caption=words) | RelatedLink(url=url, title=words):
            return f"{words} {url or ''}".strip()
        case list() | tuple():
            return between.join(cell(one, zone, between) for one in value)
    return str(value)


def harmless(text: str) -> str:
    """`text`, with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.lstrip(" \u3000").startswith(_FORMULA) else text
