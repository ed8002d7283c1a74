"""When a job beside the crawls was done last: kept in the archive, and not in APScheduler."""

from dataclasses import dataclass
from datetime import datetime

from crawler.store import Store


@dataclass(frozen=True, slots=True)
class Done:
    """What a daily job left: kept with the time at which it was due."""

    said: str
    """In a sentence."""


def note(store: Store, job: str, said: str, at: datetime) -> None:
    """That it was done."""
    store.pasts.learn(job, Done(said), at)


def latest(store: Store, job: str) -> datetime | None:
    """None: never yet."""
    known = store.pasts.learnt(job, Done)
    return known[1] if known else None
