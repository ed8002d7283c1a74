"""A seed and its page are one article: what both observed is the same, in either form."""

import json
import re
from pathlib import Path

import pytest

from crawler import extract
from crawler.items import COMPARED, Article
from crawler.seeds import parse
from crawler.store.digests import same

CASES = Path(__file__).parent / "sites"
FRONT_MATTER = """---
layout: post
title: "{title}"
date: 2026-01-05T15:04:05.000Z
author: (島)中央社
from: {url}
tags: [ (島)中央社 ]
comments: True
categories: [ (島)中央社 ]
---
<!--1767625445000-->
[{title}]({url})
------

<div>
{content}
</div>
"""


def page(case: str) -> Article:
    url = json.loads((CASES / case / "article.json").read_text("utf-8"))["url"]
    found = extract.read((CASES / case / "page.html").read_bytes(), url).article
    assert found is not None
    return found


def seed(html: str, of: Article) -> Article:
    """The seed that the feed of `of` would have left, with `html` as its content."""
    content = " ".join(html.split("\n"))
    document = FRONT_MATTER.format(title=of.title, url=of.url, content=content)
    return parse(document.encode())


def assert_one(old: Article, new: Article, *expected: str) -> None:
    both = [field for field in COMPARED if field in old.observed and field in new.observed]
    assert both == list(expected)
    for field in both:
        assert getattr(old, field) == getattr(new, field)
    assert same(old, new)


def between(text: str, start: str, end: str) -> str:
    return text.partition(start)[2].partition(end)[0]


def test_a_cna_seed_of_2023_reads_like_its_page() -> None:
    live = page("cna/2023-02")
    html = (CASES / "cna/2023-02/page.html").read_text("utf-8")
    text = between(html, '<div class="paragraph">', '<div class="paragraph BtnShareGroup')

    found = seed(f"<div></div><div>{text}", live)

    assert_one(found, live, "title", "body", "credits", "dateline", "tags")
    assert found.related == live.related
    assert sum(link.sitewide for link in found.related) == 3


def test_a_cna_seed_of_2020_reads_like_its_page() -> None:
    live = page("cna/2020")
    html = (CASES / "cna/2020/page.html").read_text("utf-8")
    picture = between(html, '<div class="fullPic">', '<div class="shareSide">')
    text = between(html, '<div class="shareSide"></div>', '<div class="paragraph"><p>')

    found = seed(f'<div class="fullPic">{picture}<div></div>{text}', live)
    later = seed(f"<div></div><div>{text.partition('>')[2]}", live)

    for each in (found, later):
        assert_one(each, live, "title", "body", "credits", "dateline")
        assert each.related == live.related
    assert found.images == live.images


@pytest.mark.parametrize("case", ["atoms-2025", "canvas-2019"])
def test_a_text_seed_reads_like_its_page(case: str) -> None:
    """The text of the page, line by line, down to the end of the rail."""
    live = page(f"yahoo/{case}")
    html = (CASES / "yahoo" / case / "page.html").read_text("utf-8")
    byline, *text = re.findall(r"<p(?: class=\"canvas-text\")?>(.*?)</p>", html.partition("<h2")[0])
    captions = [image.caption for image in live.images]
    rail = [f"{link.title}\n{link.summary}{link.publisher} ・ {link.age}" for link in live.related]
    lines = [f" date 2026-01-06 {live.title}", byline, *text, *captions, "其他人也在看", *rail]
    written = "\n".join(re.sub(r"<br>", "\n", line) for line in lines)

    found = parse(re.sub(r"<[^>]*>", "", written).encode())

    assert_one(found, live, "title", "body", "credits", "dateline")
    assert [it.caption for it in found.images] == captions
    told = [(it.title, it.summary, it.publisher, it.age) for it in live.related]
    assert [(it.title, it.summary, it.publisher, it.age) for it in found.related] == told
