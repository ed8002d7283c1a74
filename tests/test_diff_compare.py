import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from crawler.items import Article
from scheduler.diff import compare
from scheduler.diff.records import from_json, to_json

OLD = Article(
    url="https://www.example.com/news/1",
    title="山城地震2人受傷",
    author="範例社",
    body=("山城今晨 地震。",),
)


def test_two_bare_articles_give_a_report_without_windows() -> None:
    report = compare(OLD, replace(OLD, title="山城地震3人受傷", body=("山城今晨地震。",)))
    assert report.article == "example.com:/news/1"
    assert report.id == "tag:stet,2026:example.com:/news/1/old..new"
    assert (report.site, report.publisher) == ("example.com", "範例社")
    assert report.title == "山城地震3人受傷"
    assert (report.before, report.after, report.kind) == (None, None, "edited")
    assert (report.added, report.removed) == (1, 1)  # white space is no character
    assert from_json(to_json(report)) == report


def test_equal_articles_give_an_empty_report() -> None:
    report = compare(OLD, OLD)
    assert (report.score, report.significant, report.reasons, report.changes) == (0, False, (), ())


def test_what_the_new_article_lacks_is_taken_from_the_old() -> None:
    seed = replace(OLD, url="text:0123", title="", author="")
    report = compare(OLD, seed)
    assert (report.article, report.site) == ("text:0123", "text")
    assert (report.title, report.publisher) == (OLD.title, "範例社")


def test_every_real_revision_has_a_report_that_comes_back_from_json(shared: Path) -> None:
    observed = ("title", "body")
    for path in sorted((shared / "revisions").glob("*.jsonl")):
        for pair in map(json.loads, path.read_bytes().splitlines()):
            old, new = (
                Article(
                    url="https://news.example/1",
                    title=pair[side]["title"],
                    body=tuple(pair[side]["text"].split("\n")),
                    observed=observed,
                )
                for side in ("old", "new")
            )
            report = compare(old, new)
            assert from_json(to_json(report)) == report
            assert bool(report.changes) == ((old.title, old.body) != (new.title, new.body))
            assert bool(report.changes) == bool(report.reasons)
            assert 0 <= report.score <= 100


PROSE = (
    st.text(st.sampled_from("的不年月日123，。：「」（）記者編輯王說電更正 aNot's.%\n")) | st.text()
)
ARTICLES = st.builds(
    Article,
    url=st.just("https://news.example/1"),
    title=PROSE,
    body=st.lists(PROSE, max_size=4).map(tuple),
    tags=st.lists(PROSE, max_size=3).map(tuple),
    description=PROSE,
)


@given(ARTICLES, ARTICLES)
def test_any_two_articles_can_be_compared(old: Article, new: Article) -> None:
    report = compare(old, new)
    assert from_json(to_json(report)) == report
    for change in report.changes:
        assert "".join(text for sign, text in change.spans if sign != "+") == change.old
        assert "".join(text for sign, text in change.spans if sign != "-") == change.new


def test_reading_reports_loads_none_of_the_heavy_parts() -> None:
    script = "import sys, scheduler.diff.records; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    heavy = {"deepdiff", "rapidfuzz", "scrapy", "selectolax", "sqlalchemy"}
    assert not heavy & {name.partition(".")[0] for name in done.stdout.split()}
