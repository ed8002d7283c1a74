"""Modules found by their file names: a verb or a format is added by adding its file."""

from pathlib import Path


def listed(folder: Path) -> dict[str, str]:
    """Each public module of a folder with its docstring's first line, by name, none imported."""
    return {
        path.stem: path.read_text(encoding="utf-8").partition("\n")[0].strip('"')
        for path in sorted(folder.glob("[a-z]*.py"))
    }
