"""The limits are lint: a function that is just within them passes, one step more is refused."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.trees import ROOT

Function = Callable[[int], str]


def nested(depth: int) -> str:
    """Blocks in blocks."""
    blocks = [f"{'    ' * level}for each in way:" for level in range(1, depth + 1)]
    return "\n".join(["def walk(way):", *blocks, f"{'    ' * (depth + 1)}each.go()"])


def complex_(paths: int) -> str:
    """As many ways through."""
    choices = [f"    if way == {number}:\n        way.go()" for number in range(paths - 1)]
    return "\n".join(["def choose(way):", *choices])


def long(statements: int) -> str:
    """As many statements."""
    return "\n".join(["def go(way):", *["    way.go()"] * statements])


def wide(arguments: int) -> str:
    """As many arguments."""
    names = ", ".join(f"way{number}" for number in range(arguments))
    return f"def add({names}):\n    return ({names})"


def refused(source: str, path: str) -> list[str]:
    """The codes of the limits that ruff finds passed, with our settings, in a file at `path`."""
    done = subprocess.run(
        [Path(sys.executable).with_name("ruff"), "check", "--output-format=json", "--no-cache",
         "--stdin-filename", str(ROOT / path), "-"],
        cwd=ROOT, input=source, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    limits = {"C901", "PLR0911", "PLR0912", "PLR0913", "PLR0915", "PLR1702"}
    return [found["code"] for found in json.loads(done.stdout) if found["code"] in limits]


@pytest.mark.parametrize("path", ["crawler/new.py", "scheduler/web/new.py", "tests/test_new.py"])
@pytest.mark.parametrize(
    ("function", "most", "code"),
    [(nested, 3, "PLR1702"), (complex_, 10, "C901"), (long, 40, "PLR0915")],
)
def test_one_more_than_the_limit_is_refused(path: str, function: Function, most: int, code: str):
    assert refused(function(most), path) == []
    assert refused(function(most + 1), path) == [code]


def test_six_arguments_are_the_most_but_for_the_fixtures_of_a_test():
    assert refused(wide(6), "crawler/new.py") == []
    assert refused(wide(7), "crawler/new.py") == ["PLR0913"]
    assert refused(wide(7), "tests/test_new.py") == []
