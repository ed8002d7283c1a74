import json
from datetime import UTC, datetime

import msgspec
import pytest

from scheduler.diff.records import Change, ChangeReport, Seen, from_json, to_json

REPORT = ChangeReport(
    id="tag:stet,2026:cna:202301140005/2..3",
    article="cna:202301140005",
    url="https://news.example/202301140005",
    site="cna",
    publisher="範例社",
    title="山城地震釀3傷",
    before=Seen(
        version=2,
        first_seen=datetime(2023, 1, 14, 2, 0, tzinfo=UTC),
        last_seen=datetime(2023, 1, 14, 5, 0, tzinfo=UTC),
    ),
    after=Seen(version=3, first_seen=datetime(2023, 1, 14, 6, 0, tzinfo=UTC)),
    kind="edited",
    score=60,
    significant=True,
    reasons=("number",),
    added=1,
    removed=1,
    changes=(
        Change(
            field="body",
            path=(3,),
            kind="edited",
            old="近2年",
            new="近3年",
            spans=(("=", "近"), ("-", "2"), ("+", "3"), ("=", "年")),
            tags=("number",),
        ),
        Change(field="body", path=(5,), from_path=(2,), kind="moved", old="同", new="同"),
    ),
)


def test_the_json_has_the_names_of_the_design() -> None:
    record = json.loads(to_json(REPORT))
    assert record["from"] == {
        "version": 2,
        "first_seen": "2023-01-14T02:00:00Z",
        "last_seen": "2023-01-14T05:00:00Z",
    }
    assert record["to"] == {"version": 3, "first_seen": "2023-01-14T06:00:00Z"}
    assert record["changes"][0] == {
        "field": "body",
        "path": [3],
        "kind": "edited",
        "old": "近2年",
        "new": "近3年",
        "spans": [["=", "近"], ["-", "2"], ["+", "3"], ["=", "年"]],
        "tags": ["number"],
    }
    assert record["changes"][1]["from_path"] == [2]


def test_a_report_comes_back_from_its_json_as_it_was() -> None:
    assert from_json(to_json(REPORT)) == REPORT
    assert "範例社".encode() in to_json(REPORT)


def test_json_of_another_shape_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        from_json(b'{"id": 1}')
