"""A page that a site is tested by: a folder with its bytes and with what was read on them.

`tests/sites/SITE/CASE/page.html` is the page; `article.json` beside it says where it was found
(`url`; `requested`, `status` and `content_type` where they matter) and what is expected: the
site whose rules read it, and the article or the fault. A folder is a test, found by its place.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler import extract
from crawler.items import Article, Reading
from crawler.store.records import plain

PAGE, RECORD = "page.html", "article.json"
FOLDER = Path("tests/sites")
"""Where cases stand, from the top of a clone."""

_SURROUNDINGS = {"observed", "seed"}  # of no page alone


@dataclass(frozen=True, slots=True)
class Case:
    """One page of one site, and the circumstances of its reading."""

    folder: Path
    """`.../tests/sites/SITE/CASE`."""
    url: str
    """Where the page was found, after redirects."""
    requested: str = ""
    """What was asked for, where a redirect led to `url`."""
    status: int = 200
    """HTTP status."""
    content_type: str = ""
    """The HTTP header, where the page does not say its encoding itself."""

    @property
    def name(self) -> str:
        """`cna/2023-08`."""
        return f"{self.folder.parent.name}/{self.folder.name}"

    @property
    def page(self) -> bytes:
        """The page as it was fetched."""
        return (self.folder / PAGE).read_bytes()

    @property
    def expected(self) -> Mapping[str, Any]:
        """What is on record."""
        found: Mapping[str, Any] = json.loads((self.folder / RECORD).read_text(encoding="utf-8"))
        return found

    @property
    def found(self) -> dict[str, Any]:
        """What today's rules read, in the form of the record."""
        return record(self.read(), self)

    def read(self, page: bytes | None = None) -> Reading:
        """The page through today's rules; without a time of fetch, so that it reads alike for ever.

        `page` where it is not kept yet.
        """
        body = self.page if page is None else page
        headers = {"content-type": self.content_type} if self.content_type else None
        found = extract.draft(body, self.url, headers, status=self.status, requested=self.requested)
        return extract.finish(found)

    def write(self, page: bytes) -> None:
        """Keep the page, and beside it what is read on it now."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / PAGE).write_bytes(page)
        told = json.dumps(self.found, ensure_ascii=False, indent=1)
        (self.folder / RECORD).write_text(told + "\n", encoding="utf-8")


def every(root: Path) -> Iterator[Case]:
    """The cases below `root`, the top of a clone, by site and name."""
    for page in sorted((root / FOLDER).glob(f"*/*/{PAGE}")):
        yield of(page.parent)


def of(folder: Path) -> Case:
    """The case that stands in `folder`. Raises `OSError`, or `ValueError` for a broken record."""
    told = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    known = ("url", "requested", "status", "content_type")
    return Case(folder, **{name: told[name] for name in known if name in told})


def record(reading: Reading, case: Case) -> dict[str, Any]:
    """A reading in the form of `article.json`: what is empty is left out."""
    said: dict[str, Any] = {
        "url": case.url,
        "requested": case.requested,
        "status": case.status if case.status != 200 else 0,
        "content_type": case.content_type,
        "site": reading.extractor.partition("/")[0],
        "article": plain(reading.article) if reading.article else None,
        "fault": plain(reading.fault) if reading.fault else None,
    }
    for found, left_out in (("article", _SURROUNDINGS), ("fault", {"extractor"})):
        for name in left_out if said[found] else ():
            said[found].pop(name, None)
    return {name: kept for name, value in said.items() if (kept := _told(value))}


def filled(article: Article) -> dict[str, bool]:
    """Every field that a page can fill, and whether it is filled; related as links of its own."""
    own = any(not link.sitewide for link in article.related)
    return {
        name: own if name == "related" else bool(getattr(article, name))
        for name in Article.__dataclass_fields__
        if name not in _SURROUNDINGS
    }


def _told(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: kept for name, inner in value.items() if (kept := _told(inner))}
    if isinstance(value, list | tuple):
        return [_told(inner) for inner in value]
    return value
