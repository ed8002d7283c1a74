"""How long readers wait while a crawl writes: `python -m tests.benchmarks.pages 10000 100000`.

Each number is one of articles: see `tests.benchmarks.large`, of which all beyond `--invented` are
copies. `stet serve` shows the archive as it does to anyone, and a process keeps versions meanwhile,
as many a second as `--kept`. Of each kind of page 20 readers ask for some, one at a time each, and
read each for about `--pause` seconds: with 0 they ask again at once, which no reader does, and the
server answers them one after another. What is told is the clock from question to last byte, so it
holds for a machine that is otherwise at rest; the load at the time stands above the table. Beside
it stands what a page took of a processor in the server, which other work changes less.

With `--wrk SECONDS` it is wrk that asks, without any pause, so long for each kind: first all for
one page of it, then each time for any of them.
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
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import TypeAlias
from urllib.parse import quote

from crawler.config import Config
from crawler.store import Store
from crawler.store.database import open_database
from scheduler.compare import write_missing_reports
from scheduler.web import addresses
from tests.benchmarks import large, wrk
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
    """Milliseconds, as are `slow` and `work`."""
    slow: float
    """The 95th of a hundred."""
    size: int
    """Bytes of the largest."""
    work: float
    """Of a processor, for one page."""


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


async def _together(port: int, paths: Sequence[str], pause: float) -> tuple[list[float], int]:
    found = await asyncio.gather(*(read(port, paths, pause) for _ in range(READERS)))
    return [seconds for some, _ in found for seconds in some], max(size for _, size in found)


@dataclass(frozen=True, slots=True)
class Served:
    """A reader that answers."""

    port: int
    """On this machine."""
    process: int
    """Its id."""

    def work(self) -> float:
        """Milliseconds of a processor that it has had, with those that it started."""
        threads = Path(f"/proc/{self.process}/task").glob("*/children")
        started = {int(each) for path in threads for each in path.read_text("ascii").split()}
        return sum(_work(process) for process in {self.process} | started)


def _work(process: int) -> float:
    times = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    own, system = times.rpartition(")")[2].split()[11:13]
    return (int(own) + int(system)) / os.sysconf("SC_CLK_TCK") * 1_000


Ask: TypeAlias = Callable[[Served, Sequence[str]], Figures]


def pausing(served: Served, paths: Sequence[str], *, pause: float) -> Figures:
    """Readers who read what they asked for."""
    before = served.work()
    taken, size = asyncio.run(_together(served.port, paths, pause))
    each = (served.work() - before) / len(taken)
    waited = [seconds * 1_000 for seconds in taken]
    return Figures(statistics.median(waited), statistics.quantiles(waited, n=20)[18], size, each)


def pressing(served: Served, paths: Sequence[str], *, seconds: float, most: int) -> Figures:
    """Readers who ask for any of the first `most` paths again and again."""
    _, size = asyncio.run(_together(served.port, paths[:most], 0))
    before = served.work()
    found = wrk.waits(served.port, paths[:most], READERS, seconds)
    assert not found.wrong, found
    return Figures(found.p50, found.p95, size, (served.work() - before) / found.answers)


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


def measured(data: Path, rate: float, ask: Ask, processes: int) -> dict[str, Figures]:
    """All kinds of pages."""
    asked = kinds(Config(data=data))
    module = "tests.benchmarks.pages"
    serve = ["-m", "scheduler", "serve", "--port", "0", "--data", str(data)]
    serve += ["--processes", str(processes)]
    with running(*serve) as server, running("-m", module, "--keep", str(data), "--kept", str(rate)):
        assert server.stdout
        address = re.search(r":(\d+)/", server.stdout.readline())
        assert address
        served = Served(int(address[1]), server.pid)
        time.sleep(2 * (processes - 1))  # until the others are there
        for paths in asked.values():  # templates are read, questions compiled
            pausing(served, paths[:1], pause=0)
        return {kind: ask(served, paths) for kind, paths in asked.items()}


def table(figures: Mapping[int, Mapping[str, Figures]]) -> str:
    """Markdown, with the ratio of the last size to the first."""
    sizes = list(figures)
    head = ["what", "kB", *(f"{size:,} articles" for size in sizes), "p50 grows", "p95 grows"]
    rows = [head, ["---"] * len(head)]
    for kind, first in figures[sizes[0]].items():
        each = [figures[size][kind] for size in sizes]
        weight = max(one.size for one in each) / 1_000
        shown = [f"{one.median:.0f}, {one.slow:.0f}; {one.work:.1f}" for one in each]
        grows = each[-1].median / first.median, each[-1].slow / first.slow
        rows.append([kind, f"{weight:.0f}", *shown, *(f"{ratio:.2f}" for ratio in grows)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def ways(pauses: Sequence[float], seconds: float) -> Mapping[str, Ask]:
    """How is asked, by what is told of it."""
    if not seconds:
        return {f"{pause:g} s for a page": partial(pausing, pause=pause) for pause in pauses}
    return {
        "wrk, all for one page": partial(pressing, seconds=seconds, most=1),
        "wrk, each for any page of the kind": partial(pressing, seconds=seconds, most=100),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", type=int, nargs="*")
    parser.add_argument("--data", type=Path, help="keeps one folder for each size")
    parser.add_argument("--invented", type=int, default=10_000)
    parser.add_argument("--pause", type=float, nargs="+", default=[1.0])
    parser.add_argument("--wrk", type=float, default=0.0, help="seconds for each kind of page")
    parser.add_argument("--kept", type=float, default=20.0)
    parser.add_argument("--processes", type=int, default=1, help="that answer")
    parser.add_argument("--keep", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.keep:
        keep(options.keep, options.kept)
    with tempfile.TemporaryDirectory() as folder:
        places = {size: (options.data or Path(folder)) / str(size) for size in options.sizes}
        for size, data in places.items():
            if not data.exists():
                large.fill(Config(data=data), size, options.invented)
        for way, ask in ways(options.pause, options.wrk).items():
            found = {
                size: measured(data, options.kept, ask, options.processes)
                for size, data in places.items()
            }
            load = ", ".join(f"{load:.1f}" for load in os.getloadavg())
            told = f"{READERS} readers, {way}; p50, p95 and processor in ms; load {load}"
            sys.stdout.write(f"{told}\n\n{table(found)}\n\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
