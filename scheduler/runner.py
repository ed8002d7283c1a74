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
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler import clock
from crawler.config import Config
from crawler.errors import EX_FAILED, EX_USAGE, CrawlError
from crawler.store import RunRow, Store

DEADLINE = 3600.0
"""Seconds that a crawl may take unless told otherwise."""

LOGS_KEPT = 200
"""Log files left in `data/logs`; older ones are removed."""

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
    grace: float = 20.0
    """Seconds between SIGTERM, on which the child keeps what it has, and SIGKILL."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a crawl went."""

    run: RunRow
    """What the crawl wrote of itself."""
    exit_code: int
    """0, or as in DESIGN rule 9."""
    pages: int
    """Visits, whatever they brought."""
    first: int
    """Articles seen for the first time."""
    new: int
    """New versions of known articles."""
    faults: int
    """Visits that brought no article."""
    log: Path
    """What the child said."""
    message: str = ""
    """What went wrong, for people; empty where all went well."""


def run(
    batch: Batch,
    config: Config,
    *,
    now: datetime | None = None,
    on_progress: Callable[[Mapping[str, Any]], None] | None = None,
    deadline: float = DEADLINE,
    stop: threading.Event | None = None,
) -> Outcome:
    """Run one crawl to its end, or to its deadline in seconds.

    `now` is the moment at which the crawl is said to take place; `on_progress` gets each line
    of the child as it comes (`event`: run, page, seed); `stop`, once set, ends the crawl in
    good order. Raises `CrawlError` where the child died before it could note anything,
    `StoreError` where the archive cannot be opened. Ctrl-C ends the child in good order and is
    then raised again.
    """
    with Store.open(config):
        pass  # a broken archive is said here, once, and not in a child's log
    log = _log_file(config.data / "logs", batch.spider)
    with _urls_file(batch.urls) as urls:
        command = _command(batch, config, urls)
        child = _Child(command, _environment(batch, config, now), log, batch.grace)
        number = child.follow(on_progress, deadline, stop)
    if number is None:
        reason = child.ended_by or _last_line(log)
        raise CrawlError(f"the {batch.spider} crawl did not start: {reason} (see {log})")
    return _outcome(config, number, child.ended_by, log, now)


class _Child:
    """The process, its deadline, and the one way to end it."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], log: Path, grace: float
    ) -> None:
        self.grace = grace
        self.ended_by = ""
        """Why we ended it; empty where it ended by itself."""
        with log.open("wb") as stderr:
            self.process = subprocess.Popen(  # noqa: S603  our own interpreter and arguments
                command,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=stderr,
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # a terminal's Ctrl-C reaches us only: two would lose pages
                encoding="utf-8",
            )

    def follow(
        self,
        on_progress: Callable[[Mapping[str, Any]], None] | None,
        deadline: float,
        stop: threading.Event | None,
    ) -> int | None:
        """Read progress until the end; the number of the run, if one was started."""
        number = None
        ended = threading.Event()
        threading.Thread(target=self._watch, args=(ended, deadline, stop), daemon=True).start()
        try:
            for line in self._lines():
                number = line["run"] if line["event"] == "run" else number
                if on_progress:
                    on_progress(line)
            self.process.wait()
        except BaseException:  # Ctrl-C, or on_progress failed: no child is left behind
            self.stop("it was interrupted")
            raise
        finally:
            ended.set()
            if self.process.stdout:
                self.process.stdout.close()
        return number

    def stop(self, reason: str) -> None:
        """SIGTERM once, time to keep what it has, then SIGKILL, to the whole group."""
        self.ended_by = reason
        self._signal(signal.SIGTERM)
        try:
            self.process.wait(self.grace)
        except BaseException as error:  # it hangs, or a second Ctrl-C came
            self._signal(signal.SIGKILL)
            self.process.wait()
            if not isinstance(error, subprocess.TimeoutExpired):
                raise

    def _watch(self, ended: threading.Event, deadline: float, stop: threading.Event | None) -> None:
        latest = time.monotonic() + deadline
        while not ended.wait(0.1):
            if stop is not None and stop.is_set():
                return self.stop("it was told to stop")
            if time.monotonic() > latest:
                return self.stop(f"it took longer than {deadline:.0f} s")
        return None

    def _signal(self, number: signal.Signals) -> None:
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
        "STET_PROGRESS": "1",
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


def _outcome(
    config: Config, number: int, ended_by: str, log: Path, now: datetime | None
) -> Outcome:
    with Store.open(config) as store:
        row = store.run(number)
        if row.finished_at is None:  # killed: the row must not stand open for ever
            store.finish_run(number, now or clock.now(), "killed", {})
            row = store.run(number)
    message = _judged(row, ended_by, log)
    first, new, same, faults = (
        int(str(row.stats.get(f"stet/kept/{outcome}", 0)))
        for outcome in ("first", "new", "same", "fault")
    )
    code = (EX_USAGE if row.reason == "usage" else EX_FAILED) if message else 0
    return Outcome(row, code, first + new + same + faults, first, new, faults, log, message)


def _judged(row: RunRow, ended_by: str, log: Path) -> str:
    if ended_by:
        return f"the {row.spider} crawl was ended: {ended_by}; what it had read is kept ({log})"
    if said := row.stats.get("stet/error"):
        return str(said)
    if row.reason not in _WELL:
        return f"the {row.spider} crawl ended early: {row.reason} ({log})"
    troubles = [
        f"{row.stats[name]} {words}"
        for name, words in (
            ("stet/lost", "pages were read but not kept"),
            ("stet/errors", "pages broke our own code"),
            ("stet/lists-failed", "lists could not be read"),
        )
        if row.stats.get(name)
    ]
    return f"the {row.spider} crawl: {', '.join(troubles)} ({log})" if troubles else ""
