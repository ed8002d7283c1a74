import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.diff import characters
from scheduler.diff.figures import figures
from scheduler.diff.quantities import quantities
from scheduler.diff.records import Quantity, Span


def found(old: str, new: str) -> list[tuple[str, str, str, str]]:
    spans = characters.spans(old, new)
    return [(each.old, each.new, each.unit, each.difference) for each in quantities(spans)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("至少2人死亡", "至少3人死亡", [("2", "3", "人", "+1")]),
        ("收容1,200名居民", "收容950名居民", [("1,200", "950", "名", "-250")]),
        ("約兩千五百人", "約2,500人", []),
        ("2人死亡，3人受傷", "兩人死亡，4人受傷", [("3", "4", "人", "+1")]),
        ("七成支持，二成反對", "七成五支持，兩成反對", [("七成", "七成五", "", "")]),
        ("共3000人到場", "共3千人到場", []),
        ("甲隊得12分、乙隊得15分。", "乙隊得15分、甲隊得13分。", [("12", "13", "分", "+1")]),
        ("甲隊得12分、乙隊得15分。", "乙隊得15分、甲隊得12分。", []),
        ("花費3人5元", "花費4元6人", []),
        ("甲" * 13 + "3人", "乙" * 13 + "5人", []),
        ("甲隊12分、甲隊15分、乙隊9分。", "乙隊9分、甲隊15分、甲隊13分。", []),
        (
            "名額為大成30人，中正25人，永平40人。",
            "名額為永平40人，大成30人，中正26人。",
            [("25", "26", "人", "+1")],
        ),
        ("隊伍12分（甲）、15分（乙）", "隊伍15分（乙）、13分（甲）", []),
        (
            "有3人到。甲隊得2分，乙隊得5分",
            "有4人到。乙隊得5分，甲隊得3分",
            [("3", "4", "人", "+1")],
        ),
        ("漲幅達3%左右", "漲幅達3.5%左右", [("3", "3.5", "%", "+0.5")]),
        ("捐款5億元。", "捐款6億元。", [("5億", "6億", "元", "+100000000")]),
        ("約5万元", "約5.5万元", [("5万", "5.5万", "元", "+5000")]),
        ("晚間21:20公布", "晚間22:10公布", []),
        ("更新：1 小時前", "更新：54 分鐘前", [("1 小時", "54 分鐘", "", "")]),
        ("釀2死3傷", "釀3死5傷", [("2", "3", "死", "+1"), ("3", "5", "傷", "+2")]),
        ("第二的人", "第三的人", [("第二", "第三", "", "")]),
        ("消防局今天統計", "消防局昨天統計", []),
        ("售價3億日圓", "售價5億日圓", [("3億", "5億", "日圓", "+200000000")]),
        ("升1.5個百分點", "升2.5個百分點", [("1.5", "2.5", "個百分點", "+1.0")]),
        ("約3,000多人", "約4,000多人", [("3,000", "4,000", "多人", "+1000")]),
        ("售價3萬5元", "售價3萬6元", [("3萬5", "3萬6", "元", "")]),
        ("약 5만명이", "약 6만명이", [("5만", "6만", "명", "+10000")]),
        ("支持率兩成五。", "支持率兩成。", [("兩成五", "兩成", "", "")]),
        ("卅六人受傷", "卅七人受傷", [("卅六", "卅七", "人", "+1")]),
        ("3月15日公布", "3月18日公布", []),
        ("「沒有一筆追加」", "「追加過一筆」", []),
        ("至少3人死亡", "至少死亡", []),
        ("約五分之二的人", "約十五分之二的人", [("五分之二", "十五分之二", "", "")]),
        ("約三分之一的人", "約三分之二的人", [("三分之一", "三分之二", "", "")]),
        ("以3比2擊敗對手", "以2比3不敵對手", [("3比2", "2比3", "", "")]),
        ("（霧津5日電）", "（霧津6日電）", []),
        ("釀2死。1150105", "釀2死。1150106", []),
        ("通過ISO 9001認證", "通過ISO 9002認證", [("9001", "9002", "", "")]),
        ("推出17.10版", "推出17.1版", [("17.10", "17.1", "版", "")]),
    ],
)
def test_what_was_exchanged(old: str, new: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert found(old, new) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("長三點五公里", "長三點八公里", [("三點五", "三點八", "公里", "+0.3")]),
        ("長5點3公里", "長5點8公里", [("5點3", "5點8", "公里", "+0.5")]),
        ("上午8點3架軍機", "上午8點5架軍機", []),  # an hour, or a decimal
        (
            "達百分之三點五",
            "達百分之三點八",
            [("百分之三點五", "百分之三點八", "", "+0.3")],
        ),
        ("售價NT$1,299起", "售價NT$1,399起", [("NT$1,299", "NT$1,399", "", "+100")]),
        ("達1.2兆元", "達1.2億元", [("1.2兆", "1.2億", "元", "-1199880000000")]),
        ("約3億2000萬元", "約3億2百萬元", [("3億2000萬", "3億2百萬", "元", "-18000000")]),
        ("達12億美元", "達12億新台幣", [("12億美元", "12億新台幣", "", "")]),
        ("達US$12億", "達NT$12億", [("US$12億", "NT$12億", "", "")]),
        ("達新台幣12億元", "達人民幣12億元", [("新台幣12億", "人民幣12億", "元", "")]),
        ("車禍二死三傷", "車禍三死二傷", [("二", "三", "死", "+1"), ("三", "二", "傷", "-1")]),
        ("氣溫零下5度", "氣溫5度", [("零下5", "5", "度", "+10")]),
        ("氣溫-5°C左右", "氣溫-8°C左右", [("-5", "-8", "°C", "-3")]),
        ("漲幅＋3.2％", "漲幅－3.2％", [("＋3.2", "－3.2", "％", "-6.4")]),
        ("在3%-5%之間", "在3%-6%之間", [("5", "6", "%", "+1")]),  # the dash is no sign
        (
            "判五年六個月",
            "判六年五個月",
            [("五", "六", "年", "+1"), ("六", "五", "個月", "-1")],
        ),
        ("達4.25%，上升", "達4.52%，下降", [("4.25", "4.52", "%", "+0.27")]),
        (
            "由1億元增至2億元",
            "由2億元減至1億元",
            [("1億", "2億", "元", "+100000000"), ("2億", "1億", "元", "-100000000")],
        ),
        ("比數3:2結束", "比數2:3結束", [("3:2", "2:3", "", "")]),
        ("身高1米75的人", "身高1米78的人", [("1米75", "1米78", "", "")]),
        ("長1.5米75的桌", "長1.5米78的桌", []),
        ("成績9秒98", "成績9秒89", [("9秒98", "9秒89", "", "")]),
        ("體溫38度5", "體溫39度2", [("38度5", "39度2", "", "")]),
        ("售價5元3個", "售價6元2個", [("5", "6", "元", "+1"), ("3", "2", "個", "-1")]),
        ("支持率2成5", "支持率3成5", [("2成5", "3成5", "", "")]),
        ("支持率2成", "支持率3成", [("2", "3", "成", "+1")]),
        ("七成支持", "七成五支持", [("七成", "七成五", "", "")]),
        ("二年級學生", "三年級學生", [("二", "三", "年級", "")]),
        ("112年度偵字第5號", "113年度偵字第5號", [("112", "113", "年度", "")]),
        ("於112年公布", "於113年公布", [("112", "113", "年", "")]),
        ("年約5、60歲", "年約6、70歲", []),
        ("三點集合", "五點集合", [("三", "五", "點", "")]),
        ("全場打八五折", "全場打七五折", []),
        ("九一一事件", "二二八事件", []),
        ("造成2人死亡", "造成3人受傷", []),
        ("死者2人", "傷者3人", []),
        ("嫦娥6號發射", "嫦娥7號發射", [("6", "7", "號", "")]),
        ("代號007現身", "代號7現身", [("007", "7", "", "")]),
        ("波音737客機", "波音747客機", [("737", "747", "", "")]),
        ("新的iPhone 15上市", "新的iPhone 16上市", [("15", "16", "", "")]),
        ("殲20升空", "殲-20升空", []),
        ("約數十萬人到場", "約三十萬人到場", []),
        ("打者打擊率.300", "打者打擊率.350", [(".300", ".350", "", "")]),
        (
            "It cost 3 million dollars",
            "It cost 5 million dollars",
            [("3 million", "5 million", "dollars", "+2000000")],
        ),
        (
            "About 300 thousand came",
            "About 500 thousand came",
            [("300 thousand", "500 thousand", "", "+200000")],
        ),
        (
            "worth $3.5 billion",
            "worth $3.5 million",
            [("$3.5 billion", "$3.5 million", "", "-3496500000")],
        ),
        ("He paid £3m for it", "He paid £4m for it", [("£3m", "£4m", "", "+1000000")]),
        ("The 3m bridge", "The 4m bridge", [("3", "4", "m", "+1")]),
        ("about 3 Billion left", "about 4 Billion left", [("3 Billion", "4 Billion", "", "")]),
        ("The 21st edition", "The 22nd edition", [("21st", "22nd", "", "")]),
        ("At least three died", "At least five died", [("three", "five", "", "+2")]),
        (
            "At least twenty-one died",
            "At least twenty-five died",
            [("twenty-one", "twenty-five", "", "+4")],
        ),
        (
            "In three million homes",
            "In five million homes",
            [("three million", "five million", "", "+2000000")],
        ),
        (
            "some three hundred and two men",
            "some four hundred and two men",
            [("three hundred and two", "four hundred and two", "men", "")],
        ),
        (
            "Sie stieg auf 3,5 Prozent",
            "Sie stieg auf 13,5 Prozent",
            [("3,5 Prozent", "13,5 Prozent", "", "")],
        ),
        ("Der Preis von 3.500 Euro", "Der Preis von 4.500 Euro", [("3.500", "4.500", "", "")]),
        (
            "매출은 1조2000억원이 됐다",
            "매출은 1조3000억원이 됐다",
            [("1조2000억", "1조3000억", "원", "+100000000000")],
        ),
        ("12일 3명이 다쳤다", "13일 4명이 다쳤다", [("3", "4", "명", "+1")]),
        ("사망자는 5명이다", "사망자는 6명이다", [("5", "6", "명", "+1")]),
        ("以 $50K 和解", "以 $60K 和解", [("$50K", "$60K", "", "+10000")]),
        ("raised US$2B more", "raised US$3B more", [("US$2B", "US$3B", "", "+1000000000")]),
        ("is worth $50K now", "is worth $50M now", [("$50K", "$50M", "", "+49950000")]),
        ("It cost £3 m to build", "It cost £5 m to build", [("£3 m", "£5 m", "", "+2000000")]),
        ("It cost $5 mln", "It cost $6 mln", [("$5 mln", "$6 mln", "", "+1000000")]),
        ("a $5 T-shirt", "a $6 T-shirt", [("$5", "$6", "", "+1")]),
        ("售價 50K 起", "售價 60K 起", [("50", "60", "K", "")]),  # a screen, or an amount
        ("a $5 dozen", "a $6 dozen", [("$5 dozen", "$6 dozen", "", "")]),
        ("cuesta $5 mil", "cuesta $6 mil", [("$5 mil", "$6 mil", "", "")]),
        (
            "a 5-million-dollar deal",
            "a 6-million-dollar deal",
            [("5-million", "6-million", "", "+1000000")],
        ),
        (
            "It costs $5 to $7 million",
            "It costs $6 to $8 million",
            [("$5", "$6", "", ""), ("$7 million", "$8 million", "", "+1000000")],
        ),
        ("捐款達 50 萬元", "捐款達 60 萬元", [("50 萬", "60 萬", "元", "+100000")]),
        ("捐款達5百多萬元", "捐款達6百多萬元", [("5百多萬", "6百多萬", "元", "")]),
        ("有三十多萬人到場", "有四十多萬人到場", [("三十多萬", "四十多萬", "人", "")]),
        ("約5、6百萬元", "約7、8百萬元", []),
        ("有5 千人到場", "有6 千人到場", [("5", "6", "", "")]),
        (
            "有5到7萬人到場",
            "有6到8萬人到場",
            [("5", "6", "", ""), ("7萬", "8萬", "人", "+10000")],
        ),
    ],
)
def test_a_number_is_read_whole(
    old: str, new: str, expected: list[tuple[str, str, str, str]]
) -> None:
    assert found(old, new) == expected


