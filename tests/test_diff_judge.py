from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

import pytest

from crawler.items import Article, Credit, Image, Moment
from scheduler.diff import compare, judge, tagging
from scheduler.diff.changes import change
from scheduler.diff.records import Change, ReportKind, Span, Tag
from scheduler.diff.words import simplified

SILENT = frozenset({"silent"})
QUAKE = "山城今晨發生規模五點三地震，震央位於縣府北方，深度十公里。"
RESCUE = "消防局出動40名隊員，於傍晚前將受困民眾全數救出並送醫。"
OLD = Article(url="https://news.example/1", title="山城地震2人受傷", body=(QUAKE, RESCUE))


def judged(**edit: object) -> tuple[int, tuple[str, ...]]:
    report = compare(OLD, replace(OLD, **edit))  # type: ignore[arg-type]
    assert report.significant == (report.score >= judge.SIGNIFICANT)
    return report.score, report.reasons


def test_one_digit_is_significant() -> None:
    score, reasons = judged(body=(QUAKE, RESCUE.replace("40", "50")))
    assert score >= 60
    assert reasons == ("number",)


def test_the_heaviest_reason_comes_first_and_others_add_to_it() -> None:
    score, reasons = judged(title="山城地震3人受傷")
    assert reasons == ("number", "headline")
    assert judge.WEIGHTS["number"] < score < judge.WEIGHTS["number"] + judge.WEIGHTS["headline"]


@pytest.mark.parametrize(
    ("edit", "reasons", "scores"),
    [
        ({"body": (QUAKE, RESCUE.replace("，", " ，"))}, ("noise",), range(1)),
        ({"body": (QUAKE, RESCUE.replace("40", "４０"))}, ("width",), range(1)),
        ({"body": (QUAKE, RESCUE.replace("，", "、"))}, ("punctuation",), range(5)),
        ({"title": "山城地震２人受傷"}, ("width",), range(1)),
        ({"body": (QUAKE + RESCUE,)}, ("reflowed",), range(1)),
        ({"body": (simplified(QUAKE), simplified(RESCUE))}, ("variant",), range(1)),
        ({"body": (RESCUE, QUAKE)}, ("moved",), range(5, 20)),
        ({"body": (QUAKE, RESCUE, "延伸閱讀")}, ("noise",), range(1)),
        ({"body": (QUAKE, RESCUE, "縣府明日停課。")}, ("appended",), range(15, 30)),
        ({"body": (QUAKE, "縣府明日停課。", RESCUE)}, ("added",), range(30, 40)),
        ({"body": (QUAKE,)}, ("removed",), range(40, 50)),
        ({"body": ("全無關係的一段文字取代了它。", RESCUE)}, ("rewritten",), range(40, 50)),
        ({"body": (QUAKE, RESCUE.replace("受困", "被困"))}, ("edited",), range(30, 35)),
        ({"body": (QUAKE, RESCUE.replace("並送醫", "並並送醫"))}, ("typo",), range(5, 20)),
        ({"body": (QUAKE, "更正：" + RESCUE)}, ("correction",), range(80, 90)),
        ({"body": (QUAKE + "縣府已經開設應變中心。", RESCUE)}, ("added",), range(30, 40)),
        ({"body": (QUAKE, RESCUE, "（編輯：林大同）")}, ("appended", "byline"), range(20, 30)),
        ({"credits": (Credit("editor", "林大同"),)}, ("byline",), range(15, 25)),
        ({"tags": ("地震",)}, ("added",), range(1, 6)),
        ({"description": "今晨的地震。"}, ("added",), range(10, 20)),
    ],
)
def test_scores_and_reasons(
    edit: dict[str, object], reasons: tuple[str, ...], scores: range
) -> None:
    score, told = judged(**edit)
    assert told == reasons
    assert score in scores


def test_the_words_that_earn_a_tag_are_told_with_it() -> None:
    old = replace(OLD, body=("船長張大明說，船隻沒有超速，他支持調查，週三再到案。",))
    new = replace(OLD, body=("船長張大銘說，船隻超速，他力挺調查，週四再到案。",))
    [change] = compare(old, new).changes
    assert [(each.tag, each.old, each.new) for each in change.exchanges] == [
        ("name", "張大明", "張大銘"),
        ("date", "週三", "週四"),
    ]


def test_of_a_date_all_of_it_is_told() -> None:
    old = replace(OLD, body=("會議訂於5月3日舉行。",))
    [change] = compare(old, replace(old, body=("會議訂於6月3日舉行。",))).changes
    [told] = change.exchanges
    assert (told.tag, told.old, told.new) == ("date", "5月3日", "6月3日")


