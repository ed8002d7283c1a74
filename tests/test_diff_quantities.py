import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.diff import characters
from scheduler.diff.quantities import quantities
from scheduler.diff.records import Quantity


def found(old: str, new: str) -> list[tuple[str, str, str, str]]:
    spans = characters.spans(old, new)
    return [(each.old, each.new, each.unit, each.difference) for each in quantities(spans)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("至少2人死亡", "至少3人死亡", [("2", "3", "人", "+1")]),
        ("收容1,200名居民", "收容950名居民", [("1,200", "950", "名", "-250")]),
        ("約兩千五百人", "約2,500人", [("兩千五百", "2,500", "人", "+0")]),
        ("漲幅達3%左右", "漲幅達3.5%左右", [("3", "3.5", "%", "+0.5")]),
        ("捐款5億元。", "捐款6億元。", [("5億", "6億", "元", "+100000000")]),
        ("約5万元", "約5.5万元", [("5万", "5.5万", "元", "+5000")]),
        ("晚間21:20公布", "晚間22:10公布", []),
        ("更新：1 小時前", "更新：54 分鐘前", [("1 小時", "54 分鐘", "", "")]),
        ("釀2死3傷", "釀3死5傷", [("2", "3", "死", "+1"), ("3", "5", "傷", "+2")]),
        ("第二的人", "第三的人", [("第二", "第三", "", "")]),
        ("消防局今天統計", "消防局昨天統計", []),
        ("售價3億日圓", "售價5億日圓", [("3億", "5億", "日圓", "+200000000")]),
        ("升1.5個百分點", "升2.5個百分點", [("1.5", "2.5", "個百分點", "+1.0")]),
        ("約3,000多人", "約4,000多人", [("3,000", "4,000", "多人", "+1000")]),
        ("售價3萬5元", "售價3萬6元", [("3萬5", "3萬6", "元", "")]),
        ("약 5만명이", "약 6만명이", [("5만", "6만", "명", "+10000")]),
        ("支持率兩成五。", "支持率兩成。", [("兩成五", "兩成", "", "")]),
        ("卅六人受傷", "卅七人受傷", [("卅六", "卅七", "人", "+1")]),
        ("3月15日公布", "3月18日公布", []),
        ("「沒有一筆追加」", "「追加過一筆」", []),
        ("至少3人死亡", "至少死亡", []),
        ("約五分之二的人", "約十五分之二的人", [("五分之二", "十五分之二", "", "")]),
        ("約三分之一的人", "約三分之二的人", [("三分之一", "三分之二", "", "")]),
        ("以3比2擊敗對手", "以2比3不敵對手", [("3比2", "2比3", "", "")]),
        ("（霧津5日電）", "（霧津6日電）", []),
        ("釀2死。1150105", "釀2死。1150106", []),
        ("通過ISO 9001認證", "通過ISO 9002認證", [("9001", "9002", "", "")]),
        ("推出17.10版", "推出17.1版", [("17.10", "17.1", "版", "")]),
    ],
)
def test_what_was_exchanged(old: str, new: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert found(old, new) == expected


def test_of_a_long_passage_no_number_stands_for_all() -> None:
    assert list(quantities((("-", "3" + "人" * 12), ("+", "5戶")))) == []
    assert list(quantities((("-", "3"), ("+", "5")))) == [
        Quantity(old="3", new="5", difference="+2")
    ]


numbers = st.integers(0, 10**9)


@given(numbers, numbers)
def test_the_difference_is_right_however_numbers_are_grouped(old: int, new: int) -> None:
    for separator in ("", ",", "，", " ", "\u202f"):
        sides = [f"{number:,d}".replace(",", separator) for number in (old, new)]
        for each in quantities((("-", sides[0]), ("+", sides[1]), ("=", "人"))):
            assert (each.old, each.new, each.unit) == (*sides, "人")
            assert int(each.difference) == new - old
