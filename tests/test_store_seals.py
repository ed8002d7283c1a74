"""Seals: what each version was when it was kept, and how a rewrite of history shows."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import MetaData, Table

from crawler.store import Store, records
from crawler.store.database import FILE, open_database
from crawler.store.migrations.versions import r0005_seals
from crawler.store.payloads import digest_of
from tests.archives import TOLL, filled
from tests.terminal import Inside, lines
from tests.visits import IDENTITY, article, hour, seed, visit

FERRY = "cna:202603010001"


@contextmanager
def opened(folder: Path) -> Iterator[sqlite3.Connection]:
    """The archive's file, as somebody who would rewrite it opens it."""
    connection = sqlite3.connect(folder / FILE)
    with connection:
        yield connection
    connection.close()


def seals(folder: Path) -> list[tuple[int, int, str | None]]:
    with opened(folder) as connection:
        rows = connection.execute(
            "SELECT position, number, hex(payload) FROM seal ORDER BY watch_id, position"
        ).fetchall()
    return [(position, number, payload.lower() or None) for position, number, payload in rows]


def flaws(folder: Path) -> list[tuple[str, int | None, str]]:
    with Store.open(folder, read_only=True) as store:
        found = [flaw for each in store.verify() for flaw in each.flaws]
    return [(flaw.identity, flaw.version, flaw.what) for flaw in found]


def test_each_version_is_sealed_with_the_page_that_showed_it(tmp_path: Path):
    looks = [visit(article(title), n) for n, title in enumerate("甲乙乙")]
    with Store.open(tmp_path) as store:
        store.keep(looks)

    pages = [digest_of(each.snapshot.payload) for each in looks]
    assert seals(tmp_path) == [(1, 1, pages[0]), (2, 2, pages[1])]
    assert flaws(tmp_path) == []


def test_a_version_that_a_newer_parser_read_is_sealed_anew(tmp_path: Path):
    old = article("甲", "一。", tags=("港",))
    look = visit(old, extractor="example/1")
    with Store.open(tmp_path) as store:
        store.keep([look])
        newer = replace(old, tags=("港口",))
        again = visit(newer, 1, extractor="example/2")
        [kept] = store.keep([again], reread=lambda payload, fetch: newer)

    first = digest_of(look.snapshot.payload)
    assert kept.outcome == "same"
    assert seals(tmp_path) == [(1, 1, first), (2, 1, first)]
    assert flaws(tmp_path) == []


def test_documents_are_sealed_and_what_they_renumber_is_again(tmp_path: Path):
    look = visit(article("乙"))
    with Store.open(tmp_path) as store:
        store.keep([look])
        store.keep_seeds([seed("甲", at=-10)])

    page = digest_of(look.snapshot.payload)
    assert seals(tmp_path) == [(1, 1, page), (2, 1, None), (3, 2, page)]
    assert flaws(tmp_path) == []


def test_a_document_that_parts_a_version_leaves_all_sealed(tmp_path: Path):
    with Store.open(tmp_path) as store:
        store.keep([visit(article("甲"), n) for n in (0, 10, 60, 70)])
        store.keep_seeds([seed("甲", at=20), seed("乙", at=50)])
        store.keep_seeds([seed("甲", at=-50)])

    assert flaws(tmp_path) == []


def test_what_stood_in_an_archive_before_there_were_seals_is_sealed(tmp_path: Path):
    filled(tmp_path)
    before = seals(tmp_path)
    with opened(tmp_path) as connection:
        for name in ("seal", "report_seal", "likeness", "report"):
            connection.execute(f"DELETE FROM {name}")  # noqa: S608 - names of ours
    database = open_database(tmp_path)
    with (
        database.writing() as bound,
        Operations.context(MigrationContext.configure(bound)),
    ):
        table = Table("seal", MetaData(), autoload_with=bound, resolve_fks=False)
        r0005_seals.seal_all(table, hour(100))
    database.engine.dispose()

    assert seals(tmp_path) == before
    assert flaws(tmp_path) == []


