"""The same article's page, read again: whatever else is on it, the same digest, every time."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from crawler import extract
from crawler.items import Article
from crawler.parsing.encoding import decode
from crawler.store import digests
from tests.quality import pages
from tests.stirred import stirred

pytestmark = pytest.mark.no_cover

ROOT = Path(__file__).parents[1]
CASES = sorted((Path(__file__).parent / "sites").glob("*/*/page.html"))
UTF8 = {"content-type": "text/html; charset=utf-8"}
VISITS = 4


def read(html: str, url: str) -> Article | None:
    return extract.read(html.encode("utf-8", "replace"), url, UTF8).article


def differences(html: str, url: str) -> dict[int, list[str]]:
    """By visit, the fields that a hundred changes beside the text make different."""
    first = read(html, url)
    found = {}
    for seed in range(VISITS if first else 0):
        again = read(stirred(html, seed), url)
        assert first is not None
        if again is None or digests.digest(again) != digests.digest(first):
            names = [
                name
                for name in first.observed
                if getattr(first, name) != getattr(again, name, None)
            ]
            found[seed] = names
    return found


@pytest.mark.parametrize("page", CASES, ids=lambda page: f"{page.parts[-3]}/{page.parts[-2]}")
def test_an_invented_page_reads_the_same_under_a_hundred_changes(page: Path):
    url = json.loads(page.with_name("article.json").read_text(encoding="utf-8"))["url"]

    assert not differences(decode(page.read_bytes()), url)


@pytest.mark.parametrize("name", ["cna", "outlets"])
def test_a_real_page_reads_the_same_under_a_hundred_changes(name: str, shared: Path):
    assert shared == pages.SHARED
    found = {page.name: differences(page.html, page.url) for page in pages.real(name)}

    assert not {name: fields for name, fields in found.items() if fields}


def test_a_real_chinese_page_of_2011_reads_the_same_too(shared: Path):
    assert shared == pages.SHARED
    found = {page.name: differences(page.html, page.url) for page in pages.every()["waddle"][::9]}

    assert not {name: fields for name, fields in found.items() if fields}


def test_the_same_bytes_give_the_same_article_in_another_process():
    """Sets and dictionaries differ from process to process: none may show."""
    program = (
        "import sys; from pathlib import Path; from crawler import extract\n"
        "for path in sys.argv[1:]: print(extract.read(Path(path).read_bytes(), 'https://x.example/1'))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program, *map(str, CASES)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip

    [same] = told
    assert same.count("extractor=") >= len(CASES)
