"""What is put aside: the reader's rules, and the lines that a whole site writes."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import aside
from crawler.aside import Rule

OFFER = "訂閱港灣日報電子報，每天早上七點寄達"
TOLL = "消防局說，2人受傷。"


@pytest.mark.parametrize(
    ("rule", "article", "holds"),
    [
        (Rule("r", "x"), "cna:1", True),
        (Rule("r", "x", site="cna"), "cna:1", True),
        (Rule("r", "x", site="cna"), "cna.example:1", False),
        (Rule("r", "x", article="cna:1"), "cna:1", True),
        (Rule("r", "x", article="cna:1"), "cna:12", False),
        (Rule("r", "x", site="yahoo", article="cna:1"), "cna:1", False),
    ],
)
def test_a_rule_holds_where_it_says(rule: Rule, article: str, holds: bool):
    assert rule.concerns(article) is holds


@pytest.mark.parametrize(
    ("pattern", "old", "new", "hidden"),
    [
        ("訂閱.*電子報.*", "", OFFER, True),
        ("訂閱.*電子報.*", OFFER, "", True),
        ("電子報", "", OFFER, False),  # it is more than that
        ("廣告", TOLL + "廣告", TOLL, True),
        ("廣告", TOLL + "廣告", TOLL.replace("2", "3"), False),  # the number is still to be told
        (r"\d+人氣", TOLL + "12人氣", TOLL + " 340人氣", True),
        ("^廣告$", f"{TOLL}\n廣告", TOLL, True),  # each paragraph is a line
        ("沒有這個", TOLL, TOLL + "完。", False),
    ],
)
def test_a_pattern_hides_what_differs_by_nothing_else(
    pattern: str, old: str, new: str, hidden: bool
):
    assert Rule("r", pattern).hides("body", old, new) is hidden


def test_a_pattern_stands_anywhere_in_what_a_list_names():
    assert aside.stands_in("/news/(local|world)/", "https://a.example/news/local/1")
    assert not aside.stands_in("^/news/", "https://a.example/news/local/1")


def test_a_paragraph_that_moved_is_hidden_as_a_whole_only():
    assert Rule("r", "訂閱.*").hides("body", OFFER, OFFER, moved=True)
    assert not Rule("r", "電子報").hides("body", OFFER, OFFER, moved=True)


def test_a_field_may_be_the_whole_rule_or_half_of_it():
    assert Rule("r", field="tags").hides("tags", "地震", "")
    assert not Rule("r", field="tags").hides("title", "地震", "")
    assert not Rule("r", "地震", field="tags").hides("title", "地震", "")
    assert Rule("r", "地震", field="tags").hides("tags", "地震", "")


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_pattern_hides_a_difference_that_it_does_not_touch(old: str, new: str):
    assert not Rule("r", "ℵ+").hides("body", f"{old}甲", f"{new}乙")


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("", "a regular expression of 1 to 500 characters"),
        ("a" * 501, "a regular expression of 1 to 500 characters"),
        ("(", "as RE2 reads them (missing ): ()"),
        ("a)|(b", "unexpected )"),
        ("(?=a)", "invalid perl operator: (?="),
        (r"(a)\1", r"invalid escape sequence: \1"),
        ("(((a{100}){100}){100})", "RE2"),
    ],
)
def test_what_is_no_pattern_is_refused(pattern: str, said: str, capfd: pytest.CaptureFixture[str]):
    with pytest.raises(ValueError, match="a regular expression") as caught:
        aside.check(pattern)

    assert said in str(caught.value)
    assert capfd.readouterr().err == ""  # RE2's own log says the same in its words


@pytest.mark.parametrize("pattern", [r"(a+)+$", r"(\w+\s?)*廣告", r"(a|aa)+$", r"(.*)*x"])
def test_a_pattern_that_would_take_for_ever_does_not(pattern: str):
    aside.check(pattern)
    start = time.process_time()

    assert not Rule("r", pattern).hides("body", "a" * 100_000 + "!", "")
    assert time.process_time() - start < 2


# ------------------------------------------------------------------ lines of a site


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (" 下載　港灣 App ", "下載 港灣 App"),
        ("廣告頁", ""),
        ("廣告頁面", "廣告頁面"),
        ("字" * 120, "字" * 120),
        ("字" * 121, ""),
        ("字" * 100_000, ""),
    ],
)
def test_a_line_is_neither_a_word_nor_a_paragraph(text: str, line: str):
    assert aside.line(text) == line


@pytest.mark.parametrize(
    ("known", "showing", "learnt"),
    [(20, 5, True), (19, 19, False), (20, 4, False), (100, 19, False), (100, 20, True)],
)
def test_a_line_of_many_articles_is_the_sites(known: int, showing: int, learnt: bool):
    articles = [[OFFER, OFFER, f"第{n}篇的內文"] for n in range(showing)]
    articles += [[f"第{n}篇的內文"] for n in range(showing, known)]

    assert aside.common(articles) == ({OFFER} if learnt else set())
