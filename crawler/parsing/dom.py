"""The HTML parser behind one small interface: the only home of selectolax.

No walk recurses, so a deep page costs time and not the stack; `crawler.parsing.caps` refuses what
would cost too much time.
"""

import re
from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import cast

from selectolax.lexbor import LexborHTMLParser, LexborNode

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

_SENTENCE_END = re.compile(r"[。！？!?…；;：:」』”’\"）)】〕］\]]\s*$|[.]\s*$")
_END_WITHIN = 40
_INDENTED = re.compile(r"^[\t ]*(\u3000|\xa0{2})")
_HIDDEN_STYLE = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE
)
_FEW = 60
_TWO_LINES = re.compile("\x1f\\s*\x1f[\\s\x1f]*")
_BREAK, _LINE = "\x1e", "\x1f"  # what a page cannot say: end of a paragraph, a single <br>


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
        return self._flow(()).replace(_BREAK, " ").replace(_LINE, " ")

    def brief(self, longest: int) -> str:
        """The folded text, if it has at most `longest` characters in a few elements; else empty.

        Asked of every element of a page, `text` would read the page once for every level.
        """
        pieces = []
        left = longest + _FEW
        for count, (node, entering) in enumerate(self._walk(())):
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
        """The text below as paragraphs: blocks and `<br><br>` divide, elements in `noise` (their
        keys) are left out. A single `<br>` divides where no double one is used and the line before
        it ends a sentence or the next is indented. Elements in `popups` are left out too and
        divide nothing, blocks as they may be. Unfolded; empty paragraphs are dropped.
        """
        text = self._flow(noise, popups)
        doubled = _TWO_LINES.sub(_BREAK, text)
        lines = [doubled] if doubled != text else _sentences(text)
        parts = (part for line in lines for part in line.split(_BREAK))
        return [part.replace(_LINE, "\n") for part in parts if fold(part)]

    def blocks(self, noise: Collection[int] = ()) -> Iterator[tuple["Node", int, int]]:
        """Every block below with text of its own: (block, characters, those of them in links)."""
        open_blocks: list[tuple[Node, list[int], list[int]]] = [(self, [], [])]
        links = 0
        for node, entering in self._walk(noise):
            tag = node.tag or ""
            if tag == "a":
                links += 1 if entering else -1
            elif tag in BLOCKS and entering:
                open_blocks.append((Node(node), [], []))
            elif tag in BLOCKS:
                block, lengths, linked = open_blocks.pop()
                if any(lengths):
                    yield block, sum(lengths), sum(linked)
            elif entering and node.is_text_node:
                length = len((node.text_content or "").strip())
                open_blocks[-1][1].append(length)
                open_blocks[-1][2].append(length if links else 0)

    def _flow(self, noise: Collection[int], popups: Collection[int] = ()) -> str:
        """The text below with marks where a paragraph or a line ends."""
        pieces = []
        for node, entering in self._walk({*noise, *popups}):
            tag = node.tag or ""
            if node.mem_id in popups:
                continue
            if node.is_text_node:
                pieces.append(node.text_content or "" if entering else "")
            elif tag in BLOCKS:
                pieces.append(_BREAK)
            elif tag == "br" and entering:
                pieces.append(_LINE)
        return "".join(pieces)

    def _walk(self, noise: Collection[int]) -> Iterator[tuple[LexborNode, bool]]:
        """Elements and texts a reader sees, in document order: (node, True), (node, False) after
        what is inside it. No recursion.
        """
        top = node = self._node
        while True:
            yield node, True
            inner = node.first_child if _is_read(node, noise, top) else None
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


def _is_read(node: LexborNode, noise: Collection[int], top: LexborNode) -> bool:
    """Whether the walk goes into `node`: not into what is hidden, noise, or never prose."""
    if node.mem_id == top.mem_id:
        return True
    if not node.is_element_node or node.tag in NEVER_TEXT or node.mem_id in noise:
        return False
    attributes = node.attributes
    if "hidden" in attributes:
        return False
    style = attributes.get("style")
    return not style or _HIDDEN_STYLE.search(style) is None


def _sentences(text: str) -> list[str]:
    """`text` with single `<br>` turned into paragraph breaks where they end a sentence."""
    lines = text.split(_LINE)
    sentences = [[lines[0]]]
    for before, line in pairwise(lines):
        if _SENTENCE_END.search(before[-_END_WITHIN:]) or _INDENTED.match(line):
            sentences.append([])
        sentences[-1].append(line)
    return [_LINE.join(sentence) for sentence in sentences]


def parse(html: str) -> Node:
    """The tree of a page or a fragment; any text makes one, an empty one at worst."""
    return Node(cast(LexborNode, LexborHTMLParser(html).root))  # <html> is made of anything
