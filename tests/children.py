"""Starts `scrapy` as a newcomer does, with a newsroom in place of the internet."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from crawler.store import Store
from scheduler.newsroom import Newsroom, Story
from tests import warm

ROOT = Path(__file__).parents[1]
BODY = ["氣象站表示，今晨測得規模5.2的地震，2人輕傷。", "各地沒有災情傳出。"]


def environment(newsroom: Newsroom | None, data: Path) -> dict[str, str]:
    """What a child process is told: where the newsroom is, where the archive is to be."""
    ours = {
        "SCRAPY_SETTINGS_MODULE": "crawler.settings",
        "PYTHONPATH": str(ROOT),
        "STET_DATA": str(data),
    }
    return os.environ | (newsroom.environment() if newsroom else {}) | ours


def scrapy(
    newsroom: Newsroom | None, data: Path, *arguments: str | Path, **extra: str
) -> subprocess.CompletedProcess[str]:
    """`scrapy ARGUMENTS` without delay between requests, with `extra` in its environment."""
    words = ["scrapy", *map(str, arguments)]
    return warm.run(words, data.parent, environment(newsroom, data) | extra, 60)


def crawl(
    newsroom: Newsroom, data: Path, spider: str, *arguments: str | Path, **extra: str
) -> subprocess.CompletedProcess[str]:
    """`scrapy crawl SPIDER ARGUMENTS`."""
    return scrapy(newsroom, data, "crawl", spider, "-s", "DOWNLOAD_DELAY=0", *arguments, **extra)


@contextmanager
def running(
    newsroom: Newsroom, data: Path, spider: str, *arguments: str | Path
) -> Iterator[subprocess.Popen[bytes]]:
    """`scrapy crawl SPIDER ARGUMENTS`, while it runs; it writes into `said` and `progress`."""
    command = [sys.executable, "-m", "scrapy", "crawl", spider, "-s", "DOWNLOAD_DELAY=0"]
    with said(data).open("wb") as stderr, progress(data).open("wb") as stdout:
        child = subprocess.Popen(
            [*command, *map(str, arguments)],
            env=environment(newsroom, data) | {"STET_PROGRESS": "1"},
            cwd=data.parent,
            stdin=subprocess.PIPE,
            stdout=stdout,
            stderr=stderr,
        )
        try:
            yield child
        finally:
            child.kill()
            child.communicate()


def said(data: Path) -> Path:
    """The log of a crawl that was `running`."""
    return data.parent / "crawl.log"


def progress(data: Path) -> Path:
    """The JSON lines of a crawl that was `running`."""
    return data.parent / "progress.jsonl"


def offspring(process: int) -> list[int]:
    """The processes that a process has started and that still run."""
    return [child for child, (state, parent) in _processes().items() if parent == process and state]


def is_running(process: int) -> bool:
    """Whether it has not ended, be it that nobody has asked yet how."""
    return bool(_processes().get(process, ("", 0))[0])


def _processes() -> dict[int, tuple[str, int]]:
    """State (empty for a zombie) and parent by process number."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has just ended
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
            found[int(stat.parent.name)] = (state.strip("ZX"), int(parent))
    return found


def url_of(number: int) -> str:
    """The address of the `number`th of `stories`: its identity is `cna:20260105NNNN`."""
    return f"https://www.cna.com.tw/news/aipl/20260105{number:04}.aspx"


def stories(newsroom: Newsroom, *titles: str) -> list[Story]:
    """Publish a story under each title, all with the same body."""
    return [
        newsroom.publish(title, BODY, url=url_of(number)) for number, title in enumerate(titles, 1)
    ]


def states(archive: Store) -> dict[str, str]:
    """Each watch's state by identity."""
    return {watch.identity: watch.state for watch in archive.watches()}
