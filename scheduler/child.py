"""One child process: started, followed to its end, and bounded in time, in silence and in log."""

import json
import logging
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType, MappingProxyType
from typing import IO, Any, BinaryIO

from crawler import amounts, clock
from crawler.errors import CrawlError
from crawler.interruption import heard_by

log = logging.getLogger(__name__)

TICK = 0.1
"""Seconds between two looks at whether a child is to be ended, and at its log."""

LONGEST_LINE = 1_000_000
"""Characters; what has no end is read in pieces, and is no line of ours."""

LOGS_KEPT = 200
"""Log files left in a folder; older ones are removed."""
LOGS_ROOM = 10
"""Times what one log may take that all older ones together may."""

URLS = ".urls"
"""What a child is to fetch stands beside its log, in a file of this ending."""
SETTINGS = ".toml"
"""And the settings by which it does, in one of this."""

Progress = Callable[[Mapping[str, Any]], None]
"""Takes one line of what a child tells while it runs."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a child may take."""

    deadline: float
    """Seconds in all."""
    silence: float
    """Seconds without a line: a child whose loop turns tells that it lives."""
    grace: float
    """Seconds that an ended child may wait for what is on its way, and once more to close; and that
    one may go on which has told that all is kept, as a thread of it may hang in a look-up."""


