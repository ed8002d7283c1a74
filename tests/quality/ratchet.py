"""The floors under every measure: they rise with `--raise` and never go down."""

import re
import tomllib
from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parent / "ratchet.toml"

_LINE = re.compile(r'^"(?P<name>[^"]+)"(?P<space>\s*=\s*)(?P<floor>[\d.]+)', re.MULTILINE)
_STEP = 10_000  # floors are kept to four places, cut down: a floor is never above what was seen


@dataclass(frozen=True, slots=True)
class Floor:
    """One line of the file."""

    name: str
    least: float
    table: str
    """`own`: measured everywhere; `real`: where the archived texts are; `peers`: only where the
    peers are installed; `clock`: a ratio of times, which no run of its own may lift.
    """


def read(text: str) -> dict[str, Floor]:
    """The floors of a ratchet file by name, in its order."""
    tables = tomllib.loads(text)
    return {
        name: Floor(name, float(least), table)
        for table, floors in tables.items()
        for name, least in floors.items()
    }


def below(floors: Mapping[str, Floor], measured: Mapping[str, float]) -> list[str]:
    """A sentence for each measure under its floor; what was not measured is not judged."""
    return [
        f"{name}: {measured[name]:.4f} is below its floor {floor.least:.4f}"
        for name, floor in floors.items()
        if name in measured and measured[name] < floor.least
    ]


def unmatched(
    floors: Mapping[str, Floor], measured: Mapping[str, float], tables: Container[str]
) -> list[str]:
    """A sentence for each floor of these tables of which nothing was measured."""
    return [
        f"{name}: not measured, and has a floor"
        for name, floor in floors.items()
        if floor.table in tables and name not in measured
    ]


def raised(text: str, measured: Mapping[str, float]) -> str:
    """The file with every floor lifted to what was measured; none is lowered."""
    floors = read(text)

    def lift(match: re.Match[str]) -> str:
        floor = floors[match["name"]]
        seen = int(measured.get(floor.name, 0.0) * _STEP) / _STEP
        if floor.table == "clock" or seen <= floor.least:
            return match[0]
        return f'"{floor.name}"{match["space"]}{seen:g}'

    return _LINE.sub(lift, text)


def lowered(before: str, after: str) -> list[str]:
    """The names of the floors that went down or away between two states of the file."""
    now = read(after)
    return [
        name
        for name, floor in read(before).items()
        if name not in now or now[name].least < floor.least
    ]
