"""Folders for what nobody keeps: gone with their program, or with the next one."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from scheduler import scratch

KILLED = """
import os, signal
from scheduler import scratch
with scratch.folder() as folder:
    (folder / "stet.db").touch()
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, of this test alone."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)  # it remembers
    return tmp_path


def aged(path: Path) -> None:
    """As if nothing had been done in it for long."""
    long_ago = time.time() - scratch.AGE - 1
    os.utime(path, (long_ago, long_ago))


def test_it_is_empty_and_then_gone(temporary: Path):
    with scratch.folder() as folder:
        assert folder.parent == temporary
        assert [path.name for path in folder.iterdir()] == [scratch.IN_USE]
    assert [*temporary.iterdir()] == []


def test_what_a_killed_program_left_goes_with_the_next(temporary: Path):
    ended = subprocess.run([sys.executable, "-c", KILLED], timeout=60)
    assert ended.returncode == -signal.SIGKILL
    [left] = temporary.iterdir()

    with scratch.folder():
        assert left.exists(), "it may be of one that begins just now"
    aged(left)
    with scratch.folder():
        assert not left.exists()


def test_one_in_use_stays_and_what_is_no_folder_of_ours(temporary: Path):
    other = temporary / "kept"
    other.mkdir()
    link = temporary / f"{scratch.PREFIX}link"
    link.symlink_to(other)
    file = temporary / f"{scratch.PREFIX}file"
    file.touch()
    aged(file)
    half = temporary / f"{scratch.PREFIX}half-made"
    half.mkdir()
    aged(half)

    with scratch.folder() as used:
        aged(used)
        with scratch.folder():
            assert used.exists()
    assert {*temporary.iterdir()} == {other, link, file}
