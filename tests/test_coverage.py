"""Fields that a site's articles used to have."""

from crawler.items import Article, Credit
from scheduler import coverage

WHOLE = Article(
    url="https://a.example/1", title="渡輪", body=("一。",), tags=("港口",),
    credits=(Credit("reporter", "林知遠"),),
)  # fmt: skip
BARE = Article(url="https://a.example/2", title="渡輪", body=("一。",), tags=("港口",))


def test_a_field_that_most_had_and_few_have_is_lost():
    found = coverage.lost([BARE] * 8 + [WHOLE] * 2, [WHOLE] * 19 + [BARE])

    assert found == {"credits": (0.95, 0.2)}
    assert coverage.told(found) == "credits 95→20 %"
    assert coverage.told({}) == ""


def test_what_few_ever_had_and_what_falls_a_little_is_not():
    assert coverage.lost([BARE] * 10, [BARE] * 12 + [WHOLE] * 8) == {}
    assert coverage.lost([BARE] * 3 + [WHOLE] * 7, [WHOLE] * 10) == {}


def test_of_few_articles_nothing_is_said():
    assert coverage.lost([BARE] * 9, [WHOLE] * 200) == {}
    assert coverage.lost([BARE] * 50, [WHOLE] * 9) == {}
