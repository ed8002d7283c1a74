"""Ours and its peers behind one call: a page's text in, title, body and date out.

The peers are in the dependency group `quality`; what is not installed is left out.
"""

import importlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from crawler import extract
from crawler.parsing import dom


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader took from a page."""

    title: str = ""
    body: str = ""
    date: str = ""
    """ISO 8601 as far as the reader says it; empty for none."""


Reader = Callable[[str, str], Found]
"""(HTML, URL) -> what was found. A page that a reader cannot read is an empty Found."""


def ours(html: str, url: str) -> Found:
    """Our own rules: those of the site that owns `url`, or of any."""
    article = extract.read(html.encode("utf-8", "replace"), url, {"content-type": _UTF8}).article
    if article is None:
        return Found()
    date = article.date.at.isoformat() if article.date else ""
    return Found(article.title, "\n".join(article.body), date)


_UTF8 = "text/html; charset=utf-8"


def peers() -> dict[str, Reader]:
    """The peers that are installed, by name, in the order of the table."""
    made: tuple[tuple[str, Callable[[], Reader]], ...] = (
        ("trafilatura", _trafilatura),
        ("trafilatura favor_precision", lambda: _trafilatura(favor_precision=True)),
        ("magic-html", _magic_html),
        ("resiliparse", _resiliparse),
        ("readability-lxml", _readability),
    )
    found = {}
    for name, make in made:
        try:
            found[name] = make()
        except ImportError:
            continue
    return found


def _trafilatura(**options: Any) -> Reader:
    library = importlib.import_module("trafilatura")

    def read(html: str, url: str) -> Found:
        document = library.bare_extraction(
            html, url=url, with_metadata=True, include_comments=False, **options
        )
        if document is None:
            return Found()
        return Found(document.title or "", document.text or "", document.date or "")

    return read


def _resiliparse() -> Reader:
    library = importlib.import_module("resiliparse.extract.html2text")

    def read(html: str, _url: str) -> Found:
        text = library.extract_plain_text(
            html, main_content=True, comments=False, alt_texts=False, noscript=False
        )
        return Found(body=text)

    return read


def _magic_html() -> Reader:
    extractor = importlib.import_module("magic_html").GeneralExtractor()

    def read(html: str, url: str) -> Found:
        said = extractor.extract(html, base_url=url, html_type="article")
        return Found(said.get("title") or "", _text(said.get("html") or ""))

    return read


def _readability() -> Reader:
    library = importlib.import_module("readability")

    def read(html: str, _url: str) -> Found:
        try:
            document = library.Document(_DECLARATION.sub("", html))
            return Found(document.short_title() or "", _text(document.summary(html_partial=True)))
        except library.readability.Unparseable:
            return Found()

    return read


_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")


def _text(html: str) -> str:
    """The text of a peer's HTML."""
    return "\n".join(dom.parse(html).paragraphs())
