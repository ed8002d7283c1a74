"""A copy in the archive's place: what was there is kept, and nobody is at work on it meanwhile."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.errors import BusyError, FolderError, NewerStoreError, StoreError, UsageError
from crawler.store import Store
from crawler.store.backup import back_up
from crawler.store.database import FILE, HEAD
from crawler.store.restore import Restored, check, restore
from tests import disks
from tests.archives import make_older
from tests.test_store_backup import cut, overwritten, quiet
from tests.visits import IDENTITY, article, visit
from tests.writers import ARTICLES, writing

NOW = datetime(2026, 3, 9, 1, 30, tzinfo=UTC)
ASIDE = "stet-before-2026-03-09T013000Z.db"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A backup with one version."""
    with Store.open(tmp_path / "first") as store:
        store.keep([visit(article("備份裡的稿子"))])
    back_up(tmp_path / "first" / FILE, tmp_path / "copy.db", quiet)
    return tmp_path / "copy.db"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """The archive at work, with two versions."""
    with Store.open(tmp_path / "data") as store:
        store.keep([visit(article("現在的稿子")), visit(article("現在的稿子，改過"), 1)])
    return tmp_path / "data" / FILE


def put_back(copy: Path, target: Path) -> Restored:
    check(copy, target)
    return restore(copy, target, quiet, NOW)


def titles(folder: Path, name: str = FILE) -> list[str]:
    from crawler.config import Config

    url = f"sqlite:///{folder / name}"
    with Store.open(Config(data=folder, database_url=url), read_only=True) as store:
        return [store.article(IDENTITY, row.number).title for row in store.versions(IDENTITY)]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_copy_is_there_and_what_was_there_is_aside(copy: Path, target: Path):
    done = put_back(copy, target)

    assert done.aside == target.with_name(ASIDE)
    assert (done.found.path, done.found.versions) == (target, 1)
    assert names(target.parent) == [ASIDE, FILE]
    assert titles(target.parent) == ["備份裡的稿子"]
    assert titles(target.parent, ASIDE) == ["現在的稿子", "現在的稿子，改過"]
    with Store.open(target.parent) as store:
        assert store.keep([visit(article("後來的稿子"), 2)])[0].version == 2


def test_what_was_set_aside_can_be_put_back_and_nothing_is_ever_deleted(copy: Path, target: Path):
    put_back(copy, target)
    again = put_back(target.with_name(ASIDE), target)

    assert titles(target.parent) == ["現在的稿子", "現在的稿子，改過"]
    assert again.aside == target.with_name(ASIDE.replace("Z.db", "Z-2.db"))
    assert titles(target.parent, again.aside.name) == ["備份裡的稿子"]


@pytest.mark.parametrize("folder", ["empty", "deep/new"])
def test_into_an_empty_folder_and_into_none(tmp_path: Path, copy: Path, folder: str):
    (tmp_path / "empty").mkdir()
    done = put_back(copy, tmp_path / folder / FILE)

    assert done.aside is None
    assert names(tmp_path / folder) == [FILE]
    assert titles(tmp_path / folder) == ["備份裡的稿子"]


def test_what_a_killed_writer_left_in_its_log_is_set_aside_too(tmp_path: Path, copy: Path):
    with writing(tmp_path / "data") as writer:
        kept = writer.wait(5)
    target = tmp_path / "data" / FILE
    assert target.with_name(f"{FILE}-wal").stat().st_size > 0
    put_back(copy, target)

    assert names(tmp_path / "data") == [ASIDE, FILE]
    assert titles(tmp_path / "data") == ["備份裡的稿子"]
    connection = sqlite3.connect(tmp_path / "data" / ASIDE)
    [(found,)] = connection.execute("SELECT min(versions) FROM watch")
    connection.close()
    assert found > kept


@pytest.mark.parametrize("spoil", [lambda path: path.write_text("毀了" * 5_000), cut, overwritten])
def test_a_damaged_archive_is_set_aside_as_it_is(
    tmp_path: Path, copy: Path, spoil: Callable[[Path], object]
):
    with writing(tmp_path / "data") as writer:
        writer.wait(5)
    target = tmp_path / "data" / FILE
    log = target.with_name(f"{FILE}-wal")
    spoil(target)
    before, logged = target.stat().st_size, log.stat().st_size
    put_back(copy, target)

    assert titles(tmp_path / "data") == ["備份裡的稿子"]
    aside = tmp_path / "data" / ASIDE
    left = aside.with_name(f"{ASIDE}-wal")
    assert aside.stat().st_size >= before
    assert not left.exists() or left.stat().st_size == logged
    assert not log.exists()


def test_a_log_without_its_archive_is_not_read_into_the_copy(tmp_path: Path, copy: Path):
    with writing(tmp_path / "data") as writer:
        writer.wait(5)
    target = tmp_path / "data" / FILE
    target.unlink()
    done = put_back(copy, target)

    assert done.aside is None
    assert titles(tmp_path / "data") == ["備份裡的稿子"]
    assert f"{ASIDE}-wal" in names(tmp_path / "data")


def test_a_copy_that_still_has_its_log_is_taken_with_it(tmp_path: Path, target: Path):
    with writing(tmp_path / "other") as writer:
        kept = writer.wait(5)
    done = put_back(tmp_path / "other" / FILE, target)

    assert done.found.versions >= ARTICLES * (kept + 1)


def test_an_older_archive_is_brought_up_to_date_when_it_is_opened(tmp_path: Path, copy: Path):
    make_older(copy)
    done = put_back(copy, tmp_path / "data" / FILE)

    assert done.found.revision == "0001" < HEAD
    with Store.open(tmp_path / "data") as store:
        assert store.article(IDENTITY).title == "備份裡的稿子"
        assert store.reports() == []


