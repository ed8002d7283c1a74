"""Where words end in prose that writes no spaces between them.

Chinese is segmented by rjieba on a copy in simplified characters: its dictionary is simplified,
and the copy, made character by character, keeps every offset (boundary F1 .93 instead of .89 on
Taiwanese news). Japanese is cut where its scripts meet. Numbers and words of spaced scripts are
whole already, see `atoms`.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import accumulate

from scheduler.diff import atoms, patterns
from scheduler.diff.edges import CLAUSE_ENDS, CLOSING, OPENING, SENTENCE_ENDS

_FARTHEST = 40
"""Characters of a very long clause that are looked at to either side of a place."""

_LONGEST = 400
"""Characters of a passage in which persons are looked for."""

_APART = re.compile(f"[{re.escape(SENTENCE_ENDS + CLAUSE_ENDS + OPENING + CLOSING)}\\s/／]")
_BEFORE = re.compile(f".*{_APART.pattern}", re.DOTALL)
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_KANA = re.compile(r"[ぁ-ゖァ-ヺー]")
_FOREIGN = re.compile(
    r"[·‧・][\u4e00-\u9fff]{1,6}?"
    r"(?=[^\u4e00-\u9fff]|$|[在的說说表指等今昨宣和與与也則则是曾將将於于為为以對对向並并])"
)
"""From the point inside a transcribed name to its end."""

_CHINESE = frozenset("abd")
"""The groups of `patterns.NAME` that tell where a Chinese name begins."""

_TITLES = ("容疑者", "社長", "会長", "教授", "市長", "知事", "首相", "選手", "監督", "議員", "氏")
_ALONE = frozenset("市県町村区国党同各全両新旧元前約")
"""Stands before a pair, not in it."""
_PAIR = 2
_RUN = re.compile(r"[\u3400-\u9fff々〆]+|[ァ-ヺー]+|[^\u3400-\u9fff々〆ァ-ヺー]")


class Words:
    """The words of one text, looked up clause by clause as they are asked for."""

    def __init__(self, text: str, names: re.Pattern[str] | None = None) -> None:
        self.text = text
        self.names = names
        """Finds what is known to be a word; other names are told by what stands beside them."""
        self._last: tuple[int, int, frozenset[int]] = (0, -1, frozenset())
        """The clause looked at last: where one edge of a difference lies, the other does, too."""

    def near(self, place: int) -> tuple[int, frozenset[int]]:
        """Where the clause around `place` starts, and at which offsets from there words end.

        Both ends of a clause are such. Of a very long one only what is near is looked at.
        """
        start, end, cuts = self._last
        if start <= place <= end:
            return start, cuts
        before = _BEFORE.match(self.text, max(place - _FARTHEST, 0), place)
        start = before.end() if before else max(place - _FARTHEST, 0)
        behind = _APART.search(self.text, place, place + _FARTHEST)
        end = behind.start() if behind else min(place + _FARTHEST, len(self.text))
        cuts = _cuts(self.text[start:end], self.names)
        if before and behind:
            self._last = start, end, cuts
        return start, cuts


def people(text: str, start: int, end: int) -> list[str]:
    """The words by whose form rjieba takes them for persons' names, of those in `text[start:end]`.

    It takes a rare word for a name now and then: ask only where a name would be no surprise.
    """
    first = max(start - _FARTHEST, 0)
    found, place = [], first
    for word in _persons(text[first : min(end, start + _LONGEST) + _FARTHEST]):
        size = len(word[0])
        if word[1] and place < end and place + size > start:
            found.append(text[place : place + size])
        place += size
    return found


@lru_cache(maxsize=256)
def _persons(window: str) -> list[tuple[str, bool]]:
    if not _HAN.search(window) or _KANA.search(window):
        return []
    import rjieba

    tagged: list[tuple[str, str]] = rjieba.tag(simplified(window))
    return [(word, kind.startswith("nr") and len(word) > 1) for word, kind in tagged]


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
        if match.lastgroup in _CHINESE:
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
        if len(stem) % _PAIR and stem[0] in _ALONE and len(stem) > 1:
            yield stem[0]
            stem = stem[1:]
        if _HAN.match(run) and len(stem) > _PAIR + 1:
            last = len(stem) - _PAIR - len(stem) % _PAIR
            yield from (stem[place : place + _PAIR] for place in range(0, last, _PAIR))
            stem = stem[last:]
        yield stem
        if title:
            yield title


def _chinese(clause: str) -> list[str]:
    import rjieba

    words: list[str] = rjieba.cut(simplified(clause))
    return words


def simplified(text: str) -> str:
    """`text` in simplified characters, one for one: every offset stays what it was."""
    return text.translate(_simplified())


@cache
def _simplified() -> dict[int, str]:
    """Traditional character -> its simplified form, one for one."""
    import opencc

    blocks = (range(0x3400, 0xA000), range(0xF900, 0xFB00))
    characters = [chr(code) for block in blocks for code in block]
    plain = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    pairs = zip(characters, plain, strict=True)
    return {ord(one): other for one, other in pairs if one != other and len(other) == 1}
