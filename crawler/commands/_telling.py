"""What is told of cases: of one page, field by field, and of all pages, site by site."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from crawler import cases, sites
from crawler.cases import Case
from crawler.items import Article, Moment
from crawler.parsing import dom, structured
from crawler.parsing.encoding import decode
from crawler.parsing.structured import Structured
from crawler.text import fold

_LONGEST, _BRIEF, _MARGIN = 100, 30, 14  # characters of a value, of a paragraph, of a name
_ONE = {"categories": "category", "images": "image"}
"""What `structured.RULES` calls a field that an article has several of."""
_MANY = {"tags": structured.keywords, "credits": structured.writers}


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be said."""

    lines: Sequence[str]
    """For people."""
    is_amiss: bool
    """Whether they tell of something wrong."""


def of_one(case: Case, root: Path) -> Iterator[str]:
    """What is read on a page beside what the page says of itself, and which fields are empty."""
    reading = case.read()
    yield f"{case.folder.relative_to(root)}, read by {reading.extractor}"
    if reading.fault:
        yield f"no article: {reading.fault.kind}: {reading.fault.message}"
    if reading.article is None:
        return
    page = structured.read(dom.parse(decode(case.page, case.content_type)))
    filled = cases.filled(reading.article)
    for name in filled:
        read = _shown(reading.article, name)
        said = _said(page, name)
        if filled[name]:
            yield _line(name, read, reading.sources.get(name, ""))
        if said[0] and not _is_said(said[0], read):
            yield _line("" if filled[name] else name, f"but the page says: {said[0]}", said[1])
    empty = [name for name, is_filled in filled.items() if not is_filled]
    yield f"empty: {', '.join(empty)}" if empty else "no field is empty"


def of_all(found: Sequence[Case]) -> Told:
    """For each site how its pages are read today, against the record, and what they fill."""
    lines, is_amiss = [], False
    for file, error in sites.broken().items():
        lines.append(f"crawler/sites/{file} is broken: {error}")
        is_amiss = True
    by_site = {
        name: list(those) for name, those in groupby(found, lambda it: it.folder.parent.name)
    }
    for name in sorted({*by_site, *(site.name for site in sites.every())}):
        told = _site(name, by_site.get(name, []))
        lines += told.lines
        is_amiss |= told.is_amiss
    return Told(lines, is_amiss)


def _site(name: str, pages: Sequence[Case]) -> Told:
    if not pages:
        return Told([f"{name:{_MARGIN}}no page yet: scrapy capture URL"], is_amiss=True)
    differing = [case.folder.name for case in pages if case.found != case.expected]
    articles = [article for case in pages if (article := case.read().article)]
    filled = Counter(field for it in articles for field, is_it in cases.filled(it).items() if is_it)
    fields = cases.filled(articles[0]) if articles else {}
    always = [field for field in fields if filled[field] == len(articles)]
    partly = [f"{field} {filled[field]}" for field in fields if 0 < filled[field] < len(articles)]
    never = [field for field in fields if not filled[field]]
    lines = [
        f"{name:{_MARGIN}}{len(pages)} pages, {len(articles)} of them articles",
        *(
            f"{'':{_MARGIN}}{word}: {', '.join(those)}"
            for word, those in (
                ("read otherwise than recorded", differing),
                ("on every one", always),
                ("on some", partly),
                ("on none", never),
            )
            if those
        ),
    ]
    return Told(lines, is_amiss=bool(differing))


def _line(name: str, value: str, place: str = "") -> str:
    shown = value if len(value) <= _LONGEST else f"{value[: _LONGEST - 3]}..."
    return f"{name:{_MARGIN}}{shown}{f'   <- {place}' if place else ''}"


def _shown(article: Article, name: str) -> str:
    """A field in one line."""
    value = getattr(article, name)
    if name == "body":
        size = f"{len(article.body)} paragraphs, {sum(map(len, article.body))} characters"
        return f"{size}: {article.body[0][:_BRIEF]} ... {article.body[-1][-_BRIEF:]}"
    if name == "related":
        own = [link.title for link in article.related if not link.sitewide]
        return f"{len(own)} chosen, {len(value) - len(own)} of every page: {'; '.join(own)}"
    if isinstance(value, Moment):
        return f"{value.at.isoformat()}, to the {value.precision}: {value.raw}"
    return "; ".join(map(_one, value)) if isinstance(value, tuple) else str(value)


def _one(value: object) -> str:
    fields = getattr(value, "__dataclass_fields__", None)
    if fields is None:
        return str(value)
    return " ".join(str(inner) for name in fields if (inner := getattr(value, name)))


def _said(page: Structured, name: str) -> tuple[str, str]:
    """What the page says of itself for machines, and where."""
    if name in _MANY:
        said, place = _MANY[name](page)
        return "; ".join(it for it in map(fold, said) if it), place
    known = _ONE.get(name, name)
    said_once, place = structured.field(page, known) if known in structured.RULES else ("", "")
    return fold(said_once), place


def _is_said(said: str, read: str) -> bool:
    return "".join(said.split()) in "".join(read.split())
