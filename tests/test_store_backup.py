"""Copies of the archive: of one moment, whole, and never called so when they are not."""

import fcntl
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.config import Config
from crawler.errors import BusyError, FolderError, NewerStoreError, StoreError, UsageError
from crawler.store import Store
from crawler.store.backup import back_up, examine, source_of, target_of
from crawler.store.database import FILE, HEAD
from tests import disks
from tests.terminal import Inside, complaint
from tests.visits import IDENTITY, article, hour, visit
from tests.writers import check, writing


def quiet(doing: str, share: float) -> None:
    """Nobody watches."""


def filled(folder: Path, versions: int = 3) -> Path:
    with Store.open(folder) as store:
        looks = [visit(article(f"第{n}版"), n, payload=os.urandom(3_000)) for n in range(versions)]
        store.keep(looks)
    return folder / FILE


def test_a_copy_is_one_whole_file(tmp_path: Path):
    copy = tmp_path / "copy" / FILE
    copy.parent.mkdir()
    found = back_up(filled(tmp_path / "data"), copy, quiet)

    assert list(copy.parent.iterdir()) == [copy]
    assert (found.path, found.size) == (copy, copy.stat().st_size)
    assert (found.revision, found.articles, found.versions) == (HEAD, 1, 3)
    assert found.looked_at == hour(2)
    with Store.open(copy.parent, read_only=True) as store:
        assert [store.article(IDENTITY, number).title for number in (1, 2, 3)] == [
            "第0版", "第1版", "第2版",
        ]  # fmt: skip
    assert list(copy.parent.iterdir()) == [copy], "a reader leaves nothing beside it"


def test_it_says_how_far_it_is(tmp_path: Path):
    told: list[tuple[str, float]] = []
    source = filled(tmp_path / "data", 3_000)
    back_up(source, tmp_path / "copy.db", lambda *word: told.append(word))

    copying = [share for doing, share in told if doing == "copying"]
    assert copying == sorted(copying)
    assert len(copying) > 2
    assert copying[-1] == 1
    assert told[-1] == ("checking", 1)


def test_what_is_not_yet_in_the_main_file_is_in_the_copy(tmp_path: Path):
    source = filled(tmp_path / "data")
    with Store.open(source.parent) as store:
        store.keep([visit(article("剛寫下"), 9)])
        assert source.with_name(f"{FILE}-wal").stat().st_size > 0
        assert back_up(source, tmp_path / "copy.db", quiet).versions == 4


def test_a_file_that_is_there_is_kept_unless_told(tmp_path: Path):
    source, copy = filled(tmp_path / "data"), tmp_path / "copy.db"
    copy.write_text("我的筆記")
    with pytest.raises(UsageError, match="is there already: name another file, or replace it"):
        back_up(source, copy, quiet)
    assert copy.read_text() == "我的筆記"

    back_up(source, copy, quiet, force=True)
    assert examine(copy, quiet).versions == 3


def test_a_file_that_comes_meanwhile_is_kept(tmp_path: Path):
    source, copy = filled(tmp_path / "data"), tmp_path / "copy.db"
    with pytest.raises(UsageError, match="is there already"):
        back_up(source, copy, lambda doing, share: copy.touch())

    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.db", "data"]
    assert copy.read_bytes() == b""


@pytest.mark.parametrize("end", ["", "-wal", "-shm", "-journal"])
def test_the_archive_itself_is_no_place_for_its_copy(tmp_path: Path, end: str):
    source = filled(tmp_path / "data")
    with pytest.raises(UsageError, match="is the archive itself"):
        back_up(source, tmp_path / "data" / ".." / "data" / f"{FILE}{end}", quiet, force=True)

    assert examine(source, quiet).versions == 3


def test_a_folder_is_no_file_and_has_to_be_there(tmp_path: Path):
    source = filled(tmp_path / "data")
    with pytest.raises(UsageError, match="is a folder: name a file in it"):
        back_up(source, tmp_path, quiet)
    with pytest.raises(FolderError, match=r"cannot write .*copy\.db: No such file or directory"):
        back_up(source, tmp_path / "nowhere" / "copy.db", quiet)


