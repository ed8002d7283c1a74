"""How long readers wait while a crawl writes: `python -m tests.benchmarks.pages 10000 100000`.

Each number is one of articles: see `tests.benchmarks.large`, of which all beyond `--invented` are
copies. `stet serve` shows the archive as it does to anyone, and a process keeps versions meanwhile,
as many a second as `--kept`. Of each kind of page 20 readers ask for some, one at a time each, and
read each for about `--pause` seconds: with 0 they ask again at once, which no reader does, and the
server answers them one after another. What is told is the clock from question to last byte, so it
holds for a machine that is otherwise at rest; the table ends with the load at the time.
"""

import argparse
import asyncio
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from urllib.parse import quote

from crawler.config import Config
from crawler.store import Store
from crawler.store.database import open_database
from scheduler.compare import write_missing_reports
from scheduler.web import addresses
from tests.benchmarks import large
from tests.benchmarks.search import WORDS, written
from tests.visits import START, article, visit

READERS = 20
ASKED = 5
"""Pages that each reader asks for, of each kind."""
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one kind of page."""

    median: float
    """Milliseconds, as is the next."""
    slow: float
    """The 95th of a hundred."""
    size: int
    """Bytes of the largest."""


def kinds(config: Config) -> Mapping[str, Sequence[str]]:
    """Addresses of each kind of page."""
    names, keys = large.some(open_database(config.data), 100)
    with Store.open(config, read_only=True) as store:
        several = [name for name in names if store.find(name).versions > 1]
    sites = random.choices(large.SITES[:100], k=100)
    return {
        "the first page": ["/"],
        "the changes before a certain one": [f"/?before={quote(key, safe='')}" for key in keys],
        "the changes of a site": [f"/?site={site}" for site in sites],
        "the edits that score 50": ["/?kind=edited&min_score=50"],
        "the changes of an outlet that is not there": ["/?publisher=nobody"],
        "the sites": ["/sites"],
        "a site": [f"/sites/{site}" for site in sites],
        "an article": [addresses.article(name) for name in names],
        "a version": [addresses.version(name, 1) for name in names],
        "two versions compared": [addresses.difference(name, 1, 2) for name in several],
        "a report": [addresses.report(key) for key in keys],
        "a search for a common word": [f"/search?q={quote(word)}" for word in WORDS[:40]],
        "a search for a rare word": [f"/search?q={quote(word)}" for word in WORDS[40_000:40_100]],
        "the Atom feed": ["/feed.atom"],
        "the changes as JSON": ["/api/changes"],
    }


# ------------------------------------------------------------------ who reads


async def read(port: int, paths: Sequence[str], pause: float) -> tuple[list[float], int]:
    """Seconds that each page took one reader, and the bytes of the largest."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    taken, largest = [], 0
    for _ in range(ASKED):
        await asyncio.sleep(random.uniform(0.5, 1.5) * pause)
        asked = f"GET {random.choice(paths)} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"
        start = time.perf_counter()
        writer.write(asked.encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        assert head.startswith(b"HTTP/1.1 200"), (asked, head)
        assert length
        largest = max(largest, len(await reader.readexactly(int(length[1]))))
        taken.append(time.perf_counter() - start)
    writer.close()
    return taken, largest


async def together(port: int, paths: Sequence[str], pause: float) -> Figures:
    found = await asyncio.gather(*(read(port, paths, pause) for _ in range(READERS)))
    taken = [seconds * 1_000 for some, _ in found for seconds in some]
    slow = statistics.quantiles(taken, n=20)[18]
    return Figures(statistics.median(taken), slow, max(size for _, size in found))


# ------------------------------------------------------------------ who writes, who serves


def keep(data: Path, rate: float) -> None:
    """Keep new articles, and rewrite each once, ten at a time, with their reports, until killed."""
    first = (large.last_moment(open_database(data)) - START) / timedelta(hours=1)
    with Store.open(data) as store:
        for batch in count():
            key = time.time_ns()  # of no other article
            for edition in range(2):
                store.keep(
                    [
                        visit(
                            article(written(6), written(50), url=f"https://{site}/{key}"),
                            first + batch / 60 + edition,
                            identity=f"{site}:{key}",
                        )
                        for site in large.SITES[:300:30]
                    ]
                )
                write_missing_reports(store)
                time.sleep(10 / rate)


@contextmanager
def running(*words: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, *words], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=30)


def measured(data: Path, pause: float, rate: float) -> dict[str, Figures]:
    """All kinds of pages."""
    asked = kinds(Config(data=data))
    module = "tests.benchmarks.pages"
    serve = ("-m", "scheduler", "serve", "--port", "0", "--data", str(data))
    with running(*serve) as server, running("-m", module, "--keep", str(data), "--kept", str(rate)):
        assert server.stdout
        address = re.search(r":(\d+)/", server.stdout.readline())
        assert address
        ask = partial(together, int(address[1]))
        for paths in asked.values():  # templates are read, questions compiled
            asyncio.run(ask(paths[:1], 0))
        return {kind: asyncio.run(ask(paths, pause)) for kind, paths in asked.items()}


def table(figures: Mapping[int, Mapping[str, Figures]]) -> str:
    """Markdown, with the ratio of the last size to the first."""
    sizes = list(figures)
    head = ["what", "kB", *(f"{size:,} articles" for size in sizes), "p50 grows", "p95 grows"]
    rows = [head, ["---"] * len(head)]
    for kind, first in figures[sizes[0]].items():
        each = [figures[size][kind] for size in sizes]
        weight = max(one.size for one in each) / 1_000
        shown = [f"{one.median:.0f}, {one.slow:.0f}" for one in each]
        grows = each[-1].median / first.median, each[-1].slow / first.slow
        rows.append([kind, f"{weight:.0f}", *shown, *(f"{ratio:.2f}" for ratio in grows)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", type=int, nargs="*")
    parser.add_argument("--data", type=Path, help="keeps one folder for each size")
    parser.add_argument("--invented", type=int, default=10_000)
    parser.add_argument("--pause", type=float, nargs="+", default=[1.0])
    parser.add_argument("--kept", type=float, default=20.0)
    parser.add_argument("--keep", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.keep:
        keep(options.keep, options.kept)
    with tempfile.TemporaryDirectory() as folder:
        places = {size: (options.data or Path(folder)) / str(size) for size in options.sizes}
        for size, data in places.items():
            if not data.exists():
                large.fill(Config(data=data), size, options.invented)
        for pause in options.pause:
            found = {size: measured(data, pause, options.kept) for size, data in places.items()}
            load = ", ".join(f"{load:.1f}" for load in os.getloadavg())
            told = f"{READERS} readers, {pause:g} s for a page; load {load}"
            sys.stdout.write(f"{told}\n\n{table(found)}\n\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
