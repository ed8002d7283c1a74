import re

import pytest

from scheduler.diff.characters import spans
from scheduler.diff.passages import Passage
from scheduler.diff.place import Place, changed
from scheduler.diff.signals import touched


def tags(old: str, new: str, names: str = "") -> set[str]:
    known = re.compile(names) if names else None
    places = changed(spans(old, new), old, new)
    return {tag for place in places for tag in touched(place, known)}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("造成2人死亡", "造成3人死亡", {"number"}),
        ("釀2死3傷的意外", "釀3死2傷的意外", {"number"}),
        ("成長3.5%左右", "成長35%左右", {"number"}),
        ("工期為四年", "工期為四年半", {"number"}),
        ("有三人受傷", "有四人受傷", {"number"}),
        ("約2,500人到場", "約2500人到場", set()),
        ("約3人到場", "3人左右到場", set()),
        ("這是某些人的看法", "這是一些人的看法", set()),
        ("會議在5月3日舉行", "會議在5月4日舉行", {"date"}),
        ("會議在週三舉行", "會議在週四舉行", {"date"}),
        ("晚上9:00開始比賽", "晚上9:30開始比賽", {"date"}),
        ("縣長同意這項計畫", "縣長不同意這項計畫", {"negation"}),
        ("票價未曾調整過", "票價曾調整一次過", {"negation"}),
        ("The mayor was there", "The mayor wasn't there", {"negation"}),
        ("旅客不少的車站", "旅客較多的車站", set()),
        ("記者王小明提問", "記者王曉明提問", {"name"}),
        ("議員林大同指出", "議員陳大同指出", {"name"}),
        ("安娜·卡列娃到場", "安妮·卡列娃到場", {"name"}),
        ("the coach Anna Bell said so", "the coach Anna Hill said so", {"name"}),
        ("他說：「今天要走了」。", "他說：「明天要走了」。", {"quotation", "date"}),
        ("這種新詞出現了", "這種「新詞」出現了", {"quotation"}),
        ("（記者王小明台北9日電）縣府表示", "（記者王小明台北10日電）縣府表示", {"byline", "date"}),
        ("全文到此。（編輯：王大為）", "全文到此。（譯者：何千帆/編輯：王大為）", {"byline"}),
        ("甲案通過。全場鼓掌。", "甲案通過。3人沒有到場投票。全場鼓掌。", set()),
        ("方案很好用", "方案很好看", set()),
    ],
)
def test_what_an_edit_touches(old: str, new: str, expected: set[str]) -> None:
    assert tags(old, new) == expected


def test_people_in_the_credits_are_known_in_the_text() -> None:
    old, new = "這張照片是山貓拍的", "這張照片是野貓拍的"
    assert tags(old, new, "山貓|某人") == {"name"}
    assert tags(old, new, "某人") == set()


def test_places_are_told_in_order_with_their_context() -> None:
    old, new = "近2年有3人", "近3年有4人"
    assert [(place.old.own, place.new.own) for place in changed(spans(old, new), old, new)] == [
        ("2", "3"),
        ("3", "4"),
    ]


def test_of_a_very_long_passage_the_beginning_is_looked_at() -> None:
    old, new = "到了5月有1人 " * 8_000, "到了6月有2人 " * 8_000
    place = Place(Passage(old, 0, len(old)), Passage(new, 0, len(new)))
    assert set(touched(place)) == {"number", "date"}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("縣府今早宣布全面停課一天。路通了。", "目擊者說當時附近沒有別人。路通了。", set()),
        ("死者2人，都是當地的居民。路通了。", "警方清點現場後說有3人身亡。路通了。", {"number"}),
        ("他說「房子可以重建起來」。", "他說「人命不能重來一次」。", {"quotation"}),
        ("他說「決定」了。", "他說「定決」了。", {"quotation"}),
        ('He said "we will go" then', 'He said "we can go" then', {"quotation"}),
        ("市長の白川修氏は述べた", "市長の白川健一氏は述べた", {"name"}),
        ("專家早瀬の千里教授は話す", "專家早瀬の千文教授は話す", {"name"}),
        ("그는 9일 말했다", "그는 7일 말했다", {"date"}),
        ("他的律師范仲平表示遺憾", "他的律師范仲平深感遺憾", set()),
    ],
)
def test_what_a_passage_touches_that_took_the_place_of_another(
    old: str, new: str, expected: set[str]
) -> None:
    assert tags(old, new) == expected


@pytest.mark.parametrize(
    ("old", "new", "transposed"),
    [
        ("統計", "計統", True),
        ("嫄祐", "祐嫄", True),
        ("女兒", "兒女", False),
        ("灣台", "台灣", False),
        ("鹹閏", "閏鹹", False),
    ],
)
def test_two_neighbours_transposed_make_no_word_and_no_name(
    old: str, new: str, transposed: bool
) -> None:
    place = Place(
        *(Passage(f"今天在{own}出發的人", 3, 3 + len(own)) for own in (old, new)),
    )

    assert place.is_transposed is transposed
