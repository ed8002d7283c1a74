"""A score taken apart, as a reader sees it."""

import json
from dataclasses import replace

from crawler.aside import Rule
from crawler.items import Article
from scheduler.diff import compare
from scheduler.reports import Context
from scheduler.reports.view import explained
from scheduler.reports.view.harmless import visible

TOLL = "霧津渡輪擦撞防波堤，造成2人死亡、14人受傷，傷者分送三家醫院。"
OLD = Article(
    url="https://news.example/1", title="渡輪擦撞", body=(TOLL,), description="渡輪擦撞。" * 10
)


def told(new: Article, *rules: Rule) -> list[str]:
    """The lines in English, but for headline and verdict."""
    report = compare(OLD, new, "example:1", rules=rules)
    lines = list(explained.lines(report, Context(lang="en")))
    assert lines[0] == "tag:stet,2026:example:1/old..new  渡輪擦撞"
    return [line.replace("\u00a0", " ") for line in lines[3:]]


def test_length_and_field_are_reckoned():
    shown = told(replace(OLD, description=""))

    assert shown == [
        "summary: removed",
        f"  - {OLD.description}",
        "  removed (40 + length 5) × field 0.5 = 22.5",
        "",
        "sum: the heaviest, and 15% of each other",
        "  removed 22.5",
        "  total 22.5, score 22",
    ]


def test_a_field_alone_and_a_length_alone_are_reckoned():
    assert "  added (30 + length 0.2) × field 0.1 = 3.02" in told(replace(OLD, tags=("渡輪",)))
    assert "  text appended 20 + length 0.5 = 20.5" in told(replace(OLD, body=(TOLL, "市府開會。")))
    moved = replace(OLD, description=OLD.description.replace("渡輪", "渡船", 1))
    assert any("× field 0.5 =" in line for line in told(moved))


def test_a_rule_is_named_and_its_name_is_harmless():
    shown = told(replace(OLD, body=(TOLL, "讀者俱樂部")), Rule("a\u202eb", "讀者.*"))

    assert f"  put aside by the rule “{visible(chr(97) + chr(0x202E) + 'b')}”" in shown
    assert shown[-1] == "  total 0, score 0"


def test_programs_are_told_the_same():
    report = compare(OLD, replace(OLD, body=(TOLL.replace("2人", "3人"),)), "example:1")
    found = json.loads(explained.as_json(report))

    [change] = found["changes"]
    assert (change["field"], change["tags"], change["noise"]) == ("body", ["number"], "")
    assert change["points"] == [
        {"reason": "number", "weight": 65, "length": 0, "factor": 1.0, "worth": 65.0}
    ]
    assert found["reasons"] == [{"reason": "number", "points": 65.0, "share": 1}]
    assert (found["score"], found["explained"], found["total"]) == (65, 65, 65.0)
