import subprocess
import sys
from pathlib import Path

import pytest

from scheduler import cli
from tests.archives import filled

pytestmark = pytest.mark.no_cover


def stet(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "scheduler", *words], capture_output=True, text=True, timeout=60
    )


def test_the_overview_names_every_verb_with_its_help_line(capsys: pytest.CaptureFixture[str]):
    assert cli.main(["--help"]) == 0

    shown = capsys.readouterr().out
    for name, line in cli.verbs().items():
        assert f"  {name:<9} {line}\n" in shown
        assert line.endswith(".")


@pytest.mark.parametrize("name", sorted(cli.verbs()))
def test_every_verb_teaches_by_example(name: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as leaving:
        cli.main([name, "--help"])

    assert leaving.value.code == 0
    assert f"stet {name}" in capsys.readouterr().out.split("examples:")[1]


def test_the_version_is_told():
    assert stet("--version").stdout.startswith("stet ")


HEAVY = (
    "scrapy", "twisted", "itemadapter", "apscheduler", "deepdiff", "selectolax", "starlette",
    "alembic", "rapidfuzz", "sqlalchemy.dialects.postgresql", "scheduler.runner",
)  # fmt: skip
READING = (
    ["list"], ["report"], ["status"], ["history", "cna:202603010001"],
    ["show", "cna:202603010001"], ["pause", "cna:202603010001"],
)  # fmt: skip


def loaded(*words: str, folder: Path) -> str:
    """What of these a command loads: names, one a line."""
    script = (
        "import sys; from scheduler.cli import main\n"
        "try: code = main(sys.argv[2:])\n"
        "except SystemExit as leaving: code = leaving.code\n"
        "print(*sorted({*sys.argv[1].split()} & {*sys.modules}), file=sys.stderr)\n"
        "sys.exit(code)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, " ".join((*HEAVY, "sqlalchemy")), *words],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == 0
    return run.stderr.strip()


@pytest.mark.parametrize("words", READING)
def test_a_verb_that_reads_the_archive_loads_nothing_heavy(tmp_path: Path, words: list[str]):
    filled(tmp_path / "data")

    assert loaded(*words, folder=tmp_path) == "sqlalchemy"


def test_the_overview_loads_nothing_at_all(tmp_path: Path):
    assert loaded("--help", folder=tmp_path) == ""
