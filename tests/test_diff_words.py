import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.diff import words


def pieces(text: str, names: re.Pattern[str] | None = None) -> str:
    """The text with a stroke where it may be cut."""
    cuts = sorted(words.edges(text, 0, len(text), names))
    return "|".join(text[one:other] for one, other in pairwise(cuts))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("消防局今天統計", "消防局|今天|統計"),
        ("消防局今天统计", "消防局|今天|统计"),
        ("經費約5萬元", "經費|約|5萬|元"),
        ("漲幅達3.5%左右", "漲幅|達|3.5%|左右"),
        ("港務局長戴立群", "港務局|長|戴立群"),
        ("總統安東·雷茲尼克在會中", "總統|安東·雷茲尼克|在|會|中"),
        ("災害対策本部の白川修社長が", "災害|対策|本部|の|白川修|社長|が"),
        ("コンビニエンスストアでは", "コンビニエンスストア|で|は"),
        ("no Han here", "no| |Han| |here"),
        ("", ""),
    ],
)
def test_where_words_end(text: str, expected: str) -> None:
    assert pieces(text) == expected


def test_a_known_name_is_whole_whatever_the_segmenter_says_of_it() -> None:
    assert pieces("攝影倪若谷霧港電", re.compile("倪若谷")).split("|")[1] == "倪若谷"


def test_only_the_clauses_around_a_passage_are_looked_at() -> None:
    text = "前面的句子，" + "這是中間的句子，" + "後面的句子"
    assert min(words.edges(text, 8, 9)) == 6
    assert max(words.edges(text, 8, 9)) == 13


def test_of_a_long_passage_the_two_ends_are_looked_at() -> None:
    text = "開頭的話" + "長" * 200 + "結尾的話"
    cuts = words.edges(text, 4, 204)
    assert {0, 2, len(text) - 2, len(text)} <= cuts
    assert not any(60 < cut < 140 for cut in cuts)


@given(st.text(st.sampled_from("消防局今天統計，3人死亡。約5萬元·のコン a"), max_size=60))
def test_cuts_lie_in_the_text_and_take_in_its_ends(text: str) -> None:
    cuts = words.edges(text, 0, len(text))
    assert {0, len(text)} <= cuts
    assert all(0 <= cut <= len(text) for cut in cuts)
