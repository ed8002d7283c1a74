"""The small interface around the HTML parser."""

import pytest

from crawler.parsing import dom


def first(html: str, selector: str = "body") -> dom.Node:
    node = dom.parse(html).first(selector)
    assert node is not None
    return node


@pytest.mark.parametrize(
    ("html", "paragraphs"),
    [
        ("<p>一</p><p>二</p>", ["一", "二"]),
        ("<div>一<p>二</p>三</div>", ["一", "二", "三"]),
        ("<p>一<b>粗</b>體<!-- 註 --></p>", ["一粗體"]),
        ("<p>一<br><br>二<br>\n<br>\n<br>三</p>", ["一", "二", "三"]),
        ("<p>一行<br>兩行<br><br>二</p>", ["一行\n兩行", "二"]),
        ("<p>第一句。<br>第二句。<br>未完<br>待續。</p>", ["第一句。", "第二句。", "未完\n待續。"]),
        ("<p>一<br>　　二<br>三</p>", ["一", "　　二\n三"]),
        ("<ul><li>甲<li>乙</ul>", ["甲", "乙"]),
        ("<p>&nbsp;</p><p>\u200b</p><p>一</p>", ["一"]),
        ("<p>一<script>x</script><style>y</style><noscript>z</noscript></p>", ["一"]),
        ("<p hidden>一</p><p style='color:red;display: none'>二</p><p style='x'>三</p>", ["三"]),
        ("", []),
    ],
)
def test_paragraphs(html: str, paragraphs: list[str]) -> None:
    assert dom.parse(html).paragraphs() == paragraphs


def test_noise_is_left_out_but_never_the_element_itself() -> None:
    body = first("<p>一</p><aside>二<p>三</p></aside><p>四</p>")
    noise = {node.key for node in body.css("aside")}
    assert body.paragraphs(noise) == ["一", "四"]
    assert first("<aside>二</aside>", "aside").paragraphs(noise) == ["二"]


def test_text_is_what_a_reader_sees() -> None:
    assert first("<p>一<br>二</p><p>三<script>x</script></p>").text.split() == ["一", "二", "三"]
    assert first("<script>x<y</script>", "script").raw == "x<y"


def test_elements_know_their_place() -> None:
    item = first("<div class='A b' ID=c><p title=t>一</p>文<h2>二</h2></div>", "p")
    assert [node.tag for node in item.ancestors] == ["div", "body", "html"]
    assert [node.tag for node in item.following] == ["h2"]
    assert item.parent is not None
    assert item.parent.words == "a b c"
    assert (item.attribute("title"), item.attribute("none")) == ("t", "")
    assert dom.parse("x").parent is None


def test_an_element_is_itself_however_it_was_found() -> None:
    root = dom.parse("<p class=a>一</p><p class=b>二</p>")
    assert root.css("p")[0] == root.first(".a")
    assert root.css("p")[0] != root.css("p")[1]
    assert root.first("p") != "p"
    assert len({*root.css("p"), *root.css(".a, .b, p")}) == 2
    assert [node.text.strip() for node in root.css("p, .a")] == ["一", "二"]
    assert root.first("h1") is None


def test_an_outline_holds_every_box_with_its_own_text_links_and_pictures() -> None:
    root = dom.parse("<div class=A id=b>一二<img><p>三<a>四五</a></p><ul hidden><li>六</ul></div>")
    outline = root.outline()
    assert [(box.tag, box.characters, box.linked, box.images) for box in outline.boxes] == [
        ("html", 0, 0, 0),
        ("body", 0, 0, 0),
        ("div", 2, 0, 1),
        ("p", 3, 2, 0),
    ]
    assert outline.boxes[2].words == "a b"
    assert [anchor.text for anchor in outline.anchors] == ["四五"]
    assert [box.anchors for box in outline.boxes] == [(0, 1)] * 4
    assert [box.tag for box in outline.boxes[3].ancestors] == ["div", "body", "html"]
    noise = {node.key for node in root.css("p")}
    assert [box.tag for box in root.outline(noise).boxes] == ["html", "body", "div"]


def test_a_deep_page_costs_no_stack() -> None:
    depth = 5_000
    assert dom.parse("<div>" * depth + "底").paragraphs() == ["底"]


def test_what_pops_up_in_a_paragraph_does_not_divide_it() -> None:
    root = dom.parse("<div>船上裝設<b>雷達</b><aside><p>小百科</p></aside>，可辨認小艇。</div>")
    keys = {node.key for node in root.css("aside")}
    assert root.paragraphs(keys) == ["船上裝設雷達", "，可辨認小艇。"]
    assert root.paragraphs(popups=keys) == ["船上裝設雷達，可辨認小艇。"]


def test_an_outline_is_cut_where_no_article_comes() -> None:
    outline = dom.parse(f"<div><p>{'船' * (dom.MOST_TEXT + 9)}</p><a>後</a></div>").outline()
    assert max(box.characters for box in outline.boxes) <= dom.MOST_TEXT
    assert [box.tag for box in outline.boxes] == ["html", "body", "div", "p"]
    assert not outline.anchors
