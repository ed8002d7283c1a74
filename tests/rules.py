"""The rules of the house that no linter knows: each takes a tree and says what breaks it.

`tests/test_tree.py` holds our tree to them, and shows each of them a tree that it must refuse.
"""

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from pathlib import PurePosixPath

from tests.trees import Tree, is_in

Rule = Callable[[Tree], list[str]]

# ---------------------------------------------------------------- names and sizes

TOP = {
    "pyproject.toml", "crawler", "scheduler", "tests", "scrapy.cfg", "README.md",
    "LICENSE", "CHANGELOG.md", "docs", "Dockerfile", "compose.yaml",
}  # fmt: skip
SAYS_NOTHING = {
    "utils", "util", "helpers", "helper", "manager", "data", "info", "process", "misc", "common",
}  # fmt: skip
OTHERS_OWN = {"Crawler", "Scheduler", "Job", "Item"}
"""Names of Scrapy's and APScheduler's own."""
LONGEST = 400
"""Lines of a file. Templates and golden reports are no code and may be longer."""


def top(tree: Tree) -> list[str]:
    """The tree is the diagram: nothing else stands beside it."""
    first = dict.fromkeys(name.split("/")[0] for name in tree.files)
    return [f"{name} does not belong at the top" for name in first if not _known(name)]


def _known(name: str) -> bool:
    return name in TOP or name.startswith(".")


def names(tree: Tree) -> list[str]:
    """No folder, module or class has a name that says nothing, or one that is another's."""
    nothing = [
        f"{name}: a name that says nothing"
        for name, _ in tree.sources("crawler", "scheduler", "tests")
        if SAYS_NOTHING & set(PurePosixPath(name).with_suffix("").parts)
    ]
    taken = [
        f"{name}: class {node.name} has the name of Scrapy's or APScheduler's own"
        for name, module in tree.parsed.items()
        for node in ast.walk(module)
        if isinstance(node, ast.ClassDef) and node.name in OTHERS_OWN
    ]
    return nothing + taken


def length(tree: Tree) -> list[str]:
    """No file is too long to be read at once."""
    counted = (
        (name, text.count("\n")) for name, text in tree.sources("crawler", "scheduler", "tests")
    )
    return [f"{name} has {lines} lines" for name, lines in counted if lines > LONGEST]


def exemptions(tree: Tree) -> list[str]:
    """Who asks a linter to look away says why."""
    silent = re.compile(
        r"# (noqa: [A-Z]+\d+(, ?[A-Z]+\d+)*|type: ignore\[[\w, -]+\]|pragma: no cover)[^\w\n]*$",
        re.MULTILINE,
    )
    return [
        f"{name}:{text.count(chr(10), 0, found.start()) + 1}: {found[0]!r} gives no reason"
        for name, text in tree.sources("crawler", "scheduler")
        for found in silent.finditer(text)
    ]


RECORDS = {"Struct", "NamedTuple", "TypedDict"}


def fields(tree: Tree) -> list[str]:
    """Every field of a public record says what it holds: format, unit, what is raw."""
    return [
        f"{name}:{field.lineno}: {record.name}.{ast.unparse(field.target)} has no docstring"
        for name, module in tree.parsed.items()
        for record in ast.walk(module)
        if isinstance(record, ast.ClassDef) and _is_record(record) and record.name[0] != "_"
        for field, follows in zip(record.body, [*record.body[1:], None], strict=True)
        if isinstance(field, ast.AnnAssign)
        and not ast.unparse(field.target).startswith("_")
        and not _is_text(follows)
    ]


def _is_record(node: ast.ClassDef) -> bool:
    bases = {ast.unparse(base).split(".")[-1] for base in node.bases}
    made = {ast.unparse(one).partition("(")[0].split(".")[-1] for one in node.decorator_list}
    return bool(bases & RECORDS) or "dataclass" in made


def _is_text(node: ast.stmt | None) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


# ---------------------------------------------------------------- purity

PURE = (
    "crawler/text.py", "crawler/urls.py", "crawler/dates/*.py", "scheduler/agenda/*.py",
    "scheduler/diff/*.py",
)  # fmt: skip
"""Pure by design; `.ci/pure` may name more, never fewer."""
EDGES = {
    "scheduler/diff/__main__.py": "a command line: it reads two files and prints",
    "scheduler/reports/view/languages/__init__.py": "so do the catalogues",
    "scheduler/reports/view/pages.py": "the templates lie on the disk",
}
"""Modules among the pure ones that are not, and why."""
IMPURE_MODULES = {
    "asyncio", "concurrent", "ctypes", "fcntl", "fileinput", "getpass", "glob", "http", "io",
    "linecache", "locale", "logging", "mmap", "multiprocessing", "os", "pathlib", "platform",
    "random", "secrets", "select", "selectors", "shutil", "signal", "socket", "sqlite3", "ssl",
    "subprocess", "sys", "tempfile", "threading", "time", "urllib.request", "uuid",
    "crawler.clock", "crawler.config", "crawler.store.database",
}  # fmt: skip
IMPURE_CALLS = {"open", "input", "print", "breakpoint", "exec", "eval", "__import__"}
IMPURE_METHODS = {
    "now", "utcnow", "today", "read_text", "read_bytes", "write_text", "write_bytes",
    "import_module", "urlopen",
}  # fmt: skip


