"""Bytes of a page -> Reading, through the site that owns the URL. No clock and no network."""

import re
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus

from crawler import sites, urls
from crawler.items import Article, Draft, Fault, Reading
from crawler.normalise import LONGEST_SUMMARY, normalise
from crawler.parsing import caps, dom, notices, structured
from crawler.parsing.encoding import decode
from crawler.parsing.page import Page
from crawler.sites.base import Site
from crawler.text import fold

LARGEST = 8 * 1024 * 1024
"""Bytes of a page; the crawl refuses larger ones too."""

_SHOWN = 80  # characters of a date that is not believed
_GONE = {404: "HTTP 404", 410: "HTTP 410"}
_UNASKED = (
    "HTTP 304, not modified, though the whole page was asked for: the server, or what stands "
    "before it, answers wrongly, and whether the page was edited is not known"
)
_PART = "HTTP 206, a part of the page, though the whole was asked for"
_REFUSED = {401, 402, 403, 407, 451}
_TEXTUAL = re.compile(r"^\s*(?:text/|application/(?:xhtml\+xml|xml)|$)", re.IGNORECASE)
_CONSENT_HOST = re.compile(r"^(?:consent|guce|login|accounts?|auth|sso|signin)\.")
_CONSENT_PATH = re.compile(
    r"/(?:consent|login|signin|sign-in|log-in|collectconsent|sso)(?:[/?.]|$)"
)
_FRONT_PATH = re.compile(r"/(?:(?:index|default|home)\.\w+)?$")


def read(
    body: bytes,
    url: str,
    headers: Mapping[str, str] | None = None,
    fetched_at: datetime | None = None,
) -> Reading:
    """What the page `body`, found at `url`, says: an Article, or the Fault why there is none.

    `headers` are the response's (only Content-Type is read); `fetched_at` (aware) is what
    `13 小時前` counts from. The same arguments always give the same Reading. Raises nothing for
    whatever the bytes hold.
    """
    return finish(draft(body, url, headers, fetched_at=fetched_at), fetched_at)


def draft(
    body: bytes,
    url: str,
    headers: Mapping[str, str] | None = None,
    *,
    status: int = 200,
    requested: str = "",
    fetched_at: datetime | None = None,
) -> Draft | Fault:
    """What the page says, as written; or the Fault.

    `url` is where the page was found in the end, `requested` what was asked for: together they
    tell a redirect to a front page and a wrong article. `status` is the HTTP status; a date that
    lies after `fetched_at` (aware) is not believed, so that another place may tell it.
    """
    site = sites.site_for(url)
    content_type = _content_type(headers)
    fault = _refused(status) or _led_away(status, url, headers) or _unreadable(body, content_type)
    if fault:
        return fault
    text = decode(body, content_type)
    reason = caps.refusal(text)
    if reason:
        return Fault("unreadable", reason, extractor=site.extractor)
    root = dom.parse(text)
    page = Page(url, text, root, structured.read(root), fetched_at)
    fault = site.fault(page) or _misdirected(site, page, requested or url)
    return fault or _taken_down(page, site.read(page))


def _taken_down(page: Page, found: Draft) -> Draft | Fault:
    """A page that says that its article is not there brought none, whatever was read of it."""
    whole = (page.root.first("body") or page.root).brief(notices.LONGEST)
    said = notices.gone(fold(found.title), found.body, whole)
    return Fault("gone", f"the page says {said}", extractor=found.extractor) if said else found


def finish(found: Draft | Fault, fetched_at: datetime | None = None) -> Reading:
    """The Reading of a draft: normalised; without a title or a paragraph it is a Fault."""
    if isinstance(found, Fault):
        return Reading(None, found, found.extractor)
    site = sites.site_for(found.url)
    article = normalise(found, fetched_at=fetched_at, zone=site.zone, earliest=site.since)
    sources = _sources(found, article)
    if article.title and article.body:
        return Reading(article, None, found.extractor, sources)
    missing = "paragraph" if article.title else "title"
    fault = Fault(
        "empty-body", f"no {missing} found", article.title, article.body[:3], found.extractor
    )
    return Reading(None, fault, found.extractor, sources)


