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
from crawler.text import fold

CNA = "https://www.cna.com.tw/news/aall/"
LEAD_BRACKET = re.compile(r"[（(][^（()）]{0,60}(?:中央社|記者|電|報導)[^（()）]{0,60}[）)]")
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


@pytest.mark.parametrize("name", ["201308130087-1", "201412120137-1"])
def test_cna_of_2013_and_2014(shared: Path, name: str) -> None:
    page = shared / "cna/2014-12-newsdiffHK" / f"{name}.html"
    expected = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    found = article(page)
    assert found.title == fold(expected["title"])
    assert "".join(found.body) == re.sub(r"\s", "", expected["body"])
    assert found.date is not None
    assert found.date.precision == "minute"
    assert found.modified is not None
    assert found.dateline


def test_cna_of_february_2023(shared: Path) -> None:
    page = shared / "cna/2023-02-goose3/202302210388.html"
    schema = json.loads(page.with_suffix(".schema.json").read_text(encoding="utf-8"))["schema"]
    found = article(page)
    assert found.title == fold(schema["headline"])
    assert found.categories == (schema["articleSection"],)
    assert found.date is not None
    assert found.date.raw == schema["datePublished"]
    assert found.date.at.isoformat() == "2023-02-21T13:20:00+00:00"
    assert found.modified is not None
    assert found.modified.at.isoformat() == "2023-02-21T14:08:00+00:00"
    assert [credit.role for credit in found.credits] == ["reporter", "editor"]
    assert found.dateline == "台北"
    assert (len(found.body), len(found.tags), len(found.images)) == (6, 3, 1)
    assert Counter(link.sitewide for link in found.related) == {False: 10, True: 16}


@pytest.mark.parametrize(
    ("name", "paragraphs", "roles", "own", "images"),
    [
        ("001", 7, ["reporter", "editor"], 6, 1),
        ("003", 11, ["translator", "核稿"], 2, 0),
        ("005", 8, ["reporter", "editor"], 0, 0),
    ],
)
def test_cna_of_august_2023(
    shared: Path, name: str, paragraphs: int, roles: list[str], own: int, images: int
) -> None:
    found = article(shared / "cna/2023-08-ChiaYuChang" / f"{name}.html")
    assert len(found.body) == paragraphs
    assert [credit.role for credit in found.credits] == roles
    assert sum(not link.sitewide for link in found.related) == own
    assert len(found.images) == images
    assert found.date is not None
    assert found.date.precision == "second"
    assert 4 <= len(found.tags) <= 5
    assert found.canonical_url == found.url


def test_cna_that_has_expired(shared: Path) -> None:
    for page in sorted((shared / "cna/2018-2019-twnews").glob("*.html")):
        fault = read(page).fault
        assert fault is not None
        assert (fault.kind, len(fault.lead), bool(fault.title)) == ("expired", 1, True)


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


def cna_texts(shared: Path) -> Iterator[Sequence[str]]:
    """The paragraphs of every CNA seed, and of every archived version of a CNA article."""
    for path in sorted((shared / "posts").rglob("*.md")):
        text = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
        url = re.search(r"^from: (.*cna\.com\.tw.*)$", text, re.MULTILINE)
        if url:
            html = text.partition("<div>\n")[2].rpartition("\n</div>")[0]
            yield normalise(extract.fragment(html, url[1])).body
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
