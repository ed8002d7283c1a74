import pytest

from scheduler.diff.opposites import are_opposite


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("左腿", "右腿"),
        ("右", "左"),
        ("由東向西", "由西向東"),
        ("上漲", "下跌"),
        ("成長", "衰退"),
        ("嚴禁", "可"),
        ("輕傷", "重傷"),
        ("獲救", "罹難"),
        ("調漲", "調降"),
        ("停課", "復課"),
        ("羈押", "交保"),
        ("領先", "落後"),
        ("主場", "客場"),
        ("勝出", "落敗"),
        ("淨利潤", "淨虧損"),
        ("当選", "落選"),
        ("▲", "▼"),
        (">", "<"),
        ("Rose", "fell"),
        ("before", "after"),
        ("증가", "감소"),
        ("賛成", "反対"),
    ],
)
def test_what_says_the_opposite(old: str, new: str) -> None:
    assert are_opposite(old, new)
    assert are_opposite(new, old)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("左腿", "左臂"),
        ("左腿", "右臂"),
        ("左", "左右"),
        ("上漲", "上漲"),
        ("左" * 101, "右" * 101),
        ("", ""),
    ],
)
def test_what_does_not(old: str, new: str) -> None:
    assert not are_opposite(old, new)
