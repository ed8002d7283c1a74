"""A page as boxes: the blocks of text that a reader sees, each with its place and its measures.

The tree of a page is walked once (`dom.Node.outline`); what stands where is then a matter of plain
lists.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from crawler.text import fold

LINE = "\x1f"
"""Stands in a box's pieces for a `<br>`."""

SET_APART = re.compile(
    r"(?:^|[-_\s])(?:(?:img|pic|photo|image)[-_]?(?:info|desc|note|caption|title|text)\w*|caption\w*"
    r"|legend|(?:like|view|share|comment|read|hit)s?[-_]?count(?:er)?s?)(?:[-_\s]|$)"
)
"""Words that say an element tells what is on a picture, or how many read the page: a box even where
it is no block.
"""

_SENTENCE_END = re.compile(r"[。！？!?…；;：:」』”’\"）)】〕］\]]\s*$|[.]\s*$")
_END_WITHIN = 40
_SURELY_SEEN = 40  # characters; of fewer all may be invisible
_LONGEST_VALUE = 200  # characters in a cell that holds a value and not the page
_INDENTED = re.compile(r"^[\t ]*(\u3000|\xa0{2})")
_TWO_LINES = re.compile("\x1f\\s*\x1f[\\s\x1f]*")


class Element(Protocol):
    """What may be asked of the element under a box; `crawler.parsing.dom.Node` answers."""

    @property
    def text(self) -> str:
        """All text a reader sees in it."""

    def attribute(self, name: str) -> str:
        """The value of an attribute, empty where it is missing."""

    def css(self, selector: str) -> Sequence["Element"]:
        """The elements in it that `selector` chooses, in document order."""

    def first(self, selector: str) -> "Element | None":
        """The first of `css`, if any."""


class Box:
    """An element that begins and ends a paragraph, or holds such elements."""

    __slots__ = (
        "anchors",
        "characters",
        "images",
        "linked",
        "node",
        "parent",
        "pieces",
        "tag",
        "words",
    )

    def __init__(self, node: Element, tag: str, words: str, parent: "Box | None") -> None:
        self.node = node
        self.tag = tag
        self.words = words
        """Class names, id, itemprop and `role=` in lower case."""
        self.parent = parent
        self.pieces: list[str | int | Box] = []
        """What is right inside, in order: text, `LINE`, the number of an anchor, boxes."""
        self.characters = 0
        """Of its own text, without that of the boxes inside."""
        self.linked = 0
        """Those of them that are in links."""
        self.images = 0
        """Pictures right inside."""
        self.anchors = (0, 0)
        """The numbers of the anchors from its start to its end."""

    @property
    def ancestors(self) -> Iterator["Box"]:
        """The boxes around this one, from the inside out."""
        box = self.parent
        while box is not None:
            yield box
            box = box.parent

    @property
    def text(self) -> str:
        """Its own text, unfolded: a space for a line's end."""
        own = (piece for piece in self.pieces if isinstance(piece, str))
        return "".join(" " if piece == LINE else piece for piece in own)

    def lines(self, left_out: Collection["Box"] = ()) -> Iterator[tuple["Box", str]]:
        """The paragraphs in this box, each with the box that it stands in, unfolded.

        Boxes and `<br><br>` divide; so does a single `<br>` where a box has no double one and the
        line before it ends a sentence or the next is indented. Empty ones are dropped.
        """
        open_boxes: list[tuple[Box, Iterator[str | int | Box]]] = [(self, iter(self.pieces))]
        run: list[str] = []
        while open_boxes:
            box, pieces = open_boxes[-1]
            inner = None
            for piece in pieces:
                if isinstance(piece, str):
                    run.append(piece)
                elif isinstance(piece, Box):
                    inner = piece
                    break
            if run:
                yield from ((box, part) for part in paragraphs("".join(run)))
                run = []
            if inner is None:
                open_boxes.pop()
            elif inner not in left_out:
                row = _row(inner)
                if row:
                    yield inner, row
                else:
                    open_boxes.append((inner, iter(inner.pieces)))


@dataclass(frozen=True, slots=True)
class Outline:
    """Every box of a page, in document order, the page itself first."""

    boxes: list[Box]
    """Never empty."""
    anchors: Sequence[Element] = ()
    """The links; a box says by their numbers which of them are in it."""


def _row(box: Box) -> str:
    """The row of a table that holds values, as one line; empty for a row that only lays out."""
    if box.tag != "tr":
        return ""
    cells = [piece for piece in box.pieces if isinstance(piece, Box)]
    plain = len(cells) > 1 and not any(_holds_more(cell) for cell in cells)
    texts = [fold(cell.text) for cell in cells] if plain else []
    return " | ".join(text for text in texts if text)


def _holds_more(cell: Box) -> bool:
    inside = any(isinstance(piece, Box) or piece == LINE for piece in cell.pieces)
    return inside or cell.characters > _LONGEST_VALUE


def paragraphs(run: str) -> Iterator[str]:
    """A run of text with `LINE` marks as paragraphs; a line's end inside of one is a newline."""
    doubled = _TWO_LINES.split(run)
    for part in doubled if len(doubled) > 1 else _sentences(run):
        if len(part.strip()) > _SURELY_SEEN or fold(part):
            yield part.replace(LINE, "\n")


def _sentences(text: str) -> list[str]:
    """`text` divided at the single `<br>` that end a sentence."""
    lines = text.split(LINE)
    sentences = [[lines[0]]]
    for before, line in pairwise(lines):
        if _SENTENCE_END.search(before[-_END_WITHIN:]) or _INDENTED.match(line):
            sentences.append([])
        sentences[-1].append(line)
    return [LINE.join(sentence) for sentence in sentences]
