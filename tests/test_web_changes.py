"""The first page: what may be asked of it, its days, and what it learns while it is open."""

import json
import re
from dataclasses import replace
from html import unescape

import pytest

from crawler.config import Config
from crawler.store import Store
from scheduler import web
from scheduler.diff import records
from scheduler.diff.records import Seen
from tests import plans
from tests.browser import (
    SLASHED,
    Browser,
    keep,
    links,
    opened,
    row,
    shown,
    tell,
    text,
    unread,
)
from tests.reports.invented import FERRY, NOISE, QUAKE, REPORTS, at, change

HEADLINES = ("海嶼外海", "市長辦公室助理", "渡輪公司宣布調整")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"site": "cna"}, {"海嶼外海", "市長辦公室助理"}),
        ({"tag": "number"}, {"海嶼外海"}),
        ({"tag": "number", "q": "103"}, {"海嶼外海"}),
        ({"q": "夜間"}, {"渡輪公司宣布調整"}),
        ({"q": "no such words"}, set()),
        ({"publisher": "nobody"}, set()),
        ({"since": "2026-03-04", "until": "2026-03-04", "q": "海嶼外海"}, {"海嶼外海"}),
        ({"until": "2026-03-03"}, set()),
        ({"q": "海峽時報"}, {"渡輪公司宣布調整"}),
        ({"until": "9999-12-31", "q": "夜間"}, {"渡輪公司宣布調整"}),
        ({"since": "0001-01-01", "q": "夜間"}, {"渡輪公司宣布調整"}),
        ({"day": "9999-12-31"}, set()),
        ({"day": "0001-01-01"}, set()),
        ({"day": "2026-03-04", "tag": "number"}, {"海嶼外海"}),
    ],
)
def test_changes_are_sieved(
    config: Config, browser: Browser, asked: dict[str, str], found: set[str]
):
    tell(config, *REPORTS)
    answer = browser.get("/", params=asked)

    assert answer.status_code == 200
    assert {title for title in HEADLINES if title in shown(answer)} == found
    for value in asked.values():
        assert value in answer.text


def test_a_name_that_the_archive_does_not_know_is_told(config: Config, browser: Browser):
    keep(config, SLASHED, text("渡輪", "甲。"))
    tell(config, *REPORTS)
    page = browser.get("/?site=cnaa&min_score=1")

    assert "檔案庫裡沒有 cnaa 的文章。" in shown(page)
    assert "是不是要找 cna？" in shown(page)
    assert "/?site=cna&min_score=1" in links(page)
    assert "檔案庫裡沒有 nobody 的文章。" in shown(browser.get("/?publisher=nobody"))
    assert "檔案庫裡沒有" not in shown(browser.get("/?site=cna&q=nothing"))
    assert "海峽時報" in shown(browser.get("/?publisher=海峽日報"))


@pytest.mark.parametrize(
    "asked",
    [
        *("kind=x", "tag=x", "since=soon", "day=2026-13-01", "min_score=101"),
        "q=" + "x" * 201,
    ],
)
def test_what_no_form_sends_is_refused(config: Config, browser: Browser, asked: str):
    Store.open(config).close()

    assert browser.get(f"/?{asked}").status_code == 400


def test_a_sieve_goes_on_where_it_stopped(config: Config, browser: Browser):
    marked = [
        FERRY.report(
            change("title", "edited", f"[-{n}-]{{+{n + 1}+}}", tags=("number",) if n < 3 else ()),
            score=n,
            reasons=(),
            versions=(n, n + 1),
        )
        for n in range(1, 460)
    ]
    tell(config, *marked)
    pages, path = [], "/?tag=number"
    while path:
        pages.append(browser.get(path))
        path = next((link for link in links(pages[-1]) if "before=" in link), "")

    assert len(pages) == 2
    assert "第 1 版" not in shown(pages[0])
    assert "可以再往前找" in shown(pages[0])
    assert "第 1 版 → 第 2 版" in shown(pages[1])


def test_what_was_not_said_of_a_change_may_be_asked_for(config: Config, browser: Browser):
    edit = change("title", "edited", "[-2-]{+3+}", tags=("number",))
    tell(
        config,
        FERRY.report(edit, score=80, reasons=("number", "silent"), versions=(1, 2)),
        QUAKE.report(edit, score=70, reasons=("number",), versions=(1, 2)),
    )
    silent, numbers = (
        browser.get(f"/api/changes?tag={tag}").json() for tag in ("silent", "number")
    )

    assert [each["article"] for each in silent["reports"]] == [FERRY.article]
    assert len(numbers["reports"]) == 2
    assert "未註明" in shown(browser.get("/?tag=silent"))


