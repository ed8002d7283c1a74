"""wikidiff2, with which Wikipedia shows revisions: an extension of PHP, asked through one child.

Debian has it: `apt-get install --no-install-recommends php-cli php-wikidiff2`. Its answer to two
texts is every line of both in the order of reading, a changed one with the old and the new text
in it, of which ranges of bytes are the old one's or the new one's alone. A tab that begins a
paragraph and a blank are the same to it.
"""

import atexit
import json
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from shutil import which
from typing import Any

from tests.quality.prose.corpus import BREAK
from tests.quality.prose.hunks import Hunk, blocks, from_spans

KEPT, ADDED, REMOVED, CHANGED, LEFT, ARRIVED = range(6)
"""The types of a line; a moved one stands in the answer where it left and where it arrived."""

_IS_THERE = "exit((int) !function_exists('wikidiff2_inline_json_diff'));"
_ANSWER = """
while (($line = fgets(STDIN)) !== false) {
    [$old, $new] = json_decode($line);
    $all = strlen($old) + strlen($new);  // as much context as there is: no line is left out
    echo wikidiff2_inline_json_diff($old, $new, $all), "\\n";
}
"""

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Placed:
    line: Line
    spans: tuple[tuple[str, str], ...]
    left: int
    right: int
    """Where it stands in the old text and in the new one; of a moved line only one is right."""

    @property
    def type(self) -> int:
        kind: int = self.line["type"]
        return kind

    @property
    def sizes(self) -> tuple[int, int]:
        old, new = (sum(len(text) for sign, text in self.spans if sign != no) for no in "+-")
        return old, new


def is_there() -> bool:
    """Whether a PHP with the extension is installed."""
    return bool(which("php")) and subprocess.run(["php", "-r", _IS_THERE]).returncode == 0


def by_wikidiff2(old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """wikidiff2 with the thresholds it comes with; paragraphs are its lines."""
    return list(_hunks(_asked(BREAK.join(old), BREAK.join(new))))


def _asked(old: str, new: str) -> list[Line]:
    child = _child()
    assert child.stdin
    assert child.stdout
    child.stdin.write(json.dumps([old, new]) + "\n")
    child.stdin.flush()
    found: list[Line] = json.loads(child.stdout.readline())["diff"]
    return found


@cache
def _child() -> subprocess.Popen[str]:
    """A PHP that answers line by line: to start one takes as long as hundreds of answers."""
    pipe = subprocess.PIPE
    child = subprocess.Popen(["php", "-r", _ANSWER], stdin=pipe, stdout=pipe, encoding="utf-8")
    atexit.register(child.communicate)  # it ends where its input does
    return child


def _hunks(lines: Sequence[Line]) -> Iterator[Hunk]:
    placed = list(_placed(lines))
    departures = {one.line["moveInfo"]["id"]: one.left for one in placed if one.type == LEFT}
    shown = [one for one in placed if one.type != LEFT]
    for whole, run in groupby(shown, lambda one: one.type in {ADDED, REMOVED}):
        if whole:
            yield from blocks(map(_paragraph, run))
            continue
        for one in run:
            left = one.left
            if one.type == ARRIVED:
                left = departures[one.line["moveInfo"]["linkId"]]
                old, new = one.sizes
                places = (left, left + old), (one.right, one.right + new)
                yield Hunk(*places, moves=True)
            yield from from_spans(one.spans, left, one.right)


def _placed(lines: Iterable[Line]) -> Iterator[_Placed]:
    """Counted, as the answer says of a changed line only at times where it stands in the new."""
    left = right = 0
    for line in lines:
        one = _Placed(line, tuple(_spans(line)), left, right)
        yield one
        old, new = one.sizes
        left += old + 1 if one.type not in {ADDED, ARRIVED} else 0
        right += new + 1 if one.type not in {REMOVED, LEFT} else 0


def _spans(line: Line) -> Iterator[tuple[str, str]]:
    text, done = line["text"].encode(), 0
    sign = {ADDED: "+", REMOVED: "-", LEFT: "-"}.get(line["type"], "=")
    for mark in line.get("highlightRanges", ()):
        start, end = mark["start"], mark["start"] + mark["length"]
        if done < start:
            yield sign, text[done:start].decode()
        yield "+-"[mark["type"]], text[start:end].decode()
        done = end
    if done < len(text):
        yield sign, text[done:].decode()


def _paragraph(one: _Placed) -> Hunk:
    old, new = one.sizes
    if one.type == ADDED:
        return Hunk(None, (one.right, one.right + new), whole=True)
    return Hunk((one.left, one.left + old), None, whole=True)
