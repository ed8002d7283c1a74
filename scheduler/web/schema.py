"""A version of an article in the vocabulary of schema.org, as JSON-LD."""

from typing import Any

from crawler.items import Article, Moment
from crawler.store import VersionRow

_ROLES = {"reporter": "author", "editor": "editor", "translator": "translator"}


def news_article(article: Article, version: VersionRow) -> dict[str, Any]:
    """A NewsArticle; what is not known is left out."""
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "url": article.url,
        "headline": article.title,
        "datePublished": _moment(article.date),
        "dateModified": _moment(article.modified),
        "publisher": article.author and {"@type": "Organization", "name": article.author},
        "locationCreated": article.dateline and {"@type": "Place", "name": article.dateline},
        "articleSection": list(article.categories),
        "keywords": list(article.tags),
        "inLanguage": article.language,
        "description": article.description,
        "articleBody": "\n\n".join(article.body),
        "image": [
            {"@type": "ImageObject", "url": image.url, "caption": image.caption}
            for image in article.images
        ],
        "relatedLink": [link.url for link in article.related if link.url],
        "version": version.number,
        "identifier": version.digest,
        "sdDatePublished": version.first_seen.isoformat(),
    }
    for credit in article.credits:
        person = {"@type": "Person", "name": credit.name}
        found.setdefault(_ROLES.get(credit.role, "contributor"), []).append(person)
    return {name: value for name, value in found.items() if value}


def _moment(moment: Moment | None) -> str:
    if moment is None:
        return ""
    return moment.at.date().isoformat() if moment.precision == "day" else moment.at.isoformat()
