import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import Article
from scheduler.diff import compare
from scheduler.diff.layers import LAYERS, name


@pytest.mark.parametrize(
    ("old", "new", "layer"),
    [
        ("山 城", "山城", "noise"),
        ("山\u200b城", "山城", "noise"),
        ("１２人", "12人", "width"),
        ("300m3", "300m³", "width"),
        ("5km2", "5km²", "width"),
        ("x2", "x²", None),
        ("007", "7", None),
        ("05", "5", "variant"),
        ("5%", "5.0%", "variant"),
        ("H₂O", "H2O", "width"),
        ("他說：好", "他說:好", "width"),
        ("好，", "好", "punctuation"),
        ("“新詞”", "「新詞」", "width"),
        ("1,000人", "1000人", "variant"),
        ("1,234,567元", "1234567元", "variant"),
        ("約12,000人。", "約12000人", "variant"),
        ("2-3", "2–3", "width"),
        ("don't", "don’t", "width"),
        ("台灣", "臺灣", "variant"),
        ("3年", "三年", "variant"),
        ("2500人", "兩千五百人", "variant"),
        ("ab cd", "abcd", None),
        ("1.5", "15", None),
        ("-3度", "3度", None),
        ("3 %", "3", None),
        ("10²", "102", None),
        ("新詞", "「新詞」", None),
        ("不好", "好", None),
        ("好", "好🙂", None),
    ],
)
def test_the_lowest_layer_names_the_difference(old: str, new: str, layer: str | None) -> None:
    assert name(old, new) == layer
    assert name(new, old) == layer


_TWO_WAYS = (
    *("臺/台", "\u00e9/e\u0301", "\uac00/\u1100\u1161", "㎞/km", "m³/m3", "，/,", "/。"),
    *(
        "3/三",
        "3/３",
        "30/三十",
        "2,500/兩千五百",
        "25%/兩成五",
        "3.5/三點五",
        "-3/負3",
        "-5/零下五",
    ),
    *("5%/百分之五", "5%/5percent", "/\u200b", "/\u3000", "/\u3164", "甲/甲", "3/4", "x/y"),
)


@given(st.lists(st.sampled_from(_TWO_WAYS)))
def test_what_a_layer_hides_is_named_by_it(parts: list[str]) -> None:
    old, new = ("".join(part.split("/")[side] for part in parts) for side in (0, 1))
    hidden = (tag for tag, layer in LAYERS if layer(old) == layer(new))
    assert name(old, new) == next(hidden, None)


def test_of_a_huge_text_only_white_space_is_looked_for() -> None:
    assert name("一，二" * 20_000, "1,二" * 20_000) is None
    assert name("一 二" * 20_000, "一\u3000二" * 20_000) == "noise"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("他說，不，可以重啟。", "他說，不可以重啟。"),
        ("No, one died.", "No one died."),
        ("他說沒有。他殺的", "他說沒有他殺的"),
    ],
)
def test_a_mark_behind_a_word_that_says_no_says_something(old: str, new: str):
    before, after = (Article(url="", title="海港新聞", body=(text,)) for text in (old, new))
    [change] = compare(before, after).changes
    assert "punctuation" not in change.tags
