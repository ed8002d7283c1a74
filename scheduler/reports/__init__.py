"""Reports for readers: one file a format, found by its file name."""

import importlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol, cast, runtime_checkable

from crawler.errors import UsageError
from scheduler import shelf
from scheduler.diff.records import ChangeReport
from scheduler.reports.view.context import Context, Lang

__all__ = ["Context", "Format", "Lang", "digesting", "formats", "linked", "load"]

FOLDER = Path(__file__).parent


class Format(Protocol):
    """A module of `scheduler/reports`; its docstring's first line is its help line."""

    __doc__: str

    def render(self, reports: Iterable[ChangeReport], context: Context) -> Iterator[str]:
        """The document in pieces, each written as soon as it is made; joined they are whole."""


@runtime_checkable
class Digesting(Protocol):
    """A format that can tell a day or a week in one reading, too."""

    def digest(self, reports: Iterable[ChangeReport], context: Context) -> Iterator[str]:
        """The digest in pieces; the reports come the latest first."""


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


def digesting(name: str) -> Digesting:
    """The module of a format that can make a digest. Raises `UsageError`, naming those that can."""
    chosen = load(name)
    if isinstance(chosen, Digesting):
        return chosen
    able = ", ".join(each for each in formats() if isinstance(load(each), Digesting))
    raise UsageError(f"the format {name} makes no digest: {able} do")


def linked(name: str) -> Format:
    """The module of a format that leads to a reader's pages. Raises `UsageError`, naming those."""
    chosen = load(name)
    if getattr(chosen, "IS_LINKED", False):
        return chosen
    able = ", ".join(each for each in formats() if getattr(load(each), "IS_LINKED", False))
    raise UsageError(f"the format {name} leads to no reader's pages: {able} do")
