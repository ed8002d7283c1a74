"""`scrapy crawl` as Scrapy has it, with repeated `-a url=` and an honest exit code."""

import argparse

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError as ScrapyUsageError
from scrapy.settings import Settings
from scrapy.spiderloader import get_spider_loader
from scrapy.spiders import Spider

from crawler.errors import EX_FAILED, EX_USAGE

EXIT_CODES = {"usage": EX_USAGE, "store": EX_FAILED, "start_error": EX_FAILED}
"""By Scrapy's finish reason; Scrapy itself exits 0 on these."""


class Command(ScrapyCrawl):
    """Run a spider of this project, by name."""

    crawler: Crawler

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
        if len(args) == 1 and args[0] not in known:
            sentence = f"there is no spider {args[0]!r}: the spiders are {', '.join(known)}"
            raise ScrapyUsageError(sentence, print_help=False)
        super().run(args, opts)
        stats = self.crawler.stats.get_stats()
        reason = str(stats.get("finish_reason"))
        lost = EX_FAILED if stats.get("stet/lost") else 0
        self.exitcode = self.exitcode or EXIT_CODES.get(reason, lost)

    def _create_crawler(self, spidercls: type[Spider] | str) -> Crawler:
        self.crawler = super()._create_crawler(spidercls)
        return self.crawler
