import pytest

from scheduler.diff.scripts import are_one, are_one_word, converted, folded, is_evident, is_turned


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
        ("王後到場看了半天才走", "王后到場看了半天才走", False),
        ("他們以此作為藉口", "他们以此作为借口", True),
        ("作為藉口", "作为借口", False),
        ("國家拿出了新的藉口", "国家拿出了新的理由", False),
        ("沒有什麼不同的一句話", "沒有什麼不同的一句話", False),
    ],
)
def test_a_text_in_the_other_script(old: str, new: str, expected: bool) -> None:
    assert converted(old, new) is expected
    assert converted(new, old) is expected


@pytest.mark.parametrize(
    ("old", "new", "turned", "evident"),
    [
        ("孩子被冻哭", "孩子被凍哭", True, True),
        ("王后到場", "王後到場", False, False),
        ("王后到场", "王後到場", True, True),
        ("只有几里", "隻有幾裡", True, False),
        ("嘉义縣長到場", "嘉義縣長到場", False, False),
        ("嘉义县长到场", "嘉義縣長到場", True, True),
        ("山城", "山城", False, False),
        ("山城一", "山城", False, False),
        ("山城一", "山城二", False, False),
    ],
)
def test_a_character_that_both_scripts_have_tells_nothing(
    old: str, new: str, turned: bool, evident: bool
) -> None:
    for sides in ((old, new), (new, old)):
        assert (is_turned(*sides), is_evident(*sides)) == (turned, evident)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("国军", "國軍", True),
        ("國", "国", True),
        ("后", "後", False),
        ("里", "裡", False),
        ("只", "隻", False),
        ("几", "幾", False),
        ("发", "發", True),
        ("發", "髮", False),
        ("国", "國軍", False),
        ("甲", "乙", False),
    ],
)
def test_what_is_one_character_in_both_scripts(old: str, new: str, expected: bool) -> None:
    assert are_one(old, new) is expected
    assert are_one(new, old) is expected


@pytest.mark.parametrize(
    ("traditional", "simple"),
    [
        ("以此作為藉口", "以此作为借口"),
        ("傢俱店", "家具店"),
        ("計畫", "计画"),
        ("計畫", "计划"),
        ("下麵有人", "下面有人"),
        ("隨著衞生單位", "随着卫生单位"),
    ],
)
def test_phrases_are_folded_as_converters_write_them(traditional: str, simple: str) -> None:
    assert folded(traditional) == folded(simple)


@pytest.mark.parametrize(
    "pair",
    ["干部 幹部", "裡面 里面", "后果 後果", "麵包 面包", "借口 藉口", "公佈 公布", "占领 佔領"],
)
def test_a_word_is_one_with_what_a_converter_makes_of_it(pair: str) -> None:
    assert are_one_word(*pair.split())


@pytest.mark.parametrize(
    "pair",
    [
        "皇后 皇後",
        "只有 隻有",
        "松山 鬆山",
        "余小明 餘小明",
        "山里 山裡",
        "范增 範增",
        "后 後",
        "歷史 曆史",
    ],
)
def test_a_name_or_a_word_that_no_converter_makes_is_another(pair: str) -> None:
    assert not are_one_word(*pair.split())
