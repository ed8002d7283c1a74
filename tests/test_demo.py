"""The main job, whole: real crawls, five rounds, and a check that can fail."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def demo(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "scheduler", "demo", "--data", str(folder), *words],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "NO_COLOR": "1"},
    )


@pytest.mark.slow
def test_every_edit_is_reported_once_and_nothing_else(tmp_path: Path):
    run = demo(tmp_path / "demo")

    assert run.stderr == ""
    assert run.returncode == 0, run.stdout
    assert "Every edit is reported exactly once, and nothing else is." in run.stdout
    assert "造成[-2-]{+3+}人死亡" in run.stdout
    page = (tmp_path / "demo" / "report.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")


@pytest.mark.slow
def test_a_newsroom_that_cheats_is_noticed(tmp_path: Path):
    run = demo(tmp_path / "demo", "--sabotage")

    assert run.returncode == 1
    wrong = [line for line in run.stdout.splitlines() if line.startswith("WRONG: ")]
    assert len(wrong) == 2
    assert "1萬4000塊" in wrong[0]
    assert "2萬3000公噸" in wrong[1]
