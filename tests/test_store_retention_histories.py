"""Any history, any limits, in any pieces: what is let go is what was said, and the rest stands."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.errors import PrunedError
from crawler.items import Article, FaultKind
from crawler.store import Gone, Retention, Store
from crawler.store.database import FILE
from scheduler.compare import is_missing_any, write_missing_reports
from scheduler.diff.records import from_json
from tests.visits import article, hour, seed, visit
from tests.writers import ROOT, check, writing

pytestmark = pytest.mark.no_cover

NAMES = ("a:1", "a:2", "b:1")
LONG = tuple(f"第{n}段：海角鎮公所今天宣布堤防工程提前完工。" for n in range(5))
FOUND: list[Article | FaultKind] = [
    article("甲", *LONG),
    article("甲", "第0段。"),  # most is gone: a fault of reading, if the next look finds it
    article("乙", *LONG),
    article("甲", *LONG, tags=("港口",)),
    "gone",
    "gone",
    "unreachable",
]
FRAME = "".join(chr(0x4E00 + number) for number in range(700))
"""What the pages of a site share: so they rest on one another."""
PAGES = [b"", f"{FRAME}one for all".encode(), f"{FRAME}another".encode()]
EXAMPLES = int(os.environ.get("STET_TEST_HISTORIES", "12"))
"""So many in the suite; more by hand."""

looks = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.sampled_from(FOUND),
        st.sampled_from([None, None, *PAGES]),
        st.sampled_from([1, 1, 9, 20]),
        st.booleans(),
    ),
    max_size=30,
)
moments = st.one_of(st.none(), st.integers(0, 250).map(hour))
limits = st.builds(
    Retention,
    payloads=moments,
    evidence=st.booleans(),
    snapshots=moments,
    versions=st.sampled_from([None, None, 1, 2]),
    site=st.sampled_from([None, None, "a"]),
)


def fill(
    store: Store, told: list[tuple[str, Article | FaultKind, bytes | None, int, bool]]
) -> None:
    """Looks of a few articles, some in crawls, with pages of their own or shared ones."""
    at = 0
    for number, (identity, found, page, pause, is_reported) in enumerate(told):
        at += pause
        run = store.start_run("article", {}, hour(at)) if number % 3 == 0 else None
        body = f"{FRAME if number % 4 else ''}page {number}".encode() if page is None else page
        store.keep([visit(found, at, identity=identity, payload=body)], run=run)
        if run:
            store.finish_run(run, hour(at), "finished", {})
        if is_reported:
            write_missing_reports(store)


def texts(store: Store) -> dict[tuple[str, int], Article | None]:
    """Every version's text; None where it is said to be pruned."""
    found: dict[tuple[str, int], Article | None] = {}
    for watch in store.watches():
        for row in store.versions(watch.identity):
            try:
                found[watch.identity, row.number] = store.article(watch.identity, row.number)
            except PrunedError:
                assert row.is_pruned
                found[watch.identity, row.number] = None
    return found


def pages(store: Store) -> dict[int, bytes | None]:
    """The page of every look that has one, by its number; None where it is said to be pruned."""
    found: dict[int, bytes | None] = {}
    for look in (look for watch in store.watches() for look in store.snapshots(watch.identity)):
        if look.payload:
            try:
                found[look.id] = store.payload(look.payload)
            except PrunedError:
                found[look.id] = None
    return found


def must_stay(store: Store, wanted: Retention) -> tuple[set[tuple[str, int]], set[int], set[int]]:
    """Worked out here in another way: the versions, looks and looks' pages that may not go."""
    reported = {
        (each.article, seen.version)
        for each in map(from_json, (row.record for row in store.reports()))
        for seen in (each.before, each.after)
        if seen and seen.version
    }
    versions, rows, bodies = set(reported), set(), set()
    for watch in store.watches():
        history, seen = store.versions(watch.identity), store.snapshots(watch.identity)
        happened = {each.snapshot for each in store.events(watch.identity)}
        ends = {1, watch.versions}
        versions |= {(watch.identity, number) for number in ends}
        rows |= {look.id for look in seen if look.id in happened}
        if not wanted.evidence:
            bodies |= {look.id for look in seen if look.id in happened and look.payload}
        for row in history:
            shown = [look for look in seen if look.version == row.number]
            with_page = [look.id for look in shown if look.payload]
            is_kept = not row.is_pruned and (wanted.versions is None or row.number in ends)
            if is_kept and (row.number in ends or not wanted.evidence):
                bodies |= set(with_page[:1])
            rows |= {look.id for look in shown[:1]} | {look.id for look in shown[-1:]}
    return versions, rows, bodies


def rows(folder: Path, *but: str) -> dict[str, list[Any]]:
    """All that the archive of a folder holds, table by table."""
    with closing(sqlite3.connect(folder / FILE)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        found = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%'"
        )
        return {
            name: connection.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall()  # noqa: S608
            for (name,) in found.fetchall()
            if name not in but
        }


