"""White space, invisible characters, digests and counts of things: pure functions."""

import hashlib
import re
import struct
import unicodedata
from functools import lru_cache
from itertools import chain

_INVISIBLE = re.compile(
    "["
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # controls that are no white space
    "\xad\u034f\u061c\u115f\u1160\u180b-\u180f"  # soft hyphen, joiners, fillers
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"  # ZWSP, bidi marks, BOM
    "\ufff9-\ufffb\ud800-\udfff"  # annotation marks; halves of a character
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
    "]"
)
# ZWJ and ZWNJ spell words in Arabic and Indic scripts and join emoji; beside a space, at an end,
# or beside a Latin letter or Han character they show nothing.
_JOINERS = re.compile("[\u200c\u200d]+")
_NEEDS_NO_JOINER = re.compile(
    "[\\s\x00-\u024f\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\uffef]"
)
_REMEMBERED = 500  # characters of a text whose folding is kept for a while
_LENGTH = struct.Struct(">Q")
_MOST_MARKS = 30  # on one letter; no language has more than a few


def fold(text: str) -> str:
    """`text` as a reader sees it: NFC, no invisible characters, every run of white space one space.

    White space is what Unicode says it is, U+3000 and NBSP among it; both ends are stripped.
    Idempotent.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return _folded(text) if len(text) <= _REMEMBERED else _fold(text)


def _fold(text: str) -> str:
    visible = _INVISIBLE.sub("", _composed(text))
    joined = _JOINERS.sub(_joiner, visible)
    return _composed(" ".join(joined.split()))


_folded = lru_cache(2_048)(_fold)  # a page's reader asks for the same line more than once


def _composed(text: str) -> str:
    """`text` in NFC, of a pile of marks the first 30: to sort more takes the square of the time.

    Source: the Stream-Safe Text Format, https://unicode.org/reports/tr15/#Stream_Safe_Text_Format.
    """
    if unicodedata.is_normalized("NFC", text):
        return text
    kept, pile = [], 0
    for character in text:
        pile = pile + 1 if unicodedata.combining(character) else 0
        if pile <= _MOST_MARKS:
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


def _joiner(match: re.Match[str]) -> str:
    before = match.string[match.start() - 1 : match.start()]
    after = match.string[match.end() : match.end() + 1]
    for neighbour in (before, after):
        if not neighbour or _NEEDS_NO_JOINER.match(neighbour):
            return ""
    return match[0][0]


def digest(*parts: str) -> str:
    """The hex BLAKE2b-128 of `parts`, each with its length, so that no two lists meet."""
    encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
    lengths = map(_LENGTH.pack, map(len, encoded))
    pieces = chain.from_iterable(zip(lengths, encoded, strict=True))
    return hashlib.blake2b(b"".join(pieces), digest_size=16).hexdigest()


def counted(count: int, word: str) -> str:
    """`1 page`, `2 pages`."""
    return f"{count} {word}{'' if count == 1 else 's'}"
