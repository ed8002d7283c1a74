"""What reports say, held against the versions that they are of."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from crawler.items import Article
from crawler.store import SnapshotRow, Store, records
from crawler.store.database import FILE
from scheduler import claims
from scheduler.compare import write_missing_reports
from scheduler.diff.records import ChangeReport, from_json, replace, to_json
from tests.archives import filled
from tests.visits import article, visit


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    filled(tmp_path)
    return tmp_path


def flaws(archive: Path) -> list[str]:
    with Store.open(archive, read_only=True) as store:
        return [flaw.what for each in claims.verified(store) for flaw in each.flaws]


def forge(archive: Path, kind: str, alter: Callable[[ChangeReport], ChangeReport]) -> None:
    """Write the first report of a kind anew, as only its own row has it."""
    with closing(sqlite3.connect(archive / FILE)) as connection:
        chosen = "SELECT id, record FROM report WHERE kind = ? ORDER BY id LIMIT 1"
        [(number, record)] = connection.execute(chosen, (kind,))
        forged = to_json(alter(from_json(records.decompress(record))))
        row = (records.compress(forged), number)
        connection.execute("UPDATE report SET record = ? WHERE id = ?", row)
        connection.commit()


def altered(**fields: object) -> Callable[[ChangeReport], ChangeReport]:
    return lambda report: replace(report, **fields)


def with_change(**fields: object) -> Callable[[ChangeReport], ChangeReport]:
    """The last change of a report is another one."""
    return lambda report: replace(
        report, changes=(*report.changes[:-1], replace(report.changes[-1], **fields))
    )


def test_of_an_archive_that_nobody_touched_every_report_holds(archive: Path):
    assert flaws(archive) == []


@pytest.mark.parametrize(
    ("kind", "alter", "said"),
    [
        ("edited", with_change(new="造成9人死亡。", spans=()), "quotes a body that the newer"),
        ("edited", with_change(old="沒有人傷亡。", spans=()), "quotes a body that the older"),
        ("edited", with_change(spans=(("+", "九"),)), "contradicts itself on the body"),
        ("edited", altered(score=1), "is not listed as what it is"),
        ("edited", lambda report: replace(report, after=report.before), "is of no two versions"),
        (
            "edited",
            lambda report: replace(
                report, before=replace(report.before, first_seen=report.after.first_seen)
            ),
            "tells other times than its versions",
        ),
        (
            "edited",
            lambda report: replace(
                report, before=replace(report.before, last_seen=report.after.first_seen)
            ),
            "that is not said to be seen",
        ),
        ("deleted", with_change(old="從來沒有這一段。", spans=()), "quotes a body that the older"),
    ],
    ids=["new", "old", "spans", "score", "versions", "times", "last", "event"],
)
def test_a_report_that_says_what_is_not_so_is_a_flaw(
    archive: Path, kind: str, alter: Callable[[ChangeReport], ChangeReport], said: str
):
    forge(archive, kind, alter)

    assert any(said in flaw for flaw in flaws(archive))


def test_what_is_no_report_at_all_is_said(archive: Path):
    with closing(sqlite3.connect(archive / FILE)) as connection:
        row = (records.compress(b'{"kind": 7}'),)
        connection.execute("UPDATE report SET record = ? WHERE kind = 'edited'", row)
        connection.execute("UPDATE report SET event_id = 9 WHERE kind = 'deleted'")
        connection.commit()

    found = flaws(archive)
    assert any("cannot be read" in flaw for flaw in found)
    assert any("is of no event that is here" in flaw for flaw in found)


def test_what_a_newer_parser_read_again_is_not_held_against_what_was_told_before(tmp_path: Path):
    """A report tells of what was read then; the version says since what today's parser reads."""
    first, more = "一人受傷。", "二人受傷。"

    def newer(payload: bytes, look: SnapshotRow) -> Article:
        return article("港口", more, "記者林知遠報導")

    with Store.open(tmp_path) as store:
        store.keep([visit(article("港口", first)), visit(article("港口", more, "廣告"), 1)])
        write_missing_reports(store)
        read = article("港口", more, "記者林知遠報導")
        [kept] = store.keep([visit(read, 2, extractor="example/2")], reread=newer)
        assert (kept.outcome, kept.version) == ("same", 2)
        [report] = store.reports()
        assert "廣告" in report.record.decode()

    assert flaws(tmp_path) == []
