"""Scripted edits of invented articles: 21 kinds, each with the exact places that it touched."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate, product

from tests.quality.prose import corpus
from tests.quality.prose.corpus import BREAK, Spares, Text, Token, plain

Tokens = tuple[Token, ...]
Replacement = tuple[int, int, Tokens]
"""Tokens from one position to before another, and what stands there afterwards."""

SENTENCE_ENDS = frozenset("。！？.?!")
_CLOSING = frozenset('」』”"')
_NUMBER = re.compile(r"\d")
_DATE = re.compile(r"\d+(?:日|月|年)|\d+월|\d+일")
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Edit:
    """One true edit, in offsets of the texts whose paragraphs are joined by a line break."""

    old: tuple[int, int]
    new: tuple[int, int]
    moves: bool = False
    """The old passage stands at the new place; told as one thing."""


@dataclass(frozen=True, slots=True)
class Case:
    """Two texts, and what was done to the first: any of `truths` is a right account of it."""

    article: str
    language: str
    kind: str
    old: Tokens
    new: Tokens
    truths: tuple[tuple[Edit, ...], ...]

    @property
    def paragraphs(self) -> tuple[list[str], list[str]]:
        """Both sides as a reader of paragraphs takes them."""
        return plain(self.old).split(BREAK), plain(self.new).split(BREAK)


class ImpossibleError(Exception):
    """The article holds nothing that this kind of edit could touch."""


class Script:
    """One article, a source of chance, and the ways to change it."""

    def __init__(self, text: Text, chance: random.Random) -> None:
        self.text = text
        self.chance = chance
        self.spares: Spares = corpus.spares(text.language)
        self.tokens = text.tokens

    # ---------------------------------------------------------------- places

    def words(self, allowed: Callable[[Token], bool]) -> list[int]:
        return [place for place, token in enumerate(self.tokens) if allowed(token)]

    def one(self, places: Sequence[int]) -> int:
        if not places:
            raise ImpossibleError
        return self.chance.choice(places)

    def sentences(self) -> list[tuple[int, int]]:
        """Token ranges of the sentences of one paragraph that has more than one."""
        return [run for _, runs in self._paragraphs() if len(runs) > 1 for run in runs]

    def _paragraphs(self) -> Iterator[tuple[tuple[int, int], list[tuple[int, int]]]]:
        start = 0
        breaks = [place for place, token in enumerate(self.tokens) if token.text == BREAK]
        for end in (*breaks, len(self.tokens)):
            yield (start, end), list(self._runs(start, end))
            start = end + 1

    def _runs(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        first = start
        for place in range(start, end):
            ends = self.tokens[place].text in SENTENCE_ENDS
            if ends and (place + 1 == end or self.tokens[place + 1].text not in _CLOSING):
                yield first, place + 1
                first = place + 1

    def paragraphs(self) -> list[tuple[int, int]]:
        return [span for span, _ in self._paragraphs()]

    # ---------------------------------------------------------------- edits of words

    def typo(self) -> Replacement:
        place = self.one(
            self.words(
                lambda token: (
                    len(_WORD.sub("", token.text)) == 0
                    and 2 <= len(token.text) <= 12
                    and not token.is_name
                )
            )
        )
        text = self.tokens[place].text
        at = self.chance.randrange(len(text) - 1)
        swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        if swapped == text:
            raise ImpossibleError
        return self._put(place, swapped)

    def number(self) -> Replacement:
        found = self.words(lambda token: bool(_NUMBER.search(token.text)))
        place = self.one([one for one in found if not _DATE.search(self.tokens[one].text)])
        return self._put(place, self._redialled(self.tokens[place].text))

    def date(self) -> Replacement:
        place = self.one(self.words(lambda token: bool(_DATE.match(token.text))))
        return self._put(place, self._redialled(self.tokens[place].text))

    def _redialled(self, text: str) -> str:
        at = self.chance.choice([match.start() for match in _NUMBER.finditer(text)])
        digit = self.chance.choice([one for one in "123456789" if one != text[at]])
        return text[:at] + digit + text[at + 1 :]

    def letter_of_name(self) -> Replacement:
        place = self.one(self.words(lambda token: token.is_name and len(token.text) > 1))
        text, other = self.tokens[place].text, self.chance.choice(self.spares.names).text
        at = self.chance.randrange(1, len(text))
        if text[at] == other[-1] or " " in text:
            raise ImpossibleError
        return self._put(place, text[:at] + other[-1] + text[at + 1 :])

    def name(self) -> Replacement:
        place = self.one(self.words(lambda token: token.is_name))
        return place, place + 1, (self.chance.choice(self.spares.names),)

    def word(self) -> Replacement:
        place = self.one(self.words(lambda token: token.text in self.spares.words))
        return self._put(place, self.spares.words[self.tokens[place].text])

    def _put(self, place: int, text: str) -> Replacement:
        return place, place + 1, (Token(text, self.tokens[place].is_name),)

    # ---------------------------------------------------------------- edits of sentences

    def quote(self) -> Replacement:
        opened = self.words(lambda token: token.text in {"「", '"'})
        start = self.one([place for place in opened if self._closing(place)])
        return start, self._closing(start) + 1, self.spares.quote

    def _closing(self, start: int) -> int:
        mark = {"「": "」", '"': '"'}[self.tokens[start].text]
        for place in range(start + 1, min(start + 40, len(self.tokens))):
            if self.tokens[place].text == BREAK:
                return 0
            if self.tokens[place].text == mark:
                return place
        return 0

    def credit(self) -> Replacement:
        name = self.chance.choice(self.spares.names)
        desks = self.words(lambda token: token.text in {"編輯", "编辑", "記者", "记者"})
        place = self.one(desks)
        near = range(place, min(place + 6, len(self.tokens)))
        last = max((one for one in near if self.tokens[one].is_name), default=0)
        if not last:
            raise ImpossibleError
        return last + 1, last + 1, (Token(" / " if self.chance.random() < 0.5 else "、"), name)

    def new_sentence(self) -> Replacement:
        runs = self.sentences()
        if not runs:
            raise ImpossibleError
        _, end = self.chance.choice(runs)
        return end, end, (*self._blank(), *self.chance.choice(self.spares.sentences))

    def lost_sentence(self) -> Replacement:
        runs = self.sentences()
        if not runs:
            raise ImpossibleError
        return (*self.chance.choice(runs), ())

    def other_sentence(self) -> Replacement:
        start, end, _ = self.lost_sentence()
        lead = self._blank() if self.tokens[start].text == " " else ()
        return start, end, (*lead, *self.chance.choice(self.spares.sentences))

    def _blank(self) -> Tokens:
        return () if self.text.language.startswith(corpus.UNSPACED) else (Token(" "),)

    # ---------------------------------------------------------------- edits of paragraphs

    def merge(self) -> Replacement:
        place = self.one(self.words(lambda token: token.text == BREAK))
        return place, place + 1, self._blank()

    def split(self) -> Replacement:
        inner = [end for _, runs in self._paragraphs() for _, end in runs[:-1]]
        place = self.one(inner)
        blank = self.tokens[place].text == " "
        return place, place + blank, (Token(BREAK),)

    def new_paragraph(self) -> Replacement:
        place = self.one(self.words(lambda token: token.text == BREAK))
        return place, place, (Token(BREAK), *self.spares.paragraph)

    def lost_paragraph(self) -> Replacement:
        start, end = self.chance.choice(self.paragraphs()[1:-1])
        return start - 1, end, ()

    def correction(self) -> Replacement:
        return len(self.tokens), len(self.tokens), (Token(BREAK), *self.spares.correction)

    def rewrite(self) -> Replacement:
        others = [
            other
            for other in corpus.articles()
            if other.language == self.text.language and other.name != self.text.name
        ]
        return 0, self._body(self.tokens), self._without_desk(self.chance.choice(others).tokens)

    @classmethod
    def _without_desk(cls, tokens: Tokens) -> Tokens:
        return tokens[: cls._body(tokens)]

    @staticmethod
    def _body(tokens: Tokens) -> int:
        """Where the text ends and the desk's own line, if there is one, begins."""
        last = max(place for place, token in enumerate(tokens) if token.text == BREAK)
        return last if tokens[last + 1].text == "（" else len(tokens)


