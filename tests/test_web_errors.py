"""What the reader says where there is nothing to show: in the reader's language, and what to do."""

import pytest

from crawler.config import Config
from crawler.store.database import FILE, open_database
from scheduler.reports.view.catalogue import Words
from tests.archives import filled
from tests.browser import SLASHED, Browser, keep, links, shown, tell, text
from tests.reports.invented import REPORTS

CHINESE, ENGLISH = Words("zh-Hant"), Words("en")
FERRY = "cna:202603010001"


@pytest.mark.parametrize(
    ("path", "status", "label", "values"),
    [
        ("/article/nobody:1", 404, "article", {"name": "nobody:1"}),
        (f"/article/{FERRY}x", 404, "article.near", {"name": f"{FERRY}x", "near": FERRY}),
        (f"/article/{FERRY}/v/99", 404, "version.missing", {"number": 99, "count": 3}),
        ("/article/text:1a2b/v/1/page", 404, "page", {"number": 1}),
        ("/reports/tag:x", 404, "report", {"name": "tag:x"}),
        ("/?before=zzz", 400, "cursor", {"given": "zzz"}),
        (f"/article/{FERRY}?before=zzz", 400, "cursor", {"given": "zzz"}),
        ("/nowhere", 404, "nowhere", {}),
    ],
)
def test_what_is_not_there_is_said_in_the_readers_language(
    config: Config, browser: Browser, path: str, status: int, label: str, values: dict[str, object]
):
    filled(config)
    for words in (CHINESE, ENGLISH):
        answer = browser.get(path, headers={"Accept-Language": words("lang")})
        said, *_ = words(f"error.{label}", **values).rstrip("？?").split(FERRY)

        assert answer.status_code == status
        assert said.replace("\u00a0", " ") in shown(answer)


def test_a_name_that_may_be_several_is_told_with_all_of_them(config: Config, browser: Browser):
    for number in (1, 2):
        keep(config, f"cna:20230114000{number}", text("渡輪", url=f"https://example.org/{number}"))
    answer = browser.get("/article/cna:20230114")

    assert answer.status_code == 404
    assert "cna:20230114 可能是下列任何一篇：cna:202301140001 渡輪" in shown(answer)


def test_programs_are_told_in_english(config: Config, browser: Browser):
    filled(config)
    for path in ("/api/changes?before=zzz", "/api/articles?after=zzz", "/feed.atom?before=zzz"):
        answer = browser.get(path, headers={"Accept-Language": "zh-Hant"})

        assert answer.status_code == 400
        assert answer.json()["detail"].startswith("no list goes on after zzz")


def test_a_text_that_was_pruned_is_told_with_its_day(config: Config, browser: Browser):
    filled(config)
    with open_database(config.data).writing() as connection:
        connection.exec_driver_sql("DELETE FROM article")
        connection.exec_driver_sql("UPDATE version SET pruned_at = '2026-03-05 00:00:00.000000'")
    answer = browser.get(f"/article/{FERRY}/v/1")

    assert answer.status_code == 404
    assert "這一版的文字已在 2026-03-05 清除" in shown(answer)


def test_a_damaged_archive_is_said_in_the_readers_language(config: Config, browser: Browser):
    filled(config)
    tell(config, *REPORTS)
    with open_database(config.data).writing() as connection:
        connection.exec_driver_sql("UPDATE report SET record = zeroblob(8)")
    answer = browser.get("/")

    assert answer.status_code in {500, 503}
    assert "原文說明：" in shown(answer)
    (config.data / FILE).write_bytes(b"no archive" * 1_000)
    for lang, said in (("zh-Hant", "檔案庫現在讀不了。原文說明："), ("en", "is no Stet archive")):
        answer = browser.get("/sites", headers={"Accept-Language": lang})
        assert answer.status_code == 503
        assert said in shown(answer)


def test_an_unknown_name_in_an_address_is_an_error_for_programs(config: Config, browser: Browser):
    keep(config, SLASHED, text("渡輪", "甲。"))
    tell(config, *REPORTS)
    for path in ("changes?site=cnaa", "articles?site=cnaa", "search?q=x&site=cnaa"):
        answer = browser.get(f"/api/{path}")

        assert answer.status_code == 404
        assert "No article of cnaa is watched here." in answer.json()["detail"]
        assert "cna?" in answer.json()["detail"]
    assert browser.get("/api/changes?publisher=nobody").status_code == 404
    assert browser.get("/api/changes?site=cna").json()["reports"]


@pytest.mark.parametrize("path", ["/", "/search", "/feed.atom", "/api/changes"])
def test_days_in_the_wrong_order_are_refused(config: Config, browser: Browser, path: str):
    filled(config)
    span = "since=2026-02-01&until=2026-01-01"
    answer = browser.get(f"{path}?q=x&{span}", headers={"Accept-Language": "en"})

    assert answer.status_code == 400
    assert "since=2026-02-01 is later than until=2026-01-01" in shown(answer)
    assert browser.get(f"{path}?q=x&since=2026-01-01&until=2026-01-01").status_code == 200
    if path == "/":
        assert "/?q=x&until=2026-02-01&since=2026-01-01" in links(answer)


@pytest.mark.parametrize("path", ["/", "/sites", f"/article/{FERRY}", "/api/changes"])
def test_who_writes_is_told_that_one_may_only_read(browser: Browser, path: str):
    answer = browser.post(path, headers={"Accept-Language": "en"})

    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD"}
    assert "this address answers GET, HEAD alone" in shown(answer)
