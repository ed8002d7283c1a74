"""What a page says about itself for machines: JSON-LD, OpenGraph and other meta."""

import html
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from crawler.parsing.dom import Node

_ARTICLE_TYPE = re.compile(r"\w*Article|\w*BlogPosting|LiveBlogPosting|Report|SocialMediaPosting")
_MOST_BLOCKS, _MOST_ITEMS, _MOST_DEPTH = 40, 400, 6
_MOST_META = 400
_BYLINES = '[itemprop~="author"], [rel~="author"]'
_MOST_NAMES, _LONGEST_NAME = 3, 40
_MOST_JSON = 1_000_000  # characters of all blocks
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$"
)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_CONTROL = re.compile(r"[\x00-\x1f]+")


@dataclass(frozen=True, slots=True)
class Structured:
    """The machine-readable part of a page."""

    article: Mapping[str, Any]
    """The JSON-LD object of the article itself, empty where there is none."""
    meta: Mapping[str, tuple[str, ...]]
    """`<meta>` by lower-case name, property or itemprop, values in order."""
    canonical: str
    """`<link rel=canonical>` as written."""
    language: str
    """`<html lang>` as written."""

    def said(self, *path: str) -> str:
        """The text at `path` in the JSON-LD article: the first of a list, the name of an object."""
        return next(iter(texts(self.article, *path)), "")

    @property
    def is_walled(self) -> bool:
        """Whether the page declares that its text is not accessible for free."""
        free = self.article.get("isAccessibleForFree")
        return free is False or str(free).rpartition("/")[2].lower() == "false"

    def named(self, *names: str) -> str:
        """The first meta value under any of `names`, in the order of `names`."""
        return next((self.meta[name][0] for name in names if self.meta.get(name)), "")


def read(root: Node) -> Structured:
    """The structured data of a page; whatever cannot be read is left out."""
    link = root.first('link[rel="canonical" i][href]')
    page = root if root.tag == "html" else root.first("html")
    return Structured(
        article=_best_article(list(json_ld(root))),
        meta=_meta(root),
        canonical=link.attribute("href") if link else "",
        language=(page.attribute("lang") or page.attribute("xml:lang")) if page else "",
    )


def json_ld(root: Node) -> Iterator[Mapping[str, Any]]:
    """Every JSON-LD object of the page that has a type: of arrays, graphs and several blocks."""
    items = (item for text in _json_texts(root) for item in _objects(_loaded(text), 0))
    return islice(items, _MOST_ITEMS)


def _json_texts(root: Node) -> Iterator[str]:
    left = _MOST_JSON
    for block in root.css('script[type*="ld+json" i]')[:_MOST_BLOCKS]:
        text = block.raw
        left -= len(text)
        if left >= 0:
            yield text


def texts(value: Any, *path: str) -> list[str]:
    """Every text at `path` in a JSON value, entities resolved: through lists, names of objects."""
    if isinstance(value, list):
        return [text for part in value[:_MOST_ITEMS] for text in texts(part, *path)]
    if isinstance(value, Mapping):
        if path:
            return texts(value.get(path[0]), *path[1:])
        return texts(value.get("name") or value.get("@value") or value.get("url"))
    if path or value is None or isinstance(value, bool):
        return []
    text = html.unescape(str(value)).strip()
    return [text] if text else []


def types(item: Mapping[str, Any]) -> set[str]:
    """The schema.org types of a JSON-LD object, without their address."""
    return {name.rpartition("/")[2] for name in texts(item.get("@type"))}


