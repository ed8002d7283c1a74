"""The pages of an article: its strip, two versions compared, and what a version rests on."""

import dataclasses
import io
import re
import zipfile

import pytest

from crawler.config import Config
from crawler.items import Article, RelatedLink
from crawler.store import Store
from scheduler import bundle
from scheduler.compare import write_missing_reports
from scheduler.web import addresses
from tests.browser import SLASHED, Browser, keep, links, shown, text, visit
from tests.reports.invented import at

LEAD = "渡輪今早七點在霧津港擦撞防波堤，船上六十一名乘客都已上岸，沒有人落水。"
REST = [f"第{number}段說的是與這次事故無關的另一件事，一字未改。" for number in range(2, 9)]
MOVED = "附近漁民在事發後十分鐘內開出五艘舢舨接駁，最後一名乘客於六時許上岸。"
FIRST = text("渡輪擦撞防波堤 釀2死", "截至上午8時造成2人死亡。", LEAD, *REST, MOVED)
SECOND = text("渡輪擦撞防波堤 釀3死", "截至上午8時造成3人死亡。", MOVED, LEAD, *REST)
ARTICLE = addresses.article(SLASHED)


def compared(browser: Browser, view: str = "", pair: str = "1..2") -> str:
    answer = browser.get(f"{ARTICLE}/diff/{pair}{view}")
    assert answer.status_code == 200
    return answer.text


def lines(page: str) -> list[tuple[str, str]]:
    """Each row of a comparison: what it is, and what it says."""
    found = re.findall(r'<div class="line (\w+)[^"]*"[^>]*>(.*?)</div>\s*</div>', page, re.DOTALL)
    return [
        (what, re.sub(r"<p class=\"place\">.*?</p>|<[^>]+>|\s", "", said)) for what, said in found
    ]


# ------------------------------------------------------------------ two versions


def test_what_changed_stands_with_what_is_around_it(config: Config, browser: Browser):
    keep(config, SLASHED, FIRST, SECOND)
    page = compared(browser)
    said = lines(page)

    assert [what for what, _ in said][:3] == ["changed", "came", "same"]
    assert said[0][1] == "截至上午8時造成23人死亡。"
    assert ("left", f"↓移至第2段{MOVED}") in [(what, said) for what, said in said]
    assert "略 6 段" in page.replace("\u00a0", " ")
    assert '<details class="skipped">' in page
    assert 'href="#came-2"' in page
    assert 'id="came-2"' in page
    assert page.index("<del>2</del>") < page.index("<h1")


def test_what_was_set_anew_is_marked_less_than_a_toll(config: Config, browser: Browser):
    old, new = "「船身裂開,」船長說,已有2人死亡.", "“船身裂開，”船長說，已有3人死亡。"
    keep(config, SLASHED, text("渡輪擦撞防波堤", old), text("渡輪擦撞防波堤", new))
    page = compared(browser)

    assert "<del>2</del><ins>3</ins>人死亡" in page
    assert '<del class="muted">「</del><ins class="muted">“</ins>船身裂開' in page
    assert "<ins>，" not in page


def test_the_texts_stand_side_by_side(config: Config, browser: Browser):
    keep(config, SLASHED, FIRST, SECOND)
    page = compared(browser, "?view=side&text=whole")

    assert 'class="wide"' in page
    assert '<details class="skipped">' not in page
    assert re.search(
        r"造成<del>2</del>人死亡。</p></div>\s*<div><p[^>]*>截至[^<]*<ins>3</ins>", page
    )
    assert f"{ARTICLE}/diff/1..2?text=whole" in links(
        browser.get(f"{ARTICLE}/diff/1..2?view=side&text=whole")
    )


def test_a_pair_is_chosen_with_a_form(config: Config, browser: Browser):
    keep(config, SLASHED, FIRST, SECOND, text("渡輪", "甲。"))
    answer = browser.get(f"{ARTICLE}/diff?from=1&to=3&view=side")

    assert answer.url.path == f"{ARTICLE}/diff/1..3"
    assert answer.url.query == b"view=side"
    assert browser.get(f"{ARTICLE}/diff?from=1&to=x").status_code == 400


def test_keys_lead_from_pair_to_pair(config: Config, browser: Browser):
    keep(config, SLASHED, FIRST, SECOND, text("渡輪", "甲。"), text("渡輪復航", "乙。"))
    page = compared(browser, pair="2..3")

    assert re.search(f'href="{ARTICLE}/diff/1..2" rel="prev"', page)
    assert re.search(f'href="{ARTICLE}/diff/3..4" rel="next"', page)
    assert 'rel="next"' not in compared(browser, pair="3..4")


def test_more_than_can_be_shown_is_counted(config: Config, browser: Browser):
    body = [f"第{number}項，內容不變。" for number in range(1200)]
    keep(config, SLASHED, text("長", "甲。", *body), text("長", "乙。", *body))

    assert "另有 201 處未列出" in compared(browser).replace("\u00a0", " ")