# ------------------------------------------------------------------ under way


def test_two_backups_to_one_file_do_not_meet(tmp_path: Path):
    source, copy = filled(tmp_path / "data"), tmp_path / "copy.db"
    with copy.with_name("copy.db.partial").open("wb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(BusyError, match="is being written by another process"):
            back_up(source, copy, quiet)

    assert back_up(source, copy, quiet).versions == 3
    assert not copy.with_name("copy.db.partial").exists()


DIES = """
import os, signal, sys
from pathlib import Path
from crawler.store.backup import back_up

def die(doing, share):
    if (doing, share) == (sys.argv[3], float(sys.argv[4])) or share > float(sys.argv[4]) > 0:
        os.kill(os.getpid(), signal.SIGKILL)

back_up(Path(sys.argv[1]), Path(sys.argv[2]), die)
"""


@pytest.mark.parametrize(("doing", "share"), [("copying", 0.4), ("checking", 0), ("checking", 1)])
def test_a_killed_backup_leaves_no_file_that_looks_whole(tmp_path: Path, doing: str, share: float):
    source, copy = filled(tmp_path / "data", 3_000), tmp_path / "copy.db"
    died = subprocess.run(
        [sys.executable, "-c", DIES, source, copy, doing, str(share)],
        cwd=Path(__file__).parents[1],
        timeout=60,
    )

    assert died.returncode == -signal.SIGKILL
    assert not copy.exists()
    assert copy.with_name("copy.db.partial").exists()
    assert back_up(source, copy, quiet).versions == 3_000
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.db", "data"]


def test_an_interrupted_backup_leaves_nothing(tmp_path: Path):
    source, copy = filled(tmp_path / "data"), tmp_path / "copy.db"

    def interrupt(doing: str, share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        back_up(source, copy, interrupt)

    assert list(tmp_path.iterdir()) == [tmp_path / "data"]


@pytest.mark.slow
@pytest.mark.no_cover
def test_every_copy_of_a_busy_archive_is_whole(tmp_path: Path):
    with writing(tmp_path / "data") as writer:
        writer.wait(60)
        for number in range(5):
            kept = writer.kept
            folder = tmp_path / str(number)
            folder.mkdir()
            back_up(tmp_path / "data" / FILE, folder / FILE, lambda *told: writer.wait(5))
            assert writer.kept > kept + 10, "it wrote all the while"
            with writer.paused():
                check(folder, kept)


def test_a_disk_that_fills_meanwhile_is_left_without_a_copy(tmp_path: Path):
    source = filled(tmp_path / "data", 3_000)
    with disks.small(tmp_path / "disk", 20_480) as disk:

        def fill(doing: str, share: float) -> None:
            if not (disk / "ballast").exists():
                (disk / "ballast").write_bytes(bytes(disks.room(disk) - 4_096))

        with pytest.raises(StoreError, match=r"copy\.db\.partial has no room: the disk is full"):
            back_up(source, disk / "copy.db", fill)
        assert [path.name for path in disk.iterdir()] == ["ballast"]


# ------------------------------------------------------------------ what is refused


def overwritten(path: Path) -> None:
    """A page in the middle is another's."""
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2 // 4_096 * 4_096)
        file.write(b"\xa5" * 4_096)


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def orphaned(path: Path) -> None:
    """Every page is right, and a row points to one that is not there."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("DELETE FROM payload WHERE rowid = 1")
    connection.commit()
    connection.close()


@pytest.mark.parametrize("spoil", [overwritten, cut, orphaned])
def test_a_damaged_archive_gives_no_backup(tmp_path: Path, spoil: Callable[[Path], None]):
    source, copy = filled(tmp_path / "data", 300), tmp_path / "copy.db"
    spoil(source)
    with pytest.raises(StoreError, match=r"data/stet\.db is damaged: keep a copy of it") as caught:
        back_up(source, copy, quiet)

    assert caught.value.exit_code == 1
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == [tmp_path / "data"]


@pytest.mark.parametrize("spoil", [overwritten, cut, orphaned])
def test_a_damaged_copy_is_seen(tmp_path: Path, spoil: Callable[[Path], None]):
    back_up(filled(tmp_path / "data", 300), tmp_path / "copy.db", quiet)
    spoil(tmp_path / "copy.db")
    with pytest.raises(StoreError, match=r"copy\.db is damaged"):
        examine(tmp_path / "copy.db", quiet)


def test_what_is_no_archive_is_said(tmp_path: Path):
    note, empty, foreign = (tmp_path / name for name in ("note.db", "empty.db", "foreign.db"))
    note.write_text("這是一份筆記" * 100)
    empty.touch()
    connection = sqlite3.connect(foreign)
    connection.execute("CREATE TABLE bookmarks (url)")
    connection.close()
    said = {note: "is no Stet archive", empty: "is empty", foreign: "database of another program"}
    for path, words in said.items():
        with pytest.raises((StoreError, UsageError), match=words):
            examine(path, quiet)
        with pytest.raises((StoreError, UsageError), match=words):
            back_up(path, tmp_path / "copy.db", quiet)
    with pytest.raises(UsageError, match="there is no file"):
        examine(tmp_path / "nothing.db", quiet)


def test_an_archive_of_a_newer_stet_is_refused(tmp_path: Path):
    source = filled(tmp_path / "data")
    connection = sqlite3.connect(source)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(NewerStoreError, match="upgrade Stet"):
        back_up(source, tmp_path / "copy.db", quiet)


# ------------------------------------------------------------------ on a server


def test_of_a_server_it_names_the_tool_without_the_password(tmp_path: Path):
    url = "postgresql+psycopg://me:s3cret@db.example:5433/stet?sslmode=require"
    settings = Config(data=tmp_path, database_url=url)
    plain = "'postgresql://me@db.example:5433/stet?sslmode=require'"
    with pytest.raises(UsageError) as told:
        source_of(settings, Path("my copy"))
    assert str(told.value).endswith(f": pg_dump --format=custom --file='my copy' {plain}")
    with pytest.raises(UsageError) as told:
        target_of(settings, Path("my copy"))
    assert str(told.value).endswith(f"pg_restore --clean --if-exists --dbname={plain} 'my copy'")
    with pytest.raises(StoreError, match="names mysql, which is no database that Stet knows"):
        source_of(Config(data=tmp_path, database_url="mysql://x/y"), Path("copy"))


@pytest.mark.parametrize(
    "options", ["-csearch_path%3Dours%2Cpublic", "-c%20search_path%20%3D%20%22ours%22", ""]
)
def test_of_a_schema_that_the_url_names_nothing_else_is_touched(tmp_path: Path, options: str):
    url = f"postgresql+psycopg://me@db.example/news?options={options}"
    settings = Config(data=tmp_path, database_url=url)
    with pytest.raises(UsageError) as copied:
        source_of(settings, Path("copy"))
    with pytest.raises(UsageError) as put_back:
        target_of(settings, Path("copy"))

    told = [" --schema=ours " in str(each.value) for each in (copied, put_back)]
    assert told == [bool(options)] * 2


def test_what_pg_dump_wrote_is_looked_at_by_its_own_tool(quick: Inside):
    (quick.folder / "copy.dump").write_bytes(b"PGDMP\x01\x0e\x00")
    answer = quick("restore", "--check", "copy.dump")

    assert answer.returncode == 2
    assert "is what pg_dump wrote: `pg_restore --list` looks at it" in complaint(answer)


def test_a_url_may_name_the_file(tmp_path: Path):
    source = filled(tmp_path / "data")
    settings = Config(data=tmp_path / "unused", database_url=f"sqlite:///{source}")

    assert source_of(settings, tmp_path / "copy.db") == source
