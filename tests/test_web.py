"""The reader, as stories: what changed, and one article with all its versions."""

import re
import socket
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.config import Config
from crawler.store import Store
from scheduler import web
from scheduler.web import addresses
from tests.browser import SLASHED, Browser, keep, links, shown, tell, text, unread
from tests.reports.invented import FERRY, NOISE, REPORTS, change

# ------------------------------------------------------------------ the changes


def test_the_latest_changes_stand_on_the_first_page(config: Config, browser: Browser):
    tell(config, *REPORTS)
    answer = browser.get("/")

    assert answer.status_code == 200
    assert shown(answer).index("市長辦公室助理") < shown(answer).index("海嶼外海規模6.8強震")
    assert "數字 2人→3人(+1)、87人→103人(+16)" in shown(answer)
    assert "<del>87</del><ins>103</ins>" in answer.text


def test_changes_can_be_asked_for_by_site_and_score(config: Config, browser: Browser):
    tell(config, *REPORTS)
    answer = browser.get("/", params={"site": "cna", "min_score": "60"})

    assert "海嶼外海" in shown(answer)
    assert "跨港大橋" not in shown(answer)
    assert "百年燈塔" not in shown(answer)
    assert "沒有符合篩選條件的變動" in shown(browser.get("/?site=nowhere"))


def test_the_archive_is_read_a_page_at_a_time(config: Config, browser: Browser):
    reports = [
        FERRY.report(
            change("title", "edited", f"[-{n}-]{{+{n + 1}+}}"),
            score=50,
            reasons=(),
            versions=(n, n + 1),
        )
        for n in range(1, 60)
    ]
    tell(config, *reports)
    seen = re.findall(r'id="(stet-[^"]+)"', browser.get("/?min_score=10").text)
    [older] = [link for link in links(browser.get("/?min_score=10")) if "before=" in link]
    last = browser.get(older)

    assert older.startswith("/?min_score=10&before=tag")
    assert "較早的 39 次變動" in shown(browser.get("/"))
    assert "這篇還有更早的 19 次變動" in shown(browser.get("/"))
    assert links(browser.get("/")).count(addresses.article(FERRY.article)) == 2
    assert "這篇還有更早的" not in shown(last)
    assert len(seen) == 40
    seen += re.findall(r'id="(stet-[^"]+)"', last.text)
    assert len(set(seen)) == len(seen) == 59
    assert "before=" not in last.text


@pytest.mark.parametrize("score", ["many", "-1", "1e3", "٣"])
def test_a_score_that_is_no_number_is_refused(config: Config, browser: Browser, score: str):
    Store.open(config).close()
    answer = browser.get("/", params={"min_score": score})

    assert answer.status_code == 400
    assert "要 0 到 100 的數字" in shown(answer)


def test_an_empty_archive_names_the_next_steps(config: Config, browser: Browser):
    for _ in range(2):
        answer = browser.get("/")
        assert answer.status_code == 200
        assert "stet add https://" in shown(answer)
        assert "stet run" in shown(answer)
        Store.open(config).close()


def test_before_the_first_change_the_next_step_is_another_look(config: Config, browser: Browser):
    keep(config, "example.org:/1", text("渡輪", "甲。"))

    assert "觀察中的文章還沒有變動" in shown(browser.get("/"))
    assert "stet add" not in shown(browser.get("/"))


# ------------------------------------------------------------------ one article


def test_an_article_shows_its_versions_its_changes_and_its_text(config: Config, browser: Browser):
    identity = FERRY.article
    keep(
        config,
        identity,
        text("渡輪停航", "第一段。"),
        text("渡輪復航", "第一段。", "第二段。", tags=("渡輪",)),
    )
    tell(config, NOISE)
    answer = browser.get(addresses.article(identity))

    assert answer.status_code == 200
    assert shown(answer).rindex("第 2 版") < shown(answer).rindex("第 1 版")
    for part in (
        "渡輪復航",
        "持續觀察",
        "只有細微變動",
        "第二段。",
        "渡輪靠岸。",
        "記者 林以寧",
        "繪圖 甲",
    ):
        assert part in shown(answer)
    assert "刊出 3月2日 12:00" in shown(answer)
    assert "網頁自稱更新於 2026/3/2" in shown(answer)
    assert addresses.difference(identity, 1, 2) in links(answer)
    assert addresses.version(identity, 1) in links(answer)


