"""What the daemon does once a day for the archive: lets go what [keep] says, and tidies up."""

import threading
from collections import Counter
from dataclasses import replace
from datetime import datetime

from crawler import amounts
from crawler.config import Config
from crawler.store import Retention, Store
from crawler.text import counted
from scheduler import child, runner

WORDS = {"payload": "page", "snapshot": "look", "run": "crawl", "text": "text"}
"""What people call the kinds of things that may go."""


def maintain(config: Config, now: datetime, stop: threading.Event) -> str:
    """Prune, give room back, let the database look after itself, remove old logs; what was done.

    Ends early, in good order, once `stop` is set: the next time goes on.
    """
    told = []
    with Store.open(config, make=False) as store:
        before = store.room()
        if gone := _prune(store, config, now, stop):
            told.append(f"pruned {gone}")
            any(stop.is_set() for _ in store.give_back())
        store.tend()
        after = store.room()
    if logs := child.tidy(config.data / runner.LOGS, config.max_log):
        told.append(f"removed {counted(len(logs), 'log')}")
    if before and after:
        size, was = amounts.told(after.size), amounts.told(before.size)
        told.append(f"the archive takes {size}" + (f", it took {was}" if size != was else ""))
    return "; ".join(told) or "nothing was to be done"


def _prune(store: Store, config: Config, now: datetime, stop: threading.Event) -> str:
    limits = Retention(
        payloads=now - config.keep_pages if config.keep_pages else None,
        snapshots=now - config.keep_looks if config.keep_looks else None,
        versions=config.keep_texts or None,
    )
    room = store.room()
    if config.keep_size and room:
        limits = fitted(store, limits, room.size - room.free - config.keep_size)
    if limits == Retention():
        return ""
    things, size = Counter[str](), 0
    for gone in store.prune(limits, now=now):
        things[gone.kind] += 1
        size += gone.size
        if stop.is_set():
            break
    kinds = ", ".join(counted(things[kind], word) for kind, word in WORDS.items() if things[kind])
    return f"{kinds}, {amounts.told(size)}" if kinds else ""


def fitted(store: Store, limits: Retention, needed: int) -> Retention:
    """With the moment before which pages have to go for so many bytes to go in all."""
    beside = replace(limits, payloads=None)
    others = sum(gone.size for gone in store.prune(beside, dry_run=True) if gone.kind != "payload")
    moment = store.cutoff(limits, needed - others)
    known = [it for it in (moment, limits.payloads) if it]
    return replace(limits, payloads=max(known, default=None))
