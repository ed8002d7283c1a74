"""Who is named in bylines, lead brackets, tail brackets and captions. All people are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.credits import bylines, is_byline, lead, picture, tail
from crawler.items import Credit


def named(people: tuple[Credit, ...]) -> str:
    return " ".join(f"{person.role}:{person.name}" for person in people)


@pytest.mark.parametrize(
    ("paragraph", "people", "place"),
    [
        ("（中央社記者林知遠台北5日電）霧津港今天", "reporter:林知遠", "台北"),
        ("（中央社記者林知遠、邵安台東縣5日電）", "reporter:林知遠 reporter:邵安", "台東縣"),
        ("（中央社記者邵安香港16日專電）", "reporter:邵安", "香港"),
        ("（中央社記者林知遠洛倫堡1日專電）", "reporter:林知遠", "洛倫堡"),
        ("（中央社記者邵安塔倫1日專電）", "reporter:邵安", "塔倫"),
        ("（中央社記者林知遠台北2026年1月5日電）", "reporter:林知遠", "台北"),
        ("（中央社華盛頓13日綜合外電報導）", "", "華盛頓"),
        ("（中央社台北13日電）", "", "台北"),
        ("（中央社網站26日電）", "", ""),
        ("（法新社巴黎12日電）", "", "巴黎"),
        ("（中央社倫敦/洛倫堡9日綜合外電報導）", "", "倫敦/洛倫堡"),
        ("（中央社記者林知遠、邵安19日綜合報導）", "reporter:林知遠 reporter:邵安", ""),
        ("（看完整報導）霧津港今天", "", ""),
        ("港口系列1（中央社記者林知遠台北5日電）", "reporter:林知遠", "台北"),
        ("〔記者林知遠／台北報導〕", "reporter:林知遠", "台北"),
        ("【記者邵安/霧津報導】", "reporter:邵安", "霧津"),
        ("[記者林知遠台北報導]", "reporter:林知遠", "台北"),
        ("（某報記者邵安綜合報導）", "reporter:邵安", ""),
        ("（某報記者邵安、特約記者林知遠台北報導）", "reporter:邵安 reporter:林知遠", "台北"),
        ("（某報記者方以安台灣高雄報導）", "reporter:方以安", "台灣高雄"),
        ("（某報記者Ada Lim／林知遠編譯）", "reporter:Ada Lim reporter:林知遠", ""),
        ("（示意圖）霧津港今天", "", ""),
        ("霧津港今天", "", ""),
        ("（某黨林知遠台北報導）", "", ""),
    ],
)
def test_the_lead_bracket(paragraph: str, people: str, place: str) -> None:
    found = lead([paragraph])
    assert (named(found.credits), found.dateline) == (people, place)


def test_the_lead_may_follow_a_caption() -> None:
    assert lead(["渡輪。（資料照）", "（中央社記者邵安台北5日電）"]).dateline == "台北"
    assert lead(["一", "二", "三", "（中央社記者邵安台北5日電）"]).dateline == ""
    assert lead([]).credits == ()
    assert lead(["（看完整報導）", "（中央社記者邵安台北5日電）"]).dateline == "台北"


def test_a_second_story_below_the_first_names_its_people() -> None:
    body = (
        "（中央社記者林知遠台北5日電）渡輪今天復航。",
        "首日載客2140人。（編輯：許若水）1150105",
        "請洽服務專線。",
        "船長親筆寫信",
        "（中央社記者邵安霧津5日電）船長今天寫信給旅客。",
        "（圖為碼頭）信貼在碼頭。",
        "他說：（記者邵安報導）",
        "信的結尾畫了一艘船。（編輯：黃以默）1150105",
        "渡輪。",
        "▲信",
        "▲船",
    )
    assert named(lead(body).credits) == "reporter:林知遠 reporter:邵安"
    assert lead(body).dateline == "台北"
    assert named(tail(body).credits) == "editor:許若水 editor:黃以默"
    assert tail(body).day == "1150105"


@pytest.mark.parametrize(
    ("paragraph", "people", "day"),
    [
        ("下午回覆。（編輯：許若水）1150105", "editor:許若水", "1150105"),
        ("（譯者：溫曉棠）1150105", "translator:溫曉棠", "1150105"),
        ("（編輯：許若水/黃以默）", "editor:許若水 editor:黃以默", ""),
        ("（譯者：溫曉棠/核稿：黃以默）1150105", "translator:溫曉棠 核稿:黃以默", "1150105"),
        ("（編輯：甲乙／核稿：丙丁、戊己）990105", "editor:甲乙 核稿:丙丁 核稿:戊己", "990105"),
        ("（譯者：甲乙）（編輯：丙丁）1150105", "translator:甲乙 editor:丙丁", "1150105"),
        ("文字整理：甲乙，責任編輯：丙丁 #", "文字整理:甲乙 editor:丙丁", ""),
        ("責任編輯：甲乙＃", "editor:甲乙", ""),
        ("下午回覆。1150105", "", "1150105"),
        ("他說：「下午回覆。」", "", ""),
        ("（左圖為資料照）", "", ""),
    ],
)
def test_the_tail_bracket(paragraph: str, people: str, day: str) -> None:
    found = tail(["（中央社台北5日電）", paragraph])
    assert (named(found.credits), found.day) == (people, day)


def test_a_notice_may_follow_the_tail() -> None:
    assert tail(["完。（編輯：許若水）1150105", "版權所有。"]).day == "1150105"
    assert tail([]).credits == ()


@pytest.mark.parametrize(
    ("line", "people", "place"),
    [
        ("記者林知遠／綜合報導", "reporter:林知遠", ""),
        ("記者林知遠／台北即時報導", "reporter:林知遠", "台北"),
        ("生活中心／林知遠、邵安報導", "reporter:林知遠 reporter:邵安", ""),
        ("體育中心／綜合報導", "", ""),
        ("記者林知遠／霧津報導", "reporter:林知遠", "霧津"),
        ("記者 林知遠 / 台北報導", "reporter:林知遠", "台北"),
        ("記者林知遠、邵安／新北報導", "reporter:林知遠 reporter:邵安", "新北"),
        ("記者林知遠台北報導", "reporter:林知遠", "台北"),
        ("（記者林知遠／新北報導）", "reporter:林知遠", "新北"),
        ("林知遠／台北即時報導", "reporter:林知遠", "台北"),
        ("記者林知遠、台北／連線報導", "reporter:林知遠", "台北"),
        ("編譯溫曉棠／綜合報導", "translator:溫曉棠", ""),
        ("文／林知遠 圖／邵安", "reporter:林知遠 圖:邵安", ""),
        ("責任編輯：許若水", "editor:許若水", ""),
        ("記者：甲乙 責編：丙丁、戊己", "reporter:甲乙 editor:丙丁 editor:戊己", ""),
        ("記者 甲乙   責編 丙丁 戊己", "reporter:甲乙 editor:丙丁 editor:戊己", ""),
        ("撰文：甲乙 攝影：丙丁", "reporter:甲乙 photographer:丙丁", ""),
        ("林知遠", "reporter:林知遠", ""),
        ("By Ada Lim and Bo Chen", "reporter:Ada Lim reporter:Bo Chen", ""),
        ("島嶼時報 林知遠", "reporter:林知遠", ""),
        ("甲", "", ""),
        ("這一行長得不像任何一個人的名字", "", ""),
        ("", "", ""),
    ],
)
def test_bylines(line: str, people: str, place: str) -> None:
    found = bylines([line])
    assert (named(found.credits), found.dateline) == (people, place)


def test_a_name_that_is_said_twice_counts_once() -> None:
    found = bylines(["記者林知遠／台北報導", "記者林知遠／新北報導"])
    assert (named(found.credits), found.dateline) == ("reporter:林知遠", "台北")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("記者林知遠／綜合報導", True),
        ("記者林知遠", True),
        ("（記者林知遠／新北報導）", True),
        ("文／林知遠", True),
        ("記者：甲乙 責編：丙丁", True),
        ("記者會", False),
        ("記者會後", False),
        ("記者多次致電港務局的發言人", False),
        ("記者：請問何時復航？", False),
        ("記者：", False),
        ("文學獎揭曉了得獎名單", False),
        ("市府表示，記者林知遠", False),
        ("記者林知遠" + "甲" * 60 + "報導", False),
    ],
)
def test_what_is_nothing_but_a_byline(line: str, expected: bool) -> None:
    assert is_byline(line) is expected


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("民眾在碼頭等船。中央社記者林知遠攝 115年1月5日", "中央社記者林知遠攝"),
        ("碼頭一角（港務局提供）中央社記者邵安霧津傳真 115年1月5日", "中央社記者邵安霧津傳真"),
        ("首次會晤。 （取自港務局「X」帳號）", "取自港務局「X」帳號"),
        ("渡輪。（示意圖／圖取自圖庫）", "圖取自圖庫"),
        ("渡輪。（資料照，港務局提供）", "港務局提供"),
        ("渡輪。（示意圖）", "示意圖"),
        ("渡輪。", ""),
        ("", ""),
    ],
)
def test_whom_a_caption_names(caption: str, credit: str) -> None:
    assert picture(caption) == credit


@given(
    st.text(alphabet="（）()〔〕【】記者文圖編譯報導電：:／/、 台北5日甲乙ab#1150105", max_size=200)
)
def test_any_line_is_read_without_an_error(line: str) -> None:
    for people in (lead([line]).credits, tail([line]).credits, bylines([line]).credits):
        assert all(person.name.strip() and person.role for person in people)
    is_byline(line)
    picture(line)
