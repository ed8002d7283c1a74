"""The headline of any page, without the names of section and site."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice, takewhile

from crawler.parsing.boxes import LINE, Box, Outline
from crawler.parsing.structured import Structured
from crawler.text import fold

Found = tuple[str, str]
"""A title and where it stood."""

_MARK = re.compile(
    r"\s*(?:[|｜│¦_]|[-—―–]{2,}|[〉›»>》]|::)\s*|\s+[-–—‧・·:]\s*"
    r"|(?<=[^\x00-\x28\x2a-\x7f])[-–—－](?=[^\x00-\x7f])|[-–—:]\s+"
)
_ANY_MARK = re.compile(rf"{_MARK.pattern}|\s*[:：\s]\s*")
_BULLETS = " 》〉»›>■□●○◎★☆▲△▼▽◆◇・•"
_SITE_LIKE = re.compile(
    r"(?:[網网][頁页]?|[報报]|新[聞闻]|[電电][視视]|[雜杂][誌志]|news|\.(?:com|tw|net|org))\W*$",
    re.IGNORECASE,
)
_SITE_MARK = re.compile(r"\s*[|｜│]\s*|\s+[-–—_]\s*|[-–—_]\s+")
_SHORTEST, _LONGEST, _LONGEST_WITH_SITE = 4, 200, 500
_MOST_PARTS, _MOST_LINES = 10, 400
_LONG = 8  # characters: longer than the names of most sites
_ALIKE = 0.5  # of two names of one site
_PROSE, _LITTLE, _MUCH, _HEADING_BONUS = 40, 0.2, 0.35, 0.2
_WORDED = re.compile(r"(?:[^\W\d_]\W*){4}")
_ENDED = re.compile(r"[。；;：:.]$")
_SENTENCE = re.compile(r"\w[，。,.!?！？]")
_HEADING_TAGS = frozenset({"h1", "h2", "h3"})


def confirmed(outline: Outline, data: Structured, said: Found, written: str) -> Found:
    """The longest part of a page's titles that stands on it as a line; empty where none does.

    `said` is the title in the page's machine-readable part, `written` its `<title>`. What stands
    in the first heading comes before all; site and section stand on every page too, so that a short
    part only counts in a heading.
    """
    lines = dict(islice(_lines(outline), _MOST_LINES))
    parts = [
        (part, whole)
        for whole in filter(None, (fold(said[0]), written))
        for mark in (_MARK, _ANY_MARK)
        for part in _parts(whole, mark)
        if part in lines and not _is_site(part, whole, data)
    ]
    heads = (part for part, _ in parts if lines[part] == "h1")
    others = (part for part, whole in parts if _counts(part, whole, lines[part]))
    found = next(heads, "") or next(others, "")
    return found, lines.get(found, "")


def guessed(
    outline: Outline, data: Structured, said: Found, written: str, prose: Sequence[str]
) -> Found:
    """The title of a page on which none of its titles stands as a line.

    What the page says of itself, without the site, unless that shares little with its `prose`:
    then the line in front that shares most. A heading needs to share less than another line.
    """
    pairs = _pairs("".join(prose))
    lines = list(islice(_lines(_ahead(outline)), _MOST_LINES))
    title = without_site(fold(said[0]) or written, data)
    heading = next((line for line, tag in lines if tag == "h1"), "")
    if not said[0] and heading and heading not in written:
        return heading, "h1"
    if not pairs or _share(title, pairs) >= _LITTLE:
        return title, said[1] or "title"
    shares = [
        (_share(line, pairs) + _HEADING_BONUS * (tag in _HEADING_TAGS), line, tag)
        for line, tag in lines
        if not _ENDED.search(line) and _WORDED.search(line)
    ]
    share, best, tag = max(shares, default=(0.0, "", ""))
    return (best, tag) if share >= _MUCH else (title, said[1] or "title")


def _ahead(outline: Outline) -> Outline:
    """What stands in front of the first long sentence of a page, or all where there is none."""
    return Outline(list(takewhile(lambda box: not _is_prose(box), outline.boxes)))


def _is_prose(box: Box) -> bool:
    return box.characters - box.linked >= _PROSE and _SENTENCE.search(box.text) is not None


def _counts(part: str, whole: str, tag: str) -> bool:
    """Whether a part of the title that stands on the page in an element `tag` is its headline."""
    return tag in _HEADING_TAGS or len(part) >= _LONG or 2 * len(part) >= len(whole)


def _share(line: str, prose: Collection[str]) -> float:
    """How much of a line stands in the prose, in pairs of characters; less for a short line."""
    pairs = _pairs(line)
    return sum(pair in prose for pair in pairs) / (len(pairs) + 1)


def _pairs(text: str) -> set[str]:
    bare = "".join(text.split())
    return {bare[start : start + 2] for start in range(len(bare) - 1)}


def without_site(title: str, data: Structured) -> str:
    """`title` without the names of section and site behind bars or dashes."""
    while len(title) <= _LONGEST_WITH_SITE and len(parts := _SITE_MARK.split(title)) > 1:
        last = parts[-1]
        if not (_SITE_LIKE.search(last) or last in _names(data)):
            break
        title = title[: title.rindex(last)].rstrip(" |｜│-–—_")
    return title


def _is_site(part: str, whole: str, data: Structured) -> bool:
    """Whether the lesser part of a title only names the site."""
    is_less = 2 * len(part) < len(whole)
    is_named = _share(part, _pairs(_names(data))) >= _ALIKE
    return is_less and (is_named or _SITE_LIKE.search(part) is not None)


def _names(data: Structured) -> str:
    return f"{data.named('og:site_name')}\n{data.said('publisher')}"


def _parts(title: str, mark: re.Pattern[str]) -> Sequence[str]:
    """`title` and all that stands between two of its marks, the longest first."""
    if len(title) > _LONGEST_WITH_SITE:
        return []
    marks = [(0, 0), *(it.span() for it in mark.finditer(title)), (len(title), len(title))]
    marks = marks[:_MOST_PARTS] + marks[-1:]
    spans = (
        title[start:end].strip()
        for place, (_, start) in enumerate(marks)
        for end, _ in marks[place + 1 :]
    )
    parts = {part for part in spans if _SHORTEST <= len(part) <= _LONGEST}
    return sorted(parts, key=lambda part: (-len(part), title.index(part)))


def _lines(outline: Outline) -> Iterator[tuple[str, str]]:
    """The short lines of a page that are no links, each with the tag of its box; headings last.

    Of two alike the last counts in a dictionary.
    """
    short = [
        box
        for box in outline.boxes
        if box.tag == "h1" or (box.characters >= _SHORTEST and not box.linked)
        if 0 < box.characters <= _LONGEST
    ]
    for box in sorted(short, key=lambda box: box.tag not in _HEADING_TAGS, reverse=True):
        if LINE in box.pieces:
            whole = "".join(piece for piece in box.pieces if isinstance(piece, str))
            yield from ((fold(line).lstrip(_BULLETS), box.tag) for line in whole.split(LINE))
        yield fold(box.text).lstrip(_BULLETS), box.tag
