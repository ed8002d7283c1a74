"""The headline of any page."""

import pytest

from crawler.parsing import dom, structured, titles

PROSE = ["霧津渡輪停航一週後今天復航，首日載客兩千一百四十人，港口外一早排起長長的人龍，直到中午。"]


def title(body: str, written: str, said: str = "", head: str = "") -> str:
    root = dom.parse(f"<head>{head}</head>{body}<p>{PROSE[0]}</p>")
    outline, data = root.outline(), structured.read(root)
    found = titles.confirmed(outline, data, (said, "og:title"), written)
    return (found if found[0] else titles.guessed(outline, data, (said, "x"), written, PROSE))[0]


@pytest.mark.parametrize(
    ("body", "written"),
    [
        ("<h1>渡輪復航 首日載客逾兩千</h1>", "渡輪復航 首日載客逾兩千 | 生活 | 島嶼報"),
        ("<div class=t>渡輪復航 首日載客逾兩千</div>", "島嶼報－生活－渡輪復航 首日載客逾兩千"),
        ("<td>》渡輪復航 首日載客逾兩千</td>", "渡輪復航 首日載客逾兩千_島嶼網"),
        ("<h2>渡輪復航 首日載客逾兩千</h2>", "島嶼醫療網:渡輪復航 首日載客逾兩千"),
        ("<div>渡輪復航 首日載客逾兩千<br>2026-01-05</div>", "渡輪復航 首日載客逾兩千――島嶼網"),
        ("<h1><a>渡輪復航 首日載客逾兩千</a></h1>", "渡輪復航 首日載客逾兩千 生活 島嶼網"),
        ("<h1>島嶼報</h1><h2>渡輪復航 首日載客逾兩千</h2>", "渡輪復航 首日載客逾兩千 | 島嶼報"),
    ],
)
def test_the_part_of_the_title_that_stands_on_the_page(body: str, written: str):
    assert title(body, written) == "渡輪復航 首日載客逾兩千"


def test_the_headline_that_readers_see_comes_before_the_one_for_machines():
    body = "<div><h3>渡輪復航首日破兩千</h3></div><h1>渡輪復航 首日載客逾兩千</h1>"
    written = "渡輪復航 首日載客逾兩千 | 生活 | 島嶼報"
    assert title(body, written, said="渡輪復航首日破兩千") == "渡輪復航 首日載客逾兩千"


def test_the_name_of_the_site_in_the_first_heading_is_no_headline():
    body = "<h1>Isle 新聞雲</h1><h2>渡輪復航首日破兩千</h2>"
    head = "<meta property=og:site_name content='Isle 海角新聞雲'>"
    written = "渡輪復航首日破兩千 | Isle論壇 | Isle 新聞雲"
    assert title(body, written, head=head) == "渡輪復航首日破兩千"


def test_a_section_that_stands_on_the_page_is_no_headline():
    assert title("<div>生活消費</div>", "渡輪復航了 | 生活消費 | 島嶼報") == "渡輪復航了 | 生活消費"


def test_a_page_that_is_titled_by_its_site_is_headed_by_the_line_that_tells_its_text():
    body = "<div>今日天氣：多雲</div><div>霧津渡輪今天復航</div>"
    assert title(body, "島嶼廣播全球資訊網") == "霧津渡輪今天復航"


def test_a_heading_needs_to_tell_less():
    body = "<h3>復航首日 港口人龍如織</h3>"
    assert title(body, "島嶼廣播全球資訊網") == "復航首日 港口人龍如織"


def test_nothing_on_the_page_tells_more_than_the_title():
    assert title("<div>多雲時晴有雨</div>", "島嶼廣播全球資訊網") == "島嶼廣播全球資訊網"


def test_the_name_that_the_page_gives_its_site_is_cut():
    head = "<meta property=og:site_name content='島嶼週'>"
    assert title("", "渡輪復航了｜島嶼週", head=head) == "渡輪復航了"
