"""Texts that a page may hold to harm whoever shows them, and what shown text must never be."""

import csv
import io
import json
import re
from html.parser import HTMLParser

from tests.feeds import valid

ESC = "\x1b"
TEXTS: dict[str, str] = {
    "script": "<script>alert(1)</script>甲",
    "picture": "<img src=x onerror=alert(1)>甲",
    "quotes": '" onmouseover="alert(1)" x=\'甲',
    "comment": "--><!-- </title></textarea></style></pre>甲",
    "entity": "&lt;b&gt; &#60;script&#62; &amp;lt; 甲",
    "cdata": "]]><x/> <![CDATA[ 甲",
    "doctype": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;甲',
    "svg": "<svg/onload=alert(1)><math><style>@import'//evil.example'</style>甲",
    "link": "[點我](javascript:alert(1)) ![x](//evil.example/p.png) <javascript:alert(1)>甲",
    "template": "{{ 7*7 }} {% raw %} ${7*7} %(x)s {0} 甲",
    "terminal": f"{ESC}[2J{ESC}]0;owned\x07{ESC}]8;;https://evil.example{ESC}\\甲{ESC}[31m",
    "controls": "甲\x00\x01\x08\x0b\x0c\x7f\x85\x9b2J\x9d0;x\x9c",
    "direction": "甲\u202egnp.exe\u2066\u2067\u2068\u2069\u200e\u200f\u061c",
    "breaks": "甲\r\nSet-Cookie: a=b\r\n\r\n<b>\u2028\u2029乙\n# 丙",
    "noncharacters": "甲\ufffe\uffff\ufeff",
    "surrogates": "甲\ud800\udfff",
    "formula": '=HYPERLINK("https://evil.example","甲")',
    "command": "@SUM(1+1)*cmd|' /C calc'!A0",
    "second cell": '甲";=1+1;"|+1|-1',
    "mention": "@everyone #1 甲~~刪~~ **粗** `碼` $x$ | 欄 |",
    "stacked": "甲" + "\u0301" * 5_000,
    "word": "甲" + "x" * 100_000,
    "paragraph": "長" * 10_000_000,
}
"""What it is -> the text."""
URLS = (
    "javascript:alert(1)//https://a.example/",
    "data:text/html,<script>alert(1)</script>",
    'https://a.example/"><script>alert(1)</script>',
    "https://a.example/\r\nSet-Cookie: a=b\x1b[2J",
    "//evil.example/x",
)
LARGEST = 500_000
"""Characters of a document that tells of a few changes, at most."""

_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]"
)
_NAMES = """
html head meta title link body header main footer nav section article aside form fieldset legend
label input select option datalist button details summary dialog div p h1 h2 h3 h4 span ul ol li dl
dt dd a b strong em i del ins mark br hr time code kbd pre small sup sub table caption thead tbody
tr th td svg g path circle rect line text polyline desc figure figcaption output blockquote abbr
bdi wbr style script noscript
"""
_ELEMENTS = frozenset(_NAMES.split())
_HREF = re.compile(r"(https?://[^\s<>\"]+|/(?!/)\S*|#\S*|\?\S*|)")


class Page(HTMLParser):
    """A page as a browser reads it, refused where anything in it could run or lead astray."""

    def __init__(self, document: str, *, ours: frozenset[str] = frozenset()) -> None:
        """`ours`: the attributes that our own fragments may carry besides."""
        super().__init__()
        self._ours = ours
        self.scripts = 0
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _ELEMENTS, f"<{tag}>"
        for name, value in attrs:
            assert not name.startswith("on"), f"{name}={value}"
            assert name in self._ours or name not in {"style", "srcdoc", "formaction"}, name
            if name in {"href", "src", "action"}:
                assert _HREF.fullmatch(value or ""), f"{name}={value}"
        if tag == "script":
            self.scripts += 1
            assert dict(attrs).get("src", "").startswith("/")  # type: ignore[union-attr]

    def handle_decl(self, decl: str) -> None:
        assert decl == "doctype html"

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"<![{data[:40]}")


def assert_harmless(kind: str, document: str) -> None:
    """Nothing in a document of this kind can harm who shows it, and it is not endless."""
    assert len(document) < LARGEST, f"{len(document):,} characters"
    inside = document.replace("\r\n", "\n") if kind == "csv" else document
    found = _CONTROL.search(inside)
    assert not found, f"{found[0]!r} in {inside[max(0, found.start() - 40) : found.end() + 20]!r}"
    _CHECKS.get(kind, lambda _: None)(document)


def _html(document: str) -> None:
    Page(document)


def _markdown(document: str) -> None:
    ours = r"</?(?:del|ins|details|summary)>|<br>|<!-- -->|\(<https?://[^<>\s]*>\)"
    bare = re.sub(ours, " ", document)
    assert "<" not in bare, bare[bare.index("<") :][:60]
    assert not re.search(r"(?<!\\)\]\((?!<)", bare)
    assert not re.search(r"[@#][0-9A-Za-z]", bare)


def _atom(document: str) -> None:
    for entry in valid.atom(document).entries:
        Page(entry.content[0].value, ours=frozenset({"style"}))
        assert "<script" not in entry.content[0].value


def _json_feed(document: str) -> None:
    for item in valid.json_feed(document)["items"]:
        Page(item["content_html"], ours=frozenset({"style"}))


def _csv(document: str) -> None:
    rows = list(csv.reader(io.StringIO(document.removeprefix("\ufeff"), newline="")))
    assert len({len(row) for row in rows}) == 1
    for cell in (cell for row in rows for cell in row):
        assert not re.match(r"[\s\"']*[=+\-@＝＋－＠]", cell) or cell.startswith("'"), cell[:40]
        assert not re.search(r"[;|]\s*[=+\-@]", cell), cell[:40]
        assert len(cell) < 32_768


def _lines(document: str) -> None:
    for line in document.splitlines():
        json.loads(line)


_CHECKS = {
    "html": _html,
    "webpage": _html,
    "markdown": _markdown,
    "atom": _atom,
    "jsonfeed": _json_feed,
    "csv": _csv,
    "jsonl": _lines,
    "json": _lines,
}
