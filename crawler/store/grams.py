"""What a text is found by: pure functions from texts and questions to words and pairs of signs.

A text is brought to one plain form, in which a word stands wherever its own plain form is a part
of it. Widths, cases and 臺/台 are one; a Latin word or a number is whole (`‹covid›‹19›`); of Han,
kana, Hangul and other unspaced scripts every sign stands alone; blanks are none; what else lies
between two signs is a break. The index holds of a form its *grams*: whole words, and pairs of
neighbours of which one at least is unspaced (`地震`, `3死`). A form with all grams of a word may
hold the word; the form itself is looked at before that is said.

The index was written with the grams of this module: who changes them fills it anew, by a migration.
"""

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from crawler.text import fold

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u2e80-\u2fff\u3005-\u3007\u3021-\u3029\u3041-\u30fa\u30fc-\u312f\u3131-\u31ff"
    "\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
_LETTER = rf"[^\W\d_{_UNSPACED}]"
_NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+(?![\d,])|\d++)(?:\.\d++)?(?!{_LETTER})"
_SIGN = re.compile(rf"(?P<word>{_NUMBER}|[^\W_{_UNSPACED}]+)|(?P<run>[{_UNSPACED}]+)")
_RUN = re.compile(rf"([{_UNSPACED}]+)")
_SPACED = re.compile(rf"({_NUMBER}|[^\W_{_UNSPACED}]+)")
_WORD = re.compile("‹([^›]*)›")
# A comma or a point may belong to a number, but for those ahead of what is no digit for certain.
# One set of signs comes first, so that a text is searched for it alone.
_ENDS = "。、；：！？「」"
_CLAUSE_END = re.compile(rf"[{_ENDS}，,.](?:(?<=[{_ENDS}])|(?=[\s{_UNSPACED}])(?!\d))")
_NO_SIGN = "‹›\n"
_LINE = "\n"  # between paragraphs; inside of one `fold` has left none
_VARIANTS = tuple(zip("臺裏着爲衆羣峯綫", "台裡著為眾群峰線", strict=True))
_WIDE = tuple(zip("，：；！？（）％／～", ",:;!?()%/~", strict=True))
# NFKC makes the same of them; without them most Chinese texts are in NFKC already, which is told
# at once, and to make it of a text takes longer than all the rest.
_CLUSTER = re.compile("[\\s\\S][\uff9e\uff9f]?")  # a kana in half width, and what voices it
_LONGEST = 40
"""Characters of a word that its gram holds."""
_MOST_GRAMS = 32
"""Grams that a question asks the index for; the texts that have them are looked at anyway."""

BREAK = "\n"

