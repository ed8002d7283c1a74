import asyncio
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette

from crawler.config import Config
from crawler.errors import UsageError
from crawler.items import Article, Credit, Draft, Image, Moment, Reading, Snapshot, Visit
from crawler.store import ReportRow, Store
from scheduler import web
from scheduler.diff.records import ChangeReport, to_json
from scheduler.web import addresses, guard
from scheduler.web.reader import language
from tests.reports.invented import ATTACK, FERRY, HOSTILE, NOISE, REPORTS, at, change

SLASHED = "example.org:/blog/v/3"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(data=tmp_path / "data")


class Browser:
    """Asks the reader without a network; follows redirects, and sees a bug as an answer."""

    def __init__(self, site: Starlette, runner: asyncio.Runner) -> None:
        transport = httpx.ASGITransport(site, raise_app_exceptions=False)
        self._client = httpx.AsyncClient(
            transport=transport, base_url="http://127.0.0.1:8000", follow_redirects=True
        )
        self._runner = runner

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self._runner.run(self._client.get(path, **options))

    def post(self, path: str) -> httpx.Response:
        return self._runner.run(self._client.post(path))


@contextmanager
def opened(site: Starlette) -> Iterator[Browser]:
    with asyncio.Runner() as runner:
        yield Browser(site, runner)


@pytest.fixture
def browser(config: Config) -> Iterator[Browser]:
    with opened(web.app(config)) as browser:
        yield browser


def text(
    title: str, *body: str, url: str = "https://example.org/1", tags: tuple[str, ...] = ()
) -> Article:
    return Article(
        url=url,
        title=title,
        author="海峽時報",
        date=Moment(at(2, 4), "2026/3/2 12:00", "minute"),
        modified=Moment(at(2, 0), "2026/3/2", "day"),
        body=body,
        credits=(Credit("reporter", "林以寧"), Credit("繪圖", "甲")),
        images=(
            Image("https://example.org/a.jpg", caption="渡輪靠岸。"),
            Image("https://example.org/b.jpg"),
        ),
        tags=tags,
    )


def visit(identity: str, article: Article, when: datetime) -> Visit:
    return Visit(
        identity=identity,
        snapshot=Snapshot(article.url, article.url, when, 200, (), b"<html>"),
        found=Draft(url=article.url, title=article.title),
        reading=Reading(article, None, "test/1"),
    )


def keep(config: Config, identity: str, *articles: Article) -> None:
    with Store.open(config) as store:
        for hours, article in enumerate(articles):
            store.keep([visit(identity, article, at(3, hours))])


def tell(config: Config, *reports: ChangeReport) -> None:
    """Store reports, watching their articles."""
    with Store.open(config) as store:
        for report in reports:
            store.add_watch(report.article, report.url, now=at(1, 0))
        store.save_reports([row(report) for report in reports])


def row(report: ChangeReport) -> ReportRow:
    assert report.after is not None
    return ReportRow(
        id=report.id,
        identity=report.article,
        site=report.site,
        kind=report.kind,
        score=report.score,
        significant=report.significant,
        changed_at=report.after.first_seen,
        record=to_json(report),
    )


def shown(answer: httpx.Response) -> str:
    """What a page says, without its markup."""
    return unescape(re.sub(r"<[^>]+>", "", answer.text)).replace("\u00a0", " ")


def links(answer: httpx.Response) -> list[str]:
    return [unescape(link) for link in re.findall(r'href="([^"]*)"', answer.text)]


# ------------------------------------------------------------------ the changes


def test_the_latest_changes_stand_on_the_first_page(config: Config, browser: Browser):
    tell(config, *REPORTS)
    answer = browser.get("/")

    assert answer.status_code == 200
    assert shown(answer).index("市長辦公室助理") < shown(answer).index("海嶼外海規模6.8強震")
    assert "數字 2人→3人、87人→103人" in shown(answer)
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
    assert len(seen) == 40
    seen += re.findall(r'id="(stet-[^"]+)"', last.text)
    assert len(set(seen)) == len(seen) == 59
    assert "before=" not in last.text


