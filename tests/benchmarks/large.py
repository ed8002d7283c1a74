"""Large archives for benchmarks, of invented articles, written in bulk.

What a crawl would have left: many sites, of which few have most of the articles; articles of 450
characters, of one to fifteen versions, five on the average; for each its text, fetch and seal, for
each but the first a report; related links; words of the search. Without the bytes of pages, which
nothing here reads.
"""

import random
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

from sqlalchemy import Column, Table, event, func, insert, select, text

from crawler.config import Config
from crawler.items import Article
from crawler.store import fulltext, records, standings, tallies
from crawler.store.database import Database, open_database
from crawler.store.tables import article as articles
from crawler.store.tables import likeness, observation, report, seal, snapshot, version, watch
from crawler.text import digest
from scheduler.diff import TAG, compare
from scheduler.diff.records import ChangeReport, Seen, to_json
from scheduler.diff.records import replace as replaced
from tests.benchmarks import copies
from tests.benchmarks.search import written
from tests.visits import START

SITES = [f"h{rank}.example" for rank in range(300)]
_SITE_RANKS = list(accumulate(1 / (rank + 5) for rank in range(len(SITES))))
_VERSIONS = (1, 1, 2, 3, 4, 6, 8, 15)  # five on the average
_SITEWIDE = 0.02  # of the reports: the same was done to many articles of the site
_APART = timedelta(seconds=30)  # between two new articles: a million of them are a year
_AT_ONCE = 500
_HEADERS = records.pack(
    tuple((f"X-Header-{number}", f"{number} of what a server says") for number in range(10))
)
_KEPT_TEXTS = 64


@dataclass(frozen=True, slots=True)
class Story:
    """One article, on its way into the tables."""

    id: int
    identity: str
    site: str
    url: str
    added_at: datetime
    texts: Sequence[Article]
    seen: Sequence[datetime]