_BEFORE, _AROUND = 30, 90  # characters of a snippet: ahead of the first hit, and in all


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody looks for: a version holds it that holds all `terms` and nothing `without`."""

    terms: tuple[str, ...]
    """Plain forms, each once; never empty texts."""
    without: tuple[str, ...] = ()
    """Plain forms that must not stand in it."""

    @property
    def grams(self) -> list[str]:
        """What the index is asked for; empty for single signs, which it does not know."""
        found = sorted(set().union(*map(grams, self.terms)))
        step = -(-len(found) // _MOST_GRAMS) or 1
        return found[::step]

    def holds(self, title: str, body: Sequence[str]) -> bool:
        """Whether a version is one that is looked for."""
        form = self.form_of(_LINE.join((title, *body)))
        return all(term in form for term in self.terms) and not any(
            term in form for term in self.without
        )

    def form_of(self, text: str) -> str:
        """What the terms are looked for in: the plain form of a text, or what tells the same."""
        return _evened(text).replace(" ", "") if self._is_unspaced else plain(text)

    @property
    def _is_unspaced(self) -> bool:
        """Whether all terms are runs of signs: they stand in a text as they do in its plain form,
        but for blanks, and to make that of a text takes five times as long.
        """
        return not any(set(_NO_SIGN) & set(term) for term in (*self.terms, *self.without))


class _Part(NamedTuple):
    """A piece of a plain form, and what it stands for in the evened text."""

    text: str
    start: int
    end: int


def question(asked: str) -> Question:
    """What was typed: words, all of which must stand there; `"a phrase"`; `-word`, not there.

    Nothing else has a meaning of its own, and nothing is an error: what holds no letter and no
    digit is passed over, so that `terms` may be empty.
    """
    terms: dict[str, None] = {}
    without: dict[str, None] = {}
    for minus, phrase, word in re.findall(r'(-?)"([^"]*)"?|(\S+)', asked.replace("\0", " ")):
        is_not = bool(minus) or (word[:1] == "-" and len(word) > 1)
        form = plain(fold(phrase or word))
        if form:
            (without if is_not else terms)[form] = None
    return Question(tuple(terms), tuple(without))


def plain(text: str) -> str:
    """The plain form of a text that `crawler.text.fold` has folded."""
    cut = _RUN.split(_evened(text))  # what lies before a run, the run, ...
    cut[::2] = map(_between, cut[::2])
    return "".join(cut).strip(BREAK)


@lru_cache(512)  # as a rule a comma, a full stop or nothing
def _between(text: str) -> str:
    """The plain form of what has no unspaced sign and stands between two: words and breaks."""
    cut = _SPACED.split(text)  # what lies before a word, the word, ...
    last, pieces = len(cut) - 1, []
    for place, piece in enumerate(cut):
        if place % 2:
            pieces.append(f"‹{piece.replace(',', '')}›")
        elif _parted(piece, is_between_words=0 < place < last):
            pieces.append(BREAK)
    return "".join(pieces)


def form(title: str, body: Sequence[str]) -> str:
    """The plain form of a version: no word goes from one paragraph into another."""
    return plain(_LINE.join((title, *body)))


def grams(form: str) -> set[str]:
    """All that a version is found by."""
    return set(told(form).split())


def told(form: str) -> str:
    """The same with blanks between, some perhaps more than once."""
    found = [_pairs(_WORD.sub(BREAK, form).split(BREAK))]
    for match in _WORD.finditer(form):
        word, start, end = match[1][:_LONGEST].replace(".", "·"), *match.span()
        found.append(word)
        if start and form[start - 1] not in _NO_SIGN:
            found.append(form[start - 1] + word)
        if end < len(form) and form[end] not in _NO_SIGN:
            found.append(word + form[end])
    return " ".join(found)


def _pairs(runs: Iterable[str]) -> str:
    """Every two neighbours of each run, a blank after each.

    Laid out as one array of code points: a new article has a thousand pairs, and to make a text of
    each takes five times as long.
    """
    whole = BREAK.join(("", *filter(None, runs), ""))
    signs = array("I", whole.encode("utf-32-le", "surrogatepass"))
    laid = array("I", " ".encode("utf-32-le")) * (3 * len(signs[1:]))
    laid[0::3], laid[1::3] = signs[:-1], signs[1:]
    pairs = laid.tobytes().decode("utf-32-le", "surrogatepass")
    # Where a run begins and ends stand two that are none: `a ab bc c`, then `d de e`, of `abc\nde`.
    return "".join([run[2:-1] for run in pairs[1:-2].split(f"{BREAK} {BREAK}")])


def clauses(lines: Iterable[str]) -> set[str]:
    """The lines, cut where no gram goes over: all that is found by them is found by the pieces."""
    return {clause for line in lines for clause in _CLAUSE_END.split(line)}


def _evened(text: str) -> str:
    for wide, narrow in _WIDE:
        text = text.replace(wide, narrow)
    text = unicodedata.normalize("NFKC", text).casefold()
    for one, other in _VARIANTS:
        text = text.replace(one, other)
    return text


_evened_sign = lru_cache(8_192)(_evened)
"""Of one sign: a line has a hundred, and a language some thousand in all."""


def _parts(evened: str) -> Iterator[tuple[str, int, int]]:
    """The pieces of a plain form; bare tuples, for of every text there are hundreds."""
    end, was_word = 0, True
    for match in _SIGN.finditer(evened):
        (start, stop), is_word = match.span(), match.lastgroup == "word"
        if end and _parted(evened[end:start], is_between_words=was_word and is_word):
            yield BREAK, end, start
        yield f"‹{match[0].replace(',', '')}›" if is_word else match[0], start, stop
        end, was_word = stop, is_word


def _parted(between: str, *, is_between_words: bool) -> bool:
    """Whether what lies between two parts keeps a word from going over it."""
    if is_between_words or not between or between.isspace():
        return _LINE in between
    return True


# ------------------------------------------------------------------ where it stands


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a line around what was found."""

    pieces: tuple[tuple[str, bool], ...]
    """Text, and whether it is what was looked for; in order."""
    is_cut: tuple[bool, bool] = (False, False)
    """Whether the line goes on before and after."""


def excerpt(lines: Sequence[str], asked: Question) -> Excerpt:
    """The first line that holds the first term that any holds, with every hit in it marked."""
    said = cache(asked.form_of)  # as a rule the first lines alone, and of one term
    for term in asked.terms:
        for line in lines:
            if term in said(line):
                return _around(line, sorted(_places(line, asked.terms)))
    return _around(next(iter(lines), ""), [])


def _around(line: str, hits: list[tuple[int, int]]) -> Excerpt:
    first = hits[0][0] if hits else 0
    start = max(0, first - _BEFORE) if len(line) > _AROUND else 0
    stop = min(len(line), start + _AROUND)
    pieces: list[tuple[str, bool]] = []
    at = start
    for place, to in hits:
        begin, end = max(at, place), min(stop, to)
        if begin < end:
            pieces += [(line[at:begin], False), (line[begin:end], True)]
            at = end
    pieces.append((line[at:stop], False))
    return Excerpt(tuple(piece for piece in pieces if piece[0]), (start > 0, stop < len(line)))


def _places(line: str, terms: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where each term stands in a line: from, to."""
    evened, origins = _traced(line)
    parts = [_Part(*part) for part in _parts(evened)]
    form = "".join(part.text for part in parts)
    starts = [0, *accumulate(len(part.text) for part in parts)]
    for term in terms:
        place = form.find(term)
        while place >= 0:
            after = place + len(term)
            begin, _ = _span(parts, starts, place)
            _, end = _span(parts, starts, after - 1)
            yield origins[begin][0], origins[end - 1][1]
            place = form.find(term, after)


def _traced(line: str) -> tuple[str, list[tuple[int, int]]]:
    """The evened line, and for each of its characters which part of the line it came from."""
    signs = _CLUSTER.findall(line)
    parts = list(map(_evened_sign, signs))
    evened = "".join(parts)
    if len(line) == len(signs) and set(map(len, parts)) <= {1}:  # as nearly every line
        return evened, list(pairwise(range(len(line) + 1)))
    ends = accumulate(map(len, signs), initial=0)
    origins = [span for span, part in zip(pairwise(ends), parts, strict=True) for _ in part]
    return evened, origins


def _span(parts: Sequence[_Part], starts: Sequence[int], place: int) -> tuple[int, int]:
    """What a character of the plain form stands for in the evened text: a word as a whole."""
    number = bisect_right(starts, place) - 1
    part, inside = parts[number], place - starts[number]
    if part.text[0] == "‹":
        return part.start, part.end
    return part.start + inside, part.start + inside + 1
