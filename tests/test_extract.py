"""Bytes of a page -> Reading: faults, misdirection, fragments, and that nothing raises."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import extract, sites
from crawler.items import Credit, Draft, Fault
from crawler.normalise import normalise

CASES = Path(__file__).parent / "sites"
STORY = "https://www.cna.com.tw/news/ahel/202601050123.aspx"
PAGE = (CASES / "cna/2023-02/page.html").read_bytes()
ANY = "https://island.example/news/1"
ARTICLE = """<html><head><title>{title}</title></head><body><article><h1>{title}</h1>
<p>霧津渡輪停航一週後今天復航，首日載客2140人。</p></article></body></html>"""


def fault(found: Draft | Fault) -> str:
    assert isinstance(found, Fault)
    return found.kind


def test_the_same_bytes_give_the_same_reading() -> None:
    assert extract.read(PAGE, STORY) == extract.read(PAGE, STORY)


def test_a_reading_says_where_each_field_came_from() -> None:
    sources = extract.read(PAGE, STORY).sources
    assert sources["title"] == "div.centralContent h1"
    assert sources["modified"] == "JSON-LD dateModified"
    assert sources["credits"] == sources["dateline"] == "the brackets of the text"
    assert "byline" not in sources


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (404, "gone"),
        (410, "gone"),
        (403, "blocked"),
        (451, "blocked"),
        (500, "unreachable"),
        (206, "unreadable"),
    ],
)
def test_a_status_that_is_no_page(status: int, kind: str) -> None:
    assert fault(extract.draft(PAGE, STORY, status=status)) == kind


@pytest.mark.parametrize(
    ("body", "headers", "said"),
    [
        (b"x" * (extract.LARGEST + 1), {}, "more than"),
        (b"%PDF-1.7", {"content-type": "application/pdf"}, "application/pdf"),
        (b"\x89PNG\r\n\x00\x00", {}, "binary"),
        (b"<div>" * 5_000, {}, "inside each other"),
    ],
)
def test_what_cannot_be_read(body: bytes, headers: dict[str, str], said: str) -> None:
    found = extract.draft(body, STORY, headers)
    assert fault(found) == "unreadable"
    assert isinstance(found, Fault)
    assert said in found.message


def test_the_header_tells_the_encoding() -> None:
    page = ARTICLE.format(title="渡輪復航").encode("big5")
    reading = extract.read(page, ANY, {"Content-Type": "text/html; charset=big5"})
    assert reading.article is not None
    assert reading.article.title == "渡輪復航"


@pytest.mark.parametrize(
    "url",
    ["https://consent.portal.example/v2/collectConsent", "https://island.example/login?to=/1"],
)
def test_a_consent_page_is_no_article(url: str) -> None:
    page = ARTICLE.format(title="請同意條款").encode()
    assert fault(extract.draft(page, url, requested=ANY)) == "consent"


@pytest.mark.parametrize(
    ("requested", "url"),
    [
        (STORY, "https://www.cna.com.tw/"),
        (STORY, "https://www.cna.com.tw/list/ahel.aspx"),
        (STORY, "https://other.example/landing"),
        (ANY, "https://island.example/"),
        (ANY, "https://island.example/index.html"),
        (ANY, "https://island.example/news/"),
    ],
)
def test_a_redirect_to_a_front_or_section_page(requested: str, url: str) -> None:
    page = ARTICLE.format(title="今日要聞").encode()
    assert fault(extract.draft(page, url, requested=requested)) == "front-page"


@pytest.mark.parametrize(
    ("requested", "url"),
    [
        (STORY, "https://m.cna.com.tw/news/firstnews/202601050123.aspx"),
        (ANY, "https://island.example/news/1?utm_source=rss"),
        (ANY, "https://www.island.example/news/1-harbour"),
    ],
)
def test_a_redirect_to_the_article_is_none(requested: str, url: str) -> None:
    page = ARTICLE.format(title="渡輪復航").encode()
    assert isinstance(extract.draft(page, url, requested=requested), Draft)


def test_another_article_than_asked_for() -> None:
    asked = STORY.replace("0123", "0999")
    found = extract.draft(PAGE, STORY, requested=asked)
    assert fault(found) == "wrong-article"
    assert isinstance(found, Fault)
    assert found.message == "asked for cna:202601050999, the page is cna:202601050123"
    assert fault(extract.draft(PAGE, asked)) == "wrong-article"


@pytest.mark.parametrize(
    "title",
    ["404", "404 Not Found", "Error 404 | Island Post", "Page not found", "找不到網頁 - 島嶼報"],
)
def test_a_page_that_says_it_is_gone(title: str) -> None:
    assert fault(extract.draft(ARTICLE.format(title=title).encode(), ANY)) == "gone"


@pytest.mark.parametrize("title", ["404條老街 重新命名", "Page not turned: a novel of the harbour"])
def test_a_headline_that_only_sounds_like_it(title: str) -> None:
    assert extract.read(ARTICLE.format(title=title).encode(), ANY).article is not None


@pytest.mark.parametrize(
    ("html", "missing"),
    [
        ("<p>沒有標題，只有一段足夠長的文字在這一頁上。</p>", "no title"),
        ("<h1>標題</h1>", "no paragraph"),
    ],
)
def test_a_page_without_title_or_text_is_a_fault(html: str, missing: str) -> None:
    reading = extract.read(html.encode(), ANY)
    assert reading.article is None
    assert reading.fault is not None
    assert (reading.fault.kind, missing in reading.fault.message) == ("empty-body", True)


@pytest.mark.parametrize(
    ("head", "h1", "title"),
    [
        ("<title>渡輪復航 | 生活 | 島嶼新聞網</title>", "島嶼新聞網", "渡輪復航 | 生活"),
        ("<title>渡輪復航│島嶼電視</title>", "", "渡輪復航"),
        ("<title>渡輪復航- 島嶼日報網頁</title>", "", "渡輪復航"),
        ("<title>夜市｜渡輪復航 - island.com</title>", "", "夜市｜渡輪復航"),
        (
            "<title>島嶼</title><meta property=og:title content='渡輪復航｜島嶼週'>",
            "",
            "渡輪復航｜島嶼週",
        ),
        (
            "<meta property=og:site_name content='島嶼週'>"
            "<meta property=og:title content='渡輪復航｜島嶼週'>",
            "",
            "渡輪復航",
        ),
        (
            "<title>渡輪復航首日載客逾兩千 - 島嶼日報</title>",
            "渡輪復航首日載客逾兩千",
            "渡輪復航首日載客逾兩千",
        ),
        ("<title></title>", "渡輪復航", "渡輪復航"),
        ("<title>島嶼日報</title>", "渡輪復航", "渡輪復航"),
        ("", "渡輪復航", "渡輪復航"),
        ("<title>渡輪復航</title>", "長" * 300, "渡輪復航"),
    ],
)
def test_the_title_is_the_headline_without_the_site(head: str, h1: str, title: str) -> None:
    page = (
        f"<head>{head}</head><h1>{h1}</h1><article><p>霧津渡輪停航一週後今天復航了。</p></article>"
    )
    found = extract.draft(page.encode(), ANY)
    assert isinstance(found, Draft)
    assert found.title == title


def test_the_machine_readable_body_fills_in_for_a_missing_one() -> None:
    said = '{"@type":"Article","headline":"題","articleBody":"第一段。\\n\\n第二段。"}'
    page = f'<script type="application/ld+json">{said}</script><div id=app></div>'
    reading = extract.read(page.encode(), ANY)
    assert reading.article is not None
    assert reading.article.body == ("第一段。", "第二段。")
    assert reading.sources["body"] == "JSON-LD articleBody"


def test_finishing_a_fault_keeps_it() -> None:
    gone = Fault("gone", "HTTP 404")
    assert extract.finish(gone).fault is gone


def test_relative_times_count_from_the_fetch() -> None:
    fetched_at = datetime(2026, 1, 7, 4, 30, tzinfo=UTC)
    found = Draft(url=ANY, title="題", body=["文"], date="13 小時前")
    article = extract.finish(found, fetched_at).article
    assert article is not None
    assert article.date is not None
    assert article.date.at == datetime(2026, 1, 6, 15, 30, tzinfo=UTC)


FRAGMENT = """<div></div><div><p>（中央社台北5日電）霧津渡輪今天復航。</p>
<p>班距二十分鐘。（譯者：溫曉棠）1150105</p>
<div class='articlekeywordGroup'><div class='keywordTag'><a href='/tag/1'>#渡輪</a></div></div>
<div class='paragraph moreArticle'>
<a class='discursive' href='/news/aloc/202601030077.aspx'><span>老街試辦</span></a></div>
<div class='item topicItem'><a href='/news/aipl/202601050301.aspx'><span>列車首航</span></a></div>
</div>"""


def test_a_fragment_follows_the_rules_of_its_site() -> None:
    draft = extract.fragment(FRAGMENT, STORY)
    article = normalise(draft)
    assert article.body == (
        "（中央社台北5日電）霧津渡輪今天復航。",
        "班距二十分鐘。（譯者：溫曉棠）1150105",
    )
    assert article.tags == ("渡輪",)
    assert article.credits == (Credit("translator", "溫曉棠"),)
    assert [(link.title, link.sitewide) for link in article.related] == [
        ("老街試辦", False),
        ("列車首航", True),
    ]
    assert draft.observed == ("body", "credits", "dateline", "tags")
    assert draft.extractor.startswith("cna/")


def test_a_fragment_with_its_page_left_on_reads_like_the_page() -> None:
    inner = PAGE.decode().partition('<div class="centralContent">')[2]
    whole, part = extract.read(PAGE, STORY).article, normalise(extract.fragment(inner, STORY))
    assert whole is not None
    for name in ("body", "credits", "dateline", "tags", "images", "related"):
        assert getattr(part, name) == getattr(whole, name)
    assert "images" in part.observed


def test_a_fragment_of_any_site_is_all_text() -> None:
    draft = extract.fragment(
        "<p>第一段。</p><figure><figcaption>圖說</figcaption></figure>第二段。", ANY
    )
    assert draft.body == ["第一段。", "第二段。"]
    assert draft.observed == ("body", "credits", "dateline")
    assert extract.fragment("", ANY).body == []
    assert extract.fragment("<div>" * 5_000, ANY).body == []


PIECES = st.sampled_from([
    "<p>", "</p>", "<div class='paragraph'>", "</div>", "<article>", "<h1>", "</h1>", "<br>",
    "<a href='http://[::1'>", "<a href='/x'>", "</a>", "<img src=x>", "<figure>", "<li>",
    "<time datetime='99'>", "<meta property=og:title content='&#0;'>", "<h2>其他人也在看</h2>",
    "<script type='application/ld+json'>", '[[{"@type":"NewsArticle","author":[1,null]}',
    "</script>", "霧津渡輪停航一週後今天復航，首日載客不少。", "（編輯：甲乙）", "\x00", "\udcff",
    "<!--", "]]>",
])  # fmt: skip
URLS = st.sampled_from(
    [STORY, ANY, "https://tw.news.yahoo.com/a-123456789.html", "", "http://[::1"]
)


@given(st.lists(PIECES, max_size=30), URLS)
def test_any_heap_of_tags_is_read_without_an_error(pieces: list[str], url: str) -> None:
    body = "".join(pieces).encode("utf-8", "surrogatepass")
    reading = extract.read(body, url)
    assert (reading.article is None) != (reading.fault is None)
    normalise(extract.fragment("".join(pieces), url))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_an_error(body: bytes) -> None:
    extract.read(body, ANY)


def test_the_site_of_the_final_url_reads() -> None:
    assert extract.read(PAGE, ANY).extractor.startswith("any/")
    assert extract.read(PAGE, STORY).extractor == sites.site_for(STORY).extractor
