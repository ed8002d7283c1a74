"""One round: crawl what is asked for, write the reports that are missing, plan the next looks."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from crawler import clock
from crawler.config import Config
from crawler.errors import EX_FAILED
from crawler.store import Store, WatchRow
from scheduler import runner
from scheduler.agenda import History, next_due
from scheduler.compare import write_missing_reports

BATCH = 500
"""URLs a child process is given at most: bounds what a killed one leaves undone."""
AT_REST = frozenset({"paused", "removed", "unresolved"})
"""States of a watch that no round looks at."""


@dataclass(slots=True)
class Round:
    """What one round brought."""

    pages: int = 0
    """Visits, whatever they brought."""
    first: int = 0
    """Articles seen for the first time."""
    new: int = 0
    """New versions of known articles."""
    faults: int = 0
    """Visits that brought no article."""
    unreachable: int = 0
    """Those of them that brought no answer at all."""
    reports: int = 0
    """Change reports written."""
    failures: list[str] = field(default_factory=list)
    """A sentence for each crawl that did not end well."""
    exit_code: int = 0
    """The worst of the crawls (DESIGN, rule 9)."""

    def sentence(self) -> str:
        """For people: `12 pages: 1 new article, 2 new versions; 2 reports`."""
        told = [counted(self.first, "new article"), counted(self.new, "new version")]
        if self.unreachable:
            told.append(f"{self.unreachable} unreachable")
        if self.faults > self.unreachable:
            told.append(f"{self.faults - self.unreachable} without an article")
        brought = ", ".join(part for part in told if not part.startswith("0 ")) or "nothing new"
        return f"{counted(self.pages, 'page')}: {brought}; {counted(self.reports, 'report')}"


def counted(count: int, word: str) -> str:
    """`1 page`, `2 pages`."""
    return f"{count} {word}{'' if count == 1 else 's'}"


def crawl(
    config: Config,
    batches: Iterable[runner.Batch],
    *,
    now: datetime | None = None,
    on_progress: Callable[[Mapping[str, Any]], None] | None = None,
    stop: threading.Event | None = None,
) -> Round:
    """Run each batch as a child process, then report and plan.

    `now` scripts the clock of the whole round. A batch that fails is told in `failures`; what it
    had stored by then is kept, reported and planned all the same.
    """
    done = Round()

    def follow(line: Mapping[str, Any]) -> None:
        done.unreachable += line.get("fault") == "unreachable"
        if on_progress:
            on_progress(line)

    for batch in batches:
        if stop and stop.is_set():
            break
        outcome = runner.run(batch, config, now=now, on_progress=follow, stop=stop)
        done.pages += outcome.pages
        done.first += outcome.first
        done.new += outcome.new
        done.faults += outcome.faults
        done.exit_code = max(done.exit_code, outcome.exit_code)
        if outcome.message:
            done.failures.append(outcome.message)
    if done.pages and done.unreachable == done.pages:
        pages = counted(done.pages, "page")
        done.failures.append(f"none of the {pages} could be reached: see {outcome.log}")
        done.exit_code = max(done.exit_code, EX_FAILED)
    done.reports = settle(config, now or clock.now())
    return done


def settle(config: Config, now: datetime) -> int:
    """Write the reports that are missing and plan the next looks; how many reports."""
    with Store.open(config) as store:
        written = write_missing_reports(store)
        store.set_due(planned(store.due(now), now))
    return written


def planned(watches: Iterable[WatchRow], now: datetime) -> dict[str, datetime]:
    """When each article is due again, for those looked at since they were last planned."""
    return {
        watch.identity: next_due(
            History(watch.looked_at, watch.changed_at or watch.added_at, watch.state), now
        )
        for watch in watches
        if watch.looked_at and (watch.next_due is None or watch.next_due <= watch.looked_at)
    }


def batches(
    urls: Sequence[str], related: int = 0, environment: Mapping[str, str] | None = None
) -> list[runner.Batch]:
    """Any articles of any site, in children of bounded size."""
    return [
        runner.Batch(
            "article",
            {"related": str(related)},
            urls=urls[start : start + BATCH],
            environment=environment or {},
        )
        for start in range(0, len(urls), BATCH)
    ]


def due(config: Config, stop: threading.Event | None = None) -> Round:
    """One round over what is due now; an empty one where nothing is."""
    with Store.open(config) as store:
        urls = [watch.url for watch in store.due(clock.now())]
    return crawl(config, batches(urls), stop=stop) if urls else Round()
