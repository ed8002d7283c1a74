"""What is told of a crawl: to the archive, to a program that waits for it, and to people."""

import asyncio
import json
import logging
import os
import resource
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, NotConfigured
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from scrapy.utils.asyncio import create_looping_call
from twisted.python.failure import Failure

from crawler import amounts, clock
from crawler.errors import StetError
from crawler.items import SeedDocument, Visit
from crawler.lists import Entry
from crawler.pipelines import KeepPipeline, fault_of, list_read, page_kept
from crawler.store import Kept
from crawler.text import counted

log = logging.getLogger(__name__)

_INVENTORIES = ("scrapy.middleware", "scrapy.crawler", "scrapy.core.engine", "alembic")
"""Loggers whose INFO lines list what Scrapy is made of: of use at `-L DEBUG` only."""

PULSE = 10.0
"""Seconds between two lines that tell a waiting program that the crawl lives."""
MEMORY_SECONDS = 1.0
"""Between two looks at how much memory it takes."""

_OUTCOMES = {
    "first": "seen for the first time",
    "new": "with a new version",
    "same": "unchanged",
    "fault": "not read",
}


class RunRecord:
    """Writes the crawl's own row into the archive: started, and how it ended.

    `scrapy crawl` exits 0 on nearly every failure, so this row is what our verbs judge by.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        extension = cls(crawler)
        crawler.signals.connect(extension.opened, signals.spider_opened)
        crawler.signals.connect(extension.closed, signals.spider_closed)
        for broken in (signals.spider_error, signals.item_error):
            crawler.signals.connect(extension.broke, broken)
        return extension

    def broke(self, failure: Failure) -> None:
        """Count a page that our own code failed on; Scrapy logs where."""
        self.crawler.stats.inc_value("stet/errors")
        if isinstance(failure.value, MemoryError):
            self.crawler.stats.inc_value("stet/memory")

    def opened(self, spider: Spider) -> None:
        """Start the row; where the archive refuses, nothing is fetched."""
        keep = self.crawler.get_item_pipeline(KeepPipeline)
        if keep is None or keep.store is None:
            return
        try:
            keep.run = keep.store.start_run(spider.name, getattr(spider, "given", {}), self._now())
        except StetError as error:
            log.error("%s", error)  # noqa: TRY400  a sentence for people
            raise CloseSpider("store") from None

    def closed(self, reason: str) -> None:
        """End the row, the last thing written by this crawl."""
        keep = self.crawler.get_item_pipeline(KeepPipeline)
        if keep is None or keep.store is None:
            return
        try:
            if keep.run is not None:
                stats = self.crawler.stats.get_stats()
                keep.store.finish_run(keep.run, self._now(), reason, stats)
        except StetError as error:
            log.error("%s", error)  # noqa: TRY400  a sentence for people
        finally:
            keep.store.close()

    def _now(self) -> Any:
        return clock.now(self.crawler.settings.get("STET_NOW") or "")


class Progress:
    """STET_PROGRESS: one JSON object a line on stdout, for the program that started the crawl."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("STET_PROGRESS"):
            raise NotConfigured
        self.crawler = crawler
        self.pulse = create_looping_call(self.lives)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy, after `RunRecord`."""
        extension = cls(crawler)
        crawler.signals.connect(extension.opened, signals.spider_opened)
        crawler.signals.connect(extension.kept, page_kept)
        crawler.signals.connect(extension.listed, list_read)
        crawler.signals.connect(extension.closed, signals.spider_closed)
        return extension

    def opened(self) -> None:
        """Name the run's row."""
        keep = self.crawler.get_item_pipeline(KeepPipeline)
        if keep is not None and keep.run is not None:
            self._write({"event": "run", "run": keep.run})
        self.pulse.start(PULSE, now=False)

    def lives(self) -> None:
        """Tell that the loop turns: a page that blocks a parser for good stops it."""
        self._write({"event": "alive"})

    def kept(self, item: Visit | SeedDocument, kept: Kept) -> None:
        """Tell of one page or seed document that is now in the archive."""
        event = "page" if isinstance(item, Visit) else "seed"
        line = {"event": event, "identity": kept.identity, "outcome": kept.outcome}
        self._write({**line, "version": kept.version, "state": kept.state, **described(item)})

    def listed(self, url: str, entries: Sequence[Entry]) -> None:
        """Tell what a list names."""
        for each in entries:
            at = each.published.at.isoformat() if each.published else ""
            line = {"event": "listed", "list": url, "url": each.url, "title": each.title, "at": at}
            self._write(line)

    def closed(self, reason: str) -> None:
        """Say why the crawl ends: its row cannot where the disk is full."""
        if self.pulse.running:
            self.pulse.stop()
        self._write({"event": "closed", "reason": reason})

    def _write(self, line: Mapping[str, object]) -> None:
        try:
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
            sys.stdout.flush()
        except BrokenPipeError:  # nobody waits any more; what is fetched is kept all the same
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class Memory:
    """STET_MAX_MEMORY: ends a crawl in good order while it can, and lets it have no more."""

    def __init__(self, crawler: Crawler) -> None:
        self.most = crawler.settings.getint("STET_MAX_MEMORY")
        if not self.most:
            raise NotConfigured
        self.crawler = crawler
        self.watch = create_looping_call(self.look)
        bound(self.most)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        extension = cls(crawler)
        crawler.signals.connect(extension.opened, signals.spider_opened)
        crawler.signals.connect(extension.closed, signals.spider_closed)
        return extension

    def opened(self) -> None:
        """Look from now on."""
        self.watch.start(MEMORY_SECONDS, now=False)

    def look(self) -> None:
        """Send no further request where it grows so large that the next page may be too much."""
        now = taken()
        if now > self.most * 0.8:
            self.watch.stop()
            told, most = amounts.told(now), amounts.told(self.most)
            log.error("this crawl takes %s of the %s it may take, and ends", told, most)
            closed = self.crawler.engine.close_spider_async(reason="memory")
            self.ending = asyncio.get_running_loop().create_task(closed)

    def closed(self) -> None:
        """Look no more."""
        if self.watch.running:
            self.watch.stop()


