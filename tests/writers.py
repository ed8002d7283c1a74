"""A process that keeps versions without pause, and says of each batch that it is kept."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Thread

from crawler.items import Article
from crawler.store import Store
from tests.visits import article

ARTICLES = 5
"""In each batch a new version of each."""
PAGE = 40_000
"""Bytes of each page."""
ROOT = Path(__file__).parents[1]
SCRIPT = """
import os, sys
from itertools import count
from pathlib import Path
from crawler.store import Store
from tests.visits import visit
from tests.writers import ARTICLES, PAGE, identity, text

with Store.open(Path(sys.argv[1])) as store:
    for batch in count(int(sys.argv[2])):
        looks = [
            visit(text(batch, n), batch, identity=identity(n), payload=os.urandom(PAGE))
            for n in range(ARTICLES)
        ]
        store.keep(looks)
        print(batch, flush=True)
"""


def identity(number: int) -> str:
    return f"busy:{number}"


def text(batch: int, number: int) -> Article:
    """The text that an article has in a batch; its version is one more than the batch."""
    return article(f"第{batch}版", f"第{number}篇在第{batch}批的內文。")


@dataclass
class Writer:
    """What it has said so far."""

    process: subprocess.Popen[str]
    said: Condition
    kept: int = -1
    """The last batch that is kept."""

    def listen(self) -> None:
        for line in self.process.stdout or ():
            with self.said:
                self.kept = int(line)
                self.said.notify_all()
        with self.said:
            self.said.notify_all()

    def wait(self, batches: int) -> int:
        """Wait until so many more are kept; the last one."""
        with self.said:
            wanted = self.kept + batches
            ended = self.said.wait_for(
                lambda: self.kept >= wanted or self.process.poll() is not None, timeout=60
            )
            assert ended, "it hangs"
            assert self.kept >= wanted, "it gave up"
            return self.kept

    @contextmanager
    def paused(self) -> Iterator[None]:
        """While it is stopped, wherever it was, so that nothing grows under a long check."""
        self.process.send_signal(signal.SIGSTOP)
        yield
        self.process.send_signal(signal.SIGCONT)


@contextmanager
def writing(folder: Path, start: int = 0) -> Iterator[Writer]:
    """While it runs, from the batch `start` on; it is killed at the end."""
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(folder), str(start)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    writer = Writer(process, Condition())
    listener = Thread(target=writer.listen)
    listener.start()
    try:
        yield writer
    finally:
        process.kill()
        listener.join()
        process.communicate()


def check(folder: Path, kept: int, others: int = 0) -> None:
    """All that was kept up to a batch is in the archive of a folder, each version with its text."""
    with Store.open(folder, read_only=True) as store:
        assert len(store.watches()) == ARTICLES + others
        for number in range(ARTICLES):
            versions = store.versions(identity(number))
            looks = store.snapshots(identity(number))
            assert [row.number for row in versions] == list(range(1, len(versions) + 1))
            assert len(looks) == len(versions) > kept
            for batch in range(len(versions)):
                found = store.article(identity(number), batch + 1)
                wanted = text(batch, number)
                assert (found.title, found.body) == (wanted.title, wanted.body)
            assert all(len(store.payload(look.payload or "")) == PAGE for look in looks)