def test_another_time_of_publication_is_no_other_number() -> None:
    at = [Moment(datetime(2026, 1, 5, hour, tzinfo=UTC), f"{hour}:00", "minute") for hour in (8, 9)]
    old, new = (replace(OLD, date=each) for each in at)
    assert compare(old, new).reasons[0] == "date"
    assert "number" not in compare(old, new).reasons


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("They took 3 villages.", "They took three villages."),
        ("The fire killed 1 person.", "The fire killed one person."),
        ("It cost 5 million dollars.", "It cost five million dollars."),
        ("It cost $50K in all.", "It cost $50,000 in all."),
        ("約需3～5天才能完工。", "約需3-5天才能完工。"),
        ("約1/2的人沒有到場。", "約二分之一的人沒有到場。"),
        ("有½ 的人沒有到場。", "有1/2 的人沒有到場。"),
        ("有50%的人沒有到場。", "有五成的人沒有到場。"),
        ("有百分之五十的人到場。", "有五成的人到場。"),
        ("利率今年上升0.5%左右。", "利率今年上升.5%左右。"),
        ("It cost US$5 in all.", "It cost $5 in all."),
        ("The wind reached 60 mph.", "The wind reached 60mph."),
        ("It took 3½ hours.", "It took 3 1/2 hours."),
        ("It took 1.50 hours.", "It took 1.5 hours."),
        ("有一半的人沒有到場。", "有50 %的人沒有到場。"),
        ("有五成的人沒有到場。", "有一半的人沒有到場。"),
        ("售價NT$500。", "售價新台幣500元。"),
        ("售價NT$500起。", "售價新台幣500元起。"),
        ("售價 NT$500 左右。", "售價新台幣500元左右。"),
        ("售價500美元左右。", "售價US$500左右。"),
        ("今年合格率100% 安全。", "今年合格率100 %安全。"),
        ("約3-5人受困在山上。", "約3到5人受困在山上。"),
        ("約3～5人受困在山上。", "約三至五人受困在山上。"),
        ("開放時間9:00-17:00。", "開放時間9:00～17:00。"),
        ("捐款壹拾萬元整。", "捐款10萬元整。"),
        ("It rose twelve percent in May.", "It rose 12% in May."),
    ],
)
def test_an_amount_in_other_writing_is_no_other_number(old: str, new: str) -> None:
    before = replace(OLD, body=(old,))
    assert compare(before, replace(before, body=(new,))).reasons == ("variant",)


@pytest.mark.parametrize(
    ("old", "new", "layer"),
    [
        ("票價NT$ 500起。", "票價NT$500起。", "noise"),
        ("比數2 - 1獲勝。", "比數2-1獲勝。", "noise"),
        ("今年成長 5 % 左右。", "今年成長 5% 左右。", "noise"),
        ("今年成長 5％ 左右。", "今年成長 5 % 左右。", "width"),
    ],
)
def test_a_blank_that_belongs_to_an_amount_says_nothing(old: str, new: str, layer: str) -> None:
    before = replace(OLD, body=(old,))
    assert compare(before, replace(before, body=(new,))).reasons == (layer,)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It cost $50K in all.", "It cost $50M in all."),
        ("約3-5人受困在山上。", "約3、5人受困在山上。"),
        ("約3-5人受困在山上。", "約3到6人受困在山上。"),
        ("捐款壹拾萬元整。", "捐款20萬元整。"),
        ("昨天限速45 mph。", "昨天限速45 km/h。"),
        ("全案二審判決。", "全案三審判決。"),
        ("林志明，40歲；陳建宏，50歲。", "林志明，50歲；陳建宏，40歲。"),
        ("有50%的人沒有到場。", "有六成的人沒有到場。"),
        ("有一半的人沒有到場。", "有60%的人沒有到場。"),
        ("業績比去年下滑一半。", "業績比去年下滑一成。"),
        ("售價NT$500起。", "售價美金500元起。"),
        ("售價NT$500起。", "售價新台幣50元起。"),
        ("It took 3½ hours.", "It took 3 1/4 hours."),
        ("It took 1.50 hours.", "It took 1.6 hours."),
        ("The wind reached 60 mph.", "The wind reached 65mph."),
        ("It cost US$5 in all.", "It cost A$5 in all."),
        ("約需3～5天才能完工。", "約需3-6天才能完工。"),
        ("全案耗資5萬美元。", "全案耗資5萬歐元。"),
        ("利率今年上升0.5%左右。", "利率今年上升5%左右。"),
        ("水溫達到3度左右。", "水溫達到-3度左右。"),
    ],
)
def test_another_amount_is_a_number(old: str, new: str) -> None:
    before = replace(OLD, body=(old,))
    assert compare(before, replace(before, body=(new,))).reasons == ("number",)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("他向記者一一說明經過。", "他向記者逐一說明經過。"),
        ("你們千萬別去河邊玩水。", "你們萬萬別去河邊玩水。"),
    ],
)
def test_words_of_numerals_are_no_numbers(old: str, new: str) -> None:
    before = replace(OLD, body=(old,))
    assert compare(before, replace(before, body=(new,))).reasons == ("edited",)


