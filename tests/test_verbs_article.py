"""One article: its history, the difference of two versions, one version, one page."""

import json
from pathlib import Path

import pytest

from crawler import seeds
from scheduler.newsroom import Newsroom
from tests.archives import SECOND, TOLL, filled
from tests.reader import Reader
from tests.terminal import BODY, SEED, TITLE, Inside, Terminal, complaint, lines

FERRY = "cna:202603010001"


@pytest.fixture
def archive(quick: Inside) -> Inside:
    """A shell that stands beside an archive with four articles."""
    filled(quick.folder / "data")
    return quick


# ------------------------------------------------------------------ history


def test_a_history_lists_versions_and_what_was_beside_them(archive: Inside):
    shown = lines(archive("history", FERRY))

    assert shown[:2] == [
        f"{FERRY}  渡輪擦撞 釀3死！",
        "https://www.cna.com.tw/news/asoc/202603010001.aspx  active",
    ]
    assert [line.split()[0] for line in shown[2:5]] == ["v1", "v2", "v3"]
    assert "2026-03-01 16:00 to 2026-03-01 16:00  1 look  read as cna/1" in shown[2]
    assert shown[5:] == [
        "related, as seen beside it (1):",
        "  渡輪航線小史  https://news.example/history",
    ]


def test_a_history_tells_what_happened_to_the_article(archive: Inside):
    shown = lines(archive("history", "https://news.example/lost"))

    assert [line.split()[0] for line in shown[2:]] == ["v1", "-", "deleted"]
    assert shown[3].endswith("  3 looks, no article: gone, HTTP 404")
    assert shown[4].endswith("HTTP 404")


def test_a_history_of_a_seed_without_a_url(archive: Inside):
    shown = archive("history", "text:1a2b").stdout

    assert "seed document, read as jekyll" in shown
    assert "unresolved: the seed has no URL, so there is nothing to fetch yet" in shown


@pytest.mark.parametrize(
    "name",
    [FERRY, "202603010001", "cna:2026", "https://www.cna.com.tw/news/aipl/202603010001.aspx?utm_source=x"],
)  # fmt: skip
def test_an_article_has_many_names(archive: Inside, name: str):
    assert lines(archive("history", name))[0].startswith(FERRY)


def test_a_name_that_fits_several_is_answered_with_all_of_them(archive: Inside):
    answer = archive("history", "news.example:/")

    assert answer.returncode == 2
    assert "news.example:/lost 失蹤的報導, news.example:/pier 碼頭燈號" in complaint(answer)


# ------------------------------------------------------------------ diff


def test_the_last_two_versions_are_compared(archive: Inside):
    assert "釀3死{+！+}" in archive("diff", FERRY).stdout


def test_any_two_versions_are_compared(archive: Inside):
    forward = archive("diff", FERRY, 1, 2).stdout
    backward = archive("diff", FERRY, 2, 1).stdout

    assert ("[-2-]{+3+}人死亡" in forward, "[-3-]{+2+}人死亡" in backward) == (True, True)
    assert "！" not in forward
    assert "由較新的版本回到" in backward


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["1"], "give two version numbers, as in: stet diff ARTICLE 1 3"),
        (["1", "2", "3"], "give two version numbers"),
        (["1", "x"], "give two version numbers"),
        (["1", "9"], f"{FERRY} has no version 9: 1 to 3"),
        (["2", "2"], "version 2 and version 2 are one"),
    ],
)
def test_versions_that_cannot_be_compared(archive: Inside, words: list[str], said: str):
    answer = archive("diff", FERRY, *words)

    assert answer.returncode == 2
    assert said in complaint(answer)


def test_one_version_has_nothing_to_be_compared_with(archive: Inside):
    assert "has 1 version so far" in complaint(archive("diff", "news.example:/lost"))


def test_two_files_are_compared(quick: Inside):
    (quick.folder / "old.txt").write_text("堤防全長3.2公里。\n完。\n", encoding="utf-8")
    (quick.folder / "new.txt").write_text("堤防全長2.3公里。\n完。\n", encoding="utf-8")

    shown = quick("diff", "old.txt", "new.txt")

    assert shown.returncode == 0
    assert "[-3.2-]{+2.3+}公里" in shown.stdout
    assert "■ old.txt → new.txt" in shown.stdout
    hunks = lines(quick("diff", "old.txt", "new.txt", "--format", "unified"))
    assert [line.strip() for line in hunks[:3]] == [
        "diff old.txt new.txt",
        "--- old.txt",
        "+++ new.txt",
    ]
    assert "no text in UTF-8" in complaint(quick("diff", "old.txt", "/bin/sh"))
    assert "cannot read nothing.txt" in complaint(quick("diff", "old.txt", "nothing.txt"))
    assert ". is a folder" in complaint(quick("diff", "old.txt", "."))


