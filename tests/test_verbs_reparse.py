"""`stet reparse`: what today's parsers read on pages that older ones had read."""

import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawler import extract
from crawler.items import Article, Draft, Reading, Snapshot, Visit
from crawler.store import Sought, Store
from crawler.store.database import FILE
from scheduler.compare import write_missing_reports
from tests.terminal import Inside, complaint, lines
from tests.visits import hour, seed, visit

IDENTITY, URL = "news.example:/ferry", "https://news.example/ferry"
LINE = "霧津渡輪今天清晨擦撞防波堤，造成{}人死亡、14人受傷，傷者分送三家醫院。"
REST = "港務局長方景同說，燈號當時是正常的，船長有二十年的經驗，原因還在調查。"


def page(dead: int, *more: str, title: str = "渡輪擦撞防波堤") -> bytes:
    paragraphs = "".join(f"<p>{line}</p>" for line in (LINE.format(dead), REST, *more))
    return (
        f'<html lang="zh-TW"><meta charset="utf-8"><title>{title}</title>'
        f"<body><h1>{title}</h1><article>{paragraphs}</article></body></html>"
    ).encode()


def look(document: bytes, at: float, **misread: Any) -> Visit:
    """A look at a page by an older parser, which read some fields otherwise than today's."""
    now = extract.read(
        document, URL, {"content-type": "text/html; charset=utf-8"}, hour(at)
    ).article
    assert now is not None
    old: Article = replace(now, **misread)
    headers = (("content-type", "text/html; charset=utf-8"),)
    fetched = Snapshot(URL, URL, hour(at), 200, headers, document)
    return Visit(IDENTITY, fetched, Draft(URL), Reading(old, None, "any/0"))


def archive(folder: Path, *looks: Visit) -> None:
    with Store.open(folder / "data") as store:
        for one in looks:
            store.keep([one])
        write_missing_reports(store)


def texts(folder: Path) -> list[tuple[int, tuple[str, ...], int, bool]]:
    """Number, body, looks and extractor of every version, and whether it is an older parser's."""
    with Store.open(folder / "data", read_only=True) as store:
        return [
            (it.number, store.article(IDENTITY, it.number).body, it.checks, it.extractor == "any/0")
            for it in store.versions(IDENTITY)
        ]


def told(folder: Path) -> list[tuple[str, int]]:
    with Store.open(folder / "data", read_only=True) as store:
        return [(row.id.rpartition("/")[2], row.score) for row in store.reports()]


def everything(folder: Path) -> dict[str, list[Any]]:
    """Every row of every table, those in which SQLite keeps the index among them."""
    connection = sqlite3.connect(folder / "data" / FILE)
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    rows = {
        name: connection.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608 - our own names
        for (name,) in names
        if name != "search"  # has no rows of its own: they are in search_data
    }
    connection.close()
    return rows


def test_a_report_that_was_the_parsers_vanishes(quick: Inside):
    archive(quick.folder, look(page(2), 0, body=(LINE.format(2),)), look(page(2), 1))
    assert [key for key, _ in told(quick.folder)] == ["1..2"]

    shown = lines(quick("reparse"))

    assert "news.example:/ferry  渡輪擦撞防波堤" in shown
    assert "  v1   reads differently: body" in shown
    assert any(line.startswith("  1..2: vanishes, was score ") for line in shown)
    assert told(quick.folder) == []
    both = (LINE.format(2), REST)
    assert texts(quick.folder) == [(1, both, 1, False), (2, both, 1, False)]


def test_what_is_read_anew_is_sealed_anew(quick: Inside):
    archive(quick.folder, look(page(2), 0, body=(LINE.format(2),)), look(page(2), 1))
    lines(quick("reparse"))

    with Store.open(quick.folder / "data", read_only=True) as store:
        assert [(link.position, link.number) for link, _ in store.seals(IDENTITY)] == [
            (1, 1),
            (2, 2),
            (3, 1),
        ]
        assert not [flaw for each in store.verify() for flaw in each.flaws]


def test_a_change_that_an_old_parser_missed_appears(quick: Inside):
    misread = {"body": (REST,)}
    archive(
        quick.folder,
        look(page(2), 0, **misread),
        look(page(3, title="渡輪擦撞防波堤釀禍"), 1, **misread),
    )
    [(key, before)] = told(quick.folder)
    shown = lines(quick("reparse", IDENTITY))
    [(same, after)] = told(quick.folder)

    assert (key, same) == ("1..2", "1..2")
    assert after > before
    assert any("1..2: changes, score" in line and "number" in line for line in shown)
    assert (
        shown[-1]
        == "2 versions read again: 2 read differently, 1 report appeared, vanished or changed"
    )


