"""A request's reader: language and zone, and the page that comes of a template."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse

from crawler import clock
from crawler.config import Config
from crawler.store import Moments
from scheduler.reports.view import pages
from scheduler.reports.view.catalogue import Words
from scheduler.reports.view.context import Context, Lang
from scheduler.reports.view.times import instant, zone_name
from scheduler.web import addresses, assets, fresh
from scheduler.web.cards import Cards
from scheduler.web.presence import Presence
from scheduler.web.recent import Recent

LANGUAGES: dict[str, Lang] = {"zh-Hant": "zh-Hant", "en": "en"}
THEMES = ("light", "dark")
LONGEST = 2_000
"""Characters of an address that the switches of its page lead back to as a whole."""


def environment() -> pages.Templates:
    """The templates of the web page and of the reader."""
    made = pages.environment(Path(__file__).parent / "templates")
    made.filters.update(
        article_url=addresses.article,
        report_url=addresses.report,
        version_url=addresses.version,
        difference_url=addresses.difference,
    )
    made.globals.update(reader=True, asset=assets.address)
    return made


def make_ready(templates: pages.Templates) -> None:
    """Compile every page and read every language, which else the first that asks for it does."""
    for name in templates.list_templates(extensions=["html"]):
        templates.get_template(name)
    for lang in LANGUAGES.values():
        Words(lang)("lang")


def language(accepted: str) -> Lang:
    """繁體中文, unless the Accept-Language header prefers English to every Chinese."""
    best: dict[str, float] = {}
    for choice in accepted.lower().split(","):
        tag, _, quality = choice.strip().partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            continue
        primary = tag.split("-")[0]
        best[primary] = max(weight, best.get(primary, 0.0))
    return "en" if best.get("en", 0.0) > best.get("zh", 0.0) else "zh-Hant"


def preferences(headers: Headers) -> dict[str, str]:
    """Headers that say of language and theme what these do, whoever says it in the same words."""
    cookies = cookie_parser(headers.get("cookie", ""))
    theme = cookies.get("theme", "")
    lang = LANGUAGES.get(cookies.get("lang", "")) or language(headers.get("accept-language", ""))
    return {"accept-language": lang} | ({"cookie": f"theme={theme}"} if theme in THEMES else {})


@dataclass(frozen=True)
class Reader:
    """Makes pages for one request."""

    config: Config
    """Whose archive it is."""
    archive: Moments
    """What it looks at, shared by all requests."""
    presence: Presence
    """Whether that is there."""
    templates: pages.Templates
    """Shared by all requests."""
    cards: Cards
    """Those that were made: shared by all requests, too."""
    recent: Recent
    """What was asked of the archive for all pages, likewise."""
    headers: Headers
    """Of the request: language, and what the reader prefers, are in them."""
    here: str = "/"
    """Path and query of the request: where the switches of a page lead back to."""
    asked: Any = None
    """The question behind the address, of the type that it says (`face.Page.asks`), if any."""
    started: datetime | None = None
    """Since when this code answers; None: no answer is dated."""

    @property
    def last_modified(self) -> str:
        """Since when the archive is as it is, for HTTP; empty where that is not known."""
        if self.archive.path is None or self.started is None:
            return ""
        return fresh.last_modified(self.archive.path, self.started, clock.now())

    @cached_property
    def cookies(self) -> dict[str, str]:
        """What the reader chose before."""
        return cookie_parser(self.headers.get("cookie", ""))

    @cached_property
    def context(self) -> Context:
        """How this reader sees reports."""
        chosen = self.cookies.get("lang", "")
        accepted = self.headers.get("accept-language", "")
        lang = LANGUAGES.get(chosen) or language(accepted)
        return Context(zone=self.config.zone, now=clock.now(), lang=lang)

    @property
    def theme(self) -> str:
        """`light` or `dark`; empty: as the system has it."""
        chosen = self.cookies.get("theme", "")
        return chosen if chosen in THEMES else ""

    @cached_property
    def words(self) -> Words:
        """The labels of this reader's language."""
        return Words(self.context.lang)

    def page(self, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
        """The template as an answer."""
        body = self.templates.get_template(template).render(
            words=self.words,
            zone=zone_name(self.context),
            when=lambda at: instant(at, self.context),
            theme=self.theme,
            preferring=self._preferring,
            **values,
        )
        return HTMLResponse(body, status, headers={"Vary": "Accept-Language, Cookie"})

    def _preferring(self, **chosen: str) -> str:
        """The address that notes what is preferred and leads back here."""
        back = self.here if len(self.here) <= LONGEST else self.here.partition("?")[0][:LONGEST]
        return f"/preferences?{urlencode(chosen | {'back': back})}"

    def error(self, status: int, message: str, instead: str | None = None) -> HTMLResponse:
        """An error as a page with a way back; `message` says which and what to do.

        Where the archive cannot be read no page can be: the way leads to the same one again. Where
        another question may have been meant, `instead`, there is a way to its answer, too.
        """
        key = f"error.{status}" if status in {400, 404, 405, 421, 503} else "error.500"
        heading = self.words(key)
        path = quote(self.here.partition("?")[0])
        return self.page(
            "error.html",
            status=status,
            title=heading,
            message=message,
            again=self.here if status == 503 else "",
            instead=None if instead is None else f"{path}?{instead}".removesuffix("?"),
        )
