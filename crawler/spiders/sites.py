"""One named spider for each site file: `scrapy crawl cna`, `scrapy crawl yahoo`."""

from collections.abc import Iterable
from typing import ClassVar

from scrapy import Request

from crawler import sites
from crawler.errors import UsageError
from crawler.sites.base import Site
from crawler.spiders.article import ArticleSpider


class SiteSpider(ArticleSpider):
    """`scrapy crawl SITE -a url=URL [-a urls=FILE] [-a related=0..3]`: pages of one site only."""

    name = ""  # not a spider of its own
    site: ClassVar[Site]

    def asked(self) -> Iterable[str]:
        """The URLs that the arguments name. Raises `UsageError` for a page of another site."""
        found = super().asked()
        for url in found:
            if not self.wants(url):
                raise UsageError(
                    f"{url} is no page of {self.name} ({', '.join(self.site.hosts)}): "
                    "use `scrapy crawl article`, which takes any site"
                )
        return found

    @classmethod
    def handles_request(cls, request: Request) -> bool:
        """Whether `scrapy parse URL` takes this spider. No `allowed_domains`: it would drop what
        a site redirects to, unsaid.
        """
        return sites.site_for(request.url).name == cls.site.name

    def wants(self, url: str) -> bool:
        """Pages of this site only."""
        return sites.site_for(url).name == self.site.name


def _spider_of(site: Site) -> type[SiteSpider]:
    name = f"{site.name.title()}Spider"
    own = {"__module__": __name__, "__doc__": SiteSpider.__doc__, "name": site.name, "site": site}
    return type(name, (SiteSpider,), own)


globals().update({spider.__name__: spider for spider in map(_spider_of, sites.every())})
