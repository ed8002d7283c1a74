"""`scrapy capture`: keep a page as a test of its site, and show what is read on it."""

import argparse
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from scrapy import Request, Spider
from scrapy.commands import ScrapyCommand
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError as ScrapyUsageError
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

import crawler
from crawler import cases, sites
from crawler.cases import Case
from crawler.commands import _telling
from crawler.errors import EX_FAILED, UsageError
from crawler.extract import LARGEST
from crawler.parsing import dom, structured
from crawler.parsing.encoding import decode
from crawler.spiders import visits
from crawler.urls import check, host

_ROOT = Path(crawler.__file__).parents[1]
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]*")


class Command(ScrapyCommand):
    """Fetch a page, or take a saved one, and write `tests/sites/SITE/CASE/`."""

    requires_project = True

    def syntax(self) -> str:
        """For `scrapy capture --help`."""
        return "URL-or-FILE [--url URL] [--case NAME] | --check"

    def short_desc(self) -> str:
        """For `scrapy --help`."""
        return "Keep a page as a test of its site, and show what is read on it"

    def long_desc(self) -> str:
        """For `scrapy capture --help`."""
        return (
            "Write the page and what today's rules read on it to tests/sites/SITE/CASE/, and show"
            " it beside what the page says of itself. Given the page.html of such a folder, read"
            " it again: after every edit of the site's file. A page is its publisher's: commit it"
            " with text of your own in its place."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """--url, --case, --check."""
        super().add_options(parser)
        parser.add_argument("--url", help="where a saved page was found (default: what it says)")
        parser.add_argument("--case", metavar="NAME", help="of the folder (default: its month)")
        parser.add_argument(
            "--check", action="store_true", help="read all cases again, tell each site's fields"
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Quiet, unless `-L` asks for more."""
        super().process_options(args, opts)
        if self.settings and not opts.loglevel:
            self.settings.set("LOG_LEVEL", "WARNING", priority="cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """0; 1 where a page is no article, or with --check differs. Raises Scrapy's UsageError."""
        if not (_ROOT / cases.FOLDER).is_dir():
            raise ScrapyUsageError(f"there is no {_ROOT / cases.FOLDER}: capture in a clone")
        try:
            self.exitcode = self._check(args, opts) if opts.check else self._capture(args, opts)
        except UsageError as error:
            raise ScrapyUsageError(str(error), print_help=False) from error

    def _check(self, args: list[str], opts: argparse.Namespace) -> int:
        if args or opts.url or opts.case:
            raise UsageError("--check reads every case: leave the rest out")
        told = _telling.of_all(list(cases.every(_ROOT)))
        print("\n".join(told.lines))
        return EX_FAILED if told.is_amiss else 0

    def _capture(self, args: list[str], opts: argparse.Namespace) -> int:
        if len(args) != 1:
            raise UsageError("which page? scrapy capture URL, or FILE --url URL, or --check")
        for file, error in sites.broken().items():
            print(f"crawler/sites/{file} is left out: {error}")
        if "://" in args[0]:
            case, page = self._fetched(check(args[0]), opts)
        else:
            case, page = _saved(Path(args[0]), opts)
        if sites.broken() and sites.site_for(case.url).name == "any":  # it may be that file's page
            raise UsageError("nothing was written: mend the file that is left out, then try again")
        case.write(page)
        print("\n".join(_telling.of_one(case, _ROOT)))
        return 0 if case.read().article else EX_FAILED

    def _fetched(self, url: str, opts: argparse.Namespace) -> tuple[Case, bytes]:
        if opts.url:
            raise UsageError("--url says where a saved page was found: leave it out")
        answers: list[Response | Failure] = []
        process = cast(AsyncCrawlerProcess, self.crawler_process)
        process.crawl(_Once, url=url, answers=answers)
        process.start()
        if not answers:
            raise UsageError(f"nothing was fetched from {url}: see the log above")
        answer = answers[0]
        if isinstance(answer, Failure):
            raise UsageError(visits.fault_of(answer.value, url).message)
        headers = {name.lower(): value for name, value in visits.headers_of(answer)}
        asked = url if sites.identity(url) != sites.identity(answer.url) else ""
        case = Case(Path(), answer.url, asked, answer.status, headers.get("content-type", ""))
        return _placed(case, answer.body, opts.case), answer.body


class _Once(Spider):
    """Fetches one page as every crawl does, and keeps it to itself."""

    name = "capture"

    def __init__(self, url: str, answers: list[Response | Failure]) -> None:
        super().__init__()
        self.url, self.answers = url, answers

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        for name in ("ITEM_PIPELINES", "EXTENSIONS"):
            settings.set(name, {}, priority="spider")
        settings.set("HTTPERROR_ALLOW_ALL", True, priority="spider")

    async def start(self) -> AsyncIterator[Any]:
        yield Request(self.url, callback=self.parse, errback=self.failed, dont_filter=True)

    async def parse(self, response: Response) -> None:
        self.answers.append(response)

    async def failed(self, failure: Failure) -> None:
        self.answers.append(failure)


def _placed(case: Case, page: bytes, name: str) -> Case:
    """The case in a folder of its site that is not there yet, named `name` or by its month."""
    if decode(page, case.content_type) == decode(page):
        case = replace(case, content_type="")  # the page says it itself
    site = sites.site_for(case.url)
    if not site.hosts:
        print(
            f"no file of crawler/sites reads {host(case.url)}: scrapy genspider -t site makes one"
        )
    reading = case.read(page)
    date = reading.article.date if reading.article else None
    kind = reading.fault.kind if reading.fault else "undated"
    month = f"{date.at.astimezone(site.zone):%Y-%m}" if date else kind
    wanted = [name] if name else [month, *(f"{month}-{number}" for number in range(2, 100))]
    folders = [_ROOT / cases.FOLDER / site.name / each for each in wanted]
    free = next((folder for folder in folders if not folder.exists()), None)
    if free is None or not _NAME.fullmatch(wanted[0]):
        raise UsageError(f"{folders[0]} is there already, or is no name: give another --case")
    return replace(case, folder=free)


def _saved(path: Path, opts: argparse.Namespace) -> tuple[Case, bytes]:
    """The case of a saved page. Raises `UsageError`."""
    try:
        page = path.read_bytes()
        known = cases.of(path.resolve().parent) if _is_case(path) else None
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    except ValueError as error:
        raise UsageError(f"{path.parent / cases.RECORD} is broken: {error}") from error
    if known and not (opts.url or opts.case):
        return known, page
    url = check(opts.url) if opts.url else known.url if known else _said(page, path)
    return _placed(Case(Path(), url), page, opts.case), page


def _is_case(path: Path) -> bool:
    folder = path.resolve().parent
    is_place = folder.parent.parent == (_ROOT / cases.FOLDER).resolve()
    return path.name == cases.PAGE and is_place and (folder / cases.RECORD).exists()


def _said(page: bytes, path: Path) -> str:
    data = structured.read(dom.parse(decode(page[:LARGEST])))
    canonical, place = structured.field(data, "canonical_url")
    if "://" not in canonical:
        raise UsageError(f"{path} does not say where it was found: give its address with --url")
    print(f"{path} is at {canonical}, by its {place}")
    return check(canonical)
