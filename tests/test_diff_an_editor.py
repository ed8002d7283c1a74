"""What an editor would take amiss: facts told as slips or notices, names and numbers as none."""

import pytest

from scheduler.diff import judge, prose, tagging
from scheduler.diff.place import changed
from scheduler.diff.records import Change
from tests.test_diff_another_hand import edit, told


@pytest.mark.parametrize(
    ("marked", "tag"),
    [
        ("（死亡人數已增至`30→80`人，路透社報導）", "number"),
        ("（死亡`3→5`人 路透社報導）", "number"),
        ("（照片：警方查獲`3→5`公斤毒品）", "number"),
        ("（圖為嫌犯`張大明→李大同`）警方公布。", "name"),
        ("記者：部長`→不`會辭職", "negation"),
        ("（中央社記者`王大明→王大同`台北3日電）", "byline"),
        ("記者：`王大明→王大同`", "byline"),
        ("징역 `3→5`년을 선고했다.", "number"),
        ("`2025→2026`년 3월에 돌아왔다.", "date"),
        ("It begins at `3pm→3am` today.", "date"),
        ("It begins at `noon→midnight` today.", "date"),
        ("會議`今天上午9→今天下午2`時舉行。", "date"),
        ("他是`去→今`年夏天來的。", "date"),
        ("`二○二四→二○二三`年大選。", "date"),
        ("民國一百一十`三→四`年大選。", "date"),
        ("今晨氣溫`5→-5`度。", "number"),
        ("溫度`-3→3`。", "number"),
        ("主計總處公布第一季GDP`→-`2.1%。", "number"),
        ("台股今天開盤`→-`120點。", "number"),
        ("台積電ADR`→-`3。", "number"),
        ("獲利B`→-`3億元。", "number"),
        ("F`→-`16%的人。", "number"),
        ("耗電`5→5千`瓦。", "number"),
        ("`王志剛→王志才`表示不知情。", "name"),
        ("他在台`北→中`開會。", "name"),
        ("他任職於`衛福→教育`部。", "name"),
        ("他是本案`被→原`告。", "opposite"),
        ("`被害→加害`人今天出庭。", "opposite"),
        ("研判是`妻殺夫→夫殺妻`。", "opposite"),
        ("股價`漲→跌`停。", "opposite"),
        ("會議`今→昨`晚舉行。", "date"),
        ("他當場`死亡→受傷`。", "opposite"),
        ("`普丁→川普`今天到訪。", "name"),
        ("車禍造成兩`死→傷`。", "number"),
        ("車禍造成2`死3傷→傷3死`。", "number"),
        ("查扣毒品`兩→三`包。", "number"),
        ("氣溫`攝氏→華氏`30度。", "number"),
        ("面積3`公頃→平方公里`。", "number"),
        ("他`否認→坦承`犯案。", "opposite"),
        ("Two were `injured→killed`.", "opposite"),
        ("他擔任`→前`法務部長。", "rank"),
        ("记者`李明→王芳`报道。", "byline"),
        ("下載假投資App，`3→8`人遭詐千萬", "number"),
        ("下載健保App 送`100→900`元禮券", "number"),
        ("火警發生於更新`3→5`小時前", "number"),
        ("議員`周→週`柏雅說。", "name"),
        ("王男`左→右`手臂受傷。", "opposite"),
        ("林男`未→已`酒駕。", "negation"),
        ("`蔡→林`女送醫。", "name"),
        ("`日本→韓國`首相表示。", "name"),
        ("It opens at `5→6` p.m. today.", "date"),
        ("It is open from 9 a.m. to `5→6` p.m. daily.", "date"),
        ("最高溫30`℃→℉`。", "number"),
        ("最高溫30`°C→°F`。", "number"),
        ("每月流量10`GB→MB`。", "number"),
        ("輕颱`13→14`號颱風將登陸。", "number"),
        ("投手`王建民→王民建`先發。", "name"),
        ("文／`王小明→李大華`", "byline"),
        ("By `John→Jane` Smith", "byline"),
    ],
)
def test_what_is_told_alone(marked: str, tag: str) -> None:
    assert told(*edit(marked)).reasons == (tag,)


@pytest.mark.parametrize(
    ("marked", "tag"),
    [
        ("他是首位`非→亞`裔法官。", "negation"),
        ("`任務→工作`今天完成。", "name"),
        ("`黃金→原油`今天上漲。", "name"),
        ("王毅`也→`說要談。", "name"),
        ("川普`甫→剛`宣布新制。", "name"),
        ("他被列入`黑→`名單。", "name"),
        ("民眾持續`抗議→抗爭`。", "name"),
        ("閣揆將下台`？→`", "punctuation"),
        ("李○`○→明`涉案。", "number"),
        ("林男`向→對`警方坦承。", "name"),
        ("限購3`份→盤`，市價新台幣五百元。", "number"),
    ],
)
def test_what_is_not_told(marked: str, tag: str) -> None:
    report = told(*edit(marked))
    assert tag not in report.reasons
    assert report.score > 0


