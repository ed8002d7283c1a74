"""Looks, pages and articles that somebody took out or exchanged: found, and never built upon."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from crawler.store import Store, records
from crawler.store.database import FILE
from tests.archives import filled
from tests.terminal import Inside, complaint, lines

FERRY = "cna:202603010001"
"""The first article of the archive; its versions have the row ids 1 to 3."""


@pytest.fixture
def archive(quick: Inside) -> Inside:
    filled(quick.folder / "data")
    assert quick("verify").returncode == 0
    return quick


def tamper(archive: Inside, *statements: str) -> None:
    """As with the sqlite3 shell, which looks after no foreign key."""
    with closing(sqlite3.connect(archive.folder / "data" / FILE)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


PAGE_EXCHANGED = (
    "UPDATE snapshot SET payload = (SELECT payload FROM snapshot WHERE version_id = 1)"
    " WHERE version_id = 2"
)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (PAGE_EXCHANGED, f"{FERRY} version 2: none of its looks has the page"),
        ("DELETE FROM payload", f"{FERRY}: the page "),
        ("DELETE FROM snapshot WHERE version_id = 1", "UTC that first showed it is missing"),
        ("DELETE FROM watch WHERE id = 1", "an article is missing: it has seals"),
        ("UPDATE article SET record = X'00'", "its text cannot be read"),
    ],
)
def test_what_was_taken_out_or_exchanged_is_listed(archive: Inside, statement: str, said: str):
    tamper(archive, statement)
    answer = archive("verify")

    assert answer.returncode == 1
    assert said in answer.stdout
    assert "all as it was kept" not in answer.stdout


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE version SET digest = 'abc'", "holds 'abc' where a digest belongs"),
        ("UPDATE version SET first_seen = 'long ago'", "holds a row that cannot be read"),
    ],
)
def test_what_is_no_value_at_all_is_said(archive: Inside, statement: str, said: str):
    tamper(archive, statement)

    for verb in (["verify"], ["history", FERRY]):
        assert said in complaint(archive(*verb))


def test_nothing_is_built_upon_an_article_that_was_tampered_with(archive: Inside):
    tamper(archive, PAGE_EXCHANGED)
    with Store.open(archive.folder / "data", read_only=True) as store:
        before = store.article(FERRY, 2)
    read_again = archive("reparse", FERRY)

    assert read_again.returncode == 1
    assert f"{FERRY} is left as it is, for it is not as it was kept" in complaint(read_again)
    assert "none of its looks has the page" in complaint(archive("bundle", FERRY, 1, 2))
    with Store.open(archive.folder / "data", read_only=True) as store:
        assert store.article(FERRY, 2) == before


def test_an_archive_without_pages_is_whole(archive: Inside):
    archive("export", "--out", "all.jsonl")
    archive("import", "all.jsonl", "--data", "in")

    assert lines(archive("verify", "--data", "in"))[0].endswith("0 pages: all as it was kept")


def test_a_report_that_cannot_be_read_is_named(archive: Inside):
    damaged = records.compress(b'{"kind": 7}').hex()
    tamper(archive, f"UPDATE report SET record = X'{damaged}'")  # noqa: S608  bytes of our own

    for form in ("jsonl", "text"):
        assert "is not as it was kept" in archive("report", "--format", form).stderr


@pytest.mark.parametrize("pair", [(3, 1), (2, 2)])
def test_evidence_goes_from_an_older_version_to_a_newer_one(
    archive: Inside, pair: tuple[int, int], tmp_path: Path
):
    assert "give an older version and a newer one" in complaint(archive("bundle", FERRY, *pair))
    assert not list(tmp_path.glob("*.zip"))


def test_a_last_version_that_was_taken_out_is_not_said_to_be_unread(archive: Inside):
    tamper(
        archive,
        "DELETE FROM seal WHERE watch_id = 1 AND number = 3",
        "DELETE FROM version WHERE id = 3",
    )

    said = f"version 3 of {FERRY} is missing, the archive is damaged: look with `stet verify`"
    assert said in complaint(archive("show", FERRY))
    assert said in complaint(archive("show", FERRY, "--version", "3"))
    assert "has no version 4: they are 1 to 3" in complaint(archive("show", FERRY, "--version", 4))