def _sources(found: Draft, article: Article) -> Mapping[str, str]:
    """Where each field came from, and of a time that is not believed what was said."""
    sources = dict(found.sources)
    beside = sources.pop("byline", "")
    for name in ("credits", "dateline"):
        if getattr(article, name):
            sources.setdefault(name, beside or "the brackets of the text")
    for name, said, moment in (
        ("date", found.date, article.date),
        ("modified", found.modified, article.modified),
    ):
        raw = fold(said[:LONGEST_SUMMARY])
        if moment and moment.raw not in raw:
            sources[name] = "the end of the text" if name == "date" else sources.get("date", "date")
        elif raw and not moment:
            sources[name] = f"{sources.get(name, name)}, not believed: {raw[:_SHOWN]}"
    return sources


def fragment(html: str, url: str) -> Draft:
    """The HTML inside a seed document, through the rules of the site it came from.

    Only what such a fragment can hold is observed: body, credits and dateline, and tags where the
    site writes them below the text.
    """
    site = sites.site_for(url)
    if caps.refusal(html):
        return Draft(url=url, extractor=site.extractor, observed=("body", "credits", "dateline"))
    root = dom.parse(html)
    return site.read_fragment(Page(url, html, root, structured.read(root)))


def _content_type(headers: Mapping[str, str] | None) -> str:
    return _header(headers, "content-type")


def _header(headers: Mapping[str, str] | None, name: str) -> str:
    named = {each.lower(): value for each, value in (headers or {}).items()}
    return named.get(name, "")


def _led_away(status: int, url: str, headers: Mapping[str, str] | None) -> Fault | None:
    """A redirect that nobody follows, as what it leads to is no page of the web."""
    to = _header(headers, "location")
    if not (300 <= status < 400 and to) or urls.resolve(url, to):
        return None
    return Fault("blocked", f"HTTP {status} to {to[:200]}, which is no address of a web page")


def _refused(status: int) -> Fault | None:
    if status in _GONE:
        return Fault("gone", _GONE[status])
    if status == HTTPStatus.NOT_MODIFIED:
        return Fault("unreadable", _UNASKED)
    if status == HTTPStatus.PARTIAL_CONTENT:
        return Fault("unreadable", _PART)
    if status in _REFUSED:
        return Fault("blocked", f"HTTP {status}")
    return Fault("unreachable", f"HTTP {status}") if status >= 400 else None


def _unreadable(body: bytes, content_type: str) -> Fault | None:
    if len(body) > LARGEST:
        return Fault("unreadable", f"{len(body)} bytes, more than {LARGEST}")
    if not _TEXTUAL.match(content_type):
        return Fault("unreadable", f"Content-Type {fold(content_type)[:80]}, not HTML")
    binary = body[:1024].count(0) and not body.startswith((b"\xff\xfe", b"\xfe\xff"))
    return Fault("unreadable", "binary data, not HTML") if binary else None


def sent_elsewhere(url: str, requested: str) -> Fault | None:
    """Whether the address alone tells that `url` is not the article asked for at `requested`: of
    consent, or a front page. So of an answer that is not read, as nothing of it is new.
    """
    site, where = sites.site_for(url), urls.path_and_query(url)
    if _CONSENT_HOST.match(urls.host(url)) or _CONSENT_PATH.search(where):
        return Fault("consent", f"sent to {url[:200]}", extractor=site.extractor)
    if site.lists and site.lists.search(where):
        message = f"{url[:200]} is a front or section page"
        return Fault("front-page", message, extractor=site.extractor)
    moved = sites.identity(url) != sites.identity(requested)
    if moved and _is_front(site, url, requested):
        return Fault("front-page", f"sent to {url[:200]}", extractor=site.extractor)
    return None


def _misdirected(site: Site, page: Page, requested: str) -> Fault | None:
    """Whether the page is another one than asked for: consent, front page, other article."""
    fault = sent_elsewhere(page.url, requested)
    if fault:
        return fault
    asked = sites.identity(requested)
    wanted, found = sites.site_for(requested).key_of(requested), site.key_of(_own_url(page))
    if wanted and found and f"{site.name}:{found}" != asked:
        message = f"asked for {asked}, the page is {site.name}:{found}"
        return Fault("wrong-article", message, extractor=site.extractor)
    return None


def _own_url(page: Page) -> str:
    canonical, _ = structured.field(page.data, "canonical_url")
    return urls.resolve(page.url, canonical) or page.url


def _is_front(site: Site, url: str, requested: str) -> bool:
    if sites.site_for(requested).key_of(requested):
        return not site.key_of(url)
    here, asked = urls.path_and_query(url), urls.path_and_query(requested)
    return bool(_FRONT_PATH.fullmatch(here)) or (here.endswith("/") and asked.startswith(here))
