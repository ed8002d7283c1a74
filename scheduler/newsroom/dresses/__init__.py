"""How an outlet's pages look: one file a dress, found by its name, templates beside it."""

import importlib
import pkgutil
from functools import cache

from scheduler.newsroom.dresses.base import Dress

PLAIN = "jsonld"
"""What hosts wear that no dress calls its own."""


@cache
def every() -> tuple[Dress, ...]:
    """All dresses, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names if name != "base"]
    return tuple(module.DRESS for module in modules)


def named(name: str) -> Dress:
    """The dress of that name; ValueError names those there are."""
    for dress in every():
        if dress.name == name:
            return dress
    raise ValueError(f"no dress {name!r}: {', '.join(dress.name for dress in every())}")


def of_host(host: str) -> Dress:
    """The dress whose own host this is, else the plain one."""
    return next((dress for dress in every() if dress.host == host.lower()), named(PLAIN))
