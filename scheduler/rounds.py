"""One round: crawl what is asked for, write the reports that are missing, plan the next looks."""

import threading
import time
from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from crawler import clock
from crawler.config import Config
from crawler.entries import Source
from crawler.errors import EX_FAILED, EX_INTERRUPTED, CrawlError, StoreError
from crawler.store import TURN_OVER, Found, RunRow, Store, WatchRow, left_alone
from crawler.text import counted
from scheduler import leases, plans, runner
from scheduler.compare import write_missing_reports
from scheduler.quarantine import COMPANY, Quarantine

BATCH = COMPANY[0]
"""URLs a child process is given at most: bounds what a killed one leaves undone."""

LONGEST = 120.0
"""Seconds that the looks of one round take: what is not asked for by then is for the next. What
comes due meanwhile, at whatever host, waits for its end."""
LONGEST_SEARCH = 600.0
"""Of one look for new articles, those that are left are new the next time; and of a round that no
other one follows."""
MOST, SPARE = 5_000, 4
"""Looks of one round; of so many times more those are chosen that are the most overdue."""


@dataclass(slots=True)
class Round:
    """What one round brought, counted as the pages came: a crawl that is killed leaves no sums."""

    outcomes: dict[str, str] = field(default_factory=dict)
    """Identity of each page that was looked at and kept -> first, new, same, or fault."""
    fruitless: set[str] = field(default_factory=set)
    """Identities of those that were asked and brought no article, not even one behind a wall."""
    faults: Counter[str] = field(default_factory=Counter)
    """Visits that brought no article, by the kind of their fault."""
    postponed: set[str] = field(default_factory=set)
    """What was not asked for, as its host is left alone: identities, which stay due, or a list."""
    unwatched: set[str] = field(default_factory=set)
    """Identities of the fruitless that were never looked at before: they are not watched."""
    left: dict[str, str] = field(default_factory=dict)
    """Who is at work on what was therefore not looked at: by identity, or address of a list."""
    reports: int = 0
    """Change reports written."""
    cut: set[str] = field(default_factory=set)
    """URLs of the crawls that ended with their turn: not all of them were asked for."""
    runs: list[RunRow] = field(default_factory=list)
    """What each crawl wrote of itself, but for those that did not start."""
    failures: list[str] = field(default_factory=list)
    """A sentence for each crawl that did not end well."""
    exit_code: int = 0
    """The worst of the crawls (DESIGN, rule 9)."""

    def note(self, line: Mapping[str, Any]) -> None:
        """Count a line of a crawl's progress."""
        if line["event"] != "page":
            return
        name, fault = line["identity"], line["fault"]
        if line["postponed"]:
            self.postponed.add(name)
            return
        self.outcomes[name] = line["outcome"]
        self.faults.update([fault] if line["outcome"] == "fault" else [])
        if fault not in {"", "expired"}:
            self.fruitless.add(name)

    @property
    def pages(self) -> int:
        """Articles looked at, whatever it brought."""
        return len(self.outcomes)

    def count(self, outcome: str) -> int:
        """How many of them brought this."""
        return sum(each == outcome for each in self.outcomes.values())

    def failed(self, sentence: str, exit_code: int) -> None:
        """Note a crawl that did not end well."""
        self.failures.append(sentence)
        self.exit_code = max(self.exit_code, exit_code)

    @contextmanager
    def noting_failures(self) -> Iterator[None]:
        """Note what keeps one crawl from being judged by its end; the others are told all the same.

        Ctrl-C is raised once the child has ended in good order.
        """
        try:
            yield
        except CrawlError as error:  # it did not even start
            self.failed(str(error), error.exit_code)
        except KeyboardInterrupt:
            self.failed("interrupted; what was read before is kept", EX_INTERRUPTED)

    @contextmanager
    def telling_failures(self) -> Iterator[None]:
        """Let no `StoreError` take the place of failures that were noted: it is one more of them.

        Of a disk that stays full, a crawl has more to tell.
        """
        try:
            yield
        except StoreError as error:
            if not self.failures:
                raise
            if not any(str(error) in told for told in self.failures):
                self.failed(str(error), error.exit_code)

    def sentence(self) -> str:
        """For people: `12 pages: 1 new article, 2 new versions; 2 reports; 3 postponed`."""
        told = [
            counted(self.count("first"), "new article"),
            counted(self.count("new"), "new version"),
            f"{self.count('fault')} without an article ({self._kinds()})",
        ]
        brought = ", ".join(part for part in told if not part.startswith("0 ")) or "nothing new"
        later = f"; {len(self.postponed)} postponed" if self.postponed else ""
        reports = f"{counted(self.reports, 'report')}{later}"
        return f"{counted(self.pages, 'page')}: {brought}; {reports}"

    def _kinds(self) -> str:
        return ", ".join(f"{number} {kind}" for kind, number in self.faults.most_common())


