"""Files that verbs write: each is there whole, or not at all."""

import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from scheduler.verbs import _files
from tests.archives import filled
from tests.terminal import Inside, complaint

OUTPUTS = {
    "jsonl": ("export", "--out", "archive.jsonl"),
    "warc": ("export", "--warc", "archive.warc.gz"),
    "bundle": ("bundle", "cna:202603010001", "1", "2", "--out", "toll.zip"),
    "report": ("report", "--format", "webpage", "--out", "page.html"),
}
WORDS = {
    **{kind: words[:-1] for kind, words in OUTPUTS.items()},
    "diff": ("diff", "cna:202603010001", "--out"),
    "delta": ("diff", "cna:202603010001", "--format", "deepdiff", "--out"),
    "backup": ("backup", "--force"),
    "plot": ("agenda", "simulate", "--plot"),
    "documents": ("export", "--format", "jekyll", "--out"),
}
"""Every verb that writes what it is given the name of, which follows."""
OURS = {
    "data/stet.db": "is the archive itself: name another file",
    "data/../data/stet.db": "is the archive itself: name another file",
    "data/stet.db-wal": "is the archive itself: name another file",
    "data/stet.db-shm": "is the archive itself: name another file",
    "link": "is the archive itself: name another file",
    "log of the archive": "is the archive itself: name another file",
    "second name": "is the archive itself: name another file",
    "stet.toml": "holds settings: name another file",
    "data/stet.toml": "holds settings: name another file",
    "data/daemon.lock": "is the lock of `stet run`: name another file",
    "data/logs/reader.log": "is where the archive has its logs: name another place",
    "data/logs": "is where the archive has its logs: name another place",
}
"""What Stet lives on."""


@pytest.fixture
def archive(quick: Inside) -> Inside:
    """A shell that stands beside an archive with four articles."""
    filled(quick.folder / "data")
    return quick


@pytest.mark.parametrize("words", [["backup"], ["export", "--format", "jekyll", "--out"]])
def test_a_dash_is_no_file(archive: Inside, words: list[str]):
    answer = archive(*words, "-")

    assert answer.returncode == 2
    assert "cannot be written to standard output: name a file" in complaint(answer)
    assert not (archive.folder / "-").exists()


def interrupted(act: Callable[[], None], lines: int) -> bool:
    """Whether Ctrl-C came before the end, after so many lines of what writes a file."""
    left = iter(range(lines))

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if not frame.f_code.co_filename.endswith(("_files.py", "contextlib.py")):
            return None
        if event == "line" and next(left, None) is None:
            raise KeyboardInterrupt
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        act()
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(before)
    return False


@pytest.mark.no_cover
@pytest.mark.filterwarnings("ignore:Exception ignored.*partial:Warning")  # opened, and no more
def test_ctrl_c_at_any_moment_leaves_a_document_whole_or_none(tmp_path: Path):
    def write() -> None:
        with _files.replacing(path) as file:
            file.write(b"whole")

    kept = []
    for lines in count():
        path = tmp_path / str(lines)
        was_interrupted = interrupted(write, lines)
        kept.append(path.exists())
        assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"whole"] * sum(kept)
        if not was_interrupted:
            break
    assert kept == sorted(kept)
    assert kept.count(False) > 10


def test_of_a_document_that_a_full_disk_cut_short_nothing_is_left(
    archive: Inside, small_disk: Path
):
    (small_disk / "ballast").write_bytes(bytes(2**20))

    answer = archive("export", "--format", "jekyll", "--out", small_disk)

    assert answer.returncode == 1
    assert "the disk is full, make room first" in complaint(answer)
    assert [path.name for path in small_disk.iterdir()] == ["ballast"]


