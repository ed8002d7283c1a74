"""What a child process may take, of time, of memory and of the disk, and what is said of it."""

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from scheduler.child import LOGS_KEPT, Attendant, Bounds, Child, Log, tidy
from tests.children import offspring
from tests.terminal import eventually

LOUD = """
import sys
for n in range({0}): print(n, 'x' * 990, file=sys.stderr)
print('last', file=sys.stderr)
"""


def follow(log: Log, program: str, **bounds: float) -> tuple[Child, list[Mapping[str, Any]]]:
    """Run a program of Python to its end."""
    told: list[Mapping[str, Any]] = []
    child = Child(
        log, Bounds(**{"deadline": 60, "silence": 60, "grace": 0.3} | bounds), told.append
    )
    child.start([sys.executable, "-c", program], {})
    child.follow(lambda line: None, threading.Event())
    return child, told


def test_a_log_that_grows_without_end_keeps_its_beginning_and_its_end(tmp_path: Path):
    log = Log.begin(tmp_path, "loud", 100_000)
    follow(log, LOUD.format(3_000))

    text = log.path.read_text()
    assert len(text) <= 100_000
    assert text.startswith("0 xxx")
    assert "[longer than 100.0 kB: a part is not kept]" in text
    assert log.last_line() == "last"
    assert log.was_cut


def test_a_log_whose_folder_has_gone_ends_nobody_who_watches(tmp_path: Path):
    log = Log.begin(tmp_path / "logs", "crawl", most=100)
    shutil.rmtree(log.path.parent)

    log.cut()

    assert log.last_line() == "its log cannot be read: No such file or directory"
    assert not log.path.parent.exists()


def test_a_child_whose_folder_has_gone_is_ended_at_its_deadline(tmp_path: Path):
    log = Log.begin(tmp_path / "logs", "crawl", most=100)
    program = f"import shutil, time; shutil.rmtree({str(log.path.parent)!r}); time.sleep(30)"

    child, _ = follow(log, program, deadline=1.5)

    assert child.ended_by == "it took longer than 2 s"
    assert not log.path.parent.exists()


def test_a_short_log_stays_as_it_was_said(tmp_path: Path):
    log = Log.begin(tmp_path, "quiet", 100_000)
    follow(log, LOUD.format(3))

    assert [line.split()[0] for line in log.path.read_text().splitlines()] == [
        "0",
        "1",
        "2",
        "last",
    ]


def test_old_logs_go_by_number_and_by_room(tmp_path: Path):
    for number in range(LOGS_KEPT + 10):
        (tmp_path / f"{number:04}.log").write_text("x" * 10)
    (tmp_path / "0003.urls").write_text("of one whose starter was killed")
    gone = tidy(tmp_path, 1_000)
    assert not (tmp_path / "0003.urls").exists()
    assert sorted(path.name for path in gone) == [f"{number:04}.log" for number in range(11)]

    (tmp_path / "9999.log").write_text("x" * 95)
    tidy(tmp_path, 10)
    assert [path.name for path in tmp_path.iterdir()] == ["9999.log"]


def test_a_child_that_tells_nothing_hangs_and_is_ended(tmp_path: Path):
    deaf = "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\ntime.sleep(600)"
    child, _ = follow(Log.begin(tmp_path, "deaf", 10_000), deaf, silence=0.5, grace=0.1)

    assert child.ended_by == "it hung: it told nothing for 0 s"
    assert child.process.returncode == -9


def test_a_child_that_something_else_kills_is_told(tmp_path: Path):
    child, _ = follow(Log.begin(tmp_path, "shot", 10_000), "import os\nos.kill(os.getpid(), 9)")

    assert child.ended_by == "SIGKILL ended it, which was not ours"


def test_a_line_without_an_end_and_bytes_that_are_no_text_are_passed_over(tmp_path: Path):
    program = (
        "import sys\nout = sys.stdout.buffer\n"
        "out.write(b'x' * 3_000_000 + b'\\n\\xff\\xfe\\n')\n"
        'out.write(b\'{"event": "alive"}\\n\')'
    )
    _, told = follow(Log.begin(tmp_path, "odd", 10_000), program)

    assert told == [{"event": "alive"}]


MEMORY = """
from crawler import extensions
extensions.bound(300_000_000)
assert 1_000_000 < extensions.taken() < 300_000_000
try:
    bytearray(400_000_000)
except MemoryError:
    print("no more")
"""


def test_no_process_gets_more_memory_than_it_may_take():
    did = subprocess.run([sys.executable, "-c", MEMORY], capture_output=True, text=True)

    assert (did.stdout, did.stderr) == ("no more\n", "")


def test_a_program_that_is_kept_running_is_started_again_and_ends_when_told(tmp_path: Path):
    count = tmp_path / "starts"
    program = f"""
import sys, time
with open({str(count)!r}, "a") as file: file.write("x")
if len(open({str(count)!r}).read()) < 3: sys.exit(3)
print("at home", flush=True)
print("here", file=sys.stderr, flush=True)
time.sleep(600)
"""
    said = tmp_path / "logs" / "said.txt"
    lines: list[str] = []
    attendant = Attendant("it", [sys.executable, "-c", program], said, heard=lines.append)
    eventually(lambda: said.exists() and said.read_text() == "here\n")
    assert count.read_text() == "xxx"
    eventually(lambda: lines == ["at home"])
    started = time.monotonic()
    attendant.stop()

    assert time.monotonic() - started < 5
    assert offspring(os.getpid()) == []


def test_a_program_that_cannot_start_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    attendant = Attendant("it", [str(tmp_path / "nothing")], tmp_path / "said.txt")
    eventually(lambda: "it did not start (No such file or directory)" in caplog.text)
    attendant.stop()
