"""The demo's check, in all the ways it must be able to fail."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from scheduler.demo.check import disagreements
from scheduler.diff.records import Change, ChangeReport, ReportKind
from scheduler.newsroom import Edit

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)
URL = "https://news.example/1"

TOLL = Edit(NOON, URL, "corrected", "body", "2人", "3人", "造成2人受傷。", "造成3人受傷。", 0)
TOLL_TOLD = Change(
    field="body",
    kind="edited",
    old="造成2人受傷。",
    new="造成3人受傷。",
    spans=(("=", "造成"), ("-", "2"), ("+", "3"), ("=", "人受傷。")),
    path=(0,),
    tags=("number",),
)
MOVED = Edit(NOON, URL, "moved", "body", "乙。", "乙。", "乙。", "乙。", 0, 1)
MOVED_TOLD = Change(
    field="body",
    kind="moved",
    old="乙。",
    new="乙。",
    spans=(("=", "乙。"),),
    path=(0,),
    from_path=(1,),
)
CREDITED = Edit(NOON, URL, "credited", "credits", "", "何千帆", "完。", "完。（譯者：何千帆）", 3)
CREDITED_TOLD = (
    Change(
        field="body",
        kind="edited",
        old="完。",
        new="完。（譯者：何千帆）",
        spans=(("=", "完。"), ("+", "（譯者：何千帆）")),
        path=(3,),
        tags=("byline",),
    ),
    Change(field="credits", kind="added", new="譯者：何千帆", spans=(("+", "譯者：何千帆"),)),
)
APPENDED = Edit(
    NOON, URL, "appended", "body", "", "又記。", "", "又記。（編輯：甲）", 1,
    brackets=(("完。（編輯：甲）", "完。"),),
)  # fmt: skip
APPENDED_TOLD = (
    Change(
        field="body",
        kind="edited",
        old="完。（編輯：甲）",
        new="完。",
        spans=(("=", "完。"), ("-", "（編輯：甲）")),
    ),
    Change(
        field="body",
        kind="added",
        new="又記。（編輯：甲）",
        spans=(("+", "又記。（編輯：甲）"),),
        path=(1,),
    ),
)
GONE = Edit(NOON, URL, "retracted")
LOST = Change(field="body", kind="removed", old="乙。", spans=(("-", "乙。"),))


def report(
    *changes: Change, kind: ReportKind = "edited", article: str = URL, number: int = 1
) -> ChangeReport:
    return ChangeReport(
        id=f"{article}/{kind}/{number}",
        article=article,
        url=article,
        site="news.example",
        publisher="",
        title="題",
        before=None,
        after=None,
        kind=kind,
        score=50,
        significant=True,
        reasons=(),
        added=0,
        removed=0,
        changes=changes,
    )


def wrong(edits: list[Edit], *reports: ChangeReport) -> list[str]:
    return disagreements(edits, reports, lambda url: url)


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (TOLL, report(TOLL_TOLD)),
        (MOVED, report(MOVED_TOLD)),
        (CREDITED, report(*CREDITED_TOLD)),
        (APPENDED, report(*APPENDED_TOLD)),
        (GONE, report(LOST, kind="deleted")),
    ],
    ids=lambda value: value.kind,
)
def test_an_edit_that_is_told_once_is_right(edit: Edit, told: ChangeReport):
    assert wrong([edit], told) == []


def test_several_edits_may_stand_in_one_report():
    assert wrong([TOLL, MOVED], report(TOLL_TOLD, MOVED_TOLD)) == []


def test_an_edit_that_nobody_tells_of_is_missed():
    [sentence] = wrong([TOLL])

    assert "'2人' -> '3人' stands in 0 reports" in sentence


def test_an_edit_told_twice_is_wrong():
    [sentence] = wrong([TOLL], report(TOLL_TOLD), report(TOLL_TOLD, number=2))

    assert "stands in 2 reports" in sentence


def test_a_report_handed_out_twice_is_wrong():
    assert "stands in 2 reports" in wrong([TOLL], report(TOLL_TOLD), report(TOLL_TOLD))[0]


def test_a_change_told_twice_in_one_report_is_wrong():
    [sentence] = wrong([TOLL], report(TOLL_TOLD, TOLL_TOLD))

    assert "takes 1 changes, not 2" in sentence


def test_a_credit_stands_in_its_field_and_in_the_text():
    [sentence] = wrong([CREDITED], report(CREDITED_TOLD[0]))

    assert "takes 2 changes, not 1" in sentence


def test_a_change_that_nobody_made_is_noise():
    noise = Change(field="body", kind="added", new="廣告", spans=(("+", "廣告"),))

    [sentence] = wrong([TOLL], report(TOLL_TOLD, noise))

    assert "added body '' -> '廣告', but the newsroom wrote no such edit" in sentence


def test_a_change_of_another_article_explains_nothing():
    assert len(wrong([TOLL], report(TOLL_TOLD, article="https://news.example/2"))) == 2


@pytest.mark.parametrize(
    "untrue",
    [
        {"field": "title"},
        {"kind": "moved"},
        {"path": (4,)},
        {"tags": ()},
        {"new": "造成3人受傷！", "spans": (("-", "造成2人受傷。"), ("+", "造成3人受傷！"))},
    ],
    ids=lambda untrue: next(iter(untrue)),
)
def test_what_is_told_wrongly_explains_nothing(untrue: dict[str, object]):
    assert len(wrong([TOLL], report(replace(TOLL_TOLD, **untrue)))) == 2


def test_spans_that_show_another_text_are_wrong():
    [sentence] = wrong([TOLL], report(replace(TOLL_TOLD, spans=(("-", "2"), ("+", "3")))))

    assert "are another text" in sentence


def test_a_report_that_shows_nothing_is_wrong():
    [sentence] = wrong([GONE], report(kind="deleted"))

    assert "shows nothing" in sentence


def test_a_headline_must_be_called_one():
    edit = Edit(NOON, URL, "retitled", "title", "甲", "乙", "甲", "乙")
    change = Change(
        field="title", kind="rewritten", old="甲", new="乙", spans=(("-", "甲"), ("+", "乙"))
    )

    assert wrong([edit], report(replace(change, tags=("headline",)))) == []
    assert len(wrong([edit], report(change))) == 2


def test_an_event_that_did_not_happen_is_wrong():
    [sentence] = wrong([], report(replace(LOST, kind="added"), kind="restored"))

    assert "reported as restored, but the newsroom did no such thing" in sentence


def test_a_missing_event_and_a_wrong_one_are_two_mistakes():
    assert len(wrong([GONE], report(LOST, kind="expired"))) == 2
