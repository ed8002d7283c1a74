"""Starts `scrapy` as a newcomer does, with a newsroom in place of the internet."""

import os
import subprocess
import sys
from pathlib import Path

from scheduler.newsroom import Newsroom

ROOT = Path(__file__).parents[1]


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
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *map(str, arguments)],
        env=environment(newsroom, data) | extra,
        cwd=data.parent,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )


def crawl(
    newsroom: Newsroom, data: Path, spider: str, *arguments: str | Path, **extra: str
) -> subprocess.CompletedProcess[str]:
    """`scrapy crawl SPIDER ARGUMENTS`."""
    return scrapy(newsroom, data, "crawl", spider, "-s", "DOWNLOAD_DELAY=0", *arguments, **extra)