def test_a_report_where_there_was_none(quick: Inside):
    """Two looks read as one text make one version: only what was stored apart can be told apart."""
    archive(
        quick.folder,
        look(page(2), 0, body=(REST,), tags=("渡輪",)),
        look(page(3), 1, body=(REST,), tags=("輪渡",)),
    )
    with Store.open(quick.folder / "data") as store:
        [row] = store.reports()
    assert "number" not in row.record.decode()
    lines(quick("reparse"))
    with Store.open(quick.folder / "data") as store:
        [row] = store.reports()
    assert "number" in row.record.decode()


def test_a_dry_run_tells_the_same_and_changes_nothing(quick: Inside):
    archive(quick.folder, look(page(2), 0, body=(LINE.format(2),)), look(page(3), 1))
    before = everything(quick.folder)
    trial = lines(quick("reparse", "--dry-run"))
    assert everything(quick.folder) == before
    earnest = lines(quick("reparse"))

    assert trial[:-1] == earnest[:-1]
    assert trial[-1].endswith("; nothing was changed")
    assert everything(quick.folder) != before


def test_a_second_time_there_is_nothing_to_tell(quick: Inside):
    archive(quick.folder, look(page(2), 0, body=(LINE.format(2),)), look(page(3), 1))
    lines(quick("reparse"))
    after = everything(quick.folder)

    assert lines(quick("reparse")) == [
        "2 versions read again: 0 read differently, 0 reports appeared, vanished or changed"
    ]
    assert everything(quick.folder) == after


def test_the_next_look_is_compared_with_what_is_read_today(quick: Inside):
    archive(quick.folder, look(page(2), 0, body=(LINE.format(2),), title="舊題"))
    lines(quick("reparse"))
    with Store.open(quick.folder / "data") as store:
        [kept] = store.keep([look(page(2), 2)])
        assert kept.outcome == "same"
        assert store.find(IDENTITY).title == "渡輪擦撞防波堤"
        assert store.search(Sought("燈號")).rows[0].versions == (1,)


def test_seeds_and_pages_without_an_article_stay(quick: Inside):
    with Store.open(quick.folder / "data") as store:
        store.keep_seeds(
            [seed("渡輪的稿子", LINE.format(2), identity="a:1", url="https://a.example/1")]
        )
    empty = b"<html><title>404</title></html>"
    broken = look(page(2), 0)
    broken.snapshot = replace(broken.snapshot, payload=empty)  # as if a rule had lost its place
    archive(quick.folder, broken)
    before = texts(quick.folder)
    shown = lines(quick("reparse"))

    assert any(line.startswith("  v1   shows no article today, kept as it was") for line in shown)
    assert shown[-1].startswith("1 version read again: 0 read differently")
    assert texts(quick.folder) == before


def test_events_stay_as_they_were_told(quick: Inside):
    lost = [visit("gone", at, identity=IDENTITY, url=URL) for at in (10, 20, 40)]
    archive(quick.folder, look(page(2), 0, body=(LINE.format(2),)), *lost)
    before = told(quick.folder)
    lines(quick("reparse"))

    assert len(before) == 1
    assert told(quick.folder) == before


def test_only_what_is_asked_for_is_read(quick: Inside):
    archive(quick.folder, look(page(2), 0, body=(LINE.format(2),)))

    none = quick("reparse", "--site", "cna")
    assert none.stdout.startswith("0 versions read again")
    assert "no article of cna is watched here" in none.stderr
    assert "news.example" in quick("reparse", "--site", "news.example", "--dry-run").stdout
    assert "did you mean" in complaint(quick("reparse", "news.example:/fery"))


@pytest.mark.parametrize("words", [["reparse"], ["reparse", "--dry-run"]])
def test_where_there_is_no_archive_none_is_made(quick: Inside, words: list[str]):
    assert "there is no archive" in complaint(quick(*words))
    assert not (quick.folder / "data").exists()


def test_what_fails_in_the_middle_is_taken_back_as_a_whole(store: Store):
    store.keep([look(page(2), 0, body=(LINE.format(2),))])
    [version] = store.versions(IDENTITY)
    now = look(page(2), 0).reading
    assert now is not None
    with pytest.raises(ZeroDivisionError):
        read_and_fail(store, {version.id: now})

    assert store.article(IDENTITY).body == (LINE.format(2),)


def read_and_fail(store: Store, readings: dict[int, Reading]) -> None:
    with store.together(keep=True) as inside:
        assert inside.read_as(IDENTITY, readings) == {1: ("body",)}
        assert len(inside.article(IDENTITY).body) == 2
        raise ZeroDivisionError
