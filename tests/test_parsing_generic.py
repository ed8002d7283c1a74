"""The body, the pictures and the related links of any page."""

import pytest

from crawler.items import Image, RelatedLink
from crawler.parsing import dom, generic

URL = "https://island.example/news/1"
ONE = "霧津渡輪停航一週後今天復航，首日載客兩千一百四十人。"
TWO = "港務局長說，每一班船都加派一名瞭望員，天候不佳時減速航行。"
READ_ON = "<p>延伸閱讀：<a href=/2>另一則新聞的標題在此</a></p>"
HEADER = "<header><h1>復航</h1><p>2026-01-05</p></header>"
FIGURE = "<figure><img src=/1.jpg><figcaption>圖說</figcaption></figure>"
MENU = "".join(
    f"<li><a href='/{n}'>第{n}個很長很長的選單項目，什麼也沒有說</a></li>" for n in range(30)
)


def body(html: str) -> list[str]:
    return [" ".join(line.split()) for line in generic.body(dom.parse(html)).paragraphs]


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


def test_a_page_of_links_has_no_body() -> None:
    assert generic.body(dom.parse(f"<ul>{MENU}</ul>")) == generic.Body([], None, "")
    assert body("") == []


def test_pictures_with_their_captions() -> None:
    root = dom.parse(
        "<figure><img src='data:image/gif;base64,x' data-src='/a-800x600.jpg'>"
        "<figcaption>甲</figcaption></figure>"
        "<figure><img src=/a-300x200.jpg></figure>"
        "<figure><img srcset='/b.jpg 1x, /c.jpg 2x'></figure>"
        "<figure><img data-srcset=''></figure><figure></figure>"
        "<figure><img data-src=/d/800/1.jpg"
        " data-srcset='/d/1024/1.jpg 1024w, /d/414/1.jpg 414w'></figure>"
    )
    assert generic.pictures(root.css("figure"), URL) == [
        Image("https://island.example/a-800x600.jpg", "甲"),
        Image("https://island.example/c.jpg"),
        Image("https://island.example/d/1024/1.jpg"),
    ]


def test_related_links_out_of_boxes_by_class_or_heading() -> None:
    root = dom.parse(
        "<aside class=related-news>"
        "<a href=/2?utm_source=x>第二則新聞</a><a href=/2>第二則</a></aside>"
        "<h3>延伸閱讀</h3><ul><li><a href=/3>第三則新聞</a><a href=/n>短</a></ul>"
        "<p><a href=/9>第九則新聞</a></p>"
        "<div class=recommend><a href=/4 title=第四則新聞><img></a></div>"
        "<div class=recommend><a href=/news/1#c>這一則新聞</a>"
        "<a href='javascript:x'>不是連結</a></div>"
        "<aside class=ranking><a href=/5>熱門第五則</a></aside>"
        "<table><td><b>相關新聞</b><br><a href=/6>第六則新聞</a><br><a href=/7>第七則新聞</a>"
        "<h2>其他</h2><a href=/8>第八則新聞</a></table>"
    )
    assert [link.title for link in generic.related(root, URL)] == [
        "第三則新聞",
        "第六則新聞",
        "第七則新聞",
        "第二則新聞",
        "第四則新聞",
    ]
    assert generic.related(root, URL)[0] == RelatedLink("第三則新聞", "https://island.example/3")


def test_related_links_are_bounded() -> None:
    links = "".join(f"<a href=/{n}>第{n}則相關的新聞</a>" for n in range(99))
    assert len(generic.related(dom.parse(f"<div class=related>{links}</div>"), URL)) == 40
