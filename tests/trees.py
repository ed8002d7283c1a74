"""A tree of files that a rule can be held to: ours, or a copy of ours that was spoilt."""

import ast
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Tree:
    """A folder and the files in it that count."""

    root: Path
    files: tuple[str, ...]
    """Paths from the root, with `/`."""

    @classmethod
    def ours(cls) -> "Tree":
        """This checkout: what git tracks, or would if it were told to."""
        command = [
            "git",
            "-c",
            "core.quotepath=off",
            "ls-files",
            "--cached",
            "--others",
            "--exclude-standard",
        ]
        git = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30)
        if git.returncode:
            pytest.skip("not a git checkout")
        return cls(ROOT, tuple(name for name in git.stdout.splitlines() if (ROOT / name).is_file()))

    def copy(self, target: Path) -> "Tree":
        """The same files below another folder."""
        for name in self.files:
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.root / name, path)
        return Tree(target, self.files)

    def with_files(self, texts: Mapping[str, str]) -> "Tree":
        """The tree after these files (path: text) were written into it; never ours."""
        assert self.root != ROOT
        for name, text in texts.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return Tree(self.root, tuple(dict.fromkeys([*self.files, *texts])))

    def text(self, name: str) -> str:
        """What a file says."""
        return (self.root / name).read_text(encoding="utf-8")

    def sources(self, *folders: str) -> Iterator[tuple[str, str]]:
        """Every module in these folders, with its text."""
        for name in self.files:
            if name.endswith(".py") and name.split("/")[0] in folders:
                yield name, self.text(name)

    @cached_property
    def parsed(self) -> dict[str, ast.Module]:
        """Every module of the two packages, parsed."""
        return {name: _parsed(text) for name, text in self.sources("crawler", "scheduler")}


@cache
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


def dotted(name: str) -> str:
    """The module that a file holds."""
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def is_in(module: str, package: str) -> bool:
    """Whether a module is a package or stands in it."""
    return module == package or module.startswith(f"{package}.")