def fill(config: Config, size: int, most: int) -> None:
    """Let the archive grow to so many articles; what is there already stays.

    At most `most` are invented, what is more are copies of all these.
    """
    database = open_database(config.data, config.database_url)
    if not database.is_server:
        event.listen(database.engine, "connect", _hurry)
        database.engine.dispose()
    with database.reading() as connection:
        done = connection.scalar(select(func.max(watch.c.id))) or 0
        keys = connection.scalar(select(func.max(version.c.id))) or 0
    random.seed(done)
    reports = _invented_reports()
    invented = min(size, most)
    for start in range(done, invented, _AT_ONCE):
        stories = [_story(number + 1) for number in range(start, min(start + _AT_ONCE, invented))]
        keys = _write(database, stories, keys, reports)
    if size > max(done, invented):
        assert done in {0, most}
        assert size % most == 0
        copies.add(database, size // most, most * _APART)
    if database.is_server:
        with database.writing() as connection:
            connection.execute(text("ANALYZE"))
    database.engine.dispose()


def _hurry(connection: sqlite3.Connection, _: object) -> None:
    """What may be lost by a power cut is made again; pages of a large index are read again."""
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -1000000")


def some(database: Database, count: int) -> tuple[list[str], list[str]]:
    """Identities of articles, and ids of reports, from anywhere in the archive."""
    with database.reading() as connection:

        def drawn(column: Column[str], key: Column[int]) -> list[str]:
            last = connection.scalar(select(func.max(key))) or 0
            found = (
                select(column).where(key >= random.randrange(1, last)).order_by(key).limit(1)
                for _ in range(count)
            )
            return [name for one in found if (name := connection.scalar(one))]

        return drawn(watch.c.identity, watch.c.id), drawn(report.c.key, report.c.id)


def last_moment(database: Database) -> datetime:
    """When the last article came."""
    with database.reading() as connection:
        return connection.scalar(select(func.max(watch.c.added_at))) or START


def _story(key: int) -> Story:
    [site] = random.choices(SITES, cum_weights=_SITE_RANKS)
    added_at, url = START + key * _APART, f"https://{site}/story/{100_000 + key}"
    body = [written(50) for _ in range(5)]
    said = Article(url, written(6), author=f"{site}日報", body=tuple(body))
    texts, seen = [said], [added_at]
    for _ in range(random.choice(_VERSIONS) - 1):
        body[random.randrange(5)] += written(4)
        texts.append(replace(said, body=tuple(body)))
        seen.append(seen[-1] + timedelta(hours=random.expovariate(1 / 6)))
    return Story(key, f"{site}:{100_000 + key}", site, url, added_at, texts, seen)


def _invented_reports() -> list[ChangeReport]:
    """What the reports tell; ids and articles are put in later."""
    stories = [_story(number) for number in range(1, 8 * _KEPT_TEXTS)]
    pairs = [(one.texts[0], one.texts[1]) for one in stories if len(one.texts) > 1]
    return [compare(old, new, "h0.example:1") for old, new in pairs[:_KEPT_TEXTS]]


def _write(
    database: Database, stories: Sequence[Story], keys: int, reports: Sequence[ChangeReport]
) -> int:
    """Write stories in one transaction, versions from `keys` on; the last id of a version."""
    with database.writing() as connection:

        def add(table: Table, rows: Iterable[dict[str, Any]]) -> None:
            if some := list(rows):
                connection.execute(insert(table), some)

        placed = []
        for story in stories:
            for number, (said, at) in enumerate(zip(story.texts, story.seen, strict=True), 1):
                keys += 1
                placed.append((keys, story, number, said, at))
        add(watch, map(_watch, stories))
        add(version, (_version(key, story, number, at) for key, story, number, _, at in placed))
        add(
            articles,
            ({"version_id": key, "record": records.pack(said)} for key, _, _, said, _ in placed),
        )
        add(snapshot, (_snapshot(key, story, at) for key, story, _, _, at in placed))
        add(seal, (_seal(story, number, at) for _, story, number, _, at in placed))
        add(observation, (row for story in stories for row in _observed(story)))
        told = [(key, story, number, at) for key, story, number, _, at in placed if number > 1]
        made = [_report(*each, random.choice(reports)) for each in told]
        add(report, (row for row, _ in made))
        add(likeness, ({"report_id": row["id"], "way": way} for row, way in made))
        fulltext.add(connection, ((story.id, said) for story in stories for said in story.texts))
        tallies.count(connection, [story.id for story in stories])
        standings.count(connection, [story.id for story in stories])
    return keys


def _watch(story: Story) -> dict[str, Any]:
    looked = story.seen[-1] + timedelta(hours=5)
    due = looked + timedelta(days=random.uniform(0, 30))
    [state] = random.choices(("active", "gone", "expired"), weights=(95, 3, 2))
    return {
        "id": story.id, "identity": story.identity, "site": story.site, "url": story.url,
        "location": story.url, "state": state, "hold": "", "gone_looks": 0,
        "title": story.texts[-1].title, "publisher": story.texts[-1].author, "reached_from": "",
        "added_at": story.added_at, "versions": len(story.texts), "changed_at": story.seen[-1],
        "looked_at": looked, "faults": 0, "next_due": due,
        "etag": '"5f3c-62a1"', "last_modified": "",
    }  # fmt: skip


def _version(key: int, story: Story, number: int, at: datetime) -> dict[str, Any]:
    return {
        "id": key, "watch_id": story.id, "number": number, "first_seen": at,
        "last_seen": at + timedelta(hours=5), "checks": 2, "digest": digest(story.url, str(number)),
        "extractor": "example/1", "is_seed": False, "compared": True,
    }  # fmt: skip


def _snapshot(key: int, story: Story, at: datetime) -> dict[str, Any]:
    return {
        "id": key, "watch_id": story.id, "version_id": key, "url": story.url,
        "final_url": story.url, "fetched_at": at, "status": 200, "headers": _HEADERS,
        "message": "", "extractor": "example/1",
    }  # fmt: skip


def _seal(story: Story, number: int, at: datetime) -> dict[str, Any]:
    return {
        "watch_id": story.id, "position": number, "number": number, "at": at, "first_seen": at,
        "digest": digest(story.url, str(number)), "chain": digest(story.identity, str(number)),
    }  # fmt: skip


def _observed(story: Story) -> Iterator[dict[str, Any]]:
    for place in range(2):
        url = f"{story.url}/related/{place}"
        yield {
            "watch_id": story.id, "key": digest(url), "url": url, "title": story.texts[0].title,
            "publisher": "", "summary": "", "age": "", "first_seen": story.added_at,
            "last_seen": story.seen[-1],
        }  # fmt: skip


def _report(
    key: int, story: Story, number: int, at: datetime, told: ChangeReport
) -> tuple[dict[str, Any], str]:
    made = replaced(
        told,
        id=f"{TAG}{story.identity}/{number - 1}..{number}",
        article=story.identity,
        url=story.url,
        site=story.site,
        title=story.texts[number - 1].title,
        before=Seen(version=number - 1, first_seen=story.added_at, last_seen=at),
        after=Seen(version=number, first_seen=at),
    )
    is_sitewide = random.random() < _SITEWIDE
    way = digest(story.site, str(at.date())) if is_sitewide else digest(made.id)
    return {
        "id": key, "key": made.id, "watch_id": story.id, "version_id": key, "event_id": None,
        "site": story.site, "kind": "edited", "score": random.randrange(100),
        "significant": True, "changed_at": at, "record": records.compress(to_json(made)),
    }, way  # fmt: skip
