"""Draft -> Article."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import normalise as module
from crawler.items import COMPARED, Article, Credit, Draft, Image, RelatedLink
from crawler.normalise import normalise

URL = "https://www.example.com/news/1.html"
FETCHED = datetime(2026, 1, 7, 4, 30, tzinfo=UTC)


def test_everything_is_folded_and_resolved() -> None:
    article = normalise(
        Draft(
            url="HTTPS://www.Example.com/news/1.html?utm_source=rss#top",
            title=" 渡輪\u3000擦撞\u200b防波堤\n",
            date="2026/01/05 09:06",
            modified="2026-01-05T10:00:00+08:00",
            author=" 島嶼 日報 ",
            byline=["記者林知遠／台北報導"],
            tags=["#渡輪", "＃ 渡輪", " ", "海事"],
            categories=["社會", "社會"],
            body=["　　第一段。", "\u200b", " 第二段。（編輯：許若水）1150105 "],
            images=[
                Image("/img/1.jpg?v=1", " 碼頭。（港務局提供） "),
                Image("/img/1-300x200.jpg", "縮圖"),
                Image("data:image/gif;base64,x"),
            ],
            related=[
                RelatedLink(" 另一則\n新聞 ", "../2.html#x", " 甲報 ", " 摘要 ", " 3 小時前 "),
                RelatedLink("同一則", "/2.html"),
                RelatedLink("自己", URL),
                RelatedLink("只有標題"),
                RelatedLink(" "),
            ],
            language="zh_hant_tw",
            description=" 摘要 ",
            canonical_url="/news/1.html",
        )
    )
    assert article == Article(
        url=URL,
        title="渡輪 擦撞防波堤",
        date=article.date,
        modified=article.modified,
        author="島嶼 日報",
        tags=("渡輪", "海事"),
        categories=("社會",),
        credits=(Credit("reporter", "林知遠"), Credit("editor", "許若水")),
        dateline="台北",
        body=("第一段。", "第二段。（編輯：許若水）1150105"),
        images=(
            Image("https://www.example.com/img/1.jpg?v=1", "碼頭。（港務局提供）", "港務局提供"),
        ),
        related=(
            RelatedLink(
                "另一則 新聞", "https://www.example.com/2.html", "甲報", "摘要", "3 小時前"
            ),
            RelatedLink("只有標題"),
        ),
        language="zh-Hant-TW",
        description="摘要",
        canonical_url=URL,
    )
    assert article.date is not None
    assert (article.date.at, article.date.raw) == (
        datetime(2026, 1, 5, 1, 6, tzinfo=UTC),
        "2026/01/05 09:06",
    )
    assert article.modified is not None
    assert article.modified.at == datetime(2026, 1, 5, 2, tzinfo=UTC)


def test_people_of_lead_and_tail_follow_the_byline_each_once() -> None:
    article = normalise(
        Draft(
            url=URL,
            author="島嶼日報",
            byline=["林知遠", "島嶼日報"],
            body=["（中央社記者林知遠、邵安台北5日電）今天。", "（編輯：許若水）"],
        )
    )
    assert [person.name for person in article.credits] == ["林知遠", "邵安", "許若水"]
    assert article.dateline == "台北"


def test_a_first_paragraph_that_is_a_byline_moves_to_the_credits() -> None:
    article = normalise(Draft(url=URL, body=["記者林知遠／綜合報導", "今天上午開港。"]))
    assert article.body == ("今天上午開港。",)
    assert article.credits == (Credit("reporter", "林知遠"),)


def test_a_byline_that_is_all_there_is_stays() -> None:
    assert normalise(Draft(url=URL, body=["記者林知遠／綜合報導"])).body == (
        "記者林知遠／綜合報導",
    )


def test_a_date_line_may_hold_the_update_too() -> None:
    article = normalise(Draft(url=URL, date="2026/1/5 21:20（1/5 22:08 更新）"))
    assert article.date is not None
    assert article.modified is not None
    assert (article.date.raw, article.modified.raw) == ("2026/1/5 21:20", "1/5 22:08")
    told = normalise(
        Draft(url=URL, date="2026/1/5 21:20（1/5 22:08 更新）", modified="2026/1/6 08:00")
    )
    assert told.modified is not None
    assert told.modified.raw == "2026/1/6 08:00"


def test_the_earlier_of_two_is_the_publication() -> None:
    article = normalise(Draft(url=URL, date="更新：2026/1/6 08:00 發布：2026/1/5 21:20"))
    assert article.date is not None
    assert article.modified is not None
    assert (article.date.raw, article.modified.raw) == ("2026/1/5 21:20", "2026/1/6 08:00")


def test_an_update_alone_is_no_publication() -> None:
    article = normalise(Draft(url=URL, date="最後更新：2026/1/6 08:00"))
    assert article.date is None
    assert article.modified is not None
    assert article.modified.raw == "最後更新：2026/1/6 08:00"
    told = normalise(Draft(url=URL, date="Last updated Jan. 6, 2026", modified="2026-01-07"))
    assert told.modified is not None
    assert told.modified.raw == "2026-01-07"


def test_a_date_before_the_site_is_not_believed() -> None:
    draft = Draft(url=URL, date="1999-01-01", modified="1999-01-02")
    since = datetime(2011, 1, 1, tzinfo=UTC)
    assert normalise(draft).date is not None
    assert normalise(draft, earliest=since).date is None
    assert normalise(draft, earliest=since).modified is None


def test_without_a_date_the_day_behind_the_text_counts() -> None:
    article = normalise(Draft(url=URL, body=["完。（編輯：許若水）1150105"]))
    assert article.date is not None
    assert (article.date.raw, article.date.precision) == ("1150105", "day")
    beside = normalise(Draft(url=URL, body=["完。"], byline=["（編輯：許若水）1150105"]))
    assert beside.date == article.date
    assert normalise(Draft(url=URL, body=["完。"])).date is None


def test_a_date_that_moves_with_the_fetch_is_not_observed() -> None:
    article = normalise(Draft(url=URL, date="13 小時前"), fetched_at=FETCHED)
    assert article.date is not None
    assert "date" not in article.observed
    assert normalise(Draft(url=URL, date="2026-01-05")).observed == COMPARED


@pytest.mark.parametrize(
    ("said", "language"),
    [("zh-tw", "zh-TW"), ("ZH_hant", "zh-Hant"), ("en", "en"), ("", ""), ("中文", ""), ("-", "")],
)
def test_languages(said: str, language: str) -> None:
    assert normalise(Draft(url=URL, language=said)).language == language


def test_sizes_are_bounded() -> None:
    article = normalise(
        Draft(
            url=URL,
            title="題" * 50_000,
            body=["段" * 200_000] + ["段"] * 6_000,
            tags=[f"標{number}" for number in range(500)],
            images=[Image(f"/{number}.jpg") for number in range(500)],
            related=[RelatedLink(f"則{number}", f"/{number}") for number in range(500)],
        )
    )
    assert len(article.title) == module.LONGEST_LINE
    assert len(article.body) == module.MOST_PARAGRAPHS
    assert len(article.body[0]) == module.LONGEST_PARAGRAPH
    assert len(article.tags) == module.MOST_LISTED
    assert len(article.images) == module.MOST_IMAGES
    assert len(article.related) == module.MOST_RELATED


TEXT = st.text(alphabet="中文 記者林知遠／報導（編輯：甲）1150105\u3000\u200b\nab#&", max_size=30)
DRAFTS = st.builds(
    Draft,
    url=st.just(URL) | TEXT,
    title=TEXT,
    date=TEXT | st.just("2026-01-05T09:00:00+08:00"),
    author=TEXT,
    byline=st.lists(TEXT, max_size=3),
    tags=st.lists(TEXT, max_size=3),
    body=st.lists(TEXT, max_size=4),
    images=st.lists(st.builds(Image, st.just("/a.jpg") | TEXT, TEXT), max_size=2),
    related=st.lists(st.builds(RelatedLink, TEXT, st.none() | TEXT), max_size=2),
    language=TEXT | st.just("zh-TW"),
    description=TEXT,
)


@given(DRAFTS)
def test_normalising_what_is_normal_changes_nothing(draft: Draft) -> None:
    once = normalise(draft)
    again = normalise(
        Draft(
            url=once.url,
            title=once.title,
            date=once.date.raw if once.date else "",
            author=once.author,
            tags=list(once.tags),
            body=list(once.body),
            images=list(once.images),
            related=list(once.related),
            language=once.language,
            description=once.description,
            canonical_url=once.canonical_url,
        )
    )
    assert _without_what_was_taken(again) == _without_what_was_taken(once)


def _without_what_was_taken(article: Article) -> Article:
    return replace(article, credits=(), dateline="", date=None, observed=COMPARED)
