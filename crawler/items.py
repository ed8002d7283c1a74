"""The records of the crawler: plain dataclasses, the same in every part of Stet.

`Draft` is what a template took from a page, still as written; `Article` is that draft
normalised to the seeds' schema. `Visit` carries one fetch through the item pipelines.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Precision = Literal["second", "minute", "day"]

FaultKind = Literal[
    "gone",  # 404, 410, or a page that says so with status 200
    "expired",  # the site took the text behind a wall or out of its window
    "wrong-article",  # the page is another article than the one asked for
    "front-page",  # redirected to a front or section page
    "consent",  # a consent or login page instead of the article
    "empty-body",  # an article page without a paragraph we can read
    "unreadable",  # not HTML, not text, or beyond the caps
    "blocked",  # robots.txt or an address we refuse to fetch
    "unreachable",  # no answer, of the page or of robots.txt: DNS, connection, timeout, 5xx
]

COMPARED = (
    "title",
    "body",
    "credits",
    "dateline",
    "date",
    "images",
    "tags",
    "categories",
    "description",
)
"""The fields of an Article that make a Version: its digest and its differences."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as a page states it."""

    at: datetime
    """Aware, UTC."""
    raw: str
    """As written on the page, white space folded."""
    precision: Precision
    """What the page actually said; a "day" stands at 00:00 of the page's own zone."""


@dataclass(frozen=True, slots=True)
class Credit:
    """Someone named for the text or the pictures."""

    role: str
    """`reporter`, `translator`, `editor`, `photographer`, or the page's own word."""
    name: str
    """One person or desk, as written."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the article, not of the page around it."""

    url: str
    """Absolute."""
    caption: str = ""
    """As under the picture, white space folded; empty where there is none."""
    credit: str = ""
    """Who took it, as written; empty where nobody is named."""


@dataclass(frozen=True, slots=True)
class RelatedLink:
    """A link, or a bare headline, to another article seen beside this one."""

    title: str
    """The other article's headline, as shown here."""
    url: str | None = None
    """Absolute; None where the source gives a headline only."""
    publisher: str = ""
    """The other article's outlet as named here; empty where it is not."""
    summary: str = ""
    """The lines under the headline, if any."""
    age: str = ""
    """As written: `13 小時前`. Means nothing without the time of the fetch."""
    sitewide: bool = False
    """True for carousels and rankings that the site shows on every page: never followed."""


@dataclass(frozen=True, slots=True)
class SeedForm:
    """What a seed document needs to be written back to the byte; see DESIGN, section 3."""

    form: Literal["jekyll", "text"]
    """Which of the two forms: the other's fields are empty."""
    raw: Mapping[str, str] = field(default_factory=dict)
    """jekyll: the raw front-matter values and what follows from no field; text: unused."""
    lines: tuple[tuple[str, str], ...] = ()
    """text: every line as (role, raw text), in order; jekyll: unused."""


@dataclass(slots=True)
class Draft:
    """What a template took from a page, as the page wrote it: nothing folded, nothing parsed.

    Custom spiders may yield this, or any item or dict with these names: the pipelines
    normalise all of them alike.
    """

    url: str
    """The URL that was asked for or the page's own, absolute."""
    title: str = ""
    """As the page writes it; empty where none was found."""
    date: str = ""
    """When published, in whatever form the page has: `2023/1/14 15:04`."""
    modified: str = ""
    """When updated, as written; empty where the page does not say."""
    author: str = ""
    """The outlet as named (the publisher), not the reporter: see `byline`."""
    byline: list[str] = field(default_factory=list)
    """Lines that name people: `記者王小明／綜合報導`. Brackets in the body need not stand here."""
    tags: list[str] = field(default_factory=list)
    """Topics, as written."""
    categories: list[str] = field(default_factory=list)
    """Sections, as written."""
    body: list[str] = field(default_factory=list)
    """Paragraphs, text only, brackets of credits still inside."""
    images: list[Image] = field(default_factory=list)
    """Of the article itself, captions as written."""
    related: list[RelatedLink] = field(default_factory=list)
    """Links and headlines of other articles, in the page's order."""
    language: str = ""
    """As the page declares it: `zh-TW`; empty where it does not."""
    description: str = ""
    """Of the page's meta data, not of its body."""
    canonical_url: str = ""
    """What the page calls its own address, absolute."""
    observed: tuple[str, ...] = COMPARED
    """Which of `COMPARED` this reading is able to see at all, found or not."""
    extractor: str = ""
    """Template and its version: `cna/1`."""
    sources: dict[str, str] = field(default_factory=dict)
    """Where each field came from, for people: `title: h1 span`."""