def test_numbers_far_apart_are_each_read_once() -> None:
    old, new = (f"有{one}人受傷，{'縣府宣布停課。' * 30}另有5戶停電" for one in "23")
    assert found(old, new.replace("5戶", "6戶")) == [("2", "3", "人", "+1"), ("5", "6", "戶", "+1")]


def test_of_a_long_passage_no_number_stands_for_all() -> None:
    assert list(quantities((("-", "3" + "人" * 12), ("+", "5戶")))) == []
    assert list(quantities((("-", "3"), ("+", "5")))) == [
        Quantity(old="3", new="5", difference="+2")
    ]


numbers = st.integers(0, 10**9)


@given(numbers, numbers)
def test_the_difference_is_right_however_numbers_are_grouped(old: int, new: int) -> None:
    for separator in ("", ",", "，", " ", "\u202f"):
        sides = [f"{number:,d}".replace(",", separator) for number in (old, new)]
        for each in quantities((("-", sides[0]), ("+", sides[1]), ("=", "人"))):
            assert (each.old, each.new, each.unit) == (*sides, "人")
            assert int(each.difference) == new - old


def test_places_that_lie_in_one_number_are_told_as_that_number() -> None:
    spans: tuple[Span, ...] = (
        *(("=", "共1"), ("-", "2"), ("+", "3"), ("=", ",")),
        *(("-", "400"), ("+", "500"), ("=", "人。")),
    )
    [found] = quantities(spans)

    assert (found.old, found.new, found.unit, found.difference) == (
        "12,400",
        "13,500",
        "人",
        "+1100",
    )


def test_where_only_zeros_differ_there_is_no_difference_to_tell() -> None:
    [found] = quantities((("-", "5.20"), ("+", "5.2")))

    assert (found.old, found.new, found.difference) == ("5.20", "5.2", "")


def test_hostile_runs_cost_little() -> None:
    for run in ("萬", "千萬", "一", "9秒", "5到", "3多", "$5 to ", "½"):
        text = run * 50_000
        assert len(figures(text, 0, len(text))) <= 50_000


def test_of_very_many_numbers_the_first_are_told() -> None:
    spans: list[Span] = [("-", "1"), ("+", "2"), ("=", "人、")]
    assert len(list(quantities(spans * 3_000))) == 2_000


def test_of_what_stayed_there_are_no_quantities() -> None:
    assert list(quantities((("=", "共3人"),))) == []
