"""What a crawl of ours is at work on: no other one, started by hand or by a daemon, looks there."""

import os
import secrets
import socket
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from crawler import clock
from crawler.config import Config
from crawler.errors import StoreError
from crawler.store import Store
from crawler.text import counted

RENEWED = timedelta(minutes=1)
"""How often who is at work says that it still is, at most."""
_TOKEN = secrets.token_hex(4)
"""Tells a process from one that had its number before: in a container all have the same."""


@dataclass(slots=True)
class Held:
    """What one round holds while it is at work."""

    config: Config
    """Where the archive is."""
    holder: str
    """`host/process/what tells it from one of that number before/this round`."""
    others: Mapping[str, str]
    """What was not to be had: who holds it, by identity or a list's address."""
    renewed: datetime = field(default_factory=clock.now)
    """When it was last said that all of it is held; aware, UTC."""

    def renew(self) -> None:
        """Go on holding it; to be called whenever there is a sign of life."""
        now = clock.now()
        if abs(now - self.renewed) > RENEWED:
            self.renewed = now
            # Of a disk that is full the crawl itself will tell.
            with suppress(StoreError), Store.open(self.config, make=False) as store:
                store.leases.renew(self.holder, now)


@contextmanager
def held(config: Config, names: Collection[str]) -> Iterator[Held]:
    """Hold what is not held by others until the end. Raises `StoreError`."""
    holder = f"{_here()}/{secrets.token_hex(4)}"
    with Store.open(config, make=False) as store:
        others = store.leases.take(names, holder, clock.now(), is_gone)
    try:
        yield Held(config, holder, others)
    finally:
        # As above; it ends by itself.
        with suppress(StoreError), Store.open(config, make=False) as store:
            store.leases.give_back(holder)


def at_work(config: Config) -> Mapping[str, str]:
    """Who is at work on what, by name; nothing where the archive is none that can be read."""
    with suppress(StoreError), Store.open(config, read_only=True) as store:
        return store.leases.at_work(clock.now(), is_gone)
    return {}


def is_gone(holder: str) -> bool:
    """Whether a holder was a process of this machine that runs no more."""
    host, process, token, _ = holder.split("/")
    if host != socket.gethostname():
        return False
    if int(process) == os.getpid():
        return token != _TOKEN
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:  # it is another user's, and lives
        pass
    return False


def told(others: Mapping[str, str], what: str = "article") -> str:
    """For people: `2 articles are left to process 12 on desk, which is at work on them`."""
    who = holders(others)
    are, them = ("is", "it") if len(others) == 1 else ("are", "them")
    return f"{counted(len(others), what)} {are} left to {who}, at work on {them} just now"


def holders(others: Mapping[str, str]) -> str:
    """For people: `process 12 on desk and process 15 on desk`."""
    names = {holder.split("/")[1]: holder.split("/")[0] for holder in others.values()}
    return " and ".join(f"process {number} on {host}" for number, host in sorted(names.items()))


def _here() -> str:
    return f"{socket.gethostname()}/{os.getpid()}/{_TOKEN}"
