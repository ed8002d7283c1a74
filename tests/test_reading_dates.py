"""From a page to its date: which of several statements is believed, and what becomes of doubts."""

from datetime import UTC, datetime

import pytest

from crawler import extract
from crawler.items import COMPARED, Reading
from crawler.parsing import dom, structured
from crawler.parsing.page import Page
from crawler.sites.base import Site

URL = "https://island.example/news/1"
HEADLINE = "霧津渡輪停航一週後復航"
TEXT = "".join(f"<p>霧津渡輪停航一週後今天復航，第{n}班載客兩千一百四十人。</p>" for n in "一二三")
FETCHED = datetime(2026, 1, 7, 4, tzinfo=UTC)  # noon in Taipei


def page(*, head: str = "", above: str = "", below: str = "", end: str = "") -> str:
    story = f"<article>{above}<h1>{HEADLINE}</h1>{below}{TEXT}{end}</article>"
    return f"<html><head><title>{HEADLINE}</title>{head}</head><body>{story}</body></html>"


def told(name: str, value: str) -> str:
    return f'<meta property="article:{name}_time" content="{value}">'


def read(html: str) -> Reading:
    reading = extract.read(html.encode(), URL, fetched_at=FETCHED)
    assert reading.article is not None
    return reading


def date(html: str) -> str:
    article = read(html).article
    return article.date.raw if article and article.date else ""


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        # what machines are told to the minute, whatever is seen
        (
            page(head=told("published", "2026-01-05T09:00+08:00"), below="<p>2026/01/06 10:00</p>"),
            "2026-01-05T09:00+08:00",
        ),
        # the minute of the day that machines are told
        (
            page(head=told("published", "2026-01-05"), below="<p>2026/01/05 09:00</p>"),
            "2026/01/05 09:00",
        ),
        # and no minute of another day
        (page(head=told("published", "2026-01-05"), below="<p>2026/01/06 09:00</p>"), "2026-01-05"),
        # what cannot be is not believed, though it is written for machines
        (
            page(head=told("published", "2099-01-05T09:00Z"), below="<p>2026/01/05 09:00</p>"),
            "2026/01/05 09:00",
        ),
        (page(head=told("published", "0001-01-01T00:00:00")), ""),
        (page(below="<p>記者林知遠</p>"), ""),
    ],
)
def test_the_statement_that_is_believed(html: str, expected: str) -> None:
    assert date(html) == expected


def test_what_is_not_believed_is_kept_among_the_sources() -> None:
    reading = read(page(head=told("published", "2099-01-05") + told("modified", "1970-01-01")))
    assert reading.article is not None
    assert (reading.article.date, reading.article.modified) == (None, None)
    assert reading.sources["date"] == "meta article:published_time, not believed: 2099-01-05"
    assert reading.sources["modified"] == "meta article:modified_time, not believed: 1970-01-01"


def test_one_line_may_be_the_source_of_both_times() -> None:
    reading = read(page(below="<p>2026/1/5 21:20（1/6 22:08 更新）</p>"))
    assert reading.article is not None
    assert reading.article.modified is not None
    assert reading.sources["date"] == "a line beside the headline"
    assert reading.sources["modified"] == "a line beside the headline"


def test_the_day_at_the_end_of_the_text_is_a_source() -> None:
    reading = read(page(end="<p>（編輯：許若水）1150105</p>"))
    assert reading.sources["date"] == "the end of the text"


@pytest.mark.parametrize(
    ("html", "is_observed"),
    [
        (page(above="<p>2026年1月7日 星期三</p>"), False),
        (page(above="<p>2026年1月6日 星期二</p>"), True),
        (page(above="<p>2026年1月7日 09:00</p>"), True),
        (page(below="<p>2026年1月7日</p>"), True),
        (page(), True),
    ],
)
def test_a_day_that_may_be_todays_is_no_change_tomorrow(html: str, is_observed: bool) -> None:
    article = read(html).article
    assert article is not None
    assert article.observed == tuple(it for it in COMPARED if it != "date" or is_observed)


def test_without_a_fetch_no_day_is_todays() -> None:
    article = extract.read(page(above="<p>2026年1月7日 星期三</p>").encode(), URL).article
    assert article is not None
    assert article.observed == COMPARED


def test_a_site_knows_since_when_it_publishes() -> None:
    class Island(Site):
        since = datetime(2011, 1, 1, tzinfo=UTC)

    html = page(head=told("published", "2001-01-01"), below="<p>2026/01/05 09:00</p>")
    root = dom.parse(html)
    draft = Island("island").read(Page(URL, html, root, structured.read(root)))
    assert draft.date == "2026/01/05 09:00"


def test_a_page_of_another_country_keeps_its_own_time() -> None:
    html = page(below="<p>2026/01/05 09:00</p>").encode()
    article = extract.read(html, "https://island.example.jp/news/1").article
    assert article is not None
    assert article.date is not None
    assert article.date.at == datetime(2026, 1, 5, tzinfo=UTC)
