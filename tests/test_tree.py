"""The tree is the diagram: what stands at the top, and what is found by name obeys the arrows."""

import ast
import importlib
import pkgutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOP = {
    "pyproject.toml", "crawler", "scheduler", "tests", "scrapy.cfg", "README.md",
    "LICENSE", "CHANGELOG.md", "docs", "Dockerfile", "compose.yaml",
}  # fmt: skip

FOUND_BY_NAME = {
    "crawler.sites": {"crawler.sites", "crawler.parsing", "crawler.text", "crawler.urls",
                      "crawler.dates", "crawler.items", "crawler.errors"},
    "scheduler.reports": {"scheduler.reports", "scheduler.diff", "scheduler.shelf", "crawler"},
    "scheduler.verbs": {"scheduler", "crawler"},
}  # fmt: skip


def tracked() -> list[str]:
    git = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, timeout=30)
    if git.returncode:
        pytest.skip("not a git checkout")
    return git.stdout.splitlines()


def test_nothing_else_stands_at_the_top():
    first = {path.split("/")[0] for path in tracked()}

    assert {name for name in first if not name.startswith(".")} <= TOP


def test_no_module_has_a_name_that_says_nothing():
    words = {"utils", "util", "helpers", "helper", "manager", "misc", "common"}

    assert not [path for path in tracked() if Path(path).stem in words]


@pytest.mark.parametrize("package", sorted(FOUND_BY_NAME))
def test_what_is_found_by_its_name_loads_and_obeys_the_arrows(package: str):
    folder = importlib.import_module(package)
    names = [module.name for module in pkgutil.iter_modules(folder.__path__)]

    assert names
    for name in names:
        source = Path(importlib.import_module(f"{package}.{name}").__file__ or "")
        for arrow in arrows(source):
            assert arrow.startswith(tuple(FOUND_BY_NAME[package])), f"{source.name} -> {arrow}"


def arrows(source: Path) -> set[str]:
    """What a file of ours imports of ours."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
    return {name for name in found if name.split(".")[0] in {"crawler", "scheduler"}}
