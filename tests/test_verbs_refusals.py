"""What cannot be done is said in one line, with the right exit code, and costs nothing."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from scheduler import cli
from scheduler.newsroom import Newsroom
from tests.archives import filled, make_older
from tests.terminal import BODY, SEED, TITLE, Inside, Shell, Terminal, complaint

URL = "https://news.example/1"
WORDS = {
    "add": [URL], "agenda": ["explain", "cna:1"], "backup": ["copy.db"],
    "bundle": ["cna:1", "1", "2"], "crawl": [URL], "demo": [],
    "diff": ["cna:1"], "doctor": [], "export": ["--out", "out"],
    "history": ["cna:1"], "import": ["-"], "init": [], "judge": ["--explain", "cna:1"], "list": [],
    "now": ["cna:1"],
    "pause": ["cna:1"], "prune": ["--payloads", "180d"], "read": [URL],
    "remove": ["cna:1"], "reparse": [], "report": [], "resolve": [],
    "restore": ["copy.db"], "resume": ["cna:1"],
    "run": [], "search": ["渡輪"], "serve": ["--port", "0"], "show": ["cna:1"], "status": [],
    "verify": [],
}  # fmt: skip
"""What each verb needs at least."""
OF_AN_ARCHIVE = sorted(set(WORDS) - {"doctor", "init", "read"})
"""To `stet doctor` a broken archive is no refusal but a finding."""
READING = sorted(set(OF_AN_ARCHIVE) - {"add", "crawl", "demo", "import", "restore", "run", "serve"})


def test_every_verb_is_refused_something_here():
    assert set(WORDS) == set(cli.verbs())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["reprot"], "there is no verb 'reprot': did you mean 'stet report'?"),
        (["--versoin"], "did you mean 'stet --version'?"),
        (["frobnicate"], "'stet --help' lists them"),
        (["--data", "x", "list"], "options follow the verb, as in 'stet list --data'"),
        (["report", "--fromat", "text"], "there is no option '--fromat', did you mean --format?"),
        (
            ["report", "--colour-of-my-socks"],
            "there is no option '--colour-of-my-socks': see `stet",
        ),
        (["list", "cna"], "'cna' is one word too many: see `stet list --help`"),
        (["show"], "the following arguments are required: ARTICLE: see `stet show --help`"),
        (["add", "not a url"], "'not a url' is no URL of a page"),
        (["add", "news.example/1"], "it looks like https://news.example/1"),
        (["add", "https://me:secret@news.example/1"], "leave it out"),
        (["add", "https://news.example/\udcff"], "is no text: use UTF-8"),
        (["crawl", URL, "https://news.example/"], "is the front page of news.example"),
        (["run", "--tick", "0"], "argument --tick: '0' is no number from 0.1 to 3600"),
        (["run", "--tick", "soon"], "argument --tick: 'soon' is no number"),
        (["report", "--limit", "-1"], "argument --limit: '-1' is no number from 1 to 1000000"),
        (["report", "--min-score", "101"], "argument --min-score: '101' is no number"),
        (["crawl", "--related", "4"], "argument --related: invalid choice: 4"),
        (["show", "cna:1", "--version", "two"], "argument --version: invalid int value: 'two'"),
        (["list", "--state", "asleep"], "argument --state: invalid choice: 'asleep'"),
        (["report", "--format", "origami"], "there is no report format 'origami'"),
        (["crawl", URL, "--due"], "give URLs, or --due and --site for what is watched: not both"),
        (["crawl", URL, "--site", "cna"], "not both"),
        (["verify", ""], "argument FILE: an empty name is none: name a file"),
        (["search", "堤防", "--site", ""], "argument --site: an empty name is none: leave it out"),
        (["import", ""], "argument PATH: an empty name is none: name a file"),
        (["restore", "full"], "full is a folder: name the file in it that `stet backup` wrote"),
        (["restore", "--check", "full"], "full is a folder: name the file in it"),
        (
            ["prune", "--payloads", "1d", "--site", "yahooo", "--data", "full"],
            "no article of yahooo is watched here; `stet list` shows",
        ),
        (
            ["resolve", "--site", "yahooo", "--data", "full"],
            "no article of yahooo is watched here; `stet list` shows",
        ),
        (["add"], "nothing to add: give a URL, --list URL, or --seeds PATH"),
        (["add", "--list", f"{URL}/{{date}}"], "nothing is put in the place of {date} in "),
        (["demo", "--seconds", "9"], "--seconds is how long --daemon is left on: add --daemon"),
        (["add", "--related", "1", "--seeds", "posts"], "--related needs a URL to start from"),
        (["read", URL, "--url", URL], "--url says where a saved page came from: leave it out"),
        (["read", "page.html"], "cannot read page.html: No such file"),
        (["read", "full"], "which page is full? Give its address with --url"),
        (["read", "nothing.html", "--url", URL], "cannot read nothing.html: No such file"),
        (["serve", "--port", "99999", "--data", "full"], "there is no port 99999"),
        (["demo", "--data", "full"], "full holds something that is not of a demo: name another"),
    ],
)
def test_a_wrong_question_ends_with_2(quick: Inside, words: list[str], said: str):
    filled(quick.folder / "full")

    answer = quick(*words)

    assert answer.returncode == 2
    assert said in complaint(answer)
    assert answer.stdout == ""


@pytest.mark.parametrize(
    "words", [*([verb, *WORDS[verb]] for verb in READING), ["run", "--once"]], ids=" ".join
)
def test_a_reader_makes_no_archive(quick: Inside, words: list[str]):
    answer = quick(*words)

    assert answer.returncode == 1
    assert complaint(answer) == (
        "stet: there is no archive at data/stet.db yet: start one with `stet add URL`"
    )
    assert not (quick.folder / "data").exists()


# ------------------------------------------------------------------ the archive that is named


@pytest.fixture
def shell(verb: str, request: pytest.FixtureRequest) -> Shell:
    """Where `verb` can be stopped if it should not refuse, but stay."""
    found: Shell = request.getfixturevalue("stet" if verb in {"run", "serve"} else "quick")
    return found


@pytest.mark.parametrize("verb", OF_AN_ARCHIVE)
def test_a_data_folder_that_is_none_is_said_by_its_name(shell: Shell, verb: str):
    (shell.folder / "file").touch()

    answer = shell(verb, *WORDS[verb], "--data", "file")

    assert answer.returncode == 2
    assert complaint(answer).startswith("stet: file is a file")


@pytest.mark.parametrize("verb", OF_AN_ARCHIVE)
def test_a_data_folder_that_cannot_even_be_looked_at_is_said(quick: Inside, verb: str):
    answer = quick(verb, *WORDS[verb], "--data", "x" * 300)

    assert answer.returncode == 2
    assert "File name too long: name another folder with --data" in complaint(answer)


@pytest.mark.parametrize("name", ["", "/", "cn"])
@pytest.mark.parametrize("verb", ["remove", "pause", "history", "show"])
def test_a_name_that_says_next_to_nothing_means_no_article(quick: Inside, verb: str, name: str):
    (quick.folder / "one.txt").write_text(SEED, encoding="utf-8")
    quick("add", "--seeds", "one.txt")

    answer = quick(verb, name)

    assert answer.returncode == 2
    assert f"nothing in this archive is called {name!r}" in complaint(answer)


@pytest.mark.parametrize("verb", sorted(set(WORDS) - {"init"}))
def test_settings_that_are_wrong_are_said_by_their_file(shell: Shell, verb: str):
    (shell.folder / "mine.toml").write_text("[crawl]\ndelya = 1\n", encoding="utf-8")

    answer = shell(verb, *WORDS[verb], "--config", "mine.toml")

    assert answer.returncode == 2
    assert complaint(answer).startswith("stet: mine.toml: [crawl] delya is no setting of Stet")


@pytest.mark.parametrize("verb", sorted({*OF_AN_ARCHIVE} - {"demo", "restore"}))
def test_an_archive_of_a_newer_stet_is_left_alone(shell: Shell, verb: str):
    filled(shell.folder / "data")
    path = shell.folder / "data" / "stet.db"
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = path.read_bytes()

    answer = shell(verb, *WORDS[verb])

    assert answer.returncode == 2
    assert "was written by a newer Stet" in complaint(answer)
    assert "upgrade Stet; nothing was changed" in complaint(answer)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "words",
    [["crawl", "--site", "none"], ["pause", "cna:202603010001"]],
    ids=lambda words: words[0],
)
def test_a_verb_that_writes_brings_an_older_archive_up_to_date(quick: Inside, words: list[str]):
    filled(quick.folder / "data")
    make_older(quick.folder / "data" / "stet.db")

    reader = quick("list")
    assert reader.returncode == 1
    assert "any command that writes, such as `stet crawl`, brings it up" in complaint(reader)
    assert quick(*words).returncode == 0
    assert quick("list").returncode == 0


@pytest.mark.parametrize("verb", ["add", "crawl", "run"])
def test_a_folder_that_cannot_be_made_is_said(quick: Inside, verb: str):
    answer = quick(verb, *WORDS[verb], "--data", "/proc/nowhere")

    assert answer.returncode == 2
    assert complaint(answer).startswith("stet: /proc/nowhere: No such file or directory: name")


# ------------------------------------------------------------------ disks


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes: an archive has room on it, pages have not."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "stet-test", str(folder)]
    if subprocess.run(mount, capture_output=True, timeout=30).returncode:
        pytest.skip("mounting a small disk needs root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True, timeout=30)


@pytest.mark.parametrize("verb", ["add", "crawl", "prune", "run", "pause", "resume", "remove"])
def test_an_archive_that_may_not_be_written_is_said(quick: Inside, disk: Path, verb: str):
    filled(disk)
    remount = ["mount", "-o", "remount,ro", str(disk)]
    subprocess.run(remount, check=True, timeout=30)

    answer = quick(verb, *WORDS[verb], "--data", "disk")

    assert answer.returncode == 2
    assert complaint(answer).startswith("stet: disk cannot be written: give yourself write perm")
    assert quick("list", "--data", "disk").returncode == 0


def test_a_disk_that_fills_while_pages_come_is_said(newsroom: Newsroom, stet: Terminal, disk: Path):
    first = newsroom.publish(TITLE, BODY)
    stet("add", first.url, "--data", "disk")
    (disk / "ballast").write_bytes(bytes(_room(disk) - 20_000))
    others = [newsroom.publish(f"第{n}則", [os.urandom(9_000).hex()]) for n in range(4)]

    answer = stet("add", *(story.url for story in others), "--data", "disk")

    assert answer.returncode == 1
    assert "the disk is full; make room and run it again" in complaint(answer)
    (disk / "ballast").unlink()
    assert TITLE in stet("list", "--data", "disk").stdout


def test_a_full_disk_costs_no_seed_that_was_kept(quick: Inside, disk: Path):
    posts = quick.folder / "posts"
    posts.mkdir()
    for number in range(120):
        text = SEED.replace(BODY[0], os.urandom(9_000).hex())
        (posts / f"{number:02}.txt").write_text(text, encoding="utf-8")

    answer = quick("add", "--seeds", "posts", "--data", "disk")

    assert answer.returncode == 1
    assert "the disk is full; make room and run it again" in complaint(answer)


def _room(folder: Path) -> int:
    figures = os.statvfs(folder)
    return figures.f_bavail * figures.f_frsize


def test_a_full_disk_behind_the_output_is_said(stet: Terminal):
    with open("/dev/full", "w") as full:  # noqa: PTH123  a device, not a file
        run = subprocess.run(
            stet.command("--help"), stdout=full, stderr=subprocess.PIPE, text=True, timeout=60
        )

    assert run.returncode == 1
    assert run.stderr == "stet: the output could not be written: the disk is full\n"


# ------------------------------------------------------------------ words that are no text


def test_a_name_out_of_an_old_archive_costs_no_seed(quick: Inside):
    name = os.fsdecode(b"posts-\xff.txt")
    (quick.folder / name).write_text(SEED, encoding="utf-8")

    assert quick("add", "--seeds", name).stdout.startswith("1 seed document: 1 new article")
