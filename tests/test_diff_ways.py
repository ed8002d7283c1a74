"""Which edits are one and the same change, made to several articles."""

from dataclasses import replace

import pytest

from crawler.items import Article
from scheduler.diff import compare
from scheduler.diff.records import replace as with_fields
from scheduler.diff.ways import way

FIRST = Article(
    url="https://news.example/1",
    title="渡輪擦撞防波堤",
    body=("霧津渡輪擦撞防波堤，造成2人死亡。", "港務局長方景同說，燈號是正常的。"),
)
SECOND = Article(
    url="https://news.example/2",
    title="碼頭燈號故障",
    body=("碼頭工會說，燈號在清晨故障，2人死亡。", "市府今天開會。", "會議延到下週。"),
)


def ways(old: str, new: str, field: str = "body") -> set[str]:
    """The ways of both articles, in whose last paragraph or title one text became another."""
    found = set()
    for article in (FIRST, SECOND):
        before, after = (_with(article, field, text) for text in (old, new))
        report = compare(before, after, f"example:{article.url[-1]}")
        assert report.changes
        found.add(way(report))
    return found


def _with(article: Article, field: str, text: str) -> Article:
    if field == "title":
        return replace(article, title=f"{article.title}{text}")
    return replace(article, body=(*article.body, text) if text else article.body)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("", "本報即日起改名為港灣時報。", "body"),
        ("本報為港灣日報所有。", "", "body"),
        ("本報為港灣日報所有。", "本報為港灣時報所有。", "body"),
        ("", "｜港灣時報新聞網", "title"),
        ("", "讀者回響（3小時前）", "body"),
    ],
)
def test_what_was_done_alike_is_one_way(old: str, new: str, field: str):
    assert len(ways(old, new, field)) == 1


def test_ages_are_put_aside_and_numbers_are_not():
    ages = {
        way(compare(FIRST, _with(FIRST, "body", f"讀者回響（{age}）"), "example:1"))
        for age in ("3小時前", "12 小時前", "2天前", "2 days ago")
    }
    tolls = {
        way(compare(FIRST, _with(FIRST, "body", f"全案共{n}人死亡。"), "example:1")) for n in "34"
    }

    assert len(ages) == 1
    assert len(tolls) == 2


def test_the_same_number_in_two_passages_is_two_changes():
    found = set()
    for article in (FIRST, SECOND):
        new = replace(article, body=(article.body[0].replace("2人", "3人"), *article.body[1:]))
        found.add(way(compare(article, new, "example:1")))

    assert len(found) == 2


def test_the_same_number_in_the_same_passage_is_one():
    passage = "全案共造成2人死亡。"
    assert len(ways(passage, passage.replace("2", "3"))) == 1


def test_another_site_has_another_way():
    new = _with(FIRST, "body", "本報即日起改名為港灣時報。")
    assert way(compare(FIRST, new, "example:1")) != way(compare(FIRST, new, "other:1"))


def test_what_says_nothing_beside_it_changes_no_way_and_makes_one_alone():
    rename = "本報即日起改名為港灣時報。"
    plain = _with(FIRST, "body", rename)
    spaced = replace(plain, body=(plain.body[0].replace("，", "， "), *plain.body[1:]))
    only = replace(FIRST, body=spaced.body[: len(FIRST.body)])
    counted = {
        way(compare(FIRST, _with(FIRST, "body", f"瀏覽次數：{n}"), "example:1")) for n in (12, 3456)
    }

    assert way(compare(FIRST, plain, "example:1")) == way(compare(FIRST, spaced, "example:1"))
    assert way(compare(FIRST, only, "example:1")) != way(compare(FIRST, plain, "example:1"))
    assert len(counted) == 1


def test_two_things_at_once_are_another_way():
    rename = _with(FIRST, "body", "本報即日起改名為港灣時報。")
    both = replace(rename, title="渡輪擦撞 船長停職")
    assert way(compare(FIRST, rename, "example:1")) != way(compare(FIRST, both, "example:1"))


def test_an_event_of_one_article_is_no_way():
    report = compare(FIRST, _with(FIRST, "body", "完。"), "example:1")
    assert way(report)
    assert way(with_fields(report, kind="deleted")) == ""
