import subprocess
import sys

import pytest

from scheduler import cli


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


HEAVY = ("scrapy", "twisted", "itemadapter", "apscheduler", "deepdiff", "selectolax", "starlette")


@pytest.mark.parametrize("words", [["--help"], ["report", "--help"], ["list", "--help"]])
def test_reading_verbs_load_nothing_heavy(words: list[str]):
    script = (
        "import sys; from scheduler.cli import main\n"
        f"try: main({words!r})\n"
        "except SystemExit: pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)

    assert run.stderr.strip() == "[]"
