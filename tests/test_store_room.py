"""What an archive takes on the disk, and what it gives back."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from crawler.errors import BusyError, StoreError
from crawler.store import Retention, Room, Store
from crawler.store import room as rooms
from crawler.store.database import FILE
from tests import disks
from tests.visits import IDENTITY, article, hour, visit
from tests.writers import check, writing


def filled(folder: Path, looks: int = 60, size: int = 40_000) -> None:
    with Store.open(folder) as store:
        for at in range(looks):
            store.keep([visit(article(), at, payload=os.urandom(size))])


def of_an_older_stet(folder: Path) -> None:
    """As it was made before free room was given back in steps."""
    with closing(sqlite3.connect(folder / FILE)) as connection:
        connection.execute("PRAGMA auto_vacuum = NONE")
        connection.execute("VACUUM")


def free_again(folder: Path) -> None:
    """Sixteen megabytes that were taken once."""
    with closing(sqlite3.connect(folder / FILE, timeout=30)) as connection:
        connection.execute("CREATE TABLE ballast (bytes)")
        connection.execute("INSERT INTO ballast VALUES (zeroblob(16000000))")
        connection.execute("DROP TABLE ballast")
        connection.commit()


def room(store: Store) -> Room:
    found = store.room()
    assert found
    return found


def prune(folder: Path) -> None:
    with Store.open(folder) as store:
        for _ in store.prune(Retention(payloads=hour(1_000)), now=hour(1_000)):
            pass


def test_what_was_pruned_is_given_back_to_the_disk(tmp_path: Path):
    filled(tmp_path)
    before = (tmp_path / FILE).stat().st_size
    prune(tmp_path)
    assert (tmp_path / FILE).stat().st_size == before
    with Store.open(tmp_path) as store:
        assert room(store).gives_back
        assert room(store).free > 50 * 40_000
        left = list(store.give_back())
        assert room(store).free == 0
        size = room(store).size

    assert left == sorted(left, reverse=True)
    assert left[0] - left[1] == rooms.STEP * 4_096
    assert (tmp_path / FILE).stat().st_size == size < before / 5
    with Store.open(tmp_path) as store:
        assert len(store.snapshots(IDENTITY)) == 60
        assert list(store.give_back()) == []


def test_a_writer_goes_on_while_room_is_given_back(tmp_path: Path):
    with writing(tmp_path) as writer:
        writer.wait(5)
        free_again(tmp_path)
        kept = writer.kept
        with Store.open(tmp_path) as store:
            told = (writer.wait(1) for step, _ in enumerate(store.give_back()) if step % 4 == 0)
            assert list(told), "how often depends on who is faster"
            assert room(store).free == 0
        assert writer.wait(1) > kept, "it wrote all the while"
        last = writer.wait(3)

    check(tmp_path, last)
    with Store.open(tmp_path) as store:
        assert room(store).free < 16_000_000 / 4, "what was taken once is not there again"


def test_what_an_older_stet_made_keeps_its_room_until_it_is_rewritten(tmp_path: Path):
    filled(tmp_path)
    of_an_older_stet(tmp_path)
    prune(tmp_path)
    with Store.open(tmp_path) as store:
        before = room(store)
        assert not before.gives_back
        assert list(store.give_back()) == []
        assert room(store) == before

    after = rooms.rewrite(tmp_path / FILE)
    assert after.gives_back
    assert (after.free, after.size < before.size / 5) == (0, True)
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    with Store.open(tmp_path) as store:
        assert room(store) == after
        assert len(store.snapshots(IDENTITY)) == 60


def test_nothing_is_rewritten_while_somebody_has_it_open(tmp_path: Path):
    filled(tmp_path, 3)
    with writing(tmp_path, 1) as writer:
        writer.wait(1)
        with pytest.raises(BusyError, match="is open in another process: stop what crawls"):
            rooms.rewrite(tmp_path / FILE)
        writer.wait(1)


def test_nothing_is_rewritten_where_it_has_no_room(tmp_path: Path):
    with disks.small(tmp_path / "disk", 4_096) as disk:
        filled(disk, 4, 60_000)
        (disk / "ballast").write_bytes(bytes(disks.room(disk) - 200_000))
        before = (disk / FILE).read_bytes()
        with pytest.raises(StoreError, match=r"has no room to write .* anew: it takes 0\.\d MB"):
            rooms.rewrite(disk / FILE)

        with Store.open(disk, read_only=True) as store:
            assert len(store.snapshots(IDENTITY)) == 4
        assert len((disk / FILE).read_bytes()) == len(before)


def test_where_the_scratch_disk_is_small_it_is_said(
    tmp_path: Path, small_disk: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SQLITE_TMPDIR", str(small_disk))
    filled(tmp_path / "data", 60)
    with pytest.raises(StoreError, match=f"{small_disk} has no room to write"):
        rooms.rewrite(tmp_path / "data" / FILE)


def test_pruning_a_full_disk_says_so_and_breaks_nothing(tmp_path: Path):
    with disks.small(tmp_path / "disk", 8_192) as disk:
        filled(disk, 60)
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(disks.room(disk) - 32_768 * 2))
        with pytest.raises(StoreError, match="has no room: the disk is full; make room and run"):
            prune(disk)
        with Store.open(disk, read_only=True) as store:
            assert len(store.snapshots(IDENTITY)) == 60
            for look in store.snapshots(IDENTITY):
                assert len(store.payload(look.payload or "")) == 40_000
        ballast.unlink()
        prune(disk)
        with Store.open(disk) as store:
            assert len(list(store.give_back())) > 1
