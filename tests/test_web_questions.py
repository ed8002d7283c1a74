"""What addresses are asked: read alike, refused alike, by every face in its own way."""

from contextlib import suppress
from datetime import date
from urllib.parse import parse_qsl

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.config import Config
from scheduler.web import addresses, questions
from scheduler.web.questions import Asked, LatestAsked, PairAsked, QuestionError, read
from tests.browser import SLASHED, Browser, keep, links, shown, tell, text
from tests.reports.invented import NOISE

KINDS = [
    each for each in vars(questions).values() if isinstance(each, type) and issubclass(each, Asked)
]


@pytest.mark.parametrize("kind", KINDS)
def test_every_number_and_every_text_is_bounded(kind: type[Asked]):
    for name, field in questions._fields(kind).items():
        shapes = getattr(field.type, "types", [field.type])
        for shape in shapes:
            if isinstance(shape, msgspec.inspect.IntType):
                assert None not in {shape.ge, shape.le}, name
            if isinstance(shape, msgspec.inspect.StrType):
                assert shape.max_length is not None, name


def test_a_question_is_read_as_its_type_says():
    asked = read([("min_score", "030"), ("day", "2026-03-04"), ("tag", "number")], LatestAsked)

    assert asked == LatestAsked(min_score=30, day=date(2026, 3, 4), tag="number")
    assert read([("from", "1")], PairAsked) == PairAsked(first=1)


@pytest.mark.parametrize(
    ("asked", "said", "instead"),
    [
        ("min_scor=30", "did you mean min_score?", "min_score=30"),
        ("min_score=1&min_scor=30", "known are q,", "min_score=1"),
        ("site=cna&x=1", "no question x here: known are q, site,", "site=cna"),
        ("site=cna&site=ltn", "site is asked twice", "site=cna"),
        ("min_score=", "min_score=: expected a number from 0 to 100", ""),
        ("min_score=٣", "min_score=٣: expected a number", ""),
        ("q=a&day=2026-02-30", "day=2026-02-30: expected a day", "q=a"),
        ("day=2026-W05-3", "expected a day", ""),
        (f"kind={'x' * 50}", f"kind={'x' * 40}…: expected one of deleted,", ""),
        ("kind=%1b", "kind=⟨U+001B⟩: expected one of", ""),
    ],
)
def test_a_slip_is_named_and_what_may_have_been_meant(asked: str, said: str, instead: str):
    with pytest.raises(QuestionError) as refused:
        read(parse_qsl(asked, keep_blank_values=True), LatestAsked)

    assert said in str(refused.value).replace("\u00a0", " ")
    assert refused.value.instead == instead


@given(st.lists(st.tuples(st.text(), st.text())), st.sampled_from(KINDS))
def test_whatever_is_asked_is_read_or_refused(pairs: list[tuple[str, str]], kind: type[Asked]):
    with suppress(QuestionError):
        assert isinstance(read(pairs, kind), kind)


def test_a_page_says_it_in_the_readers_language_with_a_way_out(config: Config, browser: Browser):
    tell(config, NOISE)
    answer = browser.get("/?site=example.org&min_scor=30")

    assert answer.status_code == 400
    assert "這裡沒有 min_scor 這個條件，是不是要用 min_score？" in shown(answer)
    assert {"/", "/?site=example.org&min_score=30"} <= set(links(answer))
    english = browser.get("/sites/example.org?x=1", headers={"Accept-Language": "en"})
    assert "nothing is asked here: leave x out" in shown(english)
    assert "/sites/example.org" in links(english)
    for asked in ("site=a&site=b", "day=soon", "kind=x", "min_score=x", "q=" + "x" * 6_000):
        refused = browser.get(f"/?{asked}")
        assert "expected" not in shown(refused), asked
        assert len(refused.text) < 5_000


@pytest.mark.parametrize(
    "path",
    ["/feed.atom", "/feed.json", f"{addresses.article(SLASHED)}/feed.atom", "/metrics", "/live",
     f"{addresses.article(SLASHED)}/v/1/article.json", "/healthz"],
)  # fmt: skip
def test_a_face_for_programs_refuses_as_the_api_does(config: Config, browser: Browser, path: str):
    keep(config, SLASHED, text("渡輪", "甲。"))
    for asked in ("min_scor=30", "before=a&before=b"):
        answer = browser.get(f"{path}?{asked}", headers={"Accept-Language": "zh-TW"})
        assert answer.status_code == 400
        assert answer.headers["Content-Type"] == "application/problem+json"
        problem = answer.json()
        assert (problem["type"], problem["title"]) == ("about:blank", "Bad Request")
        assert asked.partition("=")[0] in problem["detail"]
        assert problem["detail"].isascii()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/timegate/https://example.org/9", 404),
        ("/timemap/ftp://example.org/", 404),
        ("/memento/20230101000000/https://example.org/1", 404),
        ("/feed.atom?before=tag:x", 400),
        ("/article/cna:1/feed.atom", 404),
        ("/article/cna:1/v/1/article.json", 404),
    ],
)
def test_an_error_is_told_in_the_kind_of_its_face(
    config: Config, browser: Browser, path: str, status: int
):
    keep(config, SLASHED, text("渡輪", "甲。"))
    answer = browser.get(path)

    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_what_a_form_leaves_empty_is_not_asked(config: Config, browser: Browser):
    tell(config, NOISE)
    empty = "q=&site=&publisher=&kind=&tag=&min_score=&since=&until=&before="

    for path in ("/", "/feed.atom"):
        assert browser.get(f"{path}?{empty}").status_code == 200
    assert browser.get("/search?q=&kind=&min_score=").status_code == 200


def test_the_last_two_versions_are_compared_by_default(config: Config, browser: Browser):
    article = addresses.article(SLASHED)
    keep(config, SLASHED, text("渡輪", "甲。"), text("渡輪", "乙。"), text("渡輪", "丙。"))

    assert browser.get(f"{article}/diff").url.path == f"{article}/diff/2..3"
    assert browser.get(f"{article}/diff?from=1").url.path == f"{article}/diff/1..3"
    assert browser.get(f"{article}/diff?to=2&view=side").url.path == f"{article}/diff/1..2"


def test_one_version_alone_is_compared_with_none(config: Config, browser: Browser):
    keep(config, SLASHED, text("渡輪", "甲。"))

    assert browser.get(f"{addresses.article(SLASHED)}/diff").url.path == addresses.article(SLASHED)


@pytest.mark.parametrize(
    ("path", "said", "english"),
    [
        ("/v/9", "沒有第 9 版，一共有 1 版。", "there is no version 9: there are 1"),
        ("/v/x", "沒有叫作 x 的", "there is none called x"),
        ("/diff/1-2", "寫成 1..3 這樣", "as in 1..3"),
    ],
)
def test_what_is_not_there_is_said_in_the_readers_language(
    config: Config, browser: Browser, path: str, said: str, english: str
):
    keep(config, SLASHED, text("渡輪", "甲。"))
    address = f"{addresses.article(SLASHED)}{path}"

    assert said in shown(browser.get(address))
    assert english in shown(browser.get(address, headers={"Accept-Language": "en"}))
    assert "檔案庫裡沒有 ltn 的文章" in shown(browser.get("/sites/ltn"))
