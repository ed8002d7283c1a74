"""The arrows hold: a forbidden import is refused, in the modules of today and in new ones.

Each test writes imports into a copy of the tree and lets import-linter judge it, with the contracts
of `pyproject.toml`. The tables are DESIGN's; a name that stands for a package means all of it.
"""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from itertools import combinations, permutations, product
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.rules import HOMES, SEAMS
from tests.trees import ROOT, Tree, dotted, is_in

pytestmark = pytest.mark.no_cover  # runs nothing of ours

TOP_TO_BOTTOM = {
    "crawler": "commands -> spiders -> extensions -> pipelines -> middlewares -> seeds -> extract"
    " -> sites -> parsing -> aside -> text | urls | dates -> items -> errors",
    "scheduler": "cli -> verbs -> demo -> daemon -> web -> reports -> compare -> runner"
    " -> agenda | diff",
}
READING = {"aside", "seeds", "extract", "sites", "parsing", "text", "urls", "dates", "items"}
BESIDE = [
    # from, to what it must not know
    ({"crawler"}, {"scheduler.diff", "scheduler.runner", "scheduler.newsroom"}),
    ({"crawler.store"}, {"crawler.seeds", "crawler.extract", "crawler.sites", "crawler.parsing"}),
    ({"crawler.store"}, SEAMS),
    ({f"crawler.{name}" for name in READING}, {"crawler.clock", "crawler.config", "crawler.store"}),
    ({"scheduler.agenda", "scheduler.diff"}, {"crawler.clock", "crawler.config", "crawler.store"}),
    ({"scheduler.verbs", "scheduler.web", "scheduler.reports", "scheduler.diff"}, SEAMS),
    ({"scheduler.newsroom"}, {"crawler.urls", "scheduler.shelf", "scheduler.diff"}),
    ({"scheduler.verbs", "scheduler.daemon", "scheduler.reports"}, {"scheduler.newsroom"}),
    ({"scheduler.verbs"}, {"scheduler.verbs.add", "scheduler.verbs.list"}),
    ({"scheduler.reports"}, {"scheduler.reports.text", "scheduler.reports.jsonl"}),
    ({"crawler.sites"}, {"crawler.sites.cna", "crawler.sites.yahoo"}),
    ({"scheduler.web", "scheduler.daemon"}, {"scheduler.verbs._archive"}),
]


class Import(NamedTuple):
    """One import: who, and what."""

    importer: str
    imported: str


def modules(tree: Tree) -> dict[str, str]:
    """Every module of our two packages with its file."""
    return {dotted(name): name for name, _ in tree.sources("crawler", "scheduler")}


def write(tree: Tree, imports: Iterable[Import]) -> Tree:
    """The tree with these imports below whatever the modules hold, or in new ones."""
    files, spoilt = modules(tree), dict[str, str]()
    for importer, imported in imports:
        name = files.get(importer, f"{importer.replace('.', '/')}.py")
        before = spoilt.get(name) or (tree.text(name) if name in tree.files else "")
        spoilt[name] = f"{before}\nimport {imported}\n"
    return tree.with_files(spoilt)


def newcomer(tree: Tree, package: str) -> str:
    """The name of a module that is not there yet; the module itself where it is one file."""
    is_folder = f"{package.replace('.', '/')}/__init__.py" in tree.files
    return f"{package}.newcomer" if is_folder else package


def lint(tree: Tree) -> tuple[int, set[Import], str]:
    """The exit code of lint-imports, the imports it names, and all that it says."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
        cwd=tree.root,
        env=os.environ | {"COLUMNS": "1000"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    said = done.stdout + done.stderr
    named = {Import(*one) for one in re.findall(r"(\S+) -> (\S+) \(", said)}
    return done.returncode, named, said


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree.ours().copy(tmp_path)


def upward() -> Iterator[tuple[str, str]]:
    """Each layer with each one above it or beside it."""
    for side, arrows in TOP_TO_BOTTOM.items():
        floors = [
            [f"{side}.{name.strip()}" for name in floor.split("|")] for floor in arrows.split("->")
        ]
        for upper, lower in combinations(floors, 2):
            yield from product(lower, upper)
        for floor in floors:
            yield from permutations(floor, 2)


def test_the_tree_as_it_is_keeps_every_contract(tree: Tree):
    code, _, said = lint(tree)

    assert code == 0, said


def test_a_library_is_refused_everywhere_but_at_home(tree: Tree):
    packages = [name for name, path in modules(tree).items() if path.endswith("__init__.py")]
    importers = [*modules(tree), *(newcomer(tree, package) for package in packages)]
    everywhere = [Import(*pair) for pair in product(importers, HOMES)]

    code, refused, _ = lint(write(tree, everywhere))

    away = {
        each
        for each in everywhere
        if not any(is_in(each.importer, home) for home in HOMES[each.imported])
    }
    assert code == 1
    assert {each for each in refused if each.imported in HOMES} == away


def test_an_arrow_against_the_others_is_refused(tree: Tree):
    beside = [pair for sources, targets in BESIDE for pair in product(sources, targets)]
    against = {Import(newcomer(tree, low), high) for low, high in [*upward(), *beside]}

    code, refused, _ = lint(write(tree, against))

    assert code == 1
    assert against - refused == set()


@pytest.mark.parametrize(
    "root", [Import("crawler", "crawler.text"), Import("scheduler", "crawler.urls")]
)
def test_a_side_that_loads_its_modules_itself_is_refused(tree: Tree, root: Import):
    code, refused, _ = lint(write(tree, [root]))

    assert code == 1
    assert root in refused


@pytest.mark.parametrize(
    ("low", "high"),
    [
        ("crawler.store.rows", "crawler.store.archive"),
        ("scheduler.diff.records", "scheduler.diff.changes"),
        ("scheduler.reports.view.times", "scheduler.reports.view.shown"),
    ],
)
def test_a_circle_of_modules_is_refused(tree: Tree, low: str, high: str):
    code, _, said = lint(write(tree, [Import(low, high)]))

    assert code == 1
    assert "No cycles are allowed in " + low.rpartition(".")[0] in said


@pytest.mark.parametrize("side", ["crawler", "scheduler"])
def test_a_module_that_has_no_place_among_the_arrows_is_refused(tree: Tree, side: str):
    code, _, said = lint(tree.with_files({f"{side}/newcomer.py": ""}))

    assert code == 1
    assert f"- {side}.newcomer\n" in said


def test_every_library_that_we_depend_on_has_a_home():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = (re.split(r"[^\w-]", each)[0] for each in project["dependencies"])
    libraries = {  # google-re2 is imported as re2
        each.removeprefix("google-").replace("prometheus-", "prometheus_") for each in named
    }

    assert libraries - {"tzdata"} <= set(HOMES)  # tzdata is no code
