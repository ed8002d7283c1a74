import pytest

from scheduler.diff import prose, tagging


def tags(old: str, new: str) -> tuple[str, ...]:
    [change] = tagging.all_tagged(prose.diff([old], [new]))
    return change.tags


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("4. 外交部祝賀新總統當選", "1 . 外交部祝賀新總統當選"),
        ("1. 外交部祝賀新總統當選", "2. 外交部祝賀新總統當選"),
        ("3、外交部祝賀新總統當選", "4、外交部祝賀新總統當選"),
        ("9) The mayor resigns", "10) The mayor resigns"),
        ("跳過貼文，1Tonight, we will win.", "跳過貼文，3Tonight, we will win."),
    ],
)
def test_the_number_of_an_item_counts_nothing(old: str, new: str) -> None:
    assert tags(old, new) == ("noise",)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2人死亡的車禍", "3人死亡的車禍"),
        ("1.5倍的漲幅", "2.5倍的漲幅"),
        ("1. 有5人死亡", "1. 有6人死亡"),
        ("他說2. 不對", "他說3. 不對"),
        ("速率達20Mbps以上", "速率達50Mbps以上"),
        ("3、4人到場", "5、4人到場"),
        ("他有2A的票", "他有3A的票"),
    ],
)
def test_what_counts_something_is_another_number(old: str, new: str) -> None:
    assert "number" in tags(old, new)


def test_an_item_that_was_edited_tells_what_was_edited() -> None:
    [change] = tagging.all_tagged(prose.diff(["1. 有5人死亡"], ["2. 有6人死亡"]))

    assert [(each.old, each.new) for each in change.quantities] == [("5", "6")]