@dataclass(frozen=True, slots=True)
class Article:
    """The normalised content of one page at one moment, in the seeds' schema."""

    url: str
    """Absolute, canonical, without tracking parameters; `text:DIGEST` for a seed without one."""
    title: str
    """White space folded; never empty for a page, may be for a seed."""
    date: Moment | None = None
    """Published, as the page (or the seed) says."""
    modified: Moment | None = None
    """Updated, as the page says; None where it does not. Never a difference in itself."""
    author: str = ""
    """The outlet as named."""
    tags: tuple[str, ...] = ()
    """Topics, white space folded, each once, in the page's order."""
    categories: tuple[str, ...] = ()
    """Sections, white space folded, each once, in the page's order."""
    credits: tuple[Credit, ...] = ()
    """From byline, lead bracket and tail bracket, in that order."""
    dateline: str = ""
    """The place in the lead bracket, as written."""
    body: tuple[str, ...] = ()
    """Paragraphs, text only, white space folded; brackets stay where the page has them."""
    images: tuple[Image, ...] = ()
    """In the page's order."""
    related: tuple[RelatedLink, ...] = ()
    """In the page's order; no part of what is compared."""
    language: str = ""
    """BCP 47, as the page declares it: `zh-TW`; else what its script tells: `zh-Hant`."""
    description: str = ""
    """The page's meta description, white space folded."""
    canonical_url: str = ""
    """What the page calls its own address; empty where it does not say."""
    observed: tuple[str, ...] = COMPARED
    """Which of `COMPARED` this reading could see: only what both sides saw is compared."""
    seed: SeedForm | None = None
    """Set where the article was read from a seed document."""


POSTPONED = "left for a later crawl"
"""How the message of a fault begins whose page was not asked for."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a visit brought no Article. Recorded and counted, never a Version."""

    kind: FaultKind
    """Looks are counted by it."""
    message: str
    """What was seen, for people: `HTTP 404`, `the page says 您所瀏覽的新聞已過查詢時效`."""
    title: str = ""
    """The headline, where one could still be read."""
    lead: tuple[str, ...] = ()
    """What could still be read: an expired notice keeps the first paragraph."""
    extractor: str = ""
    """Which of our parsers looked: `cna/3`; empty where no page came."""

    @property
    def is_postponed(self) -> bool:
        """Whether the page was not asked for, as its host is left alone: nobody knows of it yet."""
        return self.message.startswith(POSTPONED)


@dataclass(frozen=True, slots=True)
class Reading:
    """The result of reading one page: exactly one of `article` and `fault` is set."""

    article: Article | None
    """What the page says, normalised."""
    fault: Fault | None
    """Why it says no article."""
    extractor: str
    """Which of our parsers read it: `cna/3`."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Field -> where it came from, for people: `h1 span`."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What one fetch brought."""

    url: str
    """As asked for."""
    final_url: str
    """After redirects."""
    fetched_at: datetime
    """Aware, UTC."""
    status: int
    """HTTP status; 0 where there was no answer."""
    headers: tuple[tuple[str, str], ...] = ()
    """(name, value) in the order received, repeated names kept."""
    payload: bytes = b""
    """The body as received, transfer encodings removed."""


@dataclass(slots=True)
class Visit:
    """One look at one article on its way through the pipelines: validate, normalise, keep."""

    identity: str
    """`site:key` of the article that was asked for."""
    snapshot: Snapshot
    """What the fetch brought, page or not."""
    found: Draft | Fault | None
    """What the template took, or why it took nothing; None where the answer is what the archive has
    already, not modified or the very bytes, which is not read again."""
    reading: Reading | None = None
    """Set by the normalise step."""
    reached_from: str = ""
    """Identity of the article whose related list led here, or the address of the list that named
    it; empty for an asked-for URL."""


@dataclass(frozen=True, slots=True)
class SeedDocument:
    """A seed file on its way into the archive."""

    name: str
    """File name, without folders."""
    document: bytes
    """The file's bytes."""
    article: Article
    """What they say; its `seed` writes them back."""
    identity: str
    """`site:key` of its URL, `text:DIGEST` where it names none."""