def bound(most: int) -> None:
    """Let this process have no more memory of its own; libraries mapped from files count not."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def taken() -> int:
    """Bytes of memory that this process has of its own, counted as `bound` counts them.

    Where nobody tells, the most that it ever took.
    """
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[5]
    except OSError:  # no Linux
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(pages) * resource.getpagesize()


def described(item: Visit | SeedDocument) -> dict[str, str | bool]:
    """URL and title of an item, and of its fault, if it has one, the kind, and whether it is but
    postponed.
    """
    if isinstance(item, SeedDocument):
        title = item.article.title[:200]
        return {"url": item.article.url, "title": title, "fault": "", "postponed": False}
    fault = fault_of(item)
    article = item.reading.article if item.reading else None
    title = article.title if article else fault.title if fault else ""
    kind = fault.kind if fault else ""
    is_postponed = bool(fault and fault.is_postponed)
    return {
        "url": item.snapshot.url,
        "title": title[:200],
        "fault": kind,
        "postponed": is_postponed,
    }


class LastWord:
    """Says in plain words what came of each page, and at last of the crawl, and what to do next."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        if crawler.settings["LOG_LEVEL"] == "INFO":
            for name in _INVENTORIES:
                logging.getLogger(name).setLevel(logging.WARNING)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        extension = cls(crawler)
        crawler.signals.connect(extension.kept, page_kept)
        crawler.signals.connect(extension.stopped, signals.engine_stopped)
        return extension

    def kept(self, item: Visit | SeedDocument, kept: Kept) -> None:
        """One line for an article; what brought none has been told when it was dropped."""
        if kept.outcome != "fault":
            log.info("%-5s %s %s", kept.outcome, kept.identity, described(item)["title"])

    def stopped(self) -> None:
        """The last line."""
        keep = self.crawler.get_item_pipeline(KeepPipeline)
        stats = self.crawler.stats.get_stats()
        wrong_from_the_start = "stet/error" in stats and "stet/lost" not in stats  # and told
        if keep is not None and keep.store is not None and not wrong_from_the_start:
            log.info("%s", last_word(stats))


def last_word(stats: Mapping[str, Any]) -> str:
    """What a crawl with these stats came to, in a sentence, and the command that comes next."""
    counts = {outcome: stats.get(f"stet/kept/{outcome}", 0) for outcome in _OUTCOMES}
    parts = [
        f"{counts[outcome]} {words}" for outcome, words in _OUTCOMES.items() if counts[outcome]
    ]
    if kinds := faults(stats).most_common():
        parts[-1] += f" ({', '.join(f'{number} {kind}' for kind, number in kinds)})"
    sentence = f"{counted(sum(counts.values()), 'page')}: {', '.join(parts) or 'nothing was read'}."
    seeds = total(stats, "stet/seeds/")
    if seeds:
        unresolved = stats.get("stet/unresolved", 0)
        aside = f" ({unresolved} without a URL, unresolved)" if unresolved else ""
        sentence = f"{counted(seeds, 'seed document')}{aside}; {sentence}"
    if refused := total(stats, "stet/refused/"):
        sentence += f" {refused} refused."
    if postponed := stats.get("stet/postponed", 0):
        sentence += f" {postponed} left for a later crawl."
    if errors := stats.get("stet/errors", 0):
        sentence += f" {errors} broke our own code, see above."
    if lost := stats.get("stet/lost", 0):
        return f"{sentence} {lost} read but NOT kept: {stats.get('stet/error', 'see above')}"
    return f"{sentence} Next: stet report"


def faults(stats: Mapping[str, Any]) -> Counter[str]:
    """How many pages were not read, by the kind of their fault."""
    start = "stet/faults/"
    kinds = {name.removeprefix(start): n for name, n in stats.items() if name.startswith(start)}
    return Counter(kinds)


def total(stats: Mapping[str, Any], prefix: str) -> int:
    """The sum of the stats whose names start so."""
    return sum(value for name, value in stats.items() if name.startswith(prefix))


class PlainLog(LogFormatter):
    """Scrapy's log lines without the items themselves, which are whole pages."""

    def dropped(
        self,
        item: Any,
        exception: BaseException,
        response: Response | Failure | None,
        spider: Spider,
    ) -> LogFormatterResult:
        """The reason alone."""
        line = super().dropped(item, exception, response, spider)
        return {**line, "msg": "%(exception)s", "args": {"exception": exception}}

    def item_error(
        self,
        item: Any,
        exception: BaseException,
        response: Response | Failure | None,
        spider: Spider,
    ) -> LogFormatterResult:
        """What the item was about; the traceback follows."""
        about = getattr(item, "identity", type(item).__name__)
        line = super().item_error(item, exception, response, spider)
        return {**line, "msg": "Error processing %(item)s", "args": {"item": about}}

    def scraped(
        self, item: Any, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        """Title and URL."""
        about = getattr(item, "title", type(item).__name__)
        line = super().scraped(item, response, spider)
        return {**line, "msg": "Scraped %(item)s", "args": {"item": about}}
