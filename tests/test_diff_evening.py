"""Edits that a second desk made: what of each a reader is told, and what would be false."""

import pytest

from tests.test_diff_desk import change


@pytest.mark.parametrize(
    ("marked", "numbers"),
    [
        ("發射`三→四`枚飛彈。", [("三", "四", "枚", "+1")]),
        ("簽署`兩→三`份備忘錄。", [("兩", "三", "份", "+1")]),
        ("開出`三→四`張罰單。", [("三", "四", "張", "+1")]),
        ("加開`兩→三`列自強號。", [("兩", "三", "列", "+1")]),
        ("事故造成`兩→三`車全毀。", [("兩", "三", "車", "+1")]),
        (
            "起獲`一→兩`把手槍、`兩→三`發子彈。",
            [("一", "兩", "把", "+1"), ("兩", "三", "發", "+1")],
        ),
        ("連續`五→六`晚停電。", [("五", "六", "晚", "+1")]),
        ("裁撤`三→四`部門。", []),
        ("中醫師曾`兩→三`度被投訴。", [("兩", "三", "度", "+1")]),
        ("議員常用`兩→三`種手法。", [("兩", "三", "種", "+1")]),
        ("約有`1/3→2/3`的人到場。", [("1/3", "2/3", "", "")]),
        ("延誤`37→52`班。", [("37", "52", "班", "+15")]),
        ("距離`124→120`光年。", [("124", "120", "光年", "-4")]),
        ("강수량은 `80→120`㎜다.", [("80", "120", "㎜", "+40")]),
    ],
)
def test_what_is_counted_is_a_number(marked: str, numbers: list[tuple[str, str, str, str]]) -> None:
    found = change(marked)

    assert found.tags == ("number",)
    assert [(e.old, e.new, e.unit, e.difference) for e in found.quantities] == numbers


@pytest.mark.parametrize(
    ("marked", "exchange"),
    [
        ("活動`6/17→6/19`起舉行。", ("6/17", "6/19")),
        ("下周三（`6/17→6/24`）開庭。", ("6/17", "6/24")),
        ("`11/8→11/9`（六）舉行。", ("11/8", "11/9")),
        ("born in `1987→1978` in Leeds.", ("1987", "1978")),
    ],
)
def test_a_day_in_short_is_a_date(marked: str, exchange: tuple[str, str]) -> None:
    found = change(marked)

    assert found.tags == ("date",)
    assert [(each.old, each.new) for each in found.exchanges] == [exchange]


@pytest.mark.parametrize(
    "marked",
    [
        "破獲`非法→地下`賭檔。",
        "處置`不當→失當`。",
        "他先確認`有無→是否有`標章。",
        "他`有沒有→是否`參加。",
        "他`能不能→能否`上場。",
        "他`可不可以→可否`提前。",
        "發言人毛宁`就此→对此`回应。",
        "`立委→立法委員`沈伯洋`於→在`臉書發文。",
        "立委范雲`於→在`臉書發文。",
        "局长张伟`同→与`外方会谈。",
        "死者王某`系→为`该校学生。",
        "`被告陳建宏向→被告人陳建宏對`法官說。",
        "約談`昨（3）→3`日到案。",
    ],
)
def test_other_words_for_the_same_are_no_other(marked: str) -> None:
    assert change(marked).tags == ()


@pytest.mark.parametrize(
    "marked",
    ["公`佈→布`調查報`吿→告`。", "`衛→衞`生署說。", "總統賴清德`今→今天`接見訪賓。"],
)
def test_another_form_is_a_variant(marked: str) -> None:
    assert change(marked).tags == ("variant",)


def test_another_day_than_today_is_none() -> None:
    assert change("總統賴清德`今→昨`接見訪賓。").tags == ("date",)


@pytest.mark.parametrize(
    ("marked", "exchange"),
    [
        ("成員`Karina→Giselle`宣布缺席。", ("Karina", "Giselle")),
        ("`國民黨→民眾黨`籍市議員陳立妍說。", ("國民黨籍", "民眾黨籍")),
        ("司機姓`陳→鄭`，已被捕。", ("陳", "鄭")),
        ("死者姓`黃→王`（58歲）。", ("姓黃", "姓王")),
        ("38歲`何→柯`姓男子被捕。", ("何姓", "柯姓")),
        ("`桃園→高雄`國際機場關閉。", ("桃園", "高雄")),
        ("`高雄→台南`車站關閉。", ("高雄", "台南")),
        ("`台南→橋頭`地檢署偵辦。", ("台南", "橋頭")),
        ("傷者送`亞東→雙和`醫院。", ("送亞東", "送雙和")),
        ("張家`界荷花國際→口寧遠`機場關閉。", ("張家界荷花國際", "張家口寧遠")),
        ("兵庫県`尼崎→西宮`市の住宅で火事。", ("尼崎市", "西宮市")),
        ("福岡市`中央→博多`区で事故。", ("中央区", "博多区")),
        ("`강남→강동`구에서 불이 났다.", ("강남구에서", "강동구에서")),
    ],
)
def test_another_name_is_told(marked: str, exchange: tuple[str, str]) -> None:
    found = change(marked)

    assert found.tags == ("name",)
    assert [(each.old, each.new) for each in found.exchanges] == [exchange]


@pytest.mark.parametrize(
    ("marked", "exchanges"),
    [
        (
            "白宮`發言人李威特→副幕僚長米勒`說，會談繼續。",
            [("name", "李威特", "米勒"), ("rank", "發言人", "副幕僚長")],
        ),
        (
            "俄羅斯`總統新聞秘書佩斯科夫→外交部長拉夫羅夫`表示，會談繼續。",
            [("name", "佩斯科夫", "拉夫羅夫"), ("rank", "秘書", "部長")],
        ),
        (
            "`Deputy Governor Dave Ramsden→Governor Andrew Bailey` said so.",
            [("name", "Dave Ramsden", "Andrew Bailey"), ("rank", "Deputy Governor", "Governor")],
        ),
        (
            "`Retired→Former` General Smith said so.",
            [("rank", "Retired General", "Former General")],
        ),
        ("司令`梅家樹→梅家樹一級`上將說。", [("rank", "上將", "一級上將")]),
        ("副`主任→秘書長`王明說。", [("rank", "副主任", "副秘書長")]),
        ("3.5원 `내린→오른` 1,465.5원이다.", [("opposite", "내린", "오른")]),
        ("他`承→否`認犯案。", [("opposite", "承認", "否認")]),
        (
            "`雇主告勞工→勞工告雇主`違約，法院今天審理。",
            [("name", "雇主", "勞工"), ("name", "勞工", "雇主")],
        ),
        (
            "`房東→房客`須負擔熱水器檢修費用，`房客→房東`僅需支付一般耗材。",
            [("opposite", "房東", "房客"), ("opposite", "房客", "房東")],
        ),
    ],
)
def test_each_word_is_exchanged_for_its_like(
    marked: str, exchanges: list[tuple[str, str, str]]
) -> None:
    found = change(marked)

    assert [(each.tag, each.old, each.new) for each in found.exchanges] == exchanges
    assert set(found.tags) == {tag for tag, _, _ in exchanges}


@pytest.mark.parametrize(
    "marked",
    [
        "火勢於上午撲滅`→，燃燒面積約60平方公尺，無人受傷`。",
        "傷者已送醫`→，無生命危險，並無大礙`，家屬到場。",
    ],
)
def test_a_clause_that_came_is_none_of_its_words(marked: str) -> None:
    assert change(marked).tags == ()
