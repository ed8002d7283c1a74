"""Runs one crawl as a child process with a deadline: the only place that starts Scrapy.

A page can block a parser for good, and a library can leak or crash: only a process can be
ended from outside. The child's own row in the archive says how the crawl went; its exit code
says little, as Scrapy exits 0 on nearly everything.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

from crawler import clock
from crawler.config import Config
from crawler.errors import EX_FAILED, EX_USAGE, CrawlError
from crawler.interruption import heard_by
from crawler.store import RunRow, Store

DEADLINE = 3600.0
"""Seconds that a crawl may take unless told otherwise."""

LOGS_KEPT = 200
"""Log files left in `data/logs`; older ones are removed."""

TICK = 0.1
"""Seconds between two looks at whether a child is to be ended."""

Progress = Callable[[Mapping[str, Any]], None]
"""Takes one line of what a crawl tells while it runs."""

_WELL = {"finished", "closespider_itemcount", "closespider_pagecount"}


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
    """Run one crawl to its end, or to its deadline in seconds.

    `now` is the moment at which the crawl is said to take place; `on_progress` gets each line
    of the child as it comes (`event`: run, page, seed, closed), and from another thread one with
    the event `stopping` when we end it, with the `reason` and our `grace`; `stop`, once set, ends
    the crawl in good order. Raises `CrawlError` where the child died before it could note
    anything, `StoreError` where the archive cannot be opened. Ctrl-C and SIGTERM end the child in
    good order and raise `KeyboardInterrupt` then; the second one does not wait for pages.
    """
    with Store.open(config):
        pass  # a broken archive is said here, once, and not in a child's log
    log = _log_file(config.data / "logs", batch.spider)
    with _urls_file(batch.urls) as urls:
        command = _command(batch, config, urls)
        child = _Child(batch.grace)
        with child.counting_interruptions():
            child.start(command, _environment(batch, config, now), log)
            child.follow(on_progress or (lambda line: None), deadline, stop)
            row = _closed(config, child.said, now)
    child.raise_interruption()
    if row is None:
        reason = child.ended_by or _last_line(log)
        raise CrawlError(f"the {batch.spider} crawl did not start: {reason} (see {log})")
    message = _judged(row, child.ended_by, log)
    code = (EX_USAGE if row.reason == "usage" else EX_FAILED) if message else 0
    return Outcome(row, code, log, message)


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
            case "page":
                self.stats[f"stet/kept/{line['outcome']}"] += 1
                if line["outcome"] == "fault":
                    self.stats[f"stet/faults/{line['fault']}"] += 1


class _Child:
    """The process, its deadline, and the one way to end it."""

    process: subprocess.Popen[str]

    def __init__(self, grace: float) -> None:
        self.grace = grace
        self.said = _Said()
        self.ended_by = ""
        """Why we ended it; empty where it ended by itself."""
        self.ended = threading.Event()
        self.interruptions = 0
        self.failure: BaseException | None = None
        """What `on_progress` raised."""

    def start(self, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        """Start the process."""
        with log.open("wb") as stderr:
            self.process = subprocess.Popen(  # noqa: S603  our own interpreter and arguments
                command,
                env=environment,
                stdin=subprocess.PIPE,  # never written: its end tells the child that we are gone
                stdout=subprocess.PIPE,
                stderr=stderr,
                start_new_session=True,  # a terminal's Ctrl-C reaches us only
                encoding="utf-8",
            )

    def follow(self, on_progress: Progress, deadline: float, stop: threading.Event | None) -> None:
        """Read progress until the end, whatever happens: a pipe left unread would hold the child.

        What interrupts us meanwhile is kept for `raise_interruption`.
        """
        arguments = (on_progress, deadline, stop)
        watch = threading.Thread(target=self._watch, args=arguments, daemon=True)
        with self.process:
            watch.start()
            for line in self._lines():
                self.said.note(line)
                self._hand_on(line, on_progress)
            self.process.wait()
            self.ended.set()
        watch.join()

    @contextmanager
    def counting_interruptions(self) -> Iterator[None]:
        """Count signals: an exception between any two lines of ours would leave the child alone."""
        if threading.current_thread() is not threading.main_thread():
            yield  # the daemon's crawls: its main thread gets the signals and sets `stop`
            return

        def count(number: int, frame: FrameType | None) -> None:
            self.interruptions += 1

        with heard_by(count):
            yield

    def raise_interruption(self) -> None:
        """Raise what kept us from following to the end: Ctrl-C, SIGTERM, or `on_progress`."""
        if self.failure is not None:
            raise self.failure
        if self.interruptions:
            raise KeyboardInterrupt

    def _hand_on(self, line: Mapping[str, Any], on_progress: Progress) -> None:
        if self.failure is None:
            try:
                on_progress(line)
            except BaseException as failure:  # noqa: BLE001  raised again once the child has ended
                self.failure = failure

    def _watch(self, on_progress: Progress, deadline: float, stop: threading.Event | None) -> None:
        latest = time.monotonic() + deadline
        while not self.ended.wait(TICK):
            if self.interruptions or self.failure is not None:
                reason = "it was interrupted"
            elif stop is not None and stop.is_set():
                reason = "it was told to stop"
            elif time.monotonic() > latest:
                reason = f"it took longer than {deadline:.0f} s"
            else:
                continue
            self._end(reason, on_progress)

    def _end(self, reason: str, on_progress: Progress) -> None:
        """SIGTERM; a second one once patience or the user has run out; at last SIGKILL."""
        self.ended_by, told = reason, self.interruptions
        self._signal(signal.SIGTERM)
        self._hand_on({"event": "stopping", "reason": reason, "grace": self.grace}, on_progress)
        latest = time.monotonic() + self.grace
        while not self.ended.wait(TICK) and time.monotonic() < latest:
            if self.interruptions > told:
                break
        self._signal(signal.SIGTERM)
        if not self.ended.wait(self.grace):
            self._signal(signal.SIGKILL)
            self.ended.wait()

    def _signal(self, number: signal.Signals) -> None:
        """To the child and to whatever it has started."""
        if not self.ended.is_set():
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def _lines(self) -> Iterator[dict[str, Any]]:
        for line in self.process.stdout or ():
            with suppress(ValueError):
                found = json.loads(line)
                if isinstance(found, dict) and "event" in found:
                    yield found


def _command(batch: Batch, config: Config, urls: Path | None) -> list[str]:
    arguments = dict(batch.arguments) | ({"urls": str(urls)} if urls else {})
    configured: dict[str, object] = {
        "USER_AGENT": config.user_agent,
        "DOWNLOAD_DELAY": config.delay,
        "DOWNLOAD_TIMEOUT": config.timeout,
        "CONCURRENT_REQUESTS_PER_DOMAIN": config.concurrent,
        "STET_MOST_RELATED": config.max_related,
    }
    command = [sys.executable, "-m", "scrapy", "crawl", batch.spider]
    for flag, pairs in (("-a", arguments), ("-s", configured | dict(batch.settings))):
        for name, value in pairs.items():
            command += [flag, f"{name}={value}"]
    return command


def _environment(batch: Batch, config: Config, now: datetime | None) -> dict[str, str]:
    ours = {
        "SCRAPY_SETTINGS_MODULE": "crawler.settings",  # from any folder, and when installed
        "STET_DATA": str(config.data.absolute()),
        "STET_URL": config.database_url,  # --data may have put that of stet.toml aside
        "STET_PROGRESS": "1",
        "STET_STOP_AT_EOF": "1",
        "PYTHONIOENCODING": "utf-8",
    }
    file = {"STET_CONFIG": str(config.file.absolute())} if config.file else {}
    scripted = {"STET_NOW": now.astimezone(UTC).isoformat()} if now else {}
    return {**os.environ, **ours, **file, **scripted, **batch.environment}


@contextmanager
def _urls_file(urls: Sequence[str]) -> Iterator[Path | None]:
    if not urls:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="stet-") as folder:
        path = Path(folder) / "urls.txt"
        path.write_text("\n".join(urls) + "\n", encoding="utf-8")
        yield path


def _log_file(folder: Path, spider: str) -> Path:
    started = clock.now().strftime("%Y%m%dT%H%M%S.%fZ")
    log = folder / f"{started}-{spider}.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for old in sorted(folder.glob("*.log"))[: -LOGS_KEPT + 1]:
            old.unlink(missing_ok=True)
        log.touch()
    except OSError as error:
        raise CrawlError(f"cannot write the crawl's log {log}: {error.strerror}") from None
    return log


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1].strip()[:300] if lines else "it said nothing"


def _closed(config: Config, said: _Said, now: datetime | None) -> RunRow | None:
    """The crawl's row, closed in its stead where it could not; None where there is no row."""
    if said.run is None:
        return None
    with Store.open(config) as store:
        row = store.run(said.run)
        if row.finished_at is not None:
            return row
        store.finish_run(row.id, now or clock.now(), said.reason, said.stats)
        return store.run(row.id)


def _judged(row: RunRow, ended_by: str, log: Path) -> str:
    """A sentence on what went wrong; empty where all went well."""
    troubles = [
        f"{row.stats[name]} {words}"
        for name, words in (
            ("stet/lost", "pages were read but not kept"),
            ("stet/errors", "pages broke our own code"),
            ("stet/lists-failed", "lists could not be read"),
        )
        if row.stats.get(name)
    ]
    if row.reason == "killed":
        troubles.append("what it read in its last half second may be missing")
    details = "".join(f"; {trouble}" for trouble in troubles)
    if said := row.stats.get("stet/error"):
        return f"{said}{details}"
    if ended_by:
        return (
            f"the {row.spider} crawl was ended: {ended_by}; what it kept is there{details} ({log})"
        )
    if row.reason not in _WELL:
        return f"the {row.spider} crawl ended early: {row.reason}{details} ({log})"
    return f"the {row.spider} crawl: {', '.join(troubles)} ({log})" if troubles else ""