def test_what_stands_in_the_way_of_two_files_is_said(quick: Inside, tmp_path: Path):
    one, many = tmp_path / "one.txt", tmp_path / "many.txt"
    one.write_text("\ufeff甲段。\n", "utf-8")
    many.write_text("甲段。\n" * 3_001, "utf-8")

    assert "give a second one" in complaint(quick("diff", str(one)))
    asked = ("diff", str(one), str(many), "--format", "deepdiff")
    assert "3,001 paragraphs" in complaint(quick(*asked))
    many.write_text("乙段。\n", "utf-8")
    asked = ("diff", str(one), str(many), "--format", "pdf")
    assert "unified, webpage, deepdiff" in complaint(quick(*asked))
    many.write_text("甲段。\n", "utf-8")
    for form in ("text", "markdown", "webpage"):
        answer = quick("diff", str(one), str(many), "--format", form)
        assert "兩者沒有差別。" in answer.stdout


def test_a_diff_has_the_formats_languages_and_files_of_a_report(archive: Inside):
    record = json.loads(archive("diff", FERRY, 1, 2, "--format", "jsonl").stdout)
    english = archive("diff", FERRY, "--lang", "en").stdout
    written = archive("diff", "--out", "diff.md", "--format", "markdown", FERRY)

    assert record["id"] == f"tag:stet,2026:{FERRY}/1..2"
    assert english.startswith("What the news changed")
    assert written.stdout == ""
    assert "渡輪擦撞" in (archive.folder / "diff.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("given", "said"),
    [((), "give a second one"), (("b.txt", "c.txt"), "give one other file")],
)
def test_a_file_is_compared_with_one_other(
    archive: Inside, tmp_path: Path, given: tuple[str, ...], said: str
):
    paths = [tmp_path / name for name in ("a.txt", *given)]
    for path in paths:
        path.write_text("甲", encoding="utf-8")

    answer = archive("diff", *paths)

    assert answer.returncode == 2
    assert f"a.txt is a file: {said} to compare it with" in answer.stderr


