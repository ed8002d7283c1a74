"""The text form: the role of each line, and what a change of the article changes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import SeedError
from crawler.items import Article, Credit, Image, Moment, RelatedLink
from crawler.seeds import parse, render
from crawler.text import fold

DOCUMENT = """ date 2024-03-05 河濱公園\u3000夜間開放
記者林小樹／綜合報導
 河濱公園今晚起開放，路燈共40盞。
市府說，封園的日子過去了。

附近居民說，他們等了3年。
公園的路燈昨晚亮起。 （記者林小樹攝）
其他人也在看
夜市也要開了
夜市下週一開張。晨星報 ・ 13 小時前
公車延到半夜
末班車改為零時30分...Dawn Star News ・ 1 天前"""

ROLES = "title byline body body blank body caption rail headline summary headline summary"


def read(text: str) -> Article:
    return parse(text.encode())


def written(article: Article) -> str:
    return render(article, "text").decode()


def test_every_line_has_its_role():
    article = read(DOCUMENT)

    assert article.seed is not None
    assert [role for role, _ in article.seed.lines] == ROLES.split()
    assert article.seed.raw == {}
    assert article.title == "河濱公園 夜間開放"
    assert article.date == Moment(datetime(2024, 3, 4, 16, tzinfo=UTC), "2024-03-05", "day")
    assert article.body == (
        "河濱公園今晚起開放，路燈共40盞。",
        "市府說，封園的日子過去了。",
        "附近居民說，他們等了3年。",
    )
    assert article.credits == (Credit("reporter", "林小樹"),)
    assert [image.caption for image in article.images] == ["公園的路燈昨晚亮起。 （記者林小樹攝）"]
    assert article.related == (
        RelatedLink(
            "夜市也要開了", publisher="晨星報", summary="夜市下週一開張。", age="13 小時前"
        ),
        RelatedLink(
            "公車延到半夜",
            publisher="Dawn Star News",
            summary="末班車改為零時30分...",
            age="1 天前",
        ),
    )
    assert article.observed == ("title", "body", "credits", "dateline")


def test_what_the_rules_for_pages_leave_out_is_left_out_here_too():
    text = DOCUMENT.replace(
        "公園的路燈昨晚", "廣告\n公園處長向大家道謝。\n更多晨星報報導\n星光夜市開張\n公園的路燈昨晚"
    ).replace("綜合報導", "綜合報導\n攝影：陳小石")
    article = read(text)

    assert article.seed is not None
    roles = [role for role, _ in article.seed.lines]
    assert roles[:4] == ["title", "byline", "byline", "body"]
    assert roles[7:12] == ["beside", "body", "beside", "beside", "caption"]
    assert article.body[-2:] == ("附近居民說，他們等了3年。", "公園處長向大家道謝。")
    assert written(article) == text
    changed = written(replace(article, body=(*article.body[:-1], "處長道謝。")))
    assert changed == text.replace("公園處長向大家道謝。", "處長道謝。")


def test_the_identity_is_that_of_the_text_not_of_what_stands_around_it():
    other_rail = DOCUMENT.replace("13 小時前", "14 小時前")
    other_text = DOCUMENT.replace("40盞", "41盞")

    assert read(DOCUMENT).url.startswith("text:")
    assert read(other_rail).url == read(DOCUMENT).url
    assert read(other_text).url != read(DOCUMENT).url


@pytest.mark.parametrize(
    "document",
    [
        DOCUMENT,
        DOCUMENT + "\n",
        DOCUMENT.replace("\n", "\r\n"),
        DOCUMENT.removeprefix(" "),
        "\ufeff" + DOCUMENT,
        DOCUMENT.partition("\n其他人也在看")[0],
        "date 2024-03-05",
        " date 2024-03-05 其他人也在看",
        "date 0000-00-00 未註明日期\n",
        "date 2024-03-05 一\n只有一段。（記者林小樹攝）\n",
        "date 2024-03-05 一\n其他人也在看\n夜市下週一開張。晨星報 ・ 13 小時前\n\n夜市\n公車",
    ],
)
def test_documents_come_back_to_the_byte(document: str):
    assert written(read(document)) == document


def test_the_only_paragraph_is_no_caption_and_a_missing_body_not_observed():
    assert read("date 2024-03-05 一\n路燈亮了。（記者林小樹攝）").body
    assert read("date 2024-03-05 一\n").observed == ("title",)
    assert read("date 2024-03-05").observed == ()


def changed(change: Callable[[Article], Article], document: str = DOCUMENT) -> str:
    return written(change(read(document)))


def test_a_changed_title_changes_the_title():
    to = "河濱公園封園"
    assert changed(lambda article: replace(article, title=to)) == DOCUMENT.replace(
        "河濱公園\u3000夜間開放", to
    )
    crlf = DOCUMENT.replace("\n", "\r\n")
    assert changed(lambda article: replace(article, title=to), crlf) == crlf.replace(
        "河濱公園\u3000夜間開放", to
    )


def test_a_title_is_given_to_a_document_without():
    def titled(article: Article) -> Article:
        return replace(article, title="公園")

    assert changed(titled, "date 2024-03-05\n一") == "date 2024-03-05 公園\n一"
    assert changed(titled, "date 2024-03-05 \r\n一") == "date 2024-03-05 公園\r\n一"


def test_a_changed_date_changes_the_day():
    evening = Moment(datetime(2024, 3, 5, 20, tzinfo=UTC), "", "minute")
    same_day = Moment(datetime(2024, 3, 5, 12, tzinfo=UTC), "", "minute")

    assert changed(lambda article: replace(article, date=evening)) == DOCUMENT.replace(
        "2024-03-05", "2024-03-06"
    )
    assert changed(lambda article: replace(article, date=same_day)) == DOCUMENT


@pytest.mark.parametrize(
    ("body", "old", "new"),
    [
        ("A二三", " 河濱公園今晚起開放，路燈共40盞。", "A"),
        ("一B三", "市府說，封園的日子過去了。", "B"),
        ("A二C", "", ""),
        ("一三", "市府說，封園的日子過去了。\n", ""),
        ("一二", "附近居民說，他們等了3年。\n", ""),
        ("A一二三", "綜合報導\n", "綜合報導\nA\n"),
        ("一二B三", "過去了。\n", "過去了。\nB\n"),
        ("一二三C", "等了3年。\n", "等了3年。\nC\n"),
        ("一AB三", "市府說，封園的日子過去了。\n", "A\nB\n"),
    ],
)
def test_a_changed_paragraph_changes_its_line(body: str, old: str, new: str):
    article = read(DOCUMENT)
    texts = dict(zip("一二三", article.body, strict=True))
    document = written(replace(article, body=tuple(texts.get(name, name) for name in body)))

    if old:
        assert document == DOCUMENT.replace(old, new)
    else:
        assert document.split("\n")[2:6] == ["A", texts["二"], "", "C"]


def test_a_body_is_given_to_a_document_without():
    def with_body(article: Article) -> Article:
        return replace(article, body=("一。", " ", "二。"))

    crlf = "date 2024-03-05 公園\r\n"
    assert changed(with_body, crlf) == f"{crlf}一。\r\n二。\r\n"
    assert changed(with_body, "date 2024-03-05 公園") == "date 2024-03-05 公園\n一。\n二。"


PAGE = Article(
    url="https://news.example.com/1",
    title="河濱公園\n夜間開放",
    date=Moment(datetime(2024, 3, 5, 6, tzinfo=UTC), "", "minute"),
    author="晨星報",
    body=("河濱公園今晚起開放。", "路燈共40盞。"),
    images=(
        Image("https://img.example.com/1.jpg", "公園的路燈昨晚亮起。（記者林小樹攝）"),
        Image("https://img.example.com/2.jpg", "沒有來源的說明"),
    ),
    related=(
        RelatedLink("夜市", publisher="晨星報", summary="夜市開張。", age="13 小時前"),
        RelatedLink("公車", url="https://news.example.com/2"),
        RelatedLink("今日焦點", sitewide=True),
    ),
)


def test_a_page_is_written_with_the_lines_that_the_form_has():
    assert written(PAGE) == (
        " date 2024-03-05 河濱公園 夜間開放\n"
        "河濱公園今晚起開放。\n路燈共40盞。\n公園的路燈昨晚亮起。（記者林小樹攝）\n"
        "其他人也在看\n夜市\n夜市開張。晨星報 ・ 13 小時前\n公車\n"
    )
    assert written(Article(url="https://news.example.com/1", title="")) == " date 0000-00-00 \n"


def test_a_seed_of_one_form_is_written_in_the_other():
    jekyll = parse(render(read(DOCUMENT), "jekyll"))

    assert jekyll.url == read(DOCUMENT).url
    assert jekyll.body == read(DOCUMENT).body
    assert jekyll.date == read(DOCUMENT).date
    assert written(jekyll).startswith(" date 2024-03-05 河濱公園 夜間開放\n河濱公園今晚")


@pytest.mark.parametrize(
    ("document", "found"),
    [("", ""), ("河濱公園", "河濱公園"), ("date 5 March 公園", "date 5 March 公園"),
     ("date 2024-03-05T01:02 公園", "date 2024"), ("date 2024-13-05 公園", "date 2024-13-05 公園")],
)  # fmt: skip
def test_what_has_no_title_line_is_refused(document: str, found: str):
    with pytest.raises(SeedError) as caught:
        parse(document.encode(), "park.txt")

    assert caught.value.line == 1
    assert "date YYYY-MM-DD TITLE`" in str(caught.value)
    assert caught.value.found.startswith(found)


def test_a_document_of_a_million_lines_is_refused_at_once():
    with pytest.raises(SeedError, match=r"line 20001: .*at most 20000 lines"):
        read(" date 2024-03-05 公園" + "\n" * 1_000_000)


lines = (
    st.text(st.sampled_from("一二三四 \u3000\r（）攝記者電／。・小時前13\x00\ud83d")) | st.text()
)
pages = st.builds(
    Article,
    url=st.just("https://news.example.com/1"),
    title=lines,
    date=st.none() | st.just(PAGE.date),
    body=st.lists(lines).map(tuple),
    related=st.lists(st.builds(RelatedLink, title=lines, summary=lines, age=lines)).map(tuple),
)


@given(pages, lines)
def test_whatever_is_written_is_read_back(page: Article, title: str):
    document = render(page, "text")
    article = parse(document)

    assert render(article) == document
    assert article.title == fold(page.title)
    assert (article.date is None) == (page.date is None)
    first, *others = render(replace(article, title=title)).split(b"\n")
    assert others == document.split(b"\n")[1:]
    assert parse(first).title == fold(title)


plain = st.text(st.sampled_from("一二三四春夏秋冬，。"), min_size=1).filter(
    lambda line: line.strip("，。")  # a line of marks alone is no text, on pages as in seeds
)


@given(st.lists(plain), st.lists(plain))
def test_paragraphs_are_read_back_and_changed(body: list[str], other: list[str]):
    article = parse(render(replace(PAGE, body=tuple(body), images=()), "text"))

    assert article.body == tuple(body)
    assert parse(render(replace(article, body=tuple(other)))).body == tuple(other)
