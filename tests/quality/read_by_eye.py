"""What a person reads on a page, kept as digests: gold that holds none of the page's text.

A page of `../shared/data` is opened as text (its HTML, not what a parser makes of it), and what it
says is noted in a TOML file outside this repository, one table a page, its path from that folder::

    ["cna/2023-02-goose3/202302210388.html"]
    identity = "cna:202302210388"
    canonical = "https://www.cna.com.tw/news/aipl/202302210388.aspx"
    language = "zh-Hant-TW"
    title = "..."
    published = "2023-02-21T21:20+08:00"    # to the minute, in Taipei
    modified = "2023-02-21T22:08+08:00"
    dateline = "..."
    credits = ["reporter ...", "editor ..."]    # the role, the name as it stands
    section = ["..."]
    tags = ["..."]                          # of the visible ones, in their order
    description = "..."
    body = ["...", "..."]                   # every paragraph, and nothing that is none
    images = ["URL\\n CAPTION\\n CREDIT"]     # the largest of its sizes
    related = ["URL TITLE"]                 # chosen for this article; any order
    sitewide = ["URL TITLE"]                # the carousel that every page shows; any order

A page that holds no article has `identity`, `fault` (its kind), and the `title` and `body` that are
left. White space is folded: a run of it is one space. Then

    python -m tests.quality.read_by_eye NOTES.toml > tests/quality/gold/cna.json

writes what is kept: URLs, times, roles and kinds as they are, of all other text the start of its
SHA-256. `read_by_eye.told` says the same of a Reading.
"""

import hashlib
import json
import sys
import tomllib
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from crawler import sites
from crawler.dates import TAIPEI
from crawler.items import Article, Moment, Reading, RelatedLink

Told = Mapping[str, str | list[str]]

_PLAIN = {"identity", "canonical", "language", "published", "modified", "fault"}
_SETS = {"related", "sitewide"}
_ROLES_OR_URLS = {"credits", "images", "related", "sitewide"}
_DIGITS = 16


def told(reading: Reading, url: str) -> Told:
    """What a Reading of the page at `url` says, in the form of the notes."""
    if reading.article:
        return {"identity": sites.identity(url), **_article(reading.article)}
    fault = reading.fault
    assert fault is not None
    lead = list(fault.lead)
    said = {"identity": sites.identity(url), "fault": fault.kind, "title": fault.title}
    return {**said, "body": lead}


def digested(notes: Told) -> Told:
    """`notes` without their text: each field as it is kept."""
    return {name: _kept(name, value) for name, value in notes.items() if value}


def _article(article: Article) -> Told:
    related = article.related
    return {
        "canonical": article.canonical_url,
        "language": article.language,
        "title": article.title,
        "published": _minute(article.date),
        "modified": _minute(article.modified),
        "dateline": article.dateline,
        "credits": [f"{credit.role} {credit.name}" for credit in article.credits],
        "section": list(article.categories),
        "tags": list(article.tags),
        "description": article.description,
        "body": list(article.body),
        "images": [f"{it.url}\n{it.caption}\n{it.credit}" for it in article.images],
        "related": [_link(link) for link in related if not link.sitewide],
        "sitewide": [_link(link) for link in related if link.sitewide],
    }


def _minute(moment: Moment | None) -> str:
    return moment.at.astimezone(TAIPEI).isoformat(timespec="minutes") if moment else ""


def _link(link: RelatedLink) -> str:
    return f"{link.url} {link.title}"


def _kept(name: str, value: str | list[str]) -> str | list[str]:
    if isinstance(value, list):
        kept = [_line(name, line) for line in value]
        return sorted(kept) if name in _SETS else kept
    return value if name in _PLAIN else _digest(value)


def _line(name: str, line: str) -> str:
    if name not in _ROLES_OR_URLS:
        return _digest(line)
    known, _, text = line.partition("\n" if name == "images" else " ")
    return f"{known} {_digest(text)}"


def _digest(text: str) -> str:
    folded = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(folded.encode()).hexdigest()[:_DIGITS]


def main(notes: Path) -> None:
    """Write the digests of the pages that are noted in the file `notes`."""
    pages = tomllib.loads(notes.read_text(encoding="utf-8"))
    kept = {page: digested(fields) for page, fields in pages.items()}
    sys.stdout.write(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