def _loaded(text: str) -> Any:
    """The JSON in a script: raw control characters, comment wrapping and stray commas are borne."""
    bare = _WRAPPING.sub("", text.strip())
    repairs: tuple[Callable[[str], str], ...] = (
        lambda it: it,
        lambda it: _TRAILING_COMMA.sub("", _CONTROL.sub(" ", it)),
        lambda it: _TRAILING_COMMA.sub("", html.unescape(it)),
    )
    for repair in repairs:
        try:
            return json.loads(repair(bare), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > _MOST_DEPTH:
        return
    if isinstance(value, list):
        for part in value[:_MOST_ITEMS]:
            yield from _objects(part, depth + 1)
    elif isinstance(value, Mapping):
        if "@type" in value:
            yield value
        for inner in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement"):
            yield from _objects(value.get(inner), depth + 1)


def _best_article(items: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The article among `items`: of several the one that says most, the first of equals."""
    articles = [item for item in items if any(map(_ARTICLE_TYPE.fullmatch, types(item)))]
    return max(articles, key=_told, default={})


def _told(item: Mapping[str, Any]) -> int:
    wanted = ("headline", "datePublished", "articleBody", "author", "publisher", "image")
    return sum(bool(item.get(name)) for name in wanted)


def _meta(root: Node) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for element in root.css("meta[content]")[:_MOST_META]:
        value = element.attribute("content").strip()
        for kind in ("property", "name", "itemprop", "http-equiv"):
            name = element.attribute(kind).strip().lower()
            if name and value:
                found.setdefault(name, []).append(value)
    if "author" not in found:
        found["author"] = [it.brief(_LONGEST_NAME) for it in root.css(_BYLINES)[:_MOST_NAMES]]
    return {name: kept for name, values in found.items() if (kept := tuple(filter(None, values)))}


_Rule = tuple[str, Callable[[Structured], str]]


def _ld(*path: str) -> _Rule:
    return f"JSON-LD {'.'.join(path)}", lambda data: data.said(*path)


def _named(*names: str) -> tuple[_Rule, ...]:
    def rule(name: str) -> _Rule:
        return f"meta {name}", lambda data: data.named(name)

    return tuple(rule(name) for name in names)


RULES: Mapping[str, tuple[_Rule, ...]] = {
    "title": (_ld("headline"), *_named("og:title", "twitter:title")),
    "date": (
        _ld("datePublished"),
        *_named("article:published_time", "datepublished", "og:published_time", "pubdate"),
        *_named("parsely-pub-date", "publishdate", "publish_date", "date.issued", "dc.date.issued"),
        _ld("dateCreated"),
        *_named("datecreated", "dc.date", "date"),
    ),
    "modified": (
        _ld("dateModified"),
        *_named("article:modified_time", "datemodified", "og:updated_time", "lastmod"),
    ),
    "author": (_ld("publisher"), *_named("og:site_name", "publisher", "application-name")),
    "description": (*_named("description", "og:description"), _ld("description")),
    "category": (_ld("articleSection"), *_named("article:section", "section")),
    "body": (_ld("articleBody"),),
    "image": (
        _ld("image", "url"),
        _ld("image", "contentUrl"),
        _ld("image"),
        *_named("og:image", "twitter:image"),
    ),
    "canonical_url": (
        ("link canonical", lambda data: data.canonical),
        *_named("og:url"),
        _ld("mainEntityOfPage", "@id"),
        _ld("url"),
    ),
    "language": (
        ("html lang", lambda data: data.language),
        _ld("inLanguage"),
        *_named("og:locale", "content-language"),
    ),
}
"""Where each field of an article is said, the most trusted place first."""


def field(data: Structured, name: str) -> tuple[str, str]:
    """The first value that `RULES` finds for `name`, and the place it stood."""
    for place, rule in RULES[name]:
        value = rule(data)
        if value:
            return html.unescape(value), place
    return "", ""


def keywords(data: Structured) -> tuple[list[str], str]:
    """The topics the page names, and the place: a list, or one text divided by commas."""
    said = texts(data.article, "keywords")
    if said:
        return _divided(said), "JSON-LD keywords"
    for name in ("article:tag", "news_keywords", "keywords"):
        if data.meta.get(name):
            return _divided(data.meta[name]), f"meta {name}"
    return [], ""


def writers(data: Structured) -> tuple[list[str], str]:
    """The people named as authors, and the place: an organisation publishes, it does not write."""
    authors = data.article.get("author")
    listed = authors[:_MOST_ITEMS] if isinstance(authors, list) else [authors]
    organised = [author for author in listed if isinstance(author, Mapping) and _is_group(author)]
    people = [name for author in listed if author not in organised for name in texts(author)]
    place = "JSON-LD author"
    if not people:
        place = "meta author"
        people = [data.named("author", "article:author", "byl", "parsely-author")]
    publishers = " ".join([*texts(organised), field(data, "author")[0]])
    named = (name for name in people if name and "://" not in name)
    return [name for name in named if name not in publishers], place


def _is_group(author: Mapping[str, Any]) -> bool:
    return bool(types(author)) and "Person" not in types(author)


def _divided(values: Iterable[str]) -> list[str]:
    whole = list(values)
    return re.split(r"[,，、;；]", html.unescape(whole[0])) if len(whole) == 1 else whole
