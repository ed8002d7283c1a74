"""How many new articles of a site are watched in a day because others link to them."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from crawler import sites
from crawler.store import Store

log = logging.getLogger(__name__)

DAY = timedelta(days=1)


class Allowance:
    """What is left of it for each site, over all crawls of the last 24 hours."""

    def __init__(self, archive: Callable[[], Store], most: int) -> None:
        """`most` new articles a site and day; `archive` opens it."""
        self.archive = archive
        self.most = most
        self.asked: set[str] = set()
        """The new ones of this crawl, which may not be in the archive yet."""
        self.used: Counter[str] | None = None
        self.told: set[str] = set()

    def of(self, wanted: Sequence[str], now: datetime) -> Iterator[str]:
        """Of these addresses what is watched already, and of the rest what there is room for.

        Not those to which another that is watched has come to lead.
        """
        named = {url: sites.identity(url) for url in wanted}
        with self.archive() as store:
            known = store.watches_at(named)
            if self.used is None:
                self.used = Counter(store.pasts.followed(now - DAY))
        for url, identity in named.items():
            if url in known and known[url].identity != identity:
                continue
            site = identity.partition(":")[0]
            is_new = url not in known and identity not in self.asked
            if is_new and self.used[site] >= self.most:
                self._say_enough(site)
                continue
            if is_new:
                self.asked.add(identity)
                self.used[site] += 1
            yield url

    def _say_enough(self, site: str) -> None:
        if site not in self.told:
            self.told.add(site)
            log.warning(
                "%d new articles of %s were found through others within a day: no more of them "
                "are followed ([crawl] max_related_a_day)",
                *(self.most, site),
            )
