"""The reader's page that finds words in every version."""

import pytest

from crawler.config import Config
from crawler.store import Store
from scheduler.compare import write_missing_reports
from scheduler.web import addresses
from tests.browser import SLASHED, Browser, keep, links, scripts, shown, text

FERRY = "example.org:/ferry"


@pytest.fixture
def filled(config: Config) -> Config:
    """One article with three versions, and one with an address of its own kind."""
    keep(
        config,
        FERRY,
        text("渡輪擦撞釀2死", "擦撞防波堤，2人死亡。"),
        text("渡輪擦撞釀3死", "擦撞防波堤，3人死亡。"),
        text("渡輪擦撞釀3死！", "擦撞防波堤，3人死亡。"),
    )
    keep(config, SLASHED, text("燈塔復燈", "百年燈塔昨晚復燈。"))
    with Store.open(config) as store:
        write_missing_reports(store)
    return config


def found(browser: Browser, **asked: str) -> list[str]:
    answer = browser.get("/search", params=asked)
    assert answer.status_code == 200
    named = [addresses.article(name) for name in (FERRY, SLASHED)]
    return [link for link in links(answer) if link in named]


def test_a_word_that_was_taken_back_is_found_in_its_version(filled: Config, browser: Browser):
    assert filled.data.exists()
    answer = browser.get("/search", params={"q": "釀2死"})

    assert "只在第 1 版（共 3 版）" in shown(answer)
    assert "<mark>釀2死</mark>" in answer.text
    assert addresses.version(FERRY, 1) in links(answer)
    assert 'value="釀2死"' in answer.text
    assert "只在第 2–3 版（共 3 版）" in shown(browser.get("/search?q=釀3死"))
    assert "每一版都有（共 3 版）" in shown(browser.get("/search?q=防波堤"))


def test_the_page_speaks_english_too(filled: Config, browser: Browser):
    assert filled.data.exists()
    english = {"Accept-Language": "en"}

    assert "only in version 1 of 3" in shown(browser.get("/search?q=釀2死", headers=english))
    assert "in its only version" in shown(browser.get("/search?q=燈塔", headers=english))
    assert "No version holds these" in shown(browser.get("/search?q=海嘯", headers=english))


def test_a_search_is_narrowed(filled: Config, browser: Browser):
    assert filled.data.exists()
    ferry, tower = addresses.article(FERRY), addresses.article(SLASHED)

    assert found(browser, q="渡輪 -釀2死") == [ferry]
    assert found(browser, q="死亡", kind="edited", min_score="1") == [ferry]
    assert found(browser, q="死亡", kind="deleted") == []
    assert found(browser, q="燈塔", site="example.org", publisher="海峽時報") == [tower]
    assert found(browser, q="燈塔", publisher="海峽") == []
    assert found(browser, q="燈塔", since="2026-03-03", until="2026-03-03") == [tower]
    assert found(browser, q="燈塔", until="2026-03-02") == []
    assert found(browser, q="燈塔", since="2026-03-04") == []


def test_results_come_a_page_at_a_time(config: Config, browser: Browser):
    for number in range(45):
        keep(config, f"example.org:/{number}", text(f"第{number}號燈塔", "甲。"))
    seen, address = [], "/search?q=燈塔&site=example.org"
    while address:
        answer = browser.get(address)
        seen += [link for link in links(answer) if link.count("/") == 2 and "article" in link]
        [address] = [link for link in links(answer) if "before=" in link] or [""]

    assert seen == [f"/article/example.org:~2F{number}" for number in reversed(range(45))]


def test_every_page_leads_to_the_search(filled: Config, browser: Browser):
    assert filled.data.exists()
    for path in ("/", "/search", addresses.article(FERRY), addresses.version(FERRY, 1), "/nowhere"):
        assert "/search" in links(browser.get(path)), path


def test_before_the_first_article_the_next_steps_are_named(browser: Browser):
    assert "stet add https://" in shown(browser.get("/search?q=渡輪"))


@pytest.mark.parametrize(
    "asked",
    [
        "min_score=x",
        "since=soon",
        "kind=odd",
        "before=-1",
        "before=" + "9" * 40,
    ],
)
def test_what_no_form_sends_is_refused(filled: Config, browser: Browser, asked: str):
    assert filled.data.exists()
    assert browser.get(f"/search?q=渡輪&{asked}").status_code == 400


def test_a_question_without_a_word_is_refused_and_none_shows_the_form(
    filled: Config, browser: Browser
):
    assert filled.data.exists()
    assert browser.get("/search?q=*").status_code == 400
    assert browser.get("/search").status_code == 200
    assert browser.get("/search?q=燈塔&until=9999-12-31").status_code == 200


def test_what_a_page_says_is_text_and_no_markup(config: Config, browser: Browser):
    hostile = '<script>alert(1)</script>渡輪"onmouseover="x'
    keep(config, FERRY, text(hostile, f"{hostile} 甲。"))
    answer = browser.get("/search", params={"q": f"渡輪 script {hostile}", "site": FERRY[:11]})

    assert answer.status_code == 200
    assert scripts(answer) == ["/reader.js"]
    assert '"onmouseover' not in answer.text
    assert "<mark>渡輪</mark>" in browser.get("/search?q=渡輪").text
