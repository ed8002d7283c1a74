"""What an archive survives: killed writers, readers in between, a full disk, two at once."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from crawler.config import Config
from crawler.errors import StoreError
from crawler.store import Store
from crawler.store.database import FILE
from tests import disks
from tests.visits import IDENTITY, article, hour, seed, visit
from tests.writers import check, writing

pytestmark = pytest.mark.no_cover

WRITER = """
import sys
from pathlib import Path
from crawler.config import Config
from crawler.store import Store
from tests.visits import article, visit

store = Store.open(Config(data=Path(sys.argv[1]), database_url=sys.argv[2]))
for batch in range(10_000):
    text = article(f"第{batch}版")
    names = [f"{sys.argv[3]}:{n}" for n in range(20)]
    store.keep([visit(text, batch, identity=name, payload=b"x" * 9_999) for name in names])
    print(batch, flush=True)
"""


def start_writer(source: Config, site: str = "a") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(source.data), source.database_url, site],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
    )


def told(writer: subprocess.Popen[str], batches: int) -> int:
    """Read the writer's word that so many more batches are kept; the last one's number."""
    assert writer.stdout
    return int([writer.stdout.readline() for _ in range(batches)][-1])


def rest(writer: subprocess.Popen[str]) -> str:
    """What else it said before it ended; `communicate` would miss what `told` has read ahead."""
    assert writer.stdout
    with writer:
        return writer.stdout.read()


@pytest.mark.slow
@pytest.mark.parametrize("batches", [1, 7, 20])
def test_a_writer_killed_in_mid_batch_loses_that_batch_at_most(source: Config, batches: int):
    writer = start_writer(source)
    told(writer, batches)
    os.kill(writer.pid, signal.SIGKILL)
    last = int((rest(writer).split() or [str(batches - 1)])[-1])

    with Store.open(source) as store:
        found = {watch.versions for watch in store.watches()}
        assert len(store.watches()) == 20
        assert found in ({last + 1}, {last + 2}), "told and kept, or kept and not told; never half"
        for watch in store.watches():
            versions = store.versions(watch.identity)
            fetches = store.snapshots(watch.identity)
            assert [version.number for version in versions] == list(range(1, watch.versions + 1))
            assert [fetch.version for fetch in fetches] == [version.number for version in versions]
            assert store.article(watch.identity).title == watch.title
            assert len(store.payload(fetches[-1].payload or "")) == 9_999
        store.keep([visit(article(), 99_999, identity="a:0")])
    assert_whole(source)


def assert_whole(source: Config) -> None:
    """What PostgreSQL makes sure of at every commit, SQLite is asked for."""
    if source.database_url:
        return
    connection = sqlite3.connect(source.data / FILE)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


DIES_WITHIN = """
import os, signal, sys
from pathlib import Path
from crawler.config import Config
from crawler.store import Store
from tests.visits import article, visit

