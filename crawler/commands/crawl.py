"""`scrapy crawl` with repeated `-a url=`, an end in good order and an honest exit code."""

import argparse
from collections.abc import Mapping
from typing import Any, cast

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError as ScrapyUsageError
from scrapy.settings import Settings
from scrapy.spiderloader import get_spider_loader

from crawler.errors import EX_FAILED, EX_USAGE
from crawler.stop import Stop

EXIT_CODES = {"usage": EX_USAGE, "store": EX_FAILED, "start_error": EX_FAILED}
"""By Scrapy's finish reason; Scrapy itself exits 0 on these."""


class Command(ScrapyCrawl):
    """Run a spider of this project, by name."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Join the values of arguments given more than once, where Scrapy keeps the last."""
        together: dict[str, list[str]] = {}
        for given in opts.spargs:
            name, _, value = given.partition("=")
            together.setdefault(name, []).append(value)
        if all("=" in given for given in opts.spargs):
            opts.spargs = [f"{name}={' '.join(values)}" for name, values in together.items()]
        super().process_options(args, opts)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl, then judge by how it ended. Raises Scrapy's `UsageError` for no such spider."""
        known = sorted(get_spider_loader(self.settings or Settings()).list())
        if len(args) != 1 or args[0] not in known:
            there_is = f"there is no spider {' '.join(args)!r}" if args else "no spider is named"
            sentence = f"{there_is}: the spiders are {', '.join(known)}"
            raise ScrapyUsageError(sentence, print_help=False)
        crawler = self._create_crawler(args[0])
        process = cast(AsyncCrawlerProcess, self.crawler_process)
        with Stop(crawler).listening():
            process.crawl(crawler, **opts.spargs)
            process.start(install_signal_handlers=False)
        failed = process.bootstrap_failed
        self.exitcode = EX_FAILED if failed else verdict(crawler.stats.get_stats())


def verdict(stats: Mapping[str, Any]) -> int:
    """The exit code of a crawl with these stats."""
    if "finish_reason" not in stats or stats.get("stet/lost"):
        return EX_FAILED
    return EXIT_CODES.get(stats["finish_reason"], 0)
