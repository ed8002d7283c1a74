"""The rule for any site; a site's own file states only what differs from it."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, tzinfo
from itertools import takewhile
from typing import ClassVar, TypeVar

from crawler import dates, urls
from crawler.items import COMPARED, Draft, Fault, Image, Moment, RelatedLink
from crawler.parsing import (
    boilerplate,
    datelines,
    embedded,
    generic,
    language,
    pictures,
    related,
    structured,
    titles,
)
from crawler.parsing.dom import Node
from crawler.parsing.generic import Body
from crawler.parsing.lists import Lists
from crawler.parsing.page import Page
from crawler.parsing.related import MOST_RELATED
from crawler.text import fold

Selectors = str | tuple[str, ...]
"""A CSS selector, or one for each era, of which the first that finds something counts."""

Found = tuple[str, str]
"""A value and where it came from, for people."""

Listed = tuple[list[str], str]
"""The same of several values."""

NOTHING: Found = ("", "")

SHARED = 4
"""Version of what all sites share: this module, parsing, dates, credits, normalising. Raised
whenever a change in one of them reads some page differently than before, as tests/readings.py asks.
"""

T = TypeVar("T")

_MOST_VALUES = 50
_MOST_LEAD, _LONGEST_TEASER = 3, 300  # paragraphs; characters left of a text behind a wall
_LONGEST_NOTICE = 40
_HEADINGS = "h1, h2, h3, h4, h5, h6"
_LONG_TEXT = 200  # characters of a body that needs no other
_SHORTEST_PARAGRAPH = 24  # characters by which the beginning of a text is known
_NEVER = r"(?!)"


class Site(Lists):
    """What a site's file says: one subclass, with as few of these as the site needs.

    A selector left out means the rule: structured data first, then what most pages do. Site itself
    is the rule for every site without a file.
    """

    hosts: ClassVar[tuple[str, ...]] = ()
    """The domains of the site; their subdomains belong to it."""
    version: ClassVar[int] = 1
    """Raised whenever this file reads a page differently than before."""
    key: ClassVar[re.Pattern[str] | None] = None
    """Finds the article's key in path and query, as its group `key`; None: the canonical URL."""
    zone: tzinfo = dates.TAIPEI
    """Of dates that name no zone; a site without a file has that of its country."""
    since: ClassVar[datetime] = dates.EARLIEST
    """No article of the site is older (aware): an earlier date is a default or a mistake."""
    publisher: ClassVar[str] = ""
    """The outlet, where the site publishes nothing but its own."""

    title: ClassVar[Selectors] = ()
    date: ClassVar[Selectors] = ()
    modified: ClassVar[Selectors] = ()
    author: ClassVar[Selectors] = ()
    byline: ClassVar[Selectors] = ()
    tags: ClassVar[Selectors] = ()
    categories: ClassVar[Selectors] = ()
    description: ClassVar[Selectors] = ()

    body: ClassVar[Selectors] = ()
    """Paragraphs, or what holds them. Of several places on a page only the first counts."""
    fragment: ClassVar[Selectors] = "body"
    """The same in the HTML inside a seed document, which has lost the page around it."""
    noise: ClassVar[Selectors] = ()
    """Inside the body, but no part of the text; pictures, forms, menus and boxes never are."""
    popups: ClassVar[Selectors] = ()
    """In the middle of a paragraph, and shown on demand only: no text, and no end of it either."""
    between: ClassVar[str] = ""
    """A pattern for a whole paragraph that stands in the text and is no part of it: 廣告."""
    ends: ClassVar[str] = ""
    """A pattern at the start of a paragraph that is no more of the text, nor what follows it."""
    images: ClassVar[Selectors] = ()
    """What holds a picture of the article with its caption."""
    captions: ClassVar[str] = "figcaption"

    related: ClassVar[Selectors] = ()
    """Links to other articles chosen for this one; here every selector counts."""
    sitewide: ClassVar[Selectors] = ()
    """Links that every page of the site shows: kept, never followed."""

    lists: ClassVar[re.Pattern[str] | None] = None
    """Finds, in path and query, that a page is a front or section page and no article."""
    expired: ClassVar[str] = ""
    """What the page says where the site took the text away."""
    gone: ClassVar[str] = (
        r"(?:(?:error\W*)?404|(?:page|article)\W*not found)(?:\W.*)?|找不到(?:網頁|頁面).*"
    )
    """A pattern for the whole `<title>` of a page that does not exist but answers 200."""

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def extractor(self) -> str:
        """Template and version, as kept beside every reading: `cna/3`.

        The number rises with the file's own `version` and with that of what all sites share, so
        that a change of ours in either is never taken for the publisher's.
        """
        return f"{self.name}/{self.version + SHARED - 1}"

    def key_of(self, url: str) -> str:
        """What names the article in `url`, empty where the URL is of no article of the site."""
        match = self.key.search(urls.path_and_query(url)) if self.key else None
        return match["key"] if match else ""

    def read(self, page: Page) -> Draft:
        """Everything the page says about its article, as written."""
        body = self._body(page)
        headline = self._title(page, body.paragraphs)
        date = self._dated(page, headline[0], body)
        noted = _Sources()
        return Draft(
            url=page.url,
            title=noted.take("title", headline),
            date=noted.take("date", date),
            modified=noted.take("modified", self._one(page, "modified")),
            author=noted.take("author", self._author(page)),
            byline=noted.take("byline", self._byline(page)) + list(body.byline),
            tags=noted.take("tags", self._tags(page)),
            categories=noted.take("categories", self._categories(page)),
            body=noted.take("body", (body.paragraphs, body.place)),
            images=noted.take("images", self._images(page, body)),
            related=noted.take("related", self._related(page)),
            language=noted.take("language", self._language(page, body)),
            description=noted.take("description", self._one(page, "description")),
            canonical_url=noted.take("canonical_url", structured.field(page.data, "canonical_url")),
            observed=tuple(it for it in COMPARED if it != "date" or not self._is_today(page, date)),
            extractor=self.extractor,
            sources=noted,
        )

    def read_fragment(self, page: Page) -> Draft:
        """What the HTML inside a seed document holds of its article, and only that as observed."""
        body = self.chosen_body(page.root, self.fragment)
        if not self.body:
            body = generic.body_of(page.root)
        noted = _Sources()
        tags = noted.take("tags", self._many(page, self.tags))
        images = noted.take("images", self._images(page, body) if self.images else ([], ""))
        seen = {"tags": tags, "images": images}
        return Draft(
            url=page.url,
            tags=tags,
            body=noted.take("body", (body.paragraphs, body.place)),
            images=images,
            related=noted.take("related", self._related(page)),
            observed=("body", "credits", "dateline", *(name for name, it in seen.items() if it)),
            extractor=self.extractor,
            sources=noted,
        )

    def fault(self, page: Page) -> Fault | None:
        """Why a page that arrived holds no article: gone, or expired with its lead."""
        title = page.title
        if re.fullmatch(self.gone, title, re.IGNORECASE) and len(title) <= _LONGEST_NOTICE:
            return Fault("gone", f"the page says {title}", extractor=self.extractor)
        if self.expired and self.expired in page.html and self.expired in page.root.text:
            return self._expired(page, f"the page says {self.expired}")
        if page.data.is_walled and sum(map(len, self._body(page).paragraphs)) <= _LONGEST_TEASER:
            return self._expired(page, "the page says that its text is not free")
        return None

    def _expired(self, page: Page, message: str) -> Fault:
        paragraphs = self._body(page).paragraphs
        lines = [fold(line) for line in paragraphs]
        lead = tuple(line for line in lines if not self.expired or self.expired not in line)
        headline, _ = self._title(page, paragraphs)
        return Fault("expired", message, fold(headline), lead[:_MOST_LEAD], self.extractor)

    def _one(self, page: Page, name: str) -> Found:
        """A field of one value: where the site says it stands, else where any site says it."""
        selectors: Selectors = getattr(self, name)
        for selector in _each(selectors):
            for element in page.root.css(selector):
                value = _value(element)
                if value:
                    return value, selector
        return structured.field(page.data, name)

    def _title(self, page: Page, prose: Sequence[str]) -> Found:
        """Where the site says it stands, else the part of the page's titles that heads it."""
        said, place = self._one(page, "title")
        if place in _each(self.title):
            return said, place
        found = titles.confirmed(page.outline, page.data, (said, place), page.title)
        if found[0]:
            return found
        return titles.guessed(page.outline, page.data, (said, place), page.title, prose)

    def _language(self, page: Page, body: Body) -> Found:
        said = structured.field(page.data, "language")
        return said if said[0] else (language.of(body.paragraphs), "the script of the text")

    def _date(self, page: Page) -> Found:
        return self._one(page, "date")

    def _dated(self, page: Page, headline: str, body: Body) -> Found:
        """A date that can be believed: for machines, or in a line beside the headline.

        Where machines are told the day only, the line may tell the minute of it.
        """
        said = self._date(page)
        told = self._moment(page, said[0])
        if told and told.precision != "day":
            return said
        lines = map(fold, body.paragraphs)
        begins = next((line for line in lines if len(line) >= _SHORTEST_PARAGRAPH), "")
        line = datelines.date_line(
            page.root,
            page.outline,
            fold(headline),
            begins,
            zone=self.zone,
            fetched_at=page.fetched_at,
        )
        seen = self._moment(page, line[0])
        other_day = told and seen and not timedelta() <= seen.at - told.at < timedelta(days=1)
        return line if seen and not other_day else said

    def _is_today(self, page: Page, date: Found) -> bool:
        """Whether it may be the date of any page of the site, which changes every day."""
        moment = self._moment(page, date[0]) if date[1] in datelines.MAY_BE_TODAY else None
        if moment is None or page.fetched_at is None or moment.precision != "day":
            return False
        return timedelta() <= page.fetched_at - moment.at < timedelta(days=1)

    def _moment(self, page: Page, said: str) -> Moment | None:
        return dates.parse(said, zone=self.zone, fetched_at=page.fetched_at, earliest=self.since)

    def _author(self, page: Page) -> Found:
        found = self._one(page, "author") if self.author or not self.publisher else NOTHING
        return found if found[0] else (self.publisher, f"{self.name}.py")

    def _byline(self, page: Page) -> Listed:
        lines, place = self._many(page, self.byline)
        return (lines, place) if lines else structured.writers(page.data)

    def _tags(self, page: Page) -> Listed:
        return self._many(page, self.tags) if self.tags else structured.keywords(page.data)

    def _categories(self, page: Page) -> Listed:
        found = self._many(page, self.categories)
        if found[0]:
            return found
        said, place = structured.field(page.data, "category")
        return ([said] if said else []), place

    def _many(self, page: Page, selectors: Selectors) -> Listed:
        for selector in _each(selectors):
            found = [value for node in page.root.css(selector) if (value := _value(node))]
            if found:
                return found[:_MOST_VALUES], selector
        return [], ""

    def _body(self, page: Page) -> Body:
        chosen = self.chosen_body(page.root, self.body)
        if chosen.paragraphs:
            return chosen
        # A known place without text is an empty page, and not a page of an unknown template.
        found = chosen if chosen.container else self._any_body(page)
        length = sum(len(paragraph) for paragraph in found.paragraphs)
        said, place = self._told_to_machines(page, length)
        is_more = sum(map(len, said)) > 2 * length
        return Body(said, found.container, place) if is_more else found

    def _told_to_machines(self, page: Page, length: int) -> Listed:
        """The text in JSON-LD; where it has none and the page shows no more than `length`
        characters, what few are, the text in the data of the page's scripts.
        """
        said, place = structured.field(page.data, "body")
        if said:
            return embedded.paragraphs(said), place
        lines = embedded.body(page.root) if length <= _LONG_TEXT else []
        return lines, "the data of the page's scripts"

    def _any_body(self, page: Page) -> Body:
        headlines = [fold(structured.field(page.data, "title")[0]), page.title]
        return generic.body(page.outline, headlines)

    def chosen_body(self, root: Node, selectors: Selectors) -> Body:
        """The paragraphs where the site says they stand: of several places the first with text,
        else, without paragraphs, the first of all.
        """
        noise = _keys(root, (generic.NO_TEXT, *_each(self.noise)))
        popups = _keys(root, self.popups)
        empty = Body([], None, "")
        for selector in _each(selectors):
            places: dict[Node | None, list[Node]] = {}
            for node in root.css(selector):
                if node.key not in noise:
                    places.setdefault(node.parent, []).append(node)
            for parent, parts in places.items():
                lines = [line for part in parts for line in part.paragraphs(noise, popups)]
                place = parts[0] if len(parts) == 1 else parent
                if lines:
                    return Body(self.text_of(lines), place, selector)
                empty = empty if empty.container else Body([], place, selector)
        return empty

    def text_of(self, lines: Iterable[str]) -> list[str]:
        """Of the paragraphs of a page those that are its text: not `between`, nor after `ends`, nor
        what no text of any site holds, such as a counter.
        """
        ends = re.compile(self.ends or _NEVER)
        between = re.compile(self.between or _NEVER)
        folded = ((line, fold(line)) for line in lines)
        text = takewhile(lambda it: not ends.match(it[1]), folded)
        return [
            line
            for line, said in text
            if not (between.fullmatch(said) or boilerplate.is_beside(said))
        ]

    def _images(self, page: Page, body: Body) -> tuple[list[Image], str]:
        for selector in _each(self.images):
            found = pictures.pictures(page.root.css(selector), page.url, self.captions)
            if found:
                return found, selector
        if self.images and body.place in _each(self.body):
            return [], ""
        figures = body.container.css("figure") if body.container else []
        found = pictures.pictures(figures, page.url)
        if found:
            return found, "figures of the body"
        said, place = structured.field(page.data, "image")
        address = urls.resolve(page.url, said) if said else ""
        caption = fold(next(iter(body.captions), ""))
        return ([Image(address, caption)] if address else []), place

    def _related(self, page: Page) -> tuple[list[RelatedLink], str]:
        if not self.related:
            return related.related(page.outline, page.url), "boxes of related links"
        own = self._links(page, self.related, sitewide=False)
        everywhere = self._links(page, self.sitewide, sitewide=True)
        return own + everywhere, " and ".join((*_each(self.related), *_each(self.sitewide)))

    def _links(self, page: Page, selectors: Selectors, *, sitewide: bool) -> list[RelatedLink]:
        """The links that any of `selectors` chooses, each once, at most 40."""
        found: dict[str, RelatedLink] = {}
        for selector in _each(selectors):
            for anchor in page.root.css(selector):
                address = urls.resolve(page.url, anchor.attribute("href"))
                title = fold((anchor.first(_HEADINGS) or anchor).text)
                if address and title:
                    link = RelatedLink(title, address, sitewide=sitewide)
                    found.setdefault(urls.canonical(address), link)
        return list(found.values())[:MOST_RELATED]


class _Sources(dict[str, str]):
    """Where each field that was found came from."""

    def take(self, name: str, found: tuple[T, str]) -> T:
        value, place = found
        if value:
            self[name] = place
        return value


def _keys(root: Node, selectors: Selectors) -> set[int]:
    return {node.key for selector in _each(selectors) for node in root.css(selector)}


def _each(selectors: Selectors) -> tuple[str, ...]:
    if isinstance(selectors, str):
        return (selectors,) if selectors else ()
    return selectors


def _value(element: Node) -> str:
    """What an element says: the machine's form before the visible one."""
    said = element.attribute("content") or element.attribute("datetime")
    return said or fold(element.text)
