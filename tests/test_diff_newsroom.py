"""Edits as a newsroom makes them after publication, and what a reader is to be told of each."""

import pytest

from scheduler.diff import prose, tagging
from scheduler.diff.records import Change


def change(old: str, new: str) -> Change:
    [found] = tagging.all_tagged(prose.diff([old], [new]))
    return found


@pytest.mark.parametrize(
    ("old", "new", "tags"),
    [
        ("高雄市長陳啟邦獲報後趕往現場。", "陳啟邦獲報後趕往現場。", ()),
        ("警方到場時屋內無人。", "警方到場時屋內空無一人。", ()),
        ("嫌犯坦承不諱。", "嫌犯否認犯行。", ("opposite",)),
        ("藍鯨今天以5比3擊敗紅鶴。", "紅鶴今天以5比3擊敗藍鯨。", ("name",)),
        ("Photo: Reuters / John Smith", "Photo: AFP / Jane Doe", ("byline",)),
        ("這是今年第3個颱風。", "這是57年來首個10月颱風。", ("date",)),
        ("民調顯示他以45%，領先對手。", "民調顯示他以35%，落後對手。", ("number", "opposite")),
        (
            "新增病例：台北市12例、新北市23例、台中市8例。",
            "新增病例：新北市23例、台北市13例、台中市8例。",
            ("number",),
        ),
        ("高雄市長室表示，已派員了解。", "市府表示，已派員了解。", ()),
        ("是否復課將視餘震狀況再決定。", "是否復課將再決定。", ()),
        ("國政黨台南市黨部主委謝龍輝說明。", "國政黨立委謝龍輝說明。", ()),
        ("立委蘇柏丞質詢時說。", "立法委員蘇柏丞質詢時說。", ()),
        ("嘉義縣長翁家榮表示，會全力救災。", "嘉義縣政府發言人翁家榮表示，會全力救災。", ("rank",)),
        ("村瀬健一社長は会見で述べた。", "村瀬健一副社長は会見で述べた。", ("rank",)),
        ("이상훈 인천시장은 밝혔다.", "이상훈 인천부시장은 밝혔다.", ("rank",)),
        ("Police Arrest Suspect in Robbery Case", "Police Name Suspect in Robbery Case", ()),
        ("男子犯後始終否認犯行。", "男子犯後坦承犯行。", ("opposite",)),
        (
            "It was a 3% increase over last year.",
            "It was a 3% decrease from last year.",
            ("opposite",),
        ),
        ("（记者李明远）山西发生矿难。", "（记者李明远 王志刚）山西发生矿难。", ("byline",)),
        ("오늘 오전 10시 20분께 불이 났다.", "오늘 오전 10시 40분께 불이 났다.", ("date",)),
        ("他在民國108年至110年間任職。", "他在民國107年至111年間任職。", ("date",)),
        ("他在2019至2021年間任職。", "他在2018至2022年間任職。", ("date",)),
        ("地點在基隆約52浬處。", "地點在基隆約52公里處。", ("number",)),
        ("濃度達0.3ppm。", "濃度達0.3ppb。", ("number",)),
        ("旅館升為五星級飯店。", "旅館升為四星級飯店。", ("number",)),
        ("電影「望海」今天上映。", "電影《望海》今天上映。", ("punctuation",)),
        ("共軍殲-16、殲-10戰機。", "共軍殲16、殲10戰機。", ("variant",)),
        ("共軍空警-500預警機。", "共軍空警500預警機。", ("variant",)),
        ("預計上百人將會到場。", "預計數百人將會到場。", ("number",)),
        ("預計近百名員工到場。", "預計近百名員工出席。", ()),
        ("檢體送往鑒定中。", "檢體送往鑑定中。", ("variant",)),
        ("明天10度左右，高溫約26度。", "明天10度上下，高溫估26度。", ()),
        ("憲法法庭宣告違憲。", "憲法法庭宣告合憲。", ("opposite",)),
        ("美國副總統范斯今天抵達。", "美國國務卿魯比歐今天抵達。", ("name", "rank")),
        ("桃園市長張善正說明。", "新北市長侯有宜說明。", ("name", "rank")),
        ("代理行政院長卓榮出席。", "行政院長卓榮出席。", ("rank",)),
        ("集團董事局主席馬雲出席。", "集團創辦人馬雲出席。", ("rank",)),
        (
            "（中央社記者黃麗、葉萍台北3日電）總統府說。",
            "（中央社記者葉萍、溫香台北3日電）總統府說。",
            ("byline",),
        ),
        ("總統喬·拜登今天表示", "總統拜登今天表示", ()),
        ("總統安娜·拜登今天表示", "總統喬·拜登今天表示", ("name",)),
        ("疫情在河北省擴大。", "疫情在河北擴大。", ()),
        ("疫情在河北擴大。", "疫情在河南擴大。", ("name",)),
        ("川普上週五表示", "他上週五表示", ()),
        ("他昨晚入境後被捕。", "海港一景 ©Getty Images他昨晚入境後被捕。", ()),
        ("共和黨參議員投了票。", "共和黨眾議員投了票。", ("rank",)),
        ("記者：高峰 責編：許靜", "記者：高峰 責編：許靜 嘉遠 網編：瑞哲", ("byline",)),
        ("責任編輯：許靜", "責任編輯：高峰", ("byline",)),
        ("責任編輯：許靜", "責任編輯：許靜#", ("punctuation",)),
        ("全文完。", "全文完。 #", ("punctuation",)),
        ("2026年1月5日最近更新： 7 小時前", "2026年1月5日", ("noise",)),
        ("25 分鐘前", "2026年1月20日", ("noise",)),
    ],
)
def test_what_is_told(old: str, new: str, tags: tuple[str, ...]):
    assert change(old, new).tags == tags


