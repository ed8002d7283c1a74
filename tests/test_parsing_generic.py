"""The body of any page."""

import pytest

from crawler.parsing import dom, generic

ONE = "霧津渡輪停航一週後今天復航，首日載客兩千一百四十人。"
TWO = "港務局長說，每一班船都加派一名瞭望員，天候不佳時減速航行。"
THREE = "首班船清晨六點開出，末班晚上九點半，票價與停航前相同。"
OTHER = "夜市今晚重新開張，攤商說備料比平常多了三成，盼人潮回來。"
READ_ON = "<p>延伸閱讀：<a href=/2>另一則新聞的標題在此</a></p>"
HEADER = "<header><h1>復航</h1><p>2026-01-05</p></header>"
FIGURE = "<figure><img src=/1.jpg><figcaption>圖說</figcaption></figure>"
MENU = "".join(
    f"<li><a href='/{n}'>第{n}個很長很長的選單項目，什麼也沒有說</a></li>" for n in range(30)
)


def body(html: str) -> list[str]:
    return [" ".join(line.split()) for line in generic.body(dom.parse(html).outline()).paragraphs]


@pytest.mark.parametrize(
    "html",
    [
        f"<article><p>{ONE}</p><p>{TWO}</p></article>",
        f"<ul>{MENU}</ul><div id=main><p>{ONE}</p><p>{TWO}</p></div><footer>{ONE * 3}</footer>",
        f"<div itemprop=articleBody>{ONE}<br><br>{TWO}</div><div class=comments>{ONE * 9}</div>",
        f"<form action=/><td><div>{ONE}<br>{TWO}</div></td></form>",
        f"<div class='share-page'><div><p>{ONE}</p><p>{TWO}</p></div></div>",
        f"<article>短</article><div class=text><p>{ONE}</p><p>{TWO}</p></div>",
        f"<article>{HEADER}<p>{ONE}</p><p>{TWO}</p></article>",
        f"<article><p>{ONE}</p>{READ_ON}<p>{TWO}</p></article>",
        f"<article><p>{ONE}</p><p>{TWO}</p><h3>相關新聞</h3><ul>{MENU}</ul></article>",
        f"<article><p>{ONE}</p>{FIGURE}<p>{TWO}</p></article>",
        f"<article><p>{ONE}</p><div class=newsletter-box>{TWO[:14]}</div><p>{TWO}</p></article>",
        f"<article class=rail>{MENU}</article><article><p>{ONE}</p><p>{TWO}</p></article>",
    ],
)
def test_the_text_and_nothing_around_it(html: str) -> None:
    assert body(html) == [ONE, TWO]


def parts(*texts: str) -> str:
    """A text in several places, with a box between them."""
    made = (f"<div class=part><div class=line>{text}</div></div>" for text in texts)
    return f"<article><section>{'<aside>廣告</aside>'.join(made)}</section></article>"


@pytest.mark.parametrize(
    "html",
    [
        parts(f"{ONE}<br><br>{TWO}", f"{THREE}"),
        f"<div><p>{ONE}</p><p>{TWO}</p><ul><li>{THREE}</li></ul></div>",
        f"<p class=summary>{ONE}</p><div class=text><p>{TWO}</p><p>{THREE}</p></div>",
        f"<div class='article-info'>{ONE}<br>{TWO}<br>{THREE}</div>",
        f"<div><p>{ONE}</p><p>{TWO[:3]}<a class=tag href=/t>{TWO[3:]}</a></p><p>{THREE}</p></div>",
        f"<div><p>{ONE}</p><p>港務<a href=/t>{TWO[2:-9]}</a>{TWO[-9:]}</p><p>{THREE}</p></div>",
        f"<div><p>{ONE}</p><p>{TWO}</p><span class=img_descr>圖中人</span><p>{THREE}</p></div>",
        f"<div>{ONE}<span style='display:block'></span>{TWO}<div hidden>藏</div>{THREE}</div>",
        f"<div><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p></div><div><p>聲明：{ONE * 9}</p></div>",
    ],
)
def test_a_text_in_parts_with_a_lead_or_a_list_is_whole(html: str) -> None:
    assert body(html) == [ONE, TWO, THREE]


def test_another_article_below_is_none_of_the_text() -> None:
    one = f"<article><div class=atoms><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p></div></article>"
    other = f"<article><div class=atoms><p>{OTHER}</p></div></article>"
    assert body(f"<main>{one}</main><div class=list>{other * 3}</div>") == [ONE, TWO, THREE]


def test_a_table_of_values_is_read_by_its_rows() -> None:
    rows = "<tr><th>航線<th>班次<tr><td>霧津線<td>20<tr><td>外島線<td>"
    table = f"<figure class=table><table>{rows}</table></figure>"
    assert body(f"<div><p>{ONE}</p>{table}<p>{TWO}</p></div>") == [
        ONE,
        "航線 | 班次",
        "霧津線 | 20",
        "外島線",
        TWO,
    ]


def test_who_edited_is_kept_beside_the_text() -> None:
    found = generic.body(dom.parse(f"<div><p>{ONE}</p><p>責任編輯：甲乙</p></div>").outline())
    assert (found.paragraphs, found.byline) == ([ONE], ("責任編輯：甲乙",))


def test_a_page_of_links_has_no_body() -> None:
    assert generic.body(dom.parse(f"<ul>{MENU}</ul>").outline()) == generic.Body([], None, "")
    assert body("") == []
