"""One person, called in two ways."""

import pytest

from scheduler.diff import called, prose, tagging
from scheduler.diff.records import Change


def change(old: str, new: str) -> Change:
    [found] = tagging.all_tagged(prose.diff([old], [new]))
    return found


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("賴總統", "總統賴清德", True),
        ("前總統蔡英文", "蔡前總統", True),
        ("台北市長蔣萬安", "蔣市長", True),
        ("赖总统", "總統賴清德", True),
        ("蔡總統", "總統賴清德", False),
        ("賴總統", "副總統賴清德", False),
        ("總統賴清德", "總統賴瑞隆", False),
        ("賴總統", "", False),
        ("賴總統", "外交部", False),
    ],
)
def test_a_title_and_a_surname_tell_who_it_is(one: str, other: str, is_one: bool) -> None:
    assert called.are_one(one, other) is is_one
    assert called.are_one(other, one) is is_one


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("賴總統今天表示，會持續努力。", "總統賴清德今天表示，會持續努力。"),
        ("前總統蔡英文昨天訪英。", "蔡前總統昨天訪英。"),
        (
            "Mayor Chiang said the city would act.",
            "Taipei Mayor Chiang Wan-an said the city would act.",
        ),
        ("President Joe Biden said so.", "President Biden said so."),
    ],
)
def test_who_is_called_in_another_way_is_no_other(old: str, new: str) -> None:
    assert change(old, new).tags == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("蔡總統昨天訪英。", "總統賴清德昨天訪英。"),
        ("前總統蔡英文昨天訪英。", "前總統陳水扁昨天訪英。"),
        ("Police met Smith on Monday.", "Police met Jones on Monday."),
        ("Police met Smith on Monday.", "Police met John Doe and Smith on Monday."),
    ],
)
def test_another_is(old: str, new: str) -> None:
    assert change(old, new).tags == ("name",)
