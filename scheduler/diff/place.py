"""One place that changed, on both sides, and what it is as a whole."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Postfix, Prefix

from scheduler.diff import moments, parties, persons, words
from scheduler.diff.edges import SENTENCE_ENDS
from scheduler.diff.hunks import Hunk, places
from scheduler.diff.passages import Passage
from scheduler.diff.records import Span
from scheduler.diff.similarity import similarity

_BRACKET = 120  # characters around a place in which its language is looked for
_SENTENCE = 8  # characters from which an inserted sentence is one, not a word with a full stop
_PHRASE = 3  # atoms: fewer are a word
_LONGEST = 100  # characters of a phrase
_STOP = re.compile(rf"[{SENTENCE_ENDS}]|\w[.](?=[\s\"”’)]|$)")
_CLAUSE = re.compile(r"[，,；;].+|.+[，,；;]", re.DOTALL)
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]{5,}")
"""A word of more than a few letters."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place that changed, on both sides."""

    old: Passage
    """What was removed."""
    new: Passage
    """What was added."""

    @property
    def edges(self) -> Hunk:
        """Where it begins and ends in both texts."""
        return self.old.start, self.old.end, self.new.start, self.new.end

    def through(self, last: "Place") -> "Place":
        """Both places and what stands between them."""
        return Place(
            Passage(self.old.text, self.old.start, last.old.end),
            Passage(self.new.text, self.new.start, last.new.end),
        )

    @property
    def is_sentence(self) -> bool:
        """Whether whole sentences or clauses came or went, which no word in them stands for."""
        shorter, longer = sorted((self.old.own, self.new.own), key=len)
        if shorter or len(longer) < _SENTENCE:
            return False
        return bool(_STOP.search(longer) or _CLAUSE.fullmatch(longer))

    @property
    def is_replaced(self) -> bool:
        """Whether something else altogether stands there now, of which no word stands for all."""
        old, new = self.old.own, self.new.own
        least, most = sorted((len(old), len(new)))  # no fewer than the atoms
        if least < _PHRASE or most < 2 * _PHRASE or similarity(old, new) or self.exchanged:
            return False
        if moments.is_one(self.old) and moments.is_one(self.new):
            return False
        sides = (side.atoms for side in (self.old, self.new))
        shorter, longer = sorted(len(side) - side.count(" ") for side in sides)
        return shorter >= _PHRASE and longer >= 2 * _PHRASE

    @property
    def exchanged(self) -> parties.Exchanged | None:
        """Who changed places in it."""
        return parties.exchanged(self.old.own, self.new.own)

    @property
    def apart(self) -> tuple[Passage, Passage]:
        """Both sides without the equal head and tail that make whole words of them."""
        old, new = self.old.own, self.new.own
        if LATIN.fullmatch(old) and LATIN.fullmatch(new):
            return self.old, self.new
        head = Prefix.similarity(old, new)
        tail = min(Postfix.similarity(old, new), min(len(old), len(new)) - head)
        before, after = (
            Passage(side.text, side.start + head, side.end - tail) for side in (self.old, self.new)
        )
        return before, after

    @property
    def is_transposed(self) -> bool:
        """Whether two neighbours changed places, and made no other word.

        女兒 and 兒女 are two words, 統計 and 計統 a word and a slip; so are two that are no words,
        unless they are names: 王建民 and 王民建 are no slip, nor are 妻殺夫 and 夫殺妻.
        """
        old, new = self.old.own, self.new.own
        if len(old) != len(new) or len(old) > _LONGEST:
            return False
        head = Prefix.similarity(old, new)
        two, end = old[head : head + 2], head + 2
        if not two.isalnum() or (two, old[end:]) != (new[head:end][::-1], new[end:]):
            return False
        if not words.is_chinese(self.old.text[slice(*self.old.window(_BRACKET))]):
            return True  # nobody here knows its words
        apart = self.apart
        is_word = all(words.pieces(side.own) == 1 for side in apart)  # 女兒 and 兒女
        if is_word or any(words.is_person(side.own) for side in (self.old, self.new)):
            return False
        if any(words.named(side.own, 0, len(side.own), "place") for side in apart):
            return False  # 國中生 and 中國生: no slip makes another country of a thing
        counts = {words.pieces(side.own) for side in (self.old, self.new)}
        return len(counts) > 1 or (counts == {len(self.old.own)} and not self._are_people)

    @property
    def _are_people(self) -> bool:
        return any(
            words.named(side.text, side.start, side.end, "person") or side.words(names_of(side))
            for side in (self.old, self.new)
        )


def changed(spans: Sequence[Span], old: str, new: str) -> list[Place]:
    """The places that changed, in order."""
    return [
        Place(Passage(old, start, end), Passage(new, other, other_end))
        for start, end, other, other_end in places(spans)
    ]


def names_of(passage: Passage) -> re.Pattern[str]:
    """What finds the names that may stand there."""
    is_foreign = persons.OF_ELSEWHERE.search(passage.text, *passage.window())
    return persons.NAME if is_foreign else persons.NAME_OF_HERE
