"""Seed documents in and out: `stet add --seeds`, `stet export`."""

import os
import subprocess
from pathlib import Path

import pytest

from crawler import seeds
from tests.archives import filled
from tests.terminal import BODY, SEED, TITLE, Inside, Terminal, complaint, lines


def folder_of(quick: Inside, **files: str) -> Path:
    folder = quick.folder / "posts"
    folder.mkdir()
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return folder


def test_a_seed_without_a_url_is_kept_unresolved(quick: Inside):
    added = quick("add", "--seeds", folder_of(quick, one_txt=SEED))

    assert added.returncode == 0
    assert lines(added) == [
        "1 seed document: 1 new article, 0 more versions, 0 known already; 0 reports",
        "1 without a URL: kept as unresolved, see `stet list --state unresolved`",
    ]
    [_, line] = lines(quick("list", "--state", "unresolved"))
    assert line.endswith(TITLE)


def test_one_file_is_enough_and_known_when_it_comes_again(quick: Inside):
    one = folder_of(quick, one_txt=SEED) / "one.txt"
    quick("add", "--seeds", one)

    assert lines(quick("add", "--seeds", one))[0].startswith("1 seed document: 0 new articles")


def test_a_folder_with_one_bad_file_imports_the_others(quick: Inside):
    added = quick("add", "--seeds", folder_of(quick, good_txt=SEED, bad_md="# 讀書筆記\n"))

    assert added.returncode == 1
    assert added.stdout.startswith("1 seed document: 1 new article")
    refused, why = added.stderr.splitlines()
    assert refused == "1 file was refused:"
    assert "bad.md, line 1: not a seed document: expected" in why


def test_refusals_are_counted_and_told_each_into_a_file(quick: Inside):
    added = quick("add", "--seeds", folder_of(quick, **{f"bad{n}_md": "#" for n in range(12)}))

    assert added.returncode == 1
    assert added.stdout == ""
    assert added.stderr.splitlines()[0] == "12 files were refused:"
    assert len(added.stderr.splitlines()) == 13


def test_of_many_refusals_a_terminal_has_the_first(quick: Inside):
    folder = folder_of(quick, **{f"bad{number}_md": "#" for number in range(12)})
    ours, theirs = os.openpty()
    with os.fdopen(ours, "rb", buffering=0) as terminal, os.fdopen(theirs, "wb") as shown:
        words = ("import", folder, "--data", quick.folder / "data")
        done = subprocess.run(Terminal.command(*words), stderr=shown, cwd=quick.folder)
        told = terminal.read(65_536).decode().splitlines()

    assert done.returncode == 1
    assert [line for line in told if "..." in line] == [
        "  ... and 2 more: add `2> FILE` to have all of them in FILE"
    ]


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda folder: None, "No such file or directory"),
        (lambda folder: folder.mkdir(), "no .md, .markdown, .txt file is in this folder"),
    ],
)
def test_a_folder_without_seeds_is_said_and_makes_no_archive(quick: Inside, made, said: str):
    made(quick.folder / "posts")
    answer = quick("add", "--seeds", "posts")

    assert answer.returncode == 2
    assert f"seeds posts: {said}" in complaint(answer)
    assert not (quick.folder / "data").exists()


def test_seeds_come_back_byte_for_byte(quick: Inside, shared: Path):
    documents = shared / "posts" / "sample" / "cna"
    added = quick("add", "--seeds", documents)
    exported = quick("export", "--format", "jekyll", "--seeds", "--out", "out")

    assert (added.returncode, exported.returncode) == (0, 0)
    before = sorted(path.read_bytes() for path in documents.iterdir())
    assert sorted(path.read_bytes() for path in (quick.folder / "out").iterdir()) == before


def test_the_second_seed_keeps_its_related_headlines(quick: Inside, shared: Path):
    quick("add", "--seeds", shared / "seeds")

    assert "related, as seen beside it (20)" in quick("history", "text:").stdout


# ------------------------------------------------------------------ export


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_latest_version_of_every_article_is_exported(quick: Inside):
    filled(quick.folder / "data")
    exported = quick("export", "--format", "jekyll", "--out", "out")

    assert lines(exported) == ["4 files written to out"]
    texts = [path.read_bytes() for path in (quick.folder / "out").iterdir()]
    titles = {seeds.parse(text).title for text in texts}
    assert titles == {"渡輪擦撞 釀3死！", "碼頭燈號", "失蹤的報導", "沒有網址的稿子"}


def test_the_form_of_the_seeds_is_chosen(quick: Inside):
    filled(quick.folder / "data")
    quick("export", "--format", "text", "--out", "out")

    assert {Path(name).suffix for name in names(quick.folder / "out")} == {".txt"}


def test_only_the_seed_documents_are_exported(quick: Inside):
    filled(quick.folder / "data")
    quick("export", "--seeds", "--out", "out")

    assert names(quick.folder / "out") == ["2026-02-25-沒有網址的稿子.md"]


def test_what_is_there_already_is_not_written_over(quick: Inside):
    filled(quick.folder / "data")
    first = quick("export", "--seeds", "--out", "out")
    again = quick("export", "--seeds", "--out", "out")
    [path] = (quick.folder / "out").iterdir()
    path.write_text(f"mine\n{BODY[0]}", encoding="utf-8")
    beside = quick("export", "--seeds", "--out", "out")

    assert lines(first) == ["1 file written to out"]
    assert lines(again) == ["0 files written to out, 1 there already"]
    assert lines(beside) == ["1 file written to out"]
    assert path.read_text(encoding="utf-8").startswith("mine")
    assert len(names(quick.folder / "out")) == 2


def test_a_folder_that_cannot_be_made_is_said(quick: Inside):
    filled(quick.folder / "data")
    (quick.folder / "file").touch()
    answer = quick("export", "--format", "jekyll", "--out", "file")

    assert answer.returncode == 2
    assert complaint(answer) == "stet: cannot write file: File exists; 0 files written"
