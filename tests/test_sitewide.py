"""One change to many articles of a site is told once, in every face."""

import json
from pathlib import Path

import jsonschema
import pytest

from crawler.config import Config
from crawler.store import ReportRow, Store
from scheduler import reports, told
from scheduler.compare import write_missing_reports
from tests.browser import Browser
from tests.terminal import Inside, lines
from tests.visits import article, hour, visit

RENAMED = "本報即日起改名為港灣時報，敬請讀者繼續支持。"
TEXT = "港務局長方景同說，碼頭的燈號一直是正常的，船長也已經向海巡單位說明了經過。"
SCHEMA = json.loads((reports.FOLDER / "change-report.schema.json").read_text("utf-8"))


def publish(store: Store, number: int, *more: str, at: float, site: str = "example") -> None:
    text = article(
        f"第{number}則", f"第{number}則：{TEXT}", *more, url=f"https://news.example/{number}"
    )
    store.keep([visit(text, at, identity=f"{site}:{number}")])


def rename(store: Store, *numbers: int, at: float = 10, site: str = "example") -> None:
    """The site puts the same line under these articles, half an hour apart."""
    for step, number in enumerate(numbers):
        publish(store, number, at=0, site=site)
        publish(store, number, RENAMED, at=at + step / 2, site=site)
    write_missing_reports(store)


def told_rows(rows: list[ReportRow]) -> list[str]:
    return [row.identity for row in rows if row.is_told]


def test_three_articles_are_one_event(store: Store):
    rename(store, 1, 2, 3)
    rows = store.reports()

    assert len(rows) == 3
    assert {row.sitewide and row.sitewide.count for row in rows} == {3}
    assert {row.sitewide and row.sitewide.id for row in rows} == {f"{rows[-1].id}#sitewide"}
    assert told_rows(rows) == ["example:3"]
    assert rows[0].sitewide
    assert [(each.identity, each.title) for each in rows[0].sitewide.articles] == [
        ("example:3", "第3則"),
        ("example:2", "第2則"),
        ("example:1", "第1則"),
    ]


def test_two_articles_are_two_reports_and_so_are_those_of_two_sites(store: Store):
    rename(store, 1, 2)
    rename(store, 1, 2, site="other")

    assert {row.sitewide for row in store.reports()} == {None}
    assert len(told_rows(store.reports())) == 4


def test_one_article_that_goes_to_and_fro_is_no_site(store: Store):
    for at in range(6):
        publish(store, 1, *([RENAMED] if at % 2 else []), at=at)
    write_missing_reports(store)

    assert {row.sitewide for row in store.reports()} == {None}


def test_who_joins_within_two_days_is_counted_and_the_event_keeps_its_name(store: Store):
    rename(store, 1, 2, 3)
    before = store.reports()[0].sitewide
    rename(store, 4, at=10 + 1 + 48)
    rows = store.reports()

    assert before
    assert {row.sitewide and row.sitewide.id for row in rows} == {before.id}
    assert told_rows(rows) == ["example:4"]
    assert {row.sitewide and row.sitewide.count for row in rows} == {4}


def test_later_than_that_it_is_another_change(store: Store):
    rename(store, 1, 2, 3)
    rename(store, 4, at=10 + 1 + 49)

    assert told_rows(store.reports()) == ["example:4", "example:3"]


@pytest.mark.parametrize(
    ("wanted", "at"),
    [
        ({"identity": "example:2"}, ["example:2"]),
        ({"site": "example"}, ["example:3"]),
        ({"since": hour(10.9)}, ["example:3"]),
        ({"min_score": 20}, ["example:3"]),
        ({"limit": 1}, ["example:3"]),
    ],
)
def test_no_filter_loses_the_event(store: Store, wanted: dict[str, object], at: list[str]):
    rename(store, 1, 2, 3)
    assert told_rows(store.reports(**wanted)) == at  # type: ignore[arg-type]


def test_a_report_asked_for_by_name_tells_of_it(store: Store):
    rename(store, 1, 2, 3)
    assert all(store.report(row.id).is_told for row in store.reports())


def test_an_article_that_was_edited_besides_keeps_its_report(store: Store):
    rename(store, 1, 2, 3)
    publish(store, 4, at=0)
    text = (f"第4則：{TEXT}", RENAMED)
    edited = article("船長停職", *text, url="https://news.example/4")
    store.keep([visit(edited, 11, identity="example:4")])
    write_missing_reports(store)

    assert {*told_rows(store.reports())} == {"example:3", "example:4"}


def test_reports_that_are_made_again_find_together_again(store: Store):
    rename(store, 1, 2, 3)
    first = store.reports()
    store.keep(
        [
            visit(
                article("第1則", f"第1則：{TEXT}", url="https://news.example/1"),
                20,
                identity="example:1",
            )
        ]
    )
    write_missing_reports(store)

    assert store.reports()[1:] == first


# ------------------------------------------------------------------ faces


@pytest.fixture
def archive(quick: Inside) -> Inside:
    """A shell beside an archive with one event of four articles, and one edit."""
    with Store.open(quick.folder / "data") as store:
        rename(store, 1, 2, 3, 4)
        publish(store, 9, at=0)
        publish(store, 9, "市府今天開會。", at=5)
        write_missing_reports(store)
    return quick


@pytest.mark.parametrize("form", ["text", "markdown", "webpage"])
def test_people_read_of_it_once_with_all_its_articles(archive: Inside, form: str):
    shown = archive("report", "--format", form).stdout.replace("\u00a0", " ")

    assert shown.count(RENAMED) == 1
    assert shown.count("example：4 篇文章有同樣的變動") == 1
    assert "這 4 篇文章：" in shown
    for number in (1, 2, 3, 4):
        assert f"第{number}則" in shown
        assert f"https://news.example/{number}" in shown
    assert "市府今天開會。" in shown


def test_programs_read_every_report_and_its_event(archive: Inside):
    found = [json.loads(line) for line in lines(archive("report", "--format", "jsonl"))]
    for each in found:
        jsonschema.validate(each, SCHEMA)

    events = [each["sitewide"] for each in found if "sitewide" in each]
    assert len(found) == 5
    assert [event["count"] for event in events] == [4] * 4
    assert [len(event.get("articles", ())) for event in events] == [4, 0, 0, 0]
    assert events[0]["articles"][0] == {
        "article": "example:4", "url": "https://news.example/4", "title": "第4則",
    }  # fmt: skip


def test_the_language_of_the_reader_is_kept(archive: Inside):
    shown = archive("report", "--lang", "en").stdout.replace("\u00a0", " ")

    assert "example: the same change to 4 articles" in shown
    assert "These 4 articles:" in shown


def test_the_reader_shows_one_card_and_pages_go_on(config: Config, data: Path, browser: Browser):
    with Store.open(data) as store:
        rename(store, *range(1, 91))
        publish(store, 99, at=0)
        publish(store, 99, "市府今天開會。", at=5)
        write_missing_reports(store)
        rows = store.reports(identity="example:7")
    page = browser.get("/").text

    assert page.count("90\u00a0篇文章有同樣的變動") == 1
    assert page.count('<article class="story') == 2
    assert "市府今天開會。" in page
    assert "90\u00a0篇文章" in browser.get("/article/example:7").text
    assert [report.is_told for report in told.records(rows)] == [True]
