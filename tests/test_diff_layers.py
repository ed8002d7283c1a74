import pytest

from scheduler.diff.layers import converted, name


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
        ("1,000人", "1000人", "punctuation"),
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


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("縣長魏長青上午前往災區勘查", "县长魏长青上午前往灾区勘查", True),
        ("縣長魏長青上午前往災區勘查", "县长魏长青下午前往灾区勘查", False),
        ("記者説這項計畫將於明年開始執行", "记者説这项计画将于明年开始执行", True),
        ("記者説這項計畫將於明年開始執行", "記者説這項計畫将於明年開始執行", False),
        ("這項計畫將於明年開始執行，总统說沒問題", "这项計畫将於明年開始执行，總統说没问题", False),
        ("審查製度已經建立起來", "審查制度已經建立起來", False),
        ("製造", "制造", False),
        ("沒有什麼不同的一句話", "沒有什麼不同的一句話", False),
    ],
)
def test_a_text_in_the_other_script(old: str, new: str, expected: bool) -> None:
    assert converted(old, new) is expected
    assert converted(new, old) is expected
