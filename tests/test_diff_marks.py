"""Marks that came or went: which of them say something."""

import pytest

from scheduler.diff import prose, tagging
from scheduler.diff.records import Tag


def tags(old: str, new: str) -> tuple[Tag, ...]:
    [found] = tagging.all_tagged(prose.diff([old], [new]))
    return found.tags


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("信評由A-調降。", "信評由A調降。"),
        ("評等為BBB。", "評等為BBB-。"),
        ("氣溫為- 3.5%左右。", "氣溫為3.5%左右。"),
        ("昨天約翰·史密斯出席了會議。", "昨天約翰、史密斯出席了會議。"),
        ("出席者有陳志、明輝兩人。", "出席者有陳志明、輝兩人。"),
        ("他說不，可以進去。", "他說不可以進去。"),
    ],
)
def test_a_mark_that_decides_is_no_punctuation(old: str, new: str) -> None:
    assert "punctuation" not in tags(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("紅、白、藍三色的旗子。", "紅，白，藍三色的旗子。"),
        ("昨天約翰·史密斯出席了會議。", "昨天約翰史密斯出席了會議。"),
        ("他說，可以進去。", "他說可以進去。"),
        ("出席的有紅、白、藍隊。", "出席的有紅、白藍隊。"),
        ("他住在A棟。", "他住在-A棟。"),
    ],
)
def test_others_are_punctuation(old: str, new: str) -> None:
    assert tags(old, new) == ("punctuation",)


def test_names_parted_elsewhere_are_other_names_and_no_slip() -> None:
    assert tags("出席者有陳志、明輝兩人。", "出席者有陳志明、輝兩人。") == ("name",)