def test_a_huge_paragraph_is_compared_in_part(config: Config, browser: Browser):
    keep(config, SLASHED, text("長", "字" * 10_000_000), text("長", "字" * 9_999_990 + "文"))

    assert len(compared(browser, "?view=side&text=whole")) < 100_000


# ------------------------------------------------------------------ one article


def test_the_strip_shows_what_happened_and_how_much(config: Config, browser: Browser):
    grown = dataclasses.replace(SECOND, body=(*SECOND.body, "港務局晚間說明經過。" * 20))
    keep(config, SLASHED, FIRST, SECOND, grown)
    with Store.open(config) as store:
        write_missing_reports(store)
    page = browser.get(ARTICLE).text
    dots = re.findall(r'class="dot (\w+)"', page)

    assert dots == ["s1", "s2", "s5"]
    assert 'aria-current="step"' in page
    assert "第 2 版，3月3日 09:00，＋2 −2 字" in page.replace("\u00a0", " ")


def test_what_stood_beside_an_article_is_folded(config: Config, browser: Browser):
    beside = RelatedLink("港務局：下午復航", "https://example.org/9")
    keep(config, SLASHED, dataclasses.replace(FIRST, related=(beside, RelatedLink("無連結"))))
    answer = browser.get(ARTICLE)

    assert "旁邊的相關文章：2 篇" in shown(answer)
    assert "https://example.org/9" in links(answer)


def test_the_pages_own_times_stand_beside_ours(config: Config, browser: Browser):
    keep(config, SLASHED, FIRST, SECOND)

    for answer in (browser.get(f"{ARTICLE}/v/2"), browser.get(f"{ARTICLE}/diff/1..2")):
        assert "網頁說刊出於2026/3/2 12:00" in shown(answer)
        assert "Stet 初見3月3日 09:00" in shown(answer)


# ------------------------------------------------------------------ what a version rests on


def page_of(article: Article, payload: bytes, kind: str, config: Config) -> None:
    look = visit(SLASHED, article, at(3, 0))
    headers = (("Content-Type", kind), ("Set-Cookie", "a=b"), ("Refresh", "0; url=/x"))
    look.snapshot = dataclasses.replace(look.snapshot, payload=payload, headers=headers)
    with Store.open(config) as store:
        store.keep([look])


@pytest.mark.parametrize(
    ("said", "shown_as"),
    [
        ("text/html; charset=big5", "text/html; charset=big5"),
        ("TEXT/HTML", "text/html"),
        ("image/svg+xml", "text/plain"),
        ("text/javascript; charset=utf-8", "text/plain; charset=utf-8"),
        ("", "text/html"),
    ],
)
def test_a_page_is_shown_as_it_came_and_inert(
    config: Config, browser: Browser, said: str, shown_as: str
):
    page_of(FIRST, b"<script>alert(1)</script>", said, config)
    answer = browser.get(f"{ARTICLE}/v/1/page")

    assert answer.content == b"<script>alert(1)</script>"
    assert answer.headers["Content-Type"] == shown_as
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert not re.search(r"allow-|script-src|connect-src", policy)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert not {"set-cookie", "refresh"} & set(answer.headers)
    assert f"{ARTICLE}/v/1/page" in links(browser.get(f"{ARTICLE}/v/1"))


def test_a_page_that_is_not_kept_is_told(config: Config, browser: Browser):
    keep(config, SLASHED, FIRST)

    assert browser.get(f"{ARTICLE}/v/7/page").status_code == 404


def test_a_version_is_there_for_programs(config: Config, browser: Browser):
    keep(config, SLASHED, FIRST)
    answer = browser.get(f"{ARTICLE}/v/1/article.json")
    found = answer.json()

    assert answer.headers["Content-Type"] == "application/ld+json"
    assert found["@type"] == "NewsArticle"
    assert found["headline"] == FIRST.title
    assert found["datePublished"] == "2026-03-02T04:00:00+00:00"
    assert found["dateModified"] == "2026-03-02"
    assert found["author"] == [{"@type": "Person", "name": "林以寧"}]
    assert found["contributor"] == [{"@type": "Person", "name": "甲"}]
    assert found["publisher"] == {"@type": "Organization", "name": "海峽時報"}
    assert "dateline" not in found


def test_the_evidence_is_the_bundle_of_the_command_line(config: Config, browser: Browser):
    keep(config, SLASHED, FIRST, SECOND)
    answer = browser.get(f"{ARTICLE}/diff/2..1/evidence.zip")

    assert answer.headers["Content-Type"] == "application/zip"
    assert re.fullmatch(
        r'attachment; filename="[\w.-]+\.zip"', answer.headers["Content-Disposition"]
    )
    assert not bundle.check(answer.content, "evidence.zip").flaws
    with zipfile.ZipFile(io.BytesIO(answer.content)) as opened:
        assert "from/article.json" in opened.namelist()
    assert browser.get(f"{ARTICLE}/diff/1..9/evidence.zip").status_code == 404
