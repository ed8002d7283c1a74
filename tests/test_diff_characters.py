import random
import re
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scheduler.diff.atoms import split
from scheduler.diff.characters import LIMIT, is_whole, spans, spans_of_all, whole
from scheduler.diff.records import Span

MARKS = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}


def shown(found: Iterable[Span]) -> str:
    return "".join(MARKS[sign].format(text) for sign, text in found)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("近2年", "近3年", "近[-2-]{+3+}年"),
        ("地震釀2死3傷", "地震釀3死5傷", "地震釀[-2-]{+3+}死[-3-]{+5+}傷"),
        (
            "共1,200人、3,400戶",
            "共1,300人、3,500戶",
            "共[-1,200-]{+1,300+}人、[-3,400-]{+3,500+}戶",
        ),
        ("成長3%左右", "成長3.5%左右", "成長[-3%-]{+3.5%+}左右"),
        ("氣溫-3度", "氣溫3度", "氣溫[--3-]{+3+}度"),
        ("約5萬元", "約5億元", "約[-5萬-]{+5億+}元"),
        ("三十二人", "三十三人", "[-三十二-]{+三十三+}人"),
        ("他今天說，要走。", "他今天說，明天說，要走。", "他今天說，{+明天說，+}要走。"),
        ("甲到了。乙走了。", "甲到了。丙沒來。乙走了。", "甲到了。{+丙沒來。+}乙走了。"),
        ("山城的老樹倒下了", "海港的新屋倒下了", "[-山城的老樹-]{+海港的新屋+}倒下了"),
        (
            "甲隊贏球。乙隊輸球。",
            "丙隊贏牌。丁隊輸牌。",
            "[-甲隊贏球-]{+丙隊贏牌+}。[-乙隊輸球-]{+丁隊輸牌+}。",
        ),
        ("The big dog ran home", "The small cat ran home", "The [-big dog-]{+small cat+} ran home"),
        ("It wasn't raining", "It was raining", "It [-wasn't-]{+was+} raining"),
        ("全無相同的文字", "毫釐不差一句話", "[-全無相同的文字-]{+毫釐不差一句話+}"),
        (
            "全長3.2公里。",
            "全長2.3公里。（更正：前文誤植為3.2公里，特此更正。）",
            "全長[-3.2-]{+2.3+}公里。{+（更正：前文誤植為3.2公里，特此更正。）+}",
        ),
        (
            "堤防全長3.2公里。",
            "堤防全長2.3公里。更正：前文誤植為3.2公里。",
            "堤防全長[-3.2-]{+2.3+}公里。{+更正：前文誤植為3.2公里。+}",
        ),
        (
            "堤防全長3.2公里。",
            "堤防全長3.2公里。更正：前文誤植為2.3公里。",
            "堤防全長3.2公里。{+更正：前文誤植為2.3公里。+}",
        ),
        ("縣府說明。", "更正：縣府會說明。", "{+更正：+}縣府{+會+}說明。"),
        ("", "新", "{+新+}"),
        ("舊", "", "[-舊-]"),
        ("同", "同", "同"),
        ("", "", ""),
    ],
)
def test_what_a_reader_sees(old: str, new: str, expected: str) -> None:
    assert shown(spans(old, new)) == expected


def test_a_text_with_little_in_common_is_whole() -> None:
    assert is_whole(spans("全無相同的文字", "毫釐不差一句話"))
    assert not is_whole(spans("近2年", "近3年"))
    assert not is_whole(spans("", "新"))
    assert whole("同", "同") == (("=", "同"),)


def test_a_text_in_the_other_script_is_whole() -> None:
    old = "縣長魏長青上午前往災區勘查，他說，縣府已開設收容所，並請國軍協助撤離。"
    new = "县长魏长青上午前往灾区勘查，他说，县府已开设收容所，并请国军协助撤离。"
    assert is_whole(spans(old, new))
    assert not is_whole(spans(old, new.replace("上午", "下午")))


def assert_rebuilds(old: str, new: str) -> None:
    found = spans(old, new)
    assert "".join(text for sign, text in found if sign != "+") == old
    assert "".join(text for sign, text in found if sign != "-") == new
    assert all(text for _, text in found)
    assert all(
        (a, b) in {("=", "-"), ("=", "+"), ("-", "+"), ("-", "="), ("+", "=")}
        for (a, _), (b, _) in pairwise(found)
    )
    for text, left_out in ((old, "+"), (new, "-")):
        whole_cuts = cuts(split(text))
        assert cuts([part for sign, part in found if sign != left_out]) <= whole_cuts


def cuts(parts: Iterable[str]) -> set[int]:
    ends, end = {0}, 0
    for part in parts:
        end += len(part)
        ends.add(end)
    return ends


PROSE = st.text(
    st.sampled_from("的了の山城地震死傷人年月12345,.%-萬三。，「」 \nabéア\u0301👩\u200d🇹🇼א")
)


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str]:
    """A text, and the same after a few random cuts, insertions and replacements."""
    text = new = draw(PROSE | st.text())
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(new)))
        end = draw(st.integers(start, min(start + 6, len(new))))
        new = new[:start] + draw(PROSE) + new[end:]
    return text, new


@example(("1,\u200d1", "1,\u200d11,\u200d1"))  # a mark with something joined to it ends no word
@given(edited() | st.tuples(st.text(), st.text()))
def test_spans_rebuild_both_texts_and_cut_no_atom(texts: tuple[str, str]) -> None:
    assert_rebuilds(*texts)


@example([(".", ".."), ("a三", "三")])  # two points are no word, whatever stands beside them
@example([("の", "1の"), ("\u200dの", "1\u200dの")])  # joins nothing that stands before it
@given(st.lists(edited(), max_size=4))
def test_many_texts_at_one_go_are_told_as_each_by_itself(texts: list[tuple[str, str]]) -> None:
    name = re.compile("山城|地震死")
    assert spans_of_all(texts, name) == [spans(*pair, name) for pair in texts]


def test_adversarial_texts_are_bounded() -> None:
    chance = random.Random(4)
    noise = ["".join(chance.choices("的了是在", k=30_000)) for _ in range(2)]
    assert_rebuilds(*noise)
    assert_rebuilds("的" * 30_000, "的" * 29_999 + "了")
    assert_rebuilds("的了" * 15_000, "了的" * 15_000)


def test_a_long_paragraph_is_told_as_a_short_one() -> None:
    parts = [f"第{number}節，共{number * 7}人到場。" for number in range(200)]
    old, new = (
        "".join(parts),
        "".join([*parts[:20], "共1,234人離場。", *parts[20:170], *parts[171:]]),
    )
    assert [part for part in spans(old, new) if part[0] != "="] == [
        ("+", "共1,234人離場。"), ("-", parts[170]),
    ]  # fmt: skip


def test_beyond_the_limit_the_difference_is_shown_whole() -> None:
    old, new = "頭。" + "甲乙" * LIMIT + "。尾", "頭。" + "丙甲" * LIMIT + "。尾"
    assert is_whole(spans(old, new))
    assert spans("同。" * 5 + old, "同。" * 5 + "新。" + old)[1] == ("+", "新。")