@pytest.mark.parametrize("kind", WORDS)
def test_what_stet_lives_on_is_written_by_no_verb(archive: Inside, kind: str):
    data = archive.folder / "data"
    (data / "logs").mkdir()
    for name in ("stet.toml", "data/stet.toml", "data/daemon.lock", "data/logs/reader.log"):
        (archive.folder / name).write_text("")
    (archive.folder / "link").symlink_to(data / "stet.db")
    (archive.folder / "log of the archive").symlink_to(data / "stet.db-wal")
    (archive.folder / "second name").hardlink_to(data / "stet.db")
    before = archive("list").stdout

    for name, why in OURS.items():
        answer = archive(*WORDS[kind], name)

        assert answer.returncode == 2
        assert complaint(answer) == f"stet: {name} {why}"
    assert archive("list").stdout == before
    assert (archive.folder / "data/stet.toml").read_text() == ""


def test_what_we_may_not_ask_for_is_said(archive: Inside):
    (archive.folder / "loop").symlink_to("loop")

    for name in ("loop", "x" * 300):
        for words in (("report", "--out"), ("export", "--warc"), ("backup",)):
            answer = archive(*words, name)

            assert answer.returncode == 2
            assert complaint(answer).startswith(f"stet: cannot write {name}: ")


def test_settings_of_another_name_are_not_written_either(archive: Inside):
    mine = archive.folder / "mine.toml"
    mine.write_text("[report]\nzone = 'UTC'\n")

    answer = archive("report", "--config", "mine.toml", "--data", "data", "--out", "mine.toml")

    assert complaint(answer) == "stet: mine.toml holds settings: name another file"
    assert "zone" in mine.read_text()


@pytest.mark.parametrize(
    ("words", "file"), [(("run", "--once"), "daemon.lock"), (("crawl",), "-article.")]
)
def test_a_data_folder_on_a_full_disk_is_named_where_the_archive_is_elsewhere(
    archive: Inside, small_disk: Path, words: tuple[str, ...], file: str
):
    (small_disk / "ballast").write_bytes(bytes(2**20))
    elsewhere = f"sqlite:///{archive.folder}/data/stet.db"

    answer = archive(*words, STET_URL=elsewhere, STET_DATA=str(small_disk))

    [line] = [line for line in answer.stderr.splitlines() if str(small_disk) in line]
    assert answer.returncode == 1
    assert file in line
    assert "the disk is full" in line or "No space left" in line


@pytest.mark.parametrize("kind", OUTPUTS)
def test_what_was_there_stays_until_the_new_one_is_whole(
    archive: Inside, small_disk: Path, kind: str
):
    *words, name = OUTPUTS[kind]
    before = small_disk / name
    before.write_text("of last night")
    before.chmod(0o600)
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(2**20 - 4_096))

    if kind != "report":
        answer = archive(*words, before)
        assert answer.returncode == 2
        assert complaint(answer) == (
            f"stet: {before} is there already: name another file, or replace it with --force"
        )
        words.insert(1, "--force")
    assert archive(*words, before).returncode == 1
    assert before.read_text() == "of last night"

    ballast.unlink()
    assert archive(*words, before).returncode == 0
    assert before.stat().st_size > len("of last night")
    assert before.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in small_disk.iterdir()] == [name]


def test_what_is_there_is_replaced_where_one_says_so(archive: Inside, tmp_path: Path):
    for name in ("archive.jsonl", "toll.zip"):
        (tmp_path / name).write_text("of last night")
    archive("export", "--force", "--out", tmp_path / "archive.jsonl")
    archive("bundle", "--force", "cna:202603010001", 1, 2, "--out", tmp_path / "toll.zip")

    assert (tmp_path / "archive.jsonl").read_text().startswith("{")
    assert (tmp_path / "toll.zip").read_bytes().startswith(b"PK")


def test_a_link_stays_one_and_a_device_is_written_to(archive: Inside, tmp_path: Path):
    link, there = tmp_path / "link", tmp_path / "there"
    link.symlink_to(there)

    assert archive("export", "--out", link).returncode == 0
    assert "is there already" in complaint(archive("export", "--out", link))
    assert link.is_symlink()
    assert there.read_bytes().endswith(b"\n")
    assert archive("export", "--out", "/dev/null").returncode == 0
    assert archive("export", "--out", tmp_path / "no" / "where").returncode == 2