TAMPERED = [
    (
        "UPDATE article SET record = :record WHERE version_id = 2",
        [(FERRY, 2, "its text is not the one that was sealed at 2026-03-01 11:00 UTC")],
    ),
    (
        "UPDATE version SET first_seen = '2026-03-01 10:00:00.000000' WHERE id = 2",
        [
            (FERRY, 2,
             "first seen at 2026-03-01 10:00:00+00:00, sealed at 2026-03-01 11:00 UTC as "
             "2026-03-01 11:00:00+00:00"),
        ],
    ),
    (
        "UPDATE version SET digest = zeroblob(16) WHERE id = 2",
        [(FERRY, 2, "its digest is not the one that was sealed at 2026-03-01 11:00 UTC")],
    ),
    (
        "UPDATE seal SET first_seen = '2026-03-01 10:00:00.000000' WHERE id = 1",
        [
            (FERRY, 1, "seal 1 does not follow from the one before"),
            (FERRY, 1,
             "first seen at 2026-03-01 08:00:00+00:00, sealed at 2026-03-01 08:00 UTC as "
             "2026-03-01 10:00:00+00:00"),
        ],
    ),
    ("DELETE FROM seal WHERE id = 2", [
        (FERRY, None, "seal 2 is missing from its chain"), (FERRY, 2, "was never sealed"),
    ]),
    ("DELETE FROM seal WHERE id = 3", [
        (FERRY, 3, "was never sealed"),
        (FERRY, None, "seal of reports 1 hangs on no seal of its versions"),
        (FERRY, None, "seal of reports 2 hangs on no seal of its versions"),
    ]),
    ("UPDATE article SET record = x'00' WHERE version_id = 2", [
        (FERRY, 2, "its text cannot be read: the archive holds damaged bytes: "),
    ]),
    ("DELETE FROM article WHERE version_id = 2", [(FERRY, 2, "its text is missing")]),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "told"), TAMPERED, ids=[sql for sql, _ in TAMPERED])
def test_a_rewrite_of_history_shows(
    tmp_path: Path, sql: str, told: list[tuple[str, int | None, str]]
):
    filled(tmp_path)
    with Store.open(tmp_path, read_only=True) as store:
        text = store.article(FERRY, 2)
    forged = records.pack(replace(text, body=(TOLL, *text.body[1:])))
    with opened(tmp_path) as connection:
        connection.execute(sql, {"record": forged} if ":record" in sql else {})

    found = flaws(tmp_path)
    assert [each[:2] for each in found] == [each[:2] for each in told]
    assert all(one[2].startswith(other[2]) for one, other in zip(found, told, strict=True))


def test_a_version_that_is_gone_is_missed(tmp_path: Path):
    with Store.open(tmp_path) as store:
        store.keep([visit(article(title), n) for n, title in enumerate("甲乙丙")])
    with opened(tmp_path) as connection:
        connection.executescript(
            "DELETE FROM snapshot WHERE version_id = 2;"
            "DELETE FROM article WHERE version_id = 2;"
            "DELETE FROM version WHERE id = 2;"
        )

    [(identity, number, what)] = flaws(tmp_path)
    assert (identity, number) == (IDENTITY, 2)
    assert what.startswith("is missing; it was sealed at 2026-03-01 09:00 UTC")


def test_changed_bytes_of_a_page_show(tmp_path: Path):
    look = visit(article())
    with Store.open(tmp_path) as store:
        store.keep([look])
    with opened(tmp_path) as connection:
        forged = records.compress(look.snapshot.payload.replace(b"<html>", b"<HTML>"))
        connection.execute("UPDATE payload SET body = ?", (forged,))

    key = digest_of(look.snapshot.payload)
    assert flaws(tmp_path) == [
        (IDENTITY, 1, f"the bytes {key} of its page are not those that were stored")
    ]


def test_a_chain_of_one_article_is_not_anothers(tmp_path: Path):
    same = article()
    with Store.open(tmp_path) as store:
        store.keep([visit(same, identity="a:1"), visit(same, identity="b:1")])
        heads = {each.identity: each.head for each in store.verify() if each.identity}

    assert len(set(heads.values())) == 2


# ------------------------------------------------------------------ stet verify


def test_an_archive_as_it_was_kept_is_said_to_be_so(quick: Inside):
    filled(quick.folder / "data")

    said, seal = lines(quick("verify"))
    assert said == "4 articles, 7 versions, 4 reports, 7 pages: all as it was kept"
    assert seal.startswith("seal of the archive: ")


def test_the_seal_of_an_archive_moves_with_it(quick: Inside):
    filled(quick.folder / "data")
    before = lines(quick("verify"))[-1]
    again = lines(quick("verify"))[-1]
    with Store.open(quick.folder / "data") as store:
        store.keep([visit(article("新的一則"), 9, identity="example:9")])

    assert before == again
    assert lines(quick("verify"))[-1] != before


def test_what_does_not_hold_is_listed_and_fails(quick: Inside):
    filled(quick.folder / "data")
    with opened(quick.folder / "data") as connection:
        connection.execute("UPDATE version SET digest = zeroblob(16) WHERE id = 1")
    answer = quick("verify")

    assert answer.returncode == 1
    assert answer.stdout.splitlines()[:2] == [
        f"{FERRY} version 1: its digest is not the one that was sealed at 2026-03-01 08:00 UTC",
        "4 articles, 7 versions, 4 reports, 7 pages: 1 flaw",
    ]


def test_the_clock_of_a_seal_is_that_of_the_look(tmp_path: Path):
    with Store.open(tmp_path) as store:
        store.keep([visit(article(), 5)])
    with opened(tmp_path) as connection:
        [(at,)] = connection.execute("SELECT at FROM seal").fetchall()

    assert at.startswith(f"{hour(5):%Y-%m-%d %H:%M:%S}")
