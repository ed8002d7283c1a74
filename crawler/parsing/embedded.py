"""The text of an article in the data that a page gives to its own scripts.

For pages that are drawn in the browser and hold no text in their HTML: Next.js `__NEXT_DATA__` and
flight chunks (`self.__next_f.push`), and other JSON in scripts.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from crawler.parsing import dom
from crawler.parsing.dom import Node
from crawler.text import fold

_PLACES = 'script#__NEXT_DATA__, script[type="application/json" i], script[id*="state" i]'
_FLIGHT = re.compile(r'self\.__next_f\.push\(\[1,\s*("(?:[^"\\]|\\.)*")\]\)')
_CHUNK = re.compile(r"[0-9a-f]+:(?P<text>T[0-9a-f]+,)?(?P<said>.*)")
_MOST_JSON, _MOST_BLOCKS, _MOST_VALUES, _MOST_DEPTH = 2_000_000, 20, 200_000, 40
_MOST_CHUNKS, _MOST_LINES = 2_000, 5_000
_LEAST_PROSE, _LEAST_LINE = 60, 12  # characters of a text, and of a line in a list of lines
_TEXT_KEYS = re.compile(
    r"(?:article|story|post|main)?_?(?:body|content|text|html|paragraphs?|value|children)(?:text|html)?",
    re.IGNORECASE,
)
_TEXT_TAGS = frozenset({"p", "h2", "h3", "h4", "li", "blockquote"})
_MARKUP = re.compile(r"<(?:p|br|div|h\d)\b[^>]*>", re.IGNORECASE)


def body(root: Node) -> list[str]:
    """The paragraphs of the longest text in a page's data; none where it holds no prose."""
    texts = (text for value in _data(root) for text in _texts(value))
    longest = max(islice(texts, _MOST_VALUES), key=_length, default=[])
    return longest if _length(longest) >= _LEAST_PROSE else []


def _length(lines: Iterable[str]) -> int:
    return sum(map(len, lines))


def _data(root: Node) -> Iterator[Any]:
    """Every JSON value in the scripts of a page, bounded."""
    left = _MOST_JSON
    for script in root.css(_PLACES)[:_MOST_BLOCKS]:
        left -= len(script.raw)
        if left > 0:
            yield from _loaded(script.raw)
    pushed = (match for script in root.css("script") for match in _FLIGHT.findall(script.raw))
    flight = "".join(_string(text) for text in islice(pushed, _MOST_CHUNKS))[:_MOST_JSON]
    for chunk in islice(map(_CHUNK.fullmatch, flight.split("\n")), _MOST_CHUNKS):
        if chunk:
            yield from [{"text": chunk["said"]}] if chunk["text"] else _loaded(chunk["said"])


def _loaded(text: str) -> list[Any]:
    """The value of a script that is nothing but JSON, or sets a variable to it."""
    start = text.find("{") if not text.lstrip().startswith(("{", "[")) else 0
    try:
        return [json.JSONDecoder(strict=False).raw_decode(text[max(start, 0) :].lstrip())[0]]
    except (ValueError, RecursionError):
        return []


def _string(text: str) -> str:
    try:
        return str(json.loads(text, strict=False))
    except ValueError:
        return ""


def _texts(value: Any) -> Iterator[list[str]]:
    """Every text in a JSON value: one long string, or a list of lines."""
    waiting = [(value, 0)]
    while waiting:
        inner, depth = waiting.pop()
        if depth > _MOST_DEPTH:
            continue
        if isinstance(inner, Mapping):
            said = (it for key, it in inner.items() if _TEXT_KEYS.fullmatch(str(key)))
            yield from (paragraphs(it) for it in said if _is_text(it))
            waiting += [(it, depth + 1) for it in inner.values()]
        elif isinstance(inner, list):
            yield list(islice(_lines(inner), _MOST_LINES))
            waiting += [(it, depth + 1) for it in inner]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) >= _LEAST_PROSE and not _is_code(value)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text that a machine was given: HTML, or lines."""
    return dom.parse(text).paragraphs() if _MARKUP.search(text) else text.splitlines()


def _lines(values: list[Any]) -> Iterator[str]:
    """The lines that a list is made of: strings, records of a text, elements of a flight chunk."""
    for value in values:
        if isinstance(value, str):
            lines = [value]
        elif isinstance(value, Mapping):
            said = (it for key, it in value.items() if _TEXT_KEYS.fullmatch(str(key)))
            lines = [it for it in said if isinstance(it, str)]
        else:
            lines = [_element(value)] if isinstance(value, list) else []
        for line in lines:
            text = line if not _MARKUP.search(line) else dom.parse(line).text
            if len(fold(text)) >= _LEAST_LINE and not _is_code(text):
                yield text.strip()


def _element(value: list[Any]) -> str:
    """The text of `["$", "p", null, {"children": ...}]`, an element of React's wire form."""
    if len(value) < 4 or value[0] != "$" or value[1] not in _TEXT_TAGS:
        return ""
    return "".join(_strings(value[3], 0))


def _strings(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, str) and not value.startswith("$"):
        yield value
    elif isinstance(value, Mapping) and depth < _MOST_DEPTH:
        yield from _strings(value.get("children"), depth + 1)
    elif isinstance(value, list) and depth < _MOST_DEPTH:
        inner = value[3:4] if value[:1] == ["$"] else value
        for part in inner:
            yield from _strings(part, depth + 1)


def _is_code(text: str) -> bool:
    """Whether a string is an address, a name or a program rather than prose."""
    return " " not in text and text.isascii()
