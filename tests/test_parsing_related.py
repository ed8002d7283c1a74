"""The links of any page to related articles."""

from crawler.items import RelatedLink
from crawler.parsing import dom
from crawler.parsing.related import related

URL = "https://island.example/news/1"


def test_related_links_out_of_boxes_by_class_or_heading() -> None:
    outline = dom.parse(
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
    ).outline()
    assert [link.title for link in related(outline, URL)] == [
        "第三則新聞",
        "第六則新聞",
        "第七則新聞",
        "第二則新聞",
        "第四則新聞",
    ]
    assert related(outline, URL)[0] == RelatedLink("第三則新聞", "https://island.example/3")


def test_related_links_are_bounded() -> None:
    links = "".join(f"<a href=/{n}>第{n}則相關的新聞</a>" for n in range(99))
    assert len(related(dom.parse(f"<div class=related>{links}</div>").outline(), URL)) == 40
