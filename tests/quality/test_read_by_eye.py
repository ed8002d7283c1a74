"""The real pages that a person has read: every field of every one is read right, or it fails."""

import json
from pathlib import Path

import pytest

from crawler import extract
from tests.quality import read_by_eye

GOLD = json.loads((Path(__file__).parent / "gold/cna.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", sorted(GOLD))
def test_a_page_is_read_as_a_person_reads_it(shared: Path, page: str) -> None:
    expected = GOLD[page]
    url = expected.get("canonical") or f"https://www.cna.com.tw/{expected['identity'][4:]}.aspx"

    found = read_by_eye.told(extract.read((shared / page).read_bytes(), url), url)

    kept = read_by_eye.digested(found)
    wrong = {name: found.get(name) for name in {*kept, *expected} if name not in kept}
    wrong |= {name: found[name] for name in kept if kept[name] != expected.get(name)}
    assert not wrong


def test_the_list_of_a_section_is_no_article(shared: Path) -> None:
    page = (shared / "cna/2014-12-newsdiffHK/listing.html").read_bytes()
    reading = extract.read(page, "http://www.cna.com.tw/list/acn-1.aspx")
    assert reading.article is None
