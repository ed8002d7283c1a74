"""What becomes of an item: validated, normalised, kept. The only home of ItemAdapter."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import date, datetime
from functools import partial
from typing import Any, Self, TypeVar

from itemadapter import ItemAdapter
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DropItem
from scrapy.utils.spider import DefaultSpider

from crawler import clock, extract, sites, urls
from crawler.errors import StetError
from crawler.items import (
    COMPARED,
    Article,
    Draft,
    Fault,
    Image,
    Moment,
    RelatedLink,
    SeedDocument,
    Snapshot,
    Visit,
)
from crawler.place import opened
from crawler.store import Kept, SnapshotRow, Store
from crawler.text import fold

log = logging.getLogger(__name__)
T = TypeVar("T", Visit, SeedDocument)

BATCH = 50
"""Items kept in one transaction."""

BATCH_BYTES = 8 * 2**20
"""Payload kept in one transaction, about."""

BATCH_SECONDS = 0.5
"""The longest that an item waits: what a kill -9 may cost."""

list_read = object()
"""Signal, sent for each list that was read only to know what it names, with `url`, `entries`."""

page_kept = object()
"""Signal, sent for each item once it is stored, with `item` (Visit or SeedDocument) and `kept`."""

_OTHER_NAMES = {"from": "url"}
_LISTS = ("byline", "tags", "categories")
_RECORDS: dict[str, type[Image | RelatedLink]] = {"images": Image, "related": RelatedLink}
_READ_FROM_BODY = ("credits", "dateline")


class ValidatePipeline:
    """Turns what any spider yields into a Visit, and refuses what is no article.

    Our own spiders yield Visits and SeedDocuments; others may yield a Draft, or a dict,
    dataclass or Scrapy item with the seeds' names. A refusal is logged and counted in the stats
    as `stet/refused/REASON`.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler)

    def process_item(self, item: Any) -> Visit | SeedDocument:
        """The item as a Visit; raises `DropItem` with the reason."""
        if isinstance(item, Visit | SeedDocument):
            return item
        try:
            draft = item if isinstance(item, Draft) else draft_of(item)
        except (TypeError, ValueError) as error:
            raise self._refused("not-an-article", str(error)) from None
        missing = [name for name in ("title", "body") if not fold("".join(getattr(draft, name)))]
        if not urls.is_fetchable(draft.url):
            raise self._refused("no-url", f"{draft.url[:200]!r} is no URL")
        if missing:
            raise self._refused(f"no-{missing[0]}", draft.url)
        now = clock.now(self.crawler.settings.get("STET_NOW") or "")
        return Visit(sites.identity(draft.url), Snapshot(draft.url, draft.url, now, 200), draft)

    def _refused(self, reason: str, about: str) -> DropItem:
        self.crawler.stats.inc_value(f"stet/refused/{reason}")
        return DropItem(f"refused, {reason}: {about}", log_level="WARNING")


def draft_of(item: Any) -> Draft:
    """A Draft from a dict, dataclass or Scrapy item with the seeds' field names.

    Raises `TypeError` where it is no item, `ValueError` where a field holds no text.
    """
    if not ItemAdapter.is_item(item):
        raise TypeError(f"a {type(item).__name__} is no item")
    given = {_OTHER_NAMES.get(name, name): value for name, value in ItemAdapter(item).items()}
    taken = {
        field.name: _taken(field.name, given[field.name])
        for field in fields(Draft)
        if field.name in given and field.name not in {"observed", "sources"}
    }
    named = [*taken, *(_READ_FROM_BODY if "body" in taken else ())]
    observed = tuple(name for name in COMPARED if name in named)
    return Draft(**{"url": "", **taken}, observed=observed)


def _taken(name: str, value: Any) -> Any:
    if name == "body" and isinstance(value, str):
        return value.splitlines()
    if name in _RECORDS:
        return [_record(_RECORDS[name], one) for one in value or ()]
    if name in _LISTS or name == "body":
        return [_text(one) for one in ([value] if isinstance(value, str) else value or ())]
    return _text(value)


def _record(kind: type[Image | RelatedLink], value: Any) -> Image | RelatedLink:
    if isinstance(value, kind):
        return value
    if isinstance(value, str):
        return Image(value) if kind is Image else RelatedLink("", value)
    given = ItemAdapter(value)
    names = {field.name for field in fields(kind)}
    return kind(**{name: one for name, one in given.items() if name in names})


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case str() | int() | float():
            return str(value)
        case date() | datetime():
            return value.isoformat()
        case Moment(raw=raw):
            return raw
    raise ValueError(f"a {type(value).__name__} stands where text is expected")


class NormalisePipeline:
    """Draft -> Article: white space, dates, credits and URLs as `crawler.extract` normalises."""

    def process_item(self, item: Visit | SeedDocument) -> Visit | SeedDocument:
        """Set `reading`; a page without title or body becomes a Fault."""
        if isinstance(item, Visit) and item.found is not None:
            item.reading = extract.finish(item.found, item.snapshot.fetched_at)
        return item


