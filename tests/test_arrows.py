"""The arrows hold: a forbidden import is refused, in the modules of today and in new ones.

Each test writes imports into a copy of the tree and lets import-linter judge it, with the contracts
of `pyproject.toml`. The tables are DESIGN's; a name that stands for a package means all of it.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from itertools import combinations, permutations, product
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]

SEAMS = {
    "crawler.settings", "crawler.commands", "crawler.spiders", "crawler.extensions",
    "crawler.pipelines", "crawler.exporters", "crawler.middlewares",
}  # fmt: skip
HOMES = {
    "scrapy": {*SEAMS, "scheduler.runner"},
    "twisted": {*SEAMS, "scheduler.runner"},
    "itemadapter": {"crawler.pipelines"},
    "selectolax": {"crawler.parsing.dom"},
    "lxml": set(),
    "parsel": set(),
    "sqlalchemy": {"crawler.store"},
    "alembic": {"crawler.store"},
    "sqlite3": {"crawler.store"},
    "zstandard": {"crawler.store.records"},
    "msgspec": {"crawler.store.records", "scheduler.diff.records"},
    "apscheduler": {"scheduler.daemon"},
    "deepdiff": {"scheduler.diff.changes"},
    "rapidfuzz": {"scheduler.diff"},
    "rjieba": {"scheduler.diff.words"},
    "opencc": {"scheduler.diff.words"},
    "jinja2": {"scheduler.reports.view.pages", "scheduler.newsroom.dresses.base"},
    "markupsafe": {"scheduler.reports.view.pages", "scheduler.newsroom.dresses.base"},
    "starlette": {"scheduler.web"},
    "uvicorn": {"scheduler.web"},
    "cryptography": {"scheduler.newsroom.certificates"},
}
"""Who may import a library: nobody else may."""

TOP_TO_BOTTOM = {
    "crawler": "commands -> spiders -> extensions -> pipelines -> middlewares -> seeds -> extract"
    " -> sites -> parsing -> text | urls | dates -> items -> errors",
    "scheduler": "cli -> verbs -> demo -> daemon -> web -> reports -> compare -> runner"
    " -> agenda | diff",
}
READING = {"seeds", "extract", "sites", "parsing", "text", "urls", "dates", "items"}
BESIDE = [
    # from, to what it must not know
    ({"crawler"}, {"scheduler.diff", "scheduler.runner", "scheduler.newsroom"}),
    ({"crawler.store"}, {"crawler.seeds", "crawler.extract", "crawler.sites", "crawler.parsing"}),
    ({"crawler.store"}, SEAMS - {"crawler.settings"}),
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


class Tree:
    """A copy of our two packages, to be spoilt."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copy(ROOT / "pyproject.toml", root)
        for package in ("crawler", "scheduler"):
            for source in (ROOT / package).rglob("*.py"):
                copy = root / source.relative_to(ROOT)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, copy)

    def modules(self) -> dict[str, Path]:
        """Every module with its file."""
        return {self._name(path): path for path in self.root.rglob("*.py")}

    def newcomer(self, package: str) -> str:
        """A new module in a package; the module itself where it is one file."""
        folder = self.root / Path(*package.split("."))
        if not folder.is_dir():
            return package
        (folder / "newcomer.py").touch()
        return f"{package}.newcomer"

    def write(self, imports: Iterable[Import]) -> None:
        """Add the imports below whatever the modules hold."""
        files = self.modules()
        for importer, imported in imports:
            with files[importer].open("a", encoding="utf-8") as file:
                file.write(f"\nimport {imported}\n")

    def refused(self) -> tuple[int, set[Import], str]:
        """The exit code of lint-imports, the imports it names, and all that it says."""
        done = subprocess.run(
            [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
            cwd=self.root,
            env=os.environ | {"COLUMNS": "1000"},
            capture_output=True,
            text=True,
            timeout=120,
        )
        said = done.stdout + done.stderr
        return (
            done.returncode,
            {Import(*one) for one in re.findall(r"(\S+) -> (\S+) \(", said)},
            said,
        )

    def _name(self, path: Path) -> str:
        parts = path.relative_to(self.root).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path)


def is_in(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


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
    code, _, said = tree.refused()

    assert code == 0, said


def test_a_library_is_refused_everywhere_but_at_home(tree: Tree):
    for package in [name for name, path in tree.modules().items() if path.name == "__init__.py"]:
        tree.newcomer(package)
    everywhere = [Import(*pair) for pair in product(tree.modules(), HOMES)]
    tree.write(everywhere)

    code, refused, _ = tree.refused()

    away = {
        each
        for each in everywhere
        if not any(is_in(each.importer, home) for home in HOMES[each.imported])
    }
    assert code == 1
    assert {each for each in refused if each.imported in HOMES} == away


def test_an_arrow_against_the_others_is_refused(tree: Tree):
    beside = [pair for sources, targets in BESIDE for pair in product(sources, targets)]
    against = [Import(tree.newcomer(low), high) for low, high in [*upward(), *beside]]
    tree.write(against)

    code, refused, _ = tree.refused()

    assert code == 1
    assert set(against) - refused == set()


@pytest.mark.parametrize("side", ["crawler", "scheduler"])
def test_a_module_that_has_no_place_among_the_arrows_is_refused(tree: Tree, side: str):
    newcomer = tree.newcomer(side)

    code, _, said = tree.refused()

    assert code == 1
    assert f"- {newcomer}\n" in said


def test_every_library_that_we_depend_on_has_a_home():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    libraries = {re.split(r"[^\w-]", each)[0] for each in project["dependencies"]}

    assert libraries - {"tzdata"} <= set(HOMES)  # tzdata is no code
