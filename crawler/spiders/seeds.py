"""Takes seed documents into the archive and fetches the pages they came from."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

from crawler import seeds, urls
from crawler.errors import SeedError, UsageError
from crawler.items import RelatedLink, SeedDocument
from crawler.spiders.article import ArticleSpider


class SeedsSpider(ArticleSpider):
    """`scrapy crawl seeds -a path=FILE-OR-FOLDER [-a related=0..3]`."""

    name = "seeds"
    known: ClassVar[tuple[str, ...]] = ("path", "related")

    def begin(self) -> Iterator[Any]:
        """All documents first, so that each is older than what its page says today."""
        if not self.given.get("path"):
            raise UsageError("no seeds given: -a path=FOLDER, or one file")
        pages: list[str] = []
        beside: list[tuple[str, tuple[RelatedLink, ...]]] = []
        for document in self._documents(Path(self.given["path"])):
            yield document
            if urls.is_fetchable(document.article.url):
                pages.append(document.article.url)
                beside.append((document.identity, document.article.related))
            else:
                self._say_unresolved(document)
        yield from self.looks(pages, self.related)
        for identity, links in beside:
            yield from self.follow(links, self.related, identity)

    def _documents(self, path: Path) -> Iterator[SeedDocument]:
        for found in seeds.read_folder(path):
            if isinstance(found, SeedError):
                self.logger.warning("refused: %s", found)
                self.crawler.stats.inc_value("stet/refused/seed-document")
            else:
                yield found

    def _say_unresolved(self, document: SeedDocument) -> None:
        self.crawler.stats.inc_value("stet/unresolved")
        self.logger.info(
            "%s names no URL: kept as %s, unresolved, with %d related headlines",
            document.name,
            document.identity,
            len(document.article.related),
        )
