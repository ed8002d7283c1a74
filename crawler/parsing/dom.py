"""The HTML parser behind one small interface: the only home of selectolax.

No walk recurses, so a deep page costs time and not the stack; `crawler.parsing.caps` refuses what
would cost too much time.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import cast

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.parsing.boxes import LINE, SET_APART, Box, Outline
from crawler.text import fold

NEVER_TEXT = frozenset({
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "audio",
    "video", "canvas", "head", "title", "select", "option", "textarea", "button", "input",
    "datalist", "map",
})  # fmt: skip
"""Elements whose text no reader reads as prose."""

BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre",
    "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
"""Elements that begin and end a paragraph."""

MOST_TEXT, _BOX = 1_000_000, 50
"""Characters of a page that are read, and how many of them a box counts for: no article comes near
that, a hostile page would.
"""

_HIDDEN_STYLE = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE
)
_BLOCK_STYLE = re.compile(r"(?:^|[;\s])display\s*:\s*block", re.IGNORECASE)
_FEW = 60


class Node:
    """An element of a page. Reading only; two Nodes of one element are equal."""

    __slots__ = ("_node",)

    def __init__(self, node: LexborNode) -> None:
        self._node = node

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Node) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    @property
    def key(self) -> int:
        """What tells this element from all others of its page."""
        return int(self._node.mem_id)

    @property
    def tag(self) -> str:
        """The name of the element in lower case."""
        return self._node.tag or ""

    def attribute(self, name: str) -> str:
        """The value of attribute `name` as written, empty where it is missing."""
        return self._node.attributes.get(name) or ""

    @property
    def words(self) -> str:
        """Class names and id in lower case, which say what an element is for."""
        attributes = self._node.attributes
        return f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower()

    def css(self, selector: str) -> list["Node"]:
        """The elements below this one (or itself) that `selector` chooses, in document order."""
        found = {node.mem_id: node for node in self._node.css(selector)}
        return [Node(node) for node in found.values()]

    def first(self, selector: str) -> "Node | None":
        """The first of `css`, if any."""
        node = self._node.css_first(selector)
        return None if node is None else Node(node)

    @property
    def parent(self) -> "Node | None":
        """The element around this one."""
        parent = self._node.parent
        return None if parent is None or not parent.is_element_node else Node(parent)

    @property
    def ancestors(self) -> Iterator["Node"]:
        """The elements around this one, from the inside out."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    @property
    def following(self) -> Iterator["Node"]:
        """The elements after this one in the same parent."""
        node = self._node.next
        while node is not None:
            if node.is_element_node:
                yield Node(node)
            node = node.next

    @property
    def text(self) -> str:
        """All text a reader sees below this element, unfolded, a space at every block's edge."""
        return self._flow()

    def brief(self, longest: int) -> str:
        """The folded text, if it has at most `longest` characters in a few elements; else empty.

        Asked of every element of a page, `text` would read the page once for every level.
        """
        pieces = []
        left = longest + _FEW
        for count, (node, entering) in enumerate(self._walk()):
            text = (node.text_content or "") if entering and node.is_text_node else ""
            pieces.append(text or (" " if node.tag in BLOCKS or node.tag == "br" else ""))
            left -= len(text.strip())
            if left < 0 or count > _FEW:
                return ""
        folded = fold("".join(pieces))
        return folded if len(folded) <= longest else ""

    @property
    def raw(self) -> str:
        """The text inside as the parser holds it: for scripts."""
        return self._node.text(deep=True)

    def paragraphs(self, noise: Collection[int] = (), popups: Collection[int] = ()) -> list[str]:
        """The text below as paragraphs, without the elements in `noise` and `popups` (their keys).

        Blocks and `<br><br>` divide, see `boxes.paragraphs`; so does what is left out and would
        have, but for `popups`. Unfolded; empty paragraphs are dropped.
        """
        return [line for _, line in self.outline(noise, popups).boxes[0].lines()]

    def outline(self, noise: Collection[int] = (), popups: Collection[int] = ()) -> Outline:
        """What a reader sees below this element, as boxes; see `paragraphs`.

        Cut at `MOST_TEXT`.
        """
        outliner = _Outliner(self)
        waiting: list[tuple[LexborNode | None, str]] = []  # what comes after each open element
        node = self._node.first_child
        while (node is not None or waiting) and outliner.left > 0:
            if node is None:
                node, ended = waiting.pop()
                outliner.end(ended)
            elif (text := node.text_content) is not None:
                outliner.note_text(text)
                node = node.next
            elif popups and node.mem_id in popups:
                node = node.next
            elif (attributes := _read_attributes(node)) is None or (noise and node.mem_id in noise):
                outliner.pass_by(node)
                node = node.next
            else:
                waiting.append((node.next, outliner.begin(node, attributes)))
                node = node.first_child
        while waiting:  # where it was cut
            outliner.end(waiting.pop()[1])
        return outliner.outline()

    def _flow(self) -> str:
        """The text below with a space where a block or a line begins or ends."""
        pieces = []
        for node, entering in self._walk():
            if node.is_text_node:
                pieces.append(node.text_content or "" if entering else "")
            elif node.tag in BLOCKS or node.tag == "br":
                pieces.append(" ")
        return "".join(pieces)

    def _walk(self) -> Iterator[tuple[LexborNode, bool]]:
        """Elements and texts a reader sees, in document order: (node, True), (node, False) after
        what is inside it. No recursion.
        """
        top = node = self._node
        while True:
            yield node, True
            read = node.mem_id == top.mem_id or _read_attributes(node) is not None
            inner = node.first_child if read else None
            if inner is not None:
                node = inner
                continue
            yield node, False
            while node.mem_id != top.mem_id and node.next is None and node.parent is not None:
                node = node.parent
                yield node, False
            if node.mem_id == top.mem_id or node.next is None:
                return
            node = node.next