# ------------------------------------------------------------------ refused


def test_a_newer_archive_is_refused_and_nothing_is_touched(copy: Path, target: Path):
    connection = sqlite3.connect(copy)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(NewerStoreError, match="upgrade Stet"):
        put_back(copy, target)

    assert names(target.parent) == [FILE]
    assert titles(target.parent) == ["現在的稿子", "現在的稿子，改過"]


@pytest.mark.parametrize("spoil", [overwritten, cut, lambda path: path.write_text("筆記" * 99)])
def test_a_copy_that_is_not_whole_is_refused_and_nothing_is_touched(
    copy: Path, target: Path, spoil: Callable[[Path], object]
):
    spoil(copy)
    with pytest.raises(StoreError, match=r"copy\.db is .*damaged"):
        put_back(copy, target)

    assert names(target.parent) == [FILE]
    assert titles(target.parent) == ["現在的稿子", "現在的稿子，改過"]


def test_the_archive_is_no_copy_of_itself(target: Path):
    with pytest.raises(UsageError, match="is the archive itself: name a copy"):
        put_back(target, target)
    with pytest.raises(UsageError, match="there is no file"):
        put_back(target.with_name("nothing.db"), target)


def test_a_folder_that_is_none_is_said(tmp_path: Path, copy: Path):
    with pytest.raises(FolderError, match=r"copy\.db"):
        put_back(copy, copy / FILE)


# ------------------------------------------------------------------ somebody is at work


def test_while_somebody_writes_it_is_refused(tmp_path: Path, copy: Path):
    with writing(tmp_path / "data") as writer:
        writer.wait(1)
        with pytest.raises(BusyError, match="is open in another process: stop what crawls"):
            put_back(copy, tmp_path / "data" / FILE)
        writer.wait(1)

    assert ASIDE not in names(tmp_path / "data")


HOLDS = """
import sys
from pathlib import Path
from crawler.store import Store

store = Store.open(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


def test_while_a_crawl_waits_for_a_page_it_is_refused(copy: Path, target: Path):
    crawl = subprocess.Popen(
        [sys.executable, "-c", HOLDS, target.parent],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
    )
    assert crawl.stdout
    assert crawl.stdout.readline() == "open\n"
    with pytest.raises(BusyError, match="is open in another process"):
        put_back(copy, target)
    crawl.communicate("", timeout=60)

    put_back(copy, target)
    assert titles(target.parent) == ["備份裡的稿子"]


def test_who_came_while_it_was_replaced_cannot_write_into_the_old_one(copy: Path, target: Path):
    late = sqlite3.connect(target, isolation_level=None)
    put_back(copy, target)
    with pytest.raises(sqlite3.OperationalError) as refused:
        late.execute("PRAGMA journal_mode = WAL")
    late.close()

    assert refused.value.sqlite_errorname == "SQLITE_READONLY_DBMOVED"
    assert names(target.parent) == [ASIDE, FILE]


def test_a_reader_that_is_open_sees_the_copy_next(copy: Path, target: Path):
    with Store.open(target.parent, read_only=True) as reader:
        assert len(reader.versions(IDENTITY)) == 2
        put_back(copy, target)
        assert len(reader.versions(IDENTITY)) == 1


DIES = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path

def die(event, arguments):
    if event == sys.argv[3] and (sys.argv[4] in map(str, arguments)):
        os.kill(os.getpid(), signal.SIGKILL)

from crawler.store.restore import restore
sys.addaudithook(die)
now = datetime(2026, 3, 9, 1, 30, tzinfo=UTC)
restore(Path(sys.argv[1]), Path(sys.argv[2]), lambda doing, share: None, now)
"""


@pytest.mark.parametrize("step", ["os.link", "os.rename"])
def test_killed_in_the_middle_it_leaves_an_archive(copy: Path, target: Path, step: str):
    last = str(target) if step == "os.link" else f"{target}.partial"
    died = subprocess.run(
        [sys.executable, "-c", DIES, copy, target, step, last],
        cwd=Path(__file__).parents[1],
        timeout=60,
    )

    assert died.returncode == -signal.SIGKILL
    assert titles(target.parent) == ["現在的稿子", "現在的稿子，改過"]
    put_back(copy, target)
    assert titles(target.parent) == ["備份裡的稿子"]
    assert f"{FILE}.partial" not in names(target.parent)


def test_a_disk_without_room_keeps_what_it_has(tmp_path: Path, copy: Path, small_disk: Path):
    target = small_disk / "data" / FILE
    with Store.open(target.parent) as store:
        store.keep([visit(article("現在的稿子"))])
    (small_disk / "ballast").write_bytes(bytes(disks.room(small_disk) - 100_000))
    with pytest.raises(StoreError, match="has no room for a copy: it takes 0"):
        put_back(copy, target)

    assert FILE in names(target.parent)
    assert titles(target.parent) == ["現在的稿子"]
    assert not [name for name in names(target.parent) if "before" in name or "partial" in name]


def test_one_who_may_not_write_there_is_told(copy: Path, target: Path):
    if os.getuid() != 0:
        pytest.skip("only root can mount a folder that nobody may write")
    folder = str(target.parent)
    mount = ["mount", "--bind", "-o", "ro", folder, folder]
    if subprocess.run(mount, capture_output=True, timeout=30).returncode:
        pytest.skip("mounting a folder takes a privilege that this process lacks")
    try:
        with pytest.raises(FolderError, match="cannot be written: give yourself write permission"):
            put_back(copy, target)
    finally:
        subprocess.run(["umount", "-l", folder], check=True, timeout=30)
    assert titles(target.parent) == ["現在的稿子", "現在的稿子，改過"]