def test_another_picture_counts_however_long_its_address_is() -> None:
    pictures = [(Image(f"https://img.example/{'long/' * 40}{name}.jpg"),) for name in "ab"]
    old, new = (replace(OLD, images=each) for each in pictures)
    assert (compare(old, new).score, compare(old, new).reasons) == (9, ("edited",))
    assert compare(old, OLD).reasons == ("removed",)


def test_people_in_the_credits_are_names() -> None:
    old = replace(OLD, credits=(Credit("reporter", "何千帆"),), body=("照片是何千帆拍的。",))
    assert compare(old, replace(old, body=("照片是何百帆拍的。",))).reasons == ("name",)


def test_a_removed_sentence_counts_as_removed_although_its_paragraph_was_edited() -> None:
    old = replace(OLD, body=(QUAKE + "縣府已經開設應變中心。", RESCUE))
    assert compare(old, OLD).reasons == ("removed",)


# ------------------------------------------------------------------ silent


def at(hour: int) -> Moment:
    return Moment(datetime(2023, 1, 14, hour, tzinfo=UTC), f"{hour}:00", "minute")


@pytest.mark.parametrize(
    ("old", "new", "silent"),
    [
        ({}, {}, False),  # the pages tell no times at all
        ({"date": at(1)}, {}, False),
        ({"date": at(1)}, {"date": at(1)}, True),
        ({"date": at(1)}, {"date": at(1), "modified": at(2)}, False),
        ({"date": at(1), "modified": at(2)}, {"date": at(1)}, True),
        ({"date": at(1), "modified": at(2)}, {"date": at(1), "modified": at(2)}, True),
        ({"date": at(1), "modified": at(2)}, {"date": at(1), "modified": at(3)}, False),
        ({"date": at(1), "observed": ("title", "body")}, {"date": at(1)}, False),  # a feed's date
    ],
)
def test_an_edit_that_the_page_does_not_own_up_to_is_silent(
    old: dict[str, object], new: dict[str, object], silent: bool
) -> None:
    before = replace(OLD, **old)  # type: ignore[arg-type]
    after = replace(OLD, **({"title": "山城地震3人受傷"} | new))  # type: ignore[arg-type]
    assert ("silent" in compare(before, after).reasons) is silent


@pytest.mark.parametrize(
    ("notice", "silent"),
    [
        ("（本則新聞內容已於下午更正）", False),
        ("編按：死亡人數已更新。", False),
        ("（更新：新增死亡人數）", False),
        ("（11:30更新）", False),
        ("更新時間：2026-01-05 14:00", False),
        ("【更新】縣府明日停課。", False),
        ("Updated at 3 pm", False),
        ("他宣布更新：系統上線。", True),
        ("公司公布更新時間表。", True),
        ("（系統更新）", True),
    ],
)
def test_a_page_that_says_it_was_updated_is_not_silent(notice: str, silent: bool) -> None:
    before = replace(OLD, date=at(1))
    after = replace(before, title="山城地震3人受傷", body=(*OLD.body, notice))
    assert ("silent" in compare(before, after).reasons) is silent

    stood = replace(before, body=after.body)
    assert "silent" in compare(stood, after).reasons


@pytest.mark.parametrize(
    "body",
    [
        (QUAKE, RESCUE.replace("受困", "被困")),
        (QUAKE, RESCUE.replace("並送醫", "並並送醫")),
        (RESCUE, QUAKE),
        (QUAKE, RESCUE, "縣府明日停課。"),
        (QUAKE, RESCUE, "（編輯：林大同）"),
    ],
)
def test_no_page_owes_its_readers_a_word_for_other_words(body: tuple[str, ...]) -> None:
    before = replace(OLD, date=at(1))
    reasons = compare(before, replace(before, body=body)).reasons
    assert reasons
    assert "silent" not in reasons


def test_what_is_compared_backwards_is_neither_silent_nor_shrunk() -> None:
    older = replace(OLD, modified=at(2), body=(QUAKE,))
    newer = replace(OLD, modified=at(3), body=(QUAKE, RESCUE * 9))
    back = compare(newer, older, is_backwards=True)

    assert {"silent", "shrunk"} <= set(compare(newer, older).reasons)
    assert not {"silent", "shrunk"} & set(back.reasons)
    assert back.changes == compare(newer, older).changes


