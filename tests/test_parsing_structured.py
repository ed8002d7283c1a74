"""What a page says about itself for machines."""

import pytest

from crawler.parsing import dom, structured
from crawler.parsing.structured import Structured


def read(*blocks: str, head: str = "") -> Structured:
    scripts = "".join(f'<script type="application/ld+json">{block}</script>' for block in blocks)
    return structured.read(dom.parse(f"<html lang='zh-TW'><head>{head}{scripts}</head></html>"))


@pytest.mark.parametrize(
    "block",
    [
        '{"@type":"NewsArticle","headline":"題"}',
        '[{"@type":"WebSite"},{"@type":["Thing","NewsArticle"],"headline":"題"}]',
        '{"@graph":[{"@type":"WebPage","mainEntity":{"@type":"Article","headline":"題"}}]}',
        '{"@type":"http://schema.org/NewsArticle","headline":"題"}',
        '{"@type":"NewsArticle",\n"headline":"題","description":"兩\n行\t說"}',
        '{"@type":"NewsArticle","headline":"題",}',
        '<!-- {"@type":"NewsArticle","headline":"題"} -->',
        '//<![CDATA[\n{"@type":"NewsArticle","headline":"題"}\n//]]>',
        "{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;headline&quot;:&quot;題&quot;}",
    ],
)
def test_the_article_is_found_in_every_wrapping(block: str) -> None:
    assert read("{broken", block).said("headline") == "題"


@pytest.mark.parametrize("block", ["", "null", "3", "[" * 50_000, '{"@type":"Product","name":"x"}'])
def test_what_is_no_article_is_none(block: str) -> None:
    assert read(block).article == {}


def test_of_several_articles_the_one_that_says_most_counts() -> None:
    data = read(
        '{"@type":"NewsArticle","headline":"旁"}',
        '{"@type":"NewsArticle","headline":"題","datePublished":"2026-01-05"}',
        '{"@type":"NewsArticle","headline":"後","datePublished":"2026-01-06"}',
    )
    assert data.said("headline") == "題"


def test_a_page_of_endless_items_is_cut() -> None:
    items = ",".join('{"@type":"ListItem"}' for _ in range(5_000))
    nested = '{"@graph":' * 100 + "[]" + "}" * 100
    assert (
        len(
            list(
                structured.json_ld(
                    dom.parse(f'<script type="application/ld+json">[[{items}],{nested}]</script>')
                )
            )
        )
        <= 400
    )


def test_texts_come_out_of_lists_and_objects() -> None:
    article = {"author": [{"name": "甲 &amp; 乙"}, "丙", None, True, {"@value": "丁"}], "n": 3}
    assert structured.texts(article, "author") == ["甲 & 乙", "丙", "丁"]
    assert structured.texts(article, "n") == ["3"]
    assert structured.texts(article, "n", "deeper") == []


def test_fields_are_taken_from_the_most_trusted_place() -> None:
    head = (
        '<meta property="article:published_time" content="2026-01-05">'
        '<meta name="Description" content="說">'
    )
    data = read('{"@type":"NewsArticle","dateModified":"2026-01-06"}', head=head)
    assert structured.field(data, "date") == ("2026-01-05", "meta article:published_time")
    assert structured.field(data, "modified") == ("2026-01-06", "JSON-LD dateModified")
    assert structured.field(data, "description") == ("說", "meta description")
    assert structured.field(data, "language") == ("zh-TW", "html lang")
    assert structured.field(data, "title") == ("", "")


@pytest.mark.parametrize(
    "image",
    [
        '"/1.jpg"',
        '["/1.jpg","/2.jpg"]',
        '{"url":"/1.jpg","name":"船在港內"}',
        '[{"name":"船在港內","contentUrl":"/1.jpg"}]',
    ],
)
def test_a_picture_is_its_address_and_not_its_name(image: str) -> None:
    data = read(f'{{"@type":"NewsArticle","image":{image}}}')
    assert structured.field(data, "image")[0] == "/1.jpg"


@pytest.mark.parametrize(
    ("block", "head", "tags"),
    [
        ('{"@type":"Article","keywords":["甲","乙"]}', "", ["甲", "乙"]),
        ('{"@type":"Article","keywords":"甲, 乙、丙"}', "", ["甲", " 乙", "丙"]),
        (
            "",
            "<meta property='article:tag' content='甲'><meta property='article:tag' content='乙'>",
            ["甲", "乙"],
        ),
        ("", "<meta name=keywords content='甲，乙'>", ["甲", "乙"]),
        ("", "<meta name=keywords content=''><meta content=x>", []),
    ],
)
def test_keywords(block: str, head: str, tags: list[str]) -> None:
    assert structured.keywords(read(block, head=head))[0] == tags


@pytest.mark.parametrize(
    ("block", "head", "writers"),
    [
        (
            '{"@type":"Article","author":[{"@type":"Person","name":"甲乙"},"丙丁"]}',
            "",
            ["甲乙", "丙丁"],
        ),
        ('{"@type":"Article","author":{"@type":"Organization","name":"島嶼報"}}', "", []),
        (
            '{"@type":"Article","author":{"@type":"Organization","name":"島嶼報 Post"}}',
            "<meta name=author content=島嶼報>",
            [],
        ),
        ("", "<meta name=author content=甲乙>", ["甲乙"]),
        ("", "<meta property='article:author' content='https://social.example/island'>", []),
    ],
)
def test_writers(block: str, head: str, writers: list[str]) -> None:
    assert structured.writers(read(block, head=head))[0] == writers


@pytest.mark.parametrize(
    ("value", "walled"),
    [
        ("false", True),
        ('"False"', True),
        ('"http://schema.org/False"', True),
        ("true", False),
        ("null", False),
    ],
)
def test_walls(value: str, walled: bool) -> None:
    assert read(f'{{"@type":"Article","isAccessibleForFree":{value}}}').is_walled is walled


def test_a_fragment_has_no_structured_data() -> None:
    data = structured.read(dom.parse("<p>x</p>"))
    assert (data.article, dict(data.meta), data.canonical, data.language) == ({}, {}, "", "")


def test_json_ld_beyond_any_article_is_not_read() -> None:
    small = '{"@type":"NewsArticle","headline":"題"}'
    assert read(small, f'{{"@type":"NewsArticle","articleBody":"{"長" * 1_000_000}"}}').article == {
        "@type": "NewsArticle",
        "headline": "題",
    }
