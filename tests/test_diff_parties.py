import pytest

from scheduler.diff import parties, prose, tagging
from scheduler.diff.records import Change


def change(old: str, new: str) -> Change:
    [found] = tagging.all_tagged(prose.diff([old], [new]))
    return found


@pytest.mark.parametrize(
    ("old", "new", "one", "other"),
    [
        ("檢方說，甲告乙求償。", "檢方說，乙告甲求償。", "甲", "乙"),
        ("這是甲方告乙方的案子。", "這是乙方告甲方的案子。", "甲方", "乙方"),
        ("王大明控告李小華，全案審理中。", "李小華控告王大明，全案審理中。", "王大明", "李小華"),
        ("張三打了李四一拳", "李四打了張三一拳", "張三", "李四"),
        ("昨天日本擊敗韓國。", "昨天韓國擊敗日本。", "日本", "韓國"),
        ("陳男砍傷林女後逃逸。", "林女砍傷陳男後逃逸。", "陳男", "林女"),
        ("今天蔡英文批評賴清德。", "今天賴清德批評蔡英文。", "蔡英文", "賴清德"),
        ("今天布林肯批評普丁。", "今天普丁批評布林肯。", "布林肯", "普丁"),
        ("昨天俄軍擊落烏軍戰機。", "昨天烏軍擊落俄軍戰機。", "俄軍", "烏軍"),
        ("昨天甲車追撞乙車。", "昨天乙車追撞甲車。", "甲車", "乙車"),
        ("川普打電話給普丁。", "普丁打電話給川普。", "川普", "普丁"),
        ("Smith sued Jones today.", "Jones sued Smith today.", "Smith", "Jones"),
        ("今天中国が日本に抗議した。", "今天日本が中国に抗議した。", "中国", "日本"),
        (
            "John Smith accused Mary Jones of fraud.",
            "Mary Jones accused John Smith of fraud.",
            "John Smith",
            "Mary Jones",
        ),
    ],
)
def test_two_who_changed_places_are_both_named(old: str, new: str, one: str, other: str) -> None:
    found = change(old, new)

    assert found.tags == ("name",)
    assert [(each.old, each.new) for each in found.exchanges] == [(one, other), (other, one)]
    assert not found.quantities


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("警方說警察打民眾，全案送辦。", "警方說民眾打警察，全案送辦。"),
        ("昨天學生推老師一把。", "昨天老師推學生一把。"),
    ],
)
def test_of_other_nouns_it_is_the_opposite(old: str, new: str) -> None:
    assert change(old, new).tags == ("opposite",)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("王大明與李小華今天結婚。", "李小華與王大明今天結婚。"),
        ("王大明、李小華今天到場。", "李小華、王大明今天到場。"),
        ("今天日本對決韓國。", "今天韓國對決日本。"),
        ("John Smith and Mary Jones came.", "Mary Jones and John Smith came."),
        ("甲車煞停、乙車追撞。", "乙車煞停、甲車追撞。"),
        ("他昨天來台北。", "昨天他來台北。"),
        ("警方今天表示已經逮捕。", "今天警方表示已經逮捕。"),
        ("政府推動疫苗保護率提升。", "政府推動保護疫苗率提升。"),
        ("房屋高又大", "大又高房屋"),
        ("他把門開了又關", "他把關開了又門"),
    ],
)
def test_where_nobody_does_anything_to_another_nothing_turned(old: str, new: str) -> None:
    assert not {"name", "opposite"} & {*change(old, new).tags}


def test_of_a_very_long_passage_nobody_asks() -> None:
    name = "王" * 30
    assert parties.exchanged(f"{name}告{name[:29]}李", f"{name[:29]}李告{name}") is None
    assert parties.exchanged(f"{'王' * 26}告李李", f"李李告{'王' * 26}") is None