@pytest.mark.parametrize("score", ["many", "-1", "1e3", "٣"])
def test_a_score_that_is_no_number_is_refused(config: Config, browser: Browser, score: str):
    Store.open(config).close()
    answer = browser.get("/", params={"min_score": score})

    assert answer.status_code == 400
    assert "expected a number from 0 to 100" in shown(answer)


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
    assert shown(answer).index("第 2 版") < shown(answer).index("第 1 版")
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
        store.add_watch("example.org:/2", "https://example.org/2", now=at(1, 0))
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


# ------------------------------------------------------------------ errors


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nowhere", 404),
        ("/article/", 404),
        ("/article/cna:1", 404),
        ("/article/cna:1/v/1", 404),
        ("/article/cna:1/diff/1..2", 404),
        (f"/article/{addresses.segment(SLASHED)}/v/9", 404),
        (f"/article/{addresses.segment(SLASHED)}/v/{'9' * 5000}", 404),
        (f"/article/{addresses.segment(SLASHED)}/v/x", 404),
        (f"/article/{addresses.segment(SLASHED)}/diff/1..7", 404),
        (f"/article/{addresses.segment(SLASHED)}/diff/1-2", 404),
        ("/reports/tag:stet", 404),
        ("/?before=tag:stet", 404),
    ],
)
def test_what_is_not_there_is_a_page_with_a_way_back(
    config: Config, browser: Browser, path: str, status: int
):
    keep(config, SLASHED, text("渡輪", "甲。"))
    answer = browser.get(path)

    assert answer.status_code == status
    assert "回到最新變動" in shown(answer)
    assert "/" in links(answer)


def test_nothing_can_be_written(config: Config, browser: Browser):
    answer = browser.post("/")

    assert answer.status_code == 405
    assert "這裡只供閱讀" in shown(answer)
    assert not config.data.exists()


def test_without_an_archive_an_article_is_not_served(browser: Browser):
    answer = browser.get("/article/cna:1")

    assert answer.status_code == 503
    assert "there is no archive at" in shown(answer)


def test_a_damaged_archive_is_told_and_healthz_fails(config: Config, browser: Browser):
    config.data.mkdir()
    (config.data / "stet.db").write_bytes(b"no database")

    assert browser.get("/").status_code == 503
    assert f"{config.data}/stet.db" in shown(browser.get("/"))
    assert browser.get("/healthz").status_code == 503
    assert browser.get("/healthz").json()["status"] == "failing"


def test_a_bug_is_a_page_too_and_says_nothing_of_itself(config: Config):
    tell(config, NOISE)
    with Store.open(config) as store:
        store.save_reports(
            [ReportRow("tag:x", NOISE.article, "x", "edited", 1, True, at(9, 9), b"{}")]
        )
    site = web.app(config)
    with opened(site) as browser:
        answer = browser.get("/")

    assert answer.status_code == 500
    assert "閱讀器出了錯" in shown(answer)
    assert "msgspec" not in answer.text
    assert answer.headers["X-Frame-Options"] == "DENY"


# ------------------------------------------------------------------ safety


@pytest.mark.parametrize("path", ["/", "/nowhere", "/healthz", "/style.css", "/icon.svg"])
def test_every_answer_carries_the_headers_of_the_guard(browser: Browser, path: str):
    headers = browser.get(path).headers

    for name in set(guard.HEADERS) - {"Cache-Control"}:
        assert headers[name] == guard.HEADERS[name]
    assert "'unsafe-inline'" not in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "localhost:x", "[::1"]
)
def test_another_name_is_refused_with_the_right_ones(browser: Browser, host: str):
    answer = browser.get("/", headers={"Host": host})

    assert answer.status_code == 421
    assert "127.0.0.1, [::1], localhost" in shown(answer)


