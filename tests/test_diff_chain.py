from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from scheduler.diff.chain import heaviest_chain

MATCHES = st.dictionaries(
    st.tuples(st.integers(0, 5), st.integers(0, 5)), st.integers(1, 9), max_size=8
)


def test_the_heavier_of_two_crossing_matches_stays() -> None:
    assert heaviest_chain([(0, 1, 5.0), (1, 0, 2.0)]) == [(0, 1)]
    assert heaviest_chain([(0, 2, 5.0), (1, 0, 3.0), (2, 1, 3.0)]) == [(1, 0), (2, 1)]
    assert heaviest_chain([]) == []


@given(MATCHES)
def test_no_chain_is_heavier(matches: dict[tuple[int, int], int]) -> None:
    def ordered(chain: tuple[tuple[int, int], ...]) -> bool:
        return all(a < c and b < d for (a, b), (c, d) in pairwise(chain))

    chains = (
        chain
        for size in range(len(matches) + 1)
        for chain in combinations(sorted(matches), size)
        if ordered(chain)
    )
    found = heaviest_chain((*match, float(weight)) for match, weight in matches.items())
    assert ordered(tuple(found))
    assert sum(map(matches.__getitem__, found)) == max(
        sum(map(matches.__getitem__, chain)) for chain in chains
    )
