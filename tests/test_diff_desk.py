"""Edits of a busy desk: what of each a reader is told, and what would be false."""

import pytest

from scheduler.diff import prose, tagging
from scheduler.diff.records import Change
from tests.test_diff_another_hand import edit


def change(marked: str) -> Change:
    old, new = edit(marked)
    [found] = tagging.all_tagged(prose.diff([old], [new]))
    return found


@pytest.mark.parametrize(
    "marked",
    [
        "中國隊`76:73→73:76`日本隊。",
        "國足1比`2→3`日本隊。",
        "國足1-`2→3`日本隊。",
        "球隊`3:2→2:3`點球落敗。",
        "韓國隊`5:3→5:4`年輕日本隊。",
        "湖人`108:102→108:105`月亮隊。",
        "他`20:15→20:18`分領先。",
    ],
)
def test_a_score_is_no_date(marked: str) -> None:
    assert change(marked).tags == ("number",)
    assert all(each.unit in {"", "分", "點"} for each in change(marked).quantities)


@pytest.mark.parametrize(
    "marked",
    [
        "會議在`3→4`日本周召開。",
        "會議3-`5→6`日舉行。",
        "列車於`20:15→20:18`分抵達。",
        "展覽自9月`1日至9→1日起至10`月15日。",
    ],
)
def test_a_day_or_an_hour_is_one(marked: str) -> None:
    assert "date" in change(marked).tags


@pytest.mark.parametrize(
    "marked",
    [
        "`臺灣大學→台大`團隊說，濃度上升。",
        "`中央研究院→中研院`公布結果。",
        "`衛生福利部→衛福部`公布結果。",
        "`世界衛生組織→世衛`公布結果。",
        "`世界衛生組織→世衛組織`公布結果。",
        "`臺灣臺北地方法院→台北地院`審理。",
        "`歐盟→歐洲聯盟`表示關切。",
        "`北約→北大西洋公約組織`表示關切。",
        "`台灣鐵路公司→台鐵`表示。",
        "`台積電→台灣積體電路`股價上漲。",
        "`中華人民共和國→中國`外交部說。",
        "`沙烏地阿拉伯→沙國`國王說。",
        "`俄羅斯→俄國`總統說。",
        "`烏克蘭→烏國`軍方說。",
        "`中國信託→中信`銀行說。",
        "颱風朝`北北西→西北西`移動。",
    ],
)
def test_a_short_name_is_no_other(marked: str) -> None:
    assert change(marked).tags == ()


@pytest.mark.parametrize(
    "marked",
    [
        "`中華民國→中國`外交部說。",
        "`北京大學→北京師範大學`教授說。",
        "`台灣師範大學→台大`教授說。",
        "`歐陽小明→歐陽明`說。",
        "`油麻地→旺角`一間食肆失火。",
        "警方在`將軍澳→西貢`拘捕3人。",
        "雲林`西螺→斗南`鎮失火。",
        "國道`西螺→斗南`交流道失火。",
        "勇士今天作客`湖人→快艇`。",
        "大阪市`北区→中央区`のビルで火事があった。",
        "`김현우→김현수` 국토교통부 장관은 밝혔다.",
        "`이재민→이재훈` 서울중앙지검장은 밝혔다.",
        "배우 `김현우→김현수`가 출연한다.",
        "`김현우→김현수`(34)가 체포됐다.",
        "Sen. `Maria Cantwell→Patty Murray` said so.",
        "Police Chief `Jon→John` Ramirez said so.",
        "市長`陳秀林→陳秀琳`表示。",
        "`王彩虹→王彩紅`說。",
    ],
)
def test_another_is_told(marked: str) -> None:
    assert change(marked).tags == ("name",)


@pytest.mark.parametrize(
    ("marked", "exchange"),
    [
        ("`嘉義市→嘉義縣`政府說。", ("name", "嘉義市", "嘉義縣")),
        ("國務卿`盧比歐→魯比歐`說。", ("name", "盧比歐", "魯比歐")),
        ("法國總統`馬克龍→馬克虹`將訪華。", ("name", "馬克龍", "馬克虹")),
        ("他`日前→16日`持刀。", ("date", "日前", "16日")),
        ("预计`今天夜间→今天上午`放晴。", ("date", "夜间", "上午")),
        ("Sen. `Maria Cantwell→Patty Murray` said.", ("name", "Maria Cantwell", "Patty Murray")),
        ("外資`買超台股112→賣超台股121`億元。", ("opposite", "買超台股", "賣超台股")),
        ("其中`輕傷15→重傷12`人。", ("opposite", "輕傷", "重傷")),
        ("公司去年`盈利3億→虧損2億`元。", ("opposite", "盈利", "虧損")),
    ],
)
def test_what_was_exchanged(marked: str, exchange: tuple[str, str, str]) -> None:
    found = change(marked).exchanges

    assert [(each.tag, each.old, each.new) for each in found] == [exchange]


def test_a_title_and_a_name_are_exchanged_each_for_its_like() -> None:
    found = change("教育部`次長葉丙仁→長鄭英展`說。")

    assert [(each.tag, each.old, each.new) for each in found.exchanges] == [
        ("name", "葉丙仁", "鄭英展"),
        ("rank", "次長", "部長"),
    ]


