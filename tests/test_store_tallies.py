"""Sums of what was ever done: they grow with what is done, and with nothing else."""

import random
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from crawler.config import Config
from crawler.store import Retention, Store
from scheduler.compare import write_missing_reports
from tests.archives import filled
from tests.visits import article, hour, seed, visit

Key = tuple[str, str, str]


def sums(store: Store) -> Counter[Key]:
    """By name, kind and site."""
    return Counter({(each.name, each.kind, each.site): each.sum for each in store.tallies()})


def latest(store: Store) -> dict[Key, datetime]:
    return {(each.name, each.kind, each.site): each.latest for each in store.tallies()}


def test_each_look_is_counted_by_what_it_brought(store: Store):
    store.keep([visit(article("港口起火"), 0, identity="a:1", payload=b"<p>one</p>")])
    store.keep([visit(article("港口起火"), 1, identity="a:1", payload=b"<p>two!</p>")])
    store.keep([visit(article("港口大火"), 2, identity="a:1", payload=b"")])
    store.keep([visit("gone", 3, identity="a:1", payload=b"")])
    store.keep([visit("unreadable", 4, identity="a:1", payload=b"", status=304)])
    silent = [visit("unreachable", at, identity=f"b:{at}", payload=b"") for at in (9, 5)]
    store.keep(silent)

    assert sums(store) == {
        ("articles", "", "a"): 1,
        ("articles", "", "b"): 2,
        ("bytes", "", "a"): 21,
        ("fetches", "first", "a"): 1,
        ("fetches", "unchanged", "a"): 1,
        ("fetches", "changed", "a"): 1,
        ("fetches", "gone", "a"): 1,
        ("fetches", "not-modified", "a"): 1,
        ("fetches", "unreachable", "b"): 2,
        ("versions", "", "a"): 2,
    }
    assert latest(store)["fetches", "not-modified", "a"] == hour(4)
    assert latest(store)["fetches", "unreachable", "b"] == hour(9)


def test_a_seed_is_a_text_and_no_look(store: Store):
    store.keep([visit(article(), 1, identity="a:1", payload=b"")])
    store.keep_seeds([seed("舊稿", identity="a:1", at=-9), seed("另一篇", identity="a:2")])
    store.keep_seeds([seed("舊稿", identity="a:1", at=-9)])
    write_missing_reports(store)

    assert sums(store) == {
        ("articles", "", "a"): 2,
        ("fetches", "first", "a"): 1,
        ("versions", "", "a"): 3,
        ("changes", "edited", "a"): 1,
    }


def test_pruning_takes_nothing_away(store: Store):
    for at in range(4):
        store.keep([visit(article(), at, payload=f"<p>{at}</p>".encode())])
    before = store.tallies()
    went = list(store.prune(Retention(hour(99), snapshots=hour(99))))

    assert {gone.kind for gone in went} == {"payload", "snapshot"}
    assert store.tallies() == before


def test_what_is_imported_counts_once(source: Config, tmp_path: Path):
    filled(source)
    with Store.open(source) as store:
        lines, before = list(store.export(with_payloads=True)), store.tallies()

    with Store.open(tmp_path / "copy") as copy:
        for _ in range(2):
            list(copy.take(lines, "export"))
        assert copy.tallies() == before


def test_what_is_imported_is_counted_on_either_database(source: Config, config: Config):
    elsewhere = replace(config, data=config.data / "elsewhere")
    filled(elsewhere)
    with Store.open(elsewhere) as store:
        lines, before = list(store.export(with_payloads=True)), store.tallies()

    with Store.open(source) as copy:
        list(copy.take(lines, "export"))
        assert copy.tallies() == before


def test_what_fails_is_not_counted(store: Store):
    with store.together(keep=False) as draft:
        draft.keep([visit(article(), identity="a:1")])
        assert sums(draft)["fetches", "first", "a"] == 1

    assert store.tallies() == []


def test_the_archive_takes_more_where_more_is_kept(store: Store):
    before = store.size()
    pages = [random.Random(at).randbytes(100_000) for at in range(5)]
    store.keep([visit(article(), at, payload=page) for at, page in enumerate(pages)])

    assert before > 100_000
    assert store.size() > before + 400_000