_Attributes = Mapping[str, str | None]


class _Outliner:
    """Makes boxes of the elements and texts of a walk."""

    def __init__(self, top: Node) -> None:
        self._box = Box(top, top.tag, _words(top._node.attributes), None)
        self._boxes = [self._box]
        self._anchors: list[Node] = []
        self._links = 0
        self.left = MOST_TEXT

    def note_text(self, text: str) -> None:
        box = self._box
        if len(text) > self.left:
            text = text[: self.left]
        self.left -= len(text)
        box.pieces.append(text)
        length = len(text.strip())
        if length:
            box.characters += length
            if self._links:
                box.linked += length

    def begin(self, node: LexborNode, attributes: _Attributes) -> str:
        """Take note of an element that is read, and say as what it is to `end`."""
        tag = node.tag or ""
        box = self._box
        if tag in BLOCKS or (tag == "span" and attributes and _is_set_apart(attributes)):
            self._box = Box(Node(node), tag, _words(attributes), box)
            self._box.anchors = (len(self._anchors), 0)
            self.left -= _BOX
            box.pieces.append(self._box)
            self._boxes.append(self._box)
            return "box"
        if tag == "br":
            box.pieces.append(LINE)
        elif tag == "img":
            box.images += 1
        elif tag == "a":
            box.pieces.append(len(self._anchors))
            self._anchors.append(Node(node))
            self._links += 1
            return "link"
        return ""

    def pass_by(self, node: LexborNode) -> None:
        """Take note of an element that is not read: a block divides what stands around it."""
        if node.tag in BLOCKS:
            self._box.pieces.append(Box(Node(node), node.tag or "", "", self._box))

    def end(self, ended: str) -> None:
        if ended == "box":
            box = self._box
            box.anchors = (box.anchors[0], len(self._anchors))
            self._box = box.parent or box
        elif ended == "link":
            self._links -= 1

    def outline(self) -> Outline:
        self.end("box")
        return Outline(self._boxes, self._anchors)


def _is_set_apart(attributes: _Attributes) -> bool:
    """Whether an inline element is a block all the same: by its style or by its name."""
    by_style = _BLOCK_STYLE.search(attributes.get("style") or "")
    return by_style is not None or SET_APART.search(_words(attributes)) is not None


def _words(attributes: _Attributes) -> str:
    role = attributes.get("role")
    said = (attributes.get("class"), attributes.get("id"), attributes.get("itemprop"))
    named = " ".join([value for value in said if value])
    return (f"{named} role={role}" if role else named).lower()


def _read_attributes(node: LexborNode) -> _Attributes | None:
    """The attributes of an element that a walk goes into; None: it is hidden or never prose."""
    if not node.is_element_node or node.tag in NEVER_TEXT:
        return None
    attributes = node.attributes
    if not attributes:
        return attributes
    style = attributes.get("style")
    if "hidden" in attributes or (style and _HIDDEN_STYLE.search(style)):
        return None
    return attributes


def parse(html: str) -> Node:
    """The tree of a page or a fragment; any text makes one, an empty one at worst."""
    return Node(cast(LexborNode, LexborHTMLParser(html).root))  # <html> is made of anything
