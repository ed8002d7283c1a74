"""`stet WORDS...` as a user types it, in a folder of its own."""

import io
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from subprocess import Popen
from typing import Protocol

from scheduler import cli
from scheduler.newsroom import Newsroom
from tests import warm

Answer = subprocess.CompletedProcess[str]

BODY = [
    "海角鎮公所今天宣布，第一期堤防工程提前完工，保護兩岸兩千三百戶居民。",
    "工務課長莊若谷表示，堤防全長3.2公里，總經費4億5000萬元，比預算節省了百分之六。",
    "居民代表葉青禾說：「去年淹過一次，今年總算能安心睡覺。」",
    "第二期工程預定明年4月動工，將增建兩座抽水站。",
]
TITLE = "海角鎮堤防提前完工"
SEED = f" date 2026-01-09 {TITLE}\n記者莊谷／綜合報導\n" + "\n".join(BODY)
"""A seed document in the text form: it has no URL."""


class Shell(Protocol):
    """Takes the words of a command line."""

    folder: Path
    """Where the commands are typed."""

    def __call__(self, *words: object, **environment: str) -> Answer:
        """Run it to its end; what it answers has no say in the next one."""


class Terminal:
    """Each command is a process of its own; the newsroom is the web."""

    def __init__(self, newsroom: Newsroom, folder: Path) -> None:
        """Writes a stet.toml into `folder` that asks for no delay."""
        self.folder = folder
        self.environment = {**os.environ, **newsroom.environment(), "NO_COLOR": "1"}
        self.environment.pop("COLUMNS", None)
        self.configure("[crawl]\ndelay = 0\n")

    def configure(self, settings: str) -> None:
        """Write stet.toml."""
        (self.folder / "stet.toml").write_text(settings, encoding="utf-8")

    def __call__(self, *words: object, **environment: str) -> Answer:
        """Run it to its end."""
        said = [*map(str, words)]
        return warm.run(["scheduler", *said], self.folder, self.environment | environment, 120)

    def started(self, *words: object) -> subprocess.Popen[str]:
        """Start it and let it run."""
        return subprocess.Popen(
            self.command(*words),
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    @staticmethod
    def command(*words: object) -> list[str]:
        """The same, to be started in another way."""
        return [sys.executable, "-m", "scheduler", *map(str, words)]


class Inside:
    """Each command runs inside of the test, much faster: for verbs that fetch nothing."""

    def __init__(self, folder: Path) -> None:
        """`folder` is where the commands are typed."""
        self.folder = folder

    def __call__(self, *words: object, **environment: str) -> Answer:
        """Run it to its end."""
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        before = dict(os.environ)
        os.environ.pop("COLUMNS", None)
        os.environ.update(environment)
        try:
            with redirect_stdout(out), redirect_stderr(err), chdir(self.folder):
                code = cli.main([str(word) for word in words])
        finally:
            os.environ.clear()
            os.environ.update(before)
        return Answer([*map(str, words)], code, *(_written(stream) for stream in (out, err)))


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()


def lines(answer: Answer) -> list[str]:
    """What was printed, by a command that had nothing to complain of."""
    assert answer.stderr == ""
    return answer.stdout.splitlines()


def piped(content: bytes) -> io.TextIOWrapper:
    """Stands for the standard input, through which this comes."""
    return io.TextIOWrapper(io.BufferedReader(io.BytesIO(content)))


def complaint(answer: Answer) -> str:
    """The one line in which a command said why it did not do as asked."""
    [line] = answer.stderr.splitlines()
    assert line.startswith("stet: ")
    return line


def eventually(holds: Callable[[], object], within: float = 60) -> None:
    """Wait until it comes to pass, so many seconds at most."""
    latest = time.monotonic() + within
    while not holds():
        assert time.monotonic() < latest, "it did not come to pass"
        time.sleep(0.01)


@contextmanager
def left_on(stet: Terminal, *words: object) -> Iterator[Popen[str]]:
    """A command that runs until the block ends, and is then asked to stop."""
    process = stet.started(*words)
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=60)
