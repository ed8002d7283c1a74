"""Lines beside the text: what is dropped, what names people, what tells a picture."""

import pytest

from crawler.parsing import boilerplate
from crawler.parsing.boilerplate import Sorted

ONE = "霧津渡輪停航一週後今天復航，首日載客兩千一百四十人，港口外排隊的人群一早就繞過了魚市場。"
TWO = "港務局長說，每一班船都加派一名瞭望員，天候不佳時減速航行。"
TEXT = [ONE, TWO]


@pytest.mark.parametrize(
    "line",
    [
        "分享到：", "加入島嶼報好友", "點我看更多即時新聞", "獲取更多RSS訂閱", "上一頁 1 2 下一頁",
        "標籤：渡輪 港口", "廣告", "ADVERTISEMENT", "Read more: Harbour reopens", "Tags: harbour",
        "Sign up for our morning newsletter", "Share this on Facebook", "已有12人參與評論", "－－",
        "■", "更多島嶼新聞報導", "[糾錯]", "瀏覽：1,234", "56 views",
    ],
)  # fmt: skip
def test_a_line_that_can_be_nothing_else_goes_wherever_it_stands(line: str):
    assert boilerplate.sort([ONE, line, TWO]).body == TEXT


@pytest.mark.parametrize(
    "line",
    [
        "2026-01-05 09:00", "2026年1月5日 上午 9時00分", "發布時間：2026/01/05",
        "島嶼報 2026/01/05 09:00",
        "http://www.island.example 2026-01-05 09:00 來源：島嶼社【字號：大 中 小】",
        "Published: Monday", "5 January 2026", "Jan. 5, 2026", "字級大小：", "T|T",
    ],
)  # fmt: skip
def test_a_line_of_when_and_where_goes_at_the_head_only(line: str):
    assert boilerplate.sort([line, *TEXT]).body == TEXT
    assert boilerplate.sort([*TEXT, line, *[TWO] * 9]).body == [*TEXT, line, *[TWO] * 9]


@pytest.mark.parametrize(
    "line",
    [
        "2026年1月5日，霧津渡輪停航一週後首度載客出港，兩岸居民夾道。",
        "渡輪與2026年同齡", "霧津分享會", "上一頁歷史", "免責條款的爭議",
    ],
)  # fmt: skip
def test_a_sentence_that_begins_alike_stays(line: str):
    assert boilerplate.sort([line, *TEXT]).body == [line, *TEXT]


@pytest.mark.parametrize(
    "line",
    [
        "聲明：本文僅供參考，不構成建議。", "免责声明：本文仅代表作者个人观点。",
        "版權所有，未經授權不得轉載。", "© 2026 Island Post", "All rights reserved.",
        "本文純屬個人意見，不代表本報立場。", "凡註明轉載者，均不代表本網觀點。",
        "未經島嶼報許可，請勿轉載本文內容。",
    ],
)  # fmt: skip
def test_a_notice_of_ownership_ends_the_text(line: str):
    assert boilerplate.sort([*TEXT, line, "電話：02-0000-0000"]).body == TEXT
    assert boilerplate.is_notice(line)


def test_a_notice_in_the_middle_of_a_text_is_part_of_it():
    long = [TWO] * 9
    assert boilerplate.sort([ONE, "聲明：一切依法辦理。", *long]).body == [
        ONE, "聲明：一切依法辦理。", *long,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "現在就下載島嶼報APP，每天抽獎",
        "想知道更多？快點到Facebook專頁按讚！",
        "追蹤我們的Instagram",
        "Follow Island Post on Facebook and Twitter for more",
    ],
)
def test_an_invitation_to_follow_goes_at_the_end(line: str):
    assert boilerplate.sort([*TEXT, line]).body == TEXT


def test_who_spoke_of_following_is_news():
    said = "他表示，歡迎民眾追蹤港務局的臉書，以掌握船班。"
    assert boilerplate.sort([*TEXT, said]).body == [*TEXT, said]


@pytest.mark.parametrize(
    "line",
    ["責任編輯：甲乙", "[作者：甲乙][編輯：丙丁]", "（責任編輯：甲乙）", "（甲乙編譯）",
     "【纠错】 【责任编辑:甲乙 】", "島嶼網編輯：甲乙"],
)  # fmt: skip
def test_a_line_of_credit_is_kept_apart(line: str):
    assert boilerplate.sort([*TEXT, line]) == Sorted(TEXT, [line], [])


@pytest.mark.parametrize(
    "line",
    [
        "▲渡輪今天復航。（圖／島嶼報）", "圖說：渡輪今天復航。", "渡輪駛出港口。（讀者提供）",
        "渡輪駛出港口。（記者甲乙攝）", "資料照：停航前的渡輪", "渡輪駛出港口 甲乙／攝影",
        "渡輪駛出港口 資料圖片",
    ],
)  # fmt: skip
def test_a_caption_is_kept_apart(line: str):
    assert boilerplate.sort([ONE, line, TWO]) == Sorted(TEXT, [], [line])


def test_what_an_agency_sent_is_a_caption_at_the_head_and_text_at_the_end():
    line = "渡輪今晨駛出霧津港。（美聯社）"
    assert boilerplate.sort([line, *TEXT]).captions == [line]
    assert boilerplate.sort([*TEXT, line]).body == [*TEXT, line]


def test_a_story_told_by_pictures_keeps_its_captions():
    captions = [
        "渡輪今天復航，岸邊擠滿了揮手的人。（記者甲乙攝）",
        "船長向岸邊揮帽。（記者甲乙攝）",
    ]
    assert boilerplate.sort(["共兩張", *captions]).body == ["共兩張", *captions]


def test_a_line_that_repeats_the_headline_goes():
    assert boilerplate.sort(["渡輪復航", *TEXT], ["渡輪復航｜島嶼報"]).body == TEXT
