"""The main job, whole: real crawls, five rounds, and a check that can fail."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.errors import UsageError
from scheduler.demo import prepared
from scheduler.demo.stage import MARK
from scheduler.reports.view.context import TAIPEI

pytestmark = pytest.mark.no_cover

SETTINGS = """\
[store]
url = "sqlite:///server.db"
[crawl]
max_related = 1
"""


def demo(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "scheduler", "demo", "--data", str(folder), *words],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=folder.parent,
        env={**os.environ, "NO_COLOR": "1"},
    )


@pytest.mark.slow
def test_every_edit_is_reported_once_and_nothing_else(tmp_path: Path):
    """In the folder of a demo before it, and beside the settings of one who has a server."""
    folder = tmp_path / "demo"
    prepared(folder, TAIPEI)
    (folder / "stet.db").write_text("of the demo before")
    (tmp_path / "stet.toml").write_text(SETTINGS)

    run = demo(folder)

    assert run.stderr == ""
    assert run.returncode == 0, run.stdout
    assert "Every edit is reported exactly once, and nothing else is." in run.stdout
    assert "造成[-2-]{+3+}人死亡" in run.stdout
    assert (folder / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert not (tmp_path / "server.db").exists()
    [command] = [line.strip() for line in run.stdout.splitlines() if " history " in line]
    words = command.partition("stet ")[2].split()
    history = subprocess.run(
        [sys.executable, "-m", "scheduler", *words],
        capture_output=True, text=True, timeout=60, cwd=tmp_path,
    )  # fmt: skip
    assert (history.returncode, history.stderr) == (0, "")


@pytest.mark.slow
def test_a_newsroom_that_cheats_is_noticed(tmp_path: Path):
    run = demo(tmp_path / "demo", "--sabotage")

    assert run.returncode == 1
    hidden, tampered = [line for line in run.stdout.splitlines() if line.startswith("WRONG: ")]
    assert "not told: corrected body '1萬4000塊' -> '1萬6000塊'" in hidden
    assert "never happened: edited 《曦川米價" in tampered
    assert "2萬3000公噸" in tampered


def test_a_port_that_is_taken_is_said_before_anything_is_played(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        run = demo(tmp_path / "demo", "--serve", "--port", port)

    assert (run.returncode, run.stdout) == (2, "")
    assert f"cannot listen on 127.0.0.1 port {port}" in run.stderr
    assert not (tmp_path / "demo").exists()


# ------------------------------------------------------------------ its folder


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path):
    (tmp_path / "thesis.txt").touch()

    with pytest.raises(UsageError, match="holds something that is not of a demo"):
        prepared(tmp_path, TAIPEI)

    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_is_no_folder(tmp_path: Path):
    (tmp_path / "file").touch()

    with pytest.raises(UsageError, match="file is a file: name a folder"):
        prepared(tmp_path / "file", TAIPEI)
    with pytest.raises(UsageError, match=r"cannot write .*: Not a directory: name another"):
        prepared(tmp_path / "file" / "below", TAIPEI)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path):
    for name in ("fresh", "used"):
        folder = tmp_path / name
        folder.mkdir()
        if name == "used":
            (folder / MARK).touch()
        folder.chmod(0o500)

        with pytest.raises(UsageError, match=f"cannot write .*{name}: Permission denied"):
            prepared(folder, TAIPEI)


def test_a_disk_without_room_is_said_before_anything_is_played(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    usage = shutil.disk_usage(tmp_path)._replace(free=1_500_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage)

    with pytest.raises(UsageError, match=r"has 1.5 MB left, the demo needs 20: make room"):
        prepared(tmp_path / "demo", TAIPEI)


@pytest.mark.slow
def test_the_daemon_is_left_on_for_hours_in_seconds(tmp_path: Path):
    run = demo(tmp_path / "demo", "--daemon", "--seconds", "8")

    assert (run.returncode, run.stderr) == (0, "")
    rows = dict(line.split("  ", 1) for line in run.stdout.splitlines() if "  " in line)
    assert {name: value.strip() for name, value in rows.items()}.keys() == {
        "left on", "edits made", "edits seen", "delay p50 / p95", "requests", "304 not modified",
        "bytes",
    }  # fmt: skip
    assert int(rows["requests"]) >= 18
    assert "h of the newsroom's clock" in rows["left on"]


def test_the_daemons_play_is_another_one(tmp_path: Path):
    refused = demo(tmp_path / "demo", "--daemon", "--serve")

    assert refused.returncode == 2
    assert "--daemon is a play of its own" in refused.stderr