def test_a_deletion_stands_under_the_day_on_which_it_was_sure(config: Config, browser: Browser):
    event = FERRY.event("deleted", 60)
    first = records.replace(event, after=Seen(first_seen=at(4, 10)))
    with Store.open(config) as store:
        store.keep([unread(event.article, event.url)])
        store.save_reports([replace(row(first), changed_at=at(5, 3, 30))])

    for path in ("/", "/?day=2026-03-05"):
        assert "3月5日 星期四" in shown(browser.get(path))
        assert FERRY.title in shown(browser.get(path))


def test_cards_stand_under_their_days(config: Config, browser: Browser):
    tell(config, QUAKE.report(change("title", "edited", "[-2-]{+3+}"), score=1, reasons=(),
                              versions=(1, 2)))  # fmt: skip
    answer = browser.get("/")

    assert "3月4日 星期三" in shown(answer)
    assert "/?day=2026-03-04" in links(answer)
    assert "3月4日 星期三：1 次變動" in answer.text.replace("\u00a0", " ")
    english = browser.get("/", headers={"Accept-Language": "en"})
    assert "Wednesday, 4 March" in shown(english)


# ------------------------------------------------------------------ preferences


@pytest.mark.parametrize(
    ("asked", "mark"), [("lang=en", '<html lang="en"'), ("theme=dark", 'data-theme="dark"')]
)
def test_a_choice_is_kept_and_leads_back(config: Config, browser: Browser, asked: str, mark: str):
    tell(config, NOISE)
    answer = browser.get(f"/preferences?{asked}&back=/search%3Fq%3Dx")

    assert answer.url.path == "/search"
    assert answer.url.query == b"q=x"
    assert mark in answer.text
    assert mark in browser.get("/").text
    name = asked.partition("=")[0]
    assert mark not in browser.get(f"/preferences?{name}=&back=/").text


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/\\evil.example", "x"]
)
def test_no_choice_leads_to_another_host(config: Config, browser: Browser, back: str):
    tell(config, NOISE)
    answer = browser.get("/preferences", params={"theme": "light", "back": back})

    assert str(answer.url) == "http://127.0.0.1:8000/"


def test_a_choice_that_is_none_is_refused(browser: Browser):
    assert browser.get("/preferences?lang=tlh").status_code == 400


# ------------------------------------------------------------------ while it is open


def test_an_open_page_hears_of_new_changes(config: Config):
    tell(config, NOISE)
    site = web.app(config)
    site.state.is_leaving = lambda: True  # one look, and the stream ends
    with opened(site) as browser:
        before = browser.get("/live", params={"since": NOISE.id})
        tell(config, *REPORTS)
        after = browser.get("/live", params={"since": NOISE.id})

    assert after.headers["Content-Type"].startswith("text/event-stream")
    assert "data:" not in before.text
    [line] = [line for line in after.text.splitlines() if line.startswith("data:")]
    assert json.loads(line.removeprefix("data:"))["n"] > 0


def test_too_many_listeners_are_sent_away(config: Config):
    site = web.app(config)
    site.state.listeners = 100
    with opened(site) as browser:
        assert browser.get("/live").status_code == 503


def test_who_listens_to_an_archive_that_is_not_there_hears_nothing(config: Config):
    site = web.app(config)
    site.state.is_leaving = lambda: True
    with opened(site) as browser:
        assert "data:" not in browser.get("/live").text


def test_a_page_that_would_be_heavy_goes_on_on_the_next(config: Config, browser: Browser):
    text = "渡輪公司宣布調整夜間班次。" * 60
    edits = [
        FERRY.report(
            change("body", "edited", f"[-{text}{n}-]{{+{n}{text}+}}"),
            score=50,
            reasons=(),
            versions=(n, n + 1),
        )
        for n in range(1, 60)
    ]
    tell(config, *edits)
    path, seen = "/", 0
    for _ in range(60):
        with plans.noted() as asked:
            page = browser.get(path)
        assert len([sql for sql, _ in asked if "AS older" in sql]) == 1
        assert len(page.content) < 100_000
        seen += len(re.findall('class="report', page.text))
        older = re.search('<a href="([^"]*)" rel="next"', page.text)
        if older is None:
            break
        path = unescape(older[1])

    assert seen == len(edits)
