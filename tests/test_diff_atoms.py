import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.diff.atoms import _ATOM, SAFE, Pairs, is_number, is_word, split


@pytest.mark.parametrize(
    "text",
    [
        "近|2|年|有|1,000|人",
        "成|長|3.5%|、|跌|-2%|、|共|NT$1,200萬|元",
        "2023/2/21| |21:20|（|2/21| |22:08|更|新|）",
        "支|持|兩成五|，|已|通|八|成|三|人|，|分|成|三|組",
        "三十二|人|、|3萬5000|人|，|1億2千萬|元",
        "長|三點五|公|里|、|5點3億|元|，|十|點|十五|分|有|8|點|3|人",
        "百|分|之|三點五|，|-5°C|，|at| |3:30| |p.m.",
        "COVID-19|疫|情|，|F-16V|、|don't| |stop|.| |U.S|.",
        "２０２３|年|第|1|、|2|項",
        "スターバックス|は|3|店",
        "👨\u200d👩\u200d👧|🇹🇼|🇯🇵|e\u0301t|👍🏽|好",
        "서울은| |좋다|，|Привет|，|ส|วั|ส|ดี",
    ],
)
def test_numbers_words_and_graphemes_are_atoms(text: str) -> None:
    assert split(text.replace("|", "")) == text.split("|")


ATOMIC = st.text(
    st.sampled_from(
        "的年1 2,.%-+$萬三成點分N°人Aéアかก\u0301\u3099\u200d\ufe0f\U000e0100👩🏽🇹🇼，。\n"
    ),
    max_size=30,
)


@given(ATOMIC | st.text(max_size=30))
def test_atoms_are_a_partition_and_no_safe_cut_splits_one(text: str) -> None:
    atoms = split(text)
    assert "".join(atoms) == text
    for atom in atoms:
        assert not any(SAFE[left + right] for left, right in pairwise(atom))


@given(ATOMIC | st.text(max_size=30))
def test_what_is_skipped_holds_no_atom_of_more_characters(text: str) -> None:
    assert [*split(text)] == re.findall(_ATOM, text)


def test_the_edge_of_a_text_is_a_safe_cut() -> None:
    assert SAFE["3"]
    assert SAFE[""]
    assert SAFE["年3"]
    assert not SAFE["12"]


def test_what_is_known_of_pairs_is_bounded() -> None:
    pairs = Pairs(lambda left, right: left < right)
    assert all(pairs["a" + chr(0x1000 + code)] for code in range(2**16 + 5))
    assert len(pairs) == 5


def test_hostile_runs_cost_little() -> None:
    for text in ("+" * 100_000, "a-" * 50_000, "1," * 50_000, "\u200d" * 100_000):
        assert "".join(split(text)) == text


def test_what_states_a_number_and_what_is_a_word() -> None:
    assert [is_number(atom) for atom in ("1,200", "三", "F-16", "人", "-")] == [True] * 3 + [
        False
    ] * 2
    assert [is_word(atom) for atom in ("30", "Ab", "三", "人", "e", "❤\ufe0f")] == [True] * 2 + [
        False
    ] * 4
