"""Numbers that go the other way than before: no difference is told that would be false."""

import pytest

from scheduler.diff import prose, tagging
from scheduler.diff.directions import direction
from scheduler.diff.quantities import quantities
from scheduler.diff.records import Change


def change(old: str, new: str) -> Change:
    [found] = tagging.all_tagged(prose.diff([old], [new]))
    return found


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("台股終場上漲120.55點作收。", "台股終場下跌85.3點作收。", ("上漲", "下跌")),
        ("三大法人賣超新台幣152.3億元。", "三大法人買超新台幣52.3億元。", ("賣超", "買超")),
        ("出口月減4.2%，優於預期。", "出口月增2.3%，優於預期。", ("月減", "月增")),
        ("公司增聘200名員工。", "公司裁減150名員工。", ("增聘", "裁減")),
        (
            "It posted a profit of $120 million.",
            "It posted a loss of $150 million.",
            ("profit", "loss"),
        ),
    ],
)
def test_what_rose_and_falls_now_is_an_opposite(old: str, new: str, words: tuple[str, str]):
    found = change(old, new)

    assert found.tags == ("number", "opposite")
    assert [(each.old, each.new) for each in found.exchanges] == [words]
    assert [each.difference for each in found.quantities] == [""]


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        ("股價上漲3元作收。", "股價上漲5元作收。", "+2"),
        ("死傷人數增至5人。", "死傷人數降至3人。", "-2"),
        ("造成約150人受傷。", "造成約200人受傷。", "+50"),
        ("造成逾150人受傷。", "造成近300人受傷。", ""),
        ("Over 150 people were hurt.", "Over 200 people were hurt.", "+50"),
    ],
)
def test_a_difference_is_told_where_it_is_one(old: str, new: str, difference: str):
    found = change(old, new)

    assert [each.difference for each in found.quantities] == [difference]
    assert "opposite" not in found.tags


def test_the_nearest_word_of_its_clause_says_which_way():
    assert direction("先漲後跌30點", 4) == (-1, "跌")
    assert direction("昨天上漲，今天30點", 7) == (0, "")
    assert direction("It rose 3 points", 8) == (1, "rose")
    assert direction("It fell to 3 points", 11) == (0, "")


def test_one_number_in_other_words_is_none():
    assert [
        *quantities(
            (
                ("-", "4"),
                ("+", "4人"),
                ("=", "失聯"),
            )
        )
    ] == []
    assert change("造成2死4失聯的意外。", "造成2死4人失聯的意外。").quantities == ()


def test_the_numbers_of_two_persons_are_told_of_each():
    found = change("湖人：詹姆斯26分，戴維斯23分。", "湖人：戴維斯36分，詹姆斯16分。")

    assert [(each.old, each.new) for each in found.quantities] == [("26", "16"), ("23", "36")]
