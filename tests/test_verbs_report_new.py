"""`stet report --new`: what was told before is not told again, and nothing is lost."""

import json
import sqlite3

import pytest

from crawler.store import Store
from scheduler.compare import write_missing_reports
from tests.archives import SECOND, TOLL, filled
from tests.terminal import Answer, Inside, complaint, lines
from tests.test_sitewide import rename
from tests.visits import article, visit

NOTHING = "這段期間沒有變動。"
LATER = "tag:stet,2026:news.example:/story/1..2"


@pytest.fixture
def report(quick: Inside) -> Inside:
    """A shell that stands beside an archive with four reports."""
    filled(quick.folder / "data")
    return quick


def told(shell: Inside, *more: object) -> list[str]:
    """The ids of what is told as new."""
    answer = shell("report", "--new", "--format", "jsonl", *more)
    return [json.loads(line)["id"] for line in lines(answer)]


def said(answer: Answer) -> str:
    assert answer.stderr == ""
    return answer.stdout.replace("\xa0", " ")


def publish(shell: Inside, *texts: str, at: float = 50, identity: str = "news.example:/story"):
    with Store.open(shell.folder / "data") as store:
        for step, text in enumerate(texts):
            read = article("碼頭", text, url=f"https://{identity.replace(':', '')}", author="例報")
            store.keep([visit(read, at + step, identity=identity)])


def test_what_was_told_is_not_told_again(report: Inside):
    assert len(told(report)) == 4
    assert NOTHING in said(report("report", "--new"))
    assert report("report", "--new", "--exit-code").returncode == 0
    assert "渡輪擦撞 釀3死" in said(report("report")), "without --new all is told"

    publish(report, SECOND, SECOND.replace("正常", "異常"))
    assert report("report", "--new", "--exit-code", "--site", "cna").returncode == 3
    assert told(report) == [LATER]
    assert told(report) == []


def test_who_asks_something_else_was_told_nothing_yet(report: Inside):
    assert len(told(report, "--site", "cna")) == 2
    assert len(told(report, "--min-score", 30)) == 3
    assert len(told(report)) == 4
    assert told(report, "--site", "cna") == told(report, "--min-score", 30) == []


def test_an_older_change_that_was_found_late_is_told_all_the_same(report: Inside):
    told(report)
    publish(report, SECOND, SECOND.replace("正常", "異常"), at=-500)

    assert told(report) == [LATER]


def test_what_waits_for_a_second_look_is_told_after_it(report: Inside):
    whole = [TOLL, SECOND, "居民代表葉青禾說，去年也撞過一次，今年總算沒有人落海。"]
    with Store.open(report.folder / "data") as store:
        for at, body in enumerate((whole, [SECOND])):
            store.keep([visit(article("碼頭", *body), 60 + at, identity="a:1")])
    publish(report, SECOND, SECOND.replace("正常", "異常"), at=70)
    assert LATER in told(report)
    with Store.open(report.folder / "data") as store:
        store.keep([visit(article("碼頭", SECOND), 80, identity="a:1")])

    assert told(report) == ["tag:stet,2026:a:1/1..2"]


def test_a_report_that_is_written_again_is_no_news(report: Inside):
    told(report)
    archive = sqlite3.connect(report.folder / "data" / "stet.db")
    archive.executescript(
        "DELETE FROM likeness; DELETE FROM report; UPDATE version SET compared = 0;"
        "UPDATE event SET compared = 0;"
    )
    archive.close()

    assert told(report) == []
    assert len(lines(report("report", "--format", "jsonl"))) == 4


def test_what_could_not_be_written_is_told_the_next_time(report: Inside):
    answer = report("report", "--new", "--out", "/dev/full")

    assert complaint(answer).startswith("stet: cannot write /dev/full")
    assert len(told(report)) == 4


def test_a_site_wide_event_is_told_once_and_who_joins_is_no_news(report: Inside):
    told(report)
    with Store.open(report.folder / "data") as store:
        rename(store, 1, 2, 3, at=100)
    assert "3 篇文章有同樣的變動" in said(report("report", "--new"))
    with Store.open(report.folder / "data") as store:
        rename(store, 4, at=110)

    assert NOTHING in said(report("report", "--new"))
    assert "4 篇文章有同樣的變動" in said(report("report"))


def test_the_third_article_makes_an_event_of_what_was_told_of_two(report: Inside):
    told(report)
    with Store.open(report.folder / "data") as store:
        rename(store, 1, 2, at=100)
    assert len(told(report)) == 2
    with Store.open(report.folder / "data") as store:
        rename(store, 3, at=110)
        write_missing_reports(store)

    assert "3 篇文章有同樣的變動" in said(report("report", "--new"))
    assert NOTHING in said(report("report", "--new"))


def test_a_limit_would_lose_what_it_leaves_out(report: Inside):
    answer = report("report", "--new", "--limit", 2)

    assert answer.returncode == 2
    assert complaint(answer) == (
        "stet: --new tells all that is new: give --since or --min-score, not --limit"
    )