@pytest.mark.parametrize(
    ("old", "new", "one", "other"),
    [
        ("球隊靠著張育成的兩分砲獲勝。", "球隊靠著張祐銘的兩分砲獲勝。", "張育成", "張祐銘"),
        ("主嫌李俊賢和女友被捕。", "主嫌李俊憲和女友被捕。", "李俊賢", "李俊憲"),
        ("該劇由林冠宇主演，下月開播。", "該劇由林冠佑主演，下月開播。", "林冠宇", "林冠佑"),
        ("박정호 서장은 밝혔다.", "박정훈 서장은 밝혔다.", "박정호", "박정훈"),
        ("이상훈 인천시장은 밝혔다.", "이상호 인천시장은 밝혔다.", "이상훈", "이상호"),
    ],
)
def test_another_person_is_named_whole(old: str, new: str, one: str, other: str):
    found = change(old, new)

    assert found.tags == ("name",)
    assert [(each.old, each.new) for each in found.exchanges] == [(one, other)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("任何人都可以參加。", "任何事都可以參加。"),
        ("不知該從何處去找。", "不知該從何處來找。"),
        ("政府要提高效率。", "政府要提高效能。"),
        ("三張貼紙不見了。", "三張貼圖不見了。"),
        ("林", "陳"),
    ],
)
def test_other_words_behind_a_surname_are_no_names(old: str, new: str):
    assert "name" not in change(old, new).tags


@pytest.mark.parametrize(
    ("old", "new", "numbers"),
    [
        ("他被判12年，不得上訴。", "他被判11年6月，不得上訴。", [("12年", "11年6月", "", "")]),
        (
            "檢方起訴3人，以800萬元交保。",
            "檢方起訴4人，以新台幣800萬元交保。",
            [("3", "4", "人", "+1")],
        ),
        ("民調顯示他以45%，領先對手。", "民調顯示他以35%，落後對手。", [("45", "35", "%", "-10")]),
        ("央行升息至2%。", "央行將利率調升至2.125%。", [("2", "2.125", "%", "+0.125")]),
        ("王維中先發5局。", "王維中這場先發6局。", [("5", "6", "局", "+1")]),
        ("二審改判10月徒刑。", "二審改判1年2月徒刑。", [("10月", "1年2月", "", "")]),
        (
            "求刑3年，法院判1年半。",
            "求刑3年半，法院判2年。",
            [("3年", "3年半", "", ""), ("1年半", "2年", "", "")],
        ),
        ("門票500元，明天開賣。", "門票US$500元，明天開賣。", [("500", "US$500", "元", "")]),
        ("中共無-4無人機出現。", "中共無-10無人機出現。", [("4", "10", "", "")]),
    ],
)
def test_numbers_are_told_as_what_they_are(
    old: str, new: str, numbers: list[tuple[str, str, str, str]]
):
    found = change(old, new)

    assert "date" not in found.tags
    told = [(each.old, each.new, each.unit, each.difference) for each in found.quantities]
    assert told == numbers


@pytest.mark.parametrize(
    ("old", "new", "dates"),
    [
        ("他的畫被退回。", "他今年畫被退回。", []),
        ("他在5月3日遇害。", "他在當天遇害。", [("5月3日", "當天")]),
    ],
)
def test_a_date_is_exchanged_for_what_tells_a_time(
    old: str, new: str, dates: list[tuple[str, str]]
):
    found = change(old, new)

    assert "date" in found.tags
    assert [(each.old, each.new) for each in found.exchanges] == dates


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("記者：高峰 責編：許靜 網編：瑞哲#", True),
        ("海港電台記者喬龍綜合報導。", True),
        ("（中央社記者王小明台北9日電）", True),
        ("責任編輯：高峰", True),
        ("記者： 對，他說過", False),
        ("他問記者：高峰在嗎", False),
        ("責編：" + "高" * 300, False),
        ("記者高峰說，責編都走了。", False),
    ],
)
def test_a_line_of_the_staff_that_came_is_their_byline(text: str, is_told: bool):
    old = ["消防局今天說，火勢撲滅。"]
    [came] = tagging.all_tagged(prose.diff(old, [*old, text]))

    assert ("byline" in came.tags) == is_told


@pytest.mark.parametrize(
    ("old", "new", "one", "other"),
    [
        ("教宗林方角對共產黨開口。", "教宗林方各對共產黨開口。", "林方角", "林方各"),
        ("今天由立委王維中主持。", "今天由立委羅戈林主持。", "王維中", "羅戈林"),
    ],
)
def test_a_name_is_told_without_what_stands_beside_both(old: str, new: str, one: str, other: str):
    [told] = change(old, new).exchanges
    assert (told.old, told.new) == (one, other)


@pytest.mark.parametrize(
    ("old", "new", "tags"),
    [
        ("https://v.example/watch?v=one", "https://v.example/watch?v=two", ()),
        ("https://v.example/1?utm_source=a", "https://v.example/1?utm_source=b", ("noise",)),
    ],
)
def test_another_link_in_a_line_of_its_own_is_told(old: str, new: str, tags: tuple[str, ...]):
    edit = Change(field="body", kind="edited", old=old, new=new, spans=(("-", old), ("+", new)))
    assert tagging.tagged(edit).tags == tags


def test_a_rank_is_told_beside_the_name():
    found = change("發言人米勒（Matthew Miller）說。", "副發言人帕特爾（Vedant Patel）說。")

    assert found.tags == ("name", "rank")
    assert [(each.tag, each.old, each.new) for each in found.exchanges] == [
        ("name", "米勒", "帕特爾"),
        ("rank", "發言人", "副發言人"),
        ("name", "Matthew Miller", "Vedant Patel"),
    ]
