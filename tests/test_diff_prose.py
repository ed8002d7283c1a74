import json
import random
import time
from pathlib import Path

import pytest

from scheduler.diff import characters, prose
from scheduler.diff.records import Change

QUAKE = "山城今晨發生規模五點三地震，震央位於縣府北方，深度十公里。"
RESCUE = "消防局出動40名隊員，於傍晚前將受困民眾全數救出並送醫。"
SCHOOL = "縣府宣布明日停班停課，各級學校將檢查校舍結構是否安全。"


def test_equal_paragraphs_give_nothing() -> None:
    assert prose.diff([QUAKE, RESCUE], [QUAKE, RESCUE]) == []


def test_an_edit_says_where_it_stands_on_both_sides() -> None:
    added, edited = prose.diff([RESCUE], [SCHOOL, RESCUE.replace("40", "50")])
    assert added == Change(
        field="body", path=(0,), kind="added", new=SCHOOL, spans=(("+", SCHOOL),)
    )
    assert edited == Change(
        field="body",
        path=(1,),
        from_path=(0,),
        kind="edited",
        old=RESCUE,
        new=RESCUE.replace("40", "50"),
        spans=(("=", "消防局出動"), ("-", "40"), ("+", "50"), ("=", RESCUE[7:])),
    )


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ([QUAKE, RESCUE, SCHOOL], [QUAKE, SCHOOL], ["removed"]),
        ([QUAKE, RESCUE, SCHOOL], [SCHOOL, QUAKE, RESCUE], ["moved"]),
        ([QUAKE, RESCUE + SCHOOL], [QUAKE, RESCUE, SCHOOL], ["reflowed"]),
        ([QUAKE, RESCUE + SCHOOL], [QUAKE, RESCUE.replace("40", "50"), SCHOOL], ["edited"]),
        ([RESCUE], [SCHOOL], ["rewritten"]),
    ],
)
def test_kinds(old: list[str], new: list[str], kinds: list[str]) -> None:
    assert [change.kind for change in prose.diff(old, new)] == kinds


def assert_rebuilds(changes: list[Change]) -> None:
    for change in changes:
        assert "".join(text for sign, text in change.spans if sign != "+") == change.old
        assert "".join(text for sign, text in change.spans if sign != "-") == change.new


def test_spans_rebuild_every_real_revision(shared: Path) -> None:
    pairs = 0
    for path in sorted((shared / "revisions").glob("*.jsonl")):
        for pair in map(json.loads, path.read_bytes().splitlines()):
            old, new = (pair[side]["text"].split("\n") for side in ("old", "new"))
            changes = prose.diff(old, new)
            assert_rebuilds(changes)
            assert bool(changes) == (old != new)
            pairs += 1
    assert pairs > 500


def test_hostile_pages_cost_seconds_at_most() -> None:
    chance = random.Random(7)
    old, new = (["".join(chance.choices("的了是在", k=30_000)) for _ in range(8)] for _ in "ab")
    start = time.process_time()
    assert_rebuilds(prose.diff(old, new))
    assert_rebuilds(prose.diff(["同"] * 20_000, ["同", "異"] * 10_000))
    assert time.process_time() - start < 10


def test_words_that_a_break_parted_are_no_reflow() -> None:
    [joined] = prose.diff(["The mayor is now", "here to stay."], ["The mayor is nowhere to stay."])
    assert joined.kind == "edited"
    [same] = prose.diff(["The mayor is now", "here to stay."], ["The mayor is now here to stay."])
    assert same.kind == "reflowed"


def test_lone_surrogates_are_characters_like_others() -> None:
    [change] = prose.diff(["\ud800甲乙丙"], ["\ud800甲乙丁"])
    assert "".join(text for sign, text in change.spans if sign != "-") == "\ud800甲乙丁"


def test_beyond_what_can_be_compared_in_time_paragraphs_are_whole() -> None:
    shared = "共同的句子在此。" * 300
    long = [shared + letter * 45_000 + shared for letter in "甲乙丙丁戊己"]
    found = prose.diff(long[:3], long[3:])
    assert [characters.is_whole(change.spans) for change in found] == [True, True, True]


def test_what_is_equal_at_both_ends_costs_nothing() -> None:
    [change] = prose.diff(["甲" * 1_000_000 + "，丙到了。"], ["甲" * 1_000_000 + "，乙到了。"])
    assert change.spans[1:] == (("-", "丙到"), ("+", "乙到"), ("=", "了。"))
