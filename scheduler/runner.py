"""Runs one crawl as a child process with a deadline: the only place that starts Scrapy.

A page can block a parser for good, and a library can leak or crash: only a process can be
ended from outside. The child's own row in the archive says how the crawl went; its exit code
says little, as Scrapy exits 0 on nearly everything.
"""

import os
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler import amounts, clock
from crawler.config import Config
from crawler.errors import EX_FAILED, EX_USAGE, CrawlError
from crawler.store import TURN_OVER, RunRow, Store
from crawler.text import counted
from scheduler.child import SETTINGS, URLS, Bounds, Child, Log, Progress, write_privately

__all__ = ["DEADLINE", "LOGS", "SILENCE", "Batch", "Outcome", "Progress", "run"]

DEADLINE = 3600.0
"""Seconds that a crawl may take unless told otherwise."""

SILENCE = 300.0
"""Seconds without a word after which a crawl hangs unless told otherwise."""

LOGS = "logs"
"""The folder of what crawls have said, in the data folder."""

_WELL = {"finished", TURN_OVER, "closespider_itemcount", "closespider_pagecount"}


@dataclass(frozen=True, slots=True)
class Batch:
    """What one crawl is to do; knows nothing of who sent it."""

    spider: str
    """Its name: `article`, `cna`, `seeds`."""
    arguments: Mapping[str, str] = field(default_factory=dict)
    """As `-a NAME=VALUE`."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Added to the child's environment: a proxy, STET_ALLOWED_HOSTS."""
    urls: Sequence[str] = ()
    """Any number of pages; they reach the child through a file."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """As `-s NAME=VALUE`, before what the configuration says."""
    silence: float = SILENCE
    """Seconds in which a crawl that tells nothing hangs: it says every 10 that its loop turns."""
    turn: float = 0.0
    """Seconds after which it sends no further request, and ends in good order; 0: none."""
    grace: float = 10.0
    """Seconds that an ended child may wait for what is on its way, and once more to close."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a crawl went."""

    run: RunRow
    """What the crawl wrote of itself."""
    exit_code: int
    """0, or as in DESIGN rule 9."""
    log: Path
    """What the child said."""
    message: str = ""
    """What went wrong, for people; empty where all went well."""


def run(
    batch: Batch,
    config: Config,
    *,
    now: datetime | None = None,
    on_progress: Progress | None = None,
    deadline: float = DEADLINE,
    stop: threading.Event | None = None,
) -> Outcome:
    """Run one crawl to its end, to its deadline in seconds, or until it hangs.

    `now` is the moment at which the crawl is said to take place; `on_progress` gets each line
    of the child as it comes (`event`: run, page, seed, closed), and from another thread one with
    the event `stopping` when we end it, with the `reason` and our `grace`; `stop`, once set, ends
    the crawl in good order. Raises `CrawlError` where the child died before it could note
    anything or its files cannot be written, `StoreError` where the archive cannot be opened. Ctrl-C
    and SIGTERM end the child in good order and raise `KeyboardInterrupt` then; the second one does
    not wait for pages.
    """
    with Store.open(config, make=False):
        pass  # a broken archive is said here, once, and not in a child's log
    log = Log.begin(config.data / LOGS, batch.spider, config.max_log)
    said = _Said()
    asked = "".join(f"{url}\n" for url in batch.urls)
    with (
        _written(log.path.with_suffix(URLS), asked or None) as urls,
        _written(log.path.with_suffix(SETTINGS), config.text) as settings,
    ):
        command = _command(batch, config, urls)
        child = Child(log, Bounds(deadline, batch.silence, batch.grace), said.note)
        with child.counting_interruptions():
            child.start(command, _environment(batch, config, settings, now))
            child.follow(on_progress or (lambda line: None), stop)
            row = _closed(config, said, now)
    child.raise_interruption()
    if row is None:
        ended = f"was ended before it began: {child.ended_by}" if child.ended_by else ""
        how = ended or f"did not start: {log.last_line()}"
        raise CrawlError(f"the {batch.spider} crawl {how} (see {log.path})")
    message = _judged(row, child.ended_by, log, config.max_memory)
    code = (EX_USAGE if row.reason == "usage" else EX_FAILED) if message else 0
    return Outcome(row, code, log.path, message)


@dataclass(slots=True)
class _Said:
    """What the child has told of itself so far."""

    run: int | None = None
    """The number of its row."""
    reason: str = "killed"
    """Why it ended: as it says itself at its end, if it comes to that."""
    stats: Counter[str] = field(default_factory=Counter)
    """Pages and seed documents by outcome and fault, under the names of the crawl's own stats."""

    def note(self, line: Mapping[str, Any]) -> None:
        """Take one line of progress."""
        match line["event"]:
            case "run":
                self.run = line["run"]
            case "closed":
                self.reason = line["reason"]
            case "seed":
                self.stats[f"stet/seeds/{line['outcome']}"] += 1
            case "page" if not line["postponed"]:
                self.stats[f"stet/kept/{line['outcome']}"] += 1
                if line["outcome"] == "fault":
                    self.stats[f"stet/faults/{line['fault']}"] += 1


