"""Reports for readers: one file a format, found by its file name."""

import importlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol, cast

from crawler.errors import UsageError
from scheduler import shelf
from scheduler.diff.records import ChangeReport
from scheduler.reports.view.context import Context, Lang

__all__ = ["Context", "Format", "Lang", "formats", "load"]

FOLDER = Path(__file__).parent


class Format(Protocol):
    """A module of `scheduler/reports`; its docstring's first line is its help line."""

    __doc__: str

    def render(self, reports: Iterable[ChangeReport], context: Context) -> Iterator[str]:
        """The document in pieces, each written as soon as it is made; joined they are whole."""


def formats() -> dict[str, str]:
    """Every format with its help line, in order of name, without importing any of them."""
    return shelf.listed(FOLDER)


def load(name: str, others: Iterable[str] = ()) -> Format:
    """The module of one format. Raises `UsageError` where there is none, with a list of all, to
    which `others` belong that are no reports.
    """
    known = formats()
    if name not in known:
        listed = ", ".join((*known, *others))
        raise UsageError(f"there is no report format {name!r}: the formats are {listed}")
    return cast(Format, importlib.import_module(f"scheduler.reports.{name}"))
