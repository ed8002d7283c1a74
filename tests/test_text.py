"""Folding and digests."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.text import counted, digest, fold

CORE_TEXT = st.text(alphabet=st.characters(codec=None), max_size=60) | st.text(
    alphabet="a中 \u3000\u200b\u200c\u200d\ufeff\u00a0\n\té\u0301\u0316\ud800क\U0001f468",
    max_size=30,
)


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        ("", ""),
        ("  two  words ", "two words"),
        ("縣府\u3000公布\xa0\xa0結果\r\n", "縣府 公布 結果"),
        ("零\u200b寬\ufeff空\u2060白", "零寬空白"),
        ("軟\u00ad連字\x00號\x07", "軟連字號"),
        ("\u202e倒\u202c寫\u200f", "倒寫"),
        ("cafe\u0301", "café"),
        ("半\ud800個字", "半個字"),
        ("a\u200db", "ab"),
        ("中\u200c\u200c文", "中文"),
        (
            "\U0001f468\u200d\U0001f469\u200d\U0001f467",
            "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        ),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("می\u200c\u200c\u200dخواهم", "می\u200cخواهم"),
        ("می\u200c", "می"),
    ],
)
def test_text_is_folded_to_what_a_reader_sees(raw: str, seen: str) -> None:
    assert fold(raw) == seen


def test_a_pile_of_marks_is_cut_and_soon_folded() -> None:
    begun = time.process_time()
    assert len(fold("e" + "\u0316\u0301" * 200_000)) == 30
    assert time.process_time() - begun < 5  # without the cut more than a minute


@given(CORE_TEXT)
def test_folding_twice_is_folding_once(raw: str) -> None:
    assert fold(fold(raw)) == fold(raw)


@given(CORE_TEXT)
def test_folded_text_is_clean(raw: str) -> None:
    folded = fold(raw)
    assert folded == folded.strip()
    assert "  " not in folded
    assert not any(unicodedata.category(each) in {"Cc", "Cs"} for each in folded)
    folded.encode("utf-8")


def test_a_digest_tells_where_one_part_ends() -> None:
    assert digest("甲", "乙") != digest("甲乙")
    assert digest("甲", "") != digest("甲")
    assert digest() != digest("")
    assert len(digest("甲")) == 32


@given(st.lists(CORE_TEXT, max_size=4), st.lists(CORE_TEXT, max_size=4))
def test_only_equal_parts_have_equal_digests(some: list[str], others: list[str]) -> None:
    assert (digest(*some) == digest(*others)) == (some == others)


def test_things_are_counted_in_their_number() -> None:
    assert [counted(count, "page") for count in range(3)] == ["0 pages", "1 page", "2 pages"]
