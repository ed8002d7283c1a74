"""Refuse pages that are written to stall a parser, before the parser sees them.

One tag of 200,000 attributes, 200,000 nested elements, or a few hundred formatting elements left
open before many paragraphs cost any HTML parser minutes or gigabytes (research/scrapy.md, 5).
`Scan` follows the open elements as https://html.spec.whatwg.org/#tree-construction does, roughly,
and where it cannot know it counts too many rather than too few.
"""

import re

MOST_ATTRIBUTES = 4_000
"""In one tag; and five times as many in all tags that have over 500."""
DEEPEST = 800
"""Elements open at once; browsers stop at 512."""
MOST_REOPENED = 200_000
"""Formatting elements left open, summed over the blocks in which a parser opens them again."""

_ATTRIBUTE = r"""[\s/]*+=?[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
_TOKEN = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    rf"|<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*+)(?P<rest>(?:{_ATTRIBUTE})*+)",
    re.DOTALL,
)
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_MANY_ATTRIBUTES = 500
_MOST_ALIKE = 3  # the standard's "Noah's Ark clause": more of the same are forgotten
_RAW_END = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "iframe", "xmp", "noembed", "noframes")
}
_FOREIGN = ("svg", "math")
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
})  # fmt: skip
_CLOSED_BY_THE_NEXT = frozenset({
    "p", "li", "dd", "dt", "tr", "td", "th", "tbody", "thead", "tfoot", "colgroup", "html", "head",
    "body",
})  # fmt: skip
_FORMATTING = frozenset({
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
})  # fmt: skip
_ORDINARY = frozenset({"span", "abbr", "cite", "label", "sub", "sup", "time", "q", "ins", "del"})
"""Elements that, like formatting ones, cannot be closed across an element that is neither."""


def refusal(html: str) -> str:
    """Why `html` is not to be parsed, for people; empty where it may be."""
    scan = _Scan()
    position = 0
    while (match := _TOKEN.search(html, position)) and not scan.refused:
        position = match.end()
        name, is_end = (match["name"] or "").lower(), bool(match["end"])
        if is_end:
            scan.close(name)
        elif name:
            scan.open(name, match["rest"])
            if name in _RAW_END and not scan.foreign:
                end = _RAW_END[name].search(html, position)
                position = end.start() if end else len(html)
    return scan.refused


class _Scan:
    """The elements open at one place of a page, as far as its tags alone tell."""

    def __init__(self) -> None:
        self.refused = ""
        self.foreign = 0
        self._open: list[str] = []
        self._formatting: list[tuple[str, str]] = []  # what a parser opens again in a new block
        self._outside_tables: list[list[tuple[str, str]]] = []
        self._reopened = 0
        self._attributes = 0

    def open(self, name: str, rest: str) -> None:
        if len(rest) > 2 * _MANY_ATTRIBUTES:
            self._count_attributes(rest)
        if self.foreign:
            if not rest.endswith("/"):
                self._push(name)
        elif name in _CLOSED_BY_THE_NEXT:
            self._begin_block(name)
        elif name not in _VOID:
            self._push(name, rest)

    def close(self, name: str) -> None:
        if name in _FORMATTING:
            self._forget(name)
        if name not in self._open:
            return
        place = len(self._open) - 1 - self._open[::-1].index(name)
        above = self._open[place + 1 :]
        crossed = any(outer not in _FORMATTING and outer not in _ORDINARY for outer in above)
        if crossed and name in _FORMATTING:
            self._open.pop(place)
        elif not crossed or name not in _ORDINARY:
            self._pop_from(place)

    def _push(self, name: str, rest: str = "") -> None:
        if name in _FORMATTING:
            if name in {"a", "nobr"}:
                self.close(name)
            if self._formatting.count((name, rest)) < _MOST_ALIKE:
                self._formatting.append((name, rest))
        elif name not in _ORDINARY:
            self._begin_block(name)
        if name == "table":
            self._outside_tables.append(self._formatting)
            self._formatting = []
        self.foreign += name in _FOREIGN
        self._open.append(name)
        if len(self._open) + len(self._formatting) > DEEPEST:
            self.refused = f"more than {DEEPEST} elements inside each other"

    def _pop_from(self, place: int) -> None:
        gone, self._open = self._open[place:], self._open[:place]
        self.foreign -= sum(name in _FOREIGN for name in gone)
        for _ in range(gone.count("table")):
            self._formatting = self._outside_tables.pop()

    def _begin_block(self, name: str) -> None:
        if name in {"td", "th"} and self._outside_tables:
            self._formatting = []
        self._reopened += len(self._formatting)
        if self._reopened > MOST_REOPENED:
            self.refused = f"formatting left open over more than {MOST_REOPENED} blocks"

    def _forget(self, name: str) -> None:
        for place in range(len(self._formatting) - 1, -1, -1):
            if self._formatting[place][0] == name:
                del self._formatting[place]
                return

    def _count_attributes(self, rest: str) -> None:
        count = sum(1 for _ in _ATTRIBUTES.finditer(rest))
        self._attributes += count if count > _MANY_ATTRIBUTES else 0
        if count > MOST_ATTRIBUTES or self._attributes > 5 * MOST_ATTRIBUTES:
            self.refused = f"more than {MOST_ATTRIBUTES} attributes in a tag"
