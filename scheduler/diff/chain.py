"""The heaviest chain of matches that keeps the order of both sides."""

from collections.abc import Iterable
from itertools import pairwise


def heaviest_chain(matches: Iterable[tuple[int, int, float]]) -> list[tuple[int, int]]:
    """Of matches (old position, new position, weight > 0) those that cross no other chosen one.

    Their summed weight is the greatest possible, and no position is used twice. In
    O(n log n), by a Fenwick tree of prefix maxima.
    """
    ordered = sorted(matches, key=lambda match: (match[0], -match[1]))
    if all(one[0] < other[0] and one[1] < other[1] for one, other in pairwise(ordered)):
        return [match[:2] for match in ordered]
    ranks = {new: rank for rank, new in enumerate(sorted({new for _, new, _ in ordered}), 1)}
    tree: list[tuple[float, int]] = [(0.0, -1)] * (len(ranks) + 1)
    previous: list[int] = []
    for place, (_, new, weight) in enumerate(ordered):
        best, before = _heaviest_up_to(tree, ranks[new] - 1)
        previous.append(before)
        _raise_from(tree, ranks[new], (best + weight, place))
    chain = []
    place = _heaviest_up_to(tree, len(ranks))[1]
    while place >= 0:
        chain.append(ordered[place][:2])
        place = previous[place]
    return chain[::-1]


def _heaviest_up_to(tree: list[tuple[float, int]], rank: int) -> tuple[float, int]:
    best = tree[0]
    while rank:
        best = max(best, tree[rank], key=lambda entry: entry[0])
        rank &= rank - 1
    return best


def _raise_from(tree: list[tuple[float, int]], rank: int, entry: tuple[float, int]) -> None:
    while rank < len(tree):
        tree[rank] = max(tree[rank], entry, key=lambda known: known[0])
        rank += rank & -rank
