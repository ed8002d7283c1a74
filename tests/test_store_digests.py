"""What makes two readings one text."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import COMPARED, Article, Credit, Image, Moment, RelatedLink
from crawler.store.digests import complete, digest, same
from tests.visits import SEED_FIELDS, article

TAIPEI = timezone(timedelta(hours=8))
NOON = Moment(datetime(2026, 3, 1, 4, 0, 31, tzinfo=UTC), "2026/03/01 12:00:31", "second")
DAY = Moment(datetime(2026, 3, 1, 0, 0, tzinfo=TAIPEI).astimezone(UTC), "2026-03-01", "day")


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "港口深夜起火"},
        {"body": ("起火原因仍在調查。", "消防局說，火勢在兩小時內撲滅。")},
        {"body": ("消防局說，火勢在兩小時內撲滅。起火原因仍在調查。",)},
        {"credits": (Credit("reporter", "林小滿"),)},
        {"dateline": "基隆"},
        {"date": NOON},
        {"images": (Image("https://img.example/a.jpg"),)},
        {"tags": ("港口",)},
        {"categories": ("社會",)},
        {"description": "清晨的火"},
    ],
)
def test_every_compared_field_makes_another_text(changed: dict[str, Any]):
    before, now = article(), replace(article(), **changed)

    assert digest(before) != digest(now)
    assert not same(before, now)


@pytest.mark.parametrize(
    "changed",
    [
        {"modified": NOON},
        {"related": (RelatedLink("別的新聞", "https://news.example/2"),)},
        {"url": "https://news.example/story/1?page=all"},
        {"author": "晨報"},
        {"language": "zh-TW"},
        {"canonical_url": "https://news.example/story/1"},
    ],
)
def test_what_is_not_compared_makes_none(changed: dict[str, Any]):
    assert digest(article()) == digest(replace(article(), **changed))


def test_one_picture_in_another_size_is_one_picture():
    small, large = (
        article(images=(Image(f"https://img.example/{size}/fire.jpg", "港口"),))
        for size in ("320x240", "1200x900")
    )

    assert digest(small) == digest(large)
    assert digest(small) != digest(replace(small, images=(Image(small.images[0].url, "海港"),)))


def test_tags_have_no_order():
    one = article(tags=("港口", "火災"), categories=("社會", "地方"))
    other = article(tags=("火災", "港口"), categories=("地方", "社會"))

    assert digest(one) == digest(other)


def test_the_borders_of_paragraphs_and_fields_count():
    assert digest(article("甲", "乙", "丙")) != digest(article("甲", "乙丙"))
    assert digest(article("甲", "乙", tags=("丙",))) != digest(
        article("甲", "乙", categories=("丙",))
    )


def test_only_what_both_could_observe_is_compared():
    seed = article(observed=SEED_FIELDS)
    page = article(categories=("社會",), date=NOON)

    assert digest(seed) != digest(page)
    assert same(seed, page)
    assert same(page, seed)
    assert not same(seed, replace(page, tags=("港口",)))


def test_a_seed_is_completed_by_the_page_that_says_the_same():
    seed = article(observed=SEED_FIELDS, author="晨報")
    page = article(categories=("社會",), date=NOON, modified=NOON, author="晨報網")
    completed = complete(seed, page)

    assert completed.observed == COMPARED
    assert (completed.modified, completed.author) == (NOON, "晨報")
    assert digest(completed) == digest(page)
    assert complete(completed, page) is completed


def test_dates_are_compared_as_coarsely_as_the_coarser_is_known():
    minute = Moment(NOON.at.replace(second=0), "2026/03/01 12:00", "minute")
    late = Moment(NOON.at + timedelta(days=1), "", "minute")

    assert digest(article(date=NOON)) == digest(article(date=minute))
    assert same(article(date=DAY), article(date=minute))
    assert same(article(date=minute), article(date=DAY))
    assert same(article(date=DAY), article(date=DAY))
    assert not same(article(date=DAY), article(date=late))
    assert not same(article(date=minute), article(date=late))
    assert not same(article(date=None), article(date=late))


def test_a_date_known_to_the_day_becomes_exact():
    assert complete(article(date=DAY), article(date=NOON)).date == NOON
    assert complete(article(date=NOON), article(date=DAY)).date == NOON


texts = st.builds(
    Article,
    url=st.just("https://news.example/1"),
    title=st.sampled_from("甲乙"),
    body=st.lists(st.sampled_from(["丙", "丁"]), max_size=2).map(tuple),
    tags=st.lists(st.sampled_from(["戊", "己"]), max_size=2).map(tuple),
    date=st.sampled_from([None, NOON, DAY]),
    observed=st.sets(st.sampled_from(COMPARED)).map(tuple),
)


@given(texts, texts)
def test_equal_digests_are_the_same_text_and_sameness_is_mutual(one: Article, other: Article):
    if digest(one) == digest(other):
        assert same(one, other)
    assert same(one, other) == same(other, one)


@given(texts, texts)
def test_completing_keeps_the_text_and_covers_both(one: Article, other: Article):
    if same(one, other):
        completed = complete(one, other)
        assert same(completed, one)
        assert same(completed, other)
        assert set(completed.observed) == {*one.observed, *other.observed}
