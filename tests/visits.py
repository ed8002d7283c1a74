"""Visits and seed documents made by hand, for tests of the archive."""

from datetime import UTC, datetime, timedelta
from typing import Any

from crawler.items import (
    COMPARED,
    Article,
    Draft,
    Fault,
    FaultKind,
    Moment,
    Reading,
    SeedDocument,
    SeedForm,
    Snapshot,
    Visit,
)

URL = "https://news.example/story/1"
IDENTITY = "example:1"
START = datetime(2026, 3, 1, 8, tzinfo=UTC)
SEED_FIELDS = ("title", "body", "tags")
"""What a seed document observes, in these tests."""


def hour(number: float) -> datetime:
    """So many hours after the first look."""
    return START + timedelta(hours=number)


def article(title: str = "港口清晨起火", *body: str, **fields: Any) -> Article:
    """An article of two invented paragraphs, unless given."""
    paragraphs = body or ("消防局說，火勢在兩小時內撲滅。", "起火原因仍在調查。")
    return Article(**({"url": URL, "title": title, "body": paragraphs} | fields))


def visit(
    found: Article | FaultKind | Fault,
    at: float = 0,
    *,
    identity: str = IDENTITY,
    extractor: str = "example/1",
    reached_from: str = "",
    **snapshot: Any,
) -> Visit:
    """A look `at` so many hours, that read an article or met a fault; a 304 reads nothing."""
    if isinstance(found, str):
        found = Fault(found, f"the page is {found}")
    read = found if isinstance(found, Article) else None
    fault = found if isinstance(found, Fault) else None
    url = snapshot.get("url", read.url if read else URL)
    is_same = snapshot.get("status") == 304
    given = {
        "url": url,
        "final_url": url,
        "fetched_at": hour(at),
        "status": 404 if fault and fault.kind == "gone" else 200,
        "headers": (("Content-Type", "text/html"),),
        "payload": f"<html>{found}</html>".encode(),
    }
    return Visit(
        identity,
        Snapshot(**(given | snapshot)),
        None if is_same else fault or Draft(url),
        None if is_same else Reading(read, fault, extractor),
        reached_from,
    )


def seed(
    title: str = "港口清晨起火",
    *body: str,
    at: float = -100,
    name: str = "",
    identity: str = IDENTITY,
    **fields: Any,
) -> SeedDocument:
    """A seed document dated so many hours after the first look; its bytes follow from it."""
    when = Moment(hour(at), hour(at).isoformat(), "second")
    form = SeedForm("jekyll", {"title": title, "date": when.raw})
    text = article(title, *body, **({"date": when, "observed": SEED_FIELDS, "seed": form} | fields))
    assert set(text.observed) <= set(COMPARED)
    document = f"{title} {when.raw} {' '.join(text.body)}".encode()
    return SeedDocument(name or f"{when.at:%Y-%m-%d}-{title}.md", document, text, identity)
