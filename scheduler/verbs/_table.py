"""Rows under a heading, as wide as the terminal: a full-width character counts two columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from scheduler.reports.view.columns import columns

GAP = "  "
FAR = 60
"""What is longer moves its own line only, where nothing is cut: else one would move all."""
NARROWEST = 8
"""What is left of a column that may be cut, where a terminal is too narrow for all of them."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column, and what it may lose where there is little room."""

    heading: str
    """Its first line; never wider than what it may be cut to."""
    cut_to: int = 0
    """It is cut to so many columns of the terminal before another is left out; 0: never cut."""
    spare: bool = False
    """Left out where not all have room, the last first."""


def lines(heads: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """The heading, then a line for each row; `width` 0 or less cuts nothing, and pads to `FAR`.

    `rows` hold a text for each column. A cut text ends in `…`.
    """
    table = [[head.heading for head in heads], *rows]
    natural = [max(map(columns, texts)) for texts in zip(*table, strict=True)]
    widths = fitted(heads, natural, width) if width > 0 else dict(enumerate(natural))
    padding = widths if width > 0 else {place: min(room, FAR) for place, room in widths.items()}
    for texts in table:
        cells = [padded(cut(texts[place], room), padding[place]) for place, room in widths.items()]
        yield GAP.join(cells).rstrip()


def fitted(heads: Sequence[Column], natural: Sequence[int], width: int) -> dict[int, int]:
    """Place of each column that is shown -> its width."""
    least = [min(own, head.cut_to or own) for head, own in zip(heads, natural, strict=True)]
    shown = list(range(len(heads)))
    for place in reversed(shown[:]):
        if heads[place].spare and _over(least, shown, width) > 0:
            shown.remove(place)
    over = max(0, _over(least, shown, width))
    for place in shown:  # nothing more can be left out
        lost = min(over, max(0, least[place] - NARROWEST)) if heads[place].cut_to else 0
        least[place] -= lost
        over -= lost
    room = max(0, -_over(least, shown, width))
    widths = {}
    for place in shown:  # what is left goes to the columns in their order
        widths[place] = min(natural[place], least[place] + room)
        room -= widths[place] - least[place]
    return widths


def _over(widths: Sequence[int], shown: Sequence[int], width: int) -> int:
    return sum(widths[place] for place in shown) + len(GAP) * (len(shown) - 1) - width


def cut(text: str, width: int) -> str:
    """At most `width` columns of `text`."""
    if columns(text) <= width:
        return text
    fits = sum(used < width for used in accumulate(map(columns, text)))
    return f"{text[:fits].rstrip()}…"


def padded(text: str, width: int) -> str:
    """`text` with blanks up to `width` columns."""
    return text + " " * (width - columns(text))
