"""Which encoding a page is written in."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.parsing.encoding import decode

TRADITIONAL = "霧津渡輪今天復航，首日載客兩千人，港務局說這是三年來最多的一天。"
SIMPLIFIED = "雾津渡轮今天复航，首日载客两千人，港务局说这是三年来最多的一天。"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (TRADITIONAL.encode(), ""),
        (TRADITIONAL.encode(), "text/html; charset=UTF-8"),
        (TRADITIONAL.encode(), "text/html; charset=nonsense"),
        (TRADITIONAL.encode(), "text/html; charset=base64"),
        (TRADITIONAL.encode(), "text/html; charset=utf-7"),
        (codecs.BOM_UTF8 + TRADITIONAL.encode(), "text/html; charset=big5"),
        (codecs.BOM_UTF16_LE + TRADITIONAL.encode("utf-16-le"), ""),
        (codecs.BOM_UTF16_BE + TRADITIONAL.encode("utf-16-be"), "text/html; charset=utf-8"),
        (TRADITIONAL.encode("big5"), "text/html; charset=Big5"),
        (TRADITIONAL.encode("big5"), "text/html; charset=utf-8"),
        (TRADITIONAL.encode("big5"), ""),
        (TRADITIONAL.encode("gb18030"), "text/html;charset=gb2312"),
    ],
)
def test_bytes_become_text(body: bytes, content_type: str) -> None:
    assert decode(body, content_type) == TRADITIONAL


def test_simplified_characters_without_any_word_about_them() -> None:
    assert decode(SIMPLIFIED.encode("gb18030")) == SIMPLIFIED


@pytest.mark.parametrize(
    "declaration",
    [
        '<meta charset="big5">',
        "<META http-equiv=Content-Type content='text/html; charset=BIG5'>",
        '<?xml version="1.0" encoding="big5"?>',
    ],
)
def test_the_page_may_declare_its_encoding(declaration: str) -> None:
    page = declaration + TRADITIONAL
    assert decode(page.encode("big5")) == page


def test_a_few_broken_bytes_do_not_overthrow_the_declared_encoding() -> None:
    body = TRADITIONAL.encode() * 20 + b"\xe9\x9c"
    assert decode(body, "text/html; charset=utf-8") == TRADITIONAL * 20 + "\ufffd"


def test_the_least_broken_encoding_where_none_fits() -> None:
    body = TRADITIONAL.encode() * 20 + b"\xff\xff\x81"
    assert decode(body).startswith(TRADITIONAL)


@given(st.binary(max_size=200), st.text(max_size=40))
def test_any_bytes_become_text(body: bytes, content_type: str) -> None:
    decode(body, content_type).encode("utf-8")