@pytest.mark.parametrize("host", ["127.0.0.1:80", "LOCALHOST", "[::1]:8000", "news.example"])
def test_our_own_names_are_answered(config: Config, host: str):
    with opened(web.app(config, "News.example")) as browser:
        assert browser.get("/", headers={"Host": host}).status_code == 200


def test_an_ipv6_host_is_named_in_brackets():
    assert "[fe80::1]" in guard.names("fe80::1")


def test_hostile_texts_are_shown_as_text(config: Config, browser: Browser):
    keep(config, HOSTILE.article, text(HOSTILE.title, HOSTILE.title, url="https://evil.example/"))
    tell(config, ATTACK)
    paths = ("/", addresses.article(HOSTILE.article), addresses.version(HOSTILE.article, 1),
             addresses.report(ATTACK.id), "/?" + urlencode({"site": HOSTILE.title}))  # fmt: skip
    for path in paths:
        answer = browser.get(path)
        tags = set(re.findall(r"<([a-z0-9]+)", answer.text))
        assert not tags & {"script", "img", "iframe", "style"}, path
        assert not [link for link in links(answer) if not link.startswith(("/", "https://"))]
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", answer.text), path
        assert "onerror=alert" not in answer.text.replace("&lt;img src=x onerror=alert", "")


def test_the_page_asks_only_this_server(config: Config, browser: Browser):
    tell(config, *REPORTS)
    page = browser.get("/").text
    [style] = re.findall(r'rel="stylesheet" href="([^"]+)"', page)

    assert browser.get(style).headers["Content-Type"].startswith("text/css")
    assert browser.get("/icon.svg").headers["Content-Type"].startswith("image/svg+xml")
    assert not re.search(r"<[^>]* src=", page)


# ------------------------------------------------------------------ the rest


@pytest.mark.parametrize(
    ("accepted", "lang"),
    [
        ("", "zh-Hant"),
        ("en-GB,en;q=0.8", "en"),
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant"),
        ("en;q=0.5,zh-CN", "zh-Hant"),
        ("fr,en;q=x", "zh-Hant"),
    ],
)
def test_the_language_is_the_readers(accepted: str, lang: str):
    assert language(accepted) == lang


def test_the_pages_speak_english(config: Config, browser: Browser):
    tell(config, *REPORTS)
    answer = browser.get("/", headers={"Accept-Language": "en"})

    assert '<html lang="en">' in answer.text
    assert "Latest changes" in shown(answer)
    assert answer.headers["Vary"] == "Accept-Language"


def test_healthz_tells_of_the_last_crawl(config: Config, browser: Browser):
    assert browser.get("/healthz").json() == {"status": "ok", "archive": "none yet"}
    with Store.open(config) as store:
        store.start_run("cna", {}, at(3, 4))

    assert browser.get("/healthz").json()["last_crawl"] == "2026-03-03T04:00:00+00:00"


def test_reading_holds_no_transaction_open(config: Config, browser: Browser):
    tell(config, NOISE)
    browser.get("/")
    with Store.open(config) as store:
        store.set_due({NOISE.article: at(9, 9)})
    with sqlite3.connect(config.data / "stet.db") as archive:
        busy, *_ = archive.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    archive.close()

    assert not busy


def test_a_port_that_is_taken_is_told(config: Config):
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(UsageError, match=r"port \d+: .*: choose another"),
    ):
        web.serve(config, "127.0.0.1", taken.getsockname()[1])
    with pytest.raises(UsageError, match="there is no port 99999"):
        web.serve(config, "127.0.0.1", 99999)


def test_the_reader_is_served_until_it_is_stopped(config: Config):
    program = (
        "import sys, pathlib; from crawler.config import Config; from scheduler import web; "
        "web.serve(Config(data=pathlib.Path(sys.argv[1])), port=0)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, config.data], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        address = child.stdout.readline().split()[0]
        answer = httpx.get(address, trust_env=False)
        child.send_signal(signal.SIGINT)
        status = child.wait(10)

    assert answer.status_code == 200
    assert "server" not in answer.headers
    assert status == 0