WORDS = ("typo", "number", "letter_of_name", "name", "word", "date")
SENTENCES = ("quote", "credit", "new_sentence", "lost_sentence", "other_sentence")
PARAGRAPHS = ("merge", "split", "new_paragraph", "lost_paragraph", "correction", "rewrite")
SINGLE = (*WORDS, *SENTENCES, *PARAGRAPHS)
KINDS = (*SINGLE, "move", "move_edit", "multi", "dense")


def cases(repeats: int, seed: int = 20261126) -> Iterator[Case]:
    """Each kind of edit `repeats` times on each article, the same at every call."""
    for text, kind, turn in product(corpus.articles(), KINDS, range(repeats)):
        script = Script(text, random.Random(f"{seed}/{text.name}/{kind}/{turn}"))
        with suppress(ImpossibleError):
            yield _case(script, kind)


def _case(script: Script, kind: str) -> Case:
    if kind in {"move", "move_edit"}:
        return _moved(script, edited=kind == "move_edit")
    if kind == "multi":
        chosen = _apart(script, script.chance.randint(2, 6), spread=True)
    elif kind == "dense":
        chosen = _apart(script, script.chance.randint(3, 4), spread=False)
    else:
        chosen = [getattr(script, kind)()]
    new, edits = replaced(script.tokens, chosen)
    if new == script.tokens:
        raise ImpossibleError
    return Case(script.text.name, script.text.language, kind, script.tokens, new, (edits,))