def crawl(
    config: Config,
    batches: Iterable[runner.Batch],
    *,
    now: datetime | None = None,
    on_progress: runner.Progress | None = None,
    stop: threading.Event | None = None,
) -> Round:
    """Run each batch as a child process, then report and plan.

    `now` scripts the clock of the whole round. A batch that fails is told in `failures`; what it
    had stored by then is kept, reported and planned all the same. An address that brings no
    article at its first look is not watched: see `Round.unwatched`. What another crawl is at work
    on is left to it: see `Round.left`. Ctrl-C ends the round early. The archive is made where there
    is none, and from then on it is there: see `crawler.place`.
    """
    Store.open(config).close()
    return _claimed(config, batches, now=now, on_progress=on_progress, stop=stop)


def _claimed(
    config: Config,
    batches: Iterable[runner.Batch],
    *,
    now: datetime | None,
    on_progress: runner.Progress | None,
    stop: threading.Event | None,
) -> Round:
    """The same with an archive that is there."""
    named = [(batch, _names(batch)) for batch in batches]
    with leases.held(config, {name for _, names in named for name in names}) as held:
        ours = [_without(batch, names, held.others) for batch, names in named]
        return _crawl(config, filter(None, ours), held, now, on_progress, stop)


def _names(batch: runner.Batch) -> list[str]:
    """What it is at work on, in the order of its URLs: identities, or the address of a list."""
    if not batch.urls:
        return [batch.arguments["url"]] if batch.spider == "discover" else []
    from crawler.sites import identity  # loads every site: the daemon knows the names of its own

    return [identity(url) for url in batch.urls]


def _without(
    batch: runner.Batch, names: Sequence[str], others: Container[str]
) -> runner.Batch | None:
    """Its part that is left; None: nothing is."""
    left = [number for number, name in enumerate(names) if name not in others]
    if len(left) == len(names):
        return batch
    return replace(batch, urls=[batch.urls[each] for each in left]) if left else None


def _crawl(
    config: Config,
    batches: Iterable[runner.Batch],
    held: leases.Held,
    now: datetime | None,
    on_progress: runner.Progress | None,
    stop: threading.Event | None,
) -> Round:
    done = Round(left=dict(held.others))

    def follow(line: Mapping[str, Any]) -> None:
        done.note(line)
        held.renew()
        if on_progress:
            on_progress(line)

    log = ""
    for batch in batches:
        if done.exit_code == EX_INTERRUPTED or (stop and stop.is_set()):
            break
        with done.noting_failures():
            ended = runner.run(batch, config, now=now, on_progress=follow, stop=stop)
            log = f": see {ended.log}"
            done.runs.append(ended.run)
            if ended.run.reason == TURN_OVER:
                done.cut.update(batch.urls)
            if ended.message:
                done.failed(ended.message, ended.exit_code)
    if done.pages and done.faults["unreachable"] == done.pages:
        pages = counted(done.pages, "page")
        done.failed(f"none of the {pages} could be reached{log}", EX_FAILED)
    with done.telling_failures():
        if done.fruitless:
            done.unwatched = _let_go(config, done.fruitless)
        done.reports = settle(config, now or clock.now(), done.outcomes)
    return done


def _let_go(config: Config, fruitless: set[str]) -> set[str]:
    """Do not watch those of these articles that were just looked at for the first time."""
    with Store.open(config, make=False) as store:
        watches = store.watches_called(fruitless).values()
        new = {
            each.identity
            for each in watches
            if not each.versions and each.added_at == each.looked_at
        }
        for identity in new:
            store.remove_watch(identity)
    return new


def settle(config: Config, now: datetime, looked_at: Collection[str] = ()) -> int:
    """Write the reports that are missing and plan the next looks; how many reports.

    `looked_at` are the identities of what was looked at just now. Once a day what the looks of late
    have shown is learnt first.
    """
    with Store.open(config, make=False) as store:
        written = write_missing_reports(store, config.ignore)
        plans.plan(store, plans.learn(store, config, now), now, looked_at)
    return written


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


