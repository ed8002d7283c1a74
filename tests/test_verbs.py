"""The verbs as a user runs them: real processes, a real archive, the newsroom as the world."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scheduler.newsroom import Newsroom

Run = Callable[..., "subprocess.CompletedProcess[str]"]

LEAD = "海角鎮公所今天宣布，第一期堤防工程提前完工，保護兩岸兩千三百戶居民。"
BODY = [
    LEAD,
    "工務課長莊若谷表示，堤防全長3.2公里，總經費4億5000萬元，比預算節省了百分之六。",
    "居民代表葉青禾說：「去年淹過一次，今年總算能安心睡覺。」",
    "第二期工程預定明年4月動工，將增建兩座抽水站。",
]


@pytest.fixture
def stet(newsroom: Newsroom, tmp_path: Path) -> Run:
    """`stet WORDS...` in a folder of its own, with the newsroom as the world."""

    def run(*words: object, binary: bool = False) -> "subprocess.CompletedProcess[str]":
        (tmp_path / "stet.toml").write_text("[crawl]\ndelay = 0\n", encoding="utf-8")
        return subprocess.run(
            [sys.executable, "-m", "scheduler", *map(str, words)],
            cwd=tmp_path,
            env={**os.environ, **newsroom.environment()},
            capture_output=True,
            text=not binary,
            timeout=120,
        )

    return run


def lines(run: "subprocess.CompletedProcess[str]") -> list[str]:
    assert run.stderr == ""
    return run.stdout.splitlines()


def test_a_corrected_figure_from_first_sight_to_report(newsroom: Newsroom, stet: Run):
    story = newsroom.publish("海角鎮堤防提前完工", BODY)
    added = stet("add", story.url)
    newsroom.correct(story, "3.2公里", "2.3公里")
    looked = stet("crawl")
    told = stet("report")

    assert (added.returncode, looked.returncode, told.returncode) == (0, 0, 0)
    assert "海角鎮堤防提前完工" in lines(added)[0]
    assert "  version 1, " in lines(added)[1]
    assert lines(looked) == ["1 page: 1 new version; 1 report", "read them: stet report"]
    assert "堤防全長[-3.2-]{+2.3+}公里" in told.stdout


def test_report_can_be_asked_by_a_script(newsroom: Newsroom, stet: Run):
    story = newsroom.publish("海角鎮堤防提前完工", BODY)
    stet("add", story.url)
    assert stet("report", "--exit-code").returncode == 0

    newsroom.correct(story, "4億5000萬元", "5億4000萬元")
    stet("crawl", story.url)
    asked = stet("report", "--exit-code", "--format", "jsonl")

    assert asked.returncode == 3
    [report] = map(json.loads, lines(asked))
    assert report["kind"] == "edited"
    assert [change["tags"] for change in report["changes"]] == [["number"]]


def test_history_diff_and_show_of_one_article(newsroom: Newsroom, stet: Run):
    story = newsroom.publish("海角鎮堤防提前完工", BODY)
    stet("add", story.url)
    newsroom.retitle(story, "海角鎮堤防完工 節省2700萬元")
    stet("crawl")

    history = lines(stet("history", story.url))
    assert [line.split()[0] for line in history[2:4]] == ["v1", "v2"]
    assert "海角鎮堤防完工 節省2700萬元" in stet("diff", story.url).stdout
    assert "海角鎮堤防提前完工" in stet("show", story.url, "--version", 1).stdout
    assert LEAD in stet("show", story.url).stdout
    assert json.loads(stet("show", story.url, "--format", "json").stdout)["title"] == story.title


def test_watches_are_listed_paused_and_removed(newsroom: Newsroom, stet: Run):
    one = newsroom.publish("海角鎮堤防提前完工", BODY)
    stet("add", one.url)
    [line] = lines(stet("list"))
    identity = line.split()[0]

    assert "active" in line
    assert lines(stet("pause", identity))[0].endswith("paused until `stet resume`")
    assert lines(stet("crawl"))[0].startswith("nothing to look at")
    assert stet("resume", one.url).returncode == 0
    assert stet("remove", identity).returncode == 0
    assert lines(stet("list"))[0].startswith("nothing is watched here")
    assert "v1" in stet("history", identity).stdout


def test_status_tells_of_the_archive(newsroom: Newsroom, stet: Run):
    stet("add", newsroom.publish("海角鎮堤防提前完工", BODY).url)

    shown = stet("status").stdout

    assert "watched   1: 1 active" in shown
    assert "finished" in shown


def test_read_stores_nothing(newsroom: Newsroom, stet: Run, tmp_path: Path):
    story = newsroom.publish("海角鎮堤防提前完工", BODY)

    read = stet("read", story.url, "--explain")

    assert read.returncode == 0
    record = json.loads(read.stdout)
    assert record["title"] == "海角鎮堤防提前完工"
    assert "title" in record["sources"]
    assert not (tmp_path / "data").exists()


def test_a_url_without_an_article_is_said_to_be_so(newsroom: Newsroom, stet: Run):
    story = newsroom.publish("海角鎮堤防提前完工", BODY)
    newsroom.retract(story)

    added = stet("add", story.url)

    assert added.returncode == 1
    assert "no article there now: gone, HTTP 404" in added.stdout


def test_seeds_come_back_byte_for_byte(stet: Run, shared: Path, tmp_path: Path):
    documents = shared / "posts" / "sample" / "cna"
    added = stet("add", "--seeds", documents)
    exported = stet("export", "--format", "jekyll", "--seeds", "--out", tmp_path / "out")

    assert (added.returncode, exported.returncode) == (0, 0)
    before = sorted(path.read_bytes() for path in documents.iterdir())
    assert sorted(path.read_bytes() for path in (tmp_path / "out").iterdir()) == before


def test_the_second_seed_is_kept_unresolved(stet: Run, shared: Path):
    added = stet("add", "--seeds", shared / "seeds")
    [line] = lines(stet("list", "--state", "unresolved"))
    history = stet("history", line.split()[0]).stdout

    assert "1 without a URL: kept as unresolved" in added.stdout
    assert "unresolved: the seed has no URL" in history
    assert "related, as seen beside it (20)" in history


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["add"], 2, "nothing to add"),
        (["add", "not a url"], 2, "not a url"),
        (["add", "https://me:secret@news.example/1"], 2, "leave it out"),
        (["run", "--data", "/proc/nowhere"], 1, "/proc/nowhere"),
        (["add", "--seeds", "no-such-folder"], 2, "no-such-folder"),
        (["list"], 1, "stet add"),
        (["history", "cna:1"], 1, "stet add"),
        (["report", "--format", "origami"], 2, "origami"),
        (["report", "--since", "yesteryear"], 2, "yesteryear"),
        (["read", "page.html"], 2, "--url"),
        (["--data"], 2, "there is no verb"),
        (["demo", "--data", "."], 2, "name another folder"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(stet: Run, words: list[str], code: int, said: str):
    answer = stet(*words)

    assert answer.returncode == code
    [line] = answer.stderr.splitlines()
    assert line.startswith("stet: ")
    assert said in line


def test_two_files_are_compared_in_any_format(stet: Run, tmp_path: Path):
    (tmp_path / "old.txt").write_text("堤防全長3.2公里。\n完。\n", encoding="utf-8")
    (tmp_path / "new.txt").write_text("堤防全長2.3公里。\n完。\n", encoding="utf-8")

    shown = stet("diff", "old.txt", "new.txt", "--format", "jsonl")

    assert shown.returncode == 0
    assert json.loads(shown.stdout)["changes"][0]["tags"] == ["number"]
    assert "no text in UTF-8" in stet("diff", "old.txt", sys.executable).stderr


def test_an_outage_is_no_news_but_a_failure(newsroom: Newsroom, stet: Run):
    story = newsroom.publish("海角鎮堤防提前完工", BODY)
    stet("add", story.url)
    newsroom.fail(story.host, "reset")

    looked = stet("crawl")

    assert looked.returncode == 1
    assert looked.stdout.startswith("1 page: 1 unreachable")
    assert "none of the 1 page could be reached" in looked.stderr
    assert "unreachable" in stet("read", story.url).stdout


def test_a_reader_makes_no_archive(stet: Run, tmp_path: Path):
    for words in (["report"], ["pause", "cna:1"], ["crawl"], ["list"]):
        answer = stet(*words)
        assert answer.returncode == 1
        assert "there is no archive" in answer.stderr
    assert not (tmp_path / "data").exists()


def test_a_name_out_of_an_old_archive_costs_no_seed(stet: Run, tmp_path: Path):
    name = os.fsdecode(b"posts-\xff.txt")
    (tmp_path / name).write_text(
        " date 2026-01-09 海角鎮堤防完工\n記者莊谷／綜合報導\n" + "\n".join(BODY), encoding="utf-8"
    )

    assert stet("add", "--seeds", name).stdout.startswith("1 seed document: 1 new article")


def test_words_that_are_no_text_are_refused(stet: Run):
    answer = stet("add", os.fsdecode(b"https://news.example/\xff"))

    assert answer.returncode == 2
    assert len(answer.stderr.splitlines()) == 1


def test_a_full_disk_behind_the_output_is_said(stet: Run, tmp_path: Path):
    with open("/dev/full", "w") as full:  # noqa: PTH123  a device, not a file
        run = subprocess.run(
            [sys.executable, "-m", "scheduler", "--help"],
            stdout=full, stderr=subprocess.PIPE, text=True, timeout=60,
        )  # fmt: skip

    assert run.returncode == 1
    assert run.stderr == "stet: the output could not be written: the disk is full\n"


@pytest.mark.parametrize(
    "words",
    [["run", "--tick", "0"], ["run", "--tick", "-3"], ["report", "--limit", "-1"],
     ["report", "--min-score", "101"], ["crawl", "--related", "4"]],
)  # fmt: skip
def test_a_number_out_of_bounds_is_refused(stet: Run, words: list[str]):
    answer = stet(*words)

    assert answer.returncode == 2
    assert f"argument {words[1]}: " in answer.stderr


def test_a_folder_with_one_bad_file_imports_the_others(stet: Run, tmp_path: Path):
    posts = tmp_path / "posts"
    posts.mkdir()
    (posts / "good.txt").write_text(
        " date 2026-01-09 海角鎮堤防完工\n記者莊谷／綜合報導\n" + "\n".join(BODY), encoding="utf-8"
    )
    (posts / "bad.md").write_text("# 讀書筆記\n", encoding="utf-8")

    added = stet("add", "--seeds", posts)

    assert added.returncode == 0
    assert added.stdout.startswith("1 seed document: 1 new article")
    assert "1 file was refused" in added.stderr
    assert "bad.md, line 1: not a seed document: expected" in added.stderr


def test_a_folder_that_may_not_be_written_is_named(newsroom: Newsroom, stet: Run, tmp_path: Path):
    (tmp_path / "file").touch()

    answer = stet("crawl", newsroom.publish("一", BODY).url, "--data", tmp_path / "file")

    assert answer.returncode in {1, 2}
    assert str(tmp_path / "file") in answer.stderr
    assert "Traceback" not in answer.stderr