def _apart(script: Script, count: int, *, spread: bool) -> list[Replacement]:
    """Edits of words and sentences that do not touch: all over the text, or in one paragraph."""
    bounds = (0, len(script.tokens)) if spread else script.chance.choice(script.paragraphs())
    kinds = (*WORDS, "new_sentence", "lost_sentence") if spread else WORDS
    chosen: list[Replacement] = []
    for _ in range(80):
        try:
            one = getattr(script, script.chance.choice(kinds))()
        except ImpossibleError:
            continue
        inside = bounds[0] <= one[0] and one[1] <= bounds[1]
        if inside and all(one[1] + 4 < other[0] or other[1] + 4 < one[0] for other in chosen):
            chosen.append(one)
        if len(chosen) == count:
            return sorted(chosen, key=lambda each: each[0])
    raise ImpossibleError


def _moved(script: Script, *, edited: bool) -> Case:
    """A paragraph elsewhere, edited besides where asked; without moves, it went and came."""
    spans = script.paragraphs()
    source = script.chance.randrange(1, len(spans) - 1)
    target = script.chance.choice([one for one in range(1, len(spans) - 1) if one != source])
    start, end = spans[source]
    passage = script.tokens[start:end]
    inner: Replacement | None = None
    if edited:
        inner = _inside(script, start, end)
        cut = slice(inner[0] - start, inner[1] - start)
        changed = [*passage]
        changed[cut] = inner[2]
        passage = tuple(changed)
    behind = spans[target][1]
    if source < target:
        steps: list[Replacement] = [
            (start - 1, end, ()), (behind, behind, (Token(BREAK), *passage)),
        ]  # fmt: skip
    else:
        behind = spans[target - 1][1]
        steps = [(behind, behind, (Token(BREAK), *passage)), (start - 1, end, ())]
    new, apart = replaced(script.tokens, steps)
    lost = next(edit for edit in apart if edit.new[0] == edit.new[1])
    come = next(edit for edit in apart if edit.old[0] == edit.old[1])
    old_text, new_text = (lost.old[0] + 1, lost.old[1]), (come.new[0] + 1, come.new[1])
    as_move = [Edit(old_text, new_text, moves=True)]
    if inner:
        as_move.append(_within(script.tokens, start, inner, old_text[0], new_text[0]))
    truths = [tuple(as_move), apart]
    if abs(source - target) == 1 and not edited:  # which of two neighbours moved, nobody can say
        other_old, other_new = _neighbour(script, new, source, target)
        truths.append((Edit(other_old, other_new, moves=True),))
    kind = "move_edit" if edited else "move"
    return Case(script.text.name, script.text.language, kind, script.tokens, new, tuple(truths))


def _neighbour(
    script: Script, new: Tokens, source: int, target: int
) -> tuple[tuple[int, int], tuple[int, int]]:
    old_starts = _paragraph_offsets(script.tokens)
    new_starts = _paragraph_offsets(new)
    return old_starts[target], new_starts[source]


def _paragraph_offsets(tokens: Tokens) -> list[tuple[int, int]]:
    found, start = [], 0
    for paragraph in plain(tokens).split(BREAK):
        found.append((start, start + len(paragraph)))
        start += len(paragraph) + 1
    return found


def _inside(script: Script, start: int, end: int) -> Replacement:
    for _ in range(200):
        try:
            one: Replacement = getattr(script, script.chance.choice(WORDS))()
        except ImpossibleError:
            continue
        if start <= one[0] and one[1] <= end:
            return one
    raise ImpossibleError


def _within(tokens: Tokens, start: int, inner: Replacement, old_at: int, new_at: int) -> Edit:
    before = len(plain(tokens[start : inner[0]]))
    old_size = len(plain(tokens[inner[0] : inner[1]]))
    old = (old_at + before, old_at + before + old_size)
    return Edit(old, (new_at + before, new_at + before + len(plain(inner[2]))))


def replaced(
    tokens: Tokens, replacements: Sequence[Replacement]
) -> tuple[Tokens, tuple[Edit, ...]]:
    """The tokens with the replacements made, which lie in order and apart, and their offsets."""
    offsets = [0, *accumulate(len(token.text) for token in tokens)]
    new: list[Token] = []
    edits: list[Edit] = []
    done = length = 0
    for start, end, put in replacements:
        kept = tokens[done:start]
        length += len(plain(kept))
        size = len(plain(put))
        edits.append(Edit((offsets[start], offsets[end]), (length, length + size)))
        new += [*kept, *put]
        length += size
        done = end
    return (*new, *tokens[done:]), tuple(edits)