store = Store.open(Config(data=Path(sys.argv[1]), database_url=sys.argv[2]))
store.keep([visit(article("甲")), visit(article("甲"), identity="b:1")])
later = [visit(article("乙"), 1), visit(article("乙"), 1, identity="b:1", extractor="example/2")]
store.keep(later, reread=lambda body, fetch: os.kill(os.getpid(), signal.SIGKILL))
"""


def test_a_batch_is_kept_as_a_whole_or_not_at_all(source: Config):
    died = subprocess.run(
        [sys.executable, "-c", DIES_WITHIN, str(source.data), source.database_url],
        cwd=Path(__file__).parents[1],
        timeout=60,
    )

    assert died.returncode == -signal.SIGKILL
    with Store.open(source) as store:
        assert [watch.versions for watch in store.watches()] == [1, 1]
        assert len(store.snapshots(IDENTITY)) == 1
        assert store.keep([visit(article("乙"), 1)])[0].version == 2
    assert_whole(source)


@pytest.mark.slow
def test_a_reader_opens_what_a_killed_writer_left(source: Config):
    writer = start_writer(source)
    told(writer, 3)
    writer.kill()
    writer.communicate(timeout=30)

    with Store.open(source, read_only=True) as store:
        assert len(store.watches()) == 20


@pytest.mark.slow
def test_two_writers_take_turns_and_readers_see_whole_batches(source: Config):
    Store.open(source).close()
    writers = [start_writer(source, site) for site in ("a", "b")]
    with Store.open(source, read_only=True) as reader:
        for writer in writers:
            told(writer, 1)
        for _ in range(40):
            for site in ("a", "b"):
                assert len({watch.versions for watch in reader.watches(site=site)}) == 1
        progress = [told(writer, 10) for writer in writers]
    for writer in writers:
        assert writer.poll() is None, "neither was told that the database is locked"
        writer.kill()
        writer.communicate(timeout=30)

    assert min(progress) >= 10
    assert_whole(source)


def test_a_long_read_blocks_no_writer_and_sees_one_moment(source: Config):
    with Store.open(source) as store, Store.open(source, read_only=True) as reader:
        store.keep_seeds([seed(f"第{n}條", identity=f"a:{n}") for n in range(1_000)])
        documents = reader.seeds()
        next(documents)
        store.keep_seeds([seed(f"後{n}條", identity=f"b:{n}") for n in range(10)])

        assert len(list(documents)) == 1_009
        assert len(reader.watches()) == 1_010


def test_threads_may_share_a_reader(source: Config):
    with Store.open(source) as store:
        store.keep([visit(article(f"第{n}版"), n) for n in range(50)])
    wrong: list[BaseException] = []

    def read() -> None:
        try:
            for number in range(1, 51):
                assert reader.article(IDENTITY, number).title == f"第{number - 1}版"
        except BaseException as error:  # noqa: BLE001  told to the test below
            wrong.append(error)

    with Store.open(source, read_only=True) as reader:
        threads = [threading.Thread(target=read) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert wrong == []


@pytest.mark.slow
def test_many_processes_may_open_a_new_archive_at_once(source: Config):
    code = (
        "import sys, pathlib; from crawler.config import Config; from crawler.store import Store\n"
        "Store.open(Config(data=pathlib.Path(sys.argv[1]), database_url=sys.argv[2])).close()"
    )
    openers = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(source.data), source.database_url],
            stderr=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[1],
        )
        for _ in range(6)
    ]

    assert [opener.communicate(timeout=60)[1] for opener in openers] == [""] * 6


# ------------------------------------------------------------------ a full disk


@pytest.fixture
def disk_of_some_versions(tmp_path: Path) -> Iterator[Path]:
    """Room for an empty archive, and for the log of some transactions."""
    with disks.small(tmp_path / "disk", 1_280) as folder:
        yield folder


def test_a_full_disk_is_said_and_what_was_stored_is_kept(disk_of_some_versions: Path):
    with Store.open(disk_of_some_versions) as store:
        store.keep([visit(article())])
        looks = (visit(article(f"第{n}版"), n, payload=os.urandom(10_000)) for n in range(1, 1_000))
        with pytest.raises(StoreError, match=r"stet\.db has no room: the disk is full; make room"):
            [store.keep([look]) for look in looks]
        kept = len(store.versions(IDENTITY))
        assert kept == len(store.snapshots(IDENTITY))
        assert store.article(IDENTITY).title == (f"第{kept - 1}版" if kept > 1 else "港口清晨起火")
        assert kept > 5

    with Store.open(disk_of_some_versions, read_only=True) as store:
        assert len(store.versions(IDENTITY)) == kept
    assert_whole(Config(data=disk_of_some_versions))


def test_work_goes_on_when_there_is_room_again(small_disk: Path):
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(600_000))
    with Store.open(small_disk) as store:
        with pytest.raises(StoreError, match="disk is full"):
            store.keep([visit(article(), payload=os.urandom(900_000))])
        assert store.watches() == []
        ballast.unlink()
        assert store.keep([visit(article(), payload=os.urandom(9_000))])[0].outcome == "first"


def test_a_log_that_a_reader_keeps_from_shrinking_fills_the_disk_and_costs_nothing(tmp_path: Path):
    with disks.small(tmp_path / "disk", 4_096) as disk, Store.open(disk) as store:
        store.keep([visit(article("第0版"))])
        reader = sqlite3.connect(f"file:{disk / FILE}?mode=ro", uri=True, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM version").fetchall()
        looks = (visit(article(f"第{n}版"), n, payload=os.urandom(9_000)) for n in range(1, 9_999))
        with pytest.raises(StoreError, match=r"stet\.db has no room: the disk is full"):
            [store.keep([look]) for look in looks]
        log = (disk / f"{FILE}-wal").stat().st_size
        kept = len(store.versions(IDENTITY))
        assert log > 3 * (disk / FILE).stat().st_size, "it is the log that took the room"
        reader.close()

        with Store.open(disk, read_only=True) as again:
            titles = [again.article(IDENTITY, number + 1).title for number in range(kept)]
            assert titles == [f"第{number}版" for number in range(kept)]
        assert store.watches()[0].versions == kept > 20
        assert_whole(Config(data=disk))


def test_what_a_killed_writer_left_is_read_on_a_disk_that_became_read_only(tmp_path: Path):
    with disks.small(tmp_path / "disk", 20_480) as disk:
        with writing(disk / "data") as writer:
            kept = writer.wait(5)
        left = sorted(path.name for path in (disk / "data").iterdir())
        disks.protect(disk)

        assert left == [FILE, f"{FILE}-shm", f"{FILE}-wal"]
        check(disk / "data", kept)
        with pytest.raises(StoreError, match="cannot be written: give yourself write permission"):
            Store.open(disk / "data")


def test_a_log_that_cannot_be_read_on_a_read_only_disk_is_said_and_not_left_out(tmp_path: Path):
    with disks.small(tmp_path / "disk", 20_480) as disk:
        with writing(disk / "data") as writer:
            writer.wait(5)
        (disk / "data" / f"{FILE}-shm").unlink()
        disks.protect(disk)

        with pytest.raises(StoreError, match="cannot be opened: check the permissions"):
            Store.open(disk / "data", read_only=True)


def test_a_disk_that_is_full_from_the_start_is_said(small_disk: Path):
    (small_disk / "ballast").write_bytes(bytes(2**20 - 8_192))
    with pytest.raises(StoreError, match=r"no room|cannot be"):
        Store.open(small_disk)


def test_a_reader_of_a_disk_without_any_room_is_told_so(small_disk: Path):
    with Store.open(small_disk) as store:
        store.keep([visit(article())])
    with suppress(OSError), (small_disk / "ballast").open("wb", buffering=0) as ballast:
        while True:
            ballast.write(bytes(4_096))
    with pytest.raises(StoreError, match="the disk is full"):
        Store.open(small_disk, read_only=True)


def test_a_damaged_record_is_said(tmp_path: Path):
    with Store.open(tmp_path) as store:
        store.keep([visit(article())], run=None)
    connection = sqlite3.connect(tmp_path / FILE)
    connection.execute("UPDATE article SET record = x'28b52ffd0000'")
    connection.commit()
    with Store.open(tmp_path) as store, pytest.raises(StoreError, match="damaged"):
        store.article(IDENTITY)
    connection.execute("UPDATE article SET record = (SELECT headers FROM snapshot)")
    connection.commit()
    connection.close()
    with Store.open(tmp_path) as store, pytest.raises(StoreError, match="damaged Article"):
        store.article(IDENTITY)


def test_a_clock_set_back_loses_nothing(store: Store):
    store.keep([visit(article("甲"), 10), visit(article("甲"), 4), visit(article("乙"), 5)])

    first, second = store.versions(IDENTITY)
    assert (first.last_seen, first.checks) == (hour(10), 2)
    assert second.number == 2
    assert store.watches()[0].looked_at == hour(10)
