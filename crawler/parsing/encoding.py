"""From bytes to text: which encoding a page is written in."""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_META = re.compile(
    rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_WIDER = {  # what browsers take these names for: https://encoding.spec.whatwg.org/#names-and-labels
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
}
_TRIED = ("utf-8", "gb18030", "big5hkscs", "cp950", "cp1252")
_META_WITHIN = 4_096
_BROKEN_SHARE = 0.01  # a declared encoding that breaks more than this is not believed
_COMMON = frozenset("的一是在不了有人我他這这為为個个上中大來来會会說说，。、：")


def decode(body: bytes, content_type: str = "") -> str:
    """`body` as text; undecodable bytes become U+FFFD.

    A byte order mark is believed first, then the HTTP header, then `<meta charset>`, each unless
    the bytes contradict it; then UTF-8, GB 18030 and Big5 are tried.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    for name in _declared(body, content_type):
        text = body.decode(name, "replace")
        if text.count("\ufffd") <= _BROKEN_SHARE * len(text):
            return text
    return _guessed(body)


def _declared(body: bytes, content_type: str) -> list[str]:
    header = _HEADER.search(content_type)
    meta = _META.search(body[:_META_WITHIN])
    named = [header[1]] if header else []
    if meta:
        named.append((meta[1] or meta[2]).decode("ascii", "replace"))
    return [codec for name in named if (codec := _codec(name))]


def _codec(name: str) -> str:
    wanted = _WIDER.get(name.lower(), name)
    try:
        found = codecs.lookup(wanted)
    except (LookupError, ValueError):
        return ""
    is_text = getattr(found, "_is_text_encoding", True)
    return (
        found.name if is_text and not found.name.startswith(("utf-16", "utf-7", "utf-32")) else ""
    )


def _guessed(body: bytes) -> str:
    """The strict decoding with the most common characters, or the least broken one."""
    strict = []
    for name in _TRIED:
        try:
            strict.append(body.decode(name))
        except UnicodeDecodeError:
            continue
        if name == "utf-8":
            return strict[0]
    if strict:
        return max(strict, key=_readable)
    loose = [body.decode(name, "replace") for name in _TRIED]
    return min(loose, key=lambda text: text.count("\ufffd"))


def _readable(text: str) -> int:
    return sum(character in _COMMON for character in text)
