"""`python -m scheduler.diff OLD NEW`: the diff of two text files, a paragraph a line."""

import argparse
import io
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import cast

from scheduler.diff import prose
from scheduler.diff.records import Change, Sign, Span

EQUAL, DIFFERENT, TROUBLE = 0, 1, 2

_MARKS: dict[Sign, tuple[str, str]] = {"=": ("", ""), "-": ("[-", "-]"), "+": ("{+", "+}")}
_COLOURS: dict[Sign, tuple[str, str]] = {
    "=": ("", ""),
    "-": ("\x1b[31;9m", "\x1b[0m"),
    "+": ("\x1b[32;4m", "\x1b[0m"),
}
_UNPRINTABLE: dict[int, str] = {
    code: f"\\x{code:02x}" for code in (*range(9), *range(11, 32), *range(127, 160))
}
_UNPRINTABLE |= {
    code: f"\\u{code:04x}"  # which turn the order of what is shown, or end a line
    for code in (0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A))
}
_UNPRINTABLE[ord(prose.BREAK)] = "¶"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the differences; 0 where there are none, 1 where there are, 2 on trouble."""
    parser = argparse.ArgumentParser(prog="python -m scheduler.diff", description=__doc__)
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    options = parser.parse_args(arguments)
    sides = []
    for path in (options.old, options.new):
        try:
            sides.append(paragraphs(path))
        except OSError as error:
            return _trouble(path, error.strerror or str(error))
        except UnicodeDecodeError:
            return _trouble(path, "is no text in UTF-8")
    changes = prose.diff(sides[0], sides[1])
    try:
        _write(changes)
    except BrokenPipeError:  # whoever read has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _trouble(Path("standard output"), error.strerror or str(error))
    return DIFFERENT if changes else EQUAL


def paragraphs(path: Path) -> list[str]:
    """The lines of a text file. Raises OSError, UnicodeDecodeError."""
    text = path.read_text("utf-8-sig").removesuffix("\n")
    return text.split("\n") if text else []


def _trouble(path: Path, said: str) -> int:
    print(f"{path}: {said}", file=sys.stderr)
    return TROUBLE


def _write(changes: Iterable[Change]) -> None:
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    cast(io.TextIOWrapper, sys.stdout).reconfigure(errors="backslashreplace")
    for line in lines(changes, colour=colour):
        print(line)
    sys.stdout.flush()


def lines(changes: Iterable[Change], *, colour: bool = False) -> Iterator[str]:
    """One line a change: kind, line numbers, and the text with its marks."""
    for change in changes:
        yield f"{_place(change)} {change.kind}: {_marked(change.spans, colour=colour)}"


def _place(change: Change) -> str:
    """`3`, `3,4`, `3->1`, with lines counted from 1 as diff(1) does."""
    old, new = change.from_path or change.path, change.path
    if change.kind == "added":
        old = ()
    places = [",".join(str(place + 1) for place in side) for side in (old, new)]
    return places[0] if places[0] == places[1] else "->".join(places)


def _marked(spans: Iterable[Span], *, colour: bool) -> str:
    marks = _COLOURS if colour else _MARKS
    shown = ((marks[sign], text.translate(_UNPRINTABLE)) for sign, text in spans)
    return "".join(opening + text + closing for (opening, closing), text in shown)


if __name__ == "__main__":
    sys.exit(main())
