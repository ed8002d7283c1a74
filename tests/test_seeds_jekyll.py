"""The Jekyll form: what is read, what is written, and what is refused on which line."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.errors import SeedError, UsageError
from crawler.items import Article, Credit, Moment
from crawler.seeds import parse, render
from crawler.text import fold
from crawler.urls import canonical

HEAD = """---
layout: post
title: "河濱公園 夜間開放"
date: 2024-03-05T06:07:08.090Z
author: 晨星報
from: https://news.example.com/park/1.html
tags: [ 晨星報 ]
comments: True
categories: [ 晨星報 ]
---
<!--1709618828090-->
[河濱公園 夜間開放](https://news.example.com/park/1.html)
------

<div>
"""
CONTENT = (
    "<p>（晨星社記者林小樹新北5日電）河濱公園今晚起開放。</p><p>路燈共40盞。（編輯：陳大海）</p>"
)
DOCUMENT = f"{HEAD}{CONTENT}\n</div>\n"


def read(text: str) -> Article:
    return parse(text.encode())


def written(article: Article) -> str:
    return render(article).decode()


def test_every_field_is_read():
    article = read(DOCUMENT)

    assert article.url == "https://news.example.com/park/1.html"
    assert article.title == "河濱公園 夜間開放"
    assert article.date == Moment(
        datetime(2024, 3, 5, 6, 7, 8, 90_000, UTC), "2024-03-05T06:07:08.090Z", "second"
    )
    assert article.author == "晨星報"
    assert article.body == (
        "（晨星社記者林小樹新北5日電）河濱公園今晚起開放。",
        "路燈共40盞。（編輯：陳大海）",
    )
    assert Credit("editor", "陳大海") in article.credits
    assert article.tags == article.categories == ()


def test_only_what_a_seed_can_show_counts_as_observed():
    empty = f"{HEAD}\n</div>\n"
    unsigned = f"{HEAD}<p>河濱公園今晚起開放。</p>\n</div>\n"

    assert read(DOCUMENT).observed == ("title", "body", "credits", "dateline")
    assert read(unsigned).observed == ("title", "body", "dateline")
    assert read(empty).observed == ("title",)


def test_the_keywords_of_the_content_are_the_tags():
    keywords = "<div class='keywordTag'><a href='/tag/1'>#公園</a></div>"
    content = f"{CONTENT}<div class='articlekeywordGroup'>{keywords}</div>"
    document = DOCUMENT.replace(CONTENT, content).replace(
        "https://news.example.com/park/1.html", "https://www.cna.com.tw/news/aloc/202403050001.aspx"
    )

    assert read(document).tags == ("公園",)
    assert "tags" in read(document).observed
    assert written(read(document)) == document


def test_raw_values_are_few_where_everything_follows():
    seed = read(DOCUMENT).seed

    assert seed is not None
    assert set(seed.raw) == {
        *("layout", "title", "date", "author", "from", "tags", "comments", "categories"),
        *("content", "body"),
    }


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        ("<!--1709618828090-->", "<!--NaN-->", {"epoch": "NaN"}),
        ("<!--1709618828090-->", "<!--1709618828091-->", {"epoch": "1709618828091"}),
        ("[河濱公園 夜間開放]", "[另一個標題]", {"link title": "另一個標題"}),
        ("1.html)", "2.html)", {"link url": "https://news.example.com/park/2.html"}),
        ("1.html)", "a](b)", {"link url": "b", "link title": "河濱公園 夜間開放](https://news.example.com/park/a"}),
        ("\n", "\r\n", {"newline": "\r\n"}),
    ],
)  # fmt: skip
def test_what_does_not_follow_is_kept(old: str, new: str, kept: dict[str, str]):
    document = DOCUMENT.replace(old, new)
    article = read(document)

    assert article.seed is not None
    assert article.title == "河濱公園 夜間開放"
    assert kept.items() <= article.seed.raw.items()
    assert written(article) == document


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"河濱公園 夜間開放"', '"  河濱公園\u3000夜間開放\n\n"'),
        ('"河濱公園 夜間開放"', '""'),
        ('"河濱公園 夜間開放"', '"說"不"的\\"公園\\\\"'),
        ('"河濱公園 夜間開放"', '"公園"\ndate: 2020-01-01\n夜間"'),
        ("[河濱公園 夜間開放]", "[河濱\n公園]"),
        ("2024-03-05T06:07:08.090Z", "2024-03-05"),
        ("2024-03-05T06:07:08.090Z", "2024-03-05T06:07:08+00:00"),
        ("2024-03-05T06:07:08.090Z", "2024-03-05 06:07:08 +0800"),
        ("2024-03-05T06:07:08.090Z", "2024-13-99"),
        ("2024-03-05T06:07:08.090Z", "0001-01-01T00:00:00+14:00"),
        ("from: https://news.example.com/park/1.html", "from: https://news.example.com/公園 1"),
        ("author: 晨星報", "author: "),
        ("tags: [ 晨星報 ]", "tags: [  ]"),
        ("layout: post", "layout: "),
        ("comments: True\n", ""),
        (CONTENT, ""),
        (CONTENT, "<p>一\r二\x00三\u2028四\x85五</p>"),
        (CONTENT, "</div>"),
    ],
)
def test_odd_documents_come_back_to_the_byte(old: str, new: str):
    document = DOCUMENT.replace(old, new)

    assert document != DOCUMENT
    assert written(read(document)) == document


def test_the_title_is_the_one_before_the_generator_cut_it():
    cut = DOCUMENT.replace('"河濱公園 夜間開放"', '"河濱公園夜間開放..."')
    cut = cut.replace("[河濱公園 夜間開放]", "[河濱公園...夜間開放...]")

    assert read(cut).title == "河濱公園...夜間開放..."
    assert written(read(cut)) == cut


def test_entities_in_a_title_are_what_a_reader_sees():
    document = DOCUMENT.replace("河濱公園", "A&amp;B &quot;河濱&quot;公園")

    article = read(document)

    assert article.title == 'A&B "河濱"公園 夜間開放'
    assert written(article) == document


def test_a_title_that_looks_like_an_entity_is_read_back_as_it_was():
    page = Article(url="https://news.example.com/1", title="寫法是 &amp; 與 AT&T")

    assert read(written(page)).title == page.title


def test_a_changed_title_changes_the_title_line_and_the_link():
    changed = replace(read(DOCUMENT), title='封園"三天"...')
    expected = DOCUMENT.replace('"河濱公園 夜間開放"', '"封園\\"三天\\""')

    assert written(changed) == expected.replace("[河濱公園 夜間開放]", '[封園"三天"...]')


def test_a_changed_date_changes_the_date_line_and_the_epoch():
    later = Moment(datetime(2024, 3, 6, tzinfo=UTC), "昨天", "minute")
    expected = DOCUMENT.replace("2024-03-05T06:07:08.090Z", "2024-03-06T00:00:00.000Z")

    changed = replace(read(DOCUMENT.replace("<!--1709618828090-->", "<!--NaN-->")), date=later)
    assert written(changed) == expected.replace("1709618828090", "1709683200000")


def test_a_day_is_written_as_a_day():
    day = Moment(datetime(2024, 3, 5, 16, tzinfo=UTC), "3月6日", "day")
    document = written(replace(read(DOCUMENT), date=day))

    assert "\ndate: 2024-03-06\n" in document
    assert read(document).date == replace(day, raw="2024-03-06")


def test_a_changed_url_changes_from_and_link():
    changed = replace(read(DOCUMENT), url="https://news.example.com/other?id=2")

    assert written(changed) == DOCUMENT.replace("park/1.html", "other?id=2")


def test_a_changed_author_changes_the_author_line():
    changed = replace(read(DOCUMENT), author="暮星報")

    assert written(changed) == DOCUMENT.replace("author: 晨星報", "author: 暮星報")


def test_a_changed_body_changes_the_content():
    changed = replace(read(DOCUMENT), body=("今晚 <起> 不開放。", "下週再說&想{{ x }}。"))
    content = "<p>今晚 &lt;起&gt; 不開放。</p><p>下週再說&amp;想&#123;&#123; x }}。</p>"

    assert written(changed) == DOCUMENT.replace(CONTENT, content)


def test_the_content_stands_although_a_later_version_reads_it_otherwise():
    article = read(DOCUMENT)

    assert written(replace(article, credits=(), dateline="", tags=("公園",))) == DOCUMENT


def test_a_page_is_written_as_the_generator_writes():
    article = Article(
        url="https://news.example.com/公園/1",
        title='說"好"的公園...開放',
        date=Moment(datetime(2024, 3, 5, 6, 7, 8, tzinfo=UTC), "2024/3/5 14:07", "minute"),
        author="晨星報",
        tags=("公園", "夜間"),
        body=("河濱公園今晚起開放。",),
    )

    assert written(article) == (
        "---\nlayout: post\n"
        'title: "說\\"好\\"的公園開放"\n'
        "date: 2024-03-05T06:07:08.000Z\n"
        "author: 晨星報\n"
        "from: https://news.example.com/%E5%85%AC%E5%9C%92/1\n"
        "tags: [ 公園, 夜間 ]\n"
        "categories: [ 晨星報 ]\n"
        "---\n<!--1709618828000-->\n"
        '[說"好"的公園...開放](https://news.example.com/%E5%85%AC%E5%9C%92/1)\n'
        "------\n\n<div>\n<p>河濱公園今晚起開放。</p>\n</div>\n"
    )


def test_an_article_without_a_date_is_written_and_read():
    article = Article(url="https://news.example.com/1", title="未註明日期")
    document = written(article)

    assert "\ndate: 0000-00-00\n" in document
    assert "<!--NaN-->" in document
    assert read(document).date is None
    assert written(read(document)) == document


def test_half_a_character_in_a_url_is_refused():
    with pytest.raises(UsageError, match=r"text:\\ud83d.* cannot be written"):
        render(Article(url="text:\ud83d", title="一"))


@pytest.mark.parametrize(
    ("old", "new", "line", "expected"),
    [
        ("---\nlayout", "--- \nlayout", 1, "`---`"),
        ("layout: post", "title: x", 2, "`layout: NAME`"),
        ('title: "河', "title: 河", 3, '`title: "TITLE"`, and `date: ` `author: ` after it'),
        ('開放"\ndate', "開放\ndate", 3, '`title: "TITLE"`'),
        ('"河濱公園 夜間開放"', '"', 3, '`title: "TITLE"`'),
        ("date: 2024", "date: 24", 4, "`date: 2023-01-13T23:04:04.000Z`"),
        ("author:", "writer:", 5, "`author: OUTLET`"),
        ("from: https", "from: ftp", 6, "`from:` and an http or https URL"),
        ("from: ", "source: ", 6, "`from: URL`"),
        ("tags: [ ", "tags: [", 7, "`tags: [ OUTLET ]`"),
        ("categories", "kinds", 9, "`categories: [ OUTLET ]`"),
        ("]\n---", "]\n--", 10, "`---`"),
        ("<!--1709618828090-->", "", 11, "`<!--MILLISECONDS-->`"),
        ("<!--17", "<!--x17", 11, "`<!--MILLISECONDS-->`"),
        ("html)", "html", 12, "`[TITLE](URL)`, and `------` `<div>` after it"),
        ("------", "-----", 13, "`------`"),
        ("------\n\n", "------\n", 14, "an empty line"),
        ("<div>", "<div >", 15, "`<div>`"),
        (CONTENT, f"{CONTENT}\n{CONTENT}", 17, "`</div>`"),
        ("</div>\n", "</div>", 18, "a line break after `</div>`"),
        ("</div>\n", "</div>\n\n", 19, "the end of the document"),
    ],
)
def test_what_is_no_seed_is_refused_with_its_line(old: str, new: str, line: int, expected: str):
    with pytest.raises(SeedError) as caught:
        parse(DOCUMENT.replace(old, new).encode(), "park.md")

    assert caught.value.line == line
    assert caught.value.expected.startswith(expected)
    assert str(caught.value).startswith(f"park.md, line {line}: not a seed document: expected ")


@pytest.mark.parametrize("lines", [0, 1, 3, 5, 10, 12, 15, 16])
def test_a_document_that_ends_early_is_refused(lines: int):
    with pytest.raises(SeedError):
        read("".join(DOCUMENT.splitlines(keepends=True)[:lines]))


def test_a_document_of_a_million_lines_is_refused_at_once():
    with pytest.raises(SeedError):
        read(DOCUMENT.replace('"河', '"' + "\n" * 1_000_000))


HOSTILE = (
    *('"', "\\", '\\"', "\n", "\r\n", "---", "\n---\n", "{{ x }}", "{% raw %}", "...", "\x00"),
    *("😀", "👩\u200d👩", "\u202e", "\ufeff", "\ud83d", "](x)", "[", "]", "<!--1-->", "</div>"),
    *("\ndate: 2020-01-01\nauthor: x", "&amp;", "<b>", "文", "\u3000"),
)
hostile = st.one_of(
    st.text(),
    st.text(st.characters()),
    st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=5))).map("".join),
    st.sampled_from(HOSTILE).map(lambda part: (part * 10_000)[:10_000]),
)
moments = st.none() | st.timedeltas(timedelta(0), timedelta(days=70_000)).map(
    lambda since: Moment(datetime(1990, 1, 1, tzinfo=UTC) + since, "", "second")
)
urls = st.text(st.characters(codec="utf-8"), max_size=20).map(
    lambda path: f"https://news.example.com/{path}"
)
pages = st.builds(
    Article,
    url=urls,
    title=hostile,
    date=moments,
    author=hostile,
    body=st.lists(hostile, max_size=4).map(tuple),
    tags=st.lists(hostile, max_size=2).map(tuple),
)


@given(pages)
@example(Article(url="https://news.example.com/", title='"' * 10_000, body=("{{" * 10_000,)))
def test_whatever_is_written_is_read_back(page: Article):
    document = render(page)
    article = parse(document)

    assert render(article) == document
    assert article.title == fold(page.title)
    assert article.author == fold(page.author)
    assert article.url == canonical(page.url)
    if page.date is None or article.date is None:
        assert article.date is page.date
    else:
        assert timedelta(0) <= page.date.at - article.date.at < timedelta(milliseconds=1)


@given(pages, hostile, moments, urls)
def test_a_change_of_one_field_leaves_the_other_lines(
    page: Article, title: str, date: Moment | None, url: str
):
    article = parse(render(page))
    lines = render(article).split(b"\n")

    def changed(to: Article) -> set[int]:
        pairs = zip(lines, render(to).split(b"\n"), strict=True)
        return {number for number, (old, new) in enumerate(pairs, 1) if old != new}

    assert changed(replace(article, title=title)) in ({3, 11}, set(), {11})
    assert changed(replace(article, date=date)) in ({4, 10}, set())
    assert changed(replace(article, url=url)) in ({6, 11}, set())


paragraphs = st.text(st.sampled_from("一二三四春夏秋冬<>&{%}\"'。， "), min_size=1).filter(
    str.strip
)


@given(st.lists(paragraphs, min_size=1))
def test_paragraphs_are_read_back(body: list[str]):
    page = Article(url="https://news.example.com/1", title="一", body=tuple(body))

    assert parse(render(page)).body == tuple(map(fold, body))
