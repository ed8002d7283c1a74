import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from scheduler.diff.__main__ import DIFFERENT, EQUAL, TROUBLE, main


@pytest.fixture
def texts(tmp_path: Path) -> tuple[str, str]:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text("山城地震，2人死亡。\n第二段到此為止。\n海港平安。", "utf-8")
    new.write_text("新段落在此。\n山城地震，3人死亡。\n海港平安。\n", "utf-8")
    return str(old), str(new)


def test_differences_are_printed_as_marks(
    texts: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(texts) == DIFFERENT
    assert capsys.readouterr().out.splitlines() == [
        "->1 added: {+新段落在此。+}",
        "1->2 edited: 山城地震，[-2-]{+3+}人死亡。",
        "2-> removed: [-第二段到此為止。-]",
    ]


def test_equal_and_empty_files_print_nothing(
    tmp_path: Path, texts: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").touch()
    assert main([texts[0], texts[0]]) == EQUAL
    assert main([str(tmp_path / "empty")] * 2) == EQUAL
    assert capsys.readouterr().out == ""


def test_what_cannot_be_read_is_trouble(
    tmp_path: Path, texts: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\xff")
    assert main([texts[0], str(tmp_path / "missing")]) == TROUBLE
    assert "missing: No such file" in capsys.readouterr().err
    assert main([texts[0], str(tmp_path / "bytes")]) == TROUBLE
    assert "is no text in UTF-8" in capsys.readouterr().err


def test_control_characters_never_reach_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text("甲段的全部文字在此。乙段的全部文字在此。", "utf-8")
    new.write_text("甲段的全部文字在此。\n乙段的全部文字在此。\x1b[2J\u202e", "utf-8")
    assert main([str(old), str(new)]) == DIFFERENT
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "{+¶+}" in shown
    assert "\\x1b[2J\\u202e" in shown


@pytest.mark.parametrize(("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_a_terminal_gets_colours(
    texts: tuple[str, str], environment: dict[str, str], coloured: bool
) -> None:
    master, slave = pty.openpty()
    bare = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    command = [sys.executable, "-m", "scheduler.diff", *texts]
    done = subprocess.run(command, stdout=slave, env=bare | environment, check=False)
    os.close(slave)
    shown = os.read(master, 10_000).decode()
    os.close(master)
    assert done.returncode == DIFFERENT
    assert ("\x1b[31;9m2\x1b[0m\x1b[32;4m3\x1b[0m" in shown) is coloured


def test_a_reader_that_leaves_and_a_full_disk_end_it_quietly(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text("\n".join(f"第{n}段的文字。" for n in range(5_000)), "utf-8")
    new.write_text("\n".join(f"第{n}段的話語。" for n in range(5_000)), "utf-8")
    command = [sys.executable, "-m", "scheduler.diff", str(old), str(new)]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        TROUBLE, "standard output: No space left on device\n",
    )  # fmt: skip
    piped = subprocess.run(
        ["bash", "-c", '"$@" | head -1; exit ${PIPESTATUS[0]}', "-", *command],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
    )
    assert (piped.returncode, piped.stderr) == (DIFFERENT, "")
    assert len(piped.stdout.splitlines()) == 1
