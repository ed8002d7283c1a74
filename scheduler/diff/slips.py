"""What is a slip of the pen: a character taken for another, doubled or transposed."""

import re
from collections.abc import Sequence

from rapidfuzz.distance import Prefix

from crawler import sounds
from scheduler.diff import patterns, words
from scheduler.diff.atoms import NUMERALS
from scheduler.diff.passages import Passage
from scheduler.diff.signals import LATIN, Hunk

_SLIP = 4
_DOUBLED = re.compile(rf"(?![上下前後后]$)[\u3040-\u30ff\u3400-\u9fff]{{1,{_SLIP}}}")
"""What is a slip where it stands twice; 上上週 is none, nor are II and III."""


def is_slip(found: Sequence[Hunk]) -> bool:
    """Whether all that changed is a slip of the pen: one character taken for one that looks or
    sounds like it, doubled or transposed characters.

    A letter that differs is no slip: employer and employee are two, as are Andersen and Anderson.
    """
    if len(found) != 1:
        return False
    apart = found[0].apart
    old, new = (side.own for side in apart)
    if any(character in NUMERALS or character.isdigit() for character in old + new):
        return False
    if LATIN.fullmatch(old) and LATIN.fullmatch(new):
        return _is_slip_of_letters(*sorted((old.lower(), new.lower()), key=len))
    if not (old and new):
        return any(map(_is_doubled, apart))
    alike = any({old, new} <= set(group) for group in patterns.LOOKALIKES)
    if alike or _is_misheard(found[0], old, new):
        return True
    return max(len(old), len(new)) <= _SLIP and found[0].is_transposed


def _is_misheard(hunk: Hunk, old: str, new: str) -> bool:
    """Whether one character stands for another of its sound: 表是 and 表示, 因該 and 應該.

    One of the sides makes a word of it and the other none; of two words either may be meant: 權利
    and 權力.
    """
    if len(old) != 1 or len(new) != 1 or not sounds.are_alike(old, new):
        return False
    is_known = all(map(words.is_chinese, (hunk.old.text, hunk.new.text)))
    return is_known and words.pieces(hunk.old.own) != words.pieces(hunk.new.own)


def _is_slip_of_letters(shorter: str, longer: str) -> bool:
    """Two neighbours transposed, or one doubled."""
    head = Prefix.similarity(shorter, longer)
    if len(shorter) == len(longer):
        swapped = longer[head : head + 2][::-1] + longer[head + 2 :]
        return shorter[head:] == swapped
    doubled = longer[head : head + 1] in (longer[head - 1 : head], longer[head + 1 : head + 2])
    return doubled and shorter[head:] == longer[head + 1 :]


def _is_doubled(passage: Passage) -> bool:
    own, text = passage.own, passage.text
    if not _DOUBLED.fullmatch(own):
        return False
    before = text[max(passage.start - len(own), 0) : passage.start]
    return own in (before, text[passage.end : passage.end + len(own)])
