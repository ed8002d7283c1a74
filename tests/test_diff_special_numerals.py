import pytest

from scheduler.diff import prose, tagging


def tags(old: str, new: str) -> tuple[str, ...]:
    [change] = tagging.all_tagged(prose.diff([old], [new]))
    return change.tags


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It was the third round.", "It was the fourth round."),
        ("She came in first today.", "She came in second today."),
        ("再加½杯的水", "再加¼杯的水"),
        ("應付新台幣壹佰元整", "應付新台幣貳佰元整"),
        ("應付壹萬元整", "應付貳萬元整"),
        ("應付參拾萬元整", "應付肆拾萬元整"),
        ("依照第⑤條辦理", "依照第⑥條辦理"),
        ("約為10²公尺的距離", "約為10³公尺的距離"),
        ("新藥進入第II期試驗", "新藥進入第III期試驗"),
        ("問題が一つある", "問題が二つある"),
        ("그는 첫 번째로 왔다", "그는 두 번째로 왔다"),
        ("사망자는 두 명이다", "사망자는 세 명이다"),
    ],
)
def test_another_numeral_is_another_number(old: str, new: str) -> None:
    assert tags(old, new) == ("number",)
    assert tags(new, old) == ("number",)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("大陸官員參加會議", "大陸官員參與會議"),
        ("球隊隊伍到場", "球隊隊員到場"),
        ("He is on the third floor.", "He is on the floor."),
        ("He said I saw the man.", "He said X saw the man."),
        ("他前後收拾房間", "他前後整理房間"),
    ],
)
def test_other_words_are_none(old: str, new: str) -> None:
    assert "number" not in tags(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("He came third today.", "He came 3rd today."),
        ("宣布捐出美元5億給災區", "宣布捐出5億美元給災區"),
        ("大約1/2的人支持", "大約一半的人支持"),
        ("大約½的人支持", "大約一半的人支持"),
        ("大約二分之一的人支持", "大約一半的人支持"),
        ("全長約2公里的路", "全長約2000公尺的路"),
        ("全重約0.5公斤的物品", "全重約500公克的物品"),
        ("大約50%的人支持", "大約一半的人支持"),
    ],
)
def test_one_number_written_otherwise_is_a_variant(old: str, new: str) -> None:
    assert tags(old, new) == ("variant",)
    assert tags(new, old) == ("variant",)


def test_what_only_resembles_one_is_another_number() -> None:
    assert tags("大約1/3的人支持", "大約一半的人支持") == ("number",)
    assert tags("宣布捐出美元5億給災區", "宣布捐出5億歐元給災區") == ("number",)
    assert tags("全長約2公里的路", "全長約200公尺的路") == ("number",)
    assert tags("全長約2公里的路", "全長約2公尺的路") == ("number",)
    assert tags("He came third today.", "He came 4th today.") == ("number",)
    assert tags("捐出5億和美元3億", "捐出和美元3億5億") != ("variant",)
