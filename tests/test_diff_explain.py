"""A report's score, taken apart, adds up to the score."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.aside import Rule
from crawler.items import Article, Moment
from scheduler.diff import compare, explain, judge
from scheduler.diff.records import ChangeReport
from scheduler.diff.records import replace as with_fields
from tests.visits import hour

TOLL = "霧津渡輪擦撞防波堤，造成2人死亡、14人受傷，傷者分送三家醫院。"
SECOND = "港務局長方景同說，燈號是正常的。"
PARAGRAPHS = [TOLL, TOLL.replace("2人", "3人"), SECOND, "更正：3人。", "延伸閱讀", "台北　市府"]
OLD = Article(
    url="https://news.example/1",
    title="渡輪擦撞 釀2死",
    body=(TOLL, SECOND),
    date=Moment(hour(0), "今晨", "minute"),
    description="渡輪擦撞。",
)


def summed(report: ChangeReport) -> float:
    return sum(each.counts for each in explain.explain(report).counted)


@given(
    st.lists(st.sampled_from(PARAGRAPHS), max_size=6),
    st.sampled_from([OLD.title, "渡輪擦撞 釀3死", "船長停職"]),
    st.sampled_from([OLD.description, "", "船長停職，市府開會。"]),
)
def test_the_parts_add_up_to_the_score(body: list[str], title: str, description: str):
    new = replace(OLD, title=title, body=tuple(body), description=description)
    report = compare(OLD, new)
    found = explain.explain(report)

    assert found.score == report.score == min(round(found.total), 100)
    assert summed(report) == pytest.approx(found.total)
    assert tuple(each.reason for each in found.counted) == report.reasons
    assert [each.change for each in found.changes] == [*report.changes]


def test_a_silent_edit_counts_its_silence_and_a_cut_text_its_cut():
    silent = compare(OLD, replace(OLD, title="渡輪擦撞 釀3死"))
    cut = compare(OLD, replace(OLD, body=("霧津渡輪。",)))

    assert [each.reason for each in explain.explain(silent).counted][-1] == "silent"
    assert explain.explain(cut).counted[0] == explain.Counted("shrunk", 75, 1)


def test_the_reason_that_counts_whole_may_be_the_last():
    old = replace(OLD, description="渡輪擦撞，2人死亡。")
    report = compare(old, replace(OLD, description="渡輪擦撞，3人死亡。"))
    assert [(each.reason, each.share) for each in explain.explain(report).counted] == [
        ("number", judge.OTHERS),
        ("silent", 1),
    ]


def test_length_and_field_stand_apart():
    report = compare(OLD, replace(OLD, description=""))
    [[point]] = [judged.points for judged in explain.explain(report).changes]

    assert (point.reason, point.weight, point.factor) == ("removed", 40, 0.5)
    assert point.length == pytest.approx(0.5)
    assert point.worth == pytest.approx(20.25)


@pytest.mark.parametrize(
    ("new", "noise"),
    [
        ((TOLL.replace("，", " ，"), SECOND), "space"),
        ((TOLL, SECOND, "延伸閱讀"), "line"),
        ((TOLL.replace("2人", "２人"), SECOND), "width"),
        ((TOLL.replace("，", "、"), SECOND), "punctuation"),
        ((TOLL.replace("2人", "二人"), SECOND), "variant"),
        ((TOLL + SECOND,), "reflowed"),
        ((TOLL, SECOND, "讀者俱樂部"), "rule"),
        ((TOLL, SECOND, "港灣日報所有"), "boilerplate"),
        ((TOLL.replace("2人", "3人"), SECOND), ""),
    ],
)
def test_what_named_it_noise_is_said(new: tuple[str, ...], noise: str):
    rules = [Rule("俱樂部", "讀者俱樂部")]
    report = compare(OLD, replace(OLD, body=new), rules=rules, lines={"港灣日報所有"})
    [judged] = explain.explain(report).changes

    assert judged.noise == noise
    assert judged.change.rule == ("俱樂部" if noise == "rule" else "")


def test_an_event_is_its_own_reason():
    report = with_fields(compare(OLD, OLD), kind="deleted", score=90, reasons=("deleted",))
    found = explain.explain(report)

    assert found.counted == (explain.Counted("deleted", 90, 1),)
    assert (found.score, found.changes) == (90, ())


def test_no_change_has_no_reason():
    found = explain.explain(compare(OLD, OLD))
    assert (found.counted, found.score) == ((), 0)
