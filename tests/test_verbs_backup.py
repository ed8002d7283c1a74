"""`stet backup` and `stet restore` as they are typed, beside a daemon and under load."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from crawler.config import Config
from crawler.store.database import FILE
from scheduler import leases
from scheduler.verbs import _measures
from tests.archives import filled, make_older
from tests.terminal import Inside, Terminal, complaint, eventually, lines
from tests.writers import ARTICLES, check, writing

PATIENCE = 60.0


@pytest.fixture
def archive(quick: Inside) -> Inside:
    """A shell that stands beside an archive with four articles."""
    filled(quick.folder / "data")
    return quick


def test_a_backup_says_what_is_in_it(archive: Inside):
    [said] = lines(archive("backup", "copy.db"))

    assert said.startswith("copy.db: ")
    assert said.endswith(" kB, 4 articles, 7 versions, found whole")


def test_a_backup_of_last_night_is_replaced_when_it_is_asked_for(archive: Inside):
    archive("backup", "copy.db")

    again = archive("backup", "copy.db")
    assert again.returncode == 2
    assert complaint(again) == (
        "stet: copy.db is there already: name another file, or replace it with --force"
    )
    assert lines(archive("backup", "--force", "copy.db"))


def test_a_pipe_or_device_is_never_replaced_by_a_backup(archive: Inside):
    pipe = archive.folder / "pipe"
    os.mkfifo(pipe)

    for words in (["backup", "pipe"], ["backup", "--force", "pipe"]):
        answer = archive(*words)

        assert answer.returncode == 2
        assert complaint(answer) == "stet: pipe is a device or a pipe: name an ordinary file"
    assert pipe.is_fifo()


def test_of_a_link_a_backup_writes_what_it_leads_to(archive: Inside):
    (archive.folder / "disk").mkdir()
    link, there = archive.folder / "link", archive.folder / "disk" / "copy.db"
    link.symlink_to(there)

    assert lines(archive("backup", "link"))[0].startswith("link: ")
    assert "link is there already" in complaint(archive("backup", "link"))
    there.write_text("of last night")
    assert lines(archive("backup", "--force", "link"))
    assert link.is_symlink()
    assert lines(archive("restore", "--check", there))
    assert [path.name for path in there.parent.iterdir()] == ["copy.db"]


def test_a_backup_that_is_not_as_it_was_kept_is_put_back_only_with_force(archive: Inside):
    archive("backup", "copy.db")
    with closing(sqlite3.connect(archive.folder / "copy.db")) as copy:
        copy.execute("DELETE FROM snapshot WHERE version_id = 1")
        copy.commit()

    refused = archive("restore", "copy.db")

    assert refused.returncode == 1
    assert complaint(refused) == (
        "stet: copy.db is not as it was kept, 1 flaw: nothing was changed; "
        "take an older backup, or put this one back with --force"
    )
    assert "that first showed it is missing" in refused.stdout
    assert archive("restore", "--check", "copy.db").returncode == 1
    assert lines(archive("verify"))
    assert complaint(archive("restore", "--check", "--force", "copy.db")).endswith("out --force")

    assert lines(archive("restore", "--force", "copy.db"))[0].startswith("restored data/stet.db")
    assert archive("verify").returncode == 1


def test_a_backup_is_put_back_and_what_was_there_stays(archive: Inside):
    archive("backup", "copy.db")
    archive("remove", "cna:202603010001")

    said = lines(archive("restore", "copy.db"))

    assert said[0].startswith("restored data/stet.db: ")
    assert ", 4 articles, 7 versions, last look " in said[0]
    assert said[1].startswith("what was there is now data/stet-before-")
    assert "cna:202603010001" in archive("list").stdout
    aside = said[1].split()[-1]
    archive("restore", aside)
    assert "cna:202603010001" not in archive("list").stdout


def test_a_backup_can_be_looked_at_without_restoring_it(archive: Inside):
    archive("backup", "copy.db")
    before = sorted((archive.folder / "data").iterdir())

    said, *notes = lines(archive("restore", "--check", "copy.db"))
    assert said.startswith("copy.db: ")
    assert said.endswith("found whole, all as it was kept")
    assert notes == lines(archive("verify"))[1:], "the same history, so the same seal"
    with closing(sqlite3.connect(archive.folder / "copy.db")) as connection:
        connection.execute("UPDATE seal SET digest = randomblob(16) WHERE id = 2")
        connection.commit()
    altered = archive("restore", "--check", "copy.db")
    assert altered.returncode == 1
    assert "cna:202603010001 version 2: seal 2 does not follow from the one" in altered.stdout
    assert "found whole, 3 flaws" in altered.stdout
    with (archive.folder / "copy.db").open("r+b") as file:
        file.seek(8_192)
        file.write(b"\xa5" * 4_096)
    torn = archive("restore", "--check", "copy.db")
    assert torn.returncode == 1
    assert complaint(torn).startswith("stet: copy.db is damaged: ")
    assert sorted((archive.folder / "data").iterdir()) == before


def test_a_backup_of_an_older_stet_says_so(archive: Inside):
    archive("backup", "copy.db")
    make_older(archive.folder / "copy.db")

    assert "so that its seals were not looked at" in archive("restore", "--check", "copy.db").stdout
    said = lines(archive("restore", "copy.db", "--data", "new"))

    assert said[1:] == ["it is of an older Stet: the next command that writes brings it up to date"]
    reader = archive("list", "--data", "new")
    assert "any command that writes, such as `stet crawl`, brings it up" in complaint(reader)
    archive("pause", "cna:202603010001", "--data", "new")
    assert "渡輪擦撞" in archive("list", "--data", "new").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["restore", "nothing.db"], "there is no file nothing.db"),
        (["restore", "data/stet.db"], "data/stet.db is the archive itself: name a copy of it"),
        (["backup", "data/stet.db", "--force"], "is the archive itself: name another file"),
        (["backup", "data"], "data is a folder: name a file in it"),
        (["backup", "nowhere/copy.db"], "cannot write nowhere/copy.db: No such file or directory"),
    ],
)
def test_a_wrong_file_ends_with_2(archive: Inside, words: list[str], said: str):
    answer = archive(*words)

    assert answer.returncode == 2
    assert said in complaint(answer)


def test_of_an_archive_on_a_server_the_right_command_is_named(quick: Inside):
    url = "postgresql+psycopg://me:s3cret@db.example/stet"
    (quick.folder / "stet.toml").write_text(f'[store]\nurl = "{url}"\n', encoding="utf-8")

    made, back = quick("backup", "copy.dump"), quick("restore", "copy.dump")

    assert (made.returncode, back.returncode) == (2, 2)
    own = "postgresql://me@db.example/stet"
    assert complaint(made).endswith(f": pg_dump --format=custom --file=copy.dump {own}")
    assert complaint(back).endswith(f": pg_restore --clean --if-exists --dbname={own} copy.dump")


@pytest.mark.slow
def test_beside_a_daemon_it_is_copied_and_not_replaced(stet: Terminal):
    filled(stet.folder / "data")
    stet("pause", "cna:202603010001", "https://news.example/pier", "https://news.example/lost")
    lock = stet.folder / "data" / "daemon.lock"
    daemon = stet.started("run", "--tick", "0.2")
    try:
        eventually(lambda: lock.is_file() and lock.read_text() == str(daemon.pid))
        assert lines(stet("backup", "copy.db"))
        refused = stet("restore", "copy.db")
    finally:
        daemon.terminate()
        daemon.communicate(timeout=PATIENCE)

    assert refused.returncode == 75
    assert f"another `stet run` (process {daemon.pid}) watches data: stop it" in complaint(refused)
    assert stet("restore", "copy.db").returncode == 0


def test_nothing_is_put_back_under_a_crawl_that_has_nothing_open_just_now(quick: Inside):
    config = Config(data=quick.folder / "data")
    filled(config.data)
    lines(quick("backup", "copy.db"))

    with leases.held(config, ["cna:202603010001"]):
        refused = quick("restore", "copy.db")

    assert refused.returncode == 75
    assert complaint(refused).startswith(f"stet: process {os.getpid()} on ")
    assert not list(config.data.glob("stet-before-*"))
    assert lines(quick("restore", "copy.db"))[0].startswith("restored data/stet.db: ")


@pytest.mark.slow
@pytest.mark.no_cover
def test_under_load_every_backup_can_be_put_back_and_read(stet: Terminal):
    with writing(stet.folder / "data") as writer:
        for number in range(2):
            kept = writer.wait(20)
            assert lines(stet("backup", f"{number}.db"))
            busy = stet("restore", f"{number}.db")
            with writer.paused():
                restored = stet("restore", f"{number}.db", "--data", f"copy-{number}")
                listed = lines(stet("list", "--data", f"copy-{number}"))
                told = stet("report", "--data", f"copy-{number}", "--format", "jsonl")
                check(stet.folder / f"copy-{number}", kept)

            assert busy.returncode == 75
            assert "is open in another process" in complaint(busy)
            assert restored.returncode == 0
            assert len(listed) == 1 + ARTICLES
            assert len(told.stdout.splitlines()) >= ARTICLES * kept
        assert (stet.folder / "data" / FILE).is_file()


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1_000, "1.0 kB"),
        (605_257_728, "605.3 MB"), (1_200_000_000, "1.2 GB"), (5_000_000_000_000_000, "5,000.0 TB"),
    ],
)  # fmt: skip
def test_sizes_are_said_as_on_the_label_of_a_disk(count: int, said: str):
    assert _measures.size(count) == said


def test_files_that_a_full_disk_cut_short_are_none(quick: Inside, small_disk: Path):
    filled(quick.folder / "data")
    (small_disk / "ballast").write_bytes(bytes(2**20 - 40_000))

    answer = quick("backup", small_disk / "copy.db")

    assert answer.returncode == 1
    assert f"{small_disk} has no room for a copy: it takes " in complaint(answer)
    assert [path.name for path in small_disk.iterdir()] == ["ballast"]