@pytest.mark.parametrize(
    ("marked", "tags"),
    [
        ("`一名→59歲王姓`男子被捕。", ("number", "name")),
        ("展覽自9月`1日至9月30→1日起至10月15`日。", ("number", "date")),
        ("「殺すつもりは`あった→なかった`」と話す。", ("quotation", "negation")),
    ],
)
def test_what_is_no_exchange_is_told_as_none(marked: str, tags: tuple[str, ...]) -> None:
    found = change(marked)

    assert (found.tags, found.exchanges) == (tags, ())


@pytest.mark.parametrize(
    "marked",
    [
        "`署理→`警務處處長周一嘉表示。",
        "`署理→`行政長官陳國基表示。",
        "`候任美國→美國`總統特朗普表示。",
        "陕西省政协`原副→副`主席李某某受审。",
        "市委`原→`书记王某受审。",
        "`校长→校长助理`王明说。",
        "`暫代→`主教練王明說。",
        "`時任→`局長王明說。",
        "`高級→`助理處長王明說。",
        "`警員→警長`王明受傷。",
        "感染`科主任→科主治醫師`王明說。",
        "總統`當選人→`川普表示。",
        "林官房`副→`長官は会見で述べた。",
        "県警`本部長→副本部長`は述べた。",
        "山田`副→`知事は述べた。",
        "森山`幹事長→幹事長代行`は述べた。",
        "박성민 `부사장→사장`은 밝혔다.",
        "박성민 `부회장→회장`은 밝혔다.",
        "한덕수 `→전 `총리는 밝혔다.",
        "한덕수 `국무총리→부총리`는 밝혔다.",
        "김현우 `차관→장관`은 밝혔다.",
    ],
)
def test_another_rank_is_told(marked: str) -> None:
    assert change(marked).tags == ("rank",)


@pytest.mark.parametrize(
    ("marked", "numbers"),
    [
        ("央行宣布升息`半→1`碼。", [("半", "1", "碼", "")]),
        ("他`享壽87→享耆壽88`歲。", [("87", "88", "歲", "+1")]),
        ("他在第`7局下→8局上`敲安打。", [("第7", "第8", "局", "")]),
        ("罰款`3億→新台幣3億2000萬`元。", [("3億", "新台幣3億2000萬", "元", "+20000000")]),
        ("共有`2.3万→3.2万`余人參加。", [("2.3万余", "3.2万余", "人", "+9000")]),
        ("제`1→2`차관은 밝혔다.", [("제1", "제2", "", "")]),
        ("`2022→2023`级学生入学。", [("2022", "2023", "级", "")]),
        ("환율은 `5.4원 오른→4.5원 내린` 1,312원이다.", [("5.4", "4.5", "원", "")]),
        ("日経平均は`312円高→213円安`だった。", [("312", "213", "円", "")]),
        ("以21比18、`21比15→15比21、21比19`擊敗對手。", []),
        ("A blast left `more than 30→at least 40` injured.", [("30", "40", "", "")]),
        ("造成`超過30→至少40`人受傷。", [("30", "40", "人", "")]),
        ("尋獲`一→2`具遺體。", [("一", "2", "具", "+1")]),
        ("Nearly `half→a third` of them left.", []),
        ("A `quarter→third` of them left.", []),
        ("`半數→三成`受訪者反對。", []),
        ("Profits `doubled→tripled` last year.", []),
        ("營收較去年`翻倍→成長兩倍`。", []),
    ],
)
def test_another_number_is_told(marked: str, numbers: list[tuple[str, str, str, str]]) -> None:
    found = change(marked)

    assert "number" in found.tags
    assert [(e.old, e.new, e.unit, e.difference) for e in found.quantities] == numbers


@pytest.mark.parametrize(
    "marked",
    [
        "併發重症`增→新增`217例、`死亡10例→10人死亡`，均為本土個案。",
        "作家王文興`9月27日→27日`辭世。",
    ],
)
def test_what_is_only_said_in_other_words_is_no_other(marked: str) -> None:
    assert change(marked).tags == ()


def test_a_clause_that_came_exchanges_no_date() -> None:
    assert change("受理8,321件申訴，`→較去年同期增加，`民眾滿意。").tags == ()


@pytest.mark.parametrize(
    "marked",
    [
        "消防接報`報→`到場，居民自行疏散`疏散→`。",
        "男子因竊盜罪`竊盜罪→`入獄，出獄後`在→再`度犯案。",
        "`以→已`經完成，`在→再`度出現。",
        "公司派`遺→遣`員工到場。",
        "他`豪→毫`無悔意。",
        "记者获`席→悉`，会议取消。",
        "보고서를 `제출햇다→제출했다`.",
        "`家署→家屬`到場，哀戚不已。",
        "`臺→台`北市政府部`份→分`人員。",
        "修理引`磬→擎`。",
        "The `goverment→government` denied the `incidient→incident`.",
    ],
)
def test_slips_are_slips_however_many(marked: str) -> None:
    assert change(marked).tags == ("typo",)
