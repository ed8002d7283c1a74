import pytest

from tests.test_diff_another_hand import edit, told


@pytest.mark.parametrize(
    "marked",
    [
        "中華隊`晉級→無緣`決賽。",
        "市場買氣`熱絡→冷清`。",
        "局長`任滿離職→被撤職`。",
        "廠商從中`牟利→謀利`。",
        "工廠取得`許可→許諾`。",
        "船上裝設`雷達→雷射`。",
        "山區有`雷雨→雷擊`。",
        "園區的`熊貓→黑熊`很受歡迎。",
        "這是發展`藍圖→藍天`。",
        "工人在`白天→白晝`施工。",
        "學生學習`華語→華文`。",
        "攤商販售`湯品→湯圓`。",
        "`Vice →`President Adam Lowe said so.",
    ],
)
def test_a_word_that_begins_as_a_name_does_is_none(marked: str) -> None:
    assert "name" not in told(*edit(marked)).reasons


@pytest.mark.parametrize(
    ("marked", "tag"),
    [
        ("捷運工程`提前→延後`3個月完工。", "opposite"),
        ("行程`縮短→延長`2天。", "opposite"),
        ("圖`左→右`為林大明，`右→左`為陳小華。", "opposite"),
        ("`颱→台`風警報發布。", "variant"),
        ("`布林肯（Antony Blinken）→魯比歐（Marco Rubio）`抵達。", "name"),
        ("他前往`四川→雲南`訪問。", "name"),
        ("他從`首爾→釜山`出發。", "name"),
        ("他住在`三重→三峽`區。", "name"),
        ("他到`九份→十分`旅遊。", "name"),
        ("`台積電→聯電`今天宣布。", "name"),
        ("`聯合國→歐盟`發表聲明。", "name"),
        ("`最高→高等`法院判決。", "name"),
        ("`法新社→路透社`報導。", "name"),
        ("他和`潘岳→潘河`同行。", "name"),
    ],
)
def test_what_it_is_instead_is_told(marked: str, tag: str) -> None:
    assert told(*edit(marked)).reasons[0] == tag


@pytest.mark.parametrize(
    ("marked", "tag"),
    [
        ("電廠發電`10MW→10mW`左右。", "number"),
        ("劑量為`10μg→10mg`左右。", "number"),
        ("他有土地3`坪→公頃`。", "number"),
        ("股價收盤`▲→▼`5%。", "opposite"),
        ("他`瞭解→了解`狀況。", "variant"),
        ("空氣`汙染→污染`嚴重。", "variant"),
        ("他說`…→⋯`等等。", "width"),
        ("為期3`～→〜`5天。", "width"),
    ],
)
def test_units_signs_and_forms_are_told(marked: str, tag: str) -> None:
    assert told(*edit(marked)).reasons == (tag,)
