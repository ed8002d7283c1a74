"""A story that goes on: the toll, the hour of its count and the words beside them change."""

import pytest

from scheduler.diff import prose, tagging
from scheduler.diff.records import Change


def change(old: str, new: str) -> Change:
    [found] = tagging.all_tagged(prose.diff([old], [new]))
    return found


@pytest.mark.parametrize(
    ("old", "new", "date", "numbers"),
    [
        (
            "截至上午11時共造成2人死亡、37人受傷。",
            "截至下午3時30分共造成2人死亡、58人受傷。",
            "上午11時→下午3時30分",
            ["37人→58人"],
        ),
        (
            "截至上午11時共造成2人死亡、37人受傷。",
            "截至今天下午6時為止，已造成4人死亡、37人受傷。",
            "上午11時→今天下午6時",
            ["2人→4人"],
        ),
        (
            "截至上午11時30分至少造成1人死亡。",
            "截至中午12時已造成2人死亡。",
            "上午11時30分→中午12時",
            ["1人→2人"],
        ),
        (
            "截至下午5時共58名師生就醫，其中3人病危。",
            "截至晚間9時30分，累計81名師生就醫（學生76人、教師5人），其中6人病危。",
            "下午5時→晚間9時30分",
            ["58名→81名", "3人→6人"],
        ),
        (
            "截至今天上午9時30分為止，共有1200戶停電。",
            "截至今天晚間7時，仍有350戶停電。",
            "上午9時30分→晚間7時",
            ["1200戶→350戶"],
        ),
    ],
)
def test_the_hour_of_a_count_is_told_beside_the_toll(
    old: str, new: str, date: str, numbers: list[str]
):
    found = change(old, new)

    assert found.tags == ("number", "date")
    assert [f"{each.old}→{each.new}" for each in found.exchanges if each.tag == "date"] == [date]
    told = [f"{each.old}{each.unit}→{each.new}{each.unit}" for each in found.quantities]
    assert told == numbers


@pytest.mark.parametrize(
    ("old", "new", "date"),
    [
        ("截至上午9時已造成3人死亡。", "截至上午11時30分已造成3人死亡。", ["上午9時→上午11時30分"]),
        ("截至上午11時30分至少造成1人。", "截至下午3時統計，已造成1人。", ["上午11時30分→下午3時"]),
        (
            "颱風預計明天深夜至後天清晨登陸。",
            "颱風預計後天凌晨至上午登陸。",
            ["明天深夜→後天凌晨", "後天清晨→上午"],
        ),
    ],
)
def test_an_hour_is_told_whole_and_without_its_neighbours(old: str, new: str, date: list[str]):
    found = change(old, new)

    assert found.tags == ("date",)
    assert [f"{each.old}→{each.new}" for each in found.exchanges] == date


@pytest.mark.parametrize(
    ("old", "new", "numbers"),
    [
        ("事故造成1死15傷。", "事故造成2人死亡、17人受傷。", ["1死→2死", "15傷→17傷"]),
        ("事故造成3人罹難、20人輕重傷。", "事故造成5死22傷。", ["3死→5死", "20傷→22傷"]),
        ("事故造成1人死亡、15人受傷。", "事故造成1死17傷。", ["15傷→17傷"]),
        ("嫌犯及40歲洪姓男子被捕。", "嫌犯與39歲洪姓男子被捕。", ["40歲→39歲"]),
        ("台中市共16間學校停課。", "台中市18間學校停課。", ["16間→18間"]),
        (
            "There were about 4.6 million people.",
            "There were as many as 6.4 million people.",
            ["4.6 millionpeople→6.4 millionpeople"],
        ),
        ("死者2人，當場身亡。", "傷者3人，當場送醫。", []),
    ],
)
def test_a_toll_that_is_reworded_is_told(old: str, new: str, numbers: list[str]):
    found = change(old, new)

    assert "number" in found.tags or not numbers
    told = [f"{each.old}{each.unit}→{each.new}{each.unit}" for each in found.quantities]
    assert told == numbers


def test_a_name_is_told_without_the_number_behind_it():
    found = change("矿长周某等5人被带走。", "矿长邹某等7人被带走。")

    assert [(each.old, each.new) for each in found.exchanges] == [("周某等", "邹某等")]
    assert [(each.old, each.new) for each in found.quantities] == [("5", "7")]
