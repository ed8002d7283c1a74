"""What a person read on a page, kept as digests, so that no publisher's text stands here.

A file of `gold/SET/` says of one page of `../shared/data`: where it is, its URL, and the digest of
its title, of every paragraph of its body in order, and of every related title; dates stand as they
are. What a file does not name is not judged. Write the text with your own eyes on the page, not
from what our rules read, and let `python -m tests.quality.gold FILE` turn it into digests.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler import extract
from crawler.items import Article, Moment
from crawler.text import digest, fold
from tests.quality.pages import SHARED

FOLDER = Path(__file__).parent / "gold"
FIELDS = ("title", "body", "date", "modified", "related")


@dataclass(frozen=True, slots=True)
class Gold:
    """One page and what a person read on it."""

    name: str
    """Set and file: `cna/202302210388`."""
    page: str
    """Below `../shared/data`."""
    url: str
    said: dict[str, Any]
    """Some of `FIELDS`, or `fault`: the kind of Fault that the page is."""

    def differences(self) -> list[str]:
        """The names of the fields that our rules read differently."""
        content = (SHARED / self.page).read_bytes()
        reading = extract.read(content, self.url)
        if "fault" in self.said:
            kind = reading.fault.kind if reading.fault else ""
            return [] if kind == self.said["fault"] else ["fault"]
        if reading.article is None:
            return [name for name in FIELDS if name in self.said]
        found = digested(reading.article)
        return [name for name in FIELDS if name in self.said and found[name] != self.said[name]]


def every() -> dict[str, list[Gold]]:
    """The gold by set, in one order."""
    found: dict[str, list[Gold]] = {}
    for path in sorted(FOLDER.glob("*/*.json")):
        said = json.loads(path.read_text(encoding="utf-8"))
        name = path.parent.name
        page = Gold(f"{name}/{path.stem}", said.pop("page"), said.pop("url"), said)
        found.setdefault(name, []).append(page)
    return found


def digested(article: Article) -> dict[str, Any]:
    """An article in the form of the files: related links are those chosen for it, in any order."""
    own = [link.title for link in article.related if not link.sitewide]
    return {
        "title": _short(article.title),
        "body": _shorts(article.body),
        "date": _moment(article.date),
        "modified": _moment(article.modified),
        "related": sorted(_shorts(own)),
    }


def written(text: dict[str, Any]) -> dict[str, Any]:
    """A gold file out of what a person wrote in plain text, with the same names."""
    kept = dict(text)
    if "title" in text:
        kept["title"] = _short(text["title"])
    if "body" in text:
        kept["body"] = _shorts(text["body"])
    if "related" in text:
        kept["related"] = sorted(_shorts(text["related"]))
    return kept


def _moment(moment: Moment | None) -> str:
    """To the minute, in UTC: `2023-02-21T13:20`."""
    return moment.at.isoformat()[:16] if moment else ""


def _shorts(lines: Sequence[str]) -> list[str]:
    return [_short(line) for line in lines]


def _short(line: str) -> str:
    """Enough of a digest to tell a paragraph from any other."""
    return digest(fold(line))[:16]


if __name__ == "__main__":
    for name in sys.argv[1:]:
        plain = json.loads(Path(name).read_text(encoding="utf-8"))
        sys.stdout.write(json.dumps(written(plain), indent=1) + "\n")
