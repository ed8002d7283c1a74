"""The links of any page to other articles that were chosen for this one."""

import re
from collections.abc import Generator, Iterator, Sequence
from itertools import chain, islice

from crawler import urls
from crawler.items import RelatedLink
from crawler.parsing import headings
from crawler.parsing.boxes import Box, Outline
from crawler.text import fold

MOST_RELATED = 40

_WORDS = re.compile(r"(?:^|[-_\s])(?:related|recommend|extend|further|read-?more|also-?read)")
_HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MOST_ANCHORS = 1_000
_LEAST_TITLE, _LONGEST_TITLE = 4, 200
_LONGEST_RAW = 120  # characters of a heading with the white space around it
_MOST_WRAPPED, _MOST_HEADINGS = 3, 40


def related(outline: Outline, url: str) -> list[RelatedLink]:
    """Links to other articles, at most 40, out of boxes that say so by class or heading."""
    found: dict[str, RelatedLink] = {}
    own = urls.canonical(url)
    numbers = chain(_under_headings(outline.boxes), _in_named_boxes(outline.boxes))
    for number in islice(dict.fromkeys(numbers), _MOST_ANCHORS):
        anchor = outline.anchors[number]
        address = urls.resolve(url, anchor.attribute("href"))
        title = fold(anchor.text) or fold(anchor.attribute("title"))
        canonical = urls.canonical(address)
        if address and canonical != own and _LEAST_TITLE <= len(title) <= _LONGEST_TITLE:
            found.setdefault(canonical, RelatedLink(title, address))
        if len(found) == MOST_RELATED:
            break
    return list(found.values())


def _in_named_boxes(boxes: list[Box]) -> Iterator[int]:
    for box in boxes:
        if box.anchors[0] < box.anchors[1] and _WORDS.search(box.words):
            yield from range(*box.anchors)


def _under_headings(boxes: list[Box]) -> Iterator[int]:
    headings_found = (
        (box, place)
        for box in boxes
        for place, piece in enumerate(box.pieces)
        if isinstance(piece, str)
        and 1 < len(piece) <= _LONGEST_RAW
        and _is_heading(box, place, piece)
    )
    for box, place in islice(headings_found, _MOST_HEADINGS):
        yield from islice(_after(box, place), MOST_RELATED)


def _is_heading(box: Box, place: int, piece: str) -> bool:
    """Whether a piece of text is a heading over related links, and no link itself."""
    is_short = 1 < len(piece.strip()) <= headings.LONGEST
    is_link = place > 0 and isinstance(box.pieces[place - 1], int)
    return is_short and not is_link and headings.is_related(fold(piece))


def _after(box: Box, place: int) -> Iterator[int]:
    """The links after a heading: loose ones, or those of the first list, up to the next heading."""
    for _ in range(_MOST_WRAPPED):
        ended = yield from _first_list(box.pieces[place + 1 :])
        outer = box.parent
        if ended or outer is None or box.anchors[0] != box.anchors[1]:
            return
        box, place = outer, outer.pieces.index(box)


def _first_list(pieces: Sequence[str | int | Box]) -> Generator[int, None, bool]:
    """Links up to the end of the first list or the next heading, and whether there was one."""
    for piece in pieces:
        if isinstance(piece, int):
            yield piece
        elif isinstance(piece, Box):
            if piece.tag in _HEADING_TAGS:
                return True
            yield from range(*piece.anchors)
            if piece.anchors[1] - piece.anchors[0] > 1:
                return True
    return False
