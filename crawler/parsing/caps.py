"""Refuse pages that are written to stall a parser, before the parser sees them.

One tag of 200,000 attributes, 200,000 nested elements, or a few hundred formatting elements left
open before many paragraphs cost any HTML parser minutes or gigabytes (research/scrapy.md, 5). The
scan follows the open elements as https://html.spec.whatwg.org/#tree-construction does; where it
knows less than a parser it counts too many of them rather than too few.
"""

import re
from collections.abc import Collection
from itertools import islice

MOST_ATTRIBUTES = 4_000
"""In one tag; and five times as many in all tags that have over 500."""
DEEPEST = 800
"""Elements open at once; browsers stop at 512."""
MOST_TAGS = 100_000
"""Of a page; a live blog of a day has a fifth of that."""
MOST_ANGLES = 1_000_000
"""`<` in a page, scripts and text included: each that opens no tag costs a parser one more look."""
MOST_REOPENED = 500_000
"""Formatting elements left open, summed over the blocks in which a parser opens them again."""

_ATTRIBUTE = r"""[\s/]*+=?[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_TOKEN = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    rf"|<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*+)(?P<rest>(?:{_ATTRIBUTE})*+/?)",
    re.DOTALL,
)
_MANY_ATTRIBUTES = 500
_MOST_ALIKE = 3  # the standard's "Noah's Ark clause": more of the same are forgotten


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_RAW = ("script", "style", "textarea", "title", "iframe", "xmp", "noembed", "noframes")
_RAW_END = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW}
_VOID = _names("area base br col embed hr img input link meta param source track wbr")
_PAGE = _names("html head body")
_FORMATTING = _names("a b big code em font i nobr s small strike strong tt u")
_HEADINGS = _names("h1 h2 h3 h4 h5 h6")
_BLOCKS = _HEADINGS | _names(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure"
    " footer form header hgroup listing main menu nav ol p pre search section summary ul"
)
_CLOSED_IN_SCOPE = _BLOCKS | _names("applet button caption dd dt li marquee object table")
_TABLE_PARTS = {
    "caption": _names("table"),
    "colgroup": _names("table"),
    "tbody": _names("table"),
    "tfoot": _names("table"),
    "thead": _names("table"),
    "tr": _names("table tbody tfoot thead"),
    "td": _names("table tbody tfoot thead tr"),
    "th": _names("table tbody tfoot thead tr"),
}
"""A part of a table -> what it may stand in: opening it closes all inside of that."""
_CLOSED_BY = dict.fromkeys(_HEADINGS, _HEADINGS) | {
    "option": _names("option"),
    "optgroup": _names("option"),
}
_SPECIAL = (
    _CLOSED_IN_SCOPE | _RAW_END.keys() | _TABLE_PARTS.keys() | _names("noscript select template")
)
_SCOPE = _names("applet caption html table td th marquee object template")
_KEEPS_PARAGRAPH = _SCOPE | {"button"}
_FOREIGN = _names("svg math")
_COUNTED = _FOREIGN | {"table"}
_LEAVES_FOREIGN = _HEADINGS | _names(
    "b big blockquote body br center code dd div dl dt em embed head hr i img li listing menu meta"
    " nobr ol p pre ruby s small span strike strong sub sup table tt u ul var"
)
_HTML_IN_FOREIGN = _names("foreignobject desc title annotation-xml mi mo mn ms mtext")

# What the scan asks of every tag, made once.
_FOREIGN_OR_NOT = _FOREIGN | _HTML_IN_FOREIGN
_TABLE = _names("table")
_CLOSES_P = _BLOCKS | _names("li dd dt table")
_PASSED_OVER = _VOID | _PAGE
_LISTED = _names("address div p")
_ALIKE = {"li": _names("li"), "dd": _names("dd dt"), "dt": _names("dd dt")}
_ALIKE_WITHIN = {name: _SPECIAL - alike - _LISTED for name, alike in _ALIKE.items()}
_UNDONE = _FOREIGN | _TABLE
_NOTHING: frozenset[str] = frozenset()


def refusal(html: str) -> str:
    """Why `html` is not to be parsed, for people; empty where it may be."""
    if html.count("<") > MOST_ANGLES:
        return f"more than {MOST_ANGLES} opened angles"
    scan = _Scan()
    position: int | None = 0
    while position is not None and not scan.refused:
        position = _scanned(html, position, scan)
    return scan.refused


def _scanned(html: str, start: int, scan: "_Scan") -> int | None:
    """Take the tags from `start` on; where text that holds no tags ends, go on from there."""
    for match in _TOKEN.finditer(html, start):
        scan.tags += 1
        if scan.tags >= MOST_TAGS:
            scan.refused = f"more than {MOST_TAGS} tags"
        if scan.refused:
            return None
        end, written, rest = match.groups()
        name = written.lower() if written else ""
        if end or not name:
            scan.close(name)
            continue
        scan.open(name, rest)
        if name in _RAW_END and not scan.is_foreign():
            ended = _RAW_END[name].search(html, match.end())
            return ended.start() if ended else None
    return None


class _Scan:
    """The elements open at one place of a page, as far as its tags alone tell."""

    def __init__(self) -> None:
        self.refused = ""
        self._open: list[str] = []
        self._foreign = 0
        self._formatting: list[tuple[str, str]] = []  # what a parser opens again in a new block
        self._outside_tables: list[list[tuple[str, str]]] = []
        self._reopened = 0
        self._attributes = 0
        self.tags = 0

    def is_foreign(self) -> bool:
        """Whether a tag here belongs to SVG or MathML, where no rule of HTML closes anything."""
        if not self._foreign:
            return False
        place = self._last(_FOREIGN_OR_NOT)
        return place >= 0 and self._open[place] in _FOREIGN

    def open(self, name: str, rest: str) -> None:
        if len(rest) > 2 * _MANY_ATTRIBUTES:
            self._count_attributes(rest)
        if self._foreign and self.is_foreign():
            if name not in _LEAVES_FOREIGN:
                if not rest.endswith("/"):
                    self._push(name)
                return
            self._cut(self._last(_FOREIGN))
        part_of_no_table = name in _TABLE_PARTS and self._last(_TABLE) < 0
        if name in _PASSED_OVER or part_of_no_table:
            return
        if name in _FORMATTING:
            self._format(name, rest)
        else:
            self._make_room(name)
        self._push(name)

    def close(self, name: str) -> None:
        """The end tag of `name`; of a comment, which has none, nothing."""
        if not name:
            return
        if name in _FORMATTING:
            self._unformat(name)
        elif self._open and self._open[-1] == name and name not in _COUNTED:
            self._open.pop()  # what most end tags of most pages do
        elif name in _TABLE_PARTS or name == "table":
            self._close_within(name, _NOTHING if name == "table" else _TABLE)
        elif name in _HEADINGS:
            self._close_within(name, _SCOPE, _HEADINGS)
        elif name in _CLOSED_IN_SCOPE:
            self._close_within(name, _SCOPE)
        else:
            self._close_within(name, _SPECIAL)  # looks for `name` itself first

    def _make_room(self, name: str) -> None:
        """Close what the start of `name` closes."""
        if name in _TABLE_PARTS:
            self._cut(self._last(_TABLE_PARTS[name]) + 1)
        elif name in _ALIKE:
            self._close_within(name, _ALIKE_WITHIN[name], _ALIKE[name])
        if name in _CLOSES_P and "p" in self._open:
            self._close_within("p", _KEEPS_PARAGRAPH)
        if self._open and self._open[-1] in _CLOSED_BY.get(name, ()):
            self._open.pop()
        elif name == "button":
            self._close_within("button", _SCOPE)
        self._begin_block(name)

    def _begin_block(self, name: str) -> None:
        if name == "table":
            self._outside_tables.append(self._formatting)
        if name in {"table", "td", "th", "caption"} and self._outside_tables:
            self._formatting = []
        self._reopened += len(self._formatting)
        if self._reopened > MOST_REOPENED:
            self.refused = f"formatting left open over more than {MOST_REOPENED} blocks"

    def _push(self, name: str) -> None:
        self._open.append(name)
        if name in _FOREIGN:
            self._foreign += 1
        if len(self._open) + len(self._formatting) > DEEPEST:
            self.refused = f"more than {DEEPEST} elements inside each other"

    def _format(self, name: str, rest: str) -> None:
        if name in {"a", "nobr"}:
            self._unformat(name)
        if self._formatting.count((name, rest)) < _MOST_ALIKE:
            self._formatting.append((name, rest))

    def _unformat(self, name: str) -> None:
        """The end tag of a formatting element, which blocks inside of it survive."""
        for place in range(len(self._formatting) - 1, -1, -1):
            if self._formatting[place][0] == name:
                del self._formatting[place]
                break
        if self._open and self._open[-1] == name:
            self._open.pop()
            return
        if name not in self._open:
            return
        place = self._last((name,))
        if any(inner in _SPECIAL for inner in self._open[place:]):
            self._open.pop(place)
        else:
            self._cut(place)

    def _close_within(
        self, name: str, barriers: Collection[str], alike: Collection[str] = ()
    ) -> None:
        """Close the last `name`, or one `alike`, unless a barrier is open inside of it."""
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place] == name or self._open[place] in alike:
                self._cut(place)
                return
            if self._open[place] in barriers:
                return

    def _cut(self, place: int) -> None:
        if place == len(self._open) - 1 and self._open[place] not in _UNDONE:
            self._open.pop()
            return
        gone = self._open[place:]
        del self._open[place:]
        self._foreign -= sum(name in _FOREIGN for name in gone)
        for _ in range(gone.count("table")):
            self._formatting = self._outside_tables.pop()

    def _last(self, names: Collection[str]) -> int:
        """Where the last of `names` is open; -1 where none is."""
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place] in names:
                return place
        return -1

    def _count_attributes(self, rest: str) -> None:
        enough = islice(_ATTRIBUTES.finditer(rest), MOST_ATTRIBUTES + 1)
        count = sum(1 for _ in enough)
        self._attributes += count if count > _MANY_ATTRIBUTES else 0
        if count > MOST_ATTRIBUTES or self._attributes > 5 * MOST_ATTRIBUTES:
            self.refused = f"more than {MOST_ATTRIBUTES} attributes in a tag"
