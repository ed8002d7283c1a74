"""Where words begin and end in prose that writes no spaces between them.

Chinese is segmented by rjieba on a copy in simplified characters: its dictionary is simplified,
and the copy, made character by character, keeps every offset (boundary F1 .93 instead of .89 on
Taiwanese news). Japanese is cut where its scripts meet. A cut that is not listed here is inside
a word; numbers and words of spaced scripts are whole already, see `atoms`.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import accumulate

from scheduler.diff import atoms, patterns
from scheduler.diff.edges import CLAUSE_ENDS, CLOSING, OPENING, SENTENCE_ENDS

_FARTHEST = 40
"""Characters of context to either side: the clause around a change, seldom as long."""

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_KANA = re.compile(r"[ぁ-ゖァ-ヺー]")
_APART = frozenset(SENTENCE_ENDS + CLAUSE_ENDS + OPENING + CLOSING + " \u3000/／")
_FOREIGN = re.compile(
    r"[·‧・][\u4e00-\u9fff]{1,6}?"
    r"(?=[^\u4e00-\u9fff]|$|[在的說说表指等今昨宣和與与也則则是曾將将於于為为以對对向並并])"
)
"""From the point inside a transcribed name to its end."""

_TITLES = ("容疑者", "社長", "会長", "教授", "市長", "知事", "首相", "選手", "監督", "議員", "氏")
_PAIR = 2
_RUN = re.compile(r"[\u3400-\u9fff々〆]+|[ァ-ヺー]+|[^\u3400-\u9fff々〆ァ-ヺー]")


def edges(text: str, start: int, end: int, names: re.Pattern[str] | None = None) -> frozenset[int]:
    """Offsets near `text[start:end]` where a cut splits no word; both ends of the text are such.

    Looks at the clauses around the passage only, and of a long passage at its two ends. `names`
    finds what is known to be a name; others are told by a surname or a title beside them.
    """
    first, last = _clause(text, start, -1), _clause(text, end, 1)
    if end - start > 2 * _FARTHEST:
        middle = _clause(text, start, 1), _clause(text, end, -1)
        parts = [(first, middle[0]), (middle[1], last)]
    else:
        parts = [(first, last)]
    return frozenset(left + cut for left, right in parts for cut in _cuts(text[left:right], names))


def _clause(text: str, place: int, step: int) -> int:
    """The nearest end of a clause before or behind `place`."""
    stop = max(place - _FARTHEST, 0) if step < 0 else min(place + _FARTHEST, len(text))
    while place != stop and text[place - (step < 0)] not in _APART:
        place += step
    return place


@lru_cache(maxsize=1024)
def _cuts(clause: str, names: re.Pattern[str] | None) -> frozenset[int]:
    cuts = {0, *accumulate(map(len, _segmented(clause)))}
    place = 0
    for atom in atoms.split(clause):  # 5萬|元: to the segmenter 萬元 is a word
        if len(atom) > 1:
            cuts.difference_update(range(place + 1, place + len(atom)))
            cuts.update((place, place + len(atom)))
        place += len(atom)
    for match in _FOREIGN.finditer(clause):
        cuts.difference_update(range(max(match.start(), 1), match.end()))
    for match in patterns.NAME.finditer(clause):  # where it ends is the less certain
        if match["c"]:
            continue
        start, end = match.span(match.lastgroup or 0)
        cuts.add(start)
        cuts.difference_update(range(start + 1, end))
    for match in names.finditer(clause) if names else ():
        cuts.difference_update(range(match.start() + 1, match.end()))
        cuts.update(match.span())
    return frozenset(cuts)


def _segmented(clause: str) -> Iterable[str]:
    if _KANA.search(clause):
        return _japanese(clause)
    return _chinese(clause) if _HAN.search(clause) else clause


def _japanese(clause: str) -> Iterator[str]:
    """Runs of one script; of Han the pairs that most words are, and a title apart."""
    for run in _RUN.findall(clause):
        title = next((one for one in _TITLES if run.endswith(one) and run != one), "")
        stem = run.removesuffix(title)
        if _HAN.match(run) and len(stem) > _PAIR + 1:
            last = len(stem) - _PAIR - len(stem) % _PAIR
            yield from (stem[place : place + _PAIR] for place in range(0, last, _PAIR))
            stem = stem[last:]
        yield stem
        if title:
            yield title


def _chinese(clause: str) -> list[str]:
    import rjieba

    words: list[str] = rjieba.cut(clause.translate(_simplified()))
    return words


@cache
def _simplified() -> dict[int, str]:
    """Traditional character -> its simplified form, one for one."""
    import opencc

    blocks = (range(0x3400, 0xA000), range(0xF900, 0xFB00))
    characters = [chr(code) for block in blocks for code in block]
    plain = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    pairs = zip(characters, plain, strict=True)
    return {ord(one): other for one, other in pairs if one != other and len(other) == 1}
