"""A browser for the reader, and an archive for it to show."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from html import unescape
from typing import Any

import httpx
from starlette.applications import Starlette

from crawler.config import Config
from crawler.items import Article, Credit, Draft, Fault, Image, Moment, Reading, Snapshot, Visit
from crawler.store import ReportRow, Store
from scheduler.diff.records import ChangeReport, to_json
from tests.reports.invented import at

SLASHED = "example.org:/blog/v/3"
"""An identity that is no single segment of a path."""


class Browser:
    """Asks the reader without a network; follows redirects, and sees a bug as an answer."""

    def __init__(self, site: Starlette, runner: asyncio.Runner) -> None:
        transport = httpx.ASGITransport(site, raise_app_exceptions=False)
        self._client = httpx.AsyncClient(
            transport=transport, base_url="http://127.0.0.1:8000", follow_redirects=True
        )
        self._runner = runner

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self._runner.run(self._client.get(path, **options))

    def head(self, path: str) -> httpx.Response:
        return self._runner.run(self._client.head(path))

    def together(self, *paths: str) -> list[httpx.Response]:
        """The answers to all of them, asked for at once."""

        async def asked() -> list[httpx.Response]:
            return await asyncio.gather(*map(self._client.get, paths))

        return self._runner.run(asked())

    def post(self, path: str, **options: Any) -> httpx.Response:
        return self._runner.run(self._client.post(path, **options))


@contextmanager
def opened(site: Starlette) -> Iterator[Browser]:
    """A browser, for as long as the site is served."""
    life = site.router.lifespan_context(site)
    with asyncio.Runner() as runner:
        runner.run(life.__aenter__())
        yield Browser(site, runner)
        runner.run(life.__aexit__(None, None, None))


def text(
    title: str, *body: str, url: str = "https://example.org/1", tags: tuple[str, ...] = ()
) -> Article:
    return Article(
        url=url,
        title=title,
        author="海峽時報",
        date=Moment(at(2, 4), "2026/3/2 12:00", "minute"),
        modified=Moment(at(2, 0), "2026/3/2", "day"),
        body=body,
        credits=(Credit("reporter", "林以寧"), Credit("繪圖", "甲")),
        images=(
            Image("https://example.org/a.jpg", caption="渡輪靠岸。"),
            Image("https://example.org/b.jpg"),
        ),
        tags=tags,
    )


def visit(identity: str, article: Article, when: datetime) -> Visit:
    return Visit(
        identity=identity,
        snapshot=Snapshot(article.url, article.url, when, 200, (), b"<html>"),
        found=Draft(url=article.url, title=article.title),
        reading=Reading(article, None, "test/1"),
    )


def unread(identity: str, url: str) -> Visit:
    """A look that brought nothing: the article is watched all the same."""
    nothing = Fault("unreachable", "no answer")
    return Visit(identity, Snapshot(url, url, at(1, 0), 0, ()), nothing)


def keep(config: Config, identity: str, *articles: Article) -> None:
    with Store.open(config) as store:
        for hours, article in enumerate(articles):
            store.keep([visit(identity, article, at(3, hours))])


def tell(config: Config, *reports: ChangeReport) -> None:
    """Store reports, watching their articles."""
    with Store.open(config) as store:
        store.keep([unread(report.article, report.url) for report in reports])
        store.save_reports([row(report) for report in reports])


def row(report: ChangeReport) -> ReportRow:
    assert report.after is not None
    return ReportRow(
        id=report.id,
        identity=report.article,
        site=report.site,
        kind=report.kind,
        score=report.score,
        significant=report.significant,
        changed_at=report.after.first_seen,
        record=to_json(report),
    )


def shown(answer: httpx.Response) -> str:
    """What a page says, without its markup."""
    return unescape(re.sub(r"<[^>]+>", "", answer.text)).replace("\u00a0", " ")


def links(answer: httpx.Response) -> list[str]:
    return [unescape(link) for link in re.findall(r'href="([^"]*)"', answer.text)]


def scripts(answer: httpx.Response) -> list[str]:
    """The paths of the scripts that a page asks for; what stands in one itself is `inline`."""
    opening = re.findall(r"<script\b([^>]*)", answer.text)
    found = [re.search(r'src="(/[^"?]*)', attributes) for attributes in opening]
    return [source[1] if source else "inline" for source in found]