def purity(tree: Tree) -> list[str]:
    """Pure modules call no clock, no network and no disk: these are passed in."""
    listed = tree.text(".ci/pure").split()
    missing = [f".ci/pure does not list {pattern}" for pattern in PURE if pattern not in listed]
    return missing + [
        f"{name}:{line}: {what}, and is to be pure"
        for name, module in tree.parsed.items()
        if name not in EDGES and any(fnmatch(name, pattern) for pattern in listed)
        for line, what in _impurities(module)
    ]


def _impurities(module: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import | ast.ImportFrom):
            reached = (name for name in _imported(node) if _reaches_out(name))
            yield from ((node.lineno, f"imports {name}") for name in reached)
        if isinstance(node, ast.Call) and _is_impure(node):
            yield node.lineno, f"calls {ast.unparse(node.func)}"


def _reaches_out(imported: str) -> bool:
    return any(is_in(imported, impure) for impure in IMPURE_MODULES)


def _is_impure(call: ast.Call) -> bool:
    match call.func:
        case ast.Name(id=name):
            return name in IMPURE_CALLS
        case ast.Attribute(attr="astimezone"):
            return not (call.args or call.keywords)  # the zone of whatever machine this is
        case ast.Attribute(attr=name):
            return name in IMPURE_METHODS
    return False


