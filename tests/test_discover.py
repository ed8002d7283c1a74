"""Links on list pages, in feeds and in sitemaps."""

import gzip
from typing import Any

import pytest
from scrapy.http import HtmlResponse, Response, XmlResponse

from crawler.spiders.discover import links_of

URL = "https://www.cna.com.tw/list/aall.aspx"
ONE, TWO = "https://www.cna.com.tw/news/1.aspx", "https://www.cna.com.tw/news/2.aspx"

PAGE = f"""<html><body><a href="/news/1.aspx#top">一</a><a href=" {TWO} ">二</a>
<a href="javascript:void(0)">三</a><a href="mailto:a@b.c">四</a><a>五</a></body></html>"""
RSS = f"""<?xml version="1.0" encoding="utf-8"?><rss xmlns:feedburner="http://rssnamespace.org/f/1.0">
<channel><link>https://www.cna.com.tw/</link><item><link>{ONE}</link></item>
<item><link>http://feeds.example/~r/2</link><feedburner:origLink>{TWO}</feedburner:origLink></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://www.cna.com.tw/"/>
<entry><link href="{ONE}"/></entry>
<entry><link rel="alternate" href="/news/2.aspx"/></entry></feed>"""
SITEMAP = f"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc> {ONE} </loc></url><url><loc>{TWO}</loc></url></urlset>"""
INDEX = f"""<sitemapindex><sitemap><loc>{ONE}</loc></sitemap></sitemapindex>"""


def answer(kind: Any, text: str) -> Response:
    response: Response = kind(URL, body=text.encode(), encoding="utf-8")
    return response


@pytest.mark.parametrize(
    "response",
    [
        answer(HtmlResponse, PAGE),
        answer(HtmlResponse, f'<?xml version="1.0"?>\n<!DOCTYPE html>{PAGE}'),
        answer(XmlResponse, ATOM),
        answer(XmlResponse, SITEMAP),
        answer(HtmlResponse, SITEMAP),
        Response(URL, body=gzip.compress(SITEMAP.encode())),
        Response(URL, body=SITEMAP.encode()),
    ],
    ids=["page", "xhtml", "atom", "sitemap", "mislabelled", "gzip", "untyped"],
)
def test_links_are_absolute_and_each_stands_once(response: Response):
    assert links_of(response) == ([ONE, TWO], [])


def test_a_feedburner_item_is_known_by_its_own_url():
    pages, _ = links_of(answer(XmlResponse, RSS))

    assert {ONE, TWO} <= set(pages)
    assert "https://www.cna.com.tw/" not in pages


def test_a_sitemap_index_names_further_sitemaps():
    assert links_of(answer(XmlResponse, INDEX)) == ([], [ONE])


def test_entities_are_not_expanded():
    bomb = f"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "{ONE}"><!ENTITY b SYSTEM
    "file:///etc/passwd">]><rss><channel><item><link>&a;</link></item><item><link>&b;</link></item>
    </channel></rss>"""

    assert links_of(answer(XmlResponse, bomb)) == ([], [])


def test_a_page_that_would_stall_a_parser_is_refused():
    page = f"<html><body {'a=b ' * 5_000}><a href={ONE}>一</a></body></html>"

    with pytest.raises(ValueError, match="attributes"):
        links_of(answer(HtmlResponse, page))


@pytest.mark.parametrize("text", ["", "<", "<?xml", "\x00\x00", "<rss>" * 300])
def test_what_is_broken_has_no_links(text: str):
    assert links_of(answer(XmlResponse, text)) == ([], [])