def discover(
    config: Config,
    stop: threading.Event | None = None,
    on_progress: runner.Progress | None = None,
    *,
    source: Source,
    now: datetime | None = None,
) -> Round:
    """One round over the new articles that a source names. `now` scripts the clock.

    Raises `StoreError` where no archive is: see `crawl`.

    How it went is kept in `Store.sources`, unless another crawl is at work on it, its host is left
    alone, or the round was told to stop. Each of its `failures` names the source.
    """
    moment = now or clock.now()
    with Store.open(config, make=False) as store:
        resting = store.hosts.resting()
    if left_alone(source.url, resting, moment):
        return Round(postponed={source.url})
    batch = runner.Batch("discover", source.arguments, turn=LONGEST_SEARCH)
    done = _claimed(config, [batch], now=now, on_progress=on_progress, stop=stop)
    was_ended = done.exit_code == EX_INTERRUPTED or (stop is not None and stop.is_set())
    if not (done.left or was_ended):
        with done.telling_failures():
            _note(config, source, done, moment)
    about = f"source {source.url}: "
    done.failures = [each if source.url in each else f"{about}{each}" for each in done.failures]
    return done


def _note(config: Config, source: Source, done: Round, moment: datetime) -> None:
    """Keep how a look at a source went; what befell its articles is no fault of its."""
    stats = done.runs[0].stats if done.runs else {}
    is_read = bool(stats.get("stet/lists-read")) or not done.failures
    named = int(str(stats.get("stet/named", 0)))
    found = Found(named, done.count("first")) if is_read else None
    fault = stats.get("stet/list-fault") or ("" if is_read else done.failures[0])
    with Store.open(config, make=False) as store:
        store.sources.note(source.url, moment, found, str(fault))


def chosen(store: Store, config: Config, now: datetime, longest: float = LONGEST) -> list[WatchRow]:
    """What one round looks at: of each host what `longest` allows, and `MOST` of all in turn.

    Never more than the budgets of the day leave.
    """
    most = min(max(1, int(longest / max(config.delay, 0.1))), MOST)
    waiting = plans.in_order(store.due_in_turn(now, most, SPARE * MOST), now)
    in_turn = plans.shared(waiting, store.hosts.resting(), now, most)
    return plans.within(in_turn, plans.room_now(store, config, now))[:MOST]


def due(
    config: Config,
    stop: threading.Event | None = None,
    on_progress: runner.Progress | None = None,
    *,
    quarantine: Quarantine | None = None,
    now: datetime | None = None,
    longest: float = LONGEST,
) -> Round:
    """One round over what is due now; an empty one where nothing is. `now` scripts the clock.

    After `longest` seconds nothing more is asked for; what is left stays due. What no crawl comes
    to an end with is kept apart by `quarantine`, and told in `failures` once it is put off.
    """
    moment, apart = now or clock.now(), quarantine or Quarantine()
    with Store.open(config, make=False) as store:
        known = {each.identity: each for each in chosen(store, config, moment, longest)}
    if not known:
        return Round()
    begun: dict[str, str] = {}
    with leases.held(config, known) as held:
        urls = still_due(config, known, held.others)
        asked = _in_time(apart.apart([*urls]), urls, begun, longest)
        done = _crawl(config, asked, held, now, on_progress, stop)
    if done.exit_code != EX_INTERRUPTED and not (stop and stop.is_set()):
        with done.telling_failures():
            _put_off(config, apart, begun, done, moment)
    return done


def _in_time(
    companies: Iterable[Sequence[str]],
    urls: Mapping[str, str],
    begun: dict[str, str],
    longest: float,
) -> Iterator[runner.Batch]:
    """A batch for each company of articles, while it is worth to begin one; `begun` tells which."""
    ends = time.monotonic() + longest
    for names in companies:
        left = ends - time.monotonic()
        if left < longest / 4:
            return
        company = {name: urls[name] for name in names}
        begun |= company
        yield from (replace(each, turn=left) for each in batches([*company.values()]))


def still_due(
    config: Config, known: Mapping[str, WatchRow], others: Container[str]
) -> dict[str, str]:
    """URLs by identity, but for what others are at work on, or have looked at since it was due."""
    with Store.open(config, make=False) as store:
        now = store.watches_called(known)
    return {
        name: each.url
        for name, each in known.items()
        if name not in others and name in now and now[name].looked_at == each.looked_at
    }


def _put_off(
    config: Config, apart: Quarantine, urls: Mapping[str, str], done: Round, now: datetime
) -> None:
    """Leave those alone for a while that no crawl comes to an end with."""
    with Store.open(config, make=False) as store:
        watches = store.watches_called(urls)
        seen = {name for name, it in watches.items() if it.looked_at and it.looked_at >= now}
        left = {name for name, url in urls.items() if url in done.cut} | done.postponed
        over = urls.keys() - (left - seen)
        later = apart.judge(over, seen, now)
        store.set_due(later)
    for name, at in later.items():
        done.failed(f"no crawl comes to an end with {urls[name]}: left alone until {at}", EX_FAILED)
