"""Which fields a site's articles have lost: a redesign that our parser does not read shows here."""

from collections.abc import Sequence

from crawler.items import Article

FIELDS = ("date", "credits", "images", "tags", "categories", "description", "related")
"""What an article may do without; a title and a body it always has."""
FEWEST = 10
"""Articles that must be there on either side."""
USUAL = 0.5
"""Share of the articles that had a field which counts as one of the site."""
LOST = 0.6
"""A field is lost that is less often there than this share of what it was."""


def shares(articles: Sequence[Article]) -> dict[str, float]:
    """Share of the articles that have each field."""
    return {
        field: sum(bool(getattr(each, field)) for each in articles) / len(articles)
        for field in FIELDS
    }


def lost(latest: Sequence[Article], before: Sequence[Article]) -> dict[str, tuple[float, float]]:
    """Field -> (share before, share now), of those that the latest articles of a site lack."""
    if min(len(latest), len(before)) < FEWEST:
        return {}
    was, now = shares(before), shares(latest)
    return {
        field: (was[field], now[field])
        for field in FIELDS
        if was[field] >= USUAL and now[field] < was[field] * LOST
    }


def told(fields: dict[str, tuple[float, float]]) -> str:
    """`date 98→12 %, credits 80→0 %`; empty where none is lost."""
    parts = [f"{field} {was:.0%}→{now:.0%}" for field, (was, now) in fields.items()]
    return ", ".join(part.replace("%→", "→").replace("%", " %") for part in parts)
