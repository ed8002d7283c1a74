"""Whether a text is another one in the other script: traditional or simplified characters.

Many characters are at home in both: 后, 里 and 只 stand in traditional texts too, and 王后 is not
王後. Only one that traditional texts have no use for, as 冻 and 国, tells that a text was turned;
where it was, what else a converter makes of it says nothing either.
"""

from collections.abc import Sequence, Set
from functools import lru_cache

from scheduler.diff import words

_SENTENCE = 8  # characters from which a text in the other script is no slip
_TURNED = 3  # characters that make a text one of the other script
_WORD = 2  # characters from which it tells in which sense they are meant
_OF_TAIWAN = str.maketrans("裏着麪", "裡著麵")
_LEFT_OPEN = str.maketrans("著衞敍枱藉", "着卫叙台借")
"""What no converter is sure of, or Hong Kong writes in its own way."""


def converted(old: str, new: str) -> bool:
    """Whether one text is the other in simplified characters, as a converter writes them.

    All of it, or at least `_SENTENCE` characters of it: no converter knows them all. One character
    that both scripts have tells nothing: 製 for 制 may be a slip that was mended; nor does so short
    a text.
    """
    if len(old) != len(new) or len(old) < _SENTENCE or not is_turned(old, new):
        return False
    plain = words.simplified(old)
    if plain != words.simplified(new):
        return is_evident(old, new) and folded(old) == folded(new)
    pairs = [pair for pair in zip(old, new, plain, strict=True) if pair[0] != pair[1]]
    return is_evident(old, new) or (
        len(pairs) >= _SENTENCE
        and any(all(pair[side] == pair[2] for pair in pairs) for side in (0, 1))
    )


def is_turned(old: str, new: str) -> bool:
    """Whether several characters of one text stand in the other script in the other one.

    One is enough where it is evident.
    """
    found = _turned(old, new)
    return any(len(characters) >= _TURNED for characters, _ in found) or _is_evident(found)


def is_evident(old: str, new: str) -> bool:
    """Whether all of one text is simplified, and in the other one it is not.

    At least one character must be such as no traditional text has.
    """
    return _is_evident(_turned(old, new))


def are_one(old: str, new: str) -> bool:
    """Whether the texts differ in nothing but what is one character: 国 and 國."""
    return len(old) == len(new) and all(
        one == other or _is_pair(one, other) or _is_pair(other, one)
        for one, other in zip(old, new, strict=True)
    )


def are_one_word(old: str, new: str) -> bool:
    """Whether one is the other as a converter writes it, and an everyday word: 干部 and 幹部.

    By the word it knows which of two characters is meant: 皇后 is the same in both scripts, and no
    皇後. Of a name it does not: who is called 余 is no 餘, and 中山里 is a quarter.
    """
    if len(old) != len(new) or len(old) < _WORD or old.endswith("里") or new.endswith("里"):
        return False
    plain, other = (words.simplified(side).translate(_LEFT_OPEN) for side in (old, new))
    if plain != other:
        return False
    written = (words.converter("s2t").convert(one).translate(_OF_TAIWAN) for one in (old, new))
    sides = (side.translate(_OF_TAIWAN) for side in (new, old))
    return any(map(str.__eq__, written, sides)) and words.is_everyday(old)


def folded(text: str) -> str:
    """The same for a text and for what a converter makes of it: 藉口 and 借口, 傢俱 and 家具.

    As long as the text is. There and back twice: of 計畫 the first time makes
    计划, and of 计画, as it is character by character, 計畫.
    """
    for _ in range(2):
        text = words.converter("s2t").convert(words.converter("t2s").convert(text))
    return words.simplified(text).translate(_LEFT_OPEN)


def _turned(old: str, new: str) -> list[tuple[str, str]]:
    """Which characters are simplified in one of the texts and not in the other one; that text."""
    olds, news = set(old), set(new)
    one, other = olds - news, news - olds
    if not (one and other):
        return []
    return [(_simplified(one, other), new), (_simplified(other, one), old)]


def _simplified(here: Set[str], there: Set[str]) -> str:
    """Of what is traditional here what is simplified there."""
    own = "".join(here)
    plain = words.simplified(own)
    if plain == own:
        return ""
    pairs = zip(own, plain, strict=True)
    return "".join(simple for one, simple in pairs if one != simple and simple in there)


def _is_evident(found: Sequence[tuple[str, str]]) -> bool:
    return any(
        not all(map(_is_traditional, characters)) and words.simplified(text) == text
        for characters, text in found
    )


def _is_pair(traditional: str, simple: str) -> bool:
    is_simplified = words.simplified(traditional) == simple != traditional
    return is_simplified and not _is_traditional(simple)


@lru_cache(maxsize=4_096)
def _is_traditional(character: str) -> bool:
    """Whether traditional texts have it, be it for another word: Big5 holds what they have."""
    try:
        character.encode("big5")
    except UnicodeEncodeError:
        return False
    return True
