from dataclasses import replace
from datetime import UTC, datetime

import pytest
from deepdiff import Delta
from deepdiff.serialization import json_loads
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import Article, Credit, Image, Moment, RelatedLink
from scheduler.diff import changes
from scheduler.diff.changes import between
from scheduler.diff.records import Change, Quantity


def moment(hour: int, precision: str = "minute", raw: str = "", second: int = 0) -> Moment:
    at = datetime(2023, 1, 14, hour, 0, second, tzinfo=UTC)
    return Moment(at, raw, precision)  # type: ignore[arg-type]  # a literal in every call


OLD = Article(
    url="https://news.example/1",
    title="山城地震2人受傷",
    date=moment(3, raw="2023/1/14 11:00"),
    tags=("地震", "山城"),
    categories=("生活",),
    credits=(Credit("reporter", "王小明"), Credit("editor", "林大同")),
    dateline="山城",
    body=("山城今晨地震。", "2人受傷送醫。"),
    images=(Image("https://img.example/640x480/quake.jpg", "倒塌的牆（甲攝）", "甲攝"),),
    description="今晨的地震。",
)


def told(new: Article, old: Article = OLD) -> list[tuple[str, str, str, str]]:
    return [(each.field, each.kind, each.old, each.new) for each in between(old, new)]


def test_equal_articles_have_no_changes() -> None:
    assert between(OLD, OLD) == []


def test_another_canonical_address_is_told_beside_another_edit_only() -> None:
    one, other = (
        replace(OLD, canonical_url=f"https://news.example/{name}") for name in ("1", "quake")
    )
    address = ("canonical_url", "edited", "https://news.example/1", "https://news.example/quake")
    assert told(other, one) == []
    assert told(replace(other, dateline="海港"), one) == [
        ("dateline", "rewritten", "山城", "海港"),
        address,
    ]
    assert told(replace(other, canonical_url="", dateline="海港"), one)[1:] == []
    spelt = replace(one, canonical_url="https://news.example/1?utm_source=feed", dateline="海港")
    assert told(spelt, one)[1:] == []


@pytest.mark.parametrize(
    "unseen",
    [
        {"modified": moment(5)},
        {"tags": ("山城", "地震")},
        {"url": "https://news.example/2", "author": "範例社", "language": "zh-TW"},
        {
            "images": (
                Image(
                    "https://cdn.example/?url=https://img.example/quake.jpg",
                    "倒塌的牆（甲攝）",
                    "甲攝",
                ),
            )
        },
        {"date": moment(3, raw="2023年1月14日 11時")},
        {"date": moment(3, raw="2023-01-14T11:00:30", precision="second", second=30)},
        {"date": moment(0, "day", "1月14日")},
        {"date": moment(9, raw="2023/1/14 11:00")},
    ],
)
def test_what_a_reader_does_not_see_is_no_change(unseen: dict[str, object]) -> None:
    assert told(replace(OLD, **unseen)) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ({"dateline": "海港"}, [("dateline", "rewritten", "山城", "海港")]),
        ({"description": ""}, [("description", "removed", "今晨的地震。", "")]),
        ({"categories": ("社會",)}, [("categories", "rewritten", "生活", "社會")]),
        (
            {"tags": ("地震", "受傷")},
            [("tags", "removed", "山城", ""), ("tags", "added", "", "受傷")],
        ),
        ({"tags": ("地震", "山城", "__tag__")}, [("tags", "added", "", "__tag__")]),
        (
            {"date": moment(5)},
            [("date", "rewritten", "2023/1/14 11:00", "2023-01-14T05:00:00+00:00")],
        ),
        ({"date": None}, [("date", "removed", "2023/1/14 11:00", "")]),
        (
            {"credits": (*OLD.credits, Credit("translator", "何千帆"))},
            [("credits", "added", "", "譯者：何千帆")],
        ),
        (
            {"credits": (*OLD.credits, Credit("translator", "Ann Other"))},
            [("credits", "added", "", "translator: Ann Other")],
        ),
        (
            {"credits": (Credit("reporter", "王曉明"), Credit("editor", "林大同"))},
            [("credits", "edited", "記者：王小明", "記者：王曉明")],
        ),
        (
            {"credits": OLD.credits[::-1]},
            [("credits", "moved", "記者：王小明、編輯：林大同", "編輯：林大同、記者：王小明")],
        ),
        (
            {"images": (Image("https://img.example/640x480/quake.jpg", "倒塌的牆", "乙攝"),)},
            [("images", "edited", "倒塌的牆（甲攝）", "倒塌的牆（乙攝）")],
        ),
        (
            {"images": (*OLD.images, Image("https://img.example/b.jpg"))},
            [("images", "added", "", "https://img.example/b.jpg")],
        ),
        (
            {"images": (replace(OLD.images[0], url="https://img.example/other.jpg"),)},
            [
                (
                    "images",
                    "edited",
                    "https://img.example/640x480/quake.jpg",
                    "https://img.example/other.jpg",
                )
            ],
        ),
    ],
)
def test_fields_are_told_as_a_reader_sees_them(
    edit: dict[str, object], expected: list[tuple[str, str, str, str]]
) -> None:
    assert told(replace(OLD, **edit)) == expected  # type: ignore[arg-type]


