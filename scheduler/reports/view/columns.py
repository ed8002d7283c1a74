"""Text in columns of a terminal: Han characters are two wide and follow their own line rules."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_ATOM = re.compile(r"[ \t]+|\u00a0|[^\s\u1100-\uffff\U00010000-\U0010ffff]+|.")
_NO_START = frozenset("。，、；：！？」』）〕】》〉…—％・ー)]}.,;:!?%\u00a0") | {"-]", "+}"}
_NO_END = frozenset("「『（〔【《〈\u00a0") | {"[-", "{+"}


class Run(NamedTuple):
    """A text in one style."""

    style: str
    """SGR parameters of a terminal; empty: plain."""
    text: str
    """Without escape sequences."""


def columns(text: str) -> int:
    """How many columns a terminal gives to `text`."""
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if character == "\u200d" or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def wrap(runs: Iterable[Run], width: int) -> Iterator[list[Run]]:
    """Lines of at most `width` columns; `width` 0 or less gives one line.

    No line starts with closing punctuation or ends with an opening bracket; a Latin word
    or a number is broken only where it is wider than a whole line.
    """
    line: list[Run] = []
    used = 0
    for cluster in _clusters(runs):
        needed = sum(columns(run.text) for run in cluster)
        if 0 < width < used + needed and line:
            yield line
            line, used = [], 0
            if cluster[0].text.isspace():  # the end of a line is space enough
                continue
        for part in _broken(cluster, width):
            if 0 < width < used + columns(part.text) and line:
                yield line
                line, used = [], 0
            line.append(part)
            used += columns(part.text)
    if line:
        yield line


def _clusters(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """Atoms that must stay on one line."""
    cluster: list[Run] = []
    for run in runs:
        for atom in _ATOM.findall(run.text):
            if cluster and not (_stick(cluster[-1].text, atom) and len(cluster) < 8):
                yield cluster
                cluster = []
            cluster.append(Run(run.style, atom))
    if cluster:
        yield cluster


def _stick(left: str, right: str) -> bool:
    if left.strip(" \t") == "":
        return False
    return left in _NO_END or right[0] in _NO_START or right in _NO_START or columns(right) == 0


def _broken(cluster: list[Run], width: int) -> Iterator[Run]:
    for run in cluster:
        if 0 < width < columns(run.text):
            yield from (
                Run(run.style, run.text[start : start + width])
                for start in range(0, len(run.text), width)
            )
        else:
            yield run
