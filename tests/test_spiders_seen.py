"""What a crawl remembers of what it asked for."""

import sys

from hypothesis import given
from hypothesis import strategies as st

from crawler.spiders.seen import Seen


@given(st.lists(st.text(max_size=3)))
def test_a_name_is_new_once(names: list[str]):
    seen, known = Seen(), set[str]()

    for name in names:
        assert seen.add(name) == (name not in known)
        known.add(name)
    assert len(seen) == len(known)


def test_ten_thousand_names_take_little_memory():
    seen = Seen()

    assert all(seen.add(f"example:{number}") for number in range(10_000))
    assert not any(seen.add(f"example:{number}") for number in range(10_000))
    assert sys.getsizeof(seen._slots) < 40 * 10_000