def test_another_order_says_nothing_of_what_stands_in_it() -> None:
    people = (Credit("reporter", "王小明"), Credit("reporter", "林大同"))
    pictures = tuple(Image(f"https://img.example/{one}.jpg", f"{one}是說明") for one in "甲乙")
    old, new = replace(OLD, credits=people, images=pictures), replace(OLD, credits=people[::-1])
    [credit, image] = between(old, replace(new, images=pictures[::-1]))
    assert (credit.kind, credit.tags, credit.exchanges) == ("moved", ("byline",), ())
    assert (image.kind, image.tags) == ("moved", ())


def test_another_picture_is_shown_whole() -> None:
    addresses = ("https://img.example/640x480/quake.jpg", "https://img.example/other-2.jpg")
    for caption in ("", "倒塌的牆"):
        old, new = (replace(OLD, images=(Image(url, caption),)) for url in addresses)
        [change] = between(old, new)
        assert change.spans == (("-", addresses[0]), ("+", addresses[1]))
        assert change.tags == ()


def test_the_same_picture_elsewhere_is_noise_also_without_a_caption() -> None:
    old, new = (
        replace(OLD, images=(Image(f"https://img.example/{path}"),))
        for path in ("640x480/quake.jpg", "320x240/quake-4f9a0b1c.jpg?v=2")
    )
    assert [each.tags for each in between(old, new)] == [("noise",)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (("臺灣", "地震"), ("地震", "台灣"), [(("variant",), "臺灣", "台灣")]),
        (("ＡＩ", "地震"), ("AI", "地震"), [(("width",), "ＡＩ", "AI")]),
        (
            ("台灣", "地震"),
            ("臺灣", "海嘯"),
            [(("variant",), "台灣", "臺灣"), ((), "地震", ""), ((), "", "海嘯")],
        ),
        (("台灣",), ("台北",), [((), "台灣", ""), ((), "", "台北")]),
    ],
)
def test_a_tag_in_other_characters_is_the_same_tag(
    old: tuple[str, ...], new: tuple[str, ...], expected: object
) -> None:
    before, after = (replace(OLD, tags=each) for each in (old, new))
    assert [(each.tags, each.old, each.new) for each in between(before, after)] == expected


def test_only_what_both_readings_observed_is_compared() -> None:
    seed = replace(OLD, observed=("title", "body"))
    page = replace(OLD, title="山城地震3人受傷", date=None, images=(), tags=())
    assert told(page, seed) == [("title", "edited", "山城地震2人受傷", "山城地震3人受傷")]
    blind = replace(OLD, observed=("date",))
    assert told(replace(OLD, title="別的", body=("全新的內文。",)), blind) == []


def test_headline_comes_first_then_the_body_then_the_rest() -> None:
    new = replace(
        OLD,
        title="山城地震3人受傷",
        body=("山城今晨地震。", "3人受傷送醫。", "縣府明天停班停課一日。", "校舍無損。"),
        dateline="縣府",
    )
    found = between(OLD, new)
    assert [(each.field, each.tags) for each in found] == [
        ("title", ("number", "headline")),
        ("body", ("number",)),
        ("body", ("appended",)),
        ("body", ("appended",)),
        ("dateline", ("byline",)),
    ]
    assert found[1] == Change(
        field="body",
        path=(1,),
        kind="edited",
        old="2人受傷送醫。",
        new="3人受傷送醫。",
        spans=(("-", "2"), ("+", "3"), ("=", "人受傷送醫。")),
        tags=("number",),
        quantities=(Quantity(old="2", new="3", unit="人", difference="+1"),),
    )


def test_a_body_that_appears_whole_is_not_appended() -> None:
    assert [each.tags for each in between(replace(OLD, body=()), OLD)] == [(), ()]


TEXTS = st.text(st.sampled_from("甲乙丙12"), max_size=4)


@given(*[st.tuples(TEXTS, st.lists(TEXTS, max_size=4), st.lists(TEXTS, max_size=3))] * 2)
def test_deepdiff_applies_its_own_form_in_both_directions(
    one: tuple[str, list[str], list[str]], other: tuple[str, list[str], list[str]]
):
    old, new = (
        Article(url="https://a.example/1", title=title, body=tuple(body), tags=tuple(tags))
        for title, body, tags in (one, other)
    )
    given_delta = changes.delta(old, new)
    applied = Delta(given_delta, deserializer=json_loads, bidirectional=True, raise_errors=True)

    assert changes.projection(old) + applied == changes.projection(new)
    assert changes.projection(new) - applied == changes.projection(old)


def test_what_is_compared_has_no_ages_and_no_order_where_none_is_meant():
    article = Article(
        url="https://a.example/1",
        title="題",
        tags=("甲", "乙"),
        related=(RelatedLink("別的", "https://a.example/2", age="3小時前"),),
    )
    made = changes.projection(article)

    assert list(made["tags"]) == ["乙", "甲"]
    assert made["related"] == {"https://a.example/2": "別的"}
    assert "3小時前" not in str(made)
