"""Seals of reports: what was told is no other judgement unseen, and can be judged anew."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import MetaData, Table, text

from crawler.config import Config
from crawler.store import Store, payload_digest
from crawler.store.database import FILE, open_database
from crawler.store.migrations.versions import r0013_report_seals
from scheduler.compare import write_missing_reports
from tests.archives import filled
from tests.terminal import Inside, lines
from tests.visits import article, hour, seed, visit

TOLD = "the report tag:stet,2026:cna:202603010001/1..2"
"""The first report of the archive, with the row id 1."""


def flaws(source: Config | Path) -> list[str]:
    with Store.open(source, read_only=True) as store:
        return [flaw.what for each in store.verify() for flaw in each.flaws]


def withdrawn(folder: Path) -> int:
    with Store.open(folder, read_only=True) as store:
        return sum(each.withdrawn for each in store.verify())


def tamper(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / FILE)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def of_the_first_format(told: Iterable[bytes]) -> Iterator[bytes]:
    """As a Stet exported that sealed no reports."""
    group: list[bytes] = []
    for line in told:
        fields = json.loads(line)
        if fields["kind"] == "watch-end":
            end = {"lines": len(group), "digest": payload_digest(b"".join(group))}
            yield json.dumps(fields | end).encode() + b"\n"
            group = []
        elif fields["kind"] == "stet-archive":
            yield line.replace(b'"format":2', b'"format":1')
        elif fields["kind"] != "report_seal":
            group.append(line)
            yield line


ANOTHER = f"{TOLD} is not the one that was sealed at "
FORGED = [
    ("UPDATE report SET score = 1 WHERE id = 1", ANOTHER),
    ("UPDATE report SET significant = NOT significant WHERE id = 1", ANOTHER),
    ("UPDATE report SET kind = 'moved' WHERE id = 1", ANOTHER),
    ("UPDATE report SET site = 'other' WHERE id = 1", ANOTHER),
    ("UPDATE report SET changed_at = '2026-03-01 10:00:00.000000' WHERE id = 1", ANOTHER),
    ("UPDATE report SET record = (SELECT record FROM report WHERE id = 2) WHERE id = 1", ANOTHER),
    ("INSERT OR REPLACE INTO likeness VALUES (1, zeroblob(16))", ANOTHER),
    ("UPDATE report SET record = x'00' WHERE id = 1", f"{TOLD} cannot be read: "),
    ("DELETE FROM report WHERE id = 1", f"{TOLD} is missing; it was sealed at "),
    ("UPDATE report_seal SET digest = NULL WHERE id = 1", f"{TOLD} is here; it was taken back at "),
    ("UPDATE report_seal SET key = 'x' WHERE id = 1", f"{TOLD} was never sealed"),
    ("UPDATE report_seal SET at = '2026-03-01 10:00:00.000000' WHERE id = 1",
     "seal of reports 1 does not follow from the one before"),
    ("UPDATE report_seal SET upon = zeroblob(16) WHERE id = 1",
     "seal of reports 1 hangs on no seal of its versions"),
    ("DELETE FROM report_seal WHERE id = 1", "seal of reports 1 is missing from its chain"),
    ("DELETE FROM report_seal", f"{TOLD} was never sealed"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "said"), FORGED, ids=[sql for sql, _ in FORGED])
def test_a_report_that_was_tampered_with_shows(tmp_path: Path, statement: str, said: str):
    filled(tmp_path)
    assert flaws(tmp_path) == []
    tamper(tmp_path, statement)

    assert any(what.startswith(said) for what in flaws(tmp_path))


def test_a_score_that_was_forged_fails_the_verb_and_the_backup(quick: Inside):
    filled(quick.folder / "data")
    sound = lines(quick("verify"))[-1]
    tamper(quick.folder / "data", "UPDATE report SET score = 1 WHERE id = 1")

    for verb in (["verify"], ["restore", "--check", "data/stet.db"]):
        answer = quick(*verb)
        assert answer.returncode == 1
        assert f"{TOLD} is not the one that was sealed at" in answer.stdout
    assert sound.startswith("seal of the archive: ")


def test_the_seal_of_an_archive_covers_what_was_told(quick: Inside):
    """Who takes reports out with all their seals leaves an archive that is as some other was."""
    filled(quick.folder / "data")
    before = lines(quick("verify"))[-1]
    tamper(quick.folder / "data", "DELETE FROM likeness", "DELETE FROM report_seal",
           "DELETE FROM report")  # fmt: skip

    assert lines(quick("verify"))[-1] != before


def test_what_is_told_anew_is_sealed_anew_and_counted(source: Config):
    with Store.open(source) as store:
        store.keep([visit(article("港口", text), n) for n, text in enumerate(("一人。", "二人。"))])
        write_missing_reports(store)
        store.keep_seeds([seed("碼頭", at=-50)])
        write_missing_reports(store)
        [checked] = [each for each in store.verify() if each.identity]

    assert (checked.reports, checked.withdrawn) == (2, 1)
    assert flaws(source) == []


def test_reports_of_an_older_export_are_sealed_as_they_come(tmp_path: Path):
    filled(tmp_path / "one")
    with Store.open(tmp_path / "one", read_only=True) as store:
        told = of_the_first_format(store.export())
    with Store.open(tmp_path / "two") as store:
        assert len(list(store.take(told, "old.jsonl"))) == 4

    assert flaws(tmp_path / "two") == []
    tamper(tmp_path / "two", "UPDATE report SET score = 1 WHERE id = 1")
    assert len(flaws(tmp_path / "two")) == 1


def test_what_was_told_before_there_were_seals_is_sealed(source: Config):
    filled(source)
    database = open_database(source.data, source.database_url)
    read = text("SELECT position, key, digest, upon FROM report_seal ORDER BY watch_id, position")
    with (
        database.writing() as bound,
        Operations.context(MigrationContext.configure(bound)),
    ):
        before = bound.execute(read).all()
        bound.execute(text("DELETE FROM report_seal"))
        table = Table("report_seal", MetaData(), autoload_with=bound, resolve_fks=False)
        r0013_report_seals.seal_all(table, hour(100))
        assert bound.execute(read).all() == before
    database.engine.dispose()

    assert before
    assert flaws(source) == []