def test_an_article_that_was_never_read_says_so(config: Config, browser: Browser):
    with Store.open(config) as store:
        store.keep([unread("example.org:/2", "https://example.org/2")])
    answer = browser.get("/article/example.org:~2F2")

    assert answer.status_code == 200
    assert "還沒有讀到內文" in shown(answer)
    assert "至今沒有變動" in shown(answer)


def test_many_changes_of_one_article_come_in_pages(config: Config, browser: Browser):
    edits = [
        FERRY.report(
            change("title", "edited", f"[-{n}-]{{+{n + 1}+}}"),
            score=50,
            reasons=(),
            versions=(n, n + 1),
        )
        for n in range(1, 50)
    ]
    tell(config, *edits)
    [older] = [
        link for link in links(browser.get(addresses.article(FERRY.article))) if "before=" in link
    ]

    assert browser.get(older).text.count('<section class="report') == 9


def test_one_version_is_a_page(config: Config, browser: Browser):
    keep(config, SLASHED, text("渡輪停航", "第一段。"), text("渡輪復航", "第二段。"))
    answer = browser.get(addresses.version(SLASHED, 2))

    assert "渡輪復航" in shown(answer)
    assert "第二段。" in shown(answer)
    assert addresses.difference(SLASHED, 1, 2) in links(answer)


def test_any_two_versions_are_compared(config: Config, browser: Browser):
    first = text("渡輪停航兩天", "港務公司說，明日清晨恢復航班。")
    last = text("渡輪停航三天", "港務公司說，後天清晨恢復航班。")
    keep(config, SLASHED, first, text("渡輪停航", "無事。"), last)
    answer = browser.get(addresses.difference(SLASHED, 1, 3))

    assert answer.status_code == 200
    assert "<del>" in answer.text
    assert "第 1 版與第 3 版的差異" in shown(answer)
    assert addresses.article(SLASHED) in links(answer)
    assert "沒有差異" in shown(browser.get(addresses.difference(SLASHED, 2, 2)))


def test_a_huge_text_is_shown_in_part(config: Config, browser: Browser):
    keep(config, SLASHED, text("長", "字" * 1_000_000, *(f"{n}。" for n in range(3000))))
    answer = browser.get(addresses.version(SLASHED, 1))

    assert len(answer.text) < 200_000
    assert "略 996,000 字" in shown(answer)
    assert "另有 1001 處未列出" in shown(answer)


def test_an_identity_typed_with_its_slashes_leads_to_its_page(config: Config, browser: Browser):
    keep(config, SLASHED, text("渡輪", "甲。"))

    for typed in (f"/article/{SLASHED}", "/article/https://example.org/1", "/article/example.org:"):
        answer = browser.get(typed)
        assert answer.status_code == 200, typed
        assert answer.url.path == addresses.article(SLASHED)


def test_an_identity_with_a_query_is_typed_with_it(config: Config, browser: Browser):
    keep(config, "example.org:/news?id=3&x=%20", text("渡輪", "甲。"))

    answer = browser.get("/article/example.org:/news?id=3&x=%20")
    assert answer.url.path == "/article/example.org:~2Fnews~3Fid~3D3~26x~3D~2520"
    assert answer.status_code == 200


def test_a_report_has_an_address_of_its_own(config: Config, browser: Browser):
    tell(config, NOISE)
    answer = browser.get(addresses.report(NOISE.id))

    assert answer.status_code == 200
    assert "渡輪公司宣布調整夜間班次" in shown(answer)
    assert addresses.report(NOISE.id) in links(browser.get("/"))
    assert browser.get(f"/reports/{NOISE.id}").url.path == addresses.report(NOISE.id)


@given(st.text())
def test_every_identity_is_one_segment_of_a_path(identity: str):
    segment = addresses.segment(identity)

    assert re.fullmatch(r"[0-9A-Za-z_.,:@~-]*", segment)
    assert addresses.name(segment) == identity.encode(errors="replace").decode()


def test_no_answer_waits_for_an_acknowledgement():
    with (
        closing(web.listening("127.0.0.1", 0)) as listener,
        closing(socket.create_connection(listener.getsockname())),
        closing(listener.accept()[0]) as accepted,
    ):
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
