from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import Article
from scheduler.diff import compare, judge, prose
from scheduler.diff.records import Change, ChangeReport, Move

TOLL = "消防局今天統計，至少3人死亡。"
VISIT = "縣長下午前往災區勘查並宣布停課一天。"
RAIN = "氣象署表示雨勢明天趨緩。"
SCHOOL = "學校方面表示將在下週另行補課。"


def moves(old: list[str], new: list[str]) -> list[tuple[Move, ...]]:
    return [change.moves for change in prose.diff(old, new)]


def judged(old: list[str], new: list[str]) -> tuple[int, tuple[str, ...]]:
    found = report(old, new)
    return found.score, found.reasons


def report(old: list[str], new: list[str]) -> ChangeReport:
    url = "https://news.example/1"
    before, after = (Article(url=url, title="雨災", body=tuple(body)) for body in (old, new))
    return compare(before, after)


def test_a_sentence_that_went_to_another_paragraph_is_found_there() -> None:
    assert moves([TOLL + VISIT, RAIN, SCHOOL], [TOLL, RAIN, SCHOOL + VISIT]) == [
        (Move(sign="-", text=VISIT, paragraph=2),),
        (Move(sign="+", text=VISIT, paragraph=0),),
    ]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("同意12345678票，不同意23456789票。", "同意23456789票，不同意12345678票。", "number"),
        ("營收12,345,678元，支出87,654,321元。", "營收87,654,321元，支出12,345,678元。", "number"),
        (
            "市長說「我們絕對不會漲價。」，議員說「這全是市府的謊言。」。",
            "市長說「這全是市府的謊言。」，議員說「我們絕對不會漲價。」。",
            "quotation",
        ),
        ("Carolina defeated Minnesota.", "Minnesota defeated Carolina.", "name"),
    ],
)
def test_what_was_exchanged_within_sentences_did_not_move(old: str, new: str, reason: str) -> None:
    found = report([RAIN, old, SCHOOL], [RAIN, new, SCHOOL])
    assert "moved" not in found.reasons
    assert reason in found.reasons


def test_a_sentence_that_went_elsewhere_in_its_paragraph_is_found_too() -> None:
    [both] = moves([VISIT + TOLL + RAIN], [TOLL + RAIN + VISIT])
    assert {(move.sign, move.text, move.paragraph) for move in both} == {
        ("-", VISIT, 0), ("+", VISIT, 0),
    }  # fmt: skip


def test_each_sentence_is_found_once_and_short_ones_never() -> None:
    old, new = [TOLL + VISIT, RAIN, SCHOOL], [TOLL, RAIN + VISIT, SCHOOL + VISIT]
    assert [len(found) for found in moves(old, new)] == [1, 1, 0]
    assert moves([TOLL + "他說是。", RAIN], [TOLL, RAIN + "他說是。"]) == [(), ()]
    assert moves([TOLL + VISIT, RAIN], [TOLL, RAIN]) == [()]


def test_the_paragraph_is_told_where_several_became_one() -> None:
    old = [TOLL + VISIT, RAIN, SCHOOL]
    new = [TOLL, RAIN + SCHOOL + VISIT]
    assert [move.paragraph for found in moves(old, new) for move in found] == [1, 0]


def test_what_only_moved_weighs_as_a_move() -> None:
    old, new = [TOLL + VISIT, RAIN, SCHOOL], [TOLL, RAIN, SCHOOL + VISIT]
    assert judged(old, new) == judged([TOLL, VISIT, RAIN, SCHOOL], [TOLL, RAIN, SCHOOL, VISIT])
    assert judged(old, new) == (10, ("moved",))


def test_what_only_moved_neither_came_nor_went() -> None:
    found = prose.diff([TOLL + VISIT, RAIN, SCHOOL], [TOLL, RAIN, SCHOOL + VISIT + "好。"])
    assert (judge.extent(found, "-"), judge.extent(found, "+")) == (0, 2)


def test_what_else_changed_there_weighs_as_ever() -> None:
    old = [TOLL + VISIT, RAIN, SCHOOL]
    assert judged(old, [TOLL.replace("3", "5"), RAIN, SCHOOL + VISIT])[1][:1] == ("number",)
    assert judged(old, [TOLL, RAIN, SCHOOL + VISIT + "另有兩所大學停課。"])[1][:1] == ("added",)
    assert judged(old, [TOLL, RAIN, SCHOOL + VISIT.replace("一", "兩")])[1][:1] == ("number",)


def test_a_paragraph_of_a_moved_sentence_is_neither_added_nor_appended() -> None:
    assert judged([TOLL + VISIT, RAIN, SCHOOL], [TOLL, RAIN, SCHOOL, VISIT]) == (10, ("moved",))
    assert judged([TOLL, RAIN, SCHOOL, VISIT], [TOLL + VISIT, RAIN, SCHOOL]) == (10, ("moved",))


def test_a_correction_that_only_moved_is_no_new_one() -> None:
    notice = "更正：先前誤植死亡人數，特此致歉。"
    old, new = [TOLL + notice, RAIN, SCHOOL], [TOLL, RAIN, SCHOOL + notice]
    assert judged(old, new)[1] == ("moved",)
    assert judged([TOLL, RAIN, SCHOOL], new)[1] == ("correction", "added")


def test_what_was_edited_in_a_sentence_that_moved_is_told_where_it_stands_now() -> None:
    new = [VISIT, RAIN, SCHOOL + TOLL.replace("3", "5")]
    score, reasons = judged([TOLL + VISIT, RAIN, SCHOOL], new)
    assert (score > 65, reasons) == (True, ("number", "removed", "added"))
    *_, last = report([TOLL + VISIT, RAIN, SCHOOL], new).changes
    assert [(each.old, each.new, each.difference) for each in last.quantities] == [("3", "5", "+2")]
    assert judged([TOLL, VISIT, RAIN], [VISIT, RAIN, TOLL.replace("至少", "沒有")])[1][0] != "added"


def test_a_sentence_is_what_became_of_one_other_at_most() -> None:
    twice = [VISIT, RAIN + TOLL.replace("3", "5"), SCHOOL + TOLL.replace("3", "6")]
    changes = report([TOLL + VISIT, RAIN, SCHOOL], twice).changes
    assert sum(len(change.quantities) for change in changes) == 1
    assert judged([TOLL + VISIT, RAIN], [VISIT, RAIN + SCHOOL])[1] == ("removed", "added")


def test_what_of_a_text_went_nowhere() -> None:
    move = Move(sign="-", text=VISIT, paragraph=1)
    change = Change(field="body", kind="removed", path=(), from_path=(0,), old=VISIT, moves=(move,))
    assert change.unmoved("-", VISIT + TOLL) == TOLL
    assert change.unmoved("+", VISIT) == VISIT
    assert change.is_move
    assert not Change(field="body", kind="removed", old=VISIT).is_move


paragraphs = st.lists(
    st.lists(st.sampled_from((TOLL, VISIT, RAIN, SCHOOL, "好。")), max_size=4).map("".join),
    max_size=4,
)


@given(paragraphs, paragraphs)
def test_every_move_has_its_other_end(old: list[str], new: list[str]) -> None:
    found = prose.diff(old, new)
    ends = {
        sign: Counter(move.text for change in found for move in change.moves if move.sign == sign)
        for sign in ("-", "+")
    }
    assert ends["-"] == ends["+"]
    for change in found:
        for move in change.moves:
            assert move.text in (change.old if move.sign == "-" else change.new)
            assert move.text in (new if move.sign == "-" else old)[move.paragraph]
