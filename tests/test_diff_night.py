"""Edits that a third desk made: what of each a reader is told, and what would be false."""

import pytest

from tests.test_diff_desk import change


@pytest.mark.parametrize(
    ("marked", "numbers"),
    [
        ("判處有期徒刑七年`六→八`月。", [("七年六月", "七年八月", "", "")]),
        ("判`八年二→七年十`月徒刑。", [("八年二月", "七年十月", "", "")]),
        ("應進行`14→10`日自主健康管理。", [("14", "10", "日", "-4")]),
        ("行政拘留`10→15`日。", [("10", "15", "日", "+5")]),
        ("地震持續`7→9`日。", [("7", "9", "日", "+2")]),
        ("The outage cost `millions→billions` of dollars.", []),
        ("他`首→第二`度入圍。", []),
    ],
)
def test_a_term_is_a_number(marked: str, numbers: list[tuple[str, str, str, str]]) -> None:
    found = change(marked)

    assert found.tags == ("number",)
    assert [(e.old, e.new, e.unit, e.difference) for e in found.quantities] == numbers


@pytest.mark.parametrize(
    "marked", ["`→10月16日上午，`報導指出。", "一一三年`六→八`月通過。", "活動`14→15`日舉行。"]
)
def test_a_month_or_a_day_is_a_date(marked: str) -> None:
    assert change(marked).tags == ("date",)


@pytest.mark.parametrize(
    "marked",
    [
        "烏克蘭總統`澤倫斯基→澤連斯基`表示。",
        "美國總統`川普→特朗普`說。",
        "`紐西蘭→新西蘭`總理說。",
        "A spokesperson `told Reuters→said in an email` the launch would open.",
        "網傳`是謠言→情況不實`。",
        "檢方`諭→喻`令交保。",
        "Lawyers for `Mr. →`Smith said so.",
        "`九→八`份老街。",
    ],
)
def test_other_words_for_the_same_are_no_other(marked: str) -> None:
    assert change(marked).tags == ()


@pytest.mark.parametrize(
    ("marked", "tag"),
    [
        ("`Arsenal→Chelsea` moved to within three points.", "name"),
        ("Ms. `Chen→Chang` filed the lawsuit.", "name"),
        ("Lawyers for Mr. `Smith→Jones` said so.", "name"),
        ("無職の田中健`二→一`容疑者を逮捕。", "name"),
        ("立委吳`三→四`桂說。", "name"),
        ("傷者送往`長庚→義大`醫院急救。", "name"),
        ("`华为→小米`汽车回应。", "name"),
        ("他下週訪`美→日`。", "name"),
        ("台`美→日`關係良好。", "name"),
        ("中`韓→日`會談。", "name"),
        ("刑事部`→總`警司鍾麗詒表示。", "rank"),
        ("Anna Keller, `→vice `president of the union, said so.", "rank"),
        ("`→元`首相は述べた。", "rank"),
        ("`→전 `대통령은 밝혔다.", "rank"),
        ("他`昨天晚間→昨晚`抵達。", "variant"),
        ("`今天清晨→今晨`失火。", "variant"),
        ("`中美兩國→中國`將首次進行任務。", "name"),
        ("靠著`大谷翔平→山本由伸`完投勝。", "name"),
        ("阿里山鄉`十字→中正`村今天低溫。", "name"),
        ("恒生指數`升→跌`1.2%。", "opposite"),
        ("滬指`收升→收跌`87點。", "opposite"),
        ("The `former →`prime minister said so.", "rank"),
        ("`前→`外交官王明說。", "rank"),
        ("【來源：新聞網 責任編輯：`張琳→劉洋`】", "byline"),
        ("Reporting by `John Smith→Jane Doe`; Editing by Mark Potter", "byline"),
        ("(Writing by `John Smith→Jane Doe`; editing by Mark Potter)", "byline"),
        ("因敗血`正→症`病逝。", "typo"),
        ("法官`頌→頒`下判辭。", "typo"),
        ("政府`麵→面`對財赤。", "typo"),
        ("要求各地切`是→实`做好。", "typo"),
    ],
)
def test_what_each_is(marked: str, tag: str) -> None:
    assert change(marked).tags == (tag,)
