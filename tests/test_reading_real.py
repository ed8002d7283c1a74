"""Real pages and seeds, read from the shared folder; none of their text stands here."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from crawler import extract
from crawler.credits import lead, tail
from crawler.items import Article, Reading
from crawler.normalise import normalise
from crawler.parsing import dom
from crawler.text import fold
from tests.quality.pages import own_address

pytestmark = [pytest.mark.slow, pytest.mark.no_cover]

CNA = "https://www.cna.com.tw/news/aall/"
LEAD_BRACKET = re.compile(r"[（(][^（()）]{0,60}(?:中央社|記者|電|報導)[^（()）]{0,60}[）)]")
BOXES = (
    ".media, .moreArticle, .SubscriptionInner, .articlekeywordGroup, .bottomBox, .fullPic"
    ", .bottomArticleBanner"
)
TAIL_BRACKET = re.compile(r"[（(][^（()）]{0,80}(?:編輯|譯者)：[^（()）]{0,80}[）)]\d{7}")


def read(page: Path) -> Reading:
    body = page.read_bytes()
    found = re.search(rb'href="(http[^"]+)"[^>]*rel="canonical"', body)
    return extract.read(body, found[1].decode() if found else "https://unknown.example/news/1")


def article(page: Path) -> Article:
    reading = read(page)
    assert reading.article is not None, reading.fault
    return reading.article


def four_grams(text: str) -> Counter[str]:
    squeezed = re.sub(r"\s", "", text)
    return Counter(squeezed[start : start + 4] for start in range(max(1, len(squeezed) - 3)))


def precision_and_recall(found: str, expected: str) -> tuple[float, float]:
    ours, theirs = four_grams(found), four_grams(expected)
    shared_grams = (ours & theirs).total()
    return shared_grams / max(1, ours.total()), shared_grams / max(1, theirs.total())


def test_the_first_seed_reads_like_a_page(shared: Path) -> None:
    seed = next((shared / "seeds").glob("000_*")).read_text(encoding="utf-8")
    html = seed.partition("<div>\n")[2].rpartition("\n</div>")[0]
    found = normalise(extract.fragment(html, f"{CNA}202301140005.aspx"))
    assert len(found.body) == 6
    assert [credit.role for credit in found.credits] == ["translator"]
    assert (found.dateline, len(found.tags)) == ("華盛頓", 3)
    assert Counter(link.sitewide for link in found.related) == {False: 4, True: 16}
    shell = f"<div class='centralContent'><h1>題</h1><div class='paragraph'>{html[16:]}</div>"
    page = extract.read(shell.encode(), f"{CNA}202301140005.aspx").article
    assert page is not None
    for name in ("body", "credits", "dateline", "tags", "related"):
        assert getattr(page, name) == getattr(found, name)


def cna_seeds(shared: Path) -> Iterator[tuple[str, str]]:
    """URL and content of every CNA seed among the posts."""
    for path in sorted((shared / "posts").rglob("*.md")):
        text = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
        url = re.search(r"^from: (.*cna\.com\.tw.*)$", text, re.MULTILINE)
        if url:
            yield url[1], text.partition("<div>\n")[2].rpartition("\n</div>")[0]


def test_the_body_of_every_cna_seed_is_all_its_text_and_nothing_else(shared: Path) -> None:
    """What a reader sees, without the boxes of pictures, links, tags, letters and the feed."""
    seeds = list(cna_seeds(shared))
    for url, html in seeds:
        root = dom.parse(html)
        boxes = {box.key for box in root.css(BOXES)}
        popups = {box.key for box in root.css(".dictionary-box")}
        shown = "".join(root.paragraphs(boxes, popups)).partition("获取更多RSS")[0]
        body = normalise(extract.fragment(html, url)).body
        assert re.sub(r"\s", "", "".join(body)) == re.sub(r"\s", "", shown), url
    assert len(seeds) == 204


@pytest.mark.parametrize(
    "page", ["2023-02-goose3/202302210388", *(f"2023-08-ChiaYuChang/00{n}" for n in (1, 3, 5))]
)
def test_a_real_page_and_a_seed_with_its_text_are_one(shared: Path, page: str) -> None:
    path = shared / "cna" / f"{page}.html"
    live = article(path)
    html = path.read_text(encoding="utf-8").partition('<div class="paragraph">')[2]
    inner = re.split(r'<div class="paragraph (?:BtnShareGroup|bottomArticleBanner)', html)[0]
    seed = normalise(extract.fragment(f"<div></div><div>{inner}", live.url))
    for field in ("body", "credits", "dateline", "tags", "related"):
        assert getattr(seed, field) == getattr(live, field)


def cna_texts(shared: Path) -> Iterator[Sequence[str]]:
    """The paragraphs of every CNA seed, and of every archived version of a CNA article."""
    for url, html in cna_seeds(shared):
        yield normalise(extract.fragment(html, url)).body
    lines = (shared / "revisions/cna-pairs-by-id.jsonl").read_text(encoding="utf-8").splitlines()
    for pair in map(json.loads, lines):
        for version in ("old", "new"):
            yield list(filter(None, map(fold, pair[version]["text"].split("\n"))))


def test_the_brackets_of_every_cna_text_are_understood(shared: Path) -> None:
    """Not understood are five that name nobody: of the web desk, and links to the whole story."""
    texts = list(cna_texts(shared))
    leads = [text for text in texts if LEAD_BRACKET.search(" ".join(text[:3]))]
    tails = [text for text in texts if TAIL_BRACKET.search("\n".join(text))]
    assert (len(texts), len(leads), len(tails)) == (312, 312, 302)
    assert sum(not any(lead(text)) for text in leads) == 5
    assert all(tail(text).credits for text in tails)
    people = {who.name for text in texts for who in lead(text).credits + tail(text).credits}
    assert len(people) > 130
    assert all(re.fullmatch(r"[\u3400-\u9fff]{2,4}", name) for name in people)


def test_every_post_has_a_body(shared: Path) -> None:
    empty, read_in_full = [], 0
    for path in sorted((shared / "posts/sample").rglob("*.md")):
        text = path.read_bytes().decode("utf-8", "replace")
        url = re.search(r"^from: (.*)$", text, re.MULTILINE)
        html = text.partition("<div>\n")[2].rpartition("</div>")[0]
        if url is None or not re.sub(r"<[^>]*>|\s", "", html):
            continue
        read_in_full += 1
        if not normalise(extract.fragment(html, url[1])).body:
            empty.append(path.name)
    assert read_in_full > 400
    assert len(empty) <= 2


@pytest.mark.parametrize(
    ("name", "paragraphs", "images", "own", "people"),
    [
        ("ltn/001", 4, 1, 5, 0),
        ("ltn/003", 4, 1, 5, 0),
        ("ltn/004", 8, 1, 4, 2),
        ("udn/news/001", 11, 2, 10, 2),
        ("udn/news/002", 7, 1, 10, 1),
        ("udn/global/001", 19, 7, 10, 1),
        ("ettoday/003", 4, 2, 5, 1),
        ("setn/001", 6, 1, 6, 1),
        ("setn/004", 4, 1, 8, 1),
        ("pts/001", 13, 2, 4, 1),
        ("pts/004", 11, 1, 4, 3),
    ],
)
def test_pages_of_outlets_with_a_file(
    shared: Path, name: str, paragraphs: int, images: int, own: int, people: int
) -> None:
    page = (shared / f"outlets/ChiaYuChang/{name}.html").read_bytes()
    reading = extract.read(page, own_address(page))
    found = reading.article
    assert reading.extractor.partition("/")[0] == name.partition("/")[0]
    assert found is not None
    assert (len(found.body), len(found.images)) == (paragraphs, images)
    assert sum(not link.sitewide for link in found.related) == own
    assert len(found.credits) == people
    assert found.tags


def test_pages_of_other_outlets(shared: Path) -> None:
    pages = [it for it in sorted((shared / "outlets").rglob("*.html")) if it.stem != "listing"]
    readings = {page: read(page) for page in pages}
    whole = [reading for reading in readings.values() if reading.article]
    assert len(whole) >= 0.85 * len(pages)
    assert sum(reading.article.date is not None for reading in whole if reading.article) >= 35
    for page, reading in readings.items():
        beside = page.with_suffix(".json")
        if not (beside.exists() and reading.article):
            continue
        expected = (json.loads(beside.read_text(encoding="utf-8")) or {}).get("body")
        if not expected:
            continue
        precision, recall = precision_and_recall("".join(reading.article.body), expected)
        assert min(precision, recall) >= 0.6, page


def test_chinese_pages_of_2011_and_2012(shared: Path) -> None:
    scores = []
    for page in sorted((shared / "extraction/waddle-zh/html").iterdir()):
        expected = (
            (page.parents[1] / "reference" / page.name).read_bytes().decode("utf-8", "replace")
        )
        found = extract.read(
            page.read_bytes(), f"http://{page.name.split('_')[1]}/x/1.html"
        ).article
        text = "".join((found.title, *found.body)) if found else ""
        scores.append(precision_and_recall(text, re.sub("<[^>]*>", "", expected)))
    precision, recall = (sum(column) / len(scores) for column in zip(*scores, strict=True))
    assert precision >= 0.9
    assert recall >= 0.95
