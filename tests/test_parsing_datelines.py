"""The line of a page that says when it was published."""

import pytest

from crawler.parsing import datelines, dom

ONE = "霧津渡輪停航一週後今天復航，首日載客兩千一百四十人。"


@pytest.mark.parametrize(
    ("html", "line"),
    [
        ("<time datetime='2026-01-05T09:00Z'>昨天</time>", "2026-01-05T09:00Z"),
        ("<p itemprop=datePublished content='2026-01-05'></p>", "2026-01-05"),
        (
            "<div class=today-date>2026/01/07</div><p class=pubtime>2026/01/05 09:00</p>",
            "2026/01/05 09:00",
        ),
        ("<div class=date>2026/01/07</div><p>記者甲乙<br>2026/01/05 09:00</p>", "2026/01/05 09:00"),
        ("<div class=date>2026/01/05</div>", "2026/01/05"),
        (f"<div class=date>{ONE * 9}2026/01/05</div>", ""),
        ("<p>沒有日期</p>", ""),
    ],
)
def test_the_date_line(html: str, line: str) -> None:
    assert datelines.date_line(dom.parse(html))[0] == line