def _imported(node: ast.AST) -> list[str]:
    """What a statement imports: `from urllib import request` and `from urllib.request import x`."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


# ---------------------------------------------------------------- libraries and hidden imports

SEAMS = {
    "crawler.settings", "crawler.commands", "crawler.stop", "crawler.spiders",
    "crawler.extensions", "crawler.pipelines", "crawler.exporters", "crawler.middlewares",
    "crawler.downloader",
}  # fmt: skip
HOMES = {
    "scrapy": {*SEAMS, "scheduler.runner"},
    "twisted": {*SEAMS, "scheduler.runner"},
    "subprocess": {"scheduler.child", "scheduler.demo"},
    "itemadapter": {"crawler.pipelines"},
    "selectolax": {"crawler.parsing.dom"},
    "lxml": set(),
    "parsel": set(),
    "dateparser": {"crawler.dates.longtail"},
    "sqlalchemy": {"crawler.store"},
    "alembic": {"crawler.store"},
    "sqlite3": {"crawler.store"},
    "psycopg": set(),
    "zstandard": {"crawler.store.records"},
    "msgspec": {
        "crawler.store.records",
        "scheduler.diff.records",
        "scheduler.web.descriptions",
        "scheduler.web.documents",
        "scheduler.web.questions",
    },
    "apscheduler": {"scheduler.daemon"},
    "deepdiff": {"scheduler.diff.changes"},
    "rapidfuzz": {"scheduler.diff"},
    "re2": {"crawler.aside"},
    "pypinyin": {"crawler.sounds"},
    "rjieba": {"scheduler.diff.words"},
    "opencc": {"scheduler.diff.words"},
    "babel": {"scheduler.reports.view.languages"},
    "jinja2": {"scheduler.reports.view.pages", "scheduler.newsroom.dresses.base"},
    "markupsafe": {"scheduler.reports.view.pages", "scheduler.newsroom.dresses.base"},
    "starlette": {"scheduler.web"},
    "uvicorn": {"scheduler.web"},
    "prometheus_client": {"scheduler.web.faces.health"},
    "warcio": {"crawler.warc"},
    "feedparser": {"crawler.lists.feeds"},
    "cryptography": {"scheduler.newsroom.certificates"},
}
"""Who may import a library: nobody else may."""

LOADERS = {
    "crawler/sites/__init__.py", "scheduler/cli.py", "scheduler/reports/__init__.py",
    "scheduler/newsroom/dresses/__init__.py", "scheduler/notify/__init__.py",
    "scheduler/web/face.py",
}  # fmt: skip
"""Where modules are found by their file names: the only imports that import-linter cannot see."""


def hidden_imports(tree: Tree) -> list[str]:
    """Nobody but the loaders imports by a name made at run time: the contracts would not see it."""
    return [
        f"{name}:{node.lineno}: imports past the contracts"
        for name, module in tree.parsed.items()
        if name not in LOADERS
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).split(".")[-1] in {"import_module", "__import__", "exec"}
    ]


def homes(tree: Tree) -> list[str]:
    """Every library that is imported has a contract that says where it may be."""
    options = tomllib.loads(tree.text("pyproject.toml"))["tool"]["importlinter"]
    at_home = {
        name
        for contract in options["contracts"]
        if contract["type"] == "protected"
        for name in contract["protected_modules"]
    }
    return [
        f"{name}: {library} has no home in pyproject.toml"
        for name, module in tree.parsed.items()
        for library in sorted(_libraries(module))
        if library not in at_home
    ]


def _libraries(module: ast.Module) -> set[str]:
    first = {each.split(".")[0] for node in ast.walk(module) for each in _imported(node)}
    return first - set(sys.stdlib_module_names) - {"crawler", "scheduler"}


# ---------------------------------------------------------------- what is found by its name

_READING = {"crawler.parsing", "crawler.text", "crawler.urls", "crawler.dates", "crawler.items"}
_ARCHIVE = {"crawler.store", "sqlalchemy", "sqlite3", "zstandard", "msgspec"}
MAY_LOAD = {
    "crawler.sites": {"crawler.sites", "crawler.errors", "selectolax", *_READING},
    "scheduler.reports": {
        "scheduler.reports", "scheduler.diff", "scheduler.shelf", "crawler.errors",
        "crawler.items", "crawler.text", "msgspec",
    },
    "scheduler.verbs": {
        "scheduler.verbs", "scheduler.demo", "scheduler.newsroom", "scheduler.daemon",
        "scheduler.rounds", "scheduler.bundle", "scheduler.evidence", "scheduler.web",
        "scheduler.origin", "scheduler.reports", "scheduler.claims", "scheduler.compare",
        "scheduler.reparse", "scheduler.told", "scheduler.runner", "scheduler.leases",
        "scheduler.child", "scheduler.coverage", "scheduler.quarantine", "scheduler.lock",
        "scheduler.housekeeping", "scheduler.notify",
        "scheduler.agenda", "scheduler.plans", "scheduler.simulation", "scheduler.diff",
        "scheduler.shelf", "scheduler.logs", "scheduler.doctor", "scheduler.supervisor",
        "scheduler.tries", "scheduler.waiting", "scheduler.scratch",
        "crawler.seeds", "crawler.extract", "crawler.normalise", "crawler.sites", "crawler.credits",
        "crawler.warc", "warcio",
        "crawler.config", "crawler.keys", "crawler.entries", "crawler.amounts", "crawler.aside",
        "crawler.clock", "crawler.errors", "crawler.sounds",
        "crawler.interruption", *_READING, *_ARCHIVE,
        "selectolax", "rapidfuzz", "apscheduler", "jinja2", "markupsafe", "cryptography",
    },
}  # fmt: skip
"""A folder whose modules are found by name -> what may be loaded once they are."""
WATCHED = {"crawler", "scheduler", *HOMES} - {"subprocess"}
_LOAD = """
import importlib, json, pkgutil, sys
package = sys.argv[1]
for found in pkgutil.iter_modules(importlib.import_module(package).__path__):
    importlib.import_module(f"{package}.{found.name}")
    print(json.dumps([found.name, sorted(sys.modules)]))
"""


def untraced() -> dict[str, str]:
    """The environment for a child that is to load and cost what it does without coverage."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}


def found_by_name(tree: Tree) -> list[str]:
    """A site, a format, a verb loads, and loads nothing that its folder may not know."""
    return [complaint for package in MAY_LOAD for complaint in _loading(tree, package)]


def _loading(tree: Tree, package: str) -> Iterator[str]:
    done = subprocess.run(
        [sys.executable, "-c", _LOAD, package],
        cwd=tree.root,
        capture_output=True,
        text=True,
        timeout=60,
        env=untraced(),
    )
    told: set[str] = set()
    for name, loaded in map(json.loads, done.stdout.splitlines()):
        strays = {_short(each) for each in loaded if not _may(package, each)} - told
        told |= strays
        if strays:
            yield f"{package}.{name} loads {', '.join(sorted(strays))}"
    if done.returncode or not done.stdout:
        yield f"{package} does not load: {''.join(done.stderr.splitlines()[-1:])}"


def _may(package: str, module: str) -> bool:
    if module.split(".", maxsplit=1)[0] not in WATCHED or module in {"crawler", "scheduler"}:
        return True
    return any(is_in(module, allowed) for allowed in MAY_LOAD[package])


def _short(module: str) -> str:
    """`scrapy` of `scrapy.http.request`, `crawler.store` of `crawler.store.rows`."""
    first, *rest = module.split(".")
    return ".".join([first, *rest[:1]]) if first in {"crawler", "scheduler"} else first


RULES: tuple[Rule, ...] = (
    top, names, length, exemptions, fields, purity, hidden_imports, homes, found_by_name,
)  # fmt: skip
