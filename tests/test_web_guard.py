"""The reader under trouble: what is not there, what is hostile, and how it is served."""

import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from urllib.parse import urlencode

import httpx
import pytest

from crawler.config import Config
from crawler.errors import UsageError
from crawler.store import ReportRow, Store
from scheduler import web
from scheduler.web import addresses, guard
from scheduler.web.reader import language
from tests.browser import SLASHED, Browser, keep, links, opened, scripts, shown, tell, text
from tests.reports.invented import ATTACK, HOSTILE, NOISE, REPORTS, at

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
        ("/?before=tag:stet", 400),
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


@pytest.mark.parametrize(
    "path", ["/", "/nowhere", "/healthz", "/reader.css", "/reader.js", "/icon.svg"]
)
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
        assert not tags & {"img", "iframe", "style"}, path
        assert scripts(answer) == ["/reader.js"], path
        assert not [link for link in links(answer) if not link.startswith(("/", "#", "https://"))]
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", answer.text), path
        assert "onerror=alert" not in answer.text.replace("&lt;img src=x onerror=alert", "")


def test_the_page_asks_only_this_server(config: Config, browser: Browser):
    tell(config, *REPORTS)
    page = browser.get("/").text
    [style] = re.findall(r'rel="stylesheet" href="([^"]+)"', page)

    assert browser.get(style).headers["Content-Type"].startswith("text/css")
    assert browser.get("/icon.svg").headers["Content-Type"].startswith("image/svg+xml")
    assert browser.get(style).headers["Cache-Control"].endswith("immutable")
    [script] = re.findall(r"<[^>]* src=\"([^\"]*)", page)
    assert browser.get(script).headers["Content-Type"].startswith("text/javascript")
    assert not re.search(r"<[^>]* (on[a-z]+|style)=", re.sub('"[^"]*"', '""', page))


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
    assert answer.headers["Vary"] == "Accept-Language, Cookie"


def test_healthz_tells_of_the_last_crawl(config: Config, browser: Browser):
    assert browser.get("/healthz").json() == {"status": "ok", "archive": "none yet"}
    with Store.open(config) as store:
        store.start_run("cna", {}, at(3, 4))

    assert browser.get("/healthz").json()["last_crawl"] == "2026-03-03T04:00:00+00:00"


def vanish(config: Config) -> None:
    shutil.rmtree(config.data)


def lose_the_file(config: Config) -> None:
    (config.data / "stet.db").unlink()


def put_another(config: Config) -> None:
    lose_the_file(config)
    with closing(sqlite3.connect(config.data / "stet.db")) as foreign:
        foreign.execute("CREATE TABLE prices (price)")


@pytest.mark.parametrize("path", ["/", "/search", "/sites", "/feed.atom", "/api/changes"])
@pytest.mark.parametrize("happens", [vanish, lose_the_file, put_another])
def test_an_archive_that_went_while_it_was_served_is_no_empty_one(
    config: Config, path: str, happens: Callable[[Config], None]
):
    tell(config, NOISE)
    with opened(web.app(config)) as browser:
        happens(config)
        answer = browser.get(path)
        health = browser.get("/healthz")
        tell(Config(data=config.data.with_name("aside")), NOISE)
        shutil.rmtree(config.data, ignore_errors=True)
        config.data.with_name("aside").rename(config.data)
        again = browser.get(path)

    assert answer.status_code == 503
    assert f"{config.data}/stet.db" in answer.text
    assert "stet add" not in answer.text
    assert (health.status_code, health.json()["status"]) == (503, "failing")
    assert again.status_code == 200


def test_the_page_of_an_archive_that_is_gone_leads_to_another_try(config: Config, browser: Browser):
    Store.open(config).close()
    browser.get("/healthz")
    vanish(config)
    answer = browser.get("/?site=cna")

    assert "現在不見了" in shown(answer)
    assert "stet restore" in shown(answer)
    assert "/?site=cna" in links(answer)
    assert "is gone" in shown(browser.get("/", headers={"Accept-Language": "en"}))
    assert browser.get("/healthz").json() == {"status": "failing", "archive": "gone"}


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
        answer = httpx.get(address, trust_env=False, timeout=60)
        child.send_signal(signal.SIGINT)
        status = child.wait(10)

    assert answer.status_code == 200
    assert "server" not in answer.headers
    assert status == 0