def test_a_file_may_be_called_like_a_version(
    quick: Inside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    for name, text in (("old.txt", "他獲判3年。"), ("2023", "他獲判5年。")):
        Path(name).write_text(text, encoding="utf-8")

    assert "[-3-]{+5+}年" in quick("diff", "old.txt", "2023").stdout


def test_deepdiff_s_own_form_is_json_that_it_applies(archive: Inside, tmp_path: Path):
    for name, text in (("old.txt", "甲\n乙"), ("new.txt", "乙\n丙")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    files = [tmp_path / name for name in ("old.txt", "new.txt")]
    of_files = json.loads(archive("diff", *files, "--format", "deepdiff").stdout)
    of_versions = json.loads(archive("diff", FERRY, 1, 2, "--format", "deepdiff").stdout)

    assert of_files["values_changed"]["root['body'][1]"]["new_value"] == "丙"
    assert "渡輪" in of_versions["values_changed"]["root['title']"]["new_value"]


# ------------------------------------------------------------------ show


def test_a_version_is_shown_for_reading(archive: Inside):
    latest = lines(archive("show", FERRY))
    first = lines(archive("show", FERRY, "--version", 1))

    assert latest[0] == "渡輪擦撞 釀3死！"
    assert first[:4] == [
        "渡輪擦撞 釀2死",
        "https://www.cna.com.tw/news/asoc/202603010001.aspx",
        "中央社",
        "reporter: 林知遠",
    ]
    assert first[4:] == [
        *("", TOLL, "", SECOND, ""),
        *("related:", "- 渡輪航線小史  https://news.example/history"),
    ]


def test_a_version_is_shown_for_programs(archive: Inside):
    shown = json.loads(archive("show", FERRY, "--format", "json", "--version", 1).stdout)

    assert (shown["title"], shown["body"]) == ("渡輪擦撞 釀2死", [TOLL, SECOND])


def test_a_version_tells_where_each_field_came_from(newsroom: Newsroom, stet: Terminal):
    story = newsroom.publish(TITLE, BODY, url="https://www.cna.com.tw/news/aipl/202601050001.aspx")
    stet("add", story.url)

    explained = stet("show", story.url, "--explain").stdout
    told = json.loads(stet("show", story.url, "--explain", "--format", "json").stdout)

    assert "title         <- div.centralContent h1" in explained
    assert told["sources"]["title"] == "div.centralContent h1"
    assert told["title"] == TITLE


def test_a_version_without_a_page_to_read_says_so(archive: Inside):
    assert "the seed document" in archive("show", "text:1a2b", "--explain").stdout
    assert "no article today" in archive("show", FERRY, "--explain").stdout


def test_a_seed_document_is_not_explained(archive: Inside):
    answer = archive("show", FERRY, "--format", "text", "--explain")

    assert answer.returncode == 2
    assert "has no place for --explain" in complaint(answer)


@pytest.mark.parametrize("form", ["jekyll", "text"])
def test_a_version_is_shown_as_a_seed_document(archive: Inside, form: str):
    document = archive("show", FERRY, "--format", form).stdout.encode()
    shown = seeds.parse(document)

    assert shown.seed is not None
    assert (shown.seed.form, shown.title) == (form, "渡輪擦撞 釀3死！")
    assert SECOND in shown.body


def test_a_seed_document_comes_back_to_the_byte(quick: Inside):
    seed = f"{SEED}\n\n"
    (quick.folder / "one.txt").write_text(seed, encoding="utf-8")
    quick("add", "--seeds", "one.txt")

    assert quick("show", "text:", "--format", "text").stdout == seed


def test_a_page_cannot_move_the_cursor(quick: Inside):
    (quick.folder / "one.txt").write_text(f"{SEED}\n\x1b[2J清空\u202e\n", encoding="utf-8")
    quick("add", "--seeds", "one.txt")

    shown = quick("show", "text:").stdout

    assert "清空" in shown
    assert not {"\x1b", "\u202e"} & set(shown)


def test_a_version_that_is_not_there(archive: Inside):
    answer = archive("show", FERRY, "--version", 9)

    assert answer.returncode == 2
    assert complaint(answer) == f"stet: {FERRY} has no version 9: they are 1 to 3"


# ------------------------------------------------------------------ read


@pytest.fixture
def page(newsroom: Newsroom, quick: Inside) -> Path:
    """A page of the newsroom that someone has saved."""
    path = quick.folder / "page.html"
    story = newsroom.publish(TITLE, BODY, url="https://www.cna.com.tw/news/aopl/202601051001.aspx")
    path.write_text(Reader(newsroom).page(story), encoding="utf-8")
    return path


def test_a_saved_page_is_read_as_a_page_of_its_site(page: Path, quick: Inside):
    cna = quick("read", page, "--url", "https://www.cna.com.tw/news/aopl/202601051001.aspx")
    other = quick("read", page, "--url", "https://news.example/1")

    assert (cna.returncode, other.returncode) == (0, 0)
    records = [json.loads(answer.stdout) for answer in (cna, other)]
    assert [record["title"] for record in records] == [TITLE] * 2
    assert [record["extractor"].partition("/")[0] for record in records] == ["cna", "any"]
    assert "sources" not in records[0]


def test_it_is_told_where_each_field_came_from(page: Path, quick: Inside):
    answer = quick("read", page, "--url", "https://news.example/1", "--explain")

    assert "title" in json.loads(answer.stdout)["sources"]


def test_a_page_without_an_article_is_said_to_be_so(quick: Inside):
    (quick.folder / "empty.html").write_text("<title>空</title>", encoding="utf-8")
    answer = quick("read", "empty.html", "--url", "https://news.example/1")

    assert answer.returncode == 1
    assert json.loads(answer.stdout)["kind"] == "empty-body"


def test_an_address_is_read_and_nothing_stored(newsroom: Newsroom, stet: Terminal):
    story = newsroom.publish(TITLE, BODY)
    read = stet("read", story.url)
    newsroom.retract(story)
    gone = stet("read", story.url)

    assert (read.returncode, gone.returncode) == (0, 1)
    assert json.loads(read.stdout)["title"] == TITLE
    assert json.loads(gone.stdout)["kind"] == "gone"
    assert not (stet.folder / "data").exists()


def test_a_silent_host_is_told_as_what_was_read(newsroom: Newsroom, stet: Terminal):
    story = newsroom.publish(TITLE, BODY)
    newsroom.fail(story.host, "reset")

    answer = stet("read", story.url)

    assert answer.returncode == 1
    assert json.loads(answer.stdout)["kind"] == "unreachable"


@pytest.mark.parametrize(
    "words",
    [
        ["export"],
        ["export", "--warc", "all.warc.gz"],
        ["export", "--format", "jekyll", "--out", "posts"],
        ["reparse", "--dry-run"],
    ],
    ids=" ".join,
)
def test_a_site_of_which_nothing_is_watched_is_told(archive: Inside, words: list[str]):
    answer = archive(*words, "--site", "cnna")

    assert answer.returncode == 0
    assert "no article of cnna is watched here" in answer.stderr


def test_one_site_is_written_out(archive: Inside):
    written = [json.loads(line) for line in archive("export", "--site", "cna").stdout.splitlines()]

    identities = {line["identity"] for line in written if line["kind"] == "watch"}
    assert identities == {"cna:202603010001"}
    assert written[0]["site"] == "cna"
