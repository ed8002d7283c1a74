import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.diff.sentences import paired


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "甲來了。乙走了。",
            "乙走了。丙留下。",
            [("甲來了。", ""), ("乙走了。", "乙走了。"), ("", "丙留下。")],
        ),
        ("他說：「不。」她說好。", "她說好。", [("他說：「不。」", ""), ("她說好。", "她說好。")]),
        (
            "消防局統計2人受傷。無關的一句。",
            "消防局統計3人受傷。另外說一件事。",
            [
                ("消防局統計2人受傷。", "消防局統計3人受傷。"),
                ("無關的一句。", ""),
                ("", "另外說一件事。"),
            ],
        ),
        (
            "It rose 3.5 points. Mr. Ash left.",
            "Mr. Ash left.",
            [("It rose 3.5 points. ", ""), ("Mr. ", "Mr. "), ("Ash left.", "Ash left.")],
        ),
        ("乙。\u0301丙", "乙。\u0301丙", [("乙。\u0301丙", "乙。\u0301丙")]),
        ("", "", []),
    ],
)
def test_which_sentence_became_which(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    assert paired(old, new) == expected


@given(*[st.text(st.sampled_from("甲乙丙。！\n「」a. B"), max_size=40)] * 2)
def test_the_pairs_rebuild_both_sides(old: str, new: str) -> None:
    pairs = paired(old, new)
    assert "".join(one for one, _ in pairs) == old
    assert "".join(other for _, other in pairs) == new
