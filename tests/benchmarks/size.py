"""What is asked of an archive as it grows: `uv run python -m tests.benchmarks.size 100000 1000000`.

Each number is one of articles, of five versions each on the average: see `tests.benchmarks.large`.
With `--url postgresql://...` in an empty schema of a server, else in an SQLite file of a temporary
folder (`$TMPDIR`), or in the folder that `--data` names: what is there already is not made again.
Of more than 100,000 (`--invented`) the others are copies of these under other names and times.
A hundred questions of each kind, each asked three times; told of the third is processor time, as
others may be at work on the machine: ours, and that of the server's processes that worked for us,
which has to be on this machine.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from pathlib import Path

from sqlalchemy import text

from crawler.config import Config
from crawler.store import Sought, Store
from crawler.store.database import Database, open_database
from scheduler import web
from scheduler.web import addresses
from scheduler.web.asked import PAGE
from tests.benchmarks import large
from tests.benchmarks.search import WORDS
from tests.browser import opened

QUESTIONS = 100
TIMES = 3
BATCH = 500
"""Watches that one crawl is given at most."""
OF_SITE = 200
"""So many are due of every site that is asked for, in the smallest archive too."""

Ask = Callable[[], object]
Figures = dict[str, tuple[float, float]]
"""Milliseconds, of each kind of question: at the median and at the 95th of a hundred."""


class Processor:
    """Seconds of a core that we have taken, and whoever of a server works for us."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def taken_by(self, ask: Ask) -> float:
        """Seconds; of who ends meanwhile, as a connection does, nothing is known."""
        others = self._others()
        before, start = _nanoseconds(others), time.process_time()
        ask()
        own, after = time.process_time() - start, _nanoseconds(others)
        return own + sum(after[each] - before[each] for each in after) / 1e9

    def _others(self) -> list[Path]:
        """Who works for us by now."""
        if not self.database.is_server:
            return []
        ours = text("SELECT pid FROM pg_stat_activity WHERE application_name LIKE :ours")
        with self.database.reading() as connection:
            pids = connection.scalars(ours, {"ours": f"stet {os.getpid()} on %"})
            return [Path(f"/proc/{pid}/schedstat") for pid in pids]


def _nanoseconds(processes: Iterable[Path]) -> dict[Path, int]:
    found = {}
    for each in processes:
        with suppress(OSError):
            found[each] = int(each.read_text().split()[0])
    return found


def taken_by(asked: Sequence[Ask], clock: Processor) -> tuple[float, float]:
    taken = []
    for ask in asked:
        for _ in range(TIMES - 1):
            ask()
        taken.append(clock.taken_by(ask) * 1_000)
    ranks = statistics.quantiles(taken, n=20)
    return statistics.median(taken), ranks[18]


def searched_for() -> Mapping[str, list[str]]:
    common, rare = WORDS[:40], WORDS[40_000:]
    return {
        "a common word": [random.choice(common) for _ in range(QUESTIONS)],
        "two common words": [" ".join(random.sample(common, 2)) for _ in range(QUESTIONS)],
        "a rare word": random.sample(rare, QUESTIONS),
        "a rare and a common word": [
            f"{random.choice(rare)} {random.choice(common)}" for _ in range(QUESTIONS)
        ],
        "a phrase of the two": [
            random.choice(rare) + random.choice(common) for _ in range(QUESTIONS)
        ],
        "a word that nothing holds": [random.choice(rare) + "鑫" for _ in range(QUESTIONS)],
    }


def measured(config: Config) -> Figures:
    """All kinds of questions, put to an archive."""
    database = open_database(config.data, config.database_url)
    now = large.last_moment(database)
    names, keys = large.some(database, QUESTIONS)
    sites = random.choices(large.SITES[:100], k=QUESTIONS)
    with Store.open(config) as store, opened(web.app(config)) as browser:
        edited = [name for name in names if store.find(name).versions > 1]

        def page(path: str) -> None:
            # Of another time: to the same question there is an answer already.
            asked = {"Accept-Datetime": str(time.monotonic_ns())}
            assert browser.get(path, headers=asked).status_code == HTTPStatus.OK

        kinds: dict[str, list[Ask]] = {
            "latest changes": [partial(latest, store)] * QUESTIONS,
            "latest changes of a site": [partial(latest, store, site=site) for site in sites],
            "changes before a certain one": [partial(latest, store, before=key) for key in keys],
            "latest changes as a page of the reader": [partial(page, "/")] * QUESTIONS,
            "changes that a filter picks, as a page": [
                partial(page, f"/?min_score={score}&kind=edited&q=a") for score in range(QUESTIONS)
            ],
            "the sites as a page": [partial(page, "/sites")] * QUESTIONS,
            "a site as a page": [partial(page, f"/sites/{site}") for site in sites],
            "two versions compared as a page": [
                partial(page, addresses.difference(name, 1, 2)) for name in edited
            ],
            "history of an article": [partial(history, store, name) for name in names],
            "an article as a page of the reader": [
                partial(page, addresses.article(name)) for name in names
            ],
            f"the first {OF_SITE} of a site that are due": [
                partial(store.due, now, site, OF_SITE) for site in sites
            ],
            f"the first {BATCH} that are due": [partial(store.due, now, None, BATCH)] * QUESTIONS,
        }
        for kind, words in searched_for().items():
            kinds[f"search: {kind}"] = [partial(store.search, Sought(word)) for word in words]
        clock = Processor(database)
        return {kind: taken_by(asked, clock) for kind, asked in kinds.items()}


def latest(store: Store, site: str | None = None, before: str | None = None) -> None:
    """As the reader and `stet report --limit` ask."""
    assert next(store.unreported(), None) is None
    found = store.reports(limit=PAGE + 1, site=site, before=before)
    assert site or before or len(found) == PAGE + 1


def history(store: Store, name: str) -> None:
    """As `stet history` asks."""
    found = store.find(name)
    assert len(store.versions(found.identity)) == found.versions
    assert store.related(found.identity)
    store.events(found.identity)


def table(figures: Mapping[int, Figures]) -> str:
    """Markdown, with the ratio of the last size to the first."""
    sizes = list(figures)
    head = ["what, p50 and p95 in ms", *(f"{size:,} articles" for size in sizes), "p50 grows"]
    rows = [head, ["---"] * len(head)]
    for kind, first in figures[sizes[0]].items():
        each = [figures[size][kind] for size in sizes]
        grows = f"{each[-1][0] / first[0]:.2f}"
        rows.append([kind, *(f"{p50:.1f}, {p95:.1f}" for p50, p95 in each), grows])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--url", default="")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--invented", type=int, default=100_000)
    options = parser.parse_args()
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        config = Config(data=options.data or Path(folder), database_url=options.url)
        for size in options.sizes:
            started = time.process_time()
            large.fill(config, size, options.invented)
            spent = time.process_time() - started
            sys.stderr.write(f"{size:,} articles: {spent:,.0f} s to make\n")
            figures[size] = measured(config)
    sys.stdout.write(f"{table(figures)}\n")


if __name__ == "__main__":
    main()
