import re
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.diff import atoms
from scheduler.diff.words import SURE, around, ends


def ends_at(text: str, place: int, names: re.Pattern[str] | None = None) -> bool:
    start, end = around(text, place, place)
    return place - start in ends([text[start:end]], names)


def pieces(text: str, names: re.Pattern[str] | None = None) -> str:
    """The text with a stroke where it may be cut."""
    cuts = [place for place in range(len(text) + 1) if ends_at(text, place, names)]
    return "|".join(text[one:other] for one, other in pairwise(cuts))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("消防局今天統計", "消防局|今天|統計"),
        ("消防局今天统计", "消防局|今天|统计"),
        ("經費約5萬元", "經費|約|5萬|元"),
        ("记者张伟北京报道", "记者|张伟|北京|报道"),
        ("教授田又青說", "教授|田又青|說"),
        ("國王男僕在場", "國王|男僕|在場"),
        ("嫌犯王男左手受傷", "嫌犯|王男|左手|受傷"),
        ("氣溫攝氏35度", "氣溫|攝氏|35|度"),
        ("漲幅達3.5%左右", "漲幅|達|3.5%|左右"),
        ("港務局長戴立群", "港務局|長|戴立群"),
        ("總統安東·雷茲尼克在會中", "總統|安東·雷茲尼克|在|會|中"),
        ("災害対策本部の白川修社長が", "災害|対策|本部|の|白川修|社長|が"),
        ("市災害対策本部は", "市|災害|対策|本部|は"),
        ("コンビニエンスストアでは", "コンビニエンスストア|で|は"),
        ("no Han here", "no| |Han| |here"),
        ("", ""),
    ],
)
def test_where_words_end(text: str, expected: str) -> None:
    assert pieces(text) == expected


def test_a_known_name_is_whole_whatever_the_segmenter_says_of_it() -> None:
    assert pieces("攝影倪若谷霧港電", re.compile("倪若谷")).split("|")[1] == "倪若谷"


def test_of_a_long_clause_what_is_near_is_looked_at() -> None:
    text = "開頭的話" + "長" * 200 + "結尾的話"
    assert [ends_at(text, place) for place in (1, 2, len(text) - 2, len(text) - 1)] == [
        False, True, True, False,
    ]  # fmt: skip


@given(
    st.text(st.sampled_from("消防局今天統計，3人死亡。約5萬元·のコン a"), max_size=60),
    st.integers(0, 60),
)
def test_the_ends_of_a_text_split_no_word_and_atoms_are_never_split(text: str, place: int) -> None:
    assert ends_at(text, 0)
    assert ends_at(text, len(text))
    borders = {0, *accumulate(map(len, atoms.split(text)))}
    assert place in borders or place > len(text) or not ends_at(text, place)


@given(
    st.text(st.sampled_from("消防局今天統計，3人死亡。約5萬元·の コ2.5%\n"), max_size=40), st.data()
)
def test_where_words_surely_end_they_end(text: str, data: st.DataObject) -> None:
    borders = sorted({0, *accumulate(map(len, atoms.split(text)))})
    place = data.draw(st.sampled_from(borders))
    if SURE[text[max(place - 1, 0) : place + 1]]:
        assert ends_at(text, place)


def test_passages_are_looked_at_at_one_go() -> None:
    assert ends(["消防局今天", "統計3人"]) == {0, 3, 5, 6, 8, 9, 10}


def test_passages_are_looked_at_each_in_its_language() -> None:
    assert ends(["の白川修社長", "統計3人"]) == {0, 1, 4, 6, 7, 9, 10, 11}
