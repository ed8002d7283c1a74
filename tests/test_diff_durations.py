"""Terms told in several units."""

import pytest

from scheduler.diff import durations
from scheduler.diff.figures import figures


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1年半", "一年六個月"),
        ("1年6月", "1年又6個月"),
        ("兩小時半", "2小時30分鐘"),
        ("2天12小時", "两天半"),
        ("三週又四天", "3周4日"),
    ],
)
def test_what_is_as_long_says_the_same(one: str, other: str) -> None:
    assert durations.said(one) == durations.said(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("1年2月", "2年1月"), ("3年半", "3年"), ("2小時30秒", "2小時30分"), ("二三年半", "3年半")],
)
def test_what_is_longer_says_something_else(one: str, other: str) -> None:
    assert durations.said(one) != durations.said(other)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("判刑1年2月定讞", ["1年2月"]),
        ("判刑三年六個月，併科罰金5萬元", ["三年六個月", "5萬元"]),
        ("歷時2小時5分30秒", ["2小時5分30秒"]),
        ("停電3小時半後", ["3小時半"]),
        ("過了3年半數的人", ["3年"]),
        ("有3天假期", ["3天"]),
    ],
)
def test_a_term_is_one_number(text: str, terms: list[str]) -> None:
    found = figures(text, 0, len(text))

    assert [each.whole for each in found] == terms
    assert [each.is_term for each in found] == [
        each not in {"5萬元", "3年", "3天"} for each in terms
    ]
    assert all(each.value is None for each in found if each.is_term)
