"""How alike two paragraphs are, and which of many are worth comparing at all."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain, repeat

from rapidfuzz.distance import Indel

from scheduler.diff import atoms

RELATED = 0.45
"""From here on two paragraphs are one paragraph that was edited."""

SURELY = 0.75
"""From here on they are so alike that no other need be looked at."""

_PROBE = 1_000  # of a longer paragraph its first and its last thousand characters stand for it
_FEW = 900  # so many pairs are compared one by one
_CHEAP = 10**8  # as long as the products of their lengths stay below this
_GRAM = 4
_COMMON = 20  # a gram found in more paragraphs than this tells nothing
_CANDIDATES = 4
_SHARED_SENTENCE = 10  # characters
_SENTENCE = re.compile(r"[^。！？!?\n]+")


def similarity(old: str, new: str) -> float:
    """Twice the kept share of both texts, 0..1; 0 where it is below `RELATED`.

    In scripts with spaces it counts words: any two English sentences have half their letters
    in common. Two paragraphs that share a whole sentence are always related.
    """
    old, new = _probe(old), _probe(new)
    score = Indel.normalized_similarity(old, new, score_cutoff=RELATED)
    if score and score < SURELY and (" " in old or " " in new):
        score = Indel.normalized_similarity(_words(old), _words(new), score_cutoff=RELATED)
    if not score and not _sentences(old).isdisjoint(_sentences(new)):
        return RELATED
    return score


def surely(old: str, new: str) -> bool:
    """Whether they are at least `SURELY` alike, which is seen sooner than how alike they are."""
    score = Indel.normalized_similarity(_probe(old), _probe(new), score_cutoff=SURELY)
    return bool(score) or similarity(old, new) >= SURELY


def related(old: Mapping[int, str], new: Mapping[int, str]) -> Iterator[tuple[int, int, float]]:
    """Pairs of positions that are at least `RELATED`, with their similarity.

    All pairs are compared where that is cheap; of many or long paragraphs only those that
    share rare sequences of four characters.
    """
    lengths = [sum(min(len(text), 2 * _PROBE) for text in side.values()) for side in (old, new)]
    few = len(old) * len(new) <= _FEW and lengths[0] * lengths[1] <= _CHEAP
    for place, other in _all(old, new) if few else _sharing_grams(old, new):
        score = similarity(old[place], new[other])
        if score:
            yield place, other, score


def _probe(text: str) -> str:
    return text if len(text) <= 2 * _PROBE else text[:_PROBE] + text[-_PROBE:]


def _words(text: str) -> list[str]:
    return [atom for atom in atoms.split(text) if atom != " "]


@lru_cache(maxsize=1024)
def _sentences(text: str) -> frozenset[str]:
    return frozenset(part for part in _SENTENCE.findall(text) if len(part) >= _SHARED_SENTENCE)


def _all(old: Iterable[int], new: Iterable[int]) -> Iterator[tuple[int, int]]:
    return ((place, other) for place in old for other in new)


def _sharing_grams(old: Mapping[int, str], new: Mapping[int, str]) -> Iterator[tuple[int, int]]:
    holders = defaultdict(list)
    for other, text in new.items():
        for gram in _grams(text):
            holders[gram].append(other)
    telling = {gram: others for gram, others in holders.items() if len(others) <= _COMMON}
    for place, text in old.items():
        found = map(telling.get, _grams(text), repeat(()))
        for other, _ in Counter(chain.from_iterable(found)).most_common(_CANDIDATES):
            yield place, other


def _grams(text: str) -> dict[str, None]:
    """A third of the text's sequences, chosen by their first character: the same in any text."""
    probe = _probe(text)
    last = max(len(probe) - _GRAM, 0)
    starts = [k for k, code in enumerate(map(ord, probe[: last + 1])) if code % 3 == 0]
    return dict.fromkeys([probe[k : k + _GRAM] for k in starts])
