"""`stet judge --explain`: why a report has its score, in words."""

import json
import sqlite3
from contextlib import closing

import pytest

from crawler.store import Store
from crawler.store.database import FILE
from tests.archives import filled
from tests.terminal import Inside, complaint, lines

FERRY = "cna:202603010001"


@pytest.fixture
def archive(quick: Inside) -> Inside:
    """A shell that stands beside an archive with four articles."""
    filled(quick.folder / "data")
    return quick


@pytest.mark.parametrize("name", [f"tag:stet,2026:{FERRY}/1..2", f"{FERRY}/1..2"])
def test_each_change_its_reasons_and_the_sum_are_said(archive: Inside, name: str):
    shown = [line.replace("\u00a0", " ") for line in lines(archive("judge", "--explain", name))]

    assert shown == [
        f"tag:stet,2026:{FERRY}/1..2  渡輪擦撞 釀3死",
        "標題修改：數字 2死→3死(+1)；內文 1 處：數字 2人→3人(+1)",
        "",
        "標題：修改，數字、標題",
        "  - 2",
        "  + 3",
        "  數字 65",
        "  標題 45",
        "",
        "內文 第 1 段：修改，數字",
        "  - 2",
        "  + 3",
        "  數字 65",
        "",
        "合計：最重的理由全計，其餘各計 15%",
        "  數字 65",
        "  標題 45 × 15% = 6.75",
        "  總計 71.75，重要度 72",
    ]


def test_an_article_means_its_latest_report_and_english_is_spoken(archive: Inside):
    shown = lines(archive("judge", "--explain", FERRY, "--lang", "en"))

    assert shown[0].startswith(f"tag:stet,2026:{FERRY}/2..3")
    assert "  punctuation alone differs" in [line.replace("\u00a0", " ") for line in shown]


def test_every_stored_score_is_the_explained_sum(archive: Inside):
    with Store.open(archive.folder / "data") as store:
        rows = store.reports()
    for row in rows:
        [line] = lines(archive("judge", "--explain", row.id, "--format", "jsonl"))
        found = json.loads(line)
        reasons = found["reasons"]
        assert found["id"] == row.id
        assert found["explained"] == found["score"] == row.score
        assert sum(each["points"] * each["share"] for each in reasons) == pytest.approx(
            found["total"]
        )
    assert {row.kind for row in rows} == {"edited", "deleted"}


def test_a_score_of_other_weights_is_told_as_such(archive: Inside):
    from crawler.store import records
    from scheduler.diff.records import from_json, replace, to_json

    with Store.open(archive.folder / "data") as store:
        row = store.report(f"tag:stet,2026:{FERRY}/1..2")
    older = records.compress(to_json(replace(from_json(row.record), score=50)))
    with closing(sqlite3.connect(archive.folder / "data" / FILE)) as base, base:
        base.execute("UPDATE report SET record = ? WHERE key = ?", (older, row.id))

    shown = lines(archive("judge", "--explain", row.id, "--lang", "en"))
    assert shown[-1].strip().replace("\u00a0", " ") == (
        "stored with score 50: weights have changed since"
    )


def test_what_has_no_report_is_told(archive: Inside):
    assert "there is no report of text:1a2b yet" in complaint(
        archive("judge", "--explain", "text:1a2b")
    )
    assert "nothing in this archive is called" in complaint(
        archive("judge", "--explain", "x:1/2..3")
    )
    assert f"there is no report of {FERRY} from 1..9" in complaint(
        archive("judge", "--explain", f"{FERRY}/1..9")
    )
    assert "--explain" in complaint(archive("judge"))
