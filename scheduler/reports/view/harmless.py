"""What comes from a page, made harmless to show: control characters, links, length, language."""

import re
import unicodedata
from urllib.parse import quote, urlsplit

# C0, C1, bidirectional controls, lone surrogates and what XML forbids: they drive terminals,
# reorder lines and break encoders. Article text has none left (crawler.text.fold); seeds and URLs
# may.
CONTROL = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
    r"\ufffe\uffff]"
)
"""What is never shown as it is."""
_WORD = re.compile(r"[0-9０-９A-Za-z.,%]")
_LONGEST = 40  # what has no end in so many characters is no word, and is cut
_JOINER = "\u200d"

_KANA = re.compile(r"[\u3041-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
# Characters that only simplified text has, frequent enough to betray a sentence.
_SIMPLIFIED = re.compile(
    r"[这们为说时会对发经关让还过进应将务党华报记东两个门问间现实电动长业产开种样头见车马鸟书]"
)


def visible(text: str) -> str:
    """The text with every control character shown instead of obeyed: `⟨U+001B⟩`.

    Line breaks, which join the paragraphs of a reflow, become `¶`.
    """
    return CONTROL.sub(_picture, text)


def _picture(match: re.Match[str]) -> str:
    return "¶" if match[0] == "\n" else f"⟨U+{ord(match[0]):04X}⟩"


def escaped(document: str) -> str:
    """JSON on one line with every control character as an escape, which no terminal obeys."""
    return CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", document)


def head(text: str, limit: int) -> str:
    """At most `limit` characters from the start; never half a number, a Latin word, an emoji."""
    if len(text) <= limit:
        return text
    for end in range(limit, max(0, limit - _LONGEST), -1):
        if not _joined(text[end - 1], text[end]):
            return text[:end]
    return text[:limit]


def tail(text: str, limit: int) -> str:
    """At most `limit` characters from the end, cut as `head` does."""
    start = len(text) - limit
    if start <= 0:
        return text
    for first in range(start, min(len(text), start + _LONGEST)):
        if not _joined(text[first - 1], text[first]):
            return text[first:]
    return text[start:]


def _joined(left: str, right: str) -> bool:
    if _WORD.match(left) and _WORD.match(right):
        return True
    return _JOINER in (left, right) or unicodedata.category(right) in {"Mn", "Me", "Mc", "Sk"}


def link(url: str) -> str:
    """The URL if a reader may be sent there (http, https), percent-encoded; otherwise empty."""
    try:
        parts = urlsplit(url)
        allowed = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return ""
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~", errors="replace") if allowed else ""


def tongue(text: str) -> str:
    """The BCP 47 tag that picks the right glyphs for `text`; empty where Han has no part in it."""
    if _KANA.search(text):
        return "ja"
    if _HANGUL.search(text):
        return "ko"
    if not _HAN.search(text):
        return ""
    return "zh-Hans" if len(_SIMPLIFIED.findall(text[:2000])) > 1 else "zh-Hant"