@settings(max_examples=EXAMPLES)
@given(looks, limits)
def test_what_was_said_goes_and_the_rest_stands(
    told: list[tuple[str, Article | FaultKind, bytes | None, int, bool]], wanted: Retention
):
    with tempfile.TemporaryDirectory() as name, Store.open(Path(name)) as store:
        fill(store, told)
        before, had = texts(store), pages(store)
        versions, looks, bodies = must_stay(store, wanted)
        untouched = rows(Path(name), *TOUCHED)
        said = Counter(store.prune(wanted, now=hour(999), dry_run=True))
        assert pages(store) == had
        went = Counter(store.prune(wanted, now=hour(999)))

        assert went == said
        assert list(store.prune(wanted, now=hour(999), dry_run=True)) == []
        assert rows(Path(name), *TOUCHED) == untouched
        assert not [flaw for each in store.verify() for flaw in each.flaws]
        after, have = texts(store), pages(store)
        assert {key: text for key, text in before.items() if after[key]} == {
            key: text for key, text in after.items() if text
        }
        assert all(after[key] for key in versions if key in after)
        assert all(have[look] == body for look, body in had.items() if have.get(look) is not None)
        assert all(have[look] is not None for look in bodies)
        left = {look.id for watch in store.watches() for look in store.snapshots(watch.identity)}
        assert looks <= left
        assert_nothing_young_went(went, wanted)
        write_missing_reports(store)
        store.keep_seeds([seed("插進來的", at=at, identity="a:1") for at in (0.5, 30.5, 90.5)])
        write_missing_reports(store)
        assert not is_missing_any(store)


TOUCHED = ("article", "version", "payload", "snapshot", "run")
"""Tables that pruning changes."""


def assert_nothing_young_went(went: Counter[Gone], wanted: Retention) -> None:
    for one in went:
        assert wanted.site is None or one.identity.startswith(f"{wanted.site}:")
        if one.kind == "payload":
            known = [it for it in (wanted.payloads, wanted.snapshots) if it]
            assert one.at is None or one.at < max(known)
        elif one.kind in {"snapshot", "run"}:
            assert wanted.snapshots
            assert one.at
            assert one.at < wanted.snapshots


# ------------------------------------------------------------------ in pieces


ARTICLES = 100


def many(folder: Path) -> None:
    """A hundred articles with five looks at each of two versions, all reported."""
    with Store.open(folder) as store:
        for at in range(10):
            text = article("甲" if at < 5 else "乙", *LONG)
            looks = [
                visit(text, at, identity=f"a:{n}", payload=random.randbytes(3_000))
                for n in range(ARTICLES)
            ]
            store.keep(looks)
        write_missing_reports(store)


PRUNES = """
import sys
from pathlib import Path
from crawler.store import Retention, Store
from tests.visits import hour

with Store.open(Path(sys.argv[1])) as store:
    limits = Retention(payloads=hour(99), snapshots=hour(99))
    for number, gone in enumerate(store.prune(limits, now=hour(999)), 1):
        if number % 100 == 0:
            print(number, flush=True)
    print("done", flush=True)
"""
"""Says so at the end of each transaction."""
THINGS = ARTICLES * (7 + 6)
"""What that takes out of `many`: pages, but for two that are evidence and the one that the next is
compressed with, and looks."""


def started(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PRUNES, folder], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )


@pytest.mark.slow
def test_killed_again_and_again_it_ends_where_it_would_have(tmp_path: Path):
    many(tmp_path / "killed")
    shutil.copytree(tmp_path / "killed", tmp_path / "whole")
    whole = started(tmp_path / "whole")
    assert whole.communicate(timeout=60)[0].split()[-2:] == [str(THINGS), "done"]
    killed = 0
    while True:
        process = started(tmp_path / "killed")
        assert process.stdout
        said = [process.stdout.readline() for _ in range(random.randint(1, 3))]
        time.sleep(random.uniform(0, 0.02))  # anywhere in the next one
        process.kill()
        rest = process.communicate(timeout=60)[0]
        if "done" in f"{said}{rest}":
            break
        assert said[0] == "100\n", "each time it gets on"
        killed += 1
        rows(tmp_path / "killed")

    assert killed > 2
    assert rows(tmp_path / "killed") == rows(tmp_path / "whole")


@pytest.mark.slow
def test_a_crawl_beside_it_goes_on_and_loses_nothing(tmp_path: Path):
    many(tmp_path)
    with writing(tmp_path) as writer:
        kept = writer.wait(20)
        process = started(tmp_path)
        said, _ = process.communicate(timeout=120)
        assert said.split()[-2:] == [str(THINGS), "done"]
        assert writer.wait(1) > kept + 5, "it wrote all the while"
        last = writer.wait(5)
    with Store.open(tmp_path) as store:
        write_missing_reports(store)
    check(tmp_path, last, others=ARTICLES)
