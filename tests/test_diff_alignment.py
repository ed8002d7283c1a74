from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.diff.alignment import Block, align

QUAKE = "山城今晨發生規模五點三地震，震央位於縣府北方，深度十公里。"
RESCUE = "消防局出動四十名隊員，於傍晚前將受困民眾全數救出並送醫。"
SCHOOL = "縣府宣布明日停班停課，各級學校將檢查校舍結構是否安全。"
POWER = "電力公司表示約三千戶一度停電，午後已陸續恢復正常供電。"
FERRY = "外海渡輪航班不受影響，港務單位提醒旅客留意餘震與長浪。"


def aligned(
    old: Sequence[str], new: Sequence[str]
) -> list[tuple[str, tuple[int, ...], tuple[int, ...]]]:
    return [("moved" if block.moved else "", block.old, block.new) for block in align(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([QUAKE, RESCUE], [QUAKE, RESCUE], []),
        ([], [QUAKE], [("", (), (0,))]),
        ([QUAKE, RESCUE], [RESCUE], [("", (0,), ())]),
        ([QUAKE, RESCUE, SCHOOL], [QUAKE, SCHOOL], [("", (1,), ())]),
        (
            [QUAKE, RESCUE, SCHOOL],
            [QUAKE, POWER, RESCUE.replace("四十", "五十"), SCHOOL],
            [("", (), (1,)), ("", (1,), (2,))],
        ),
        ([QUAKE, RESCUE, SCHOOL], [SCHOOL, QUAKE, RESCUE], [("moved", (2,), (0,))]),
        (
            [QUAKE, RESCUE, SCHOOL],
            [SCHOOL.replace("明日", "今日"), QUAKE, RESCUE],
            [("moved", (2,), (0,))],
        ),
        ([QUAKE, RESCUE + SCHOOL], [QUAKE, RESCUE, SCHOOL], [("", (1,), (1, 2))]),
        ([QUAKE, RESCUE, SCHOOL], [QUAKE + " " + RESCUE, SCHOOL], [("", (0, 1), (0,))]),
        (
            [QUAKE, RESCUE + SCHOOL],
            [QUAKE, RESCUE.replace("四十", "五十"), SCHOOL],
            [("", (1,), (1, 2))],
        ),
        (
            [QUAKE, RESCUE, SCHOOL, POWER],
            [QUAKE, RESCUE.replace("四十", "五十") + SCHOOL, POWER],
            [("", (1, 2), (1,))],
        ),
        (
            [QUAKE, RESCUE, SCHOOL, POWER],
            [QUAKE, RESCUE + SCHOOL.replace("明日", "今日"), POWER],
            [("", (1, 2), (1,))],
        ),
        ([FERRY + POWER, FERRY + POWER], [FERRY, POWER], [("", (0,), (0, 1)), ("", (1,), ())]),
        ([QUAKE, FERRY, POWER], [QUAKE, RESCUE, POWER], [("", (1,), (1,))]),
        ([QUAKE, "短訊", POWER], [QUAKE, RESCUE, POWER], [("", (1,), ()), ("", (), (1,))]),
        (
            [QUAKE, "全長3.2公里。", POWER],
            [QUAKE, "全長2.3公里。（更正：前文誤植為3.2公里，特此更正。）", POWER],
            [("", (1,), (1,))],
        ),
        (["***", QUAKE, "***", RESCUE], ["***", "***", QUAKE, "***", RESCUE], [("", (), (1,))]),
        (
            [RESCUE + SCHOOL, POWER + FERRY],
            [POWER, FERRY, RESCUE, SCHOOL],
            [("moved", (1,), (0, 1)), ("", (0,), (2, 3))],
        ),
        (
            [QUAKE, "記者會", RESCUE, POWER],
            [QUAKE.replace("十公里", "五公里"), FERRY, RESCUE.replace("四十", "五十"), POWER],
            [("", (0,), (0,)), ("", (1,), ()), ("", (), (1,)), ("", (2,), (2,))],
        ),
        (
            [QUAKE, RESCUE + "記者會", POWER, FERRY],
            [QUAKE.replace("十公里", "五公里"), FERRY + "記者會", POWER, RESCUE],
            [("", (0,), (0,)), ("moved", (3,), (1,)), ("moved", (1,), (3,))],
        ),
        ([QUAKE, ""], [QUAKE, " "], [("", (1,), ()), ("", (), (1,))]),
    ],
)
def test_where_paragraphs_went(
    old: list[str], new: list[str], expected: list[tuple[str, tuple[int, ...], tuple[int, ...]]]
) -> None:
    assert aligned(old, new) == expected


LINES = st.lists(
    st.sampled_from(["", "***", QUAKE, QUAKE + RESCUE, RESCUE, RESCUE[:20], SCHOOL, "短", "短訊"])
    | st.text(max_size=5),
    max_size=8,
)


@given(LINES, LINES)
def test_every_paragraph_is_accounted_for_once(old: list[str], new: list[str]) -> None:
    blocks = align(old, new)
    for side, texts in (("old", old), ("new", new)):
        places = [place for block in blocks for place in getattr(block, side)]
        assert len(places) == len(set(places))
        assert set(places) <= set(range(len(texts)))
    stayed_old = [text for k, text in enumerate(old) if not any(k in b.old for b in blocks)]
    stayed_new = [text for k, text in enumerate(new) if not any(k in b.new for b in blocks)]
    assert stayed_old == stayed_new


def test_what_is_merged_and_split_in_a_very_long_gap_is_paired_all_the_same() -> None:
    old = [f"第{k}段：" + chr(0x4E00 + 37 * k) * 300 for k in range(80)]
    new = [text + "補充" for text in old]
    assert [block for block in align(old, new) if block != Block(block.new, block.new)] == []
