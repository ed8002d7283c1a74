"""The line of a page that says when it was published, where no machine-readable part does."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from crawler import dates
from crawler.parsing.dom import Node
from crawler.text import fold

_DATE_PLACES = (
    '[itemprop~="datePublished"]',
    "article time, header time",
    "time",
    '[class*="date" i], [id*="date" i], [class*="time" i], [id*="time" i], [class*="pub" i]',
)
_MOST_DATE_PLACES, _MOST_LINES, _LONGEST_DATE_LINE = 40, 200, 120


def date_line(root: Node, fetched_at: datetime | None = None) -> tuple[str, str]:
    """A short visible line with a date, and the place: for pages without structured data.

    A line that says the time too comes first: what says only the day may be today's date.
    `fetched_at` is what `13 小時前` counts from.
    """
    marked = list(_marked_dates(root, fetched_at))
    timed = (found for found in marked if _has_time(found[0], fetched_at))
    return next(timed, None) or next(_timed_lines(root), None) or next(iter(marked), ("", ""))


def _marked_dates(root: Node, fetched_at: datetime | None) -> Iterator[tuple[str, str]]:
    for selector in _DATE_PLACES:
        for element in root.css(selector)[:_MOST_DATE_PLACES]:
            said = element.attribute("datetime") or element.attribute("content")
            line = said[:_LONGEST_DATE_LINE] or element.brief(_LONGEST_DATE_LINE)
            if dates.parse(line, fetched_at=fetched_at):
                yield line, element.words or element.tag


def _timed_lines(root: Node) -> Iterator[tuple[str, str]]:
    lines = (line for paragraph in root.paragraphs() for line in paragraph.split("\n"))
    for line in islice(map(fold, lines), _MOST_LINES):
        if len(line) <= _LONGEST_DATE_LINE and _has_time(line, None):
            yield line, "a line of the page"


def _has_time(line: str, fetched_at: datetime | None) -> bool:
    moment = dates.parse(line, fetched_at=fetched_at)
    return moment is not None and moment.precision != "day"