@pytest.mark.parametrize(
    "marked",
    [
        "部署東風`→-`17。",
        "他買了F`→-`16戰機。",
        "他有COVID`-→`19症狀。",
        "神舟`→-`15號升空。",
    ],
)
def test_the_dash_of_a_name_is_no_minus(marked: str) -> None:
    assert told(*edit(marked)).reasons == ("variant",)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("中心氣壓`980→960`百帕。", ("980", "960", "百帕", "-20")),
        ("容量`5→3`兆瓦。", ("5", "3", "兆瓦", "-2")),
        ("耗電`3→5`萬千瓦。", ("3萬", "5萬", "千瓦", "+20000")),
        ("賺進`5→3`兆元。", ("5兆", "3兆", "元", "-2000000000000")),
        ("殲`-16→-20`起飛。", ("16", "20", "", "")),
        ("百分之`四○→五○`的人。", ("百分之四○", "百分之五○", "", "+10")),
    ],
)
def test_a_unit_may_begin_as_a_magnitude_does(
    marked: str, expected: tuple[str, str, str, str]
) -> None:
    assert quantity(marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("The index rose `.5→.05` percent.", (".5 percent", ".05 percent", "", "-0.45")),
        ("打擊率`.05→.5`。", (".05", ".5", "", "")),
        ("他走了`.5→.6`人受傷。", (".5", ".6", "人", "")),
        ("氣溫降到`–3→3`度。", ("–3", "3", "度", "+6")),
        ("GDP grew `–1.2→1.2` percent.", ("–1.2 percent", "1.2 percent", "", "+2.4")),
        ("共3–`5→6`人受傷。", ("3–5", "3–6", "人", "")),
        ("他說——`5→6`人受傷。", ("5", "6", "人", "+1")),
        ("重`二→五`公斤。", ("二", "五", "公斤", "+3")),
        ("長`十→廿`公里。", ("十", "廿", "公里", "+10")),
        ("長12`公里→公尺`。", ("12公里", "12公尺", "", "")),
        ("他5`歲→個月`。", ("5歲", "5個月", "", "")),
        ("It is 10 `miles→km` long.", ("10 miles", "10 km", "", "")),
        ("軍機`12→15`架次。", ("12", "15", "架次", "+3")),
        ("酒測值`0.15→0.51`毫克。", ("0.15", "0.51", "毫克", "+0.36")),
        ("`12→14` people died.", ("12", "14", "people", "+2")),
        ("It weighs 3 `tons→tonnes`.", ("3 tons", "3 tonnes", "", "")),
    ],
)
def test_points_dashes_and_units_belong_to_numbers(
    marked: str, expected: tuple[str, str, str, str]
) -> None:
    assert quantity(marked) == expected


def quantity(marked: str) -> tuple[str, str, str, str]:
    """The one number that is told: old, new, unit and difference."""
    [change] = told(*edit(marked)).changes
    [found] = change.quantities
    return found.old, found.new, found.unit, found.difference


def test_hours_units_and_points_may_be_written_otherwise() -> None:
    for marked in (
        "It opens at `3 p.m.→15:00` today.",
        "重`5公斤→5kg`。",
        "重5`公斤→千克`。",
        "含12.5`g→公克`糖。",
        "長12`公里→km`。",
        "It is `10km→10 kilometres` long.",
        "He won 5 `per cent→percent` of it.",
        "It opens at `3pm→3:00 p.m.` today.",
        "The average was `0.5→.5` then.",
        "He will be there on `5月5日→05/05` again.",
        "`周末→週末`說明。",
    ):
        assert told(*edit(marked)).score == 0


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("布林`肯→根`說要談。", "布林肯"),
        ("學者司馬`光→昭`表示。", "司馬光"),
        ("總統澤`倫→連`斯基抵達。", "澤倫斯基"),
        ("米`蘭→羅`和巴黎都有。", "米蘭"),
        ("特斯拉`因→為`成本考量。", "因"),
    ],
)
def test_a_foreign_name_and_one_of_a_long_surname_are_whole(marked: str, name: str) -> None:
    old, new = edit(marked)
    [change] = prose.diff([old], [new])
    [place] = changed(change.spans, old, new)
    assert place.old.own == name


