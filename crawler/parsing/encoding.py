"""From bytes to text: which encoding a page is written in.

The order is the web's (https://encoding.spec.whatwg.org#decode): the byte order mark, then what
the HTTP header says, then what the page says of itself, then a guess. Three exceptions, each for
pages that exist: what is valid UTF-8 is UTF-8; what is declared is not believed where the bytes
read twice as well in another encoding; and lines that are broken in the page's encoding, and read
well in another, are of the other.
"""

import codecs
import re
from collections.abc import Iterator
from itertools import groupby

from crawler.parsing.charsets import ISO_2022_JP, MULTIBYTE, codec_of
from crawler.parsing.charsets import decode as decoded
from crawler.parsing.detector import likelihoods

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
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_META_WITHIN = 4_096
_ASCII = bytes(range(128))
_FEW = 16
"""Bytes that are no ASCII: fewer may be valid UTF-8 by chance, as 联通 is in GBK."""
_LIKELY, _UNKNOWN = 0.5, 0.3
"""Of `likelihoods`: what overthrows a declaration; what a codec has that is not among them."""
_MOST_GUESSES = 100
_MUCH, _BETTER = 0.1, 4
"""The share of broken characters that may show another codec; how many times fewer it has."""
_BROKEN = "\ufffd"


def decode(body: bytes, content_type: str = "") -> str:
    """`body` as text; bytes that are in no encoding become U+FFFD. Raises nothing.

    `content_type` is the HTTP header. The same bytes give the same text, whatever was read before.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    codec = _codec(body, content_type)
    text = decoded(body, codec)
    return _mended(body, codec) if _BROKEN in text else text


def _codec(body: bytes, content_type: str) -> str:
    named = _declared(body, content_type)
    if _is_utf8(body) and not _is_utf8_by_chance(body, named):
        return ISO_2022_JP if ISO_2022_JP in named and b"\x1b" in body else "utf-8"
    likely = likelihoods(body)
    best = max(likely, key=lambda codec: likely[codec])
    for codec in named:
        if likely[best] < _LIKELY or likely[best] <= 2 * likely.get(codec, _UNKNOWN):
            return codec
    return best


def _declared(body: bytes, content_type: str) -> list[str]:
    header = _HEADER.search(content_type)
    meta = _META.search(_COMMENT.sub(b"", body[:_META_WITHIN]))
    named = [header[1]] if header else []
    if meta:
        named.append((meta[1] or meta[2]).decode("ascii", "replace"))
    return [codec for name in named if (codec := codec_of(name))]


def _is_utf8(body: bytes) -> bool:
    """Whether all of it is valid, but for a character that the end cuts off."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(body)
    except UnicodeDecodeError:
        return False
    return True


def _is_utf8_by_chance(body: bytes, named: list[str]) -> bool:
    foreign = body.translate(None, delete=_ASCII)
    if not named or named[0] not in MULTIBYTE or not 0 < len(foreign) < _FEW:
        return False
    return _BROKEN not in decoded(body, named[0])


def _mended(body: bytes, codec: str) -> str:
    """`body` by `codec`, but for blocks of lines that it cannot read and another codec can."""
    texts, others, guesses = [], [], 0
    for is_broken, lines in groupby(_marked(body.split(b"\n"), codec), key=lambda it: it[0]):
        block = b"\n".join(line for _, line in lines)
        if is_broken and guesses < _MOST_GUESSES:
            guesses += 1
            others += [it for it in _likely(block) if it not in others]
        texts.append(_least_broken(block, codec, others if is_broken else []))
    return "\n".join(texts)


def _likely(block: bytes) -> list[str]:
    likely = likelihoods(block)
    best = max(likely, key=lambda codec: likely[codec])
    return [best] if likely[best] >= _LIKELY else []


def _least_broken(block: bytes, codec: str, others: list[str]) -> str:
    """By `codec`, unless much of that is broken and by one of `others` next to nothing is."""
    own = decoded(block, codec)
    if _broken(own) < _MUCH * sum(character > "\x7f" for character in own):
        return own
    other = min((decoded(block, it) for it in others), key=_broken, default=own)
    return other if _BETTER * _broken(other) < _broken(own) else own


def _broken(text: str) -> int:
    return text.count(_BROKEN)


def _marked(lines: list[bytes], codec: str) -> Iterator[tuple[bool, bytes]]:
    """Every line with whether `codec` cannot read it; ASCII goes with the line before."""
    is_broken = False
    for line in lines:
        if not line.isascii():
            is_broken = _BROKEN in decoded(line, codec)
        yield is_broken, line