def test_silent_comes_last_and_never_alone() -> None:
    number = tagging.tagged(change("title", "2人受傷", "3人受傷"))
    noise = tagging.tagged(change("title", "2人受傷", "2 人受傷"))
    notice = tagging.tagged(change("body", "", "更正：3人受傷"))
    assert judge.verdict([number], SILENT).reasons == ("number", "headline", "silent")
    assert judge.verdict([number], SILENT).score == 78
    assert judge.verdict([noise], SILENT).reasons == ("noise",)
    assert "silent" not in judge.verdict([number, notice], SILENT).reasons
    assert judge.verdict([], SILENT) == judge.Verdict(0, {})


def test_every_tag_kind_and_event_has_a_weight() -> None:
    assert set(get_args(Tag)) <= set(judge.WEIGHTS)
    assert judge.event_verdict("deleted").significant
    events = set(get_args(ReportKind)) - {"edited"}
    assert [judge.event_verdict(kind).reasons for kind in events] == [(kind,) for kind in events]


def test_boilerplate_that_was_edited_is_noise() -> None:
    edit = Change(field="body", kind="edited", old="3小時前", new="5小時前")
    assert tagging.tagged(edit).tags == ("noise",)


def test_only_the_first_places_of_a_shredded_text_are_looked_at() -> None:
    spans: tuple[Span, ...] = (("=", "年"), ("-", "甲"), ("+", "乙")) * 600
    shredded = Change(
        field="body",
        kind="edited",
        old="年甲" * 600 + "2",
        new="年乙" * 600 + "3",
        spans=(*spans, ("-", "2"), ("+", "3")),
    )
    assert tagging.tagged(shredded).tags == ()


def test_what_else_was_edited_in_a_text_of_the_other_script_is_judged() -> None:
    old = "縣府說明會依法處理這個案件，並向家屬致歉。"
    [turned] = compare(story(old), story("县府说明会依法处理这个案件，并向家属致歉！")).changes
    assert turned.tags == ("punctuation",)
    [refused] = compare(story(old), story("县府说明不会依法处理这个案件，并向家属致歉。")).changes
    assert refused.tags == ("negation",)
    [short] = compare(story("國軍說話。"), story("国军说话。")).changes
    assert short.tags == ("variant",)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("孩子被冻哭", "孩子被凍哭"),
        ("收紧检疫", "收緊檢疫"),
        ("非洲其它国家", "非洲其它國家"),
        ("他以此作为借口，躲在家具下面。", "他以此作為藉口，躲在傢俱下麵。"),
        ("嘉义縣長到場。", "嘉義縣長到場。"),
    ],
)
def test_a_few_words_in_the_other_script_are_a_variant(old: str, new: str) -> None:
    assert compare(story(old), story(new)).reasons == ("variant",)
    assert compare(story(new), story(old)).reasons == ("variant",)
    before, after = (replace(OLD, title=title) for title in (old, new))
    assert compare(before, after).score == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("王后今天在山中的小村住了一天。", "王後今天在山中的小村住了一天。"),
        ("他住在山里的老家已有三年。", "他住在山裡的老家已有三年。"),
        ("只有三人。", "隻有三人。"),
        ("審查製度建立之後，國內才有說法。", "審查制度建立之後，國內才有說法。"),
        ("王后今天回國，說明經過。", "王後今天回國，說明經過。"),
    ],
)
def test_a_character_of_both_scripts_may_be_another_word(old: str, new: str) -> None:
    assert "variant" not in compare(story(old), story(new)).reasons


def test_where_the_article_was_turned_a_line_of_both_scripts_was_too() -> None:
    lines = (
        ("他住在山里的老家。", "县府没有说明，总统也没有表示。"),
        ("他住在山裡的老家。", "縣府沒有說明，總統也沒有表示。"),
    )
    titles = ("王后今天在山里", "王後今天在山裡")
    old, new = (
        replace(OLD, title=title, body=body) for title, body in zip(titles, lines, strict=True)
    )
    assert compare(old, new).reasons == ("variant",)
    assert compare(new, old).reasons == ("variant",)
    other = replace(new, body=(*new.body[:1], new.body[1].replace("總統", "總理"), "又一段。"))
    [title, line, edit, added] = compare(old, other).changes
    assert title.tags == ("headline", "variant")
    assert line.tags == ("variant",)
    assert edit.tags != ("variant",)
    assert added.tags == ("appended",)


def story(text: str) -> Article:
    return Article(url="https://news.example/1", title="題", body=(text,))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("縣府尚未說明。", "警方清點後說有3人身亡。"),
        ("縣府尚未說明。", "警方今（5）日清點現場。"),
    ],
)
def test_what_only_the_new_text_tells_is_no_other_number_or_day(old: str, new: str) -> None:
    [rewritten] = compare(story(old), story(new)).changes
    assert rewritten.kind == "rewritten"
    assert rewritten.tags == ()