@pytest.mark.parametrize(
    "line",
    [
        "他稍早承認判斷錯誤。",
        "央行先前將成長率修正為3%。",
        "日本報界批評政府錯誤。",
        "日本社民黨承認路線錯誤。",
        "這是基本文化上的錯誤。",
        "本報告認為政策錯誤。",
        "日本報導有誤。",
        "成本報表有誤，公司更正。",
        "修正：立法院三讀通過條例。",
        "聯合報標題錯誤。",
        "The report was amended by the Senate.",
        "The story of the bill, amended twice, is long.",
    ],
)
def test_what_others_put_right_is_no_notice(line: str) -> None:
    assert "correction" not in told("他走了。", f"他走了。{line}").reasons


@pytest.mark.parametrize(
    "line",
    [
        "※本文刑期原誤載為3年，已修正為5年。",
        "本報昨日報導刑期3年，經查應為5年，謹此更正並致歉。",
        "（記者筆誤，刑期應為5年）",
        "（已更正）",
        "【澄清】刑期應為5年。",
        "稍早內文誤植刑期。",
        "本文已更新，修正死亡人數。",
        "（編按：死者姓名原誤植，已更正）",
        "（更正第二段數字）",
        "The Post regrets the error.",
        "An earlier headline was wrong.",
        "기사 내용을 수정했습니다.",
        "本文先前將刑期寫成3年，現已更正。",
        "（此前版本有误）",
        "(Corrects paragraph 3 to say that he left.)",
        "The headline of this article was later amended to say that he left.",
    ],
)
def test_what_an_outlet_puts_right_is(line: str) -> None:
    assert "correction" in told("他走了。", f"他走了。{line}").reasons


def test_only_a_notice_that_came_is_told() -> None:
    old = "他走了。本文標題有誤，已更正。"
    assert "correction" not in told(old, old.replace("標題", "的標題")).reasons
    assert "correction" in told("本文標題是他走了。", "本文標題有誤。").reasons
    assert "correction" not in told("法院將。", "法院將更正：他走了。").reasons


@pytest.mark.parametrize(
    "marked",
    [
        "2020年10月2日最近更新：`41→12` 分鐘前",
        "中央社 ・ `3→5` 小時前",
        "按讚數：`123→456`",
        "他送出`❤️→❤`給她。",
        "含量5`μ→µ`g左右。",
    ],
)
def test_what_the_page_counts_and_how_a_sign_is_coded_is_noise(marked: str) -> None:
    assert told(*edit(marked)).score == 0


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("車禍造成2人`死亡→罹難`。", ("edited",)),
        ("車禍造成`2人死亡→3人罹難`。", ("number",)),
        ("車禍發生在`3→5`小時前。", ("number",)),
    ],
)
def test_the_dead_are_counted_by_any_word(marked: str, expected: tuple[str, ...]) -> None:
    assert told(*edit(marked)).reasons == expected


def test_a_list_in_another_order_says_the_same_and_other_owners_do_not() -> None:
    for one, other in (
        ("造成2人死亡、3人受傷。", "造成3人受傷、2人死亡。"),
        ("造成2男受傷、3女受傷。", "造成3女受傷、2男受傷。"),
        ("王男（45歲）和陳女（38歲）送醫。", "陳女（38歲）和王男（45歲）送醫。"),
    ):
        assert told(one, other).reasons == ("edited",)
    assert told("造成2人死亡、3人受傷。", "造成3人死亡、2人受傷。").reasons == ("number",)
    [change] = told("民調甲黨35%、乙黨30%。", "民調乙黨35%、甲黨30%。").changes
    assert change.tags == ("number",)
    assert [(each.old, each.new) for each in change.quantities] == [("35", "30"), ("30", "35")]


@pytest.mark.parametrize(
    "line",
    [
        "分享",
        "Advertisement",
        "続きを読む",
        "무단 전재 및 재배포 금지",
        "加入我們的LINE好友",
        "延伸閱讀：大橋今天通車",
        "（更新時間：5月6日 10:30）",
        "Copyright 2026 The Post Inc. All rights reserved.",
    ],
)
def test_furniture_that_came_is_noise(line: str) -> None:
    assert judge.verdict(added(line)).reasons == ("noise",)


@pytest.mark.parametrize("line", ["追蹤嫌犯IG逮人", "加入LINE群組遭詐百萬", "下載App慘遭盜刷"])
def test_what_only_begins_as_furniture_is_none(line: str) -> None:
    assert judge.verdict(added(line)).score >= 30


def test_a_line_that_only_says_who_wrote_is_no_more_than_that() -> None:
    assert judge.verdict(added("記者王大明／台北報導")).reasons == ("byline",)


def added(line: str) -> list[Change]:
    """The changes where a paragraph came."""
    old = ["他今天說，會談順利。", "雙方同意明年再談。"]
    return tagging.all_tagged(prose.diff(old, [old[0], line, old[1]]))
