"""Chinese names of which only the given name was changed, with nothing beside them that tells."""

from collections.abc import Iterator

from scheduler.diff import persons, words
from scheduler.diff.passages import Passage
from scheduler.diff.place import Place

_WHOLE = 3  # characters of a name
_LEAST = 2
_PARTICLES = frozenset("系為为同于於向今則则卻却的了是在和與与及也都就而又不說说")


def exchanged(place: Place) -> tuple[str, str] | None:
    """Both names, where one given name stands for another: 張育成 and 張祐銘.

    A surname that few words begin with, before characters that are no word with it. A name of
    which the dictionary knows nothing is told so, wherever it stands.
    """
    old, new = (_name(side) for side in place.apart)
    if old and new and old != new and old[0] == new[0]:
        return old, new
    return None


def _name(given: Passage) -> str:
    """The whole name of which that is a part; empty where it is none."""
    size, first = given.end - given.start, given.end - _WHOLE
    name = given.text[max(first, 0) : given.end]
    if not 0 < size < _WHOLE or len(name) < _WHOLE or not words.is_chinese(name):
        return ""
    is_begun = words.simplified(name[0]) in persons.SURNAMES_ALONE
    if not is_begun or name[-1] in _PARTICLES or not all(_is_apart(given.text, first, given.end)):
        return ""
    return name if words.is_no_word(name) else ""


def _is_apart(text: str, start: int, end: int) -> Iterator[bool]:
    """Whether it makes no word with what stands before it, or behind."""
    for beside in (text[max(start - 1, 0) : start + 1], text[end - 1 : end + 1]):
        yield len(beside) < _LEAST or words.pieces(beside) == _LEAST
