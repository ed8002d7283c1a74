"""Keeping versions against bare sqlite3: `uv run python -m tests.benchmarks.keeping 5000`.

Invented articles of 750 characters, read by a crawl five times, each time with a few other words;
fifty visits a transaction, each of another article. Ours goes the way of every visit, through
`KeepPipeline` into an SQLite file. Bare is `sqlite3.executemany` with the very rows that ours wrote
(those of the search too), table by table, into an archive with the same indexes, in transactions of
the same visits. Told is processor time, three rounds in turn, and the median of the ratios.
"""

import asyncio
import gc
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import groupby
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from scrapy.crawler import Crawler
from scrapy.settings import Settings
from scrapy.signalmanager import SignalManager
from scrapy.statscollectors import MemoryStatsCollector
from sqlalchemy import Engine, event

from crawler.items import Visit
from crawler.pipelines import BATCH, KeepPipeline
from crawler.store import Store
from crawler.store.database import FILE
from tests.benchmarks.search import VERSIONS, history
from tests.visits import visit

ROUNDS = 3
Rows = list[tuple[str, list[Any]]]
"""What one transaction writes: statements, each with its rows."""


def visits(count: int) -> Iterator[Visit]:
    """All articles, then all of them again."""
    texts = [list(history(number)) for number in range(count // VERSIONS)]
    for edition in range(VERSIONS):
        for number, said in enumerate(texts):
            page = "".join(f"<p>{line}</p>" for line in said[edition].body).encode()
            yield visit(said[edition], edition, identity=f"example:{number}", payload=page)


async def ours(folder: Path, given: Sequence[Visit]) -> float:
    """Seconds of one core."""
    parts = SimpleNamespace(spider=None)
    parts.settings = Settings({"STET_DATA": str(folder), "STATS_DUMP": False})
    parts.stats = MemoryStatsCollector(cast(Crawler, parts))
    parts.signals = SignalManager(parts)
    pipeline = KeepPipeline.from_crawler(cast(Crawler, parts))
    pipeline.open_spider()
    started = time.process_time()
    for each in given:
        pipeline.process_item(each)
    pipeline.close_spider()
    spent = time.process_time() - started
    assert parts.stats.get_value("stet/lost", 0) == 0
    if pipeline.store:
        pipeline.store.close()
    return spent


def all_rows(given: Sequence[Visit]) -> list[Rows]:
    """What ours writes, a list a transaction; not in the rounds, for it takes time to note."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Store.open(folder):
            pass
        with noted() as written:
            asyncio.run(ours(folder, given))
    return [joined(rows) for rows in written if rows]


@contextmanager
def noted() -> Iterator[list[Rows]]:
    """What is written into any archive meanwhile, a list a transaction."""
    written: list[Rows] = []

    def begin(*_: object) -> None:
        written.append([])

    def note(*given: Any) -> None:
        _, _, sql, rows, _, is_many = given
        if sql.startswith(("INSERT", "UPDATE")):
            written[-1].append((sql, rows if is_many else [rows]))

    event.listen(Engine, "begin", begin)
    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield written
    finally:
        event.remove(Engine, "begin", begin)
        event.remove(Engine, "before_cursor_execute", note)


def bare(folder: Path, written: Sequence[Rows]) -> float:
    """Seconds of one core."""
    with Store.open(folder):
        pass
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")
        started = time.process_time()
        for rows in written:
            connection.execute("BEGIN IMMEDIATE")
            for sql, some in rows:
                connection.executemany(sql, some)
            connection.execute("COMMIT")
        return time.process_time() - started


def joined(rows: Rows) -> Rows:
    """The same, neighbours of one statement together."""
    return [
        (sql, [row for _, some in each for row in some])
        for sql, each in groupby(rows, key=lambda one: one[0])
    ]


def main(count: int) -> None:
    ratios, spent = [], []
    given = list(visits(count))
    written = all_rows(given)
    gc.collect()
    gc.freeze()  # a crawl holds one batch: to look through all that is held here is no work of its
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as name:
            first = asyncio.run(ours(Path(name, "ours"), given))
            second = bare(Path(name, "bare"), written)
        spent.append((first, second))
        ratios.append(second / first)
    told = [f"{statistics.median(each) / count * 1e6:.0f}" for each in zip(*spent, strict=True)]
    sys.stdout.write(
        "| versions, each in batches of 50 | ours, µs | bare, µs | ours of bare |\n"
        "|---|---|---|---|\n"
        f"| {count:,} | {told[0]} | {told[1]} | {statistics.median(ratios):.2f} |\n"
    )


if __name__ == "__main__":
    assert BATCH == 50
    main(int(sys.argv[1]))
