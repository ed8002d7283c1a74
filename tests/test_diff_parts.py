"""Places in which a name stands beside what is the same in another form."""

import pytest

from scheduler.diff import layers, prose, tagging
from scheduler.diff.parts import parts
from scheduler.diff.passages import Passage
from scheduler.diff.place import Place
from scheduler.diff.records import Change


def change(old: str, new: str) -> Change:
    [found] = tagging.all_tagged(prose.diff([old], [new]))
    return found


def place(old: str, new: str) -> Place:
    return Place(Passage(old, 0, len(old)), Passage(new, 0, len(new)))


@pytest.mark.parametrize(
    ("old", "new", "one", "other"),
    [
        ("檢方指出，林志明在臺北被捕。", "檢方指出，陳建宏在台北被捕。", "林志明", "陳建宏"),
        ("警員林志明（三十歲）受傷送醫。", "警員陳建宏(30歲)受傷送醫。", "林志明", "陳建宏"),
        ("警員林志明（30歲）受傷送醫。", "警員陳建宏（40歲）受傷送醫。", "林志明", "陳建宏"),
    ],
)
def test_a_person_beside_another_form_is_told(old: str, new: str, one: str, other: str) -> None:
    found = change(old, new)

    assert "name" in found.tags
    assert [(each.old, each.new) for each in found.exchanges] == [(one, other)]


def test_who_changed_places_is_told_as_the_old_text_writes_it() -> None:
    found = change("政府指出，臺灣援助日本一億元。", "政府指出，日本援助台灣一億元。")

    assert found.tags == ("name",)
    assert [(each.old, each.new) for each in found.exchanges] == [
        ("臺灣", "日本"),
        ("日本", "臺灣"),
    ]


def test_parts_are_in_order_and_leave_out_what_is_equal() -> None:
    old, new = "林志明在臺北（三十歲）", "陳建宏在台北(30歲)"

    found = [(one.old.own, one.new.own) for one in parts([place(old, new)])]

    assert found == [
        ("林志明", "陳建宏"),
        ("在臺北", "在台北"),
        ("（", "("),
        ("三十", "30"),
        ("歲）", "歲)"),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2026.1.5", "2026.2.15"),
        ("1150105", "1150206"),
        ("上週", "下月"),
        ("前年", "去年"),
        ("오늘", "어제"),
        ("10시 20분", "9시 5분"),
        ("土曜日", "火曜日"),
        ("5號", "十六號"),
    ],
)
def test_a_date_in_any_form_is_a_part_of_its_own(one: str, other: str) -> None:
    old, new = f"他於{one}（抵達", f"他們在{other}（離開"

    found = [(part.old.own, part.new.own) for part in parts([place(old, new)])]

    assert (one, other) in found


def test_places_that_one_hour_joins_are_one_though_another_day_went() -> None:
    old, new = "會議在5日及上午3時舉行。", "會議在下午5時舉行。"
    first, last = old.index("5日"), old.index("3時")
    given = [
        Place(Passage(old, first, last - 1), Passage(new, first, first + 1)),
        Place(Passage(old, last, last + 1), Passage(new, first + 2, first + 3)),
    ]

    assert [(one.old.own, one.new.own) for one in parts(given)] == [("5日及上午3", "下午5")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "陳建宏"),
        ("1I’m", "2I’m"),  # no form differs: the whole is an item of a list
        ("臺北，", "台北,"),
        ("他表示，在台北走紅的短影音（", "陳建宏（Chen）說"),  # more than a name before the bracket
        ("林" * 600, "陳" * 600),
    ],
)
def test_other_places_are_left_whole(old: str, new: str) -> None:
    whole = place(old, new)

    assert list(parts([whole])) == [whole]


def test_levelled_text_is_as_long_as_before() -> None:
    every = "".join(map(chr, (*range(0x20, 0xD800), *range(0xE000, 0x10000))))
    assert len(layers.levelled(every)) == len(every)