def _command(batch: Batch, config: Config, urls: Path | None) -> list[str]:
    arguments = dict(batch.arguments) | ({"urls": str(urls)} if urls else {})
    configured: dict[str, object] = {
        "USER_AGENT": config.user_agent,
        "DOWNLOAD_DELAY": config.delay,
        "DOWNLOAD_TIMEOUT": config.timeout,
        "CONCURRENT_REQUESTS_PER_DOMAIN": config.concurrent,
        "STET_MOST_RELATED": config.max_related,
        "STET_MOST_RELATED_A_DAY": config.max_related_a_day,
        "STET_MAX_MEMORY": config.max_memory,
        "STET_TURN": batch.turn,
    }
    command = [sys.executable, "-m", "scrapy", "crawl", batch.spider]
    for flag, pairs in (("-a", arguments), ("-s", configured | dict(batch.settings))):
        for name, value in pairs.items():
            command += [flag, f"{name}={value}"]
    return command


def _environment(
    batch: Batch, config: Config, settings: Path | None, now: datetime | None
) -> dict[str, str]:
    """`settings` are those in use: somebody may be writing the file that they are from."""
    ours = {
        "SCRAPY_SETTINGS_MODULE": "crawler.settings",  # from any folder, and when installed
        "STET_DATA": str(config.data.absolute()),
        "STET_URL": config.database_url,  # --data may have put that of stet.toml aside
        "STET_MAKE_ARCHIVE": "0",
        "STET_PROGRESS": "1",
        "STET_STOP_AT_EOF": "1",
        "PYTHONIOENCODING": "utf-8",
    }
    file = {"STET_CONFIG": str(settings.absolute())} if settings else {}
    scripted = {"STET_NOW": now.astimezone(UTC).isoformat()} if now else {}
    return {**os.environ, **ours, **file, **scripted, **batch.environment}


@contextmanager
def _written(path: Path, text: str | None) -> Iterator[Path | None]:
    """For nobody else to read, and beside the log, with which it goes at last if we are killed.

    Raises `CrawlError` where it cannot be written.
    """
    if text is None:
        yield None
        return
    try:
        _write(path, text)
        yield path
    finally:
        path.unlink(missing_ok=True)


def _write(path: Path, text: str) -> None:
    try:
        write_privately(path, text)
    except OSError as error:
        raise CrawlError(f"cannot write {path}: {error.strerror}") from error


def _closed(config: Config, said: _Said, now: datetime | None) -> RunRow | None:
    """The crawl's row, closed in its stead where it could not; None where there is no row."""
    if said.run is None:
        return None
    with Store.open(config, make=False) as store:
        row = store.run(said.run)
        if row.finished_at is not None:
            return row
        store.finish_run(row.id, now or clock.now(), said.reason, said.stats)
        return store.run(row.id)


def _judged(row: RunRow, ended_by: str, log: Log, memory: int) -> str:
    """A sentence on what went wrong; empty where all went well."""
    room = f"more than the {amounts.told(memory)} that it may take ([crawl] max_memory)"
    troubles = [
        f"{counted(int(str(count)), what)} {words}"
        for name, what, words in (
            ("stet/lost", "page", "read but not kept"),
            ("stet/errors", "page", "broke our own code"),
            ("stet/memory", "page", f"took {room}"),
        )
        if (count := row.stats.get(name))
    ]
    if unread := _unread(row.stats):
        troubles.append(unread)
    if row.reason == "killed":
        troubles.append("what it read in its last half second may be missing")
        if "MemoryError" in log.last_line():
            ended_by = f"it took {room}"
    details = "".join(f"; {trouble}" for trouble in troubles)
    if said := row.stats.get("stet/error"):
        return f"{said}{details}"
    if row.reason == "memory":
        ended_by = f"it was about to take {room}"
    crawl = f"the {row.spider} crawl"
    if ended_by:
        return f"{crawl} was ended: {ended_by}; what it kept is there{details} ({log.path})"
    if row.reason not in _WELL:
        return f"{crawl} ended early: {row.reason}{details} ({log.path})"
    if troubles == [unread]:
        return f"{unread} ({log.path})"
    return f"{crawl}: {', '.join(troubles)} ({log.path})" if troubles else ""


def _unread(stats: Mapping[str, Any]) -> str:
    """Which list could not be read, and why; empty where all could."""
    others = int(stats.get("stet/lists-failed", 0)) - 1
    more = f", nor {counted(others, 'other')}" if others > 0 else ""
    return f"cannot read the list {stats['stet/list-fault']}{more}" if others >= 0 else ""
