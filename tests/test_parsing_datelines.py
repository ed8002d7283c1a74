"""The line of a page that says when it was published."""

from datetime import UTC, datetime

import pytest

from crawler.parsing import datelines, dom

HEADLINE = "霧津渡輪停航一週後復航"
BEGINS = "霧津渡輪停航一週後今天復航，首日載客兩千一百四十人"
TEXT = f"<p>{BEGINS}。港務局長說，每一班船都加派一名瞭望員，天候不佳時減速航行。{'船' * 100}</p>"
FETCHED = datetime(2026, 1, 7, 4, tzinfo=UTC)


def line(html: str, headline: str = HEADLINE, fetched_at: datetime | None = None) -> str:
    root = dom.parse(html)
    found, place = datelines.date_line(
        root, root.outline(), headline, BEGINS, fetched_at=fetched_at
    )
    assert bool(found) == bool(place)
    return found


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        # beside the headline, whatever stands around it
        (f"<h1>{HEADLINE}</h1><p>2026-01-05 09:00</p>{TEXT}", "2026-01-05 09:00"),
        (f"<h1>{HEADLINE}</h1><i>記者甲乙</i><br>2026/01/05 09:00{TEXT}", "2026/01/05 09:00"),
        (f"<p>2026-01-05</p><h1>{HEADLINE}</h1>{TEXT}", "2026-01-05"),
        (f"<b>{HEADLINE} 2026-01-05</b>{TEXT}", f"{HEADLINE} 2026-01-05"),
        (
            f"<title>{HEADLINE}｜島報</title><p>島報</p><p>2026-01-05 港務</p>{TEXT}",
            "2026-01-05 港務",
        ),
        # the nearest
        (f"<p>2026/01/07</p><h1>{HEADLINE}</h1><p>2026/01/05</p>{TEXT}", "2026/01/05"),
        (
            f"<p>2026年1月7日 星期三</p><p>首頁</p><h1>{HEADLINE}</h1><p>記者甲乙</p>"
            f"<p>2026/01/05 09:00</p>{TEXT}",
            "2026/01/05 09:00",
        ),
        # an update only where nothing else is said
        (
            f"<h1>{HEADLINE}</h1><p>更新：2026/01/06 09:00</p><p>發布：2026/01/05 09:00</p>{TEXT}",
            "發布：2026/01/05 09:00",
        ),
        (f"<h1>{HEADLINE}</h1><p>更新：2026/01/06 09:00</p>{TEXT}", "更新：2026/01/06 09:00"),
        # machines first
        (f"<h1>{HEADLINE}</h1><time datetime=2026-01-05T01:00Z>昨天</time>", "2026-01-05T01:00Z"),
        (
            "<article><time datetime=2025-12-01>舊聞</time></article>"
            f"<article><h1>{HEADLINE}</h1><time datetime=2026-01-05>新聞</time></article>",
            "2026-01-05",
        ),
        (f"<p itemprop=datePublished content=2026-01-05></p><h1>{HEADLINE}</h1>", "2026-01-05"),
        (f"<p itemprop=datePublished>2026-01-05</p><h1>{HEADLINE}</h1>", "2026-01-05"),
        ("<p itemprop=datePublished>即將公布</p>", ""),
    ],
)
def test_the_date_line(html: str, expected: str) -> None:
    assert line(html) == expected


@pytest.mark.parametrize(
    "html",
    [
        f"<h1>{HEADLINE}</h1>{TEXT}<ul><li>2026-01-04 10:00 舊聞</li></ul>",
        f"<p>2026-01-07 12:00 頭條</p>{'<p>選單</p>' * 9}<h1>{HEADLINE}</h1>{TEXT}",
        f"<h1>{HEADLINE}</h1><p>{'某地' * 10}在2025年3月4日通過的條例{'規定' * 10}</p>{TEXT}",
        f"<h1>{HEADLINE}</h1><p>{'某地' * 40}自2025年3月4日 10:00起{'封閉' * 10}</p>{TEXT}",
        f"<h1>{HEADLINE}</h1><p>1 2 3</p>{TEXT}",
        "<p>2026-01-05 09:00</p>",
        "",
    ],
)
def test_a_date_of_something_else_is_none(html: str) -> None:
    assert line(html) == ""


def test_a_day_above_the_headline_may_be_todays() -> None:
    above = dom.parse(f"<p>2026年1月7日 星期三</p><h1>{HEADLINE}</h1>{TEXT}")
    assert (
        datelines.date_line(above, above.outline(), HEADLINE, BEGINS)[1] in datelines.MAY_BE_TODAY
    )
    below = dom.parse(f"<h1>{HEADLINE}</h1><p>2026年1月7日 星期三</p>{TEXT}")
    assert datelines.date_line(below, below.outline(), HEADLINE, BEGINS)[1] == datelines.BESIDE


def test_a_short_headline_is_no_landmark() -> None:
    assert line(f"<p>短評</p><p>2026-01-05</p><p>短評</p>{TEXT}", "短評") == "2026-01-05"
    assert line("<p>短評</p><p>2026-01-05</p>", "短評") == ""


def test_a_distance_counts_from_the_fetch() -> None:
    html = f"<h1>{HEADLINE}</h1><p>13 小時前</p>{TEXT}"
    assert line(html, fetched_at=FETCHED) == "13 小時前"
    assert line(html) == ""
