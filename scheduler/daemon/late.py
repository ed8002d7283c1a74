"""Sources whose turn came while their hosts were left alone: they go first once these may be asked.

A host that wants a minute and a half between pages would else give each to an article that is due.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from crawler.config import Config
from crawler.entries import Source
from crawler.store import Store, left_alone
from scheduler.rounds import Round

log = logging.getLogger(__name__)


class Late:
    """What one daemon remembers of it; a new one looks at its sources when they are due."""

    def __init__(self) -> None:
        """None is late."""
        self._sources: dict[str, Source] = {}

    def look_for(self, source: Source, go: Callable[[], Round]) -> None:
        """Look at a source now, or later where its host is left alone."""
        if source.url not in go().postponed:
            self._sources.pop(source.url, None)
        elif source.url not in self._sources:
            self._sources[source.url] = source
            log.info("%s is looked at first once its host may be asked again", source.url)

    def ready(self, config: Config, now: datetime) -> list[Source]:
        """Those that may be asked for now. Raises `StoreError`."""
        known = [each for each in config.source if each.url in self._sources]
        if not known:
            return []
        with Store.open(config, make=False) as store:
            resting = store.hosts.resting()
        return [each for each in known if not left_alone(each.url, resting, now)]