class Log:
    """The file into which a child writes what it says, with its middle cut out where it is long."""

    def __init__(self, path: Path, most: int) -> None:
        """`most`: bytes it may take, about: a fast writer is seen every `TICK`."""
        self.path = path
        self.most = most
        self.was_cut = False

    @classmethod
    def begin(cls, folder: Path, name: str, most: int) -> "Log":
        """A new one in a folder, from which the oldest go. Raises `CrawlError`."""
        started = clock.now().strftime("%Y%m%dT%H%M%S.%fZ")
        path = folder / f"{started}-{name}.log"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            tidy(folder, most)
            path.touch()
        except OSError as error:
            raise CrawlError(f"cannot write the crawl's log {path}: {error.strerror}") from None
        return cls(path, most)

    def cut(self) -> None:
        """Where it is too long, keep its beginning and its end; the writer goes on after that.

        Where its folder went or the disk is full it stays as it is: that the child is watched is
        worth more, and what is wrong with the folder is told by who writes into the archive there.
        """
        with suppress(OSError):
            self._cut()

    def _cut(self) -> None:
        size = self.path.stat().st_size
        if size <= self.most:
            return
        with self.path.open("r+b") as file:
            file.seek(size - self.most // 4)
            latest = file.read(self.most // 4)
            file.truncate(self.most // 4)
        with self.path.open("ab") as file:
            file.write(f"\n[longer than {amounts.told(self.most)}: a part is not kept]\n".encode())
            file.write(latest)
        if not self.was_cut:
            told = amounts.told(self.most)
            log.warning("%s is longer than %s: only its ends are kept", self.path, told)
        self.was_cut = True

    def last_line(self) -> str:
        """The latest that was said, for people."""
        try:
            with self.path.open("rb") as file:
                file.seek(max(self.path.stat().st_size - 4_000, 0))
                lines = file.read().decode("utf-8", errors="replace").strip().splitlines()
        except OSError as error:
            return f"its log cannot be read: {error.strerror}"
        return lines[-1].strip()[:300] if lines else "it said nothing"


def tidy(folder: Path, most: int) -> list[Path]:
    """Remove the oldest logs until one more fits, in number and in room; which they were."""
    kept, room = LOGS_KEPT - 1, LOGS_ROOM * most
    gone = []
    for path in sorted(folder.glob("*.log"), reverse=True):
        with suppress(FileNotFoundError):  # another process tidies, too
            room -= path.stat().st_size
            kept -= 1
            if kept < 0 or room < 0:
                path.unlink()
                path.with_suffix(URLS).unlink(missing_ok=True)  # of one whose starter was killed
                path.with_suffix(SETTINGS).unlink(missing_ok=True)
                gone.append(path)
    return gone


def write_privately(path: Path, text: str) -> None:
    """A file that nobody else may read: there may be a password in it."""
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")


class Child:
    """The process, its deadline, and the one way to end it."""

    process: subprocess.Popen[str]

    def __init__(self, log: Log, bounds: Bounds, note: Progress) -> None:
        """Starts nothing yet. `note` takes every line, and raises nothing."""
        self.log = log
        self.bounds = bounds
        self.note = note
        self.heard = time.monotonic()
        """When it last told something."""
        self.closed: float | None = None
        """When it told that all is kept."""
        self.ended_by = ""
        """Why we ended it; empty where it ended by itself, or had told that all is kept."""
        self.ended = threading.Event()
        self.interruptions = 0
        self.failure: BaseException | None = None
        """What `on_progress` raised."""

    def start(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start the process."""
        with self.log.path.open("ab") as stderr:  # to append is what lets `Log.cut` cut
            self.process = subprocess.Popen(  # noqa: S603  our own interpreter and arguments
                command,
                env=environment,
                stdin=subprocess.PIPE,  # never written: its end tells the child that we are gone
                stdout=subprocess.PIPE,
                stderr=stderr,
                start_new_session=True,  # a terminal's Ctrl-C reaches us only
                encoding="utf-8",
                errors="replace",
            )

    def follow(self, on_progress: Progress, stop: threading.Event | None) -> None:
        """Read progress until the end, whatever happens: a pipe left unread would hold the child.

        What interrupts us meanwhile is kept for `raise_interruption`.
        """
        self.heard = time.monotonic()
        arguments = (on_progress, stop)
        watch = threading.Thread(target=self._watch, args=arguments, daemon=True)
        with self.process:
            watch.start()
            for line in self._lines():
                self.heard = time.monotonic()
                if line["event"] == "closed":
                    self.closed = self.heard
                self.note(line)
                self._hand_on(line, on_progress)
            self.process.wait()
            self.ended.set()
        watch.join()
        self.log.cut()
        if self.process.returncode < 0 and not (self.ended_by or self.closed):
            name = signal.Signals(-self.process.returncode).name
            self.ended_by = f"{name} ended it, which was not ours"

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

    def _watch(self, on_progress: Progress, stop: threading.Event | None) -> None:
        latest = time.monotonic() + self.bounds.deadline
        while not self.ended.wait(TICK):
            self.log.cut()
            if self.closed and time.monotonic() - self.closed > self.bounds.grace:
                self._signal(signal.SIGKILL)
                return
            if self.interruptions or self.failure is not None:
                reason = "it was interrupted"
            elif stop is not None and stop.is_set():
                reason = "it was told to stop"
            elif time.monotonic() > latest:
                reason = f"it took longer than {self.bounds.deadline:.0f} s"
            elif time.monotonic() - self.heard > self.bounds.silence:
                reason = f"it hung: it told nothing for {self.bounds.silence:.0f} s"
            else:
                continue
            self._end(reason, on_progress)

    def _end(self, reason: str, on_progress: Progress) -> None:
        """SIGTERM; a second one once patience or the user has run out; at last SIGKILL."""
        self.ended_by, told = reason, self.interruptions
        self._signal(signal.SIGTERM)
        grace = self.bounds.grace
        self._hand_on({"event": "stopping", "reason": reason, "grace": grace}, on_progress)
        latest = time.monotonic() + grace
        while not self.ended.wait(TICK) and time.monotonic() < latest:
            if self.interruptions > told:
                break
        self._signal(signal.SIGTERM)
        if not self.ended.wait(grace):
            self._signal(signal.SIGKILL)
            self.ended.wait()

    def _signal(self, number: signal.Signals) -> None:
        """To the child and to whatever it has started."""
        if not self.ended.is_set():
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def _lines(self) -> Iterator[dict[str, Any]]:
        assert self.process.stdout  # noqa: S101  as it was started
        for line in iter(partial(self.process.stdout.readline, LONGEST_LINE), ""):
            with suppress(ValueError):
                found = json.loads(line)
                if isinstance(found, dict) and "event" in found:
                    yield found


class Attendant:
    """A program of ours that is kept running beside: where it ends it is started again, later each
    time.
    """

    SHORTEST, LONGEST = 1.0, 60.0
    """Seconds until it is started again; anew from the shortest once it ran for the longest."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        path: Path | None,
        files: Collection[int] = (),
        environment: Mapping[str, str] = MappingProxyType({}),
        heard: Callable[[str], object] | None = None,
    ) -> None:
        """Starts it; what it says is written to `path`, anew each time, or beside what we say.

        It is left the open `files`, by their numbers; `environment` goes before ours. `heard` takes
        each line that it writes to its standard output, in a thread of its own.
        """
        self.name = name
        self.command = command
        self.path = path
        self.files = files
        self.environment = environment
        self.heard = heard
        self.leaving = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None
        self.thread = threading.Thread(target=self._attend, daemon=True)
        self.thread.start()

    def stop(self, grace: float = 5.0) -> None:
        """End it, if need be by force."""
        self.leaving.set()
        if (process := self.process) is not None:
            process.terminate()
            try:
                process.wait(grace)
            except subprocess.TimeoutExpired:
                process.kill()
        self.thread.join()

    def _attend(self) -> None:
        pause = self.SHORTEST
        while not self.leaving.is_set():
            began = time.monotonic()
            how = self._run()
            if self.leaving.is_set():
                return
            pause = self.SHORTEST if time.monotonic() - began > self.LONGEST else pause
            place = f" ({self.path})" if self.path else ""
            log.error("%s %s: started again in %.0f s%s", self.name, how, pause, place)
            self.leaving.wait(pause)
            pause = min(pause * 2, self.LONGEST)

    def _run(self) -> str:
        """Once, to its end; how it ended."""
        try:
            with (
                self._said() as said,
                subprocess.Popen(  # noqa: S603  our own interpreter and arguments
                    self.command,
                    stdin=subprocess.PIPE,  # its end tells it that we are gone
                    stdout=subprocess.PIPE if self.heard else subprocess.DEVNULL,
                    stderr=said,
                    env={**os.environ, **self.environment, "STET_STOP_AT_EOF": "1"},
                    start_new_session=True,
                    pass_fds=self.files,
                ) as self.process,
            ):
                if self.leaving.is_set():
                    self.process.terminate()
                self._hear(self.process.stdout)
                ended = f"ended with {self.process.wait()}"
                return f"{ended} ({Log(self.path, 0).last_line()})" if self.path else ended
        except OSError as error:
            return f"did not start ({error.strerror})"

    def _hear(self, lines: IO[bytes] | None) -> None:
        """Hand on what it writes, until it closes its output as it ends."""
        for line in lines or ():
            if self.heard:
                self.heard(line.decode("utf-8", errors="replace").strip())

    @contextmanager
    def _said(self) -> Iterator[BinaryIO | None]:
        """Where what it says goes to; None: where what we say does."""
        if self.path is None:
            yield None
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("wb") as said:
            yield said
