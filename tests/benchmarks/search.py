"""Searching archives of growing size: `uv run python -m tests.benchmarks.search 20000 100000`.

Each number is one of articles, of five versions each, of invented Chinese of the length of news.
Told are the bytes of the index, and how long a page of twenty takes, warm: at the median, and at
the 95th of a hundred. Words are drawn by rank, as people use them: the first is everywhere, the
last almost nowhere.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

from sqlalchemy import insert, text

from crawler.items import Article
from crawler.store import Sought, Store, fulltext, records
from crawler.store.database import Database, open_database
from crawler.store.digests import digest
from crawler.store.tables import article as articles
from crawler.store.tables import version, watch
from tests.visits import hour

VERSIONS = 5
AT_ONCE = 200
LENGTH = 420  # words: 750 characters or so
QUESTIONS = 100

random.seed(5)
_SIGNS = [chr(0x4E00 + number) for number in range(5_000)]
_SIGN_RANKS = list(accumulate(1 / (rank + 3) for rank in range(len(_SIGNS))))
WORDS = list(
    dict.fromkeys(
        "".join(random.choices(_SIGNS, cum_weights=_SIGN_RANKS, k=random.choice((2, 2, 2, 3))))
        for _ in range(80_000)
    )
)
_RANKS = list(accumulate(1 / (rank + 10) for rank in range(len(WORDS))))


def written(length: int) -> str:
    words = random.choices(WORDS, cum_weights=_RANKS, k=length)
    return "，".join("".join(words[start : start + 5]) for start in range(0, length, 5)) + "。"


def history(number: int) -> Iterator[Article]:
    """Versions of one article: in each but the first a few words are others."""
    body = [written(LENGTH // 5) for _ in range(5)]
    made = Article(f"https://news.example/{number}", written(6), author="例報", body=tuple(body))
    yield made
    for _ in range(VERSIONS - 1):
        body[random.randrange(5)] += written(4)
        yield replace(made, body=tuple(body))


def fill(database: Database, first: int, last: int) -> None:
    """Write articles as a crawl does, without their pages and fetches."""
    for start in range(first, last, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, last))
        told = {number: list(history(number)) for number in numbers}
        with database.writing() as connection:
            connection.execute(insert(watch), [_watch(number + 1) for number in numbers])
            rows = [
                (number * VERSIONS + place + 1, number + 1, place + 1, said)
                for number, texts in told.items()
                for place, said in enumerate(texts)
            ]
            connection.execute(insert(version), [_version(*row) for row in rows])
            connection.execute(
                insert(articles),
                [{"version_id": key, "record": records.pack(said)} for key, _, _, said in rows],
            )
            fulltext.add(connection, ((owner, said) for _, owner, _, said in rows))


def _watch(key: int) -> dict[str, object]:
    columns = {column.name: "" for column in watch.c if not column.nullable}
    at = hour(key / 10)
    columns |= {"id": key, "identity": f"news.example:/{key}", "site": "news.example"}  # type: ignore[dict-item]
    return columns | {"gone_looks": 0, "faults": 0, "versions": VERSIONS, "added_at": at}


def _version(key: int, owner: int, number: int, said: Article) -> dict[str, object]:
    at = hour(key / 10)
    return {
        "id": key, "watch_id": owner, "number": number, "first_seen": at, "last_seen": at,
        "checks": 1, "digest": digest(said), "extractor": "example/1", "is_seed": False,
        "compared": True,
    }  # fmt: skip


def measured(store: Store, questions: list[str]) -> tuple[float, float, float]:
    """Articles found on a page, and milliseconds: median and 95th of a hundred."""
    taken, found = [], 0
    for asked in questions:
        start = time.perf_counter()
        found += len(store.search(Sought(asked)).rows)
        taken.append((time.perf_counter() - start) * 1_000)
    ranks = statistics.quantiles(taken, n=20)
    return found / len(questions), statistics.median(taken), ranks[18]


def asked_for() -> dict[str, list[str]]:
    common, rare = WORDS[:40], WORDS[40_000:]
    return {
        "rare": random.sample(rare, QUESTIONS),
        "common": [random.choice(common) for _ in range(QUESTIONS)],
        "two common": [" ".join(random.sample(common, 2)) for _ in range(QUESTIONS)],
        "rare and common": [
            f"{random.choice(common)} {random.choice(rare)}" for _ in range(QUESTIONS)
        ],
        "a phrase": [random.choice(rare) + random.choice(common) for _ in range(QUESTIONS)],
        "one that nothing holds": [random.choice(rare) + "鑫" for _ in range(QUESTIONS)],
    }


def main(sizes: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database, done = open_database(Path(folder)), 0
        for size in sizes:
            fill(database, done, size)
            done = size
            with database.reading() as connection:
                taken = connection.scalar(text("SELECT sum(length(block)) FROM search_data")) or 0
                texts = connection.scalar(text("SELECT sum(length(record)) FROM article")) or 0
            count = size * VERSIONS
            print(  # noqa: T201 - what it is for
                f"{size} articles, {count} versions: index {taken / count:.0f} B a version, "
                f"{taken / size:.0f} B an article; texts {texts / count:.0f} B a version"
            )
            for name, questions in asked_for().items():
                measured(Store(database), questions[:10])
                found, median, late = measured(Store(database), questions)
                print(f"  {name}: {found:.1f} found, p50 {median:.1f} ms, p95 {late:.1f} ms")  # noqa: T201 - the same
        database.engine.dispose()


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [20_000])
