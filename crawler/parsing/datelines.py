"""The line of a page that says when it was published, where no machine-readable part does."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo
from functools import partial
from itertools import islice

from crawler import dates
from crawler.items import Moment
from crawler.parsing.boxes import Outline
from crawler.parsing.dom import Node
from crawler.text import fold

ABOVE, AHEAD = "a line above the headline", "a line ahead of the text"
BESIDE = "a line beside the headline"
MAY_BE_TODAY = (ABOVE, AHEAD)
"""The places of a day that may be today's: `2026年1月7日 星期三` in the head of every page."""

_MOST_LINES, _MOST_TRIED, _LONGEST = 1_500, 500, 120
_MOST_BESIDE_TIME, _MOST_BESIDE_DAY = 90, 30
"""Characters beside the date, of a line that says a time, and of one that says a day only."""
_FAR_ABOVE, _FAR_BELOW, _FAR_AHEAD = 8, 20, 12
"""How many lines above and below the headline, and ahead of the text, may hold the date."""
_DEARER = {ABOVE: 4, AHEAD: 2, BESIDE: 0}
_DEARER_DAY, _DEARER_UPDATE = 4, 3
"""How many lines farther away each makes a line, of which the nearest to the headline counts."""
_UPDATE = re.compile(r"更新|修改|修訂|update|modif|수정|최종", re.IGNORECASE)
_SHORTEST_HEADLINE, _LONGEST_HEADLINE, _BEGINNING = 6, 200, 30
_MOST_LEVELS = 5


def date_line(
    root: Node,
    outline: Outline,
    headline: str,
    begins: str,
    *,
    zone: tzinfo = dates.TAIPEI,
    fetched_at: datetime | None = None,
) -> tuple[str, str]:
    """A short line with a date, and the place: ("", "") for none.

    `outline` is that of `root`. The line stands beside the `headline`, or ahead of the text,
    which `begins` with these words. Of several the nearest counts, a time before a day, and an
    update only where nothing else is.
    `zone` and `fetched_at` are what `crawler.dates.parse` needs.
    """
    read = partial(dates.parse_all, zone=zone, fetched_at=fetched_at)
    marked = next((said for said in _marked(root) if read(said)), "")
    if marked:
        return marked, "time beside the headline"
    found: dict[tuple[str, str], int] = {}
    lines = list(islice(_lines(outline), _MOST_LINES))
    for line, place, distance in islice(_beside(lines, headline, begins), _MOST_TRIED):
        moment = next(iter(read(line)), None)
        if moment and _is_date_line(line, moment):
            cost = distance + _DEARER[place] + _DEARER_DAY * (moment.precision == "day")
            cost += _DEARER_UPDATE * bool(_UPDATE.search(line))
            found[line, place] = min(cost, found.get((line, place), cost))
    return min(found, key=lambda it: found[it], default=("", ""))


def _is_date_line(line: str, moment: Moment) -> bool:
    most = _MOST_BESIDE_DAY if moment.precision == "day" else _MOST_BESIDE_TIME
    return len(line) - len(moment.raw) <= most


def _lines(outline: Outline) -> Iterator[str]:
    for _, paragraph in outline.boxes[0].lines():
        yield from map(fold, paragraph.split("\n"))


def _marked(root: Node) -> Iterator[str]:
    for element in root.css('[itemprop~="datePublished"]'):
        said = element.attribute("content") or element.attribute("datetime")
        yield said or element.brief(_LONGEST)
    heading = root.first("h1")
    for outer in islice(heading.ancestors, _MOST_LEVELS) if heading else ():
        times = outer.css("time[datetime]")
        if times:
            yield times[0].attribute("datetime")
            return


def _beside(lines: Sequence[str], headline: str, begins: str) -> Iterator[tuple[str, str, int]]:
    """Lines that may hold the date: (line, place, distance); a line may come twice."""
    last = 0
    for number, line in enumerate(lines):
        if _is_headline(line, headline):
            last = number
            after = lines[number : number + _FAR_BELOW]
            text = next((n for n, near in enumerate(after) if len(near) > _LONGEST), _FAR_BELOW)
            yield from _placed(BESIDE, after[:text])
            yield from _placed(ABOVE, reversed(lines[max(0, number - _FAR_ABOVE) : number]))
        if begins and line.startswith(begins[:_BEGINNING]):
            yield from _placed(AHEAD, reversed(lines[max(last, number - _FAR_AHEAD) : number + 1]))


def _placed(place: str, lines: Iterable[str]) -> Iterator[tuple[str, str, int]]:
    return ((line, place, distance) for distance, line in enumerate(lines))


def _is_headline(line: str, headline: str) -> bool:
    if not _SHORTEST_HEADLINE <= len(line) <= _LONGEST_HEADLINE:
        return False
    return headline.startswith(line) or (len(headline) >= _SHORTEST_HEADLINE and headline in line)