class KeepPipeline:
    """Keeps visits and seed documents, many in one short transaction.

    What waits is kept when it is enough, half a second old, when the spider idles, and when it
    closes, for whatever reason. If the archive fails, the crawl closes with the reason "store".
    """

    store: Store | None = None
    run: int | None = None
    """Row of this crawl, once the extension that records runs has started it."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.waiting: list[Visit | SeedDocument] = []
        self.bytes_waiting = 0
        self.timer: asyncio.TimerHandle | None = None
        self.failed = self.closed = False
        self.closing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        pipeline = cls(crawler)
        crawler.signals.connect(pipeline.flush, signals.spider_idle)
        return pipeline

    def open_spider(self) -> None:
        """Open the archive; where that fails, close the crawl before anything is fetched."""
        if isinstance(self.crawler.spider, DefaultSpider):
            return  # `scrapy shell` and `scrapy fetch` look at a page and keep nothing
        try:
            self.store = opened(self.crawler.settings)
        except StetError as error:
            self._say(error)
            raise CloseSpider("store") from None

    def process_item(self, item: Visit | SeedDocument) -> Article:
        """The Article, for feed exports; `DropItem` where the visit brought none."""
        self.waiting.append(item)
        if isinstance(item, Visit):
            self.bytes_waiting += len(item.snapshot.payload)
        if self.closed or len(self.waiting) >= BATCH or self.bytes_waiting >= BATCH_BYTES:
            self.flush()
        elif self.timer is None:
            self.timer = asyncio.get_running_loop().call_later(BATCH_SECONDS, self.flush)
        return exported(item)

    def close_spider(self) -> None:
        """Keep what waits; the store itself is closed once the run is recorded in it."""
        self.closed = True
        self.flush()

    def flush(self) -> None:
        """Keep what waits, now."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None
        batch, self.waiting, self.bytes_waiting = self.waiting, [], 0
        if self.store is None:
            return
        documents = [item for item in batch if isinstance(item, SeedDocument)]
        visits = [item for item in batch if isinstance(item, Visit)]
        now = clock.now(self.crawler.settings.get("STET_NOW") or "")
        try:
            self._keep(documents, partial(self.store.keep_seeds, now=now))
        finally:
            self._keep(visits, partial(self.store.keep, run=self.run, reread=reread))

    def _keep(self, items: Sequence[T], write: Callable[[Sequence[T]], list[Kept]]) -> None:
        try:
            kept = self._written(items, write)
        except MemoryError:
            self._keep_apart(items, write)
            return
        except BaseException:  # a bug of the store's own: nothing is lost unsaid
            self._lose(len(items))
            raise
        self._lose(len(items) - len(kept))
        for item, one in zip(items, kept, strict=False):
            self._count(item, one)

    def _written(
        self, items: Sequence[T], write: Callable[[Sequence[T]], list[Kept]]
    ) -> list[Kept]:
        try:
            return write(items) if items and not self.failed else []
        except StetError as error:
            self.failed = True
            self._say(error)
            self._close()
            return []

    def _keep_apart(self, items: Sequence[T], write: Callable[[Sequence[T]], list[Kept]]) -> None:
        """One of them took more memory than there is; which, is known once each is by itself."""
        if len(items) > 1:
            for item in items:
                self._keep([item], write)
            return
        log.error("no memory to keep %s", getattr(items[0], "identity", "a page"))
        self.crawler.stats.inc_value("stet/memory")
        self._lose(1)

    def _lose(self, count: int) -> None:
        if count:
            self.crawler.stats.inc_value("stet/lost", count)

    def _count(self, item: Visit | SeedDocument, kept: Kept) -> None:
        table, fault = "kept" if isinstance(item, Visit) else "seeds", fault_of(item)
        if fault and fault.is_postponed:
            self.crawler.stats.inc_value("stet/postponed")
        else:
            self.crawler.stats.inc_value(f"stet/{table}/{kept.outcome}")
            if kept.outcome == "fault" and fault:
                self.crawler.stats.inc_value(f"stet/faults/{fault.kind}")
        if kept.event:
            self.crawler.stats.inc_value(f"stet/events/{kept.event}")
        self.crawler.signals.send_catch_log(page_kept, item=item, kept=kept)

    def _say(self, error: StetError) -> None:
        log.error("%s", error)
        self.crawler.stats.set_value("stet/error", str(error))

    def _close(self) -> None:
        if not self.closed:
            closing = self.crawler.engine.close_spider_async(reason="store")
            self.closing = asyncio.get_running_loop().create_task(closing)


def reread(payload: bytes, snapshot: SnapshotRow) -> Article | None:
    """What today's parsers read on a page that was stored when older ones had read it."""
    found = extract.draft(
        payload,
        snapshot.final_url,
        dict(snapshot.headers),
        status=snapshot.status,
        requested=snapshot.url,
        fetched_at=snapshot.fetched_at,
    )
    return extract.finish(found, snapshot.fetched_at).article


def exported(item: Visit | SeedDocument) -> Article:
    """What a feed export gets of an item. Raises `DropItem`, saying why, where there is nothing."""
    if isinstance(item, SeedDocument):
        return item.article
    if item.reading and item.reading.article:
        return item.reading.article
    if item.found is None:
        raise DropItem(f"unchanged, not read again: {item.snapshot.url}", log_level="DEBUG")
    raise DropItem(told(item.snapshot.url, fault_of(item)), log_level="WARNING")


def fault_of(item: Visit | SeedDocument) -> Fault | None:
    """Why a visit brought no article; None where it brought one, and for a seed document."""
    return item.reading.fault if isinstance(item, Visit) and item.reading else None


def told(url: str, fault: Fault | None) -> str:
    """One line on why a visit brought no article, with what could still be read."""
    if fault is None:
        return f"not read: {url}"
    lead = " ".join(fault.lead)[:200]
    still = f" Still to be read: {fault.title} {lead}".rstrip() if fault.title or lead else ""
    return f"{fault.kind}: {fault.message}: {url}.{still}"
