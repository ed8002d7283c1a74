import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.diff.edges import common, slide


def test_common_edges_stop_before_what_they_would_cut() -> None:
    assert common("共1200人", "共1300人") == (1, 1)
    assert common("成長3%。", "成長3.5%。") == (2, 1)
    assert common("看👨\u200d👩好", "看👨\u200d👧好") == (1, 1)
    assert common("相同", "相同") == (2, 0)


@pytest.mark.parametrize(
    ("before", "hunk", "after", "expected"),
    [
        ("甲。乙", "。丙乙", "。丁", ("甲。乙。", "丙乙。", "丁")),
        ("甲", "，乙", "，丙", ("甲，", "乙，", "丙")),
        ("a b", " c b", " d", ("a b ", "c b ", "d")),
        ("說「甲」", "「乙」", "「丙」", ("說「甲」", "「乙」", "「丙」")),
        ("甲。", "乙。", "丙", ("甲。", "乙。", "丙")),
        ("（10", "月10", "日）", ("（", "10月", "10日）")),
        ("1", "21", "2", ("1", "21", "2")),
    ],
)
def test_an_insertion_lies_where_a_reader_sees_it(
    before: str, hunk: str, after: str, expected: tuple[str, str, str]
) -> None:
    assert slid(before, hunk, after) == expected


def slid(before: str, hunk: str, after: str) -> tuple[str, str, str]:
    whole = before + hunk + after
    start, end = len(before), len(before + hunk)
    by = slide(whole, start, end, (len(before), len(after)))
    return whole[: start + by], whole[start + by : end + by], whole[end + by :]


TEXT = st.text(st.sampled_from("甲乙。，「」1 2"), max_size=12)


@given(TEXT, TEXT.filter(bool), TEXT)
def test_sliding_changes_neither_text(before: str, hunk: str, after: str) -> None:
    left, moved, right = slid(before, hunk, after)
    assert left + moved + right == before + hunk + after
    assert left + right == before + after
