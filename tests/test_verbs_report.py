"""`stet report`: which changes are told, in which form, and what a script learns from it."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scheduler import reports
from scheduler.newsroom import Newsroom
from scheduler.reports.view.columns import columns
from tests.archives import filled
from tests.feeds import valid
from tests.terminal import BODY, TITLE, Answer, Inside, Terminal, complaint, lines

LATELY, DELETED, MARK, TOLL = (
    "tag:stet,2026:news.example:/pier/1..2",
    "tag:stet,2026:news.example:/lost/deleted",
    "tag:stet,2026:cna:202603010001/2..3",
    "tag:stet,2026:cna:202603010001/1..2",
)


@pytest.fixture
def report(quick: Inside) -> Inside:
    """A shell that stands beside an archive with four reports."""
    filled(quick.folder / "data")
    return quick


def told(answer: Answer) -> list[str]:
    """The ids of what `--format jsonl` printed, without the times of events."""
    return [json.loads(line)["id"].partition("@")[0] for line in lines(answer)]


def test_a_corrected_figure_from_first_sight_to_report(newsroom: Newsroom, stet: Terminal):
    story = newsroom.publish(TITLE, BODY)
    stet("add", story.url)
    newsroom.correct(story, "3.2公里", "2.3公里")
    looked = stet("crawl")

    assert lines(looked) == ["1 page: 1 new version; 1 report", "read them: stet report"]
    assert "堤防全長[-3.2-]{+2.3+}公里" in stet("report").stdout


def test_everything_is_told_the_newest_first(report: Inside):
    assert told(report("report", "--format", "jsonl")) == [LATELY, DELETED, MARK, TOLL]


@pytest.mark.parametrize(
    ("since", "found"),
    [
        ("24h", [LATELY]),
        ("90m", [LATELY]),
        ("9999w", [LATELY, DELETED, MARK, TOLL]),
        ("2026-03-02", [LATELY, DELETED]),
        ("2026-03-01T19:30:00+08:00", [LATELY, DELETED, MARK]),
        ("1900-01-01", [LATELY, DELETED, MARK, TOLL]),
    ],
)
def test_only_what_was_seen_since(report: Inside, since: str, found: list[str]):
    assert told(report("report", "--since", since, "--format", "jsonl")) == found


def test_a_day_begins_where_its_reader_lives(report: Inside):
    """The second version was seen at 11:00 UTC on the first of March: past midnight in Auckland."""
    (report.folder / "far.toml").write_text('[report]\nzone = "Pacific/Auckland"\n')
    here = report("report", "--since", "2026-03-02", "--format", "jsonl")
    there = report("report", "--since", "2026-03-02", "--format", "jsonl", "--config", "far.toml")

    assert (TOLL in told(here), TOLL in told(there)) == (False, True)


def test_a_name_that_nothing_bears_is_said(report: Inside):
    for verb, words in (
        ("report", ["--site", "news.exampel"]),
        ("list", ["--site", "news.exampel"]),
        ("search", ["地震", "--site", "news.exampel"]),
        ("crawl", ["--site", "news.exampel"]),
    ):
        answer = report(verb, *words)
        assert answer.returncode == 0, "it may be watched from tomorrow on"
        said = "no article of news.exampel is watched here; did you mean news.example?"
        assert said in answer.stderr, verb
    assert "did you mean" not in report("report", "--site", "yahoo").stderr
    assert "`stet list` shows what is watched" in report("report", "--site", "yahoo").stderr
    assert report("report", "--site", "cna", "--min-score", 100).stderr == "", "it is a name"


def test_an_empty_name_is_no_file(report: Inside):
    for words in (["report", "--out", ""], ["export", "--out", " "], ["export", "--warc", ""]):
        answer = report(*words)
        assert answer.returncode == 2
        assert "an empty name is none: name a file: see" in complaint(answer)


@pytest.mark.parametrize("when", ["yesteryear", "24", "h", "99999h", "2026-13-01", "-1h"])
def test_what_is_no_time_is_refused(report: Inside, when: str):
    answer = report("report", f"--since={when}")

    assert answer.returncode == 2
    assert f"--since {when!r} is no time: it looks like 24h, 7d or 2026-01-31" in complaint(answer)


def test_only_one_site(report: Inside):
    assert told(report("report", "--site", "cna", "--format", "jsonl")) == [MARK, TOLL]


def test_only_what_is_worth_reading(report: Inside):
    scores = {
        each["id"]: each["score"]
        for each in map(json.loads, lines(report("report", "--format", "jsonl")))
    }
    assert scores[MARK] < 30 < scores[TOLL]

    assert MARK not in told(report("report", "--min-score", 30, "--format", "jsonl"))
    assert told(report("report", "--min-score", scores[MARK], "--format", "jsonl"))[2] == MARK


def test_only_the_newest_so_many(report: Inside):
    assert told(report("report", "--limit", 2, "--format", "jsonl")) == [LATELY, DELETED]


def test_a_script_learns_whether_there_are_changes(report: Inside):
    assert report("report").returncode == 0
    assert report("report", "--exit-code").returncode == 3
    assert report("report", "--exit-code", "--site", "yahoo").returncode == 0


# ------------------------------------------------------------------ form

OPENINGS = {
    "atom": '<?xml version="1.0" encoding="utf-8"?>',
    "csv": "\ufeffreport,article,",
    "jsonfeed": '{"version":"https://jsonfeed.org/version/1.1"',
    "text": "新聞改了什麼",
    "markdown": "# 新聞改了什麼",
    "jsonl": '{"id":',
    "unified": "diff ",
    "webpage": "<!doctype html>",
}


@pytest.mark.parametrize("form", reports.formats())
def test_every_format_is_written(report: Inside, form: str):
    shown = report("report", "--format", form)

    assert shown.returncode == 0
    assert shown.stdout.startswith(OPENINGS[form])
    assert "渡輪擦撞" in shown.stdout


def test_labels_in_another_language(report: Inside):
    chinese = report("report").stdout.replace("\xa0", " ")
    english = report("report", "--lang", "en").stdout.replace("\xa0", " ")

    assert ("第 1 版 → 第 2 版" in chinese, "第 1 版" in english) == (True, False)
    assert "version 1 → 2" in english


def test_a_report_is_written_to_a_file(report: Inside):
    answer = report("report", "--format", "webpage", "--out", "today.html")

    assert lines(answer) == ["wrote today.html: 4 reports"]
    page = (report.folder / "today.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")


@pytest.mark.parametrize("width", [60, 100])
def test_a_report_fits_the_terminal(report: Inside, width: int):
    shown = report("report", COLUMNS=str(width)).stdout.splitlines()

    assert 40 < max(columns(line) for line in shown if "://" not in line) <= width


def test_what_an_older_version_of_us_left_unreported_is_told_all_the_same(report: Inside):
    """A crawl by `scrapy` alone stores versions and writes no reports."""
    from crawler.store import Store
    from tests.visits import article, hour, visit

    at = (datetime.now(UTC) - hour(0) + timedelta(seconds=-1)).total_seconds() / 3600
    text = article("碼頭燈號", "燈號已經修好。", url="https://news.example/pier")
    with Store.open(report.folder / "data") as store:
        store.keep([visit(text, at, identity="news.example:/pier")])

    assert told(report("report", "--limit", 1, "--format", "jsonl")) == [
        "tag:stet,2026:news.example:/pier/2..3"
    ]


def test_a_feed_in_a_file_links_to_the_reader_whose_address_is_given(report: Inside):
    written = report("report", "--format", "atom", "--reader", "https://reader.example/")
    links = {
        (link.rel, link.href)
        for entry in valid.atom(written.stdout).entries
        for link in entry.links
    }

    page = "https://reader.example/article/cna:202603010001"
    assert {("version-history", page), ("predecessor-version", f"{page}/v/1")} <= links


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("text", "http://x"), "the format text leads to no reader's pages: atom, jsonfeed do"),
        (
            ("atom", "here"),
            "--reader 'here' is no web address: it looks like http://127.0.0.1:8000",
        ),
    ],
)
def test_where_no_reader_is_linked_to_it_is_said(quick: Inside, words: tuple[str, str], said: str):
    answer = quick("report", "--format", words[0], "--reader", words[1])

    assert (answer.returncode, complaint(answer)) == (2, f"stet: {said}")


def test_a_full_disk_is_said_with_the_file(report: Inside):
    answer = report("report", "--out", "/dev/full")

    assert answer.returncode == 1
    assert complaint(answer) == "stet: cannot write /dev/full: the disk is full, make room first"


def test_a_file_that_cannot_be_written_is_said(report: Inside):
    answer = report("report", "--out", Path("nowhere") / "today.html")

    assert answer.returncode == 2
    assert complaint(answer) == "stet: cannot write nowhere/today.html: No such file or directory"
